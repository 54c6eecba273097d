"""How the figures of reports look on a page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.report.table import NONE_YET, Look, Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def cell(context, shown: Shown) -> SafeString:
    """Write what is in a cell, as a link to the rows behind it or to a record."""
    found, text = shown.cell, format_html("{}", shown.told)
    if shown.told == NONE_YET:
        return format_html('<span class="muted">{}</span>', text)
    address = found.href
    if found.figure:
        address = context["report"].address_of(found.figure)
    if address:
        text = format_html('<a class="plain" href="{}">{}</a>', address, text)
    if found.note:
        text = format_html('{} <span class="small muted">{}</span>', text, found.note)
    return text


@register.simple_tag
def cell_attributes(shown: Shown) -> SafeString:
    """Write how a cell looks, and its plain value, which charts are drawn from."""
    looks = " ".join(filter(None, ["r" if shown.is_number else "", shown.cell.mark]))
    look = format_html(' class="{}"', looks) if looks else ""
    if shown.look == Look.TEXT:
        return format_html("{}", look)
    return format_html('{} data-v="{}"', look, shown.plain)

"""How things look on a page: icons, monograms, days and moments, links within a list."""

import html
import json
import re
from contextlib import suppress
from datetime import date, datetime
from functools import cache, lru_cache
from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()

COLOURS = 8
RECENT_DAYS = 60
BOX = """<label>
  <input class="form-check-input" type="checkbox" name="{}" value="{}"{}> {}
</label>
"""
CHECKED = {True: " checked", False: ""}
KEYED_FIELDS = {"kind", "status", "is_primary"}
# Keys that are told by other words than their own.
LABELS = {"unqualified": "Not a fit"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+\+00:00")


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon of the sprite. It is decoration: the words beside it say what it means."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        size,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def monogram(record, size: str = "") -> SafeString:
    """Draw the initials of a company (a tile) or a person (a circle) in a colour of their own."""
    shape = "tile" if getattr(record, "kind", "") == "business" else "person"
    return drawn(f"{shape} {size} c{colour(record.pk)}", initials(str(record)))


@lru_cache(10_000)
def drawn(classes: str, letters: str) -> SafeString:
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letters)


def colour(pk: int) -> int:
    """Return 1 to 8, for ever the same for one id and well mixed among neighbours."""
    return pk * 2_654_435_761 % 2**32 * COLOURS // 2**32 + 1


def initials(name: str) -> str:
    """Return the first letters of the first two words, or the first two of a single one."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split() or ["?"]
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[1][0]
    return letters.upper()


def time_element(moment: date, text: str) -> SafeString:
    """Write a moment, or a whole day, for people and for machines."""
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), text)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        f"{moment.day} {moment:%b %Y, %H:%M}",
        text,
    )


def day_text(moment: date) -> str:
    """Return 19 Nov in this year, 19 Nov 2025 in another."""
    this_year = moment.year == timezone.localdate().year
    return f"{moment.day} {moment:%b}" if this_year else f"{moment.day} {moment:%b %Y}"


@register.filter
def day(value: date) -> SafeString:
    """Show a day; of a moment, its day in the reader's zone."""
    moment = timezone.localtime(value) if isinstance(value, datetime) else value
    return time_element(moment, day_text(moment))


@register.filter
def moment(value: datetime) -> SafeString:
    """Show a moment to the minute in the reader's zone: 5 Nov, 16:42."""
    return time_element(timezone.localtime(value), moment_text(value))


def moment_text(value: datetime) -> str:
    """Return a moment to the minute in the reader's zone: 5 Nov, 16:42."""
    local = timezone.localtime(value)
    return f"{day_text(local)}, {local:%H:%M}"


@register.simple_tag
def today_is() -> date:
    """Return the reader's day."""
    return timezone.localdate()


@register.filter
def ago(value: datetime) -> SafeString:
    """Show how many days ago it was, for the last 60 days; the day itself for what is older."""
    local = timezone.localtime(value)
    days = (timezone.localdate() - local.date()).days
    if not 0 <= days <= RECENT_DAYS:
        return day(value)
    text = {0: "Today", 1: "Yesterday"}.get(days, f"{days} days ago")
    return time_element(local, text)


class Option(NamedTuple):
    """A choice of a field with several, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@register.filter
def options(field) -> list[Option]:
    """Return the choices of a field with several, read once: there may be hundreds."""
    chosen = {str(value) for value in field.value() or []}
    return [Option(str(value), label, str(value) in chosen) for value, label in field.field.choices]


@register.filter
def chosen(options: list[Option]) -> list[str]:
    """Return the labels of what is chosen."""
    return [option.label for option in options if option.chosen]


@register.simple_tag
def boxes(field, options: list[Option]) -> SafeString:
    """Draw a box for each option. There may be hundreds, which Django's own ways make slow."""
    name, escape = html.escape(field.html_name), html.escape
    drawn = [
        BOX.format(name, escape(option.value), CHECKED[option.chosen], escape(option.label))
        for option in options
    ]
    return SafeString("".join(drawn))


@register.filter
def told(value: str, field: str) -> str:
    """Show a value of history: keys as words, days and moments as people write them."""
    with suppress(ValueError, OverflowError):  # a name may look like a day and be none
        if value and DAY.fullmatch(value):
            return day_text(date.fromisoformat(value))
        if value and MOMENT.fullmatch(value):
            return moment_text(datetime.fromisoformat(value))
    return LABELS.get(value, capfirst(value)) if field in KEYED_FIELDS else value


@register.filter
def words(field: str) -> str:
    """Show the name of a column in words: expected close for expected_close."""
    return field.removeprefix("is_").replace("_", " ")


@register.simple_tag
def control(field, **attrs: object) -> SafeString:
    """Draw a form field's control with more attributes: data_key becomes data-key."""
    return field.as_widget(attrs={name.replace("_", "-"): value for name, value in attrs.items()})


@register.filter
def offers(message) -> list[tuple[str, str, dict[str, str]]]:
    """Return what a toast offers to do next: labels, addresses, and what is sent there."""
    return json.loads(message.extra_tags or "[]")


@register.simple_tag(takes_context=True)
def here(context, address: str) -> SafeString | str:
    """Mark a navigation link whose place contains the page that is being shown."""
    path = context["request"].path
    if not path.startswith(address):
        return ""
    return format_html(' aria-current="{}"', "page" if path == address else "true")


def list_link(context, *, without: set[str], **parameters: object) -> SafeString:
    """Write a link's address: this list from its first page, with other parameters.

    It stands there twice, for a page load and for htmx, so that the link works without script.
    An answer to what was done in a list is not at the list's address: then `address` says it.
    """
    request = context["request"]
    path = context.get("address") or request.path
    query = request.GET.copy()
    for name in {"after", "before", "part", "totals"} | without | parameters.keys():
        query.pop(name, None)
    for name, value in parameters.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    for name in [name for name, values in query.lists() if not any(values)]:
        del query[name]
    turns_page = "after" in parameters or "before" in parameters
    return format_html(
        'href="{0}" hx-get="{0}" hx-target="closest .list" hx-swap="{1}" hx-push-url="true"',
        f"{path}?{query.urlencode()}" if query else path,
        "outerHTML show:top" if turns_page else "outerHTML",
    )


@register.simple_tag(takes_context=True)
def same_list(context, **parameters: object) -> SafeString:
    """Write the address of this list with some parameters changed."""
    return list_link(context, without=set(), **parameters)


@register.simple_tag(takes_context=True)
def list_without(context, *names: str) -> SafeString:
    """Write the address of this list without some of its filters."""
    return list_link(context, without=set(names))


@register.simple_tag(takes_context=True)
def list_view(context, **filters: object) -> SafeString:
    """Write the address of this list with these filters alone; mark it if that is shown now."""
    query = context["request"].GET
    is_shown = all(
        [sent for sent in query.getlist(name) if sent] == ([str(value)] if value else [])
        for name, value in filters.items()
    )
    link = list_link(context, without=query.keys() - {"order_by"}, **filters)
    return format_html('{} aria-current="page"', link) if is_shown else link


@register.inclusion_tag("_toggle_chip.html", takes_context=True)
def toggle_chip(context, name: str, value: object, label: str) -> dict[str, object]:
    """Draw a filter that is on or off: it keeps what has this one value."""
    is_on = context["request"].GET.getlist(name) == [str(value)]
    link = list_link(context, without={name}, **({} if is_on else {name: value}))
    return {"name": name, "label": label, "is_on": is_on, "link": link}


@register.inclusion_tag("_sort_header.html", takes_context=True)
def sort_header(
    context, key: str, label: str, *, order: str, first: str = "", look: str = ""
) -> dict[str, object]:
    """Draw a column's header: a link that sorts by it, and turns the order if it does already.

    `order` is the one in force: the key, with a minus sign in front while the last come first.
    `first` is the sign of the order that a first click gives; `look` are the column's classes.
    """
    is_sorted = order.removeprefix("-") == key
    sign = "-" if order.startswith("-") else ""
    next_sign = first if not is_sorted else "" if sign else "-"
    return {
        "request": context["request"],
        "key": key,
        "label": label,
        "look": look,
        "direction": ("descending" if sign else "ascending") if is_sorted else "",
        "next_order": f"{next_sign}{key}",
    }

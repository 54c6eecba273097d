"""The five reports: all of them, one, its file, and the rows behind a figure."""

import csv
from collections.abc import Iterator
from datetime import tzinfo

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.export import Echo, cell
from accounts.paging import Page
from accounts.request import Request
from accounts.views.answer import answer
from reports.forms.report import ReportForm
from reports.report.all import ALL, REPORTS
from reports.report.report import Report


@require_safe
def overview(request: Request) -> HttpResponse:
    """Show the answers of all five reports."""
    form = ReportForm(request.GET, user=request.user)
    found = [kind(form.asked) for kind in ALL] if form.is_valid() else []
    return shown(request, "reports/overview.html", form, reports=found)


@require_safe
def report(request: Request, slug: str) -> HttpResponse:
    """Show a report: its answer, its charts and all its tables."""
    form = form_of(slug, request)
    place = {name: request.GET[name] for name in ("after", "before") if name in request.GET}
    found = REPORTS[slug](form.asked, place) if form.is_valid() else None
    context = {"kind": REPORTS[slug], "report": found, "table": found and found.table}
    return shown(request, "reports/report.html", form, **context)


@require_safe
def report_csv(request: Request, slug: str) -> HttpResponseBase:
    """Send the table of a report as a file, whole."""
    form = form_of(slug, request)
    if not form.is_valid():
        return shown(request, "reports/report.html", form, kind=REPORTS[slug])
    lines = lines_of(REPORTS[slug](form.asked), timezone.get_current_timezone())
    headers = {"Content-Disposition": f'attachment; filename="{slug}.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def lines_of(report: Report, zone: tzinfo) -> Iterator[str]:
    """Yield the lines of a report's file: after the view, in which the reader's zone ends."""
    writer = csv.writer(Echo())
    with timezone.override(zone):
        for line in report.table.lines:
            yield writer.writerow(map(cell, line))


@require_safe
def report_rows(request: Request, slug: str) -> HttpResponse:
    """List the rows that a figure of a report was counted from."""
    form = form_of(slug, request)
    if not form.is_valid():
        return shown(request, "reports/report.html", form, kind=REPORTS[slug])
    found: Report = REPORTS[slug](form.asked)
    rows = found.rows(request.GET.get("figure", ""))
    if rows is None:
        raise Http404("No such figure.")
    page = Page.asked(request, rows.loaded, rows.order)
    context = {"report": found, "rows": rows, "table": rows.table(page), "page": page}
    return answer(request, "reports/rows.html", context, piece="reports/_table.html")


def form_of(slug: str, request: Request) -> ReportForm:
    """Return the question to a report. Raises Http404 for one that there is not."""
    if slug not in REPORTS:
        raise Http404("No such report.")
    return REPORTS[slug].form(request.GET, user=request.user)


def shown(request: Request, template: str, form: ReportForm, **context: object) -> HttpResponse:
    """Show a page with the question on it, be it a wrong one."""
    context, status = {"form": form, **context}, 200 if form.is_valid() else 422
    return answer(request, template, context, piece="reports/_table.html", status=status)

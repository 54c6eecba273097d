"""What the five reports have in common."""

from typing import ClassVar, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from reports.forms.report import ReportForm
from reports.report.asked import Asked
from reports.report.chart import Chart
from reports.report.rows import Rows
from reports.report.table import Table


class Answer(NamedTuple):
    """What a report says first: a figure, and what is to be said of it in a sentence or two."""

    figure: str
    words: str


class Report:
    """A question, answered for whoever asks: in a sentence, charts, tables and rows.

    Each figure is looked up when it is first wanted. Those of `main` stand on the overview too,
    and in the report's file; those of `more` on its own page.
    """

    slug: ClassVar[str]
    title: ClassVar[str]
    # Whether it tells of a period or of now.
    has_period: ClassVar[bool] = True
    # How wide its card is on the overview, in twelfths.
    width: ClassVar[str] = "w7"
    form: ClassVar[type[ReportForm]] = ReportForm
    # Templates are handed the class where the question is wrong, and would make a report of it.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, asked: Asked, place: dict[str, str] | None = None) -> None:
        """Take the question, and where the page of a long table begins: `after` or `before`."""
        self.asked, self.place = asked, place or {}

    @property
    def answer(self) -> Answer:
        raise NotImplementedError

    @property
    def main(self) -> Table:
        raise NotImplementedError

    @property
    def charts(self) -> list[Chart]:
        """What is drawn from `main` and from `more`, each picture beside its table."""
        return []

    @property
    def pictures(self) -> list[Chart]:
        """What is drawn from `main`."""
        return [chart for chart in self.charts if chart.table.slug == self.main.slug]

    @property
    def more(self) -> list[Table]:
        """The tables that stand on the report's own page alone."""
        return []

    def behind(self, name: str, part: str) -> Rows | None:
        """Return the rows of a figure, of its part, like a month, if it has parts; None where there
        is no such figure."""
        raise NotImplementedError

    def rows(self, figure: str) -> Rows | None:
        name, _, part = figure.partition(".")
        return self.behind(name, part)

    @property
    def table(self) -> Table:
        """The table of the report's file."""
        return self.main

    @property
    def explanation(self) -> str:
        """The template that says in words how the figures come about."""
        return f"reports/explained/{self.slug}.html"

    @property
    def address(self) -> str:
        return asking(reverse("report", args=[self.slug]), self.asked.params)

    @property
    def file_address(self) -> str:
        return asking(reverse("report_csv", args=[self.slug]), self.asked.params)

    def address_of(self, figure: str) -> str:
        """Return where the rows behind a figure are listed."""
        address = reverse("report_rows", args=[self.slug])
        return asking(address, [*self.asked.params, ("figure", figure)])


def asking(address: str, params: list[tuple[str, str]]) -> str:
    return f"{address}?{urlencode(params)}" if params else address

"""Charts: what of a table is drawn, and how; the browser draws it from the table itself."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import cached_property

from deals.money import sign
from reports.report.table import Look, Table


class Series(NamedTuple):
    """A column that is drawn, in a colour; a line may be dashed."""

    column: int
    label: str
    colour: str = "accent"


@dataclass
class Chart:
    """A picture of some columns of a table: bars `across`, a `line` for each, or a `mirror` of
    which the second column hangs below the line."""

    kind: str
    table: Table
    series: list[Series]
    title: str
    size: str = ""
    # How many rows are drawn, and whether all others are added up as one.
    most: int | None = None
    has_rest: bool = False

    @cached_property
    def look(self) -> Look:
        return self.table.columns[self.series[0].column].look

    @property
    def has_key(self) -> bool:
        """Whether its colours need words."""
        return len(self.series) > 1

    @property
    def drawn(self) -> str:
        """The series as the browser reads them."""
        return json.dumps([series._asdict() for series in self.series])

    @property
    def sign(self) -> str:
        return sign()

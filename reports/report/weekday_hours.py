"""Weekdays by hours: when in the week we speak, by the reader's clock."""

from reports.report.heat import heated
from reports.report.interactions import DAY_HOURS, Interactions
from reports.report.rows import LAST_DONE, Rows
from reports.report.table import Cell, Column, Look, Table

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class WeekdayHours:
    """The interactions of the period by the weekday and the hour in which they took place."""

    def __init__(self, interactions: Interactions) -> None:
        self.interactions = interactions

    @property
    def table(self) -> Table:
        counts = self.interactions.counts(lambda spoken: (spoken.day.weekday(), spoken.hour))
        most = max(counts.values(), default=0)
        rows = []
        for weekday, name in enumerate(DAYS):
            hours = [counts[weekday, hour] for hour in range(DAY_HOURS)]
            figure = f"hour.{weekday}"
            figures = [*(f"{figure}.{hour}" for hour in range(DAY_HOURS)), figure]
            rows.append([Cell(name), *heated(hours, figures, most)])
        hours_of_day = [Column(f"{hour:02}") for hour in range(DAY_HOURS)]
        columns = [Column("Day", Look.TEXT), *hours_of_day, Column("All")]
        return Table("hours", "Interactions by weekday and hour", columns, rows, look="heat")

    def behind(self, part: str) -> Rows | None:
        """Return what took place on a weekday, at any hour or in one."""
        day, _, hour = part.partition(".")
        known = {str(number): number for number in range(DAY_HOURS)}
        weekday, first = known.get(day), known.get(hour, 0)
        if weekday is None or weekday >= len(DAYS) or (hour and hour not in known):
            return None
        last = first if hour else DAY_HOURS - 1
        found = self.interactions.at_hours(*(weekday * DAY_HOURS + at for at in (first, last)))
        title = f"Interactions on {DAYS[weekday]}s"
        return Rows(f"{title} from {first:02}:00" if hour else title, found, LAST_DONE)

"""The flow of deals as tables: month by month, and the whole period."""

from collections.abc import Sequence

from reports.report.deal_flow import DealMonth, Flow
from reports.report.table import Cell, Column, Look, Table, told
from reports.report.wilson import Interval

COLUMNS = [
    Column("Month", Look.TEXT),
    Column("Created"),
    Column("Won"),
    Column("Value won", Look.MONEY),
    Column("Lost"),
    Column("Value lost", Look.MONEY),
    Column("Win rate", Look.RATIO),
    Column("Days to win", Look.DAYS),
]


def table_of_months(months: Sequence[DealMonth], whole: Flow) -> Table:
    rows = [row_of(month, month.span.label, f".{month.month}") for month in months]
    foot = row_of(whole, "All months", "")
    return Table("months", "Deals created, won and lost by month", COLUMNS, rows, foot)


def row_of(flow: Flow, label: str, part: str) -> list[Cell]:
    return [
        Cell(label),
        Cell(flow.created, f"created{part}"),
        Cell(flow.won, f"won{part}"),
        Cell(flow.won_value, f"won{part}"),
        Cell(flow.lost, f"lost{part}"),
        Cell(flow.lost_value, f"lost{part}"),
        Cell(flow.win_rate, f"won{part}"),
        Cell(flow.days_to_win),
    ]


def table_of_figures(whole: Flow) -> Table:
    """Return all that is told of a period."""
    money, share, days = Look.MONEY, Look.RATIO, Look.DAYS
    quarter, median, three_quarters = whole.cycle
    sure = surely(whole.interval).removeprefix(", ")
    rows = [
        [Cell("Created"), Cell(whole.created, "created")],
        [Cell("Value created"), Cell(whole.created_value, "created", look=money)],
        [Cell("Won"), Cell(whole.won, "won")],
        [Cell("Value won"), Cell(whole.won_value, "won", look=money)],
        [Cell("Lost"), Cell(whole.lost, "lost")],
        [Cell("Value lost"), Cell(whole.lost_value, "lost", look=money)],
        [Cell("Won or lost"), Cell(whole.closed, "closed")],
        [Cell("Of these without a value"), Cell(whole.without_value, "without_value")],
        [Cell("Win rate"), Cell(whole.win_rate, "won", note=sure, look=share)],
        [Cell("Win rate by value"), Cell(whole.value_rate, "won", look=share)],
        [Cell("Days to win, median"), Cell(median, look=days)],
        [Cell("Days to win, 25th percentile"), Cell(quarter, look=days)],
        [Cell("Days to win, 75th percentile"), Cell(three_quarters, look=days)],
    ]
    return Table("figures", "The period", [Column("Figure", Look.TEXT), Column("Value")], rows)


def surely(interval: Interval | None) -> str:
    """Say where the rate of few deals really is."""
    if interval is None:
        return ""
    low, high = (told(end, Look.RATIO) for end in interval)
    return f", with 95% confidence {low} to {high}"

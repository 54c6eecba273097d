"""Where a report and the oracle disagree: figure by figure, with what each says."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

from reports.report.table import Cell, Table
from tests.reports.asking import by_first, is_same, number_of, said
from tests.reports.figures_of_activities import activity_frequency
from tests.reports.figures_of_customers import FLOWS, active_inactive, industries, lifetime_value
from tests.reports.figures_of_deals import deal_history
from tests.reports.oracle import Customer
from tests.reports.report_oracle import INTERACTIONS, STATUSES, Question

FIRST = 25  # so many customers stand in a list


def differing(**figures: tuple[Any, Any]) -> list[str]:
    """Name the figures that are not the same, each with what was found and what is right."""
    return [
        f"{name}:\n  found {found}\n  right {right}"
        for name, (found, right) in figures.items()
        if not is_same(found, right)
    ]


def customers_in(rows: Iterable[list[Cell]]) -> list[int]:
    return [number_of(row[0].href) for row in rows]


def numbers(rows: Any) -> list[int]:
    return sorted(rows.queryset.values_list("pk", flat=True))


def foot(table: Table) -> list[Any]:
    return [cell.value for cell in (table.foot or [])[1:]]


def agrees_on_lifetime_value(
    report: Any, question: Question, which: Callable[[Customer], bool] = lambda customer: True
) -> list[str]:
    right = lifetime_value(question, which)
    told = by_first(report.portfolio)
    columns = (
        *("pk", "value", "won", "average", "since"),
        *("per year", "purchases per year", "open", "weighted"),
    )
    ranked = [
        [number_of(first.href), *(cell.value for cell in row)] for first, *row in report.table.whole
    ]
    wrong = differing(
        customers=(told["Customers"], [right["customers"]]),
        total=(told["Lifetime value in all"], [right["total"]]),
        mean=(told["Average"], [right["mean"]]),
        median=(told["Median"], [right["median"]]),
        p90=(told["90th percentile"], [right["p90"]]),
        top=(told["Share of the top 10"], [right["top ten"]]),
        open=(told["Open deals"], [right["open"]]),
        weighted=(told["Open deals, weighted"], [right["weighted"]]),
        ranked=(ranked, [[row[name] for name in columns] for row in right["rows"]]),
        best=(
            customers_in(report.main.rows),
            [row["pk"] for row in right["rows"] if row["value"]][:10],
        ),
    )
    for letter, (count, value) in right["classes"].items():
        theirs = sorted(row["pk"] for row in right["rows"] if row["class"] == letter)
        told_of_it = by_first(report.abc)[letter or "No value yet"][:2]
        wrong += differing(
            count_and_value_of_class=(told_of_it, [count, value]),
            customers_of_class=(numbers(report.rows(f"class.{letter or 'none'}")), theirs),
        )
    return wrong


def agrees_on_active_inactive(report: Any, question: Question) -> list[str]:
    right = active_inactive(question)
    columns = [*STATUSES, *FLOWS, "churn", "retention"]
    months = right["months"]
    sums = [sum(month[name] or 0 for month in months) for name in FLOWS]
    wrong = differing(
        stock=(
            [row[1:] for row in said(report.stock)],
            [list(right["stock"][status]) for status in STATUSES],
        ),
        customers=(report.total, right["customers"]),
        months=(
            [row[1:] for row in said(report.main)],
            [[month[name] for name in columns] for month in months],
        ),
        sums=(foot(report.main)[len(STATUSES) :][: len(FLOWS)], sums),
        silent=(numbers(report.rows("silent")), sorted(right["silent"])),
        talking=(numbers(report.rows("talking")), sorted(right["talking"])),
    )
    return wrong + flow(report, question)


def flow(report: Any, question: Question) -> list[str]:
    """All that entered and all that left make up the change from each month to the next."""
    months, wrong = [month for month in report.months if month.is_known], []
    for month in months:
        entered = month.became_active + month.came_back
        left = month.lost + month.stepped_back
        wrong += differing(identity=(month.active, month.active_before + entered - left))
    for before, month in pairwise(months):
        wrong += differing(stock_before=(month.active_before, before.active))
    return wrong


def agrees_on_industries(report: Any, question: Question) -> list[str]:
    right, told = industries(question), by_first(report.main)
    columns = (
        *("customers", "active", "share", "value"),
        *("share of value", "won", "lost", "win rate"),
    )
    found = {name.casefold(): row for name, row in told.items()}
    shares = sum(Fraction(row["share"] or 0) for row in right.values())
    return differing(
        industries=(
            found,
            {name or "not set": [row[key] for key in columns] for name, row in right.items()},
        ),
        shares=(sum(row[2] or 0 for row in found.values()), shares),
        all_of_it=(foot(report.main)[2], shares if shares else None),
    )


def agrees_on_deal_history(report: Any, question: Question) -> list[str]:
    right, figures = deal_history(question), by_first(report.more[0])
    (created, made), (won, gained), (lost, missed) = (
        right[name] for name in ("created", "won", "lost")
    )
    period = {
        "Created": created,
        "Value created": made,
        "Won": won,
        "Value won": gained,
        "Lost": lost,
        "Value lost": missed,
        "Won or lost": won + lost,
        "Of these without a value": right["without value"],
        "Win rate": right["win rate"],
        "Win rate by value": right["by value"],
        "Days to win, median": right["median"],
        "Days to win, 25th percentile": right["quarter"],
        "Days to win, 75th percentile": right["three quarters"],
    }
    stages, forecast = right["stages"], right["forecast"]
    reasons = {reason.casefold(): row for reason, *row in said(report.reasons.table)}
    return differing(
        period=(
            [figures[name][0] for name in period],
            list(period.values()),
        ),
        interval=(report.whole.interval, right["interval"]),
        months=([row[1:] for row in said(report.main)], [months_row(m) for m in right["months"]]),
        all_months=(foot(report.main), months_row(right)),
        stages=(by_first(report.stages.table), {name: list(row) for name, row in stages.items()}),
        reasons=(
            reasons,
            {reason or "not said": list(row) for reason, row in right["reasons"].items()},
        ),
        lost=(foot(report.reasons.table)[:2], [lost, missed]),
        forecast=(
            [[*row[1:]] for row in said(report.forecast.table)] + [foot(report.forecast.table)],
            [list(row) for row in forecast.values()],
        ),
    )


def months_row(flows: dict[str, Any]) -> list[Any]:
    """The figures of a month in the order of the table."""
    return [
        *(flows["created"][0], *flows["won"], *flows["lost"]),
        *(flows["win rate"], flows["median"]),
    ]


def agrees_on_activity_frequency(report: Any, question: Question) -> list[str]:
    right = activity_frequency(question)
    kinds = [*INTERACTIONS, "all"]
    hours = right["weekdays by hours"]
    silent = [sum(cell.mark == "gap" for cell in row) for row in report.main.rows]
    due = by_first(report.follow_through.table)
    reached = [
        [count, share, len(right["active"]) - count] for count, share in right["coverage"].values()
    ]
    return differing(
        total=(report.total, right["all"]),
        kinds=([count for _, count in report.by_kind], [right[kind] for kind in INTERACTIONS]),
        weeks=(
            [row[1:] for row in said(report.per_week)],
            [[week[kind] for kind in kinds] for week in right["weeks"].values()],
        ),
        sums=(foot(report.per_week), [right[kind] for kind in kinds]),
        months=(
            [row[1:] for row in said(report.per_month)],
            [[month["all"], month["active"], month["each"]] for month in right["months"]],
        ),
        reached=([row[1:] for row in said(report.coverage.table)], reached),
        unreached=(
            [(number_of(name.href), value.value) for name, *_, value in report.coverage.list.rows],
            right["unreached"][:FIRST],
        ),
        all_unreached=(
            [foot(report.coverage.list)[0], foot(report.coverage.list)[-1]],
            [len(right["unreached"]), sum(value for _, value in right["unreached"])],
        ),
        of_the_unreached=(
            numbers(report.rows("unreached.90")),
            sorted(pk for pk, _ in right["unreached"]),
        ),
        customers_by_weeks=(
            list(
                zip(
                    customers_in(report.main.rows),
                    [row[1:] for row in said(report.main)],
                    silent,
                    strict=True,
                )
            ),
            [
                (pk, [*counts, sum(counts)], quiet)
                for pk, counts, quiet in right["customers by weeks"]
            ],
        ),
        weekdays_by_hours=(
            [row[1:-1] for row in said(report.weekday_hours.table)],
            [[hours.get((day, hour), 0) for hour in range(24)] for day in range(7)],
        ),
        follow_through=(
            [
                *(*due["Done"], *due["Overdue"], *due["Follow-through"]),
                *(*due["Done on time"], *due["On time, of what was done"]),
            ],
            [right[name] for name in ("done", "overdue", "rate", "on time", "on-time rate")],
        ),
    )


# Each report, and who tells whether it is right.
REPORTS: dict[str, Callable[[Any, Question], list[str]]] = {
    "lifetime-value": agrees_on_lifetime_value,
    "active-inactive": agrees_on_active_inactive,
    "deal-history": agrees_on_deal_history,
    "industries": agrees_on_industries,
    "activity-frequency": agrees_on_activity_frequency,
}

"""The figures of activities: how often we speak with whom, whom we reach, and what gets done."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.reports.figures_of_customers import is_reached, lifetime, month_of_statuses, ranking
from tests.reports.oracle import Activity, Customer, Oracle
from tests.reports.report_oracle import INTERACTIONS, Question, monday, ratio

WEEKS, MOST, SILENT_WEEKS = 26, 10, 3


def activity_frequency(question: Question) -> dict[str, Any]:
    spoken = spoken_in(question, question.begin, question.end)
    active = [row for row in question.asked if row.status == "active"]
    reached = {
        days: len([row for row in active if is_reached(question, row, days)])
        for days in (30, 60, 90)
    }
    return {
        **by_kind(spoken),
        "active": active,
        "weeks": {begin: by_kind(spoken_in(question, begin, end)) for begin, end in question.weeks},
        "months": [month_of_talk(question, begin, end) for begin, end in question.months],
        "coverage": {days: (count, ratio(count, len(active))) for days, count in reached.items()},
        "unreached": [
            (row.pk, lifetime(row)) for row in ranking(active) if not is_reached(question, row, 90)
        ],
        "customers by weeks": customers_by_weeks(question),
        "weekdays by hours": weekdays_by_hours(question, spoken),
        **follow_through(question),
    }


def is_interaction(activity: Activity) -> bool:
    return activity.done is not None and activity.kind in INTERACTIONS


def spoken_in(question: Question, begin: date, end: date) -> list[tuple[Customer, Activity]]:
    done = [pair for pair in question.activities if is_interaction(pair[1])]
    return [pair for pair in done if begin <= question.day(pair[1].done) < end]


def by_kind(spoken: list[tuple[Customer, Activity]]) -> dict[str, int]:
    kinds = Counter(row.kind for _, row in spoken)
    return {"all": len(spoken), **{kind: kinds[kind] for kind in INTERACTIONS}}


def month_of_talk(question: Question, begin: date, end: date) -> dict[str, Any]:
    spoken = spoken_in(question, begin, end)
    active = month_of_statuses(question, begin, end)["active"]
    return {"begin": begin, "active": active, "each": ratio(len(spoken), active), **by_kind(spoken)}


def customers_by_weeks(question: Question) -> list[tuple[int, list[int], int]]:
    """How often we spoke with the most valuable in each of the last weeks, and how many of the
    last ones went by without a word, where these are some."""
    last = monday(question.today)
    weeks = [last - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]
    rows = []
    for customer in ranking(question.asked)[:MOST]:
        counts = [
            len(
                [
                    who
                    for who, _ in spoken_in(question, begin, begin + timedelta(weeks=1))
                    if who is customer
                ]
            )
            for begin in weeks
        ]
        silent = next((ago for ago, count in enumerate(reversed(counts)) if count), WEEKS)
        rows.append((customer.pk, counts, silent if silent >= SILENT_WEEKS else 0))
    return rows


def weekdays_by_hours(
    question: Question, spoken: list[tuple[Customer, Activity]]
) -> dict[tuple[int, int], int]:
    local = [row.done.astimezone(question.zone) for _, row in spoken]
    return dict(Counter((moment.weekday(), moment.hour) for moment in local))


def follow_through(question: Question) -> dict[str, Any]:
    """Of what was due in the period, and not after today, how much was done, and by its day."""
    done = overdue = on_time = 0
    for customer, activity in question.activities:
        due = activity.due and Oracle(customer, question.zone).due_day(activity)
        if due is None or not question.begin <= due < question.end or due > question.today:
            continue
        if activity.done:
            done += 1
            on_time += question.day(activity.done) <= due
        elif due < question.today:
            overdue += 1
    return {
        "done": done,
        "overdue": overdue,
        "on time": on_time,
        "rate": ratio(done, done + overdue),
        "on-time rate": ratio(on_time, done),
    }

"""The relationship line: right for a customer of a day, of twenty years, with deals and without."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Customer, Lead
from activities.line import LEFT, RIGHT, Line
from activities.marks import LETTER
from activities.relationship import Relationship
from deals.models import Deal
from tests.conftest import add_activity, add_customer, add_deal, add_lead, stage

NOW = datetime(2026, 11, 19, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def deal(name: str, days: float, value: int | None = 1000, outcome: str = "won") -> Deal:
    worth = None if value is None else Decimal(value)
    return Deal(name=name, value=worth, outcome=outcome, closed_at=ago(days))


def lead(name: str, days: float) -> Lead:
    return Lead(name=name, created_at=ago(days))


def line(
    age: float, deals: list[Deal] = (), leads: list[Lead] = (), spoken: list[float] = ()
) -> Line:
    """Return the line of a customer so many days old."""
    customer = Customer(pk=1, name="Halden", created_at=ago(age))
    closed = sorted(deals, key=lambda deal: deal.closed_at)
    minutes = [f"{ago(days):%Y-%m-%d %H:%M}" for days in spoken]
    came = sorted(leads, key=lambda lead: lead.created_at)
    return Line(Relationship(customer, came, closed, minutes))


def drawn(line: Line) -> str:
    """Return the drawing as a page shows it, which is well-formed."""
    customer = SimpleNamespace(_relationship=line.past)
    text = render_to_string("timeline/_line.html", {"customer": customer})
    svg = text[text.index('<svg class="drawing"') : text.rindex("</svg>") + len("</svg>")]
    ElementTree.fromstring(svg)  # noqa: S314 - our own
    return text


EXTREMES = {
    "one day old": lambda: line(0.5, leads=[lead("Orrin", 0.6)], spoken=[0.1]),
    "a year old with nothing": lambda: line(365),
    "twenty years old": lambda: line(
        7_300,
        [deal(f"Year {n}", n * 365 + 30, 1_000 * n) for n in range(20)],
        [lead("First", 7_320)],
        [n * 9.5 for n in range(760)],
    ),
    "two hundred deals": lambda: line(
        900,
        [deal(f"Deal {n}", n * 4.4, 500 + n, "lost" if n % 5 == 0 else "won") for n in range(200)],
    ),
    "no deal": lambda: line(400, leads=[lead("Orrin", 420)], spoken=[n * 20 for n in range(2, 20)]),
    "long silent": lambda: line(1_500, [deal("Only", 1_400)], [], [900, 1_000, 1_200]),
}


@pytest.fixture(params=EXTREMES)
def extreme(request) -> Line:
    return EXTREMES[request.param]()


class TestExtremes:
    def test_everything_stands_between_the_first_day_and_today(self, extreme):
        marks = [*extreme.marks.leads, *extreme.marks.won, *extreme.marks.lost]
        places = [mark.x for mark in marks] + [tick.x for tick in extreme.ticks]
        places += [extreme.begin_x, extreme.became_x, extreme.last_x]
        assert all(LEFT <= x <= RIGHT for x in places)
        assert all(0 <= bar.x <= RIGHT + bar.width and bar.depth <= 22 for bar in extreme.bars)
        assert extreme.begin_x <= extreme.became_x

    def test_no_label_covers_another_and_no_mark_its_neighbour(self, extreme):
        labels = []
        for mark in (*extreme.marks.leads, *extreme.marks.won, *extreme.marks.lost):
            if mark.label:
                half = max(len(text) for _, text in mark.label) * LETTER / 2
                labels.append((mark.x - half, mark.x + half))
        labels.sort()
        assert all(left[1] <= right[0] for left, right in pairwise(labels))
        for marks in (extreme.marks.leads, extreme.marks.won, extreme.marks.lost):
            assert all(b.x - a.x >= 8 for a, b in pairwise(marks))

    def test_ticks_have_room(self, extreme):
        assert len(extreme.ticks) <= 18
        ticks = extreme.ticks
        assert all(b.x - a.x >= 40 for a, b in pairwise(ticks))

    def test_it_is_drawn_with_title_and_words(self, extreme):
        text = drawn(extreme)
        assert "<title" in text
        assert extreme.past.words in text.replace("&#x27;", "'")


class TestWhatItShows:
    def test_bars_count_months_of_the_readers_zone(self):
        at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
        minutes = ["2026-10-31 23:30", "2026-10-02 08:00", "2026-08-01 00:00"]
        customer = Customer(name="Halden", created_at=ago(200))
        for zone, months in (
            ("UTC", {8: 1, 10: 2}),
            ("Europe/Oslo", {8: 1, 10: 1, 11: 1}),
            ("America/New_York", {7: 1, 10: 2}),
        ):
            with timezone.override(zone):
                counts = Relationship(customer, [], [], minutes).months
            assert {month.month: count for month, count in counts.items()} == months, at

    def test_sizes_follow_the_value(self):
        marks = line(900, [deal("Small", 700, 100), deal("Large", 300, 10_000)]).marks
        small, large = marks.won
        assert (small.radius, large.radius) == (5.6, 11.0)
        assert line(900, [deal("No value", 300, None)]).marks.won[0].radius == 5.0

    def test_deals_of_the_same_days_are_one_mark_with_their_sum(self):
        (mark,) = line(
            900, [deal("A", 300, 100), deal("B", 301, 50), deal("C", 302, None)]
        ).marks.won
        assert (mark.value, mark.label[-1][1]) == (Decimal(150), "3 deals")
        assert "A" in mark.told
        assert "B" in mark.told

    def test_a_long_name_is_cut_and_told_in_full(self):
        long = deal("Fleet telematics renewal of all depots", 300)
        (mark,) = line(900, [long]).marks.won
        assert [text for _, text in mark.label] == ["$1k", "Fleet telematics renewal…"]
        near = [deal("Neighbour", 270, 9_000), long, deal("Other", 340, 9_000)]
        cut = next(mark for mark in line(900, near).marks.won if mark.names == [long.name])
        assert [text for _, text in cut.label] == []
        assert mark.told.startswith("Fleet telematics renewal of all depots, $1,000")

    def test_silence_is_marked_from_a_fortnight_on(self):
        assert not line(100, spoken=[13]).past.is_quiet
        quiet = line(100, spoken=[34, 50])
        assert quiet.past.is_quiet
        assert quiet.past.quiet_text == "Quiet for 34 days"
        assert "line-quiet" in drawn(quiet)
        assert "line-quiet" not in drawn(line(100))

    def test_the_time_before_is_dotted_from_the_first_lead_on(self):
        came = line(100, leads=[lead("Orrin", 200)])
        assert came.begin_x == LEFT
        assert came.became_x > LEFT + 400
        assert line(100).begin_x == line(100).became_x == LEFT

    def test_words_tell_it_all(self):
        words = line(
            500,
            [deal("Pilot", 300, 24_600), deal("Scanners", 90, 38_000, "lost")],
            [lead("Orrin Tackett", 520)],
            [400, 34],
        ).past.words
        assert words == (
            "Customer since 7 July 2025. Lead Orrin Tackett on 17 June 2025. 1 deal won, worth "
            "$24,600. 1 deal lost, worth $38,000. Calls, emails and meetings by year: 2025: 1, "
            "2026: 1. Quiet since 16 October 2026, for 34 days."
        )
        assert "No contact yet." in line(5).past.words

    def test_markup_in_names_stays_text(self):
        text = drawn(line(500, [deal("<b>x</b>", 300)], [lead("<i>y", 510)], [3]))
        assert "<b>" not in text
        assert "<i>" not in text

    def test_origins_know_the_first_deal_won_since(self):
        first, late = lead("First", 200), lead("Late", 10)
        won = deal("Pilot", 150)
        origins = line(190, [deal("Before", 300), won], [first, late]).past.origins
        assert [(o.lead, o.won, o.days_to_won) for o in origins] == [
            (first, won, 50),
            (late, None, None),
        ]


def test_it_is_read_from_what_stands_with_a_customer(bob, as_user):
    customer = add_customer(bob, created_at="2025-06-01T00:00:00Z")
    lead = add_lead(bob, "Maren", created_at="2025-05-01T00:00:00Z")
    lead.convert(by=bob, customer=customer)
    for name, where in (("Won", "Won"), ("Lost", "Lost"), ("Open", "Proposal")):
        add_deal(bob, customer, name, value="100", stage=stage(where).pk)
    add_deal(bob, customer, "Archived", stage=stage("Won").pk).archive(by=bob)
    for kind, day in (("call", "2025-07-01"), ("task", "2025-08-01")):
        add_activity(bob, customer, kind=kind, completed_at=f"{day}T09:00:00Z")
    add_activity(bob, customer, completed_at="2025-09-01T09:00:00Z").archive(by=bob)
    add_activity(bob, lead, kind="email", completed_at="2025-05-02T09:00:00Z")
    page = as_user(bob).get(f"/accounts/{customer.pk}/")
    assert "1 deal won, worth $100. 1 deal lost, worth $100." in page.text
    assert "Calls, emails and meetings by year: 2025: 2." in page.text
    assert "Lead Maren, Grainfield Mills on 1 May 2025." in page.text
    assert "<time" in page.text.partition("Last contact")[2].partition("</dd>")[0]

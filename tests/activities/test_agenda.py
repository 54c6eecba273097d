"""The agenda: overdue, today, to come, by the days of whoever reads it."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.agenda import Section, load
from activities.models import Activity
from activities.templatetags.activities import due_words, heading, time_words
from tests.activities.conftest import TODAY
from tests.conftest import add_customer, person

HTMX = {"HX-Request": "true"}
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


def told(client, address: str = "/activities/") -> dict[str, list[str]]:
    """Return the subjects in each of the three parts."""
    agenda = client.get(address).context["agenda"]
    return {part.name: [row.subject for row in part.rows] for part in agenda.sections}


class TestParts:
    @pytest.fixture
    def rows(self, plan, halden, alice):
        moment = datetime(2026, 11, 19, tzinfo=UTC)
        plan(alice, halden, "Last week", due_on=TODAY - 7 * DAY)
        plan(alice, halden, "Yesterday, late", due_at=moment - timedelta(minutes=1))
        plan(alice, halden, "Yesterday", due_on=TODAY - DAY)
        plan(alice, halden, "Today", due_on=TODAY)
        plan(alice, halden, "At eleven", due_at=moment + timedelta(hours=11))
        plan(alice, halden, "At nine", due_at=moment + timedelta(hours=9))
        plan(alice, halden, "Tomorrow", due_on=TODAY + DAY)
        plan(alice, halden, "Tomorrow at ten", due_at=moment + timedelta(hours=34))
        plan(alice, halden, "In two weeks", due_on=TODAY + 14 * DAY)
        plan(alice, halden, "After that", due_on=TODAY + 15 * DAY)
        plan(alice, halden, "Some time")
        done = plan(alice, halden, "Done", due_on=TODAY - 2 * DAY)
        done.complete(by=alice)
        plan(alice, halden, "Put away", due_on=TODAY).archive(by=alice)

    def test_come_day_by_day_with_what_has_a_time_first(self, rows, alices):
        assert told(alices) == {
            "overdue": ["Last week", "Yesterday, late", "Yesterday"],
            "today": ["At nine", "At eleven", "Today"],
            "upcoming": [
                *("Tomorrow at ten", "Tomorrow", "In two weeks", "After that", "Some time"),
            ],
        }

    def test_are_counted_in_the_head(self, rows, alices):
        page = " ".join(alices.get("/activities/").text.split())
        assert "3 overdue, 3 today, 3 in the next two weeks" in page
        assert "Tomorrow, Friday 20 November" in page
        assert "No day set" in page
        assert 'Done this week <span class="count" id="count-done">1</span>' in page

    def test_the_way_to_overdue_is_counted_beside_the_navigation(self, rows, alices, alice):
        page = alices.get("/accounts/").text
        assert f'href="/activities/?owner={alice.pk}"' in page
        assert re.search(r'id="late-side">3<span class="sr"> overdue</span>', page)

    def test_a_customer_that_was_put_away_is_not_on_it(self, rows, halden, alice, alices):
        halden.archive(by=alice)
        assert told(alices) == {"overdue": [], "today": [], "upcoming": []}
        assert 'id="late-side"></span>' in alices.get("/accounts/").text

    def test_one_day_shows_what_is_open_and_done(self, rows, alices):
        context = alices.get("/activities/?day=2026-11-17").context
        assert [row.subject for row in context["day"].done] == ["Done"]
        context = alices.get("/activities/?day=2026-11-20").context
        assert [row.subject for row in context["section"].rows] == ["Tomorrow at ten", "Tomorrow"]

    @pytest.mark.parametrize("day", ["x", "2026-13-01", "0001-01-01", "9999-12-31", ""])
    def test_what_is_no_day_is_the_whole_agenda(self, rows, alices, day):
        assert len(told(alices, f"/activities/?day={day}")) == 3

    def test_completed_ones_stand_newest_first(self, rows, plan, halden, alice, alices, clock):
        later = plan(alice, halden, "Done later")
        clock(datetime(2026, 11, 19, 13, tzinfo=UTC))
        later.complete(by=alice)
        page = alices.get("/activities/?open=false")
        assert [row.subject for row in page.context["rows"]] == ["Done later", "Done"]
        assert f'aria-label="Reopen: {later}"' in page.text


class TestReaders:
    """Overdue, today and tomorrow are those of the reader."""

    @pytest.mark.parametrize(
        ("zone", "now", "today"),
        [
            ("Pacific/Kiritimati", "2026-11-19T11:00", "2026-11-20"),
            ("Pacific/Pago_Pago", "2026-11-19T10:00", "2026-11-18"),
            ("Asia/Kathmandu", "2026-11-19T18:20", "2026-11-20"),
            ("Asia/Kathmandu", "2026-11-19T18:10", "2026-11-19"),
            ("America/New_York", "2026-11-01T12:00", "2026-11-01"),  # 25 hours long
            ("America/New_York", "2027-03-14T12:00", "2027-03-14"),  # 23 hours long
            ("Europe/Berlin", "2026-10-25T12:00", "2026-10-25"),  # 25 hours long
            ("Europe/Berlin", "2027-03-28T12:00", "2027-03-28"),  # 23 hours long
        ],
    )
    def test_have_their_own_days(self, plan, halden, alice, as_user, clock, zone, now, today):
        clock(datetime.fromisoformat(now).replace(tzinfo=UTC))
        alice.time_zone = zone
        alice.write(by=alice)
        day, there = date.fromisoformat(today), ZoneInfo(zone)
        for name, off in (("Overdue", -1), ("Today", 0), ("Tomorrow", 1)):
            shown = day + off * DAY
            first = datetime.combine(shown, datetime.min.time(), there)
            last = datetime.combine(shown, datetime.max.time().replace(microsecond=0), there)
            plan(alice, halden, f"{name} by day", due_on=shown)
            plan(alice, halden, f"{name} last", due_at=last.astimezone(UTC))
            plan(alice, halden, f"{name} first", due_at=first.astimezone(UTC))
        client = as_user(alice)
        assert told(client) == {
            "overdue": ["Overdue first", "Overdue last", "Overdue by day"],
            "today": ["Today first", "Today last", "Today by day"],
            "upcoming": ["Tomorrow first", "Tomorrow last", "Tomorrow by day"],
        }
        page = " ".join(client.get("/activities/").text.split())
        assert "3 overdue, 3 today, 3 in the next two weeks" in page
        assert 'id="late-side">3<' in page
        assert page.count("1 day late") == 3
        listed = [row.subject for row in client.get(f"/activities/?day={day}").context["rows"]]
        assert listed == ["Today first", "Today last", "Today by day"]


class TestWords:
    @pytest.mark.parametrize(
        ("due", "words", "under_a_heading"),
        [
            ({"due_on": date(2026, 11, 18)}, "1 day late", "1 day late"),
            ({"due_on": date(2026, 11, 12)}, "7 days late", "7 days late"),
            ({"due_on": TODAY}, "Today", "Any time"),
            ({"due_at": datetime(2026, 11, 19, 10, tzinfo=UTC)}, "Today 10:00", "10:00"),
            ({"due_on": TODAY + DAY}, "Tomorrow", "Any time"),
            ({"due_at": datetime(2026, 11, 20, 10, tzinfo=UTC)}, "Tomorrow 10:00", "10:00"),
            (
                {"due_at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC), "minutes": 45},
                "Tomorrow 09:30 to 10:15",
                "09:30 to 10:15",
            ),
            (
                {"due_at": datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "minutes": 45},
                "Tomorrow 23:30",
                "23:30",
            ),
            ({"due_at": datetime(2026, 11, 27, 11, tzinfo=UTC)}, "Fri 27 Nov, 11:00", "11:00"),
            ({"due_on": date(2027, 1, 4)}, "Mon 4 Jan 2027", "Any time"),
            ({}, "Any time", "Any time"),
        ],
    )
    def test_say_when(self, due, words, under_a_heading):
        def plain(text: str) -> str:
            return re.sub("<[^>]+>", "", text)

        activity = Activity(**due)
        assert plain(due_words(activity)) == words
        assert plain(time_words(activity)) == under_a_heading

    def test_of_headings(self):
        assert heading(TODAY + DAY) == "Tomorrow, Friday 20 November"
        assert heading(TODAY + 8 * DAY) == "Friday 27 November"
        assert heading(date(2027, 1, 4)) == "Monday 4 January 2027"


class TestFilters:
    @pytest.fixture
    def rows(self, plan, halden, alice, bob):
        other = add_customer(bob, "Oakhaven Hotels")
        plan(alice, halden, "Call", due_on=TODAY)
        plan(bob, halden, "Meeting", kind="meeting", due_on=TODAY)
        plan(bob, other, "Task", kind="task", due_on=TODAY, owner=None)

    def test_narrow_by_kind_owner_and_customer(self, rows, halden, alice, bob, alices):
        for query, names in (
            ("", {"Call", "Meeting", "Task"}),
            (f"owner={alice.pk}", {"Call"}),
            (f"owner={bob.pk}&owner=none", {"Meeting", "Task"}),
            ("kind=call&kind=task", {"Call", "Task"}),
            (f"customer={halden.pk}", {"Call", "Meeting"}),
            ("kind=nonsense", {"Call", "Meeting", "Task"}),
        ):
            assert set(told(alices, f"/activities/?{query}")["today"]) == names, query

    def test_chips_say_what_is_on(self, rows, halden, alice, bob, alices):
        page = " ".join(alices.get(f"/activities/?owner={alice.pk}&kind=call").text.split())
        assert "Owner: <strong>Me</strong>" in page
        assert 'aria-label="Remove filter: Calls"' in page
        assert f'href="/activities/?owner={alice.pk}&amp;kind=call&amp;kind=task"' in page
        page = " ".join(
            alices.get(f"/activities/?owner={bob.pk}&customer={halden.pk}").text.split()
        )
        assert "Owner: <strong>Bob</strong>" in page
        assert "Customer: <strong>Halden Freight Systems</strong>" in page

    def test_the_owner_is_named_where_it_is_somebody_else(self, rows, alices):
        page = alices.get("/activities/").text
        assert "Owner: Bob" in page
        assert "Owner: Alice" not in page

    def test_charlie_sees_none_of_alices(self, rows, halden, charlie, as_user):
        client = as_user(charlie)
        for query in ("", f"?customer={halden.pk}", "?open=false", "?day=2026-11-19"):
            assert "Halden" not in client.get(f"/activities/{query}").text

    def test_vera_sees_and_cannot_do(self, rows, vera, as_user):
        page = as_user(vera).get("/activities/").text
        assert "Meeting" in page
        for words in ("Mark complete", "/move/", "Plan activity", "Move all"):
            assert words not in page


class TestPages:
    def test_a_part_shows_25_and_more_when_asked(self, plan, halden, alice, alices):
        for number in range(30):
            plan(alice, halden, f"Late {number:02}", due_on=TODAY - (40 - number) * DAY)
        page = alices.get("/activities/")
        assert len(page.context["agenda"].overdue.rows) == 25
        link = re.search(r'hx-get="(/activities/\?[^"]*part=overdue[^"]*)"', page.text)[1]
        address = link.replace("&amp;", "&")
        more = alices.get(address, headers=HTMX)
        assert [row.subject for row in more.context["rows"]] == [f"Late {n}" for n in range(25, 30)]
        assert "<html" not in more.text
        assert "<h1>" not in more.text
        whole = alices.get(address)
        assert [row.subject for row in whole.context["rows"]] == [
            f"Late {n}" for n in range(25, 30)
        ]
        assert "<h1>" in whole.text

    def test_a_day_goes_on_without_a_second_heading(self, plan, halden, alice, alices):
        for number in range(30):
            plan(alice, halden, f"Task {number:02}", due_on=TODAY + DAY)
        page = alices.get("/activities/").text
        link = re.search(r'hx-get="(/activities/\?[^"]*part=upcoming[^"]*)"', page)[1]
        more = alices.get(link.replace("&amp;", "&"), headers=HTMX)
        assert len(more.context["rows"]) == 5
        assert "Tomorrow, Friday" not in more.text

    def test_a_foreign_cursor_is_the_first_page(self, plan, halden, alice, alices):
        plan(alice, halden, "Late", due_on=TODAY - DAY)
        for cursor in ("x", "x:y", "é", "\x00"):
            page = alices.get("/activities/", {"part": "overdue", "after": cursor})
            assert [row.subject for row in page.context["rows"]] == ["Late"]

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(st.tuples(st.integers(-3, 3), st.sampled_from([None, 0, 9, 23])), max_size=40))
    def test_pages_neither_skip_nor_repeat(self, alice, halden, monkeypatch, rows):
        Activity.objects.all().delete()
        monkeypatch.setattr("activities.agenda.PAGE_SIZE", 3)
        activities = []
        for off, hour in rows:
            day = TODAY + off * DAY
            moment = hour is not None and datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            due = {"due_at": moment} if moment else {"due_on": day}
            activity = Activity(customer=halden, kind="call", subject="x", owner=alice, **due)
            activity.derive()
            activities.append(activity)
        Activity.objects.bulk_create(activities)
        found, after = [], None
        while True:
            (part,) = load([Section("all", Activity.objects.open(), after=after)])
            found += [row.pk for row in part.rows]
            after = part.next
            if after is None:
                break
        keys = [
            (row.due_day(), row.due_at is None, row.due_key, row.pk)
            for row in Activity.objects.all()
        ]
        assert found == [pk for *_, pk in sorted(keys)]

    def test_takes_at_most_twelve_statements_whatever_the_rows(
        self, plan, halden, alice, bob, as_user
    ):
        alice.scope = "own"
        alice.write(by=None)
        client, counts = as_user(alice), []
        for more in (1, 30):
            for number in range(more):
                customer = add_customer(bob, f"Customer {more} {number}", owner=alice.pk)
                owner = person(f"owner{more}x{number}")
                for off in (-1, 0, 1, 2):
                    plan(bob, customer, owner=owner, due_on=TODAY + off * DAY)
                plan(bob, customer, owner=alice, due_on=TODAY - DAY)
                plan(bob, customer, owner=owner).complete(by=bob)
            for query in ("", f"owner={alice.pk}", "open=false", "day=2026-11-19", "part=overdue"):
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(f"/activities/?{query}").status_code == 200
                counts.append(len(captured))
        assert counts[:5] == counts[5:]
        assert max(counts) <= 12, counts

    def test_a_count_stops_at_999(self, halden, alice, alices):
        activities = [
            Activity(customer=halden, kind="call", subject="x", owner=alice, due_on=TODAY - DAY)
            for _ in range(1001)
        ]
        for activity in activities:
            activity.derive()
        Activity.objects.bulk_create(activities)
        page = " ".join(alices.get("/activities/").text.split())
        assert "999+ overdue" in page
        assert 'id="late-side">999+<' in page


class TestPlanning:
    SAID = {"kind": "call", "subject": "Agree dates", "day": "2026-11-23", "time": "10:00"}

    def test_finds_the_customer_by_name(self, halden, alice, alices):
        said = self.SAID | {"customer": "  halden FREIGHT systems "}
        answer = alices.post(f"/activities/quick/?owner={alice.pk}", said)
        assert answer.url == f"/activities/?owner={alice.pk}"
        activity = Activity.objects.get()
        assert (activity.customer, activity.owner, activity.kind) == (halden, alice, "call")
        assert activity.due_at == datetime(2026, 11, 23, 10, tzinfo=UTC)
        assert "Planned: Agree dates" in alices.get("/activities/").text

    def test_a_day_without_a_time_is_a_day(self, halden, alices):
        alices.post("/activities/quick/", self.SAID | {"customer": halden.name, "time": ""})
        assert Activity.objects.get().due_on == date(2026, 11, 23)

    def test_with_htmx_the_agenda_comes_again(self, halden, alices):
        said = self.SAID | {"customer": halden.name}
        answer = alices.post("/activities/quick/", said, headers=HTMX)
        assert answer.status_code == 200
        assert 'id="agenda"' in answer.text
        assert "Agree dates" in answer.text
        assert "<html" not in answer.text
        assert 'id="toast"' in answer.text

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("", "Say which customer this is about"),
            ("Nobody knows", "No customer that you see has this name"),
            ("Halden Group", "Several customers have this name"),
            ("Put away", "No customer that you see has this name"),
        ],
    )
    def test_says_what_is_wrong_with_the_name(self, halden, alice, alices, name, words):
        for other in ("Halden Group", "HALDEN GROUP"):
            add_customer(alice, other)
        add_customer(alice, "Put away").archive(by=alice)
        page = alices.post("/activities/quick/", self.SAID | {"customer": name})
        assert page.status_code == 422
        assert words in page.text
        assert 'value="Agree dates"' in page.text
        assert not Activity.objects.exists()

    def test_charlie_does_not_learn_of_alices_customer(self, halden, charlie, as_user):
        client = as_user(charlie)
        said = self.SAID | {"customer": halden.name}
        page = client.post("/activities/quick/", said)
        assert "No customer that you see has this name" in page.text
        assert halden.name not in client.get("/activities/customers/?customer=halden").text

    def test_suggests_by_what_was_typed(self, halden, alice, alices):
        add_customer(alice, "Oakhaven Hotels")
        page = alices.get("/activities/customers/?customer=FREIGHT").text
        assert re.findall('value="([^"]+)"', page) == [halden.name]

    def test_a_double_click_plans_once(self, halden, alices):
        said = self.SAID | {"customer": halden.name, "idempotency_key": "one"}
        for _ in range(2):
            assert alices.post("/activities/quick/", said).status_code == 302
        assert Activity.objects.count() == 1

    def test_a_viewer_plans_nothing(self, halden, vera, as_user):
        said = self.SAID | {"customer": halden.name}
        assert as_user(vera).post("/activities/quick/", said).status_code == 403
        assert not Activity.objects.exists()

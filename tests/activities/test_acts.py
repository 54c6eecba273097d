"""Acts on an activity: done, open again, moved, put away, brought back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.history import Change
from activities.models import Activity
from tests.activities.conftest import TODAY
from tests.conftest import person

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def alices(as_user, alice):
    return as_user(alice)


@pytest.fixture
def call(plan, halden, alice) -> Activity:
    return plan(alice, halden, due_on=date(2026, 11, 12))


def test_completing_says_who_and_when_and_offers_to_undo(call, alice, alices, clock):
    answer = alices.post(f"/activities/{call.pk}/complete/", {"next": "/activities/?owner=1"})
    assert answer.url == "/activities/?owner=1"
    call.refresh_from_db()
    assert (call.completed_by, call.completed_at) == (alice, datetime(2026, 11, 19, 12, tzinfo=UTC))
    told = Change.objects.of(call).filter(field="completed_at").get()
    assert (told.by, told.door) == (alice, "page")
    page = alices.get("/activities/")
    assert "Marked complete: Talk it over" in page.text
    assert f'action="/activities/{call.pk}/reopen/"' in page.text
    alices.post(f"/activities/{call.pk}/reopen/", {"next": "/activities/?owner=1"})
    call.refresh_from_db()
    assert (call.is_open, call.completed_by) == (True, None)


def test_completing_twice_keeps_the_first_moment(call, alices, clock):
    alices.post(f"/activities/{call.pk}/complete/")
    clock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    alices.post(f"/activities/{call.pk}/complete/")
    call.refresh_from_db()
    assert call.completed_at.day == 19
    assert Change.objects.of(call).filter(field="completed_at").count() == 1


def test_htmx_gets_the_row_struck_through_and_the_counters(call, alice, alices, plan, halden):
    plan(alice, halden, "Other", due_on=date(2026, 11, 1))
    there = {**HTMX, "HX-Current-URL": f"http://testserver/activities/?owner={alice.pk}"}
    answer = alices.post(
        f"/activities/{call.pk}/complete/", {"next": "/activities/"}, headers=there
    )
    assert f'<li id="todo-{call.pk}"' in answer.text
    assert 'class="is-done"' in answer.text
    assert "<html" not in answer.text
    assert f'action="/activities/{call.pk}/reopen/"' in answer.text
    for words in ('id="late-side" hx-swap-oob="true">1<', "1 overdue, 0 today, 0 in the next"):
        assert words in " ".join(answer.text.split())
    assert 'id="toast"' in answer.text


def test_counts_of_an_agenda_are_told_to_an_agenda_alone(call, alices):
    for where in ("/accounts/7/", "/activities/?day=2026-11-19", "/activities/?open=false"):
        there = {**HTMX, "HX-Current-URL": f"http://testserver{where}"}
        answer = alices.post(f"/activities/{call.pk}/complete/", headers=there)
        assert "late-side" in answer.text
        assert "agenda-counts" not in answer.text


def test_the_row_on_a_customers_record_does_not_name_it(call, halden, alices):
    address = f"/activities/{call.pk}/complete/"
    assert halden.name in alices.post(address, headers=HTMX).text
    assert halden.name not in alices.post(address, {"bare": "yes"}, headers=HTMX).text


class TestMoving:
    def test_asks_for_the_day(self, call, alices):
        page = alices.get(f"/activities/{call.pk}/move/?next=/activities/")
        assert page.status_code == 200
        assert 'value="2026-11-12"' in page.text
        answer = alices.post(
            f"/activities/{call.pk}/move/",
            {"day": "2026-11-23", "time": "", "version": 1, "next": "/activities/"},
        )
        assert answer.url == "/activities/"
        call.refresh_from_db()
        assert (call.due_on, call.due_at) == (date(2026, 11, 23), None)

    def test_takes_a_time_in_the_persons_zone(self, call, alice, alices):
        alice.time_zone = "Asia/Kathmandu"
        alice.write(by=alice)
        alices.post(f"/activities/{call.pk}/move/", {"day": "2026-11-23", "time": "09:30"})
        call.refresh_from_db()
        assert call.due_at == datetime(2026, 11, 23, 3, 45, tzinfo=UTC)

    def test_refuses_no_day_and_what_is_none(self, call, alices):
        for day in ("", "soon", "0001-01-01"):
            answer = alices.post(f"/activities/{call.pk}/move/", {"day": day}, headers=HTMX)
            assert answer.status_code == 422
            assert 'id="move"' in answer.text
            assert "<html" not in answer.text
        call.refresh_from_db()
        assert call.due_on == date(2026, 11, 12)

    def test_the_second_of_two_is_told(self, call, alice, alices):
        call.move_to(date(2026, 12, 1), by=alice)
        late = alices.post(f"/activities/{call.pk}/move/", {"day": "2026-11-23", "version": 1})
        assert late.status_code == 409
        call.refresh_from_db()
        assert call.due_on == date(2026, 12, 1)


def test_archiving_can_be_undone(call, halden, alices):
    page = alices.post(f"/activities/{call.pk}/archive/", follow=True)
    assert page.redirect_chain[-1][0] == f"/accounts/{halden.pk}/"
    assert f'action="/activities/{call.pk}/restore/"' in page.text
    assert not Activity.objects.unarchived().exists()
    assert alices.get("/activities/?archived=true").context["rows"] == [call]
    alices.post(f"/activities/{call.pk}/restore/", {"next": "/activities/"})
    assert Activity.objects.unarchived().get() == call


@pytest.mark.parametrize("act", ["complete", "reopen", "move", "archive", "restore"])
def test_strangers_find_nothing_and_viewers_change_nothing(
    call, charlie, vera, as_user, act, halden, bob
):
    dan = person("dan")
    for who, status in ((charlie, 404), (vera, 403), (dan, 403)):
        answer = as_user(who).post(f"/activities/{call.pk}/{act}/", {"day": "2026-12-01"})
        assert answer.status_code == status, who
    stood = call.version
    call.refresh_from_db()
    assert call.version == stood


def test_what_is_ones_own_may_be_done_on_a_customer_of_others(plan, halden, as_user):
    dan = person("dan")
    call = plan(dan, halden, due_on=TODAY)
    assert as_user(dan).post(f"/activities/{call.pk}/complete/").status_code == 302
    call.refresh_from_db()
    assert call.completed_by == dan


class TestMovingAllToToday:
    def test_moves_what_is_shown_and_may_be_changed(self, plan, halden, alice, as_user):
        dan = person("dan")
        mine = plan(dan, halden, "Mine", due_at=datetime(2026, 11, 12, 9, tzinfo=UTC))
        plan(dan, halden, "A task", kind="task", due_on=date(2026, 11, 12))
        plan(alice, halden, "Hers", due_on=date(2026, 11, 12))
        plan(dan, halden, "Today already", due_on=TODAY)
        page = as_user(dan).post("/activities/today/?kind=call", follow=True)
        assert "Moved 1 activity to today" in page.text
        assert page.redirect_chain[-1][0] == "/activities/?kind=call"
        mine.refresh_from_db()
        assert (mine.due_on, mine.due_at) == (TODAY, None)
        late = Activity.objects.due_before(TODAY).order_by("subject")
        assert [activity.subject for activity in late] == ["A task", "Hers"]

    def test_asks_before_more_than_20(self, plan, halden, alice, alices):
        for number in range(21):
            plan(alice, halden, f"Late {number}", due_on=TODAY - timedelta(days=1 + number))
        for answer in (alices.post("/activities/today/"), alices.get("/activities/today/")):
            assert "21 overdue activities will be due today" in answer.text
        assert Activity.objects.due_before(TODAY).count() == 21
        piece = alices.get("/activities/today/", headers=HTMX).text
        assert "<html" not in piece
        assert "Move 21 to today" in piece
        page = alices.post("/activities/today/", {"sure": "yes"}, follow=True)
        assert "Moved 21 activities to today" in page.text
        assert not Activity.objects.due_before(TODAY).exists()
        moved = Change.objects.filter(field="due_on", new=TODAY.isoformat(), by=alice)
        assert moved.count() == 21

    def test_says_where_there_is_nothing(self, alices):
        assert "Nothing that you may change is overdue" in alices.get("/activities/today/").text

    def test_a_viewer_moves_nothing(self, call, vera, as_user):
        assert as_user(vera).post("/activities/today/").status_code == 403

    def test_a_stranger_moves_nothing(self, call, charlie, as_user):
        as_user(charlie).post("/activities/today/", {"sure": "yes"})
        call.refresh_from_db()
        assert call.due_on == date(2026, 11, 12)

"""Activities: planned or done, due on a day or at a moment, and whose day that is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.history import Change, Conflict
from accounts.ownership import NotYours, find
from activities.forms.activity import ActivityForm, LogForm, WhenForm
from activities.models import Activity
from tests.conftest import add_activity, add_contact, add_customer, add_deal, person


def log(by, customer, **said) -> LogForm:
    form = LogForm(
        {"kind": "call", "subject": "Renewal", **said},
        instance=Activity(customer=customer),
        user=by,
    )
    if form.is_valid():
        form.save()
    return form


class TestLogging:
    def test_what_happened_today_is_done_now(self, halden, alice):
        before = timezone.now()
        call = log(alice, halden, day=timezone.localdate().isoformat()).instance
        assert before <= call.completed_at <= timezone.now()
        assert (call.completed_by, call.due) == (alice, None)

    def test_what_happened_yesterday_is_dated_at_noon(self, halden, alice):
        day = timezone.localdate() - timedelta(days=1)
        call = log(alice, halden, day=day.isoformat()).instance
        assert timezone.localtime(call.completed_at).strftime("%Y-%m-%d %H:%M") == f"{day} 12:00"

    def test_a_time_is_the_readers(self, halden, alice):
        with timezone.override("Asia/Kathmandu"):
            call = log(alice, halden, day="2026-05-31", time="09:15").instance
        assert call.completed_at == datetime(2026, 5, 31, 3, 30, tzinfo=UTC)

    @pytest.mark.parametrize(("time", "field"), [("", "day"), ("10:00", "time")])
    def test_what_has_not_come_yet_is_planned_and_not_logged(self, halden, alice, time, field):
        tomorrow = timezone.localdate() + timedelta(days=1)
        form = log(alice, halden, day=tomorrow.isoformat(), time=time)
        assert list(form.errors) == [field]
        planned = log(alice, halden, day=tomorrow.isoformat(), time=time, happened="no").instance
        assert planned.is_open
        assert bool(planned.due_at) == bool(time)
        assert planned.due_day() == tomorrow

    def test_a_task_is_planned_unless_said_otherwise(self, halden, alice):
        task = log(alice, halden, kind="task", day="2027-05-31").instance
        assert (task.due_on, task.completed_at) == (date(2027, 5, 31), None)

    def test_a_time_wants_a_day(self, halden, alice):
        assert "day" in log(alice, halden, time="10:00", happened="no").errors

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x", "1e400"])
    def test_no_clock_reads_such_a_day(self, halden, alice, day):
        assert list(log(alice, halden, day=day, happened="no").errors) == ["day"]

    def test_others_deals_and_contacts_are_not_on_offer(self, halden, alice):
        other = add_customer(alice, "Other")
        deal, contact = add_deal(alice, other), add_contact(alice, other)
        form = log(alice, halden, deal=deal.pk, contacts=[contact.pk])
        assert sorted(form.errors) == ["contacts", "deal"]

    def test_the_owner_sees_the_customer(self, halden, alice, charlie):
        assert list(log(alice, halden, owner=charlie.pk).errors) == ["owner"]

    def test_a_stranger_who_sees_the_customer_adds_to_it(self, halden):
        colleague = person("colin")
        assert log(colleague, halden, owner=colleague.pk).instance.pk
        assert not type(halden).objects.changeable_by(colleague).exists()


class TestDue:
    def test_a_day_or_a_moment_never_both(self, halden, alice):
        said = {"due_on": "2027-01-01", "due_at": "2027-01-01T10:00"}
        form = ActivityForm(
            {"customer": halden.pk, "kind": "call", "subject": "x", **said}, user=alice
        )
        assert list(form.errors) == ["due_at"]
        call = add_activity(alice, halden)
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=call.pk).update(
                due_on=date(2027, 1, 1), due_at=timezone.now()
            )

    def test_one_takes_the_place_of_the_other(self, halden, alice):
        call = add_activity(alice, halden, due_on="2027-01-01")
        for said in ({"due_at": "2027-01-01T10:00"}, {"due_on": "2027-02-01"}):
            form = ActivityForm(
                said, instance=find(Activity, call.pk, seen_by=alice), user=alice, only=said
            )
            assert form.is_valid(), form.errors
            form.save()
            call.refresh_from_db()
            assert [name for name in ("due_on", "due_at") if getattr(call, name)] == list(said)

    @pytest.mark.parametrize(
        "zone",
        ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "UTC", "America/New_York"],
    )
    def test_a_moment_is_due_on_the_readers_day(self, halden, alice, zone):
        moment = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # New York changes its clocks that day
        call = add_activity(alice, halden, due_at=moment.isoformat())
        day = moment.astimezone(ZoneInfo(zone)).date()
        with timezone.override(zone):
            assert call.due_day() == day
            for offset, found in ((-1, False), (0, True), (1, False)):
                asked = day + timedelta(days=offset)
                assert Activity.objects.due_on(asked).contains(call) is found
            assert Activity.objects.due_before(day + timedelta(days=1)).contains(call)
            assert not Activity.objects.due_before(day).contains(call)
            assert call.days_late(day + timedelta(days=3)) == 3

    def test_a_day_is_the_same_for_all(self, halden, alice):
        call = add_activity(alice, halden, due_on="2026-11-01")
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            with timezone.override(zone):
                assert Activity.objects.due_on(date(2026, 11, 1)).contains(call)
                assert not Activity.objects.due_on(date(2026, 11, 2)).contains(call)


class TestVerbs:
    def test_completing_says_who_and_when_once(self, halden, alice, bob):
        call = add_activity(alice, halden, due_on="2026-01-01")
        call.complete(by=bob)
        done_at = call.completed_at
        call.complete(by=alice)
        assert (call.completed_at, call.completed_by) == (done_at, bob)
        told = Change.objects.of(call).filter(field="completed_at")
        assert [(change.by, change.old) for change in told] == [(bob, None)]

    def test_a_moment_may_be_named_but_not_one_to_come(self, halden, alice):
        call = add_activity(alice, halden)
        with pytest.raises(ValidationError):
            call.complete(by=alice, at=timezone.now() + timedelta(minutes=1))
        call.complete(by=alice, at=datetime(2026, 1, 1, tzinfo=UTC))
        assert call.completed_at.year == 2026
        call.reopen(by=alice)
        assert (call.is_open, call.completed_by) == (True, None)

    def test_moves_to_another_day(self, halden, alice):
        call = add_activity(alice, halden, due_on="2026-01-01")
        form = WhenForm({"day": "2026-02-01", "time": "10:30"}, activity=call)
        assert form.is_valid()
        form.save(by=alice)
        assert (call.due_on, call.due_at.isoformat()) == (None, "2026-02-01T10:30:00+00:00")

    def test_an_old_version_moves_nothing(self, halden, alice):
        call = add_activity(alice, halden, due_on="2026-01-01")
        call.complete(by=alice)
        form = WhenForm({"day": "2026-02-01", "version": 1}, activity=call)
        assert form.is_valid()
        with pytest.raises(Conflict):
            form.save(by=alice)

    def test_who_takes_part_is_told(self, halden, alice):
        maren, idris = add_contact(alice, halden), add_contact(alice, halden, "Idris Calloway")
        call = add_activity(alice, halden, contacts=[maren.pk, idris.pk])
        form = ActivityForm({"contacts": [idris.pk]}, instance=call, user=alice, only=["contacts"])
        assert form.is_valid(), form.errors
        form.save()
        assert list(call.contacts.all()) == [idris]
        last = Change.objects.of(call).filter(field="contacts").latest("id")
        assert (last.old, last.new) == ("Idris Calloway, Maren Solheim", "Idris Calloway")


class TestWhoMayWhat:
    def test_people_change_their_own_and_what_hangs_on_their_customers(self, halden, alice, vera):
        colleague = person("colin")
        theirs = add_activity(colleague, halden, owner=colleague.pk)
        alices = add_activity(alice, halden, owner=alice.pk)
        for user, activity in ((colleague, theirs), (alice, theirs), (alice, alices)):
            assert find(Activity, activity.pk, change_by=user) == activity
        for user, activity in ((colleague, alices), (vera, alices)):
            with pytest.raises(NotYours):
                find(Activity, activity.pk, change_by=user)

    def test_charlie_sees_none_of_alices(self, halden, alice, charlie):
        add_activity(alice, halden, owner=alice.pk)
        assert not Activity.objects.visible_to(charlie).exists()


def test_contact_is_neither_planned_nor_a_task(halden, alice):
    deal, maren = add_deal(alice, halden), add_contact(alice, halden)
    for said in (
        {"kind": "meeting", "due_on": "2026-01-01"},
        {"kind": "task", "completed_at": "2026-10-03T10:00"},
        {"kind": "email", "completed_at": "2026-10-01T10:00", "contacts": [maren.pk]},
        {"kind": "call", "completed_at": "2026-10-02T10:00", "deal": deal.pk},
    ):
        add_activity(alice, halden, **said)
    (last, *_) = Activity.objects.interactions().order_by("-completed_at")
    assert last.completed_at == datetime(2026, 10, 2, 10, tzinfo=UTC)


def test_the_next_step_is_what_is_due_first_late_or_not(halden, alice):
    deal = add_deal(alice, halden)
    for subject, said in (
        ("never", {}),
        ("later", {"due_on": "2030-01-01", "deal": deal.pk}),
        ("first", {"due_on": "2020-01-01"}),
        ("done", {"due_on": "2019-01-01", "completed_at": "2019-01-01T10:00"}),
    ):
        add_activity(alice, halden, subject, **said)
    gone = add_activity(alice, halden, "gone", due_on="2018-01-01")
    gone.archive(by=alice)
    steps = Activity.objects.first_of_each("customer", [halden.pk])
    assert [step.subject for step in steps.values()] == ["first"]
    assert Activity.objects.first_of_each("deal", [deal.pk])[deal.pk].subject == "later"

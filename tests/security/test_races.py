"""The rules hold under races, and a failure leaves nothing behind: on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

import pytest
from django.db import OperationalError, close_old_connections, connection

from accounts.forms.customer import CustomerForm
from accounts.history import Change, Conflict
from accounts.idempotency import IdempotencyKey
from accounts.models import Contact, Customer, Industry, StatusChange, User
from activities.models import Activity, Note, Participant
from deals.models import Deal, Move, Part, Stage
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_deal,
    add_note,
    stage,
)

MANY = 8


def at_once(act: Callable[[int], object], times: int = MANY) -> list:
    """Do it in so many threads at once, each with a connection of its own."""

    def alone(number: int) -> object:
        try:
            return act(number)
        finally:
            connection.close()

    close_old_connections()
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(alone, range(times)))


def add(user: User, **said) -> int:
    form = CustomerForm(said, user=User.objects.get(pk=user.pk))
    assert form.is_valid(), form.errors
    return form.save().pk


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_one_key_makes_one_customer_and_equal_answers(self, alice):
        for round_ in range(3):
            said = {"name": f"Halden {round_}", "idempotency_key": f"key {round_}"}
            answers = at_once(lambda number, said=said: add(alice, **said))
            assert len(set(answers)) == 1
        assert Customer.objects.count() == 3
        assert Change.objects.filter(kind="customer", field="name").count() == 3

    def test_one_editor_wins_each_round_and_the_others_are_told(self, halden, alice):
        for version in range(1, 4):

            def edit(number: int, version: int = version) -> str:
                mine = Customer.objects.get(pk=halden.pk)
                mine.name = f"Version {version} by {number}"
                try:
                    mine.write(by=alice, version=version)
                except Conflict:
                    return "told"
                return mine.name

            answers = at_once(edit)
            halden.refresh_from_db()
            assert sorted(answers) == sorted([halden.name, *["told"] * (MANY - 1)])
            assert halden.version == version + 1

    def test_a_new_industry_is_made_once(self, alice):
        at_once(lambda number: add(alice, name=f"Customer {number}", industry="Aerospace"))
        assert Customer.objects.filter(industry__name="Aerospace").count() == MANY
        assert Industry.objects.count() == 1

    def test_edits_of_different_fields_do_not_undo_each_other(self, halden, bob):
        edits = [{"name": "Halden"}, {"website": "https://halden.example"}, {"status": "inactive"}]

        def edit(number: int) -> None:
            said = edits[number]
            mine = Customer.objects.get(pk=halden.pk)
            for name, value in said.items():
                setattr(mine, name, value)
            mine.write(by=bob, fields=said)

        at_once(edit, len(edits))
        halden.refresh_from_db()
        said = {name: value for edit in edits for name, value in edit.items()}
        assert {name: getattr(halden, name) for name in said} == said
        assert halden.version == 4

    def test_twenty_who_set_a_primary_contact_leave_one(self, halden, alice):
        contacts = [add_contact(alice, halden, f"Contact {number}").pk for number in range(20)]

        def set_primary(number: int) -> None:
            Contact.objects.get(pk=contacts[number]).make_primary(by=alice)

        at_once(set_primary, 20)
        (primary,) = halden.contacts.primary()
        last = Change.objects.filter(kind="contact", field="is_primary", new="yes").latest("id")
        assert last.object_id == primary.pk

    def test_of_two_first_contacts_one_is_primary(self, halden, alice):
        for round_ in range(3):
            customer = add_customer(alice, f"Customer {round_}")
            at_once(lambda number, to=customer: add_contact(alice, to, f"Contact {number}"), 4)
            assert customer.contacts.count() == 4
            assert customer.contacts.primary().count() == 1

    def test_a_person_who_becomes_their_own_contact_at_once_does_so_once(self, halden, alice):
        at_once(lambda number: Customer.objects.get(pk=halden.pk).be_own_contact(by=alice))
        assert halden.contacts.count() == 1

    def test_an_item_that_becomes_a_task_at_once_becomes_one(self, halden, alice):
        note = add_note(alice, halden, OFFER)
        tasks = at_once(lambda number: make_task(alice).pk)
        assert set(tasks) == {note.tasks.get().pk}
        assert Change.objects.filter(kind="activity", field="subject").count() == 1

    def test_items_ticked_at_once_are_all_ticked(self, halden, alice):
        body = "\n".join(f"- [ ] Item {number}" for number in range(MANY))
        note = add_note(alice, halden, body)

        def tick(number: int) -> None:
            Note.objects.get(pk=note.pk).tick(number, f"Item {number}", by=alice)

        at_once(tick)
        note.refresh_from_db()
        assert note.body == body.replace("[ ]", "[x]")
        assert note.version == 1 + MANY

    def test_completing_at_once_is_logged_once(self, halden, alice, bob):
        call = add_activity(alice, halden)
        people = (alice, bob)

        def complete(number: int) -> None:
            Activity.objects.get(pk=call.pk).complete(by=people[number % 2])

        at_once(complete)
        call.refresh_from_db()
        change = Change.objects.of(call).get(field="completed_at")
        assert (change.by, call.version) == (call.completed_by, 2)

    def test_archiving_at_once_archives_once(self, halden, bob):
        at_once(lambda number: Customer.objects.get(pk=halden.pk).archive(by=bob))
        assert Change.objects.filter(field="archived_at").count() == 1


class Broken:
    """Lets so many statements through and fails the next, whatever it is."""

    def __init__(self, passes: int) -> None:
        self.left = passes

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left < 0:
            raise OperationalError("broken on purpose")
        return execute(sql, params, many, context)


ACTS = {
    "create": lambda alice, halden: add(
        alice, name="New", industry="Unheard of", idempotency_key="once"
    ),
    "edit": lambda alice, halden: CustomerForm.save(edit_of(halden, alice)),
    "archive": lambda alice, halden: Customer.objects.get(pk=halden.pk).archive(by=alice),
    "add a contact": lambda alice, halden: add_contact(alice, halden),
    "set primary": lambda alice, halden: Contact.objects.get(name="Idris").make_primary(by=alice),
    "archive a contact": lambda alice, halden: Contact.objects.get(name="Maren").archive(by=alice),
    "create a deal": lambda alice, halden: add_deal(
        alice, halden, contacts=[Contact.objects.get(name="Maren").pk]
    ),
    "move a deal": lambda alice, halden: Deal.objects.get().win(by=alice),
    "take a move back": lambda alice, halden: Deal.objects.get().take_back_move(by=alice),
    "retire a stage": lambda alice, halden: stage("Proposal").retire(
        by=alice, into=stage("Commit")
    ),
    "log an activity": lambda alice, halden: add_activity(
        alice,
        halden,
        completed_at="2026-01-31T09:00:00Z",
        contacts=[Contact.objects.get(name="Maren").pk],
        idempotency_key="once",
    ),
    "complete an activity": lambda alice, halden: Activity.objects.get().complete(by=alice),
    "write a note": lambda alice, halden: add_note(alice, halden, idempotency_key="once"),
    "tick an item": lambda alice, halden: Note.objects.get().tick(0, "Send the offer", by=alice),
    "make a task of an item": lambda alice, halden: make_task(alice),
    "purge": lambda alice, halden: Customer.objects.get(pk=halden.pk).purge(by=alice),
    "set a new password": lambda alice, halden: alice.set_new_password("staple", by=alice),
    "sign out everywhere": lambda alice, halden: alice.end_sessions(by=alice),
    "deactivate": lambda alice, halden: alice.deactivate(by=None),
}


OFFER = "- [ ] Send the offer"


def make_task(alice: User) -> Activity:
    due_on = date(2027, 1, 31)
    return Note.objects.get().make_task(0, "Send the offer", by=alice, due_on=due_on)


def edit_of(halden: Customer, alice: User) -> CustomerForm:
    said = {"status": "inactive", "industry": "Mining", "version": 1}
    form = CustomerForm(
        said, instance=Customer.objects.get(pk=halden.pk), user=alice, only=["status", "industry"]
    )
    assert form.is_valid(), form.errors
    return form


def everything() -> list[list[tuple]]:
    tables = (
        *(Customer, Contact, Change, StatusChange, Industry, IdempotencyKey, User),
        *(Deal, Move, Part, Stage, Activity, Participant, Note),
    )
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ACTS)
def test_a_fault_at_any_statement_leaves_nothing_behind(name, alice, halden):
    for name_of_contact in ("Maren", "Idris"):
        add_contact(alice, halden, name_of_contact)
    add_deal(alice, halden).move_to(stage("Proposal"), by=alice)
    add_activity(alice, halden)
    add_note(alice, halden, OFFER)
    before = everything()
    for passes in count():
        try:
            with connection.execute_wrapper(Broken(passes)):
                ACTS[name](alice, halden)
            break
        except OperationalError:
            assert everything() == before
    assert passes > 3
    assert everything() != before


@pytest.mark.django_db(transaction=True)
def test_a_page_says_so_and_the_next_try_succeeds(alice, as_user):
    client = as_user(alice)
    client.raise_request_exception = False
    said = {"name": "Halden", "idempotency_key": "once"}
    for passes in count():
        with connection.execute_wrapper(Broken(passes)):
            response = client.post("/accounts/add/", said)
        if response.status_code != 503:
            break
        assert "What was sent twice is stored once." in response.text
    assert response.status_code == 302
    assert add_customer(alice, "Another").pk
    assert Customer.objects.count() == 2

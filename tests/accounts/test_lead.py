"""Leads: whose they are, and what converting one carries over."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms.lead import LeadForm
from accounts.history import Change
from accounts.models import Contact, Conversion, Customer, Lead
from accounts.models.conversion import AlreadyConverted
from accounts.ownership import NotYours, find
from activities.forms.activity import ActivityForm
from activities.models import Activity, Note
from tests.conftest import (
    add_activity,
    add_contact,
    add_customer,
    add_lead,
    add_note,
)


@pytest.fixture
def orrin(alice) -> Lead:
    """A lead of Alice's."""
    return add_lead(
        alice,
        title="Plant Manager",
        email="orrin@grainfield.example",
        phone="+1 555 0142",
        website="grainfield.example",
        industry="Milling",
    )


class TestWhoSees:
    def test_charlie_sees_his_own_and_nobodys(self, orrin, alice, bob, charlie):
        nobodys, his = add_lead(bob, "Nobody's", owner=""), add_lead(charlie, "His")
        assert set(Lead.objects.visible_to(charlie)) == {nobodys, his}
        assert set(Lead.objects.visible_to(alice)) == {orrin, nobodys, his}
        parts = Lead.objects.split_for(charlie)
        assert sorted(lead.pk for part in parts for lead in part) == [nobodys.pk, his.pk]

    def test_a_converted_lead_follows_its_customer(self, orrin, alice, bob, charlie):
        his = add_customer(bob, "Charlie's", owner=charlie.pk)
        orrin.convert(by=bob, customer=his)
        hers = add_lead(charlie, "Sable Prentiss")
        hers.convert(by=bob, customer=add_customer(alice, "Alice's", owner=alice.pk))
        assert set(Lead.objects.visible_to(charlie)) == {orrin}
        assert set(Lead.objects.changeable_by(charlie)) == {orrin}
        assert set(Lead.objects.changeable_by(alice)) == {hers}
        (part,) = [list(part) for part in Lead.objects.split_for(charlie) if part]
        assert part == [orrin]

    def test_vera_changes_nothing(self, orrin, vera):
        assert find(Lead, orrin.pk, seen_by=vera) == orrin
        with pytest.raises(NotYours):
            find(Lead, orrin.pk, change_by=vera)

    def test_what_hangs_on_it_is_seen_with_it(self, orrin, alice, bob, charlie):
        call, note = add_activity(alice, orrin), add_note(alice, orrin)
        for model, row in ((Activity, call), (Note, note)):
            assert list(model.objects.visible_to(alice)) == [row]
            assert not model.objects.visible_to(charlie).exists()
        orrin.convert(by=bob, customer=add_customer(bob, "Charlie's", owner=charlie.pk))
        for model, row in ((Activity, call), (Note, note)):
            assert list(model.objects.visible_to(charlie)) == [row]
            assert list(model.objects.changeable_by(charlie)) == [row]

    def test_what_is_about_nobodys_lead_is_seen_by_all(self, bob, charlie):
        call = add_activity(bob, add_lead(bob, owner=""))
        assert list(Activity.objects.visible_to(charlie)) == [call]

    def test_what_was_put_away_stands_in_no_list(self, orrin, alice):
        call = add_activity(alice, orrin)
        orrin.archive(by=alice)
        assert not Lead.objects.unarchived().exists()
        assert not Activity.objects.unarchived().exists()
        orrin.restore(by=alice)
        customer = orrin.convert(by=alice)
        assert list(Activity.objects.unarchived()) == [call]
        customer.archive(by=alice)
        assert not Lead.objects.unarchived().exists()
        assert not Activity.objects.unarchived().exists()


class TestStates:
    def test_are_told_apart(self, alice):
        new, lost, done = (add_lead(alice, name) for name in ("New", "Lost", "Done"))
        lost.status = "unqualified"
        lost.write(by=alice)
        done.convert(by=alice)
        assert list(Lead.objects.open()) == [new]
        assert list(Lead.objects.waiting()) == [new]
        assert list(Lead.objects.unqualified()) == [lost]
        assert list(Lead.objects.converted()) == [done]

    def test_a_search_finds_words_of_name_company_email_and_phone(self, orrin):
        for text in ("tackett", "ORRIN mills", "grainfield.example", "0142"):
            assert list(Lead.objects.matching(text)) == [orrin]
        assert not Lead.objects.matching("orrin sable").exists()

    def test_sources_are_one_spelling_each_the_commonest_first(self, alice):
        for source in ("Trade show", "Website form", "website FORM", ""):
            add_lead(alice, source=source)
        assert Lead.objects.sources() == ["Website form", "Trade show"]

    def test_who_writes_it_down_is_kept(self, orrin, bob, alice):
        orrin.name = "Orrin T."
        orrin.write(by=bob)
        assert Lead.objects.get().by == alice


class TestForm:
    def test_only_the_name_is_required(self, alice):
        form = LeadForm({}, user=alice)
        assert form.errors == {"name": ["Enter a name."]}
        lead = LeadForm({"name": "Sable Prentiss"}, user=alice)
        assert lead.is_valid(), lead.errors
        assert lead.save().status == "new"

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("email", "orrin@", "Enter a full email address"),
            ("phone", "none", "Enter a phone number"),
            ("website", "nonsense", "Enter a full address"),
            ("status", "asleep", "Select a valid choice"),
            ("owner", "999999", "Select a valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, alice, name, value, words):
        form = LeadForm({"name": "Orrin", name: value}, user=alice)
        assert words in form.errors[name][0]

    def test_the_industry_is_the_one_that_exists(self, orrin, alice):
        assert add_lead(alice, "Other", industry="MILLING").industry == orrin.industry


class TestLikelyCustomers:
    @pytest.mark.parametrize(
        "said",
        [
            {"name": "GRAINFIELD  mills"},
            {"name": "Other", "website": "https://www.grainfield.example/about"},
        ],
    )
    def test_are_those_of_the_same_name_or_web_domain(self, orrin, alice, said):
        customer = add_customer(alice, **said)
        add_customer(alice, "Somebody else", website="else.example")
        assert list(orrin.likely_customers(alice)) == [customer]

    def test_are_those_where_a_contact_has_the_email_address(self, orrin, alice):
        customer = add_customer(alice, "Other")
        add_contact(alice, customer, email="Orrin@Grainfield.example")
        assert list(orrin.likely_customers(alice)) == [customer]

    def test_an_email_address_tells_the_web_domain(self, alice):
        customer = add_customer(alice, "Other", website="harbour.example")
        lead = add_lead(alice, "Sable", company="", email="sable@Harbour.example")
        assert list(lead.likely_customers(alice)) == [customer]

    def test_are_never_what_the_reader_may_not_see(self, orrin, alice, charlie):
        add_customer(alice, "Grainfield Mills", owner=alice.pk)
        assert not orrin.likely_customers(charlie).exists()

    def test_are_nobody_for_somebody_unknown(self, alice, halden):
        assert not add_lead(alice, "Edda", company="").likely_customers(alice).exists()


class TestConvert:
    def test_into_a_new_customer_with_what_is_known(self, orrin, alice):
        customer = orrin.convert(by=alice)
        assert (customer.name, customer.kind, customer.status) == (
            *("Grainfield Mills", "business", "prospect"),
        )
        assert (customer.website, customer.industry) == (orrin.website, orrin.industry)
        assert customer.owner == alice
        maren = customer.contacts.get()
        assert (maren.name, maren.title, maren.email, maren.phone, maren.is_primary) == (
            *("Orrin Tackett", "Plant Manager", "orrin@grainfield.example", "+1 555 0142", True),
        )
        assert (orrin.conversion.customer, orrin.conversion.contact) == (customer, maren)
        assert (orrin.conversion.by, Lead.objects.get().customer) == (alice, customer)

    def test_somebody_without_a_company_becomes_an_individual(self, alice):
        customer = add_lead(alice, "Edda Northcott", company="").convert(by=alice)
        assert (customer.name, customer.kind) == ("Edda Northcott", "individual")

    def test_nobodys_lead_is_whoevers_converts_it(self, alice, bob):
        assert add_lead(bob, owner="").convert(by=alice).owner == alice

    def test_an_owner_who_left_owns_no_new_customer(self, orrin, alice, bob, ada):
        alice.deactivate(by=ada)
        assert Lead.objects.get().convert(by=bob).owner == bob

    def test_into_one_that_stands_whose_contact_is_the_person(self, orrin, alice, halden):
        same = add_contact(alice, halden, "O. Tackett", email="ORRIN@grainfield.example")
        assert orrin.convert(by=alice, customer=halden) == halden
        assert (halden.contacts.get(), orrin.conversion.contact) == (same, same)
        again = add_lead(alice, "o. TACKETT")
        again.convert(by=alice, customer=halden)
        assert again.conversion.contact == same

    def test_without_a_contact(self, orrin, alice, halden):
        orrin.convert(by=alice, customer=halden, contact=False)
        assert (halden.contacts.count(), orrin.conversion.contact) == (0, None)

    def test_happens_once(self, orrin, alice, halden):
        customer = orrin.convert(by=alice)
        before = list(Change.objects.values_list("pk", flat=True))
        for other in (None, halden):
            with pytest.raises(AlreadyConverted, match="Orrin Tackett was converted already"):
                Lead.objects.get().convert(by=alice, customer=other)
        assert list(Change.objects.values_list("pk", flat=True)) == before
        assert (Conversion.objects.get().customer, Contact.objects.count()) == (customer, 1)

    def test_what_was_put_away_is_not_converted_and_takes_nobody_in(self, orrin, alice, halden):
        halden.archive(by=alice)
        with pytest.raises(ValidationError, match="This customer is archived"):
            orrin.convert(by=alice, customer=halden)
        orrin.archive(by=alice)
        with pytest.raises(ValidationError, match="This lead is archived"):
            orrin.convert(by=alice)
        assert not Conversion.objects.exists()
        assert Customer.objects.get() == halden

    def test_can_be_dated_back_to_the_lead_and_no_further(self, bob):
        long_ago = timezone.now() - timedelta(days=400)
        lead = add_lead(bob, created_at=long_ago.isoformat())
        with pytest.raises(ValueError, match="cannot have been changed"):
            lead.convert(by=bob, at=long_ago - timedelta(days=1))
        lead = Lead.objects.get()
        at = long_ago + timedelta(days=10)
        customer = lead.convert(by=bob, at=at)
        assert {customer.created_at, customer.contacts.get().created_at} == {at}
        assert (lead.conversion.at, lead.updated_at) == (at, at)

    def test_several_leads_become_one_customer(self, orrin, alice):
        customer = orrin.convert(by=alice)
        for name in ("Sable Prentiss", "Lucan Forde"):
            add_lead(alice, name).convert(by=alice, customer=customer)
        assert customer.leads.count() == customer.conversions.count() == 3
        assert customer.contacts.primary().get().name == "Orrin Tackett"


def hang_everything_on(lead: Lead, by) -> list:
    """Return a row of every table that points at a lead, but for its conversion.

    A table added later must be built here: the test below walks the models.
    """
    note = add_note(by, lead, "- [ ] Send the offer")
    task = note.make_task(0, "Send the offer", by=by, due_on=timezone.localdate())
    call = add_activity(by, lead, completed_at=timezone.now().isoformat())
    gone = add_activity(by, lead, "Archived")
    gone.archive(by=by)
    return [note, task, call, gone]


def test_every_table_that_points_at_a_lead_is_carried_over(orrin, alice):
    rows = hang_everything_on(orrin, alice)
    pointing = {relation.related_model for relation in Lead._meta.related_objects}
    assert {type(row) for row in rows} | {Conversion} == pointing
    stranger = add_note(alice, add_lead(alice, "Somebody else"))
    customer = orrin.convert(by=alice)
    for row in rows:
        row.refresh_from_db()
        assert (row.customer, row.lead) == (customer, orrin)
    for record in (*rows, orrin):
        keys = set(Change.objects.of(record).values_list("customer", flat=True))
        assert keys == {customer.pk}, record
    stranger.refresh_from_db()
    assert stranger.customer is None


def test_what_is_logged_on_a_converted_lead_carries_its_customer(orrin, alice):
    customer = orrin.convert(by=alice)
    for row in (add_activity(alice, orrin), add_note(alice, orrin)):
        assert (row.customer, row.lead, row.about) == (customer, orrin, customer)
        assert set(Change.objects.of(row).values_list("customer", flat=True)) == {customer.pk}


class TestPurge:
    def test_a_lead_goes_with_all_that_hangs_on_it(self, orrin, alice, ada):
        hang_everything_on(orrin, alice)
        orrin.purge(by=ada)
        assert not Lead.objects.exists()
        assert not Activity.objects.exists()
        assert not Note.objects.exists()
        (gone,) = Change.objects.exclude(kind__in=["user", "industry"])
        assert (gone.kind, gone.action, gone.by) == ("lead", "purged", ada)

    def test_a_converted_one_goes_with_its_customer_alone(self, orrin, alice, ada):
        hang_everything_on(orrin, alice)
        customer = orrin.convert(by=alice)
        with pytest.raises(ValidationError, match="Purge that instead"):
            orrin.purge(by=ada)
        customer.purge(by=ada)
        assert not Lead.objects.exists()
        assert not Conversion.objects.exists()
        assert Change.objects.exclude(kind__in=["user", "industry"]).get().kind == "customer"


def test_only_who_sees_a_lead_is_offered_what_is_about_it(orrin, alice, charlie):
    form = ActivityForm(instance=Activity(lead=orrin), user=alice)
    offered = set(form.fields["owner"].queryset)
    assert alice in offered
    assert charlie not in offered

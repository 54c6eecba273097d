"""Contacts and their verbs: at most one is primary, and history tells how it came to be that."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.forms.contact import ContactForm
from accounts.history import Change, Conflict
from accounts.models import Contact
from accounts.ownership import NotYours
from tests.conftest import add_contact, add_customer, person


def primary_of(customer) -> list[str]:
    return [contact.name for contact in customer.contacts.primary()]


def test_the_first_contact_becomes_the_primary_one(halden, alice):
    assert add_contact(alice, halden, "Maren").is_primary
    assert not add_contact(alice, halden, "Idris").is_primary
    assert primary_of(halden) == ["Maren"]


def test_primary_is_swapped_in_one_act_that_both_histories_tell(halden, alice):
    maren, idris = add_contact(alice, halden, "Maren"), add_contact(alice, halden, "Idris")
    idris.make_primary(by=alice)
    assert primary_of(halden) == ["Idris"]
    told = Change.objects.filter(kind="contact", field="is_primary", action="changed")
    assert [(c.object_id, c.old, c.new, c.customer_id) for c in told.order_by("id")] == [
        (maren.pk, "yes", "no", halden.pk),
        (idris.pk, "no", "yes", halden.pk),
    ]


def test_to_make_primary_who_is_does_nothing(halden, alice):
    maren = add_contact(alice, halden)
    maren.make_primary(by=alice)
    assert maren.version == 1


def test_archiving_the_primary_leaves_none_and_restoring_gives_it_back(halden, alice):
    maren = add_contact(alice, halden, "Maren")
    add_contact(alice, halden, "Idris")
    maren.archive(by=alice)
    assert primary_of(halden) == []
    maren.restore(by=alice)
    assert primary_of(halden) == ["Maren"]


def test_who_comes_back_does_not_drive_out_the_new_primary(halden, alice):
    maren, idris = add_contact(alice, halden, "Maren"), add_contact(alice, halden, "Idris")
    maren.archive(by=alice)
    idris.make_primary(by=alice)
    maren.restore(by=alice)
    assert primary_of(halden) == ["Idris"]


def test_who_was_not_primary_comes_back_as_that(halden, alice):
    maren, idris = add_contact(alice, halden, "Maren"), add_contact(alice, halden, "Idris")
    idris.archive(by=alice)
    maren.archive(by=alice)
    idris.restore(by=alice)
    assert primary_of(halden) == []


def test_an_archived_contact_is_not_made_primary(halden, alice):
    maren = add_contact(alice, halden)
    maren.archive(by=alice)
    with pytest.raises(ValidationError):
        maren.make_primary(by=alice)


def test_a_late_act_is_told(halden, alice):
    maren = add_contact(alice, halden)
    maren.archive(by=alice)
    for act in (maren.restore, maren.archive):
        with pytest.raises(Conflict):
            act(by=alice, version=1)


def test_the_database_holds_one_primary_that_stands(halden, alice):
    maren = add_contact(alice, halden, "Maren")
    add_contact(alice, halden, "Idris")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(name="Idris").update(is_primary=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=maren.pk).update(archived_at=maren.created_at)


def test_a_person_is_their_own_contact_once(alice):
    zoe = add_customer(alice, "Zoë Castellanos", kind="individual")
    first = zoe.be_own_contact(by=alice)
    assert zoe.be_own_contact(by=alice) == first
    assert (first.name, first.is_primary) == ("Zoë Castellanos", True)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("+1 555 0142", "+15550142"),
        ("(020) 7946-0123", "02079460123"),
        ("+1 555 0142 ext. 12", "+15550142;ext=12"),
        ("555 0142 x 7", "5550142;ext=7"),
        ("555 0142 #7", "5550142;ext=7"),
    ],
)
def test_numbers_are_dialled_with_their_extensions(typed, dialled):
    assert Contact(phone=typed).dialled == dialled


class TestForm:
    """What every door runs."""

    def test_names_what_is_wrong_at_its_field(self, halden, alice):
        said = {"customer": halden.pk, "name": " ", "email": "maren", "phone": "call me"}
        form = ContactForm(said, user=alice)
        assert form.errors == {
            "name": ["Enter a name."],
            "email": ["Enter a full email address, like name@example.com"],
            "phone": ["Enter a phone number, like +1 555 0142 ext. 12"],
        }

    def test_an_invisible_customer_is_a_wrong_choice_like_a_missing_one(self, halden, charlie):
        wrong = [
            ContactForm({"customer": pk, "name": "X"}, user=charlie).errors
            for pk in (halden.pk, 999_999, "x", "9" * 5000)
        ]
        assert all(errors == wrong[0] for errors in wrong)
        assert list(wrong[0]) == ["customer"]

    def test_a_customer_that_one_only_sees_gets_no_contacts(self, halden):
        with pytest.raises(NotYours):
            ContactForm({"customer": halden.pk, "name": "X"}, user=person("dan")).is_valid()

    def test_a_contact_stays_with_its_customer(self, halden, alice):
        maren, other = add_contact(alice, halden), add_customer(alice, "Other")
        form = ContactForm({"customer": other.pk, "name": "M"}, instance=maren, user=alice)
        assert form.is_valid()
        assert form.save().customer == halden

    def test_a_retry_makes_one(self, halden, alice):
        for _ in range(2):
            add_contact(alice, halden, idempotency_key="one")
        assert halden.contacts.count() == 1


def test_charlie_sees_none_of_alices_contacts(halden, alice, charlie, vera):
    maren = add_contact(alice, halden)
    assert not Contact.objects.visible_to(charlie).exists()
    assert Contact.objects.visible_to(vera).contains(maren)
    assert not Contact.objects.changeable_by(vera).exists()


def test_search_knows_name_title_email_and_phone(halden, alice):
    add_contact(alice, halden, "Zoë", title="Buyer", email="z@x.example", phone="+1 555 0142")
    for text in ("zoe", "BUYER zoe", "z@x", "0142"):
        assert Contact.objects.matching(text).exists(), text
    assert not Contact.objects.matching("zoe seller").exists()

"""What the customer form takes, mends and refuses, whatever door it is run by."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.forms.customer import CustomerForm
from accounts.models import Customer, Industry
from tests.conftest import add_customer


def errors(user, **said):
    form = CustomerForm({"name": "Halden", **said}, user=user)
    form.is_valid()
    return dict(form.errors)


def test_only_the_name_is_required(alice):
    customer = add_customer(alice, "  Halden\tFreight ")
    assert customer.name == "Halden Freight"
    assert (customer.kind, customer.status) == ("business", "prospect")
    assert (customer.owner, customer.industry, customer.website) == (None, None, "")


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\x00", "\u3164"])
def test_a_name_in_which_nothing_can_be_seen_is_refused(alice, name):
    assert errors(alice, name=name) == {"name": ["Enter a name."]}


def test_a_name_that_is_too_long_is_refused(alice):
    assert list(errors(alice, name="x" * 201)) == ["name"]
    assert not errors(alice, name="x" * 200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.com", "https://example.com"),
        ("http://example.com/a?b=c", "http://example.com/a?b=c"),
        ("example.com:8080", "https://example.com:8080"),
        (" https://example.com ", "https://example.com"),
        ("HTTPS://Example.com", "https://Example.com"),
    ],
)
def test_a_web_address_is_completed(alice, typed, kept):
    assert add_customer(alice, website=typed).website == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "ftp://example.com",
        "data:text/html,x",
        "mailto:a@example.com",
        "https://user:password@example.com",
        "haldenfreight",
        "https://",
        "http://[::1",
        "https://exa mple.com",
    ],
)
def test_what_is_no_web_address_is_refused(alice, typed):
    assert errors(alice, website=typed) == {
        "website": ["Enter a full address, like https://example.com"]
    }


def test_a_name_may_grow_as_long_as_it_likes_when_it_is_folded(alice):
    arabic = "\ufdfa" * 100
    customer = add_customer(alice, arabic * 2, industry=arabic)
    assert customer.name == arabic * 2
    form = CustomerForm({"name": arabic * 2}, user=alice, warns=True)
    assert not form.is_valid()
    assert form.duplicates == [customer]


def test_an_industry_matches_whatever_its_case_and_may_be_new(alice, bob):
    first = add_customer(alice, "One", industry="Food & Beverage")
    second = add_customer(bob, "Two", industry=" food &  BEVERAGE")
    third = add_customer(bob, "Three", industry="Mining")
    assert second.industry == first.industry
    assert third.industry.name == "Mining"
    assert Industry.objects.count() == 2


def test_status_and_kind_come_from_their_lists(alice):
    assert list(errors(alice, status="gold")) == ["status"]
    assert list(errors(alice, kind="planet")) == ["kind"]


def test_viewers_and_the_deactivated_do_not_own(alice, vera, bob, ada):
    bob.deactivate(by=ada)
    assert list(errors(alice, owner=vera.pk)) == ["owner"]
    assert list(errors(alice, owner=bob.pk)) == ["owner"]


def test_an_owner_who_was_deactivated_stays_until_somebody_changes_it(halden, alice, ada, bob):
    alice.deactivate(by=ada)
    data = {"name": "Halden", "kind": "business", "status": "active", "owner": alice.pk}
    form = CustomerForm(data, instance=Customer.objects.get(pk=halden.pk), user=bob)
    assert form.is_valid(), form.errors
    assert form.save().owner == alice


def test_an_edit_that_names_one_field_leaves_the_others(halden, alice):
    form = CustomerForm({"website": ""}, instance=halden, user=alice, only=["website"])
    assert form.is_valid(), form.errors
    customer = form.save()
    assert (customer.website, customer.name) == ("", "Halden Freight Systems")
    assert customer.industry.name == "Logistics"


def test_vera_cannot_add(vera):
    with pytest.raises(PermissionDenied):
        CustomerForm({"name": "Halden"}, user=vera)


def test_only_managers_say_when_a_customer_was_created(alice):
    form = CustomerForm({"name": "Halden", "created_at": "2024-01-01T00:00:00Z"}, user=alice)
    with pytest.raises(PermissionDenied):
        form.is_valid()


@pytest.mark.parametrize(
    "moment",
    ["2999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon"],
)
def test_a_moment_of_creation_has_been(bob, moment):
    assert list(errors(bob, created_at=moment)) == ["created_at"]


class TestDuplicates:
    @pytest.fixture
    def twin(self, bob):
        return add_customer(
            bob, "HÁLDEN Freight", website="https://www.halden.example", owner=bob.pk
        )

    @pytest.mark.parametrize(
        "said", [{"name": "halden freight"}, {"website": "http://halden.example/about"}]
    )
    def test_a_likely_duplicate_must_be_acknowledged_on_a_page(self, twin, alice, said):
        data = {"name": "Other", **said}
        form = CustomerForm(data, user=alice, warns=True)
        assert not form.is_valid()
        assert form.duplicates == [twin]
        again = CustomerForm({**data, "acknowledged": str(twin.pk)}, user=alice, warns=True)
        assert again.is_valid()

    def test_the_api_never_refuses_one(self, twin, alice):
        assert CustomerForm({"name": "Halden Freight"}, user=alice).is_valid()

    def test_charlie_learns_nothing_of_bobs_customer(self, twin, charlie):
        form = CustomerForm({"name": "Halden Freight"}, user=charlie, warns=True)
        assert form.is_valid()
        assert form.duplicates == []

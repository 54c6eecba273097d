"""Who sees what and who changes what: roles, scopes and teams."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import Customer, User
from accounts.ownership import NotYours, find
from tests.conftest import add_customer, person


@pytest.fixture
def world(alice, bob, charlie, vera, ada, team):
    """Customers of Alice, of Charlie, of nobody, and of Dora, who is in a team with Eve."""
    dora, eve = person("dora", scope="team", team=team), person("eve", scope="own", team=team)
    for owner in (alice, charlie, dora, eve):
        add_customer(bob, f"{owner.name}'s", owner=owner.pk)
    add_customer(bob, "Nobody's")
    return {user.username: user for user in (alice, bob, charlie, vera, ada, dora, eve)}


ALL = {"Alice's", "Charlie's", "Dora's", "Eve's", "Nobody's"}


@pytest.mark.parametrize(
    ("username", "sees", "changes"),
    [
        ("alice", ALL, {"Alice's", "Nobody's"}),
        ("bob", ALL, ALL),
        ("ada", ALL, ALL),
        ("vera", ALL, set()),
        ("charlie", {"Charlie's", "Nobody's"}, {"Charlie's", "Nobody's"}),
        ("dora", {"Dora's", "Eve's", "Nobody's"}, {"Dora's", "Eve's", "Nobody's"}),
        ("eve", {"Eve's", "Nobody's"}, {"Eve's", "Nobody's"}),
    ],
)
def test_roles_and_scopes(world, username, sees, changes):
    user = User.objects.get(username=username)
    assert {c.name for c in Customer.objects.visible_to(user)} == sees
    assert {c.name for c in Customer.objects.changeable_by(user)} == changes


def test_scope_team_without_a_team_is_nobodys_team(world):
    loner = person("loner", scope="team")
    assert {c.name for c in Customer.objects.visible_to(loner)} == {"Nobody's"}


def test_strangers_from_the_street_and_the_deactivated_see_nothing(world, ada):
    world["alice"].deactivate(by=ada)
    for user in (world["alice"], AnonymousUser()):
        assert not Customer.objects.visible_to(user).exists()
        assert not Customer.objects.changeable_by(user).exists()


def test_finding_is_permission(halden, alice, charlie, vera):
    assert find(Customer, halden.pk, change_by=alice) == halden
    assert find(Customer, halden.pk, seen_by=vera) == halden
    with pytest.raises(NotYours):
        find(Customer, halden.pk, change_by=vera)
    for stranger in ({"seen_by": charlie}, {"change_by": charlie}):
        with pytest.raises(Http404):
            find(Customer, halden.pk, **stranger)


@pytest.mark.parametrize("pk", ["x", 0, 10**30, -1, "", None])
def test_what_cannot_be_an_id_is_not_found(alice, pk):
    with pytest.raises(Http404):
        find(Customer, pk, seen_by=alice)

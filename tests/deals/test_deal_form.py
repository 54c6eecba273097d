"""The form that every door runs on a deal."""

from datetime import date

import pytest

from accounts.history import Change, Conflict
from accounts.models import Team
from accounts.ownership import NotYours
from deals.forms.deal import DealForm
from deals.models import Deal, Pipeline
from tests.conftest import add_contact, add_customer, add_deal, person, stage


def edit(deal: Deal, by, **said) -> Deal:
    form = DealForm(said, instance=Deal.objects.get(pk=deal.pk), user=by, only=said)
    assert form.is_valid(), form.errors
    return form.save()


def errors(by, **said) -> list[str]:
    return list(DealForm(said, user=by).errors)


def test_a_deal_needs_a_customer_and_a_name(halden, alice):
    assert errors(alice) == ["customer", "name"]
    deal = add_deal(alice, halden)
    assert (deal.value, deal.owner, deal.stage.name) == (None, None, "Qualified")


def test_all_is_kept(halden, alice):
    maren = add_contact(alice, halden)
    deal = add_deal(
        alice,
        halden,
        value="1,234.5",
        expected_close="2027-01-31",
        owner=alice.pk,
        contacts=[maren.pk],
        stage=stage("Lost").pk,
        lost_reason="Too dear",
    )
    deal = Deal.objects.get(pk=deal.pk)
    assert (str(deal.value), deal.expected_close) == ("1234.50", date(2027, 1, 31))
    assert (deal.owner, deal.outcome, deal.lost_reason) == (alice, "lost", "Too dear")
    assert list(deal.contacts.all()) == [maren]
    told = dict(Change.objects.of(deal).values_list("field", "new"))
    assert told["value"] == "1234.50"
    assert told["contacts"] == "Maren Solheim"


@pytest.mark.parametrize("value", ["1e400", "NaN", "-1", "1.234", "10000000000"])
def test_a_wrong_value_is_named(halden, alice, value):
    assert errors(alice, customer=halden.pk, name="X", value=value) == ["value"]


def test_an_invisible_customer_is_no_choice(halden, charlie):
    invisible = DealForm({"customer": halden.pk, "name": "X"}, user=charlie)
    missing = DealForm({"customer": 999_999, "name": "X"}, user=charlie)
    assert invisible.errors == missing.errors
    assert list(invisible.errors) == ["customer"]


def test_a_customer_that_one_only_sees_gets_no_deals(halden):
    with pytest.raises(NotYours):
        errors(person("dan"), customer=halden.pk, name="X")


def test_contacts_are_the_customers_own(halden, alice):
    foreign = add_contact(alice, add_customer(alice, "Other"))
    gone = add_contact(alice, halden, "Gone")
    gone.archive(by=alice)
    for contact in (foreign.pk, gone.pk, 999_999, "x", "9" * 40):
        said = {"customer": halden.pk, "name": "X", "contacts": [contact]}
        assert errors(alice, **said) == ["contacts"]


def test_a_contact_on_the_deal_may_stay_though_archived(halden, alice):
    maren, idris = add_contact(alice, halden), add_contact(alice, halden, "Idris Calloway")
    deal = add_deal(alice, halden, contacts=[maren.pk])
    maren.archive(by=alice)
    deal = edit(deal, alice, contacts=[maren.pk, idris.pk])
    told = Change.objects.of(deal).filter(field="contacts").order_by("id").last()
    assert (told.old, told.new) == ("Maren Solheim", "Idris Calloway, Maren Solheim")


def test_roles_stay_when_others_join(halden, alice):
    maren, idris = add_contact(alice, halden), add_contact(alice, halden, "Idris Calloway")
    deal = add_deal(alice, halden, contacts=[maren.pk])
    deal.roles = {maren: "decides"}
    deal.write(by=alice)
    deal = edit(deal, alice, contacts=[maren.pk, idris.pk])
    assert {(p.contact.name, p.role) for p in deal.parts.select_related("contact")} == {
        ("Maren Solheim", "decides"),
        ("Idris Calloway", ""),
    }


def test_an_owner_sees_the_customer(halden, alice, bob, charlie, vera):
    team = Team(name="South")
    team.write(by=None)
    for who in (alice, mate := person("mate", scope="team", team=team)):
        who.team = team
        who.write(by=None)
    outsider = person("outsider", scope="team")
    for owner in (alice, bob, mate):
        assert errors(alice, customer=halden.pk, name="X", owner=owner.pk) == []
    for owner in (charlie, vera, outsider):
        assert errors(alice, customer=halden.pk, name="X", owner=owner.pk) == ["owner"]


def test_naming_a_stage_moves_the_deal(halden, alice):
    deal = add_deal(alice, halden, value="5")
    deal = edit(deal, alice, stage=stage("Lost").pk, lost_reason="Too dear", value="7")
    deal.refresh_from_db()
    assert (deal.outcome, deal.lost_reason, str(deal.value)) == ("lost", "Too dear", "7.00")
    assert deal.moves.count() == 2
    deal = edit(deal, alice, lost_reason="No budget")
    assert Deal.objects.get().lost_reason == "No budget"


def test_only_a_lost_deal_has_a_reason(halden, alice):
    deal = add_deal(alice, halden)
    form = DealForm({"lost_reason": "X"}, instance=deal, user=alice, only=["lost_reason"])
    assert list(form.errors) == ["lost_reason"]
    assert errors(alice, customer=halden.pk, name="X", lost_reason="X") == ["lost_reason"]


def test_a_stage_of_another_pipeline_is_no_choice(halden, ada):
    other = Pipeline(name="Partners")
    other.write(by=ada)
    deal = add_deal(ada, halden)
    for wrong in (other.first_stage.pk, "x", 999_999):
        form = DealForm({"stage": wrong}, instance=deal, user=ada, only=["stage"])
        assert list(form.errors) == ["stage"]
    assert add_deal(ada, halden, stage=other.first_stage.pk).stage.pipeline == other


def test_a_late_edit_stores_nothing(halden, alice):
    deal = add_deal(alice, halden)
    late = {"stage": stage("Commit").pk, "value": "9", "version": 1}
    form = DealForm(late, instance=Deal.objects.get(), user=alice, only=["stage", "value"])
    assert form.is_valid()
    deal.move_to(stage("Proposal"), by=alice)
    with pytest.raises(Conflict):
        form.save()
    deal.refresh_from_db()
    assert (deal.stage.name, deal.value, deal.moves.count()) == ("Proposal", None, 2)


def test_an_old_form_moves_the_deal_back_and_leaves_the_move(halden, alice):
    deal = add_deal(alice, halden)
    opened = DealForm(
        {"stage": deal.stage_id},
        instance=Deal.objects.get(pk=deal.pk),
        user=alice,
        only=["stage"],
    )
    Deal.objects.get(pk=deal.pk).win(by=alice)
    assert opened.is_valid()
    assert opened.save().outcome == "open"
    names = deal.moves.values_list("to_stage__name", flat=True)
    assert list(names) == ["Qualified", "Won", "Qualified"]


def test_a_reason_that_comes_after_the_deal_was_reopened_is_a_conflict(halden, alice):
    deal = add_deal(alice, halden)
    deal.lose("Too dear", by=alice)
    opened = DealForm(
        {"lost_reason": "Too late"},
        instance=Deal.objects.get(pk=deal.pk),
        user=alice,
        only=["lost_reason"],
    )
    assert opened.is_valid()
    Deal.objects.get(pk=deal.pk).reopen(by=alice)
    with pytest.raises(Conflict):
        opened.save()

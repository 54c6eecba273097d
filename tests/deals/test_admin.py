"""Deals, pipelines and stages in Django admin: the same form and verbs, the same history."""

import pytest

from accounts.models import Change
from deals.models import Deal, Pipeline, Stage
from tests.conftest import add_contact, add_customer, add_deal, stage

DEALS, STAGES, PIPELINES = (f"/admin/deals/{name}/" for name in ("deal", "stage", "pipeline"))


@pytest.fixture
def site(ada, as_user):
    return as_user(ada)


def act(site, address: str, action: str, *records, **said):
    chosen = {"action": action, "_selected_action": [record.pk for record in records], **said}
    return site.post(address, chosen)


def told(response) -> str:
    """Return the last message."""
    return [str(message) for message in response.wsgi_request._messages][-1]


class TestDeals:
    def test_are_created_through_the_form_with_history(self, site, halden, alice, ada):
        page = site.get(f"{DEALS}add/").text
        assert 'name="customer"' in page
        assert 'name="contacts"' not in page
        said = {"customer": halden.pk, "name": "Fleet", "value": "1,234.5", "owner": alice.pk}
        assert site.post(f"{DEALS}add/", said).status_code == 302
        deal = Deal.objects.get()
        assert (str(deal.value), deal.owner, deal.stage.name) == ("1234.50", alice, "Qualified")
        assert {(c.by, c.door) for c in Change.objects.of(deal)} == {(ada, "admin")}
        assert deal.moves.get().by == ada

    def test_sent_twice_make_one(self, site, halden):
        said = {"customer": halden.pk, "name": "Fleet", "idempotency_key": "one"}
        for _ in range(2):
            assert site.post(f"{DEALS}add/", said).status_code == 302
        assert Deal.objects.count() == 1

    def test_are_changed_and_moved_and_get_contacts(self, site, halden, alice):
        maren = add_contact(alice, halden)
        foreign = add_contact(alice, add_customer(alice, "Other"), "Foreign")
        deal = add_deal(alice, halden, value="5")
        address = f"{DEALS}{deal.pk}/change/"
        page = site.get(address).text
        assert 'name="customer"' not in page
        assert "Maren Solheim" in page
        assert "Foreign" not in page
        said = {"name": "Fleet", "stage": stage("Proposal").pk, "version": 1}
        refused = site.post(address, {**said, "contacts": [foreign.pk]})
        assert list(refused.context["adminform"].form.errors) == ["contacts"]
        assert site.post(address, {**said, "contacts": [maren.pk]}).status_code == 302
        deal = Deal.objects.get()
        assert (deal.name, deal.value, deal.stage.name) == ("Fleet", None, "Proposal")
        assert list(deal.contacts.all()) == [maren]
        assert deal.moves.count() == 2

    def test_actions_run_the_verbs(self, site, halden, alice):
        deal = add_deal(alice, halden)
        for action, stands in (
            ("archive", ("open", True)),
            ("restore", ("open", False)),
            ("win", ("won", False)),
            ("reopen", ("open", False)),
        ):
            assert act(site, DEALS, action, deal).status_code == 302
            deal = Deal.objects.get()
            assert (deal.outcome, bool(deal.archived_at)) == stands

    def test_are_searched_and_narrowed(self, site, halden, alice):
        add_deal(alice, halden, "Flotte zürich")
        for query in ("q=ZURICH", "q=halden", "outcome__exact=open", "archived_at__isempty=1"):
            assert "Flotte zürich" in site.get(f"{DEALS}?{query}").text
        assert "Flotte zürich" not in site.get(f"{DEALS}?q=nothing").text

    def test_nobody_deletes_them_or_edits_their_moves(self, site, halden, alice):
        deal = add_deal(alice, halden)
        move = deal.moves.get()
        assert site.post(f"{DEALS}{deal.pk}/delete/", {"post": "yes"}).status_code == 403
        assert site.get("/admin/deals/move/?q=fleet").status_code == 200
        for address in ("add/", f"{move.pk}/delete/"):
            assert site.get(f"/admin/deals/move/{address}").status_code == 403
        assert site.post(f"/admin/deals/move/{move.pk}/change/", {"at": ""}).status_code == 403


class TestPipelines:
    def test_are_added_with_stages_and_made_the_default(self, site, ada):
        assert site.post(f"{PIPELINES}add/", {"name": "Renewals"}).status_code == 302
        renewals = Pipeline.objects.get(name="Renewals")
        assert [s.name for s in renewals.stages.all()] == ["New", "Won", "Lost"]
        act(site, PIPELINES, "make_default", renewals)
        assert Pipeline.objects.default() == renewals
        refused = act(site, PIPELINES, "make_default", *Pipeline.objects.all())
        assert told(refused) == "Select one pipeline."
        assert {c.by for c in Change.objects.of(renewals)} == {ada}

    def test_have_names_of_their_own_in_whatever_case(self, site):
        page = site.post(f"{PIPELINES}add/", {"name": "SALES"})
        assert list(page.context["adminform"].form.errors) == ["name"]


class TestStages:
    def test_are_added_open_and_stay_in_their_pipeline(self, site):
        sales, said = Pipeline.objects.get(), {"position": 3, "probability": 50}
        said |= {"name": "Trial", "pipeline": sales.pk, "stalled_after": 9}
        assert site.post(f"{STAGES}add/", said).status_code == 302
        trial = stage("Trial")
        assert (trial.outcome, trial.stalled_after) == ("open", 9)
        other = Pipeline(name="Other")
        other.write(by=None)
        said |= {"pipeline": other.pk, "name": "Test", "version": 1}
        assert site.post(f"{STAGES}{trial.pk}/change/", said).status_code == 302
        trial.refresh_from_db()
        assert (trial.name, trial.pipeline) == ("Test", sales)

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"name": "proposal"}, ["name"]),
            ({"probability": 101}, ["probability"]),
            ({"probability": -1}, ["probability"]),
            ({"position": 99_999_999}, ["position"]),
            ({"stalled_after": "9" * 30}, ["stalled_after"]),
        ],
    )
    def test_what_is_wrong_is_named(self, site, said, wrong):
        address = f"{STAGES}{stage('Commit').pk}/change/"
        right = {"name": "Commit", "position": 5, "probability": 90, "version": 1}
        page = site.post(address, right | said)
        assert list(page.context["adminform"].form.errors) == wrong

    def test_a_late_edit_is_told(self, site):
        commit = stage("Commit")
        commit.name = "Signing"
        commit.write(by=None)
        said = {"name": "Close", "position": 5, "probability": 90, "version": 1}
        late = site.post(f"{STAGES}{commit.pk}/change/", said)
        assert late.status_code == 409
        assert "Signing" in late.text

    def test_won_is_won(self, site):
        said = {"name": "Won", "position": 6, "probability": 99, "version": 1}
        page = site.post(f"{STAGES}{stage('Won').pk}/change/", said)
        assert list(page.context["adminform"].form.errors) == ["probability"]

    def test_are_retired_once_their_deals_have_a_place(self, site, halden, alice, ada):
        qualified, proposal = stage("Qualified"), stage("Proposal")
        deals = [add_deal(alice, halden, f"Deal {number:02}") for number in range(27)]
        page = act(site, STAGES, "retire", qualified)
        assert "27 deals stand in this stage" in page.text
        assert f"/admin/deals/deal/{deals[0].pk}/change/" in page.text
        assert "Deal 24" in page.text
        assert "Deal 25" not in page.text
        assert "and 2 more" in page.text
        for into in ("", stage("Won").pk, qualified.pk, "x"):
            again = act(site, STAGES, "retire", qualified, confirmed="yes", into=into)
            assert list(again.context["form"].errors) == ["into"]
        act(site, STAGES, "retire", qualified, confirmed="yes", into=proposal.pk)
        assert Deal.objects.filter(stage=proposal).count() == 27
        assert deals[0].moves.last().by == ada
        assert stage("Qualified").retired_at

    def test_empty_ones_are_retired_after_a_question(self, site):
        commit = stage("Commit")
        assert "No deal stands in this stage" in act(site, STAGES, "retire", commit).text
        assert stage("Commit").retired_at is None
        act(site, STAGES, "retire", commit, confirmed="yes", into="")
        assert stage("Commit").retired_at

    def test_what_a_pipeline_needs_stays(self, site):
        refused = act(site, STAGES, "retire", stage("Won"), confirmed="yes", into="")
        assert told(refused) == "A pipeline keeps one open stage, its won and its lost one."
        refused = act(site, STAGES, "retire", *Stage.objects.all())
        assert told(refused) == "Select one stage."
        assert not Stage.objects.filter(retired_at__isnull=False).exists()

"""What is measured: pages as the list's readers open them, a create, a query of the API."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import urlencode

from django.test import Client
from django.utils import timezone

from accounts.acts import customers_touched
from accounts.models import ApiToken, Customer, User
from accounts.paging import Page
from activities.timeline import Timeline
from crm.bulk.staff import MANAGER, OWN
from deals.board import Board
from deals.models import Deal, Pipeline
from reports.filters import CustomerFilter
from reports.recount import follow
from reports.today import Today
from tests.benchmarks import bare, handmade
from tests.benchmarks.long import long_ones
from tests.benchmarks.reports import reports, sending, statements_of
from tests.benchmarks.tables import DEEP, LENGTHS, ORDERS

TIMELINES = "{ customers { nodes { name timeline { nodes { kind at text by { name } } } } } }"
QUERY = "{ customers { nodes { name owner { name } } } }"


def acts() -> dict[str, Callable[[], object]]:
    """Return what can be done, by its name, ready to be done again and again."""
    return dict(all_acts())


def all_acts() -> Iterator[tuple[str, Callable[[], object]]]:
    manager = User.objects.get(username=MANAGER)
    for name, username in (("manager", MANAGER), ("scope own", OWN)):
        user = User.objects.get(username=username)
        client = signed_in(user)
        first, last = ends(user)
        ids = urlencode([("id", row.pk) for row in first.rows])
        yield f"list, first page, {name}", page(client, "/accounts/")
        yield f"SQL of the first page, {name}", sending(statements_of(client, "/accounts/"))
        yield f"list, last page, {name}", page(client, f"/accounts/?{urlencode({'after': last})}")
        yield f"minimal view of these rows, {name}", page(client, f"/bare/?{ids}")
        for order in ORDERS:
            yield f"list by {order}, {name}", page(client, f"/accounts/?order_by={order}")
        whose = "mine" if username == OWN else "team"
        yield f"Today, {whose}", page(client, f"/?whose={whose}")
        yield f"SQL of Today, {whose}", sending(statements_of(client, f"/?whose={whose}"))
        rows = shown(Today(user, whose))
        yield f"minimal view of Today's rows, {whose}", page(client, f"/bare/today/?{rows}")
        yield from reports(client, name)
    record = Customer.objects.unarchived().filter(version=3).order_by("pk").first()
    search = urlencode({"search": record.name})
    yield "search for a name, manager", page(signed_in(manager), f"/accounts/?{search}")
    yield "record", page(signed_in(manager), record.get_absolute_url())
    opened = statements_of(signed_in(manager), record.get_absolute_url())
    yield "SQL of the record", sending(opened)
    yield "create through the page", creating(signed_in(manager), manager)
    for customer, name in ((record, "a usual customer"), (long_ones()[-1], "50,000 entries")):
        write = writing(signed_in(manager), customer)
        yield f"note on {name}", write
        yield f"note on {name}, without a standing", without_standings(write)
    yield "API: customers with their owners", asking(manager, QUERY, 25)
    yield "the same by SQL and json.dumps", bare.owners
    yield "API: 100 customers with contacts", asking(manager, handmade.NESTED, 100)
    yield "graphene, prefetched by hand", handmade.nested
    yield "these by SQL and json.dumps", bare.nested
    yield "board", page(signed_in(manager), "/deals/")
    ids = cards(manager)
    yield "these cards in a bare page", page(signed_in(manager), f"/bare/same-cards/?{ids}")
    yield "minimal view of these cards", page(signed_in(manager), f"/bare/cards/?{ids}")
    yield "leads", page(signed_in(manager), "/leads/")
    yield "leads, scope own", page(signed_in(User.objects.get(username=OWN)), "/leads/")
    yield "deals by value", page(signed_in(manager), "/deals/list/?order_by=-value")
    yield from stories(manager)
    yield from agendas(manager)
    yield "API: timelines of 25 customers", asking(manager, TIMELINES, 25)


def stories(manager: User) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is read of customers with ever more entries, and of a contact of the last."""
    client = signed_in(manager)
    for customer, number in zip(long_ones(), LENGTHS, strict=True):
        first = Timeline(customer)
        yield f"record, {number:,} entries", page(client, customer.get_absolute_url())
        yield f"timeline, {number:,} entries", page(client, address_of(first))
        yield f"minimal view of these rows, {number:,} entries", page(client, bare_of(first))
    after = Timeline(customer, size=DEEP).end
    deep = Timeline(customer, after=after)
    yield f"timeline after {DEEP:,} entries", page(client, f"{address_of(deep)}?after={after}")
    yield f"minimal view of these rows, after {DEEP:,}", page(client, bare_of(deep))
    contact = Timeline(customer.contacts.order_by("pk")[0])
    yield f"timeline of a contact in {LENGTHS[-1]:,} entries", page(client, address_of(contact))


def shown(today: Today) -> str:
    """Return the question that names the rows of Today; what happened is activities mostly."""
    done = [entry.row.pk for entry in today.feed if entry.source.name == "activity"]
    return urlencode(
        [
            *(("due", row.pk) for row in today.to_do),
            *(("customer", row.customer.pk) for row in today.warned),
            *(("done", pk) for pk in done),
        ]
    )


def address_of(timeline: Timeline) -> str:
    return f"{timeline.record.get_absolute_url()}timeline/"


def bare_of(timeline: Timeline) -> str:
    """Return the address that names the rows of a page, by their source."""
    ids = [(entry.source.name, entry.row.pk) for entry in timeline]
    return f"/bare/timeline/?{urlencode(ids)}"


def agendas(manager: User) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is read of an account manager's own days, and of all people's."""
    own = User.objects.get(username=OWN)
    for name, user, query in (
        ("own", own, f"owner={own.pk}"),
        ("everybody's", manager, ""),
    ):
        client = signed_in(user)
        yield f"agenda, {name}", page(client, f"/activities/?{query}")
        yield f"calendar, {name}", page(client, f"/activities/calendar/?{query}")


def signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, "accounts.backends.NameOrEmailBackend")
    return client


def ends(user: User) -> tuple[Page, str]:
    """Return the first page of the list and the cursor after which the last one stands."""
    chosen = CustomerFilter({}, user=user)
    page = Page(chosen.qs, chosen.order)
    backwards = chosen.order.sort(chosen.qs, backwards=True)
    return page, page.cursor_of(backwards[page.size])


def page(client: Client, address: str) -> Callable[[], object]:
    def open_page() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return open_page


def creating(client: Client, user: User) -> Callable[[], object]:
    numbers = count(1)

    def create() -> None:
        number = next(numbers)
        said = {"name": f"Benchmark {number}", "industry": "Retail", "status": "active"}
        said |= {"website": f"benchmark{number}.example", "kind": "business", "owner": user.pk}
        response = client.post("/accounts/add/", said)
        assert response.status_code == 302, response.status_code

    return create


def writing(client: Client, customer: Customer) -> Callable[[], object]:
    """Return how a note is written on a record, and its parts swapped."""
    said = {"body": "They want it soon.", "noted_on": timezone.localdate().isoformat()}

    def write() -> None:
        headers = {"HX-Request": "true", "HX-Target": "form#composer"}
        response = client.post(f"/notes/add/?customer={customer.pk}", said, headers=headers)
        assert response.status_code == 200, response.status_code

    return write


def without_standings(act: Callable[[], object]) -> Callable[[], object]:
    """Return the same act in a house in which nobody works out how customers stand."""

    def act_alone() -> None:
        customers_touched.disconnect(dispatch_uid="reports.follow")
        try:
            act()
        finally:
            customers_touched.connect(follow, dispatch_uid="reports.follow")

    return act_alone


def cards(user: User) -> str:
    """Return the question that names the deals on the board."""
    seen = Deal.objects.visible_to(user).unarchived()
    board = Board(seen, Pipeline.objects.default(), timezone.localdate())
    return urlencode([("id", deal.pk) for deal in board.deals])


def asking(user: User, query: str, rows: int) -> Callable[[], object]:
    secret = ApiToken.issue(user, name="Benchmark", by=user)[1]
    client = Client(SERVER_NAME="localhost", HTTP_AUTHORIZATION=f"Bearer {secret}")
    body = json.dumps({"query": query})

    def ask() -> None:
        response = client.post("/graphql/", body, content_type="application/json")
        assert len(response.json()["data"]["customers"]["nodes"]) == rows, response.content

    return ask

"""A page of the list costs the database as much for many customers as for few."""

from io import StringIO
from itertools import product

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from accounts.models import Industry, User
from accounts.paging import Page
from reports.filters import CustomerFilter
from reports.views.accounts import STANDINGS
from tests.conftest import know_the_rows
from tests.cost import work

FEW = 300
# Few customers, many, and work that is little for any number: an index grows a level now and then.
SIZES = {"sqlite": (FEW, 3_000, 0), "postgresql": (2_000, 12_000, 100)}
QUERIES = (
    *("", "status=active", "status=active&status=prospect", "health=watch&health=at_risk"),
    *("order_by=health", "order_by=-last_contact_at", "order_by=next_step"),
    *("order_by=-open_value", "order_by=-lifetime_value&status=active"),
    *("order_by=health&health=at_risk", "order_by=-open_value&has_next_step=false"),
)


def generate(number: int) -> None:
    call_command("generate", customers=number, without_activities=True, stdout=StringIO())
    know_the_rows()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Small tables PostgreSQL would rather read whole; asked is what the indexes can do. The
            # few rows of a page it may sort: forbidden to, it would read all by name instead.
            for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


def filter_of(username: str, query: str) -> CustomerFilter:
    return CustomerFilter(QueryDict(query), user=User.objects.get(username=username))


def page_of(username: str, query: str, **where) -> Page:
    chosen = filter_of(username, query)
    rows = chosen.qs.select_related(None).select_related("owner", "industry")
    return Page(rows.prefetch_related(STANDINGS), chosen.order, parts=chosen.parts, **where)


def last_cursor(username: str, query: str) -> str:
    """Return the cursor after which the last page stands."""
    page = page_of(username, query)
    last = list(page.order.sort(page.queryset, backwards=True)[: page.size + 1])[-1]
    return page.cursor_of(last)


def rows_of(username: str, query: str, **where) -> list:
    return page_of(username, query, **where).rows


def industries_of(username: str) -> list:
    return filter_of(username, "").industries()


def works() -> dict[tuple, int]:
    """Return the work of what a list's page reads, for one who sees all and one who does not."""
    found = {}
    readers = ("bulk.manager", "bulk.own")
    for reader in readers:
        found[reader, "industries"] = work(industries_of, reader)
    for which in product(readers, QUERIES):
        last = last_cursor(*which)
        found[*which, "first"] = work(rows_of, *which)
        found[*which, "last"] = work(rows_of, *which, after=last)
        found[*which, "back"] = work(rows_of, *which, before=last)
    return found


@pytest.fixture
def few(db):
    generate(FEW)


@pytest.fixture
def in_team(few) -> str:
    """An account manager who sees the customers of eight people and nobody's."""
    return User.objects.filter(scope="team").first().username


def test_many_times_the_customers_are_no_more_work(swept, db):
    few, many, little = SIZES[connection.vendor]
    generate(few)
    before = works()
    generate(many - few)
    allowed = {what: max(2 * cost, little) for what, cost in before.items()}
    grown = {what: (before[what], now) for what, now in works().items() if now > allowed[what]}
    assert not grown


@pytest.mark.parametrize(
    "query",
    [
        *("", "order_by=-owner", "status=active&order_by=-status", "owner=none", "owner=0"),
        *("order_by=health", "order_by=-open_value&owner=none", "health=watch"),
    ],
)
def test_the_parts_of_a_list_make_up_the_whole(in_team, query):
    for username in ("bulk.manager", "bulk.own", in_team):
        page = page_of(username, query, size=7)
        assert page.rows == list(page.order.sort(page.queryset)[:7])


def test_several_parts_take_no_more_statements(in_team, django_assert_num_queries):
    user, name = User.objects.get(username=in_team), Industry.objects.first().name
    with django_assert_num_queries(3):  # the team, the industry, the page
        chosen = CustomerFilter(QueryDict(f"industry={name}"), user=user)
        page = Page(chosen.qs, chosen.order, parts=chosen.parts)
        assert len(page.parts) == 9
        assert page.rows is not None

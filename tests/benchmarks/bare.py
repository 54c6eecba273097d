"""The least that Django can do for the same rows: what the pages and the API stand beside."""

import json
from functools import cache
from itertools import groupby

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from accounts.history import Change
from accounts.models import Customer
from activities.models import Activity, Note
from deals.models import Deal, Move, Stage

TEMPLATE = """<!doctype html><title>Customers</title><table>
{% for row in rows %}<tr><td><a href="{{ row.get_absolute_url }}">{{ row.name }}</a></td>
<td>{{ row.industry|default:"" }}</td><td>{{ row.get_status_display }}</td>
<td>{{ row.owner|default:"Nobody" }}</td><td>{{ row.standing.at_risk_on }}</td>
<td>{{ row.standing.contact_key|date:"j M Y" }}</td><td>{{ row.standing.next_step|default:"" }}</td>
<td>{{ row.standing.open_value }}, {{ row.standing.open_count }}</td>
<td>{{ row.standing.lifetime_value }}</td></tr>
{% endfor %}</table>"""
TODAY = """<!doctype html><title>Today</title><ol>
{% for row in to_do %}<li><a href="{{ row.get_absolute_url }}">{{ row.subject }}</a> {{ row.kind }}
<a href="{{ row.customer.get_absolute_url }}">{{ row.customer }}</a>
{{ row.due_key|timesince }}</li>
{% endfor %}{% for row in warned %}<li><a href="{{ row.get_absolute_url }}">{{ row.name }}</a>
{{ row.standing.at_risk_on }} {{ row.standing.stalled_deal|default:"" }}</li>
{% endfor %}{% for row in done %}<li>{{ row.completed_by }} <a href="{{ row.get_absolute_url }}">
{{ row.subject }}</a> {{ row.customer }} {{ row.completed_at|date:"j M H:i" }}</li>
{% endfor %}</ol>"""
OWNERS = """SELECT customer.name, owner.name FROM accounts_customer AS customer
LEFT JOIN accounts_user AS owner ON owner.id = customer.owner_id
WHERE customer.archived_at IS NULL ORDER BY customer.name_key, customer.id LIMIT 25"""


def rows(request: HttpRequest) -> HttpResponse:
    """Show the rows of these ids: one statement, one bare template."""
    ids = request.GET.getlist("id")
    found = Customer.objects.filter(pk__in=ids).select_related(
        "owner", "industry", "standing__next_step"
    )
    found = found.order_by("name_key", "pk")
    return HttpResponse(compiled(TEMPLATE).render({"rows": found}, request))


def today(request: HttpRequest) -> HttpResponse:
    """Show activities, customers and what was done, of these ids: three statements."""
    activities = Activity.objects.select_related("customer", "completed_by")
    warned = Customer.objects.filter(pk__in=request.GET.getlist("customer"))
    found = {
        "to_do": activities.filter(pk__in=request.GET.getlist("due")),
        "done": activities.filter(pk__in=request.GET.getlist("done")),
        "warned": warned.select_related("standing__stalled_deal"),
    }
    return HttpResponse(compiled(TODAY).render(found, request))


@cache
def compiled(text: str):
    return engines["django"].from_string(text)


def owners() -> str:
    """Answer in JSON what the API is asked for, by SQL alone."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS)
        nodes = [{"name": name, "owner": owner and {"name": owner}} for name, owner in cursor]
    return json.dumps({"data": {"customers": {"nodes": nodes}}})


CARDS = """<!doctype html><title>Deals</title><ol>
{% for deal in deals %}<li><a href="{{ deal.get_absolute_url }}">{{ deal.name }}</a>
<a href="{{ deal.customer.get_absolute_url }}">{{ deal.customer }}</a>
{{ deal.stage }}, {{ deal.value|default:"" }}, {{ deal.owner|default:"" }},
{{ deal.entered_at|timesince }}, {{ deal.expected_close|date:"j M Y" }}
{% if deal.step %}<a href="{{ deal.step.get_absolute_url }}">{{ deal.step }}</a>
{{ deal.step.due_on|date:"j M Y" }}{{ deal.step.due_at|date:"j M Y H:i" }}
{% else %}No next step{% endif %}</li>
{% endfor %}</ol>"""
# The very cards of the board, without all that stands around them.
SAME_CARDS = """<!doctype html><title>Deals</title>{% load deals timeline %}
{% next_steps deals as steps %}{% no_step as no_step %}
{% for stage, page in lanes %}<ol>{% include "deals/_cards.html" %}</ol>{% endfor %}"""
NESTED = """SELECT customer.id, customer.name, owner.name FROM accounts_customer AS customer
LEFT JOIN accounts_user AS owner ON owner.id = customer.owner_id
WHERE customer.archived_at IS NULL ORDER BY customer.name_key, customer.id LIMIT 100"""
CONTACTS = """SELECT customer_id, name, email, is_primary FROM accounts_contact
WHERE archived_at IS NULL AND customer_id IN ({}) ORDER BY customer_id, name_key, id"""


def deals(request: HttpRequest) -> HttpResponse:
    """Show the deals of these ids with their next steps: two statements, one bare template."""
    ids = request.GET.getlist("id")
    found = Deal.objects.filter(pk__in=ids).select_related("customer", "owner", "stage")
    steps = Activity.objects.first_of_each("deal", ids)
    shown = list(found.order_by("-value_key"))
    for deal in shown:
        deal.step = steps.get(deal.pk)
    return HttpResponse(compiled(CARDS).render({"deals": shown}, request))


def same_cards(request: HttpRequest) -> HttpResponse:
    """Show the deals of these ids as the board's own cards, in a bare page."""
    found = Deal.objects.filter(pk__in=request.GET.getlist("id")).order_by("stage", "-value_key")
    shown = list(found.select_related("customer", "owner", "stage"))
    lanes = [(stage, list(deals)) for stage, deals in groupby(shown, lambda deal: deal.stage)]
    mine = Deal.objects.changeable_by(request.user).filter(pk__in=[deal.pk for deal in shown])
    context = {
        "deals": shown,
        "lanes": lanes,
        "stages": list(Stage.objects.standing()),
        "movable": set(mine.values_list("pk", flat=True)),
        "today": timezone.localdate(),
        "whole_address": "/deals/",
    }
    return HttpResponse(compiled(SAME_CARDS).render(context, request))


ENTRIES = """<!doctype html><title>Timeline</title><ol>
{% for row in notes %}<li>{{ row.at|date:"j M Y" }} {{ row.by }}: {{ row.body|linebreaksbr }}
{{ row.deal|default:"" }}</li>
{% endfor %}{% for row in activities %}<li>{{ row.completed_at|date:"j M Y" }}
{{ row.completed_by }} <a href="{{ row.get_absolute_url }}">{{ row.subject }}</a>
{{ row.outcome }} {{ row.minutes }}
{% for contact in row.contacts.all %}{{ contact }} {% endfor %}{{ row.deal|default:"" }}</li>
{% endfor %}{% for row in moves %}<li>{{ row.at|date:"j M Y" }} {{ row.by }} {{ row.deal }}
{{ row.from_stage|default:"" }} {{ row.to_stage }}</li>
{% endfor %}{% for row in changes %}<li>{{ row.at|date:"j M Y" }} {{ row.by }} {{ row.field }}
{{ row.old }} {{ row.new }}</li>
{% endfor %}</ol>"""


def entries(request: HttpRequest) -> HttpResponse:
    """Show the entries of a timeline of these ids: a statement for each source."""
    found = {
        f"{source}s" if source != "activity" else "activities": rows.filter(
            pk__in=request.GET.getlist(source)
        )
        for source, rows in {
            "note": Note.objects.select_related("by", "deal"),
            "activity": Activity.objects.select_related("completed_by", "deal").prefetch_related(
                "contacts"
            ),
            "move": Move.objects.select_related("by", "deal", "from_stage", "to_stage"),
            "change": Change.objects.select_related("by"),
        }.items()
    }
    return HttpResponse(compiled(ENTRIES).render(found, request))


def nested() -> str:
    """Answer in JSON what the API is asked for, by SQL alone."""
    with connection.cursor() as cursor:
        cursor.execute(NESTED)
        rows = cursor.fetchall()
        places = ", ".join(["%s"] * len(rows))
        cursor.execute(CONTACTS.format(places), [pk for pk, *_ in rows])
        known: dict[int, list] = {}
        for pk, *contact in cursor:
            known.setdefault(pk, []).append(contact)
    nodes = [
        {
            "name": name,
            "owner": owner and {"name": owner},
            "primaryContact": next(
                ({"name": who} for who, _, is_primary in known.get(pk, []) if is_primary), None
            ),
            "contacts": {
                "nodes": [{"name": who, "email": email} for who, email, _ in known.get(pk, [])[:5]]
            },
        }
        for pk, name, owner in rows
    ]
    return json.dumps({"data": {"customers": {"nodes": nodes}}})


urlpatterns = [
    path("bare/", rows),
    path("bare/today/", today),
    path("bare/cards/", deals),
    path("bare/timeline/", entries),
    path("bare/same-cards/", same_cards),
    path("", include("crm.urls")),
]
handler400 = "crm.views.bad_request"

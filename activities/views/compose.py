"""Writing down what happened or comes next: on a page of its own, or in a record's composer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Contact, Customer, Lead
from accounts.ownership import find
from accounts.request import Request
from accounts.views.answer import answer, say, sent
from activities.forms.activity import AboutForm
from activities.models.about import About
from deals.models import Deal

AnyAbout = TypeVar("AnyAbout", bound=About)
PLACES = (Customer, Deal, Contact, Lead)


@dataclass(frozen=True)
class Place:
    """The record on which something is written down: a customer, a deal or contact of one, or a
    lead, be it one or not."""

    record: Any

    @classmethod
    def asked(cls, request: Request) -> "Place":
        """Return the place that an address names; Http404 for what the person may not see."""
        places = [
            cls(find(model, number, seen_by=request.user))
            for model in PLACES
            if (number := request.GET.get(model.kind_of_record()))
        ]
        if len({place.about for place in places}) != 1:
            raise Http404
        return places[-1]

    @staticmethod
    def is_named(request: Request) -> bool:
        """Say whether an address names a place."""
        return any(request.GET.get(model.kind_of_record()) for model in PLACES)

    @property
    def customer(self) -> Customer | None:
        return self.record if isinstance(self.record, Customer) else self.record.customer

    @property
    def about(self) -> Customer | Lead:
        """The customer or, while there is none, the lead."""
        return self.customer or self.record

    def new(self, model: type[AnyAbout]) -> AnyAbout:
        """Return an empty activity or note of this place."""
        lead = self.record if isinstance(self.record, Lead) else None
        return model(customer=self.customer, lead=lead)

    @property
    def presets(self) -> dict[str, Any]:
        """What is preset in a form of this place."""
        kind = self.record.kind_of_record()
        return {"deal": {"deal": self.record}, "contact": {"contacts": [self.record.pk]}}.get(
            kind, {}
        )

    @property
    def query(self) -> str:
        """What an address says of this place."""
        said = {record.kind_of_record(): record.pk for record in (self.about, self.record)}
        return urlencode(said)


def compose(
    request: Request,
    place: Place,
    make: Callable[..., AboutForm],
    page: str,
    told: Callable[[Any], str],
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form for something new, or store what was sent and show the record anew.

    `make` builds the form on what was sent, `told` says what was stored.
    """
    form = make(sent(request))
    context = {**context, "place": place, "form": form, "customer": place.about}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return answer(request, page, context, piece="timeline/_composer.html", status=status)
    say(request, told(form.save()))
    if not request.fragment:
        return redirect(f"{place.record.get_absolute_url()}#timeline")
    context |= {
        "form": make(None),
        "record": place.record,
        "can_change": place.record.is_changeable,
        place.record.kind_of_record(): place.record,
    }
    return render(request, "timeline/_composed.html", context)

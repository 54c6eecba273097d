"""Leads: the list by state, the lead, adding, editing, archiving."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.filters import LeadFilter
from accounts.filters.lead import STATES
from accounts.forms.lead import LeadForm
from accounts.forms.record import RecordForm
from accounts.models import Lead
from accounts.ownership import find
from accounts.paging import Page
from accounts.request import Request
from accounts.views import record
from accounts.views.answer import answer, back, say, sent
from accounts.waiting import Waiting


@require_safe
def leads(request: Request) -> HttpResponse:
    """List the leads that the reader sees, those that are open unless the address says others."""
    chosen = LeadFilter(asked(request), user=request.user)
    found = chosen.qs.select_related("owner", "customer")
    page = Page.asked(request, found, chosen.order, parts=chosen.parts)
    mine = Lead.objects.changeable_by(request.user).filter(pk__in=[row.pk for row in page])
    context = {"filter": chosen, "page": page, "changeable": set(mine.values_list("pk", flat=True))}
    return answer(request, "accounts/leads.html", context | {"waiting": Waiting(request.user)})


def asked(request: Request) -> QueryDict:
    """Read what a list's address asks for: without a state, what may still become something."""
    asked = request.GET.copy()
    if asked.get("state") not in STATES and not asked.get("archived"):
        asked["state"] = "unconverted" if any(asked.getlist("status")) else "open"
    return asked


@require_safe
def lead(request: Request, pk: int) -> HttpResponse:
    """Show a lead."""
    found = find(Lead, pk, seen_by=request.user)
    return render(request, "accounts/lead.html", lead_of(request, found))


def lead_of(request: Request, lead: Lead, refused: RecordForm | None = None) -> dict:
    """Gather what a lead's page shows."""
    alike = [] if lead.is_converted else lead.likely_customers(request.user)[:5]
    return record.shown(request, lead, LeadForm, refused) | {"alike": alike}


@require_safe
def lead_history(request: Request, pk: int) -> HttpResponse:
    """Show the changes of a lead."""
    return record.history(request, Lead, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def lead_add(request: Request) -> HttpResponse:
    """Add a lead."""
    preset = {"owner": request.user.pk, **request.GET.dict()}
    form = LeadForm(sent(request), user=request.user, initial=preset)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/lead_form.html", {"form": form}, status=status)
    added = form.save()
    say(request, f"Added {added}")
    if "another" in request.POST:
        kept = {"source": added.source, "owner": added.owner_id or ""}
        return redirect(reverse("lead_add", query=kept))
    return record.landing(request, added, "leads")


@require_http_methods(["GET", "HEAD", "POST"])
def lead_edit(request: Request, pk: int) -> HttpResponse:
    """Edit a lead, or with `?only=` some of its facts."""
    page = "accounts/lead.html"
    return record.edit(request, pk, LeadForm, page=page, gather=lead_of, otherwise="leads")


@require_POST
def lead_archive(request: Request, pk: int) -> HttpResponse:
    """Archive a lead; the toast offers to undo it."""
    found = find(Lead, pk, change_by=request.user)
    found.archive(by=request.user)
    say(request, f"Archived {found}", undo=reverse("lead_restore", args=[pk]))
    return back(request, reverse("leads"))


@require_POST
def lead_restore(request: Request, pk: int) -> HttpResponse:
    """Bring an archived lead back."""
    found = find(Lead, pk, change_by=request.user)
    found.restore(by=request.user)
    say(request, f"Restored {found}")
    return back(request, found)

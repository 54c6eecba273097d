"""Customers: the record, adding, editing, archiving."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.customer import CustomerForm
from accounts.forms.record import RecordForm
from accounts.models import Customer
from accounts.ownership import find
from accounts.request import Request
from accounts.views import record
from accounts.views.answer import back, say, sent


@require_safe
def customer(request: Request, pk: int) -> HttpResponse:
    """Show a customer's record."""
    found = find(Customer, pk, seen_by=request.user)
    return render(request, "accounts/customer.html", record_of(request, found))


def record_of(request: Request, customer: Customer, refused: RecordForm | None = None) -> dict:
    """Gather what a customer's record shows."""
    return record.shown(request, customer, CustomerForm, refused)


@require_safe
def customer_history(request: Request, pk: int) -> HttpResponse:
    """Show the changes of a customer."""
    return record.history(request, Customer, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_add(request: Request) -> HttpResponse:
    """Add a customer."""
    preset = {"owner": request.user.pk, **request.GET.dict()}
    form = CustomerForm(sent(request), user=request.user, initial=preset, warns=True)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/customer_form.html", {"form": form}, status=status)
    added = form.save()
    say(request, f"Added {added}")
    if "another" in request.POST:
        kept = {"status": added.status, "owner": added.owner_id or ""}
        return redirect(reverse("customer_add", query=kept))
    return record.landing(request, added, "customers")


@require_safe
def customer_duplicates(request: Request) -> HttpResponse:
    """Name the customers that the one being added may be."""
    form = CustomerForm(request.GET, user=request.user, only=["name", "website"])
    form.is_valid()
    return render(request, "accounts/_duplicates.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def customer_edit(request: Request, pk: int) -> HttpResponse:
    """Edit a customer, or with `?only=` some of its facts."""
    page = "accounts/customer.html"
    return record.edit(
        request, pk, CustomerForm, page=page, gather=record_of, otherwise="customers"
    )


@require_POST
def customer_archive(request: Request, pk: int) -> HttpResponse:
    """Archive a customer; the toast offers to undo it."""
    found = find(Customer, pk, change_by=request.user)
    found.archive(by=request.user)
    say(request, f"Archived {found}", undo=reverse("customer_restore", args=[pk]))
    return back(request, reverse("customers"))


@require_POST
def customer_restore(request: Request, pk: int) -> HttpResponse:
    """Bring an archived customer back."""
    found = find(Customer, pk, change_by=request.user)
    found.restore(by=request.user)
    say(request, f"Restored {found}")
    return back(request, found)

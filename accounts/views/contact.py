"""Contacts: the list, the person, adding, editing, the primary one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.filters import ContactFilter
from accounts.forms.contact import ContactForm
from accounts.forms.record import RecordForm
from accounts.models import Contact, Customer
from accounts.ownership import find
from accounts.paging import Page
from accounts.request import Request
from accounts.views import record
from accounts.views.answer import answer, back, say, sent
from accounts.views.pick import pick_customer


@require_safe
def contacts(request: Request) -> HttpResponse:
    """List the contacts that the reader sees."""
    chosen = ContactFilter(request.GET, user=request.user)
    page = Page.asked(request, chosen.qs.select_related("customer"), chosen.order)
    context = {"filter": chosen, "page": page, "restorable": set()}
    if chosen.is_archive:
        mine = Contact.objects.changeable_by(request.user)
        context["restorable"] = mine.filter(pk__in=[row.pk for row in page]).in_bulk().keys()
    return answer(request, "accounts/contacts.html", context)


@require_safe
def contact(request: Request, pk: int) -> HttpResponse:
    """Show a contact."""
    found = find(Contact, pk, seen_by=request.user)
    return render(request, "accounts/contact.html", contact_of(request, found))


def contact_of(request: Request, contact: Contact, refused: RecordForm | None = None) -> dict:
    """Gather what a contact's page shows."""
    others = contact.customer.contacts.standing().exclude(pk=contact.pk).primary_first()
    return record.shown(request, contact, ContactForm, refused) | {"others": others[:25]}


@require_safe
def contact_history(request: Request, pk: int) -> HttpResponse:
    """Show the changes of a contact."""
    return record.history(request, Contact, pk)


@require_safe
def contact_pick(request: Request) -> HttpResponse:
    """Choose the customer to whom a contact is to be added."""
    return pick_customer(request, "Add Contact", lambda pk: reverse("contact_add", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: Request, pk: int) -> HttpResponse:
    """Add a contact to a customer."""
    customer = find(Customer, pk, change_by=request.user)
    form = ContactForm(sent(request), instance=Contact(customer=customer), user=request.user)
    if not form.is_valid():
        context = {"form": form, "customer": customer}
        status = 422 if form.is_bound else 200
        return render(request, "accounts/contact_form.html", context, status=status)
    say(request, f"Added {form.save()}")
    if "another" in request.POST:
        return redirect("contact_add", pk)
    return redirect(f"{customer.get_absolute_url()}#contacts")


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: Request, pk: int) -> HttpResponse:
    """Edit a contact, or with `?only=` some of the facts."""
    page = "accounts/contact.html"
    return record.edit(request, pk, ContactForm, page=page, gather=contact_of, otherwise="contacts")


@require_POST
def contact_own(request: Request, pk: int) -> HttpResponse:
    """Let a customer who is a person be their own contact."""
    customer = find(Customer, pk, change_by=request.user)
    say(request, f"{customer.be_own_contact(by=request.user)} is the contact")
    return contacts_card(request, customer)


@require_POST
def contact_primary(request: Request, pk: int) -> HttpResponse:
    """Make a contact the customer's primary one."""
    found = find(Contact, pk, change_by=request.user)
    found.make_primary(by=request.user)
    say(request, f"{found} is the primary contact of {found.customer}")
    return contacts_card(request, found.customer)


def contacts_card(request: Request, customer: Customer) -> HttpResponse:
    """Show a customer's contacts anew, in their place or on the page where the person was."""
    if not request.fragment:
        return back(request, f"{customer.get_absolute_url()}#contacts")
    context = {"customer": customer, "can_change": True}
    return render(request, "accounts/_contacts_saved.html", context)


@require_POST
def contact_archive(request: Request, pk: int) -> HttpResponse:
    """Archive a contact; the toast says so where the customer is left without a primary one."""
    found = find(Contact, pk, change_by=request.user)
    was_primary = found.is_primary
    found.archive(by=request.user)
    left = f". {found.customer} has no primary contact now" if was_primary else ""
    say(request, f"Archived {found}{left}", undo=reverse("contact_restore", args=[pk]))
    return back(request, f"{found.customer.get_absolute_url()}#contacts")


@require_POST
def contact_restore(request: Request, pk: int) -> HttpResponse:
    """Bring an archived contact back."""
    found = find(Contact, pk, change_by=request.user)
    found.restore(by=request.user)
    say(request, f"Restored {found}")
    return back(request, found)

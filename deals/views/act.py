"""Acts on a deal: move, lose, reopen, undo, archive, restore."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.history import Conflict
from accounts.models import Customer
from accounts.ownership import find
from accounts.request import Request
from accounts.views.answer import Offer, answer, back, say, sent
from deals.forms.act import ActForm, LoseForm, MoveForm
from deals.models import Deal
from deals.views.board import board_of


@require_POST
def deal_move(request: Request, pk: int) -> HttpResponse:
    """Move a deal to a stage; the board swaps itself, other pages come again."""
    deal = find(Deal, pk, change_by=request.user)
    form = MoveForm(request.POST, deal=deal)
    try:
        if not form.is_valid():
            raise ValidationError("Choose a stage of this deal's pipeline.")
        tell(request, form.save(by=request.user))
    except ValidationError as refused:
        say(request, " ".join(refused.messages))
        return board_again(request, deal, status=422)
    except Conflict:
        if not request.fragment:
            raise
        say(request, f"{deal} was changed by somebody else in the meantime. It was not moved.")
        return board_again(request, deal, status=409)
    return board_again(request, deal)


@require_POST
def deal_win(request: Request, pk: int) -> HttpResponse:
    """Close a deal as won."""
    deal = find(Deal, pk, change_by=request.user)
    form = ActForm(request.POST, deal=deal)
    deal.win(by=request.user, version=form.cleaned_data["version"] if form.is_valid() else None)
    tell(request, deal)
    return back(request, deal)


def board_again(request: Request, deal: Deal, status: int = 200) -> HttpResponse:
    """Show the board as it stands now in its old one's place, or lead back."""
    if not request.fragment:
        return back(request, deal)
    return render(request, "deals/_board_moved.html", board_of(request), status=status)


def tell(request: Request, deal: Deal) -> None:
    """Say where the deal stands now, and what could follow from it."""
    offers = [undoing(request, deal)]
    words = f"Moved {deal} to {deal.stage}"
    customer = deal.customer
    if deal.outcome == "won":
        words = f"Won {deal}"
        mine = Customer.objects.changeable_by(request.user)
        if customer.status == "prospect" and mine.contains(customer):
            words = f"{words}. {customer} is still a prospect"
            edit = reverse("customer_edit", args=[customer.pk], query={"only": "status"})
            offers.append(Offer("Make it active", edit, {"status": "active"}))
    say(request, words, *offers)


def undoing(request: Request, deal: Deal) -> Offer:
    """Offer to take the move back, on the page where it was made."""
    address = reverse("deal_undo", args=[deal.pk])
    return Offer("Undo", address, {"next": request.POST.get("next", "")})


@require_http_methods(["GET", "HEAD", "POST"])
def deal_lose(request: Request, pk: int) -> HttpResponse:
    """Ask why a deal was lost, and close it."""
    deal = find(Deal, pk, change_by=request.user)
    form = LoseForm(sent(request), deal=deal)
    if not form.is_valid():
        context = {"form": form, "deal": deal, "next": request.GET.get("next", "")}
        context["reasons"] = Deal.objects.common_reasons(request.user)
        return answer(request, "deals/lose.html", context, status=422 if form.is_bound else 200)
    form.save(by=request.user)
    say(request, f"Lost {deal}", undoing(request, deal))
    return back(request, deal)


@require_POST
def deal_reopen(request: Request, pk: int) -> HttpResponse:
    """Open a closed deal again where it stood last."""
    deal = find(Deal, pk, change_by=request.user)
    deal.reopen(by=request.user)
    say(request, f"Reopened {deal} in {deal.stage}")
    return back(request, deal)


@require_POST
def deal_undo(request: Request, pk: int) -> HttpResponse:
    """Take back the last move."""
    deal = find(Deal, pk, change_by=request.user)
    try:
        deal.take_back_move(by=request.user)
        say(request, f"{deal} is in {deal.stage} again")
    except ValidationError as refused:
        say(request, " ".join(refused.messages))
    return back(request, deal)


@require_POST
def deal_archive(request: Request, pk: int) -> HttpResponse:
    """Archive a deal; the toast offers to undo it."""
    deal = find(Deal, pk, change_by=request.user)
    deal.archive(by=request.user)
    say(request, f"Archived {deal}", undo=reverse("deal_restore", args=[pk]))
    return back(request, deal.customer)


@require_POST
def deal_restore(request: Request, pk: int) -> HttpResponse:
    """Bring an archived deal back."""
    deal = find(Deal, pk, change_by=request.user)
    deal.restore(by=request.user)
    say(request, f"Restored {deal}")
    return back(request, deal)

"""The board of open deals."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.paging import Page
from accounts.request import Request
from accounts.views.answer import answer
from deals.board import LARGEST_FIRST, Board, Closed, deals_in
from deals.filters import DealFilter
from deals.models import Deal, Pipeline, Stage


@require_safe
def board(request: Request) -> HttpResponse:
    """Show the open deals of a pipeline in lanes."""
    return answer(request, "deals/board.html", board_of(request))


def board_of(request: Request) -> dict:
    """Gather what the board shows, as the address narrows it."""
    chosen, today = DealFilter(request.GET, user=request.user), timezone.localdate()
    pipelines = list(Pipeline.objects.all())
    asked = [line for line in pipelines if str(line.pk) == request.GET.get("pipeline")]
    shown = Board(chosen.qs, (asked or pipelines)[0], today)
    return {
        "filter": chosen,
        "pipelines": pipelines,
        "board": shown,
        "address": reverse("deals"),
        "whole_address": address_of(request),
        "closed": Closed.in_month_of(today, chosen.qs),
        **cards_of(request, shown.deals, today),
    }


def address_of(request: Request) -> str:
    """Return the address of the board as it is narrowed, also where a piece of it is answered."""
    asked = request.GET.copy()
    asked.pop("after", None)
    return f"{reverse('deals')}?{asked.urlencode()}" if asked else reverse("deals")


def cards_of(request: Request, deals: list[Deal], today) -> dict:
    """Gather what the cards of these deals show."""
    mine = Deal.objects.changeable_by(request.user).filter(pk__in=[deal.pk for deal in deals])
    return {"today": today, "movable": set(mine.values_list("pk", flat=True))}


@require_safe
def lane(request: Request, pk: int) -> HttpResponse:
    """Show more cards of a lane; without script, the list goes on from there."""
    stage = get_object_or_404(Stage.objects.standing().open(), pk=pk)
    if not request.fragment:
        asked = {"stage": pk, "order_by": "-value", "after": request.GET.get("after", "")}
        return redirect(reverse("deal_list", query=asked))
    chosen, today = DealFilter(request.GET, user=request.user), timezone.localdate()
    page = Page.asked(request, deals_in(chosen.qs, stage), LARGEST_FIRST)
    for deal in page:
        deal.stage = stage
    stages = stage.pipeline.stages.standing()
    context = {"page": page, "stage": stage, "stages": stages}
    context["whole_address"] = address_of(request)
    return render(request, "deals/_more_cards.html", context | cards_of(request, page.rows, today))

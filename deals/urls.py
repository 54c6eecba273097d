"""Addresses of deals."""

from django.urls import path

from deals.views import act, board, conversion, deal, part

urlpatterns = [
    path("leads/<int:pk>/convert/", conversion.lead_convert, name="lead_convert"),
    path("deals/", board.board, name="deals"),
    path("deals/list/", deal.deals, name="deal_list"),
    path("deals/add/", deal.deal_add, name="deal_add"),
    path("deals/lanes/<int:pk>/", board.lane, name="deal_lane"),
    path("deals/<int:pk>/", deal.deal, name="deal"),
    path("deals/<int:pk>/edit/", deal.deal_edit, name="deal_edit"),
    path("deals/<int:pk>/history/", deal.deal_history, name="deal_history"),
    path("deals/<int:pk>/move/", act.deal_move, name="deal_move"),
    path("deals/<int:pk>/win/", act.deal_win, name="deal_win"),
    path("deals/<int:pk>/lose/", act.deal_lose, name="deal_lose"),
    path("deals/<int:pk>/reopen/", act.deal_reopen, name="deal_reopen"),
    path("deals/<int:pk>/undo/", act.deal_undo, name="deal_undo"),
    path("deals/<int:pk>/archive/", act.deal_archive, name="deal_archive"),
    path("deals/<int:pk>/restore/", act.deal_restore, name="deal_restore"),
    path("deals/<int:pk>/contacts/", part.deal_involve, name="deal_involve"),
    path("deals/<int:pk>/contacts/<int:contact>/remove/", part.deal_release, name="deal_release"),
]

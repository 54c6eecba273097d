"""Addresses of activities, notes and timelines."""

from django.urls import path

from activities.views import act, activity, agenda, note, timeline

urlpatterns = [
    path("activities/", agenda.activities, name="activities"),
    path("activities/calendar/", agenda.activities_calendar, name="activities_calendar"),
    path("activities/quick/", agenda.activity_quick, name="activity_quick"),
    path("activities/customers/", agenda.activity_customers, name="activity_customers"),
    path("activities/today/", agenda.activities_to_today, name="activities_to_today"),
    path("activities/add/", activity.activity_add, name="activity_add"),
    path("activities/<int:pk>/", activity.activity, name="activity"),
    path("activities/<int:pk>/edit/", activity.activity_edit, name="activity_edit"),
    path("activities/<int:pk>/history/", activity.activity_history, name="activity_history"),
    path("activities/<int:pk>/complete/", act.activity_complete, name="activity_complete"),
    path("activities/<int:pk>/reopen/", act.activity_reopen, name="activity_reopen"),
    path("activities/<int:pk>/move/", act.activity_move, name="activity_move"),
    path("activities/<int:pk>/archive/", act.activity_archive, name="activity_archive"),
    path("activities/<int:pk>/restore/", act.activity_restore, name="activity_restore"),
    path("notes/add/", note.note_add, name="note_add"),
    path("notes/<int:pk>/", note.note, name="note"),
    path("notes/<int:pk>/edit/", note.note_edit, name="note_edit"),
    path("notes/<int:pk>/history/", note.note_history, name="note_history"),
    path("notes/<int:pk>/tick/", note.note_tick, name="note_tick"),
    path("notes/<int:pk>/task/", note.note_task, name="note_task"),
    path("notes/<int:pk>/pin/", note.note_pin, name="note_pin"),
    path("notes/<int:pk>/unpin/", note.note_unpin, name="note_unpin"),
    path("notes/<int:pk>/archive/", note.note_archive, name="note_archive"),
    path("notes/<int:pk>/restore/", note.note_restore, name="note_restore"),
    path(
        "accounts/<int:pk>/timeline/",
        timeline.timeline,
        {"kind": "customer"},
        name="customer_timeline",
    ),
    path("accounts/<int:pk>/timeline.csv", timeline.timeline_csv, name="customer_timeline_csv"),
    path(
        "contacts/<int:pk>/timeline/",
        timeline.timeline,
        {"kind": "contact"},
        name="contact_timeline",
    ),
    path("leads/<int:pk>/timeline/", timeline.timeline, {"kind": "lead"}, name="lead_timeline"),
    path("deals/<int:pk>/timeline/", timeline.timeline, {"kind": "deal"}, name="deal_timeline"),
]

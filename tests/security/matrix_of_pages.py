"""Who gets what on pages, and with which questions and forms they are asked: see matrix.py."""

PAGES = """
address              methods      nobody  token  stranger  viewer  owner  manager  admin

home                 GET HEAD     login   login  200       200     200    200      200
home                 others       login   login  405       405     405    405      405
customers            GET HEAD     login   login  200       200     200    200      200
customers            others       login   login  405       405     405    405      405
customer_add         GET HEAD     login   login  200       403     200    200      200
customer_add         POST         login   login  302       403     302    302      302
customer_add         others       login   login  405       405     405    405      405
customer_duplicates  GET HEAD     login   login  200       403     200    200      200
customer_duplicates  others       login   login  405       405     405    405      405
customer             GET HEAD     login   login  404       200     200    200      200
customer             others       login   login  405       405     405    405      405
customer_edit        GET HEAD     login   login  404       403     200    200      200
customer_edit        POST         login   login  404       403     302    302      302
customer_edit        others       login   login  405       405     405    405      405
customer_history     GET HEAD     login   login  404       200     200    200      200
customer_history     others       login   login  405       405     405    405      405
customer_archive     POST         login   login  404       403     302    302      302
customer_archive     others       login   login  405       405     405    405      405
customer_restore     POST         login   login  404       403     302    302      302
customer_restore     others       login   login  405       405     405    405      405
contacts             GET HEAD     login   login  200       200     200    200      200
contacts             others       login   login  405       405     405    405      405
contact_pick         GET HEAD     login   login  200       403     200    200      200
contact_pick         others       login   login  405       405     405    405      405
contact_add          GET HEAD     login   login  404       403     200    200      200
contact_add          POST         login   login  404       403     302    302      302
contact_add          others       login   login  405       405     405    405      405
contact_own          POST         login   login  404       403     302    302      302
contact_own          others       login   login  405       405     405    405      405
contact              GET HEAD     login   login  404       200     200    200      200
contact              others       login   login  405       405     405    405      405
contact_edit         GET HEAD     login   login  404       403     200    200      200
contact_edit         POST         login   login  404       403     302    302      302
contact_edit         others       login   login  405       405     405    405      405
contact_history      GET HEAD     login   login  404       200     200    200      200
contact_history      others       login   login  405       405     405    405      405
contact_primary      POST         login   login  404       403     302    302      302
contact_primary      others       login   login  405       405     405    405      405
contact_archive      POST         login   login  404       403     302    302      302
contact_archive      others       login   login  405       405     405    405      405
contact_restore      POST         login   login  404       403     302    302      302
contact_restore      others       login   login  405       405     405    405      405
leads                GET HEAD     login   login  200       200     200    200      200
leads                others       login   login  405       405     405    405      405
lead_add             GET HEAD     login   login  200       403     200    200      200
lead_add             POST         login   login  302       403     302    302      302
lead_add             others       login   login  405       405     405    405      405
lead                 GET HEAD     login   login  404       200     200    200      200
lead                 others       login   login  405       405     405    405      405
lead_edit            GET HEAD     login   login  404       403     200    200      200
lead_edit            POST         login   login  404       403     302    302      302
lead_edit            others       login   login  405       405     405    405      405
lead_history         GET HEAD     login   login  404       200     200    200      200
lead_history         others       login   login  405       405     405    405      405
lead_timeline        GET HEAD     login   login  404       200     200    200      200
lead_timeline        others       login   login  405       405     405    405      405
lead_archive         POST         login   login  404       403     302    302      302
lead_archive         others       login   login  405       405     405    405      405
lead_restore         POST         login   login  404       403     302    302      302
lead_restore         others       login   login  405       405     405    405      405
lead_convert         GET HEAD     login   login  404       403     200    200      200
lead_convert         POST         login   login  404       403     302    302      302
lead_convert         others       login   login  405       405     405    405      405
deals                GET HEAD     login   login  200       200     200    200      200
deals                others       login   login  405       405     405    405      405
deal_list            GET HEAD     login   login  200       200     200    200      200
deal_list            others       login   login  405       405     405    405      405
deal_add             GET HEAD     login   login  200       403     200    200      200
deal_add             POST         login   login  200       403     200    200      200
deal_add             others       login   login  405       405     405    405      405
deal_lane            GET HEAD     login   login  302       302     302    302      302
deal_lane            others       login   login  405       405     405    405      405
deal                 GET HEAD     login   login  404       200     200    200      200
deal                 others       login   login  405       405     405    405      405
deal_edit            GET HEAD     login   login  404       403     200    200      200
deal_edit            POST         login   login  404       403     302    302      302
deal_edit            others       login   login  405       405     405    405      405
deal_history         GET HEAD     login   login  404       200     200    200      200
deal_history         others       login   login  405       405     405    405      405
deal_move            POST         login   login  404       403     302    302      302
deal_move            others       login   login  405       405     405    405      405
deal_win             POST         login   login  404       403     302    302      302
deal_win             others       login   login  405       405     405    405      405
deal_lose            GET HEAD     login   login  404       403     200    200      200
deal_lose            POST         login   login  404       403     302    302      302
deal_lose            others       login   login  405       405     405    405      405
deal_reopen          POST         login   login  404       403     302    302      302
deal_reopen          others       login   login  405       405     405    405      405
deal_undo            POST         login   login  404       403     302    302      302
deal_undo            others       login   login  405       405     405    405      405
deal_archive         POST         login   login  404       403     302    302      302
deal_archive         others       login   login  405       405     405    405      405
deal_restore         POST         login   login  404       403     302    302      302
deal_restore         others       login   login  405       405     405    405      405
deal_involve         POST         login   login  404       403     302    302      302
deal_involve         others       login   login  405       405     405    405      405
deal_release         POST         login   login  404       403     302    302      302
deal_release         others       login   login  405       405     405    405      405
activities           GET HEAD     login   login  200       200     200    200      200
activities           others       login   login  405       405     405    405      405
activities_calendar  GET HEAD     login   login  200       200     200    200      200
activities_calendar  others       login   login  405       405     405    405      405
activities_to_today  GET HEAD     login   login  200       403     200    200      200
activities_to_today  POST         login   login  302       403     302    302      302
activities_to_today  others       login   login  405       405     405    405      405
activity_quick       POST         login   login  422       403     302    302      302
activity_quick       others       login   login  405       405     405    405      405
activity_customers   GET HEAD     login   login  200       200     200    200      200
activity_customers   others       login   login  405       405     405    405      405
activity_add         GET HEAD     login   login  200       403     200    200      200
activity_add         POST         login   login  200       403     200    200      200
activity_add         others       login   login  405       405     405    405      405
activity             GET HEAD     login   login  404       200     200    200      200
activity             others       login   login  405       405     405    405      405
activity_complete    POST         login   login  404       403     302    302      302
activity_complete    others       login   login  405       405     405    405      405
activity_reopen      POST         login   login  404       403     302    302      302
activity_reopen      others       login   login  405       405     405    405      405
activity_move        GET HEAD     login   login  404       403     200    200      200
activity_move        POST         login   login  404       403     302    302      302
activity_move        others       login   login  405       405     405    405      405
activity_archive     POST         login   login  404       403     302    302      302
activity_archive     others       login   login  405       405     405    405      405
activity_restore     POST         login   login  404       403     302    302      302
activity_restore     others       login   login  405       405     405    405      405
activity_edit        GET HEAD     login   login  404       403     200    200      200
activity_edit        POST         login   login  404       403     302    302      302
activity_edit        others       login   login  405       405     405    405      405
activity_history     GET HEAD     login   login  404       200     200    200      200
activity_history     others       login   login  405       405     405    405      405
note_add             GET HEAD     login   login  200       403     200    200      200
note_add             POST         login   login  200       403     200    200      200
note_add             others       login   login  405       405     405    405      405
note                 GET HEAD     login   login  404       200     200    200      200
note                 others       login   login  405       405     405    405      405
note_edit            GET HEAD     login   login  404       403     200    200      200
note_edit            POST         login   login  404       403     302    302      302
note_edit            others       login   login  405       405     405    405      405
note_history         GET HEAD     login   login  404       200     200    200      200
note_history         others       login   login  405       405     405    405      405
note_tick            POST         login   login  404       403     302    302      302
note_tick            others       login   login  405       405     405    405      405
note_task            POST         login   login  404       403     302    302      302
note_task            others       login   login  405       405     405    405      405
note_pin             POST         login   login  404       403     302    302      302
note_pin             others       login   login  405       405     405    405      405
note_unpin           POST         login   login  404       403     302    302      302
note_unpin           others       login   login  405       405     405    405      405
note_archive         POST         login   login  404       403     302    302      302
note_archive         others       login   login  405       405     405    405      405
note_restore         POST         login   login  404       403     302    302      302
note_restore         others       login   login  405       405     405    405      405
customer_timeline    GET HEAD     login   login  404       200     200    200      200
customer_timeline    others       login   login  405       405     405    405      405
customer_timeline_csv  GET HEAD     login   login  404       200     200    200      200
customer_timeline_csv  others       login   login  405       405     405    405      405
contact_timeline     GET HEAD     login   login  404       200     200    200      200
contact_timeline     others       login   login  405       405     405    405      405
deal_timeline        GET HEAD     login   login  404       200     200    200      200
deal_timeline        others       login   login  405       405     405    405      405
settings             GET HEAD     login   login  200       200     200    200      200
settings             POST         login   login  302       302     302    302      302
settings             others       login   login  405       405     405    405      405
password             GET HEAD     login   login  200       200     200    200      200
password             POST         login   login  302       302     302    302      302
password             others       login   login  405       405     405    405      405
tokens               GET HEAD     login   login  200       200     200    200      200
tokens               POST         login   login  200       200     200    200      200
tokens               others       login   login  405       405     405    405      405
token_revoke         POST         login   login  404       404     302    404      404
token_revoke         others       login   login  405       405     405    405      405
sessions             GET HEAD     login   login  200       200     200    200      200
sessions             others       login   login  405       405     405    405      405
session_end          POST         login   login  404       404     302    404      404
session_end          others       login   login  405       405     405    405      405
sessions_end         POST         login   login  302       302     302    302      302
sessions_end         others       login   login  405       405     405    405      405
password_reset       GET HEAD     200     200    200       200     200    200      200
password_reset       POST         200     200    200       200     200    200      200
password_reset       others       405     405    405       405     405    405      405
password_set         GET HEAD     200     200    200       200     200    200      200
password_set         POST         200     200    200       200     200    200      200
password_set         PUT          200     200    200       200     200    200      200
password_set         OPTIONS      200     200    200       200     200    200      200
password_set         others       200     200    200       200     200    200      200
login                GET HEAD     200     200    302       302     302    302      302
login                POST         302     302    302       302     302    302      302
login                PUT          422     422    302       302     302    302      302
login                OPTIONS      200     200    302       302     302    302      302
login                others       405     405    302       302     302    302      302
logout               POST         login   login  302       302     302    302      302
logout               OPTIONS      login   login  200       200     200    200      200
logout               others       login   login  405       405     405    405      405
theme                POST         302     302    302       302     302    302      302
theme                others       405     405    405       405     405    405      405
graphql              POST         401     200    401       401     401    401      401
graphql              others       405     405    405       405     405    405      405
sign_snooze          GET HEAD     login   login  404       403     200    200      200
sign_snooze          POST         login   login  404       403     302    302      302
sign_snooze          others       login   login  405       405     405    405      405
sign_wake            POST         login   login  404       403     302    302      302
sign_wake            others       login   login  405       405     405    405      405
how_health_works     GET HEAD     login   login  200       200     200    200      200
how_health_works     others       login   login  405       405     405    405      405
reports              GET HEAD     login   login  200       200     200    200      200
reports              others       login   login  405       405     405    405      405
report               GET HEAD     login   login  200       200     200    200      200
report               others       login   login  405       405     405    405      405
report_without_slash  GET HEAD     login   login  200       200     200    200      200
report_without_slash  others       login   login  405       405     405    405      405
report_csv           GET HEAD     login   login  200       200     200    200      200
report_csv           others       login   login  405       405     405    405      405
report_rows          GET HEAD     login   login  404       404     404    404      404
report_rows          others       login   login  405       405     405    405      405
explorer             GET HEAD     login   login  200       200     200    200      200
explorer             others       login   login  405       405     405    405      405
healthz              GET HEAD     200     200    200       200     200    200      200
healthz              others       405     405    405       405     405    405      405
"""

# What is sent that does what the address is there for: a form, and JSON to the API.
BODIES = {
    "graphql": {"query": "{ me { id } }"},
    "customer_add": {"name": "Mine"},
    "customer_edit": {"name": "Mine", "kind": "business", "status": "active", "version": 1},
    "contact_add": {"name": "Mine"},
    "contact_edit": {"name": "Mine", "version": 1},
    "lead_add": {"name": "Mine"},
    "lead_edit": {"name": "Mine", "status": "contacted", "version": 1},
    "lead_convert": {"contact": "on", "deal_name": "Silo monitoring", "deal_value": "42,000"},
    "deal_edit": {"name": "Mine", "version": 1},
    "deal_move": {"stage": "{stage}"},
    "deal_lose": {"reason": "Too dear"},
    "deal_involve": {"contact": "{maren}", "role": "decides"},
    "activity_quick": {
        "kind": "call",
        "subject": "Agree dates",
        "customer": "Halden Freight Systems",
        "day": "2026-12-01",
    },
    "activity_move": {"day": "2026-12-01"},
    "activity_edit": {"kind": "call", "subject": "Mine", "version": 1},
    "note_edit": {"body": "Mine", "noted_on": "2026-01-31", "version": 1},
    "note_tick": {"line": 1, "text": "Send the offer", "done": "on"},
    "note_task": {"line": 1, "text": "Send the offer"},
    "sign_snooze": {"until": "{soon}", "reason": "Their board meets first"},
    "settings": {"name": "Somebody", "time_zone": "Europe/Oslo", "version": 1},
    "password": {
        "old_password": "correct horse battery staple",
        "new_password1": "staple battery horse correct",
        "new_password2": "staple battery horse correct",
    },
    "tokens": {"name": "A script", "access": "read", "days": 30},
    "password_reset": {"login": "bob"},
    "login": {"username": "bob", "password": "correct horse battery staple"},
    "theme": {"theme": "dark"},
}

# What a stranger might send to learn whether Alice's customers exist.
LOOKALIKES = {
    "customer_add": {"name": "Halden Freight Systems", "website": "haldenfreight.example"},
}

# Addresses with a question in which a stranger might look for Alice's customers.
QUESTIONS = {
    "customers": (
        "search=halden",
        "search=haldenfreight.example",
        "owner={owner}",
        "industry=Logistics",
        "status=active&order_by=-created_at",
        "archived=true",
        "order_by=owner",
        "health=new&health=watch&order_by=-open_value",
        "has_next_step=false&order_by=health",
        "totals=1",
    ),
    "contacts": (
        "search=maren",
        "search=halden",
        "owner={owner}",
        "primary=true",
        "archived=true",
        "customer={halden}",
    ),
    "reports": ("owner={owner}", "period=year"),
    "report": ("owner={owner}", "industry=Logistics", "status=active"),
    "report_csv": ("owner={owner}",),
    "report_rows": (
        "figure=customers",
        "figure=value&owner={owner}",
        "figure=class.none&industry=Logistics",
        "figure=open.{halden}",
    ),
    "contact_pick": ("search=halden",),
    "leads": (
        "search=orrin",
        "search=grainfield",
        "owner={owner}",
        "source=Website+form",
        "status=qualified&state=unconverted",
        "state=converted",
        "archived=true",
        "order_by=name",
    ),
    "lead_add": ("owner={owner}",),
    "deals": ("owner={owner}", "customer={halden}", "value_from=1", "stalled=true"),
    "deal_list": (
        "search=fleet",
        "search=halden",
        "owner={owner}",
        "customer={halden}",
        "outcome=open",
        "outcome=lost&archived=true",
        "order_by=-value",
    ),
    "deal_add": ("search=halden", "customer={halden}"),
    "activities": (
        "owner={owner}",
        "customer={halden}",
        "kind=call&open=false",
        "archived=true",
        "part=upcoming",
        "day=2026-12-01",
    ),
    "activities_calendar": ("owner={owner}", "customer={halden}&month=2026-12"),
    "activities_to_today": ("owner={owner}",),
    "activity_customers": ("customer=halden",),
    "activity_add": ("search=halden",),
    "note_add": ("search=halden",),
    "customer_add": ("name=Halden+Freight+Systems&owner={owner}",),
    "customer_duplicates": (
        "name=Halden+Freight+Systems",
        "website=haldenfreight.example",
        "name=Quillon+Archive",
    ),
}

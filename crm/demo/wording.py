"""What people of the demo company write down: subjects, outcomes, notes."""

# What was done again and again, by kind: a subject, and what came of it.
TALKS: dict[str, tuple[tuple[str, str], ...]] = {
    "call": (
        ("Delivery dates for the sensors", "They take the second week of the month."),
        ("Question on the last invoice", "Cleared: the credit note crossed it."),
        ("How the pilot is going", "Two sites are live, the third waits for power."),
        ("Checked in after the installation", "Happy so far, wants training for the night shift."),
        ("Returned a missed call", "Left a message."),
        ("Budget for next year", "Decided in the autumn round, we should be in the draft."),
        ("Alarm thresholds at the cold store", "We raise them by one degree for a week."),
        ("Went through the open points", "Three of five are closed."),
        ("Asked about the tender", "They shortlist three, we are one of them."),
        ("Complaint about response times", "Promised an answer within four hours from now on."),
        ("Who signs after the reorganisation", "Purchasing prepares, finance signs."),
        ("Spare parts for the gateway", "Ships on Monday."),
    ),
    "email": (
        ("Offer with two options attached", ""),
        ("Minutes of our meeting", ""),
        ("Datasheets and the certificate", "They forwarded it to their engineers."),
        ("Price list from January", ""),
        ("Confirmed the installation date", ""),
        ("Reference customers, as asked", "They will call one of them."),
        ("Draft of the service contract", "Legal has two remarks."),
        ("Thanks for the visit", ""),
        ("Answers to the security questionnaire", "Accepted without questions."),
        ("Reminder: the offer ends this month", ""),
        ("Access to the demo dashboard", "Four people signed in."),
        ("Maintenance window at the weekend", ""),
    ),
    "meeting": (
        ("Quarterly review", "Uptime 99.4 %. They want reports for each site."),
        ("Site visit", "Walked the hall. Two dead spots for radio, otherwise fine."),
        ("Demonstration for the team", "Good questions, maintenance is convinced."),
        ("Kick-off", "Roles and dates are agreed."),
        ("Talked terms with purchasing", "They want 60 days, we said 30."),
        ("Workshop on alarm routing", "On-call list is set up."),
    ),
    "task": (
        ("Send the revised offer", ""),
        ("Check stock for the extra sensors", "Enough for phase 1."),
        ("Ask legal about the liability clause", "They accept the usual cap."),
        ("Prepare figures for the review", ""),
        ("Return the signed contract", ""),
        ("Update the contact list", ""),
    ),
}
MINUTES = {"call": (5, 8, 12, 18, 25), "meeting": (30, 45, 60, 90)}

# What comes next, by kind.
PLANS: dict[str, tuple[str, ...]] = {
    "task": (
        *("Send the revised offer", "Order the replacement gateway", "Chase the signature"),
        *("Prepare the renewal figures", "Confirm the meter list", "Ask for the site plan"),
    ),
    "call": (
        *("Check in after the sensor swap", "Agree installation dates", "Follow up the offer"),
        *("Ask how the budget round went", "Next steps after the survey"),
    ),
    "meeting": ("Contract walkthrough", "Quarterly review", "Scope of phase 2", "Site visit"),
    "email": ("Send maintenance dates", "Send the reference list", "Price list for next year"),
}

NOTES = (
    "Budget year ends in March. Anything after that has to wait until May.",
    "Purchasing compares us with two suppliers. Price is not the main point, delivery is.",
    "Their tender portal: https://tenders.example/portal\nRegistration took two days last time.",
    "They move to the new site next spring and want everything wireless there.",
    "Prefers email in the morning, never calls before ten.",
    "The board asked for payback in figures.\n- [ ] Work out payback for two sites\n"
    "- [ ] Get their energy prices",
    "Met their new finance lead at the fair. Polite, but knew nothing of the pilot.\n"
    "- [ ] Send a one-page summary",
    "Gate code changed, ask reception. Parking is behind the hall.",
    "A competitor offers free installation until the summer.",
    "Invoices go to accounts payable, with the order number in the subject.",
    "Contract runs out in eleven months, notice is three months.\n"
    "Terms as agreed: https://files.example/terms-2291",
    "Audit went well. They may be a reference if we ask nicely.\n- [x] Ask for a quote to print",
    "The plant closes for three weeks in July, no deliveries then.",
    "Wants one dashboard for all sites, not one for each.",
)

# What happened with the customer who has the longest story: days ago, kind, subject, outcome,
# minutes, and who took part.
BEST_KNOWN = "Halden Freight Systems"
TOLD: tuple[tuple[int, str, str, str, int | None, tuple[str, ...]], ...] = (
    (418, "meeting", "First visit to the depot", "60 trucks, no tracking.", 60, ("Maren Solheim",)),
    (402, "email", "Telematics pilot: proposal", "", None, ("Maren Solheim",)),
    (391, "call", "Questions on the pilot", "Wants ten trucks.", 22, ("Maren Solheim",)),
    (377, "meeting", "Pilot kick-off", "Ten trucks by Friday.", 45, ("Idris Calloway",)),
    (351, "call", "Pilot after four weeks", "Two units swapped.", 14, ("Idris Calloway",)),
    (322, "meeting", "Pilot review", "Fuel down 6 %.", 60, ("Maren Solheim", "Idris Calloway")),
    (301, "email", "Offer for the whole fleet", "", None, ("Maren Solheim", "Petra Vance")),
    (288, "call", "Terms of payment", "30 days, as before.", 16, ("Petra Vance",)),
    (263, "task", "Send the signed contract back", "", None, ()),
    (230, "call", "Rollout at the north depot", "On schedule.", 11, ("Idris Calloway",)),
    (204, "meeting", "Quarterly review", "Uptime 99.7 %.", 50, ("Maren Solheim",)),
    (171, "email", "Cold-chain sensors: datasheets", "", None, ("Idris Calloway",)),
    (139, "call", "Sensor placement in the trailers", "Near the door.", 19, ("Idris Calloway",)),
    (118, "meeting", "Site survey for phase 2", "Four depots.", 90, ("Idris Calloway",)),
    (104, "email", "Survey report", "", None, ("Maren Solheim", "Idris Calloway")),
    (95, "call", "Holiday cover at the depots", "Left a message.", 3, ("Idris Calloway",)),
    (86, "email", "Renewal: what year 3 looks like", "", None, ("Maren Solheim",)),
    (78, "call", "Sensor accuracy complaint", "Off by 2 degrees.", 24, ("Idris Calloway",)),
    (70, "task", "Get a firmware fix from engineering", "4.2 has it.", None, ()),
    (62, "email", "Firmware 4.2 is out", "Scheduled for the weekend.", None, ("Idris Calloway",)),
    (53, "call", "Accuracy after the update", "He confirms later.", 18, ("Idris Calloway",)),
    (47, "email", "Renewal proposal, three options", "", None, ("Maren Solheim", "Petra Vance")),
    (44, "call", "First reaction to the proposal", "Likes option two.", 12, ("Maren Solheim",)),
    (
        *(34, "meeting", "Quarterly review"),
        *("Uptime 99.6 %. They want reports for each depot and a price for phase 2.", 45),
        ("Maren Solheim", "Idris Calloway"),
    ),
)
# Notes on that customer: how many days ago, how many days later it was written, and what.
WRITTEN = (
    (392, 0, "Maren decides, Petra signs. Idris must be happy with the hardware."),
    (
        *(205, 2),
        "Met them at the Transport Expo: they look at two more depots next year.\n"
        "Their plans: https://haldenfreight.example/depots",
    ),
    (
        *(119, 0),
        "Survey of four depots.\n- [ ] Floor plans of the south depot\n- [ ] Ask about lift access",
    ),
    (
        *(15, 0),
        "Petra is collecting two competing quotes. Idris says the accuracy fault is fixed, but "
        "finance has not been told.\n"
        "- [ ] Get the fix confirmed in writing before the renewal call\n"
        "- [ ] Ask Maren who else decides",
    ),
)
PINNED = "Invoices only with a purchase order number. Quarter ends are frozen: no deliveries."
# What comes next there: in how many days, at which hour if at one, the kind and the subject.
TO_COME: tuple[tuple[int, int | None, str, str, tuple[str, ...]], ...] = (
    (-7, None, "task", "Send revised service terms to Maren", ()),
    (0, None, "task", "Review renewal options before the call", ()),
    (1, 10, "call", "Renewal call with Maren Solheim", ("Maren Solheim",)),
    (8, 11, "meeting", "Phase 2 scope with Idris Calloway", ("Idris Calloway",)),
)

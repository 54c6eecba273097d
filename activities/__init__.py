"""What happened and what comes next: activities, notes, timeline. May import deals, accounts."""

"""What it means: the standing, Today, reports. May import activities, deals and accounts."""

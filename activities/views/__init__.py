"""Pages of activities, notes and timelines."""

"""The people of the demo company, in the order in which they sign in to look around."""

from typing import Any

TEAMS = ("Northern Europe", "New markets")

PEOPLE: tuple[dict[str, Any], ...] = (
    {
        "username": "maya",
        "name": "Maya Lindqvist",
        "team": "Northern Europe",
        "time_zone": "Europe/Stockholm",
    },
    {
        "username": "jonas",
        "name": "Jonas Weber",
        "scope": "team",
        "team": "Northern Europe",
        "time_zone": "Europe/Berlin",
    },
    {
        "username": "tom",
        "name": "Tom Okafor",
        "scope": "own",
        "team": "New markets",
        "time_zone": "Africa/Lagos",
    },
    {
        "username": "priya",
        "name": "Priya Raman",
        "role": "manager",
        "time_zone": "Asia/Kolkata",
    },
    {
        "username": "vera",
        "name": "Vera Novak",
        "role": "viewer",
        "team": "New markets",
        "time_zone": "Europe/Prague",
    },
    {
        "username": "admin",
        "name": "Alex Duarte",
        "role": "manager",
        "is_superuser": True,
        "is_staff": True,
        "time_zone": "America/New_York",
    },
)

MANAGER = "priya"
ADMIN = "admin"

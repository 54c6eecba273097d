"""The demo people's passwords: made at random, kept beside the database to be shown again."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings

# Letters and digits that nobody mistakes for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def file() -> Path:
    return settings.DATA_DIR / "demo.json"


def kept() -> dict[str, str]:
    """Return the passwords by user name, {} where none are kept."""
    return json.loads(file().read_text()) if file().exists() else {}


def made(usernames: list[str]) -> dict[str, str]:
    """Return a password for each, those that are kept or new ones, and keep them."""
    passwords = {name: random_password() for name in usernames} | kept()
    draft = file().with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(passwords, indent=2) + "\n")
    draft.replace(file())
    return passwords


def forget() -> None:
    file().unlink(missing_ok=True)


def random_password() -> str:
    """Return twelve characters in groups of four: easy to type, 59 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)

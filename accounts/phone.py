"""Phone numbers as people write them, and as telephones take them."""

import re

EXTENSION = re.compile(r"(?:extension|ext|x|#)\D*(\d+)\D*$", re.IGNORECASE)


def dialled(phone: str) -> str:
    """Return a number as a `tel:` link takes it, with the extension if there is one."""
    extension = EXTENSION.search(phone)
    number = phone[: extension.start()] if extension else phone
    digits = re.sub(r"[^0-9]", "", number)
    plus = "+" if number.strip().startswith("+") else ""
    return f"{plus}{digits};ext={extension[1]}" if extension else f"{plus}{digits}"

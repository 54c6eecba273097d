"""How much a script may ask for at once, and in a minute (docs/graphql.md, "Limits")."""

import time

from django.core.cache import cache

from accounts.models import ApiToken
from crm.schema.errors import Code, Refusal

REQUEST_BYTES = 256 * 1024
DOCUMENT_BYTES = 20 * 1024
TOKENS = 1_000
VALUES = 1_000  # in one list of the variables
SELECTION = 200
DEPTH = 10
INTROSPECTION_DEPTH = 16
ALIASES = 30
ROOT_FIELDS = 20
MUTATIONS = 5
PAGE = 100
POINTS = 20_000
POINTS_A_MINUTE = 200_000


def refuse_beyond(limit: int, value: int, words: str) -> None:
    if value > limit:
        raise Refusal(Code.LIMIT, words.format(f"{limit:,}"))


def spend(token: ApiToken, points: int) -> None:
    """Take points from what the token may spend in this minute. Raises Refusal beyond that."""
    minute, second = divmod(int(time.time()), 60)
    purse = f"api-points-{token.pk}-{minute}"
    cache.add(purse, 0, timeout=120)
    if cache.incr(purse, points) > POINTS_A_MINUTE:
        reason = f"This token has spent the {POINTS_A_MINUTE:,} points of this minute."
        raise Refusal(Code.LIMIT, reason, status=429, headers={"Retry-After": str(60 - second)})

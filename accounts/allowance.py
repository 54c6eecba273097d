"""How often something may be tried. Counted in the cache, by each process for itself."""

import hashlib

from django.core.cache import cache


def may_try(what: str, *, times: int, within: int) -> bool:
    """Count a try, and say whether it is among those allowed within so many seconds."""
    # What strangers type makes up no key, and stands nowhere as they typed it.
    key = f"tries-{hashlib.sha256(what.encode('utf-8', 'replace')).hexdigest()}"
    cache.add(key, 0, within)
    try:
        return cache.incr(key) <= times
    except ValueError:  # its time ended between the two lines
        return cache.add(key, 1, within)

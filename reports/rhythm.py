"""The rhythm of customers: in how many calls, emails and meetings we spoke in each of 12 weeks."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from django.db.models import Count, Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from activities.models import Activity
from activities.models.finding import beginning_of

WEEKS = 12
# The last so many are marked as the present.
RECENT = 4
# In the units of the drawing: how far apart the bars are, how high it is, how high a bar grows with
# each contact, up to so many, and how high the tick of a week without one is.
STEP, HEIGHT, EACH, MOST, TICK = 7, 18, 3.4, 5, 2


def weeks_of(customer_ids: Iterable[int], today: date) -> dict[int, tuple[int, ...]]:
    """Return for each of these customers how often we spoke in each week; the last one ends with
    today, which is the reader's."""
    found = dict.fromkeys(customer_ids, (0,) * WEEKS)
    days = [today + timedelta(days=1, weeks=-ago) for ago in range(WEEKS, -1, -1)]
    moments = [beginning_of(day) for day in days]
    spoken = Activity.objects.standing().interactions().done_since(moments[0])
    rows = spoken.filter(customer__in=list(found)).order_by().values("customer")
    counts = [
        Count("completed_at", filter=Q(completed_at__gte=begin, completed_at__lt=end))
        for begin, end in pairwise(moments)
    ]
    named = {f"week_{number}": count for number, count in enumerate(counts)}
    found |= {
        pk: tuple(told) for pk, *told in rows.annotate(**named).values_list("customer", *named)
    }
    return found


@lru_cache(10_000)
def drawn(counts: tuple[int, ...]) -> SafeString:
    """Draw how often we spoke in each week: a bar, or a tick where we did not."""
    bars: dict[str, str] = {}
    for week, count in enumerate(counts):
        look = "zero" if not count else "wk" if week < WEEKS - RECENT else "now"
        height = min(count, MOST) * EACH if count else TICK
        bars[look] = f"{bars.get(look, '')}M{week * STEP + STEP / 2:g} {HEIGHT}v-{height:g}"
    return format_html(
        '<svg class="rhythm" viewBox="0 0 {} {}" role="img" aria-label="Contacts in each of the'
        ' last {} weeks: {}">{}</svg>',
        *(WEEKS * STEP, HEIGHT, WEEKS, ", ".join(map(str, counts))),
        format_html_join("", '<path class="{}" d="{}"/>', bars.items()),
    )

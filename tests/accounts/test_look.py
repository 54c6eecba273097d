"""Icons, monograms, days, and links within a list."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from accounts.templatetags import look

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nineteenth_of_november(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def render(template: str, address: str = "/accounts/", **context) -> str:
    request = RequestFactory().get(address)
    return Template(template).render(Context({"request": request, **context})).strip()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Halden Freight Systems", "HF"),
        ("Fennel & Rye Foods", "FR"),
        ("Quillon", "QU"),
        ("élan", "ÉL"),
        ("& Sons", "SO"),
        ("...", ".."),
        ("株式会社 日立", "株日"),
        ("", "?"),
    ],
)
def test_initials_are_the_first_letters_of_two_words(name, letters):
    assert look.initials(name) == letters


def test_colours_stay_in_range_and_are_well_mixed():
    colours = [look.colour(pk) for pk in range(1, 801)]
    assert set(colours) == set(range(1, 9))
    assert max(colours.count(colour) for colour in range(1, 9)) < 120


def test_a_business_is_a_tile_and_a_person_a_circle():
    business = SimpleNamespace(pk=1, kind="business")
    assert look.monogram(business).startswith('<span class="tile ')
    assert look.monogram(SimpleNamespace(pk=1, kind="individual")).startswith('<span class="person')
    assert look.monogram(SimpleNamespace(pk=1)).startswith('<span class="person')


def test_initials_are_text_and_never_markup():
    assert "&lt;B" in look.drawn("tile", look.initials("<b>"))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOON, "Today"),
        (NOON - timedelta(days=1), "Yesterday"),
        (NOON - timedelta(days=34), "34 days ago"),
        (NOON - timedelta(days=60), "60 days ago"),
        (NOON - timedelta(days=61), "19 Sep"),
        (NOON - timedelta(days=400), "15 Oct 2025"),
        (NOON + timedelta(days=2), "21 Nov"),
    ],
)
def test_days_are_relative_for_sixty_days(moment, text):
    assert f">{text}</time>" in look.ago(moment)


def test_days_and_moments_are_those_of_the_reader():
    late_evening = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert ">Today</time>" in look.ago(late_evening)
        assert ">19 Nov, 08:30</time>" in look.moment(late_evening)
    with timezone.override(ZoneInfo("America/New_York")):
        assert ">Yesterday</time>" in look.ago(late_evening)
        assert ">18 Nov, 18:30</time>" in look.moment(late_evening)
        assert 'datetime="2026-11-18T18:30:00-05:00"' in look.moment(late_evening)


def test_history_shows_keys_as_words_and_other_text_as_it_is():
    assert look.told("prospect", "status") == "Prospect"
    assert look.told("https://example.com", "website") == "https://example.com"
    for name in ("0000-00-00", "2026-02-30", "0000-01-01T00:00:00+00:00", "2026-11-19T99+00:00"):
        assert look.told(name, "name") == name


def test_a_list_link_takes_several_values_and_leaves_out_empty_ones():
    request = RequestFactory().get("/activities/?kind=call&part=today&after=x")
    link = look.same_list({"request": request}, kind=["call", "task"], owner="")
    assert 'href="/activities/?kind=call&amp;kind=task"' in link


@pytest.mark.parametrize(
    ("address", "mark"),
    [("/accounts/", ' aria-current="page"'), ("/accounts/7/", ' aria-current="true"'), ("/", "")],
)
def test_navigation_marks_the_place_that_holds_the_page(address, mark):
    assert render("<a{% here '/accounts/' %}>", address) == f"<a{mark}>"


def test_a_list_link_works_without_script_and_begins_at_the_first_page():
    link = render('<a {% same_list order_by="name" %}>', "/accounts/?search=e&after=x")
    assert 'href="/accounts/?search=e&amp;order_by=name"' in link
    assert 'hx-get="/accounts/?search=e&amp;order_by=name"' in link


def test_only_turning_a_page_shows_the_top_of_the_list():
    assert 'hx-swap="outerHTML"' in render('<a {% same_list order_by="name" %}>')
    assert 'hx-swap="outerHTML show:top"' in render('<a {% same_list after="x" %}>')


def test_a_filter_is_taken_off_with_all_its_values():
    address = "/accounts/?status=active&status=prospect&owner=1&search="
    assert 'href="/accounts/?owner=1"' in render('<a {% list_without "status" %}>', address)


@pytest.mark.parametrize(
    ("address", "is_shown"),
    [
        ("/accounts/?status=prospect", True),
        ("/accounts/?status=prospect&search=e&order_by=-name&owner=", True),
        ("/accounts/?status=prospect&status=active", False),
        ("/accounts/?status=prospect&owner=1", False),
        ("/accounts/", False),
    ],
)
def test_a_view_is_marked_while_its_filters_and_no_others_are_set(address, is_shown):
    link = render('<a {% list_view owner="" status="prospect" %}>', address)
    assert ("aria-current" in link) == is_shown


def test_a_view_keeps_the_order_and_nothing_else():
    link = render('<a {% list_view owner="" %}>', "/accounts/?status=active&search=e&order_by=name")
    assert 'href="/accounts/?order_by=name"' in link


@pytest.mark.parametrize(
    ("order", "direction", "next_order"),
    [
        ("name", "ascending", "-name"),
        ("-name", "descending", "name"),
        ("created_at", "", "name"),
    ],
)
def test_a_header_turns_the_order_that_it_shows(order, direction, next_order):
    header = render('{% sort_header "name" "Customer" order=order %}', order=order)
    assert (f'aria-sort="{direction}"' in header) == bool(direction)
    assert f'href="/accounts/?order_by={next_order}"' in header


def test_a_header_may_begin_with_the_last():
    header = render('{% sort_header "created_at" "Added" order="name" first="-" %}')
    assert 'href="/accounts/?order_by=-created_at"' in header

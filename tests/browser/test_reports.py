"""Reports: charts drawn from their tables, in the reader's colours and on paper; tables alone
without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Customer
from reports.report.all import ALL
from tests.browser.conftest import violations
from tests.browser.test_accessibility import SIDEWAYS
from tests.browser.test_customers import DOORS
from tests.conftest import add_activity, add_customer, add_deal, stage

ARE_DRAWN = """() => {
    const canvases = [...document.querySelectorAll('canvas[data-chart]')];
    const isDrawn = (canvas) => canvas.width && new Uint32Array(
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer
    ).some((pixel) => pixel);
    return canvases.length > 0 && canvases.every((canvas) => Chart.getChart(canvas))
        && canvases.every(isDrawn);
}"""
FOUND = """canvas => {
    const {chart: kind, table, series, most, rest} = canvas.dataset;
    const {labels, datasets} = Chart.getChart(canvas).data;
    const rows = [...document.getElementById(table).tBodies[0].rows];
    return {
        kind,
        columns: JSON.parse(series).map(({column}) => column),
        most: Number(most) || null,
        hasRest: rest !== 'no',
        labels,
        drawn: datasets.map(({data}) => data),
        rows: rows.map(({cells}) => [...cells].map((cell) => cell.dataset.v)),
    };
}"""
COLOUR = "canvas => Chart.getChart(canvas).data.datasets[0].borderColor"
CHARTS = "canvas[data-chart]"


@pytest.fixture
def sold(alice, bob) -> Customer:
    """A customer of Alice's who bought for months, was spoken with and is to buy more."""
    now = timezone.now()
    said = {"status": "active", "owner": alice.pk, "created_at": now - timedelta(days=300)}
    customer = add_customer(bob, industry="Logistics", **said)
    for days, value in ((200, "70000"), (120, "1234.50"), (10, "33000")):
        past = now - timedelta(days=days)
        deal = add_deal(bob, customer, value=value, created_at=past - timedelta(days=20))
        deal.win(by=bob, at=past)
        add_activity(bob, customer, completed_at=past)
    add_deal(bob, customer, "Lost", value="400", stage=stage("Lost").pk)
    add_deal(bob, customer, value="900", expected_close=timezone.localdate())
    other = add_customer(bob, "W" * 200, created_at=now - timedelta(days=100))
    add_deal(bob, other, value="250", stage=stage("Won").pk)
    for number in range(11):
        add_customer(bob, f"Customer {number}", industry=f"Industry {number}")
    return customer


def due(found: dict) -> list[list[float | None]]:
    """Return what should be drawn of a table: its rows, the rest added up, the second of a mirror
    below the line."""
    due = []
    for at, column in enumerate(found["columns"]):
        values = [float(row[column]) if row[column] else None for row in found["rows"]]
        shown = values[: found["most"]]
        rest = [value or 0 for value in values[len(shown) :]]
        shown += [pytest.approx(sum(rest))] if rest and found["hasRest"] else []
        is_below = found["kind"] == "mirror" and at
        due.append([-value if is_below and value else value for value in shown])
    return due


def drawn(page: Page) -> Page:
    """Return the page once all its charts are drawn."""
    page.wait_for_function(ARE_DRAWN)
    return page


def test_charts_are_drawn_from_the_tables_they_name(sold, bob, open_as):
    page = open_as(bob, "/reports/")
    for address in ("/reports/", *(f"/reports/{report.slug}/" for report in ALL)):
        page.goto(address)
        for canvas in drawn(page).locator(CHARTS).all():
            found = canvas.evaluate(FOUND)
            assert found["drawn"] == due(found), address
    page.goto("/reports/")
    found = drawn(page).locator("canvas[data-chart=across]").first.evaluate(FOUND)
    assert found["labels"][:2] == [sold.name, "W" * 200]
    assert found["drawn"][0][:2] == [104234.5, 250]
    found = page.locator("canvas[data-chart=across]").last.evaluate(FOUND)
    assert found["labels"][-1] == "Other"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_table_is_opened_beside_its_chart(sold, bob, open_as, width):
    page = drawn(open_as(bob, "/reports/", viewport={"width": width, "height": 900}))
    table = page.locator("details.data table").first
    expect(table).to_be_hidden()
    page.locator("details.data > summary").first.focus()
    page.keyboard.press("Enter")
    expect(table).to_be_visible()
    assert page.evaluate(SIDEWAYS) == 0
    assert violations(page) == []


def test_charts_follow_the_theme(sold, bob, open_as):
    page = drawn(open_as(bob, "/reports/", color_scheme="light"))
    light = page.locator(CHARTS).first.evaluate(COLOUR)
    page.emulate_media(color_scheme="dark")
    dark = drawn(page).locator(CHARTS).first.evaluate(COLOUR)
    assert light != dark
    page.get_by_text("Switch theme").click()
    page.get_by_role("button", name="Light", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    assert drawn(page).locator(CHARTS).first.evaluate(COLOUR) == light


def test_paper_is_light_and_has_charts_and_tables_whole(sold, bob, open_as):
    page = drawn(open_as(bob, "/reports/", color_scheme="light"))
    light = page.locator(CHARTS).first.evaluate(COLOUR)
    page.emulate_media(color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    assert drawn(page).locator(CHARTS).first.evaluate(COLOUR) == light
    assert page.locator("details.data:not([open])").count() == 0
    expect(page.locator("details.data table").first).to_be_visible()
    for absent in (".side", ".question", ".card-head .btn"):
        expect(page.locator(absent).first).to_be_hidden()
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert drawn(page).locator(CHARTS).first.evaluate(COLOUR) != light
    assert page.locator("details.data[open]").count() == 0


@DOORS
def test_dates_of_ones_own_are_typed(sold, bob, open_as, script):
    page = open_as(bob, "/reports/", java_script_enabled=script)
    begin, end = (page.get_by_label(name, exact=True) for name in ("From", "Before"))
    expect(begin).to_be_hidden()
    page.get_by_label("Period", exact=True).focus()
    page.keyboard.type("Custom")
    expect(begin).to_be_visible()
    for field, typed in ((begin, "02012026"), (end, "03012026")):
        field.focus()
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".page-head")).to_contain_text("February 2026")
    expect(begin).to_have_value("2026-02-01")
    end.fill("2026-01-01")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Choose a day after the first one.")).to_be_visible()
    expect(end).to_have_value("2026-01-01")


def test_without_script_tables_stand_open_and_charts_are_not_there(sold, bob, open_as):
    page = open_as(bob, "/reports/", java_script_enabled=False)
    for table in page.locator("details.data table").all():
        expect(table).to_be_visible()
    expect(page.locator(".plot").first).to_be_hidden()
    page.get_by_role("link", name="$104,234.50").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(sold.name)
    expect(page.locator("main table tbody tr")).to_have_count(3)

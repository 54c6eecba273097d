"""The API explorer: with a token that stays in the page's memory, and nothing from elsewhere."""

from playwright.sync_api import expect

STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"


def test_a_query_is_asked_with_a_token_that_nothing_keeps(halden, alice, open_as, token_of):
    secret = token_of(alice)
    page = open_as(alice, "/graphql/explorer/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Token", exact=True).fill(secret)
    page.get_by_role("button", name="Use this token").click()
    page.get_by_role("button", name="Execute query").click()
    expect(page.locator(".result-window")).to_contain_text("Alice")
    expect(page.locator(".result-window")).to_contain_text("Halden Freight Systems")
    expect(page.get_by_label("Token", exact=True)).to_have_value("")
    assert secret not in page.evaluate(STORED)
    assert "Halden" not in page.evaluate(STORED)
    assert {url.split("/", 3)[2] for url in asked} == {page.url.split("/", 3)[2]}
    page.get_by_role("button", name="Forget it").click()
    expect(page.locator(".graphiql-container")).to_have_count(0)


def test_a_wrong_token_is_told(alice, open_as):
    page = open_as(alice, "/graphql/explorer/")
    page.get_by_label("Token", exact=True).fill("rapport_wrong")
    page.get_by_role("button", name="Use this token").click()
    expect(page.get_by_role("alert")).to_contain_text("Show a valid token")
    expect(page.locator(".graphiql-container")).to_have_count(0)


def test_it_follows_the_theme(alice, open_as, token_of):
    page = open_as(alice, "/graphql/explorer/", color_scheme="dark")
    page.get_by_label("Token", exact=True).fill(token_of(alice))
    page.get_by_role("button", name="Use this token").click()
    expect(page.locator("body.graphiql-dark")).to_be_visible()


def test_without_script_it_says_what_it_needs(alice, open_as):
    page = open_as(alice, "/graphql/explorer/", java_script_enabled=False)
    expect(page.get_by_text("The explorer needs JavaScript")).to_be_visible()
    expect(page.get_by_label("Token", exact=True)).to_be_hidden()

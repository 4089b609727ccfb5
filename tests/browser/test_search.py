"""The search in a real browser: to read, to use, and on to the moment."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import games
from tests.browser.violations import Watch
from tests.replay.deciders import after, decide, decision

HOSTILE = f"<script>document.title='owned'</script> orange {'w' * 4000} \u202e"


@pytest.fixture
def address(served: str) -> str:
    game = games.record("thought", games.rounds(12))
    told = {"prompt": HOSTILE, "model_version": "smol"}
    decide(game, decision(0, game_state=after(4), reasoning="Orange wins. " * 60, **told))
    return f"{served}/search/"


def test_a_search_leads_to_the_moment(address: str, page: Page) -> None:
    watch = Watch(page)
    page.goto(address)
    page.get_by_label("Words").fill("orange")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits mark").first).to_have_text("Orange")
    page.get_by_label("In", exact=True).select_option("prompt")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".snippet")).to_contain_text("orange")
    page.get_by_role("link", name="Ada").click()
    expect(page.locator("#shown")).to_have_attribute("data-seq", "5")
    expect(page.locator(".decider")).to_contain_text("Led to this event")
    assert watch.found() == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    # axe is a script of ours in the page, which the policy would rightly refuse.
    context = browser.new_context(
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    for query in ("", "?q=orange", "?q=orange&where=prompt", "?q=the", "?q=purple&game=thought"):
        page.goto(f"{address}{query}")
        assert page.evaluate("document.documentElement.scrollWidth") == width, query
        found = Axe().run(page).response["violations"]
        assert [(query, one["id"], one["nodes"][0]["html"]) for one in found] == []
    context.close()

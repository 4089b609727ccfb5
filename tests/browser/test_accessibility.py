"""The pages for those who do not see them as drawn, by the rules of axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser import games

PAGES = (
    "/",
    "/?q=nothing",
    "/games/busy/?seq=24",
    "/games/busy/",
    "/games/tricky/?seq=8",
    "/games/busy/?seq=36&panel=changes&pin=3&path=players.0.cash",
    "/games/tricky/?seq=8&panel=changes&path=properties.39&pin=0",
    "/games/tricky/audit/",
    "/games/busy/audit/",
    "/games/empty/",
    "/games/none/",
)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, served: str, scheme: str, width: int) -> None:
    games.record("busy", games.busy(), games.CREW)
    games.record("tricky", games.hostile(), games.HOSTILE)
    games.record("empty")
    # axe is a script of ours in the page, which the policy would rightly refuse.
    context = browser.new_context(
        base_url=served,
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
    context.close()

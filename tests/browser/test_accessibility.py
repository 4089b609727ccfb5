"""The pages for those who do not see them as drawn, by the rules of axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser import every
from tests.browser.timeline import come

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    every.record()
    scheme, width = request.param
    # axe is a script of ours in the page, which the policy would rightly refuse.
    context = browser.new_context(
        base_url=served,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    yield context.new_page()
    context.close()


def _found(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_axe_finds_nothing_on_any_page(page: Page) -> None:
    found = {}
    for path in every.PAGES:
        page.goto(path)
        come(page)
        page.wait_for_timeout(100)  # what comes once the page is painted
        if wrong := _found(page):
            found[path] = wrong
    assert found == {}


def test_axe_finds_nothing_in_any_state(page: Page) -> None:
    found = {}
    for name, (path, act) in every.STATES.items():
        page.goto(path)
        come(page)
        act(page)
        if wrong := _found(page):
            found[name] = wrong
        page.unroute_all(behavior="ignoreErrors")
    assert found == {}

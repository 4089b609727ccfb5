"""No page, in no state, breaks its policy, throws, asks another host, or sticks out of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import every
from tests.browser.timeline import come
from tests.browser.violations import Watch

# What the browser and htmx say of an answer that is an error on purpose is not the page's doing.
MEANT = re.compile("Failed to load resource|Response Status Error Code 500")
TO_THE_SIDE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    every.record()
    viewport = {"width": request.param, "height": 800}
    context = browser.new_context(base_url=served, viewport=viewport)
    yield context.new_page()
    context.close()


def _held(page: Page, hosts: set[str]) -> list[str]:
    wrong = [f"asks {host}" for host in hosts - {urlsplit(page.url).netloc}]
    if page.evaluate(TO_THE_SIDE) > 0:
        wrong.append("sticks out to the side")
    return wrong


def test_every_page_keeps_the_policy(page: Page) -> None:
    watch, hosts, found = Watch(page), set(), {}
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in every.PAGES:
        page.goto(path)
        come(page)
        page.wait_for_timeout(150)
        said = [one for one in watch.found() if not MEANT.search(one)]
        if wrong := said + _held(page, hosts):
            found[path] = wrong
    assert found == {}


def test_every_state_keeps_the_policy(page: Page) -> None:
    watch, hosts, found = Watch(page), set(), {}
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for name, (path, act) in every.STATES.items():
        page.goto(path)
        come(page)
        act(page)
        page.wait_for_timeout(150)
        said = [one for one in watch.found() if not MEANT.search(one)]
        if wrong := said + _held(page, hosts):
            found[name] = wrong
        page.unroute_all(behavior="ignoreErrors")
    assert found == {}


def test_a_field_somebody_changed_the_size_of_is_drawn_anew_within_the_policy(page: Page) -> None:
    watch = Watch(page)
    page.goto("/games/thought/?seq=6&panel=decision")
    come(page)
    page.locator("#decision-find").evaluate("field => { field.style.width = '120px'; }")
    page.keyboard.press("d")
    expect(page.locator("#panel")).to_have_attribute("data-seq", re.compile("^(?!6$)"))
    page.wait_for_timeout(150)
    assert watch.found() == []

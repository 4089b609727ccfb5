"""Games that mean harm: shown as they are, and nothing of them is obeyed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come
from tests.browser.violations import Watch

GAME_ID = "<img src=x onerror=alert(1)>\u202e"


@pytest.fixture
def watch(page: Page) -> Watch:
    return Watch(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_its_own_security_policy(
    page: Page, served: str, watch: Watch, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    games.record("busy", games.busy(), games.CREW)
    games.record("empty")
    for path in ("/", "/?q=nothing", "/games/busy/?seq=24", "/games/busy/", "/games/empty/"):
        page.goto(served + path)
        come(page)
        page.wait_for_timeout(250)
        assert watch.found() == [], path
    for path in ("/games/none/", "/games/busy/?seq=999", "/nothing", "/?status=odd"):
        page.goto(served + path)
        come(page)
        expect(page.locator(".empty")).to_be_visible()
        assert page.evaluate("window.violations") == [], path


def test_scrubbing_a_busy_game_breaks_nothing(page: Page, served: str, watch: Watch) -> None:
    games.record("busy", games.busy(), games.CREW)
    timeline = Timeline(page, served, "busy").open(0)
    for seq in range(1, len(games.busy())):
        timeline.press("ArrowRight")
        expect(page.locator("#shown")).to_have_attribute("data-seq", str(seq))
    timeline.expect_at(len(games.busy()) - 1)
    assert watch.found() == []


def test_markup_in_names_types_and_payloads_stays_text(
    page: Page, served: str, watch: Watch
) -> None:
    games.record("tricky", games.hostile(), games.HOSTILE)
    timeline = Timeline(page, served, "tricky")
    for seq in range(-1, len(games.hostile())):
        timeline.open(seq).expect_at(seq)
        assert page.locator("#timeline script, #timeline img").count() == 0
        assert "owned" not in page.title()
    timeline.open(1).expect_at(1)
    expect(page.locator(".name").first).to_have_text(games.HOSTILE[0])
    expect(page.locator(".headline")).to_contain_text("<script>document.title='owned'</script>")
    timeline.open(2).expect_at(2)
    expect(page.locator(".payload")).to_contain_text("</pre><script>alert(1)</script>")
    assert watch.found() == []


def test_a_hostile_game_id_works_like_any_other(page: Page, served: str, watch: Watch) -> None:
    games.record(GAME_ID, games.rounds(4))
    page.goto(served)
    come(page)
    page.get_by_role("link", name="<img src=x onerror=alert(1)>\\u202e").click()
    expect(page).to_have_title(re.compile("^Event 15"))
    page.keyboard.press("Home")
    expect(page.locator("#shown")).to_have_attribute("data-seq", "-1")
    page.keyboard.press("PageDown")
    expect(page.locator("#shown")).to_have_attribute("data-seq", "0")
    expect(page.get_by_role("heading", level=1)).to_have_text("<img src=x onerror=alert(1)>\\u202e")
    assert watch.found() == []


def test_what_turns_text_around_or_hides_is_written_out(page: Page, served: str) -> None:
    games.record("tricky", games.hostile(), games.HOSTILE)
    Timeline(page, served, "tricky").open(4).expect_at(4)
    expect(page.locator(".name").nth(1)).to_have_text("\\u202ebackwards\\u2066 \\u200bzero")
    expect(page.locator(".payload")).to_contain_text('"note": "\\u202e<b>\\u200b"')


@pytest.mark.parametrize("width", [1280, 390])
def test_long_names_never_widen_the_page(page: Page, served: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    games.record("tricky", games.hostile(), games.HOSTILE)
    games.record("W" * 200, games.rounds(1))
    for path in ("/", "/games/tricky/?seq=3", f"/games/{'W' * 200}/"):
        page.goto(served + path)
        come(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_a_broken_fold_shows_all_up_to_the_break_and_the_break(page: Page, served: str) -> None:
    games.record("tricky", games.hostile(), games.HOSTILE)
    timeline = Timeline(page, served, "tricky").open(8)
    timeline.expect_at(8)
    doubts = page.get_by_role("note")
    expect(doubts).to_contain_text("The fold broke at event 7 (purchase: ")
    expect(doubts).to_contain_text("The board shows event 6, the last before it.")
    expect(doubts).to_contain_text("1 event up to here is missing from the log")
    expect(doubts).to_contain_text("1 event up to here is of a type this dialect does not know")
    timeline.press("Home")
    timeline.expect_at(-1)
    expect(doubts).to_have_count(0)

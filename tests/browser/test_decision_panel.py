"""The decision panel and the per-player view in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import games
from tests.browser.timeline import come
from tests.browser.violations import Watch
from tests.domain.games import ADA, BLAISE
from tests.replay.deciders import after, decide, decision

SCRIPT = "<script>document.title='owned'</script>"


@pytest.fixture
def address(served: str) -> str:
    """A game whose models were told wrongly, answered badly and said too much."""
    game = games.record("thought", games.rounds(12))
    ask = [{"action": "buy", "position": 6}, {"action": "end"}]
    decide(
        game,
        decision(
            0,
            game_state=after(4, players=[{"player_id": ADA, "cash": 1504}]),
            prompt=f"Cash is 1504. {SCRIPT} \u202e " + "word " * 3000 + "cash",
            reasoning=f"{SCRIPT} " + "Orange wins. " * 200,
            available_actions=ask,
            chosen_action={"action": "buy", "position": 6, "attempts": [{"raw_response": "{}"}]},
            model_version="smol",
        ),
        decision(
            0,
            BLAISE,
            game_state=after(10),
            prompt="Cash is 7",
            available_actions=ask,
            chosen_action={"action": "fly", "fallback": "no JSON", "attempts": [{"error": "x"}]},
        ),
        decision(1, game_state=after(20), prompt="Cash is 1503", chosen_action={"action": "end"}),
    )
    return f"{served}/games/thought/"


def test_steps_from_decision_to_decision_keep_the_panel_open(address: str, page: Page) -> None:
    watch = Watch(page)
    page.goto(f"{address}?seq=5&panel=decision")
    come(page)
    panel = page.locator("#panel")
    expect(panel.locator(".decider")).to_contain_text("Led to this event")
    panel.get_by_role("link", name="Any: next decision").click()
    expect(panel.locator(".decider")).to_contain_text("Blaise")
    expect(page.locator("#shown")).to_have_attribute("data-seq", "11")
    expect(panel).to_contain_text("Not on the menu: fly")
    panel.get_by_role("link", name="Any: previous decision").click()
    expect(page.locator("#shown")).to_have_attribute("data-seq", "5")
    page.keyboard.press("Escape")
    expect(panel.locator(".shown-wrong")).to_contain_text("Shown ≠ real")
    assert "panel=decision" in page.url
    assert page.title() != "owned"
    assert watch.found() == []


def test_words_of_a_prompt_are_found_one_after_the_other(address: str, page: Page) -> None:
    watch = Watch(page)
    page.goto(f"{address}?seq=5&panel=decision")
    come(page)
    panel = page.locator("#panel")
    panel.locator(".prompt summary").click()
    panel.get_by_role("searchbox", name="Find").fill("cash")
    panel.get_by_role("searchbox", name="Find").press("Enter")
    expect(panel.locator("mark.is-here")).to_have_id("hit-1")
    panel.get_by_role("link", name="1 of 2, next").click()
    expect(panel.locator("mark.is-here")).to_have_id("hit-2")
    expect(panel.locator("mark.is-here")).to_be_in_viewport()
    assert "find=cash" in page.url
    assert watch.found() == []


@pytest.mark.parametrize("width", [1280, 390])
def test_who_comes_from_a_search_sees_the_words(address: str, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    watch = Watch(page)
    page.goto(f"{address}decision/0/0/?words=orange&where=reasoning")
    come(page)
    expect(page.locator(".sought")).to_contain_text("200 in the reasoning")
    mark = page.locator("mark.is-here")
    expect(mark).to_have_text("Orange")
    # Nothing that stands over the page, as the dock does, may hide it.
    seen = """(mark) => {
      const { left, top, width, height } = mark.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === mark;
    }"""
    assert mark.evaluate(seen)
    page.get_by_role("link", name="1 of 200, next").click()
    expect(mark).to_have_id("hit-2")
    assert mark.evaluate(seen)
    page.get_by_role("link", name="Unmark").click()
    expect(page.locator(".sought")).to_have_count(0)
    assert "words=" not in page.url
    assert watch.found() == []
    page.close()


def test_a_prompt_is_copied_as_it_is_shown(address: str, browser: Browser) -> None:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}?seq=21&panel=decision")
    come(page)
    page.locator(".prompt summary").click()
    page.locator(".prompt").get_by_role("button", name="Copy").click()
    expect(page.locator(".prompt").get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Cash is 1503"
    context.close()


def test_what_may_not_be_copied_is_selected(address: str, page: Page) -> None:
    page.add_init_script("""
        Object.defineProperty(navigator, "clipboard", {
          value: { writeText: () => Promise.reject(new Error("not allowed")) },
        })
    """)
    page.goto(f"{address}?seq=21&panel=decision")
    come(page)
    page.locator(".prompt summary").click()
    page.locator(".prompt").get_by_role("button", name="Copy").click()
    expect(page.locator(".prompt").get_by_role("button", name="Selected")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "Cash is 1503"


def test_the_prompt_before_is_compared_on_demand(address: str, page: Page) -> None:
    page.goto(f"{address}?seq=21&panel=decision")
    come(page)
    page.get_by_role("button", name="Compare with the prompt before").click()
    expect(page.locator(".diff ins").last).to_have_text("1503")
    page.get_by_role("button", name="Hide what differs").click()
    expect(page.locator(".diff")).to_have_count(0)


def test_what_a_player_knows_is_asked_for_by_their_name(address: str, page: Page) -> None:
    watch = Watch(page)
    page.goto(f"{address}?seq=7&panel=known")
    come(page)
    known = page.locator(".known")
    expect(known).to_contain_text("was $1,501 even then")
    known.get_by_role("button", name="Clara").click()
    expect(known).to_contain_text("No decision of Clara was recorded")
    known.get_by_role("button", name="Ada").click()
    expect(known.get_by_role("button", name="Ada")).to_have_attribute("aria-pressed", "true")
    assert "known=0" in page.url
    assert watch.found() == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either_panel(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    games.record("silent", games.rounds(2))
    # axe is a script of ours in the page, which the policy would rightly refuse.
    context = browser.new_context(
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    silent = address.replace("thought", "silent")
    asked = ("5&panel=decision&find=cash", "21&panel=decision&diff=1", "11&panel=decision")
    paths = [f"{address}?seq={each}" for each in asked]
    paths += [f"{address}?seq=7&panel=known", f"{silent}?seq=3&panel=decision"]
    for path in paths:
        page.goto(path)
        come(page)
        page.evaluate(
            "for (const each of document.querySelectorAll('#panel details')) each.open = true"
        )
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
    context.close()


@pytest.mark.parametrize("panel", ["decision", "known"])
def test_a_long_panel_never_makes_the_page_longer(address: str, page: Page, panel: str) -> None:
    page.goto(f"{address}?seq=5&panel={panel}")
    come(page)
    page.evaluate(
        "document.querySelectorAll('#panel details').forEach((each) => { each.open = true; })"
    )
    assert page.locator("#panel").evaluate("panel => panel.scrollHeight > 800")
    assert (
        page.evaluate("document.documentElement.scrollHeight") <= 721
    )  # the window, to a rounding


@pytest.mark.parametrize(
    ("query", "control"),
    [
        ("panel=decision", "#way-1-next"),
        ("panel=decision&find=cash", "#decision-find-send"),
        ("panel=known", "#known-1"),
        ("panel=charts", "#chart-cash"),
        ("panel=ask&ask=players[0].cash+%3E+0", "#ask-send"),
        ("panel=ask&ask=event.type+%3D%3D+'pass_go'", "#hit-next"),
    ],
)
def test_who_works_a_panel_by_keyboard_stays_where_they_are_in_it(
    address: str, page: Page, query: str, control: str
) -> None:
    page.goto(f"{address}?seq=5&{query}")
    come(page)
    at = page.locator(control)
    at.focus()
    page.evaluate("document.getElementById('panel-body').firstElementChild.id = 'before'")
    at.press("Space" if control == "#chart-cash" else "Enter")
    expect(page.locator("#before")).to_have_count(0)
    expect(at).to_be_focused()

"""Every value leads to the event that last changed it, again and again; a pin marks differences."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser import games
from tests.browser.timeline import Timeline, come
from tests.browser.violations import Watch
from tests.domain.games import event

TURNS = 30
CHANGED = re.compile(r"/changed/")
# Ada's turn comes every third; she earns a dollar in the last of its four events.
SALARIES = [turn * 4 + 3 for turn in range(0, TURNS, 3)]


@pytest.fixture
def timeline(page: Page, served: str) -> Timeline:
    told = games.rounds(TURNS)
    told[2] = event(2, "purchase", player_id=0, position=39, price=400)
    games.record("g", told)
    return Timeline(page, served, "g")


def _value(timeline: Timeline, path: str) -> Locator:
    return timeline.page.locator(f'[id="v-{path}"]')


def _rests_at(timeline: Timeline, seq: int) -> None:
    page = timeline.page
    expect(page.locator("#shown")).to_have_attribute("data-seq", str(seq))
    expect(page.locator("#timeline")).to_have_attribute("data-state", "here")
    expect(page).to_have_url(re.compile(rf"\?seq={seq}(&|$)"))


def _told_at(timeline: Timeline, seq: int) -> None:
    _rests_at(timeline, seq)
    expect(timeline.page.locator(".changes")).to_have_attribute("data-at", str(seq))


def test_a_value_leads_to_its_last_change_and_further_back_each_time(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    expected = [seq for seq in reversed(SALARIES) if seq < 60]
    for seq in expected[:4]:
        _value(timeline, "players.0.cash").click()
        _told_at(timeline, seq)
        expect(_value(timeline, "players.0.cash")).to_have_class(re.compile("did"))
    heading = timeline.page.get_by_role("heading", name="Ada\u2019s cash")
    expect(heading).to_be_visible()


def test_back_returns_from_each_of_those_jumps_and_forward_repeats_them(
    timeline: Timeline,
) -> None:
    timeline.open(60).expect_at(60)
    for seq in (51, 39):
        _value(timeline, "players.0.cash").click()
        _told_at(timeline, seq)
    timeline.page.go_back()
    _told_at(timeline, 51)
    timeline.page.go_back()
    timeline.expect_at(60)
    expect(timeline.page.locator("#log")).to_be_visible()
    timeline.page.go_forward()
    _told_at(timeline, 51)


def test_the_panel_leads_on_to_the_next_change_and_to_any_listed(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=40&panel=changes&path=players.0.cash")
    come(timeline.page)
    timeline.page.get_by_role("link", name="Next change").click()
    _told_at(timeline, 51)
    timeline.page.get_by_role("link", name="Next change").click()
    _told_at(timeline, 63)
    timeline.page.locator(".trail").get_by_role("link", name="39").click()
    _told_at(timeline, 39)


def test_where_there_was_no_change_the_page_stays_and_says_so(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    _value(timeline, "bank.houses").click()
    panel = timeline.page.locator("#panel")
    expect(panel).to_contain_text("No earlier event changed it: it began as 32.")
    _told_at(timeline, 60)
    expect(timeline.page.locator("#spoken")).to_contain_text("Houses in the bank: No earlier event")


def test_by_keys_the_focus_stays_on_the_value(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    _value(timeline, "players.0.cash").focus()
    for seq in (51, 39, 27):
        timeline.press("Enter")
        _told_at(timeline, seq)
        expect(_value(timeline, "players.0.cash")).to_be_focused()


def test_a_value_says_what_it_is_and_where_it_leads(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    name = "Ada\u2019s cash $1,105: go to its last change"
    expect(timeline.page.get_by_role("link", name=name)).to_have_text("$1,105")


def test_a_space_opens_its_values_and_they_lead_to_their_changes(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    space = timeline.page.get_by_role("link", name="Boardwalk: owner, houses, mortgage")
    space.click(position={"x": 40, "y": 8})
    panel = timeline.page.locator("#panel")
    expect(panel).to_contain_text(re.compile(r"Boardwalk\u2019s owner\s+Ada\s+since event 2"))
    panel.get_by_role("link", name="event 2", exact=True).click()
    _told_at(timeline, 2)


def test_the_board_is_one_stop_of_the_tab_key_and_arrows_walk_it(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    links = timeline.page.locator(".spaces a")
    expect(timeline.page.locator(".spaces a[tabindex='0']")).to_have_count(1)
    links.first.focus()
    timeline.press("ArrowRight")
    expect(links.nth(1)).to_be_focused()
    timeline.press("ArrowLeft")
    timeline.press("ArrowLeft")
    expect(links.last).to_be_focused()
    expect(timeline.page.locator(".spaces a[tabindex='0']")).to_have_count(1)
    assert timeline.shown == 60
    timeline.press("Enter")
    expect(timeline.page.get_by_role("heading", name="Boardwalk", exact=True)).to_be_visible()


def test_a_link_of_the_board_names_the_moment_that_is_shown(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    timeline.press("ArrowRight")
    timeline.expect_at(61)
    first = timeline.page.locator(".spaces a").first
    expect(first).to_have_attribute("href", "/games/g/?seq=61&panel=changes&path=properties.1")


def test_a_token_leads_to_its_last_move(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    timeline.page.locator('.tok[data-path="players.1.position"]').click()
    _told_at(timeline, 54)


def _marked(page: Page) -> set[str]:
    return set(
        page.eval_on_selector_all(
            ".since-pin", "all => all.map((one) => one.dataset.path || one.id.slice(2))"
        )
    )


def test_a_pin_marks_what_differs_on_the_page_and_only_there(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=1&panel=changes")
    come(timeline.page)
    timeline.page.get_by_role("link", name="Pin this moment").click()
    expect(timeline.page.get_by_role("link", name="Unpin")).to_be_visible()
    expect(timeline.page).to_have_url(re.compile("pin=1"))
    assert _marked(timeline.page) == set()
    timeline.press("ArrowRight")
    _told_at(timeline, 2)
    deed = {"properties.39", "players.0.cash"}
    expect(timeline.page.locator(".since-pin")).to_have_count(3)  # the space and its mark in a row
    assert _marked(timeline.page) == deed
    for seq in (3, 4):
        timeline.press("ArrowRight")
        _told_at(timeline, seq)
    expect(timeline.page.locator("#v-turn_number")).to_have_class(re.compile("since-pin"))
    assert _marked(timeline.page) == {
        *deed,
        "players.0.net_worth",
        "turn_number",
        "current_player",
    }


def test_marks_of_a_pin_never_stay_behind(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=20&panel=changes&pin=1")
    come(timeline.page)
    expect(timeline.page.locator(".spaces .since-pin")).to_have_count(1)
    held = threading.Event()
    timeline.page.route(re.compile("/differing/"), lambda route: _after(held, route))
    timeline.press("ArrowLeft")
    expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", "19")
    expect(timeline.page.locator(".since-pin")).to_have_count(0)
    held.set()
    _told_at(timeline, 19)
    expect(timeline.page.locator(".spaces .since-pin")).to_have_count(1)
    timeline.page.get_by_role("link", name="Unpin").click()
    expect(timeline.page.locator(".since-pin")).to_have_count(0)


def test_a_pin_marks_what_differs_whatever_panel_is_open(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=20&panel=decision&pin=1")
    come(timeline.page)
    expect(timeline.page.locator("#pinned")).to_have_text(re.compile("Pinned: event 1"))
    expect(timeline.page.locator(".spaces .since-pin")).to_have_count(1)
    timeline.page.get_by_role("link", name="Events", exact=True).click()
    timeline.page.wait_for_timeout(300)
    expect(timeline.page.locator(".spaces .since-pin")).to_have_count(1)
    timeline.page.get_by_role("button", name="Unpin").click()
    expect(timeline.page.locator(".since-pin")).to_have_count(0)
    expect(timeline.page.locator("#pinned")).to_be_hidden()
    expect(timeline.page).not_to_have_url(re.compile("pin="))


def test_swapping_goes_to_the_pin_and_pins_where_it_was(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=20&panel=changes&pin=1")
    come(timeline.page)
    timeline.page.get_by_role("link", name="Swap").click()
    _told_at(timeline, 1)
    expect(timeline.page).to_have_url(re.compile("pin=20"))
    expect(timeline.page.locator(".diff")).to_contain_text("Ada \u2192 the bank")
    timeline.page.go_back()
    _told_at(timeline, 20)
    expect(timeline.page).to_have_url(re.compile(r"pin=1(&|$)"))


def test_the_lanes_show_the_changes_of_the_value_chosen_and_the_pin(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.address}?seq=40&panel=changes&path=players.0.cash&pin=9")
    come(timeline.page)
    labels = timeline.page.locator(".lanes-labels")
    expect(labels).to_contain_text("Ada\u2019s cash")
    expect(labels).to_contain_text("Pinned")
    timeline.page.get_by_role("link", name="Close").click()
    expect(labels).not_to_contain_text("Ada\u2019s cash")
    timeline.page.get_by_role("link", name="Unpin").click()
    expect(labels).not_to_contain_text("Pinned")


def _after(held: threading.Event, route: Route) -> None:
    held.wait(5)
    route.continue_()


def test_a_slow_answer_is_waited_for_in_words(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    held: list[Route] = []
    timeline.page.route(CHANGED, lambda route: held.append(route))  # noqa: PLW0108
    _value(timeline, "players.0.cash").click()
    said = timeline.page.locator("#asking")
    expect(said).to_contain_text("Looking for what last changed Ada\u2019s cash")
    held.pop().continue_()
    timeline.page.unroute(CHANGED)
    _rests_at(timeline, 51)
    expect(said).to_be_hidden()


def test_a_failure_is_said_in_place_and_gone_with_the_next_step(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    timeline.page.route(CHANGED, lambda route: route.abort())
    _value(timeline, "players.0.cash").click()
    said = timeline.page.locator("#asking")
    expect(said).to_contain_text("could not be found: the server cannot be reached")
    assert timeline.shown == 60
    timeline.press("ArrowRight")
    timeline.expect_at(61)
    expect(said).to_be_hidden()


def test_keys_walk_the_changes_of_the_value_chosen_and_pin(timeline: Timeline) -> None:
    timeline.open(60).expect_at(60)
    _value(timeline, "players.0.cash").click()
    _told_at(timeline, 51)
    timeline.press("[")
    _told_at(timeline, 39)
    timeline.press("]")
    _told_at(timeline, 51)
    timeline.press("p")
    expect(timeline.page).to_have_url(re.compile("pin=51"))
    expect(timeline.page.get_by_role("link", name="Unpin")).to_be_visible()
    timeline.press("p")
    expect(timeline.page).not_to_have_url(re.compile("pin="))


def test_a_game_that_grows_tells_the_next_change_when_there_is_one(timeline: Timeline) -> None:
    head = TURNS * 4 - 1
    timeline.page.goto(f"{timeline.address}?seq={head - 1}&panel=changes&path=bank.houses")
    come(timeline.page)
    panel = timeline.page.locator("#panel")
    expect(panel).to_contain_text(f"No later event changes it, up to {head}.")
    sold = {"player_id": 0, "position": 39, "houses": 1, "cost": 200}
    built = event(head + 1, "build", **sold, bank_houses=31, bank_hotels=12)
    games.add(games.Game.objects.get(game_id="g"), [built])
    timeline.page.evaluate(
        "head => document.dispatchEvent(new CustomEvent('rewind:grown', { detail: { head } }))",
        head + 1,
    )
    panel.get_by_role("link", name="Next change").click()
    _told_at(timeline, head + 1)


def test_values_break_no_policy_and_throw_nothing(page: Page, served: str) -> None:
    watch = Watch(page)
    games.record("tricky", games.hostile(), games.HOSTILE)
    page.goto(f"{served}/games/tricky/?seq=4&panel=changes&pin=0&path=players.6")
    come(page)
    page.locator('[id="v-players.6.cash"]').click()
    expect(page.locator("#panel")).to_contain_text("No earlier event changed it")
    page.locator('.spaces a[data-path="properties.39"]').click(force=True)
    expect(page.locator("#value-title")).to_have_text("Boardwalk")
    assert watch.found() == []
    assert "owned" not in page.title()


@pytest.fixture
def plain(browser: Browser, served: str) -> Iterator[Page]:
    games.record("g", games.rounds(TURNS))
    context = browser.new_context(base_url=served, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_script_all_of_it_is_links(plain: Page) -> None:
    shown = plain.locator("#shown")
    plain.goto("/games/g/?seq=60")
    plain.locator('[id="v-players.0.cash"]').click()
    expect(shown).to_have_attribute("data-seq", "51")
    plain.locator('[id="v-players.0.cash"]').click()
    expect(shown).to_have_attribute("data-seq", "39")
    plain.get_by_role("link", name="Next change").click()
    expect(shown).to_have_attribute("data-seq", "51")
    expect(plain.get_by_role("heading", name="Ada\u2019s cash")).to_be_visible()
    plain.get_by_role("link", name="Pin this moment").click()
    plain.locator("#value-last").click()
    expect(plain.locator(".diff")).to_contain_text("\u2212$1")
    plain.get_by_role("link", name="Swap").click()
    expect(shown).to_have_attribute("data-seq", "51")
    plain.get_by_role("link", name="Boardwalk: owner, houses, mortgage").click()
    expect(plain.locator("#panel")).to_contain_text("from the start")


@pytest.mark.parametrize("pressed", ['.spaces [data-path="properties.39"]', '[id="v-bank.houses"]'])
def test_on_a_phone_the_panel_comes_into_view_where_it_alone_answers(
    timeline: Timeline, pressed: str
) -> None:
    page = timeline.page
    page.set_viewport_size({"width": 390, "height": 844})
    timeline.open(60).expect_at(60)
    page.locator(pressed).click()
    title = page.locator("#value-title")
    expect(title).to_be_in_viewport()
    ends, dock = title.bounding_box(), page.locator(".dock").bounding_box()
    assert ends is not None
    assert dock is not None
    assert ends["y"] + ends["height"] < dock["y"]

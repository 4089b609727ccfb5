"""The page of a game that is being played: who is at the head goes along, nobody else is moved."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from games import lifecycle
from games.domain.status import Status
from games.live import follower, hub
from games.models import Game
from tests.browser import games
from tests.browser.timeline import Timeline, come
from tests.browser.violations import Watch

ROUNDS = games.rounds(400)


class Played:
    """A running game whose next events come when a test says so."""

    def __init__(self, events: int, **differently: object) -> None:
        self.game = games.record("g", ROUNDS[:events], status="running", **differently)
        self.head = events - 1

    def play(self, count: int = 1) -> int:
        """The new head."""
        games.add(self.game, ROUNDS[self.head + 1 : self.head + 1 + count])
        self.head += count
        return self.head


@pytest.fixture
def played(served: str) -> Played:
    return Played(100)


@pytest.fixture
def timeline(page: Page, served: str, played: Played) -> Timeline:
    return Timeline(page, served, "g")


def _expect_state(page: Page, state: str) -> None:
    expect(page.locator("#live")).to_have_attribute("data-state", state)


def _hide(page: Page, *, hidden: bool) -> None:
    """What a browser does when its tab is left or returned to."""
    page.evaluate(
        """(state) => {
            const told = { value: state, configurable: true };
            Object.defineProperty(document, "visibilityState", told);
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        "hidden" if hidden else "visible",
    )


def test_who_is_at_the_head_is_carried_along(timeline: Timeline, played: Played) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    expect(timeline.page.locator("#live-text")).to_have_text("Live")
    for count in (1, 1, 30):
        head = played.play(count)
        timeline.expect_at(head)
        assert timeline.slider.get_attribute("max") == str(head)
        expect(timeline.page.locator("#head")).to_have_text(str(head))


def test_the_board_is_the_one_of_the_new_event(timeline: Timeline, played: Played) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    played.play(12)  # each player's salary
    timeline.expect_at(111)
    address = timeline.address.replace("/games/", "/api/v1/games/")
    state = timeline.page.request.get(f"{address}state?at=111").json()
    for row, player in enumerate(state["players"]):
        cash = timeline.page.locator("#frame .cash").nth(row)
        expect(cash).to_contain_text(f"${player['cash']:,}")


def test_who_went_back_is_never_moved(timeline: Timeline, played: Played) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    timeline.page.evaluate(
        "document.addEventListener('rewind:moved', e => (window.moved ??= []).push(e.detail.seq))"
    )
    timeline.press("ArrowLeft")
    timeline.expect_at(98)
    _expect_state(timeline.page, "behind")
    played.play(5)
    link = timeline.page.get_by_role("link", name="5 new · go live")
    expect(link).to_be_visible()
    head = played.play(7)
    link = timeline.page.get_by_role("link", name="12 new · go live")
    expect(link).to_be_visible()
    timeline.page.wait_for_timeout(400)
    timeline.expect_at(98)
    assert timeline.page.evaluate("window.moved") == [98]
    assert timeline.slider.get_attribute("max") == str(head)
    link.click()
    timeline.expect_at(head)
    _expect_state(timeline.page, "live")
    expect(timeline.page.locator("#go-live")).to_be_hidden()
    timeline.expect_at(played.play())


def test_a_page_opened_in_the_past_stays_there(timeline: Timeline, played: Played) -> None:
    timeline.open(40)
    _expect_state(timeline.page, "behind")
    expect(timeline.page.locator("#go-live")).to_have_text("go live")
    played.play(1)
    expect(timeline.page.locator("#go-live")).to_have_text("1 new · go live")
    timeline.expect_at(40)


def test_new_turns_are_stepped_to(timeline: Timeline, played: Played) -> None:
    timeline.open(99)
    _expect_state(timeline.page, "live")
    timeline.press("PageUp")
    timeline.expect_at(96)
    played.play(8)
    expect(timeline.page.locator("#go-live")).to_have_text("8 new · go live")
    for there in (100, 104):
        timeline.press("PageDown")
        timeline.expect_at(there)


def test_a_finished_game_says_so_and_is_followed_no_further(
    timeline: Timeline, played: Played
) -> None:
    timeline.open(50)
    _expect_state(timeline.page, "behind")
    played.play(3)
    lifecycle.change("g", status=Status.FINISHED)
    _expect_state(timeline.page, "ended")
    expect(timeline.page.locator("#live-text")).to_have_text("The game has finished")
    expect(timeline.page.locator(".top .status")).to_have_text("finished")
    expect(timeline.page.locator("#go-live")).to_have_text("3 new · go to the end")
    timeline.page.locator("#go-live").click()
    timeline.expect_at(102)
    expect(timeline.page.locator("#go-live")).to_be_hidden()


def test_no_stream_is_opened_for_a_finished_game(page: Page, served: str) -> None:
    games.record("over", ROUNDS[:8], status="finished")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Timeline(page, served, "over").open().expect_at(7)
    page.wait_for_timeout(300)
    expect(page.locator("#live")).to_have_count(0)
    assert not [url for url in asked if url.endswith("/live/")]


def test_the_first_event_opens_the_timeline(page: Page, served: str) -> None:
    played = Played(0)
    page.goto(f"{served}/games/g/")
    come(page)
    _expect_state(page, "live")
    expect(page.get_by_text("No events yet.")).to_be_visible()
    played.play(2)
    timeline = Timeline(page, served, "g")
    expect(timeline.slider).to_be_visible()
    expect(page.locator("#shown")).to_have_attribute("data-seq", "1")


def test_a_lost_connection_is_shown_and_made_up_for(timeline: Timeline, played: Played) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    timeline.page.route(re.compile("/live/"), lambda route: route.abort())
    for one in list(hub._hubs.values()):
        one.end()  # as at a server's end
    _expect_state(timeline.page, "lost")
    expect(timeline.page.get_by_text("Connection lost, trying again")).to_be_visible()
    head = played.play(20)
    timeline.page.wait_for_timeout(300)
    timeline.expect_at(99)
    timeline.page.unroute(re.compile("/live/"))
    _expect_state(timeline.page, "live")
    timeline.expect_at(head)


def test_an_outage_of_the_database_is_shown(
    timeline: Timeline, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "GRACE_SECONDS", 0.05)
    timeline.open()
    _expect_state(timeline.page, "live")
    (loop,) = [loop for loop, one in hub._hubs.items() if one._feeds]
    feed = next(iter(hub._hubs[loop]._feeds.values()))
    loop.call_soon_threadsafe(feed.lost)
    _expect_state(timeline.page, "lost")
    expect(timeline.page.locator("#live-text")).to_contain_text("Trying again")
    played.play()
    loop.call_soon_threadsafe(hub._hubs[loop].look_at, played.game.pk)
    _expect_state(timeline.page, "live")
    timeline.expect_at(100)


def test_a_silent_line_counts_as_lost(
    timeline: Timeline, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline.page.clock.install()
    timeline.open()
    _expect_state(timeline.page, "live")
    timeline.page.clock.fast_forward(39_000)
    _expect_state(timeline.page, "live")
    timeline.page.route(re.compile("/live/"), lambda route: route.abort())
    timeline.page.clock.fast_forward(2_000)
    _expect_state(timeline.page, "lost")
    timeline.page.unroute(re.compile("/live/"))
    timeline.page.clock.fast_forward(5_000)
    _expect_state(timeline.page, "live")


def test_a_hidden_tab_follows_nothing_and_catches_up(timeline: Timeline, played: Played) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    _hide(timeline.page, hidden=True)
    _wait_until(lambda: not any(one._feeds for one in hub._hubs.values()))
    head = played.play(9)
    timeline.page.wait_for_timeout(200)
    assert timeline.wanted == 99
    _hide(timeline.page, hidden=False)
    timeline.expect_at(head)


def test_a_game_that_is_gone_is_told(
    timeline: Timeline, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "RECHECK_SECONDS", 0.1)
    timeline.open()
    _expect_state(timeline.page, "live")
    Game.objects.all().delete()
    _expect_state(timeline.page, "gone")
    expect(timeline.page.locator("#live-text")).to_contain_text("deleted or recorded anew")


def test_a_game_recorded_anew_is_not_taken_for_the_old_one(
    timeline: Timeline, played: Played
) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    Game.objects.all().delete()
    lifecycle.create("g")
    _expect_state(timeline.page, "gone")
    timeline.page.wait_for_timeout(200)
    timeline.expect_at(99)


def test_events_in_quick_succession_end_at_the_last(timeline: Timeline, played: Played) -> None:
    timeline.open()
    _expect_state(timeline.page, "live")
    for _ in range(150):
        played.play()
    timeline.expect_at(249)


def test_following_breaks_no_policy_and_no_layout(page: Page, served: str, played: Played) -> None:
    watch = Watch(page)
    timeline = Timeline(page, served, "g")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        timeline.open(30)
        _expect_state(page, "behind")
        played.play(3)
        expect(page.locator("#go-live")).to_have_text("3 new · go live")
        expect(page.locator("#go-live")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert watch.found() == []


def _wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not come to be so within 10 seconds")


def _bar(page: Page, status: str, seq: int | None = None) -> str:
    games.record(status, ROUNDS[:20], status=status)
    page.goto(f"/games/{status}/" + ("" if seq is None else f"?seq={seq}"))
    come(page)
    expect(page.locator("#live")).not_to_have_attribute("data-state", "connecting")
    return page.locator("#live").inner_text().strip()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("created", "Following"),
        ("paused", "Paused"),
        ("error", "Stopped by an error"),
        ("abandoned", "Abandoned"),
        ("running", "Live"),
    ],
)
def test_what_is_not_played_is_not_said_to_run(
    page: Page, served: str, status: str, said: str
) -> None:
    assert _bar(page, status) == said
    page.keyboard.press("ArrowLeft")
    leads = "go live" if status == "running" else "go to the end"
    expect(page.locator("#go-live")).to_have_text(leads)


def test_a_game_without_events_says_so_where_they_will_be(page: Page, served: str) -> None:
    games.record("new")
    page.goto("/games/new/")
    come(page)
    expect(page.locator("#live-text")).to_have_text("Not started")
    expect(page.locator("#none")).to_be_visible()
    expect(page.locator("#none")).to_have_text("Nothing to list so far.")


def test_at_the_head_frames_come_with_the_news(timeline: Timeline, played: Played) -> None:
    asked: list[str] = []
    timeline.open()
    _expect_state(timeline.page, "live")
    timeline.page.on("request", lambda request: asked.append(request.url))
    news = []
    for _ in range(5):
        news.append(played.play())
        expect(timeline.page.locator("#shown")).to_have_attribute("data-seq", str(news[-1]))
    assert [url for url in asked if any(f"/frame/{head}/" in url for head in news)] == []


@pytest.mark.parametrize(
    ("panel", "field"), [("notes", "Name"), ("notes", "Note"), ("ask", "When is it true that …")]
)
def test_what_somebody_writes_stays_under_their_hands_while_the_game_goes_on(
    timeline: Timeline, played: Played, panel: str, field: str
) -> None:
    page = timeline.page
    page.goto(f"{timeline.address}?panel={panel}")
    come(page)
    _expect_state(page, "live")
    written = page.locator("#panel").get_by_label(field)
    written.click()
    for count in range(1, 4):
        page.keyboard.type(str(count))
        head = played.play()
        expect(page).to_have_url(re.compile(f"seq={head}&panel={panel}"))
    page.keyboard.type("4")
    assert written.input_value() == "1234"
    expect(page.locator("#panel")).to_have_class(re.compile("is-old"))
    page.locator("#number").click()  # they have left it
    expect(page.locator("#panel")).to_have_attribute("data-seq", str(head))


def test_a_note_is_kept_where_it_was_begun_while_the_game_goes_on(
    timeline: Timeline, played: Played
) -> None:
    page = timeline.page
    page.goto(f"{timeline.address}?panel=notes")
    come(page)
    _expect_state(page, "live")
    page.locator("#panel").get_by_label("Name").click()
    head = played.play()
    expect(page).to_have_url(re.compile(f"seq={head}&"))
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".kept")).to_contain_text("event 99")
    expect(page.locator("#panel")).to_have_attribute("data-seq", str(head))

"""The index of a game's decisions: what it holds, how it grows, what it costs."""

from __future__ import annotations

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from games.models import Game
from replay import decisions
from replay.domain.deciding import Basis
from replay.domain.dialects import answers
from replay.recording import open_game
from tests.domain.games import ADA, BLAISE
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    recorded.forget()


def index(game: Game) -> decisions.Index:
    return decisions.index(open_game(game.game_id))


def test_decisions_are_found_at_the_events_they_led_to():
    game = recorded.record("g", recorded.salaries(6))
    decide(game, decision(game_state=after(1)), decision(0, BLAISE, game_state=after(3)))
    found = [index(game).at(number) for number in range(6)]
    assert [link and (link.made.player_id, link.ago) for link in found] == [
        *(None, None),
        *((ADA, 0), (ADA, 1)),
        *((BLAISE, 0), (BLAISE, 1)),
    ]


@pytest.mark.parametrize("strangers", [(42,), (-7,), (-(2**31), 3, 2**31 - 1)])
def test_decisions_of_players_whom_the_game_does_not_have_are_found_as_well(strangers):
    game = recorded.record("g", recorded.salaries(6))
    assert index(game).all == ()
    for number in (0, 1):
        some = [decision(number, player, game_state=after(number)) for player in strangers]
        decide(game, *some, decision(number, BLAISE, game_state=after(number)))
        found = {(each.made.player_id, each.made.number) for each in index(game).all}
        assert {at for _, at in found} == {*range(number + 1)}
        assert {player for player, _ in found} == {BLAISE, *strangers}
    recorded.forget()
    assert len(index(game).all) == 2 * (len(strangers) + 1)


def test_a_decision_of_a_stranger_is_shown_with_their_number(client):
    game = recorded.record("g", recorded.salaries(6))
    told = decision(player=42, game_state=after(1), reasoning="unobtainium")
    decide(game, told)
    for name in ("decision", "known"):
        address = f"/games/g/panels/{name}/2/"
        assert "player 42" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    [hit] = client.get("/api/v1/search", {"q": "unobtainium"}).json()["hits"]
    assert "seq=2" in client.get(hit["href"])["Location"]
    assert [lane["count"] for lane in client.get("/games/g/lanes/decisions.json").json()["lanes"]]


def test_what_is_kept_of_a_decision_finds_its_flaws():
    game = recorded.record("g", recorded.salaries(9))
    choices = [
        {"action": "buy"},
        {"action": "buy", "fallback": "http_429"},
        {"action": "buy", "error": "no JSON"},
        {"action": "buy", "attempts": [{"error": "no JSON"}, {"raw_response": "{}"}]},
        {"action": "buy", "attempts": [{"validation_errors": ["No tool call"]}]},
        {"action": "buy", "attempts": [{"error_type": "Timeout", "error_message": None}]},
        {"unresolved": True},
        {"action": "buy", "fallback": False, "error": None, "attempts": [{"error": None}, 7]},
        {"action": "buy", "attempts": [{"error": "", "validation_errors": []}], "fallback": ""},
    ]
    decide(
        game,
        *(
            decision(at, game_state=after(at - 1), chosen_action=each)
            for at, each in enumerate(choices)
        ),
    )
    found = index(game)
    flawed = [(each.made.is_error, each.made.is_fallback) for each in found.all]
    assert flawed == [
        (False, False),
        (False, True),
        *[(True, False)] * 5,
        *[(False, False)] * 2,
    ]
    assert [each.made.number for each in found.errors] == [1, 2, 3, 4, 5, 6]
    fallbacks = [answers.fallback(each) is not None for each in choices]
    assert fallbacks == [is_fallback for _, is_fallback in flawed]


@pytest.mark.parametrize("told", [None, True, "3", 1.5, -2, 2**63 - 1, [1], {"a": 1}, -1, 0, 3])
def test_the_last_event_seen_is_read_as_the_audit_reads_it(told):
    game = recorded.record("g", recorded.salaries(6))
    state = {"event_sequence": told}
    decide(game, decision(game_state=state))
    [placed] = index(game).all
    assert placed.made.after == answers.moment(state)


def test_an_index_grows_with_the_game():
    game = recorded.record("g", recorded.salaries(3))
    decide(game, decision(game_state=after(0)), decision(1, game_state=after(5)))
    before = index(game)
    assert [each.made.number for each in before.pending] == [1]
    recorded.add(game, recorded.salaries(4, first=3))
    decide(game, decision(2, game_state=after(6)))
    later = index(game)
    assert [each.made.number for each in later.pending] == [2]
    assert later.at(6).made.number == 1
    assert [each.made.number for each in before.pending] == [1]


def test_a_decision_posted_late_is_found_at_once():
    game = recorded.record("g", recorded.salaries(4))
    decide(game, decision(game_state=after(0)))
    assert index(game).at(3).made.player_id == ADA
    decide(game, decision(0, BLAISE, game_state=after(1)))
    assert index(game).at(3).made.player_id == BLAISE


def test_a_decision_without_the_event_is_inferred_and_says_so():
    game = recorded.record("g", recorded.salaries(4))
    decide(game, decision(second=1))
    link = index(game).at(3)
    assert (link.placed.applied, link.placed.basis) == (1, Basis.TIME)


def test_a_known_index_costs_one_query_more_and_no_text_is_read():
    game = recorded.record("g", recorded.salaries(4))
    decide(game, decision(game_state=after(0), prompt="x" * 100_000))
    index(game)
    recording = open_game("g")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        decisions.index(recording)
    assert len(asked) == 1
    assert all("prompt" not in query["sql"] for query in asked.captured_queries)


def test_a_game_without_decisions_reads_no_events():
    recorded.record("g", recorded.salaries(4))
    recording = open_game("g")
    with CaptureQueriesContext(connection) as asked:
        assert decisions.index(recording).all == ()
    assert len(asked) == 1


def test_a_game_recorded_anew_has_its_own_decisions():
    game = recorded.record("g", recorded.salaries(4))
    decide(game, decision(game_state=after(0)))
    assert len(index(game).all) == 1
    old = open_game("g")
    game.delete()
    recorded.record("g", recorded.salaries(4))
    assert index(Game.objects.get(game_id="g")).all == ()
    recorded.forget()
    assert decisions.index(old).all == ()
    assert decisions.read(old, ADA, 0) is None


def test_an_index_larger_than_all_the_room_is_not_kept(monkeypatch):
    monkeypatch.setattr(decisions, "DECISION_BYTES", decisions.CACHED_BYTES)
    game = recorded.record("g", recorded.salaries(4))
    decide(game, decision(game_state=after(0)))
    assert len(index(game).all) == 1
    assert len(index(game).all) == 1


def test_one_decision_is_read_as_it_was_posted():
    game = recorded.record("g", recorded.salaries(4))
    posted = decision(
        game_state=after(0, board="x"),
        player_state={"cash": 7},
        available_actions={"actions": []},
        chosen_action={"action": "buy"},
        prompt="Buy?",
        reasoning="Yes",
        strategy_description="bold",
        processing_time_ms=12,
        model_version="m",
    )
    decide(game, posted)
    read = decisions.read(open_game("g"), ADA, 0)
    for field in msgspec.structs.fields(read):
        ours, theirs = getattr(read, field.name), getattr(posted, field.name)
        if isinstance(ours, msgspec.Raw):
            ours, theirs = msgspec.json.decode(ours), msgspec.json.decode(theirs)
        assert ours == theirs, field.name
    assert decisions.read(open_game("g"), BLAISE, 0) is None

"""The record as async code reads and writes it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from games import GameRepository, queries, session_scope
from games.domain.errors import (
    GameExists,
    GameNotFound,
    ImpossibleTransition,
    InvalidField,
    PlayerNotFound,
    SequenceConflict,
    SequenceGap,
)
from games.domain.identity import game_uuid
from games.domain.seat import Seat
from games.ingest import Appended
from games.models import Game
from tests.games.recorded import NOON

pytestmark = pytest.mark.django_db(transaction=True)

ADA = Seat(player_id=0, name="Ada", agent_type="llm", llm_model_name="m", llm_parameters={"t": 1})


@pytest.fixture
async def repo() -> AsyncIterator[GameRepository]:
    async with session_scope() as session:
        yield GameRepository(session)


@pytest.fixture
async def game(repo: GameRepository) -> Game:
    return await repo.create_game("abc123", {"seed": 1}, {"by": "test"}, [ADA])


async def tell(repo: GameRepository, game: Game, *kinds: str) -> None:
    for kind in kinds:
        await repo.add_event(game.pk, kind)


async def test_a_game_is_made_with_its_players(repo: GameRepository, game: Game):
    found = await repo.get_game_by_id("abc123")

    assert found == await repo.get_game_by_uuid(game_uuid("abc123"))
    assert (found.status, found.config, found.metadata) == ("created", {"seed": 1}, {"by": "test"})
    assert [(player.name, player.llm_parameters) for player in found.players.all()] == [
        ("Ada", {"t": 1})
    ]


async def test_a_game_that_is_not_there_is_none(repo: GameRepository):
    assert await repo.get_game_by_id("nobody") is None
    assert await repo.get_game_by_uuid(uuid4()) is None
    assert await repo.get_game_with_events("nobody") is None


async def test_the_same_game_told_again_is_found(repo: GameRepository, game: Game):
    assert await repo.create_game("abc123", {"seed": 1}, {"by": "test"}, [ADA]) == game


@pytest.mark.parametrize(
    ("config", "metadata", "players", "differs"),
    [
        ({"seed": 2}, {"by": "test"}, [ADA], ("config",)),
        ({"seed": True}, {"by": "test"}, [ADA], ("config",)),
        ({"seed": 1}, {}, [], ("metadata", "players")),
    ],
)
async def test_another_game_of_the_same_name_is_refused(
    repo: GameRepository, game: Game, config: Any, metadata: Any, players: Any, differs: Any
):
    with pytest.raises(GameExists) as refused:
        await repo.create_game("abc123", config, metadata, players)

    assert refused.value.differs == differs
    assert await repo.get_latest_sequence_number(game.pk) == -1, "the session is still usable"


@pytest.mark.parametrize(
    ("name", "config", "field"),
    [
        ("", {}, "game_id"),
        ("x" * 201, {}, "game_id"),
        ("a\0b", {}, "game_id"),
        ("half \ud800", {}, "game_id"),
        ("g", {"x": "\0"}, "config"),
        ("g", {"x": float("nan")}, "config"),
        ("g", {"x": {1, 2}}, "config"),
        ("g", {"first_sequence": -1}, "config.first_sequence"),
    ],
)
async def test_a_game_that_cannot_be_kept_is_refused(
    repo: GameRepository, name: str, config: dict[str, Any], field: str
):
    with pytest.raises(InvalidField) as refused:
        await repo.create_game(name, config)

    assert refused.value.field.startswith(field)
    assert await repo.list_games() == []


async def test_games_are_listed_the_newest_first(repo: GameRepository):
    for name in ("a", "b", "c"):
        await repo.create_game(name)
    await repo.update_game_status("b", "running")

    assert [game.game_id for game in await repo.list_games()] == ["c", "b", "a"]
    assert [game.game_id for game in await repo.list_games(limit=1, offset=1)] == ["b"]
    assert [game.game_id for game in await repo.list_games(status="running")] == ["b"]


async def test_a_status_nobody_knows_is_refused(repo: GameRepository, game: Game):
    with pytest.raises(InvalidField, match="lost"):
        await repo.update_game_status(game.pk, "lost")
    with pytest.raises(InvalidField, match="lost"):
        await repo.list_games(status="lost")


async def test_a_game_runs_and_ends(repo: GameRepository, game: Game):
    await repo.update_game_status(game.pk, "running", started_at=NOON)
    done = await repo.update_game_status(
        "abc123", "finished", finished_at=NOON + timedelta(hours=1), winner_id=0, total_turns=40
    )

    found = await repo.get_game_by_id("abc123")
    assert found == done
    assert (found.status, found.started_at, found.finished_at) == (
        "finished", NOON, NOON + timedelta(hours=1),
    )  # fmt: skip
    assert (found.winner_id, found.total_turns) == (0, 40)
    with pytest.raises(ImpossibleTransition):
        await repo.update_game_status(game.pk, "running")


async def test_times_that_are_not_told_are_noted(repo: GameRepository, game: Game):
    running = await repo.update_game_status(game.pk, "running")
    stopped = await repo.update_game_status(game.pk, "error")
    resumed = await repo.update_game_status(game.pk, "running")

    assert (running.started_at is None, running.finished_at) == (False, None)
    assert stopped.finished_at is not None
    assert (resumed.started_at, resumed.finished_at) == (running.started_at, None)


async def test_the_status_of_no_game_is_refused(repo: GameRepository):
    with pytest.raises(GameNotFound):
        await repo.update_game_status("nobody", "running")


async def test_a_number_too_large_for_its_column_is_refused(repo: GameRepository, game: Game):
    with pytest.raises(InvalidField):
        await repo.update_game_status(game.pk, "running", winner_id=2**40)

    assert (await repo.get_game_by_id("abc123")).status == "created"


async def test_a_player_may_come_later(repo: GameRepository, game: Game):
    await repo.add_player(game.pk, 1, "Blaise", "greedy")

    found = await repo.get_game_by_id("abc123")
    assert [player.name for player in found.players.all()] == ["Ada", "Blaise"]
    with pytest.raises(InvalidField, match="player_id is 1"):
        await repo.add_player(game.pk, 1, "Carl", "greedy")
    with pytest.raises(GameNotFound):
        await repo.add_player("nobody", 1, "Carl", "greedy")


async def test_results_are_written_and_the_rest_stays(repo: GameRepository, game: Game):
    await repo.update_player_results(game.pk, 0, final_cash=-5, placement=1, is_winner=True)
    player = await repo.update_player_results("abc123", 0, final_net_worth=2**40)

    assert (player.final_cash, player.final_net_worth, player.placement) == (-5, 2**40, 1)
    assert (player.is_winner, player.is_bankrupt, player.name) == (True, False, "Ada")
    with pytest.raises(PlayerNotFound):
        await repo.update_player_results(game.pk, 7, final_cash=1)


async def test_an_event_takes_the_next_number(repo: GameRepository, game: Game):
    first = await repo.add_event(game.pk, "game_started", {"x": [1]}, timestamp=NOON)
    second = await repo.add_event("abc123", "rolled", turn_number=3, actor_player_id=0)

    assert (first.sequence_number, first.payload, first.timestamp) == (0, {"x": [1]}, NOON)
    assert (second.sequence_number, second.turn_number, second.actor_player_id) == (1, 3, 0)


async def test_the_first_number_is_the_configs(repo: GameRepository):
    await repo.create_game("late", {"first_sequence": 2})

    assert (await repo.add_event("late", "x")).sequence_number == 2


async def test_an_event_may_say_its_number(repo: GameRepository, game: Game):
    told = {"sequence_number": 0, "timestamp": NOON}
    await repo.add_event(game.pk, "rolled", **told)

    await repo.add_event(game.pk, "rolled", **told)
    with pytest.raises(SequenceConflict):
        await repo.add_event(game.pk, "moved", **told)
    with pytest.raises(SequenceGap) as gap:
        await repo.add_event(game.pk, "rolled", sequence_number=2)

    assert gap.value.expected == 1
    assert await repo.get_event_count(game.pk) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"payload": {"x": float("inf")}},
        {"payload": {"x": "\0"}},
        {"payload": {"x": object()}},
        {"event_type": "a\0"},
        {"timestamp": NOON.replace(tzinfo=None)},
        {"turn_number": 2**40},
        {"sequence_number": "one"},
    ],
)
async def test_an_event_that_cannot_be_kept_is_refused(
    repo: GameRepository, game: Game, told: dict[str, Any]
):
    with pytest.raises(InvalidField):
        await repo.add_event(game.pk, **{"event_type": "x"} | told)

    assert await repo.get_event_count(game.pk) == 0


async def test_an_event_of_no_game_is_refused(repo: GameRepository):
    with pytest.raises(GameNotFound, match="nobody"):
        await repo.add_event("nobody", "x")


def batch(*numbers: int) -> list[dict[str, Any]]:
    return [
        {"sequence_number": n, "turn_number": n // 2, "event_type": f"t{n % 2}", "timestamp": NOON}
        for n in numbers
    ]


async def test_a_batch_goes_in_whole_and_once(repo: GameRepository, game: Game):
    assert await repo.add_events_batch(game.pk, batch(0, 1, 2)) == Appended(3, 0, 2)
    assert await repo.add_events_batch(game.pk, batch(1, 2, 3)) == Appended(1, 2, 3)

    with pytest.raises(SequenceGap):
        await repo.add_events_batch(game.pk, batch(5))
    with pytest.raises(InvalidField, match=r"events\[1\].colour"):
        await repo.add_events_batch(game.pk, [*batch(4), {**batch(5)[0], "colour": "red"}])

    assert await repo.get_latest_sequence_number(game.pk) == 3


async def test_events_are_read_by_range_and_turn(repo: GameRepository, game: Game):
    await repo.add_events_batch(game.pk, batch(*range(6)))

    async def numbers(**which: int) -> list[int]:
        return [one.sequence_number for one in await repo.get_game_events(game.id, **which)]

    assert await numbers() == [0, 1, 2, 3, 4, 5]
    assert await numbers(from_sequence=4) == [4, 5]
    assert await numbers(from_sequence=1, to_sequence=2) == [1, 2]
    assert await numbers(turn_number=1) == [2, 3]
    assert await numbers(turn_number=1, from_sequence=3) == [3]
    assert await numbers(from_sequence=9) == []


async def test_events_are_counted(repo: GameRepository, game: Game):
    assert await repo.get_latest_sequence_number(game.pk) == -1
    assert await repo.get_game_statistics(game.pk) == {
        "total_events": 0, "latest_sequence": -1, "events_by_type": {},
    }  # fmt: skip

    await tell(repo, game, "rolled", "moved", "rolled")

    assert await repo.get_latest_sequence_number("abc123") == 2
    assert await repo.get_event_count(game.pk) == 3
    assert await repo.get_event_count(game.pk, "rolled") == 2
    assert await repo.get_event_count(game.pk, "sang") == 0
    assert await repo.get_game_statistics(game.pk) == {
        "total_events": 3, "latest_sequence": 2, "events_by_type": {"rolled": 2, "moved": 1},
    }  # fmt: skip


async def test_a_game_comes_with_all_its_events(repo: GameRepository, game: Game):
    await tell(repo, game, "rolled", "moved")

    found = await repo.get_game_with_events("abc123")

    # Loaded: no query is made here, where none could be.
    assert [event.event_type for event in found.events.all()] == ["rolled", "moved"]
    assert [player.name for player in found.players.all()] == ["Ada"]


async def test_decisions_are_numbered_per_player(repo: GameRepository, game: Game):
    for player, number in ((0, None), (0, None), (1, 1), (1, None)):
        await repo.add_llm_decision(
            game.pk, player, sequence_number=number, timestamp=NOON, reasoning=f"by {player}"
        )

    async def numbers(player: int | None = None) -> list[tuple[int, int]]:
        found = await repo.get_llm_decisions_for_game(game.pk, player)
        return [(one.player_id, one.sequence_number) for one in found]

    assert await numbers() == [(0, 0), (0, 1), (1, 1), (1, 2)]
    assert await numbers(1) == [(1, 1), (1, 2)]
    assert (await repo.get_llm_decision_by_sequence(game.pk, 1, 2)).reasoning == "by 1"
    assert await repo.get_llm_decision_by_sequence(game.pk, 1, 0) is None
    with pytest.raises(SequenceGap):
        await repo.add_llm_decision(game.pk, 0, sequence_number=3)


async def test_a_decision_is_kept_as_told(repo: GameRepository, game: Game):
    told = {
        "turn_number": 4, "timestamp": NOON, "game_state": {"event_sequence": 7},
        "player_state": {"cash": 5}, "available_actions": {"actions": ["roll"]}, "prompt": "P",
        "reasoning": "R", "chosen_action": {"error": None}, "strategy_description": "S",
        "processing_time_ms": 12, "model_version": "V",
    }  # fmt: skip

    decision = await repo.add_llm_decision(game.pk, 0, **told)

    assert {name: getattr(decision, name) for name in told} == told


THOUGHTS = [
    "I am bidding on Boardwalk, because Ada mortgages nothing.",
    "Rolling the dice again; the boardwalk can wait.",
    None,
]


@pytest.fixture
async def thinking(repo: GameRepository, game: Game) -> Game:
    for number, thought in enumerate(THOUGHTS):
        moment = NOON + timedelta(seconds=number)
        await repo.add_llm_decision(game.pk, number % 2, timestamp=moment, reasoning=thought)
    return game


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("boardwalk", [1, 0]),
        ("bid mortgage", [0]),
        ('"dice again"', [1]),
        ('"wait dice"', []),
        ("boardwalk -dice", [0]),
        ('boardwalk -"dice again"', [0]),
        ("mortgage or dice", [1, 0]),
        ("parking", []),
    ],
)
async def test_reasoning_is_found_by_words_and_phrases(
    repo: GameRepository, thinking: Game, words: str, found: list[int]
):
    reasons = [one.reasoning for one in await repo.search_llm_reasoning(words)]

    assert reasons == [THOUGHTS[index] for index in found]


@pytest.mark.parametrize(
    "words",
    ["", " ", "\0", "half \ud800", '"', "' & | ! ( ) <-> :*", "-", "or or", "the of a", "\\", "%",
     "x" * 5000, "ü" * 5000, "🏦" * 5000, "a-b " * 3000, "((((" * 1000, "-" * 5000, '"-"' * 999],
)  # fmt: skip
async def test_no_search_is_an_error(repo: GameRepository, thinking: Game, words: str):
    assert await repo.search_llm_reasoning(words) == []


async def test_a_nul_is_only_a_gap_between_words(repo: GameRepository, thinking: Game):
    assert len(await repo.search_llm_reasoning("boardwalk\0wait")) == 1


async def test_a_search_may_keep_to_a_game_and_a_player(repo: GameRepository, thinking: Game):
    async def count(**where: Any) -> int:
        return len(await repo.search_llm_reasoning("boardwalk", **where))

    assert await count(game_uuid="abc123") == 2
    assert await count(game_uuid="other") == 0
    assert await count(player_id=1) == 1
    assert await count(limit=1) == 1


SIGNS = st.lists(
    st.sampled_from(
        [*"-\"() |&!:*<>\\'\0_.,/@+%", "a", "-a", '-"', '"-', "or", " or ", "the", "\ud800"]
    )
)


@given(SIGNS.map("".join))
@example('-"' * 250)
@example("-(" * 250)
@example("-_" * 250)
@example("-a" * 250)
@example(" -a" * 166)
@example('-"a' * 160)
@example(' -"a" ' * 80)
@example("a or " * 100)
def test_no_text_at_all_is_a_search_error(words: str):
    list(queries.search(words))


def test_the_index_serves_the_search():
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            plan = queries.search("boardwalk").explain()
        finally:
            cursor.execute("RESET enable_seqscan")

    assert "llm_decision_words_reasoning" in plan


async def test_what_a_failed_scope_wrote_is_gone():
    async def work() -> None:
        async with session_scope() as session:
            await GameRepository(session).create_game("lost")
            raise LookupError

    with pytest.raises(LookupError):
        await work()
    async with session_scope() as session:
        assert await GameRepository(session).get_game_by_id("lost") is None

"""`manage.py import_game`: all of a game or nothing, and the same again changes nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from games.models import Game, GameEvent, LLMDecision, Player
from tests.games import logs
from tests.games.logs import bench

pytestmark = pytest.mark.django_db

ASKED = bench(1, "LLM_DECISION_REQUESTED", decision_id="run-1-dec-000000", player_id="p1")
TOLD = [logs.started(0), logs.resolved(0)]


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("import_game", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def refused(*arguments: object) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_game", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue() + str(error.value)


def counts() -> tuple[int, int, int, int]:
    tables = (Game, Player, GameEvent, LLMDecision)
    games, players, events, decisions = (table.objects.count() for table in tables)
    return games, players, events, decisions


def test_a_game_folder_becomes_a_game_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    said = run(logs.benchmark(tmp_path / "g", [bench(0), ASKED, bench(2, actor="p2")], TOLD))

    assert said.startswith("run-1: imported (3 events, 1 decisions, ")
    assert counts() == (1, 2, 3, 1)
    game = Game.objects.get()
    assert game.config["player_ids"] == ["p1", "p2"]
    assert [event.actor_player_id for event in GameEvent.objects.order_by("sequence_number")] == [
        None,
        None,
        1,
    ]


def test_importing_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0), ASKED], TOLD)
    run(folder)
    before = Game.objects.values().get()

    said = run(folder)

    assert "already there, the same" in said
    assert counts() == (1, 2, 2, 1)
    assert Game.objects.values().get() == before


@pytest.mark.parametrize(
    ("events", "differs"),
    [
        ([bench(0), bench(1, "TURN_ENDED")], "has another content at 1"),
        ([bench(0)], "2 events are recorded, 1 are in the files"),
        ([bench(0), bench(1), bench(2)], "2 events are recorded, 3 are in the files"),
    ],
    ids=["changed", "shorter", "longer"],
)
def test_another_content_under_the_same_name_is_refused(
    tmp_path: Path, events: list[object], differs: str
) -> None:
    run(logs.benchmark(tmp_path / "a", [bench(0), bench(1)]))

    said = refused(logs.benchmark(tmp_path / "b", events))

    assert differs in said
    assert "--game-id" in said
    assert counts() == (1, 2, 2, 0)
    run(tmp_path / "b", "--game-id", "another")
    assert Game.objects.filter(game_id="another").exists()


def test_other_players_under_the_same_name_are_refused(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0)])
    run(folder)

    assert "differs: player 1" in refused(folder, "--players", "p1=Ada,p2=Someone")


def test_a_damaged_game_leaves_nothing_behind_and_its_neighbours_are_imported(
    tmp_path: Path,
) -> None:
    logs.benchmark(tmp_path / "games" / "bad", [bench(0), bench(2)])
    logs.arena(tmp_path / "games" / "good", [logs.row(2)])

    said = refused(tmp_path / "games")

    assert "events.jsonl, line 2: number 1 is missing before it" in said
    assert "1 of 2 could not be imported" in said
    assert list(Game.objects.values_list("game_id", flat=True)) == ["abc123"]
    run(tmp_path / "games" / "bad", "--mark-gaps")
    assert GameEvent.objects.filter(event_type="missing").count() == 1


def test_what_the_record_refuses_takes_the_whole_game_back(tmp_path: Path) -> None:
    # A NUL is JSON, and no jsonb column holds it; it stands in a late batch.
    events = [bench(number) for number in range(1500)] + [bench(1500, note="a\x00b")]

    said = refused(logs.benchmark(tmp_path / "g", events))

    assert "event 1500.payload" in said
    assert counts() == (0, 0, 0, 0)


def test_a_game_id_names_one_game_only(tmp_path: Path) -> None:
    logs.benchmark(tmp_path / "a", [bench(0)])
    logs.arena(tmp_path / "b", [logs.row(2)])

    assert "--game-id names one game, and 2 were found" in refused(tmp_path, "--game-id", "x")


def test_a_path_that_is_not_there_is_an_error_with_its_name(tmp_path: Path) -> None:
    assert "nowhere" in refused(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "option",
    [
        ("--config", "[1]"),
        ("--config", "{"),
        ("--players", "a=1,a=2"),
        ("--players", "0=Ada,1=Bo"),
        ("--dialect", "monopoly"),
    ],
)
def test_an_unusable_option_is_refused_by_name(tmp_path: Path, option: tuple[str, str]) -> None:
    assert option[0] in refused(logs.arena(tmp_path / "g", [logs.row(2)]), *option)
    assert counts() == (0, 0, 0, 0)


def test_names_from_files_cannot_play_tricks_on_the_terminal(tmp_path: Path) -> None:
    folder = logs.arena(tmp_path / "g", [logs.row(2)], game_id="\x1b[31mred")

    assert "\x1b" not in run(folder)

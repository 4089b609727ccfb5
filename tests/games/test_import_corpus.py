"""Every game of the corpus goes in whole, comes out, and goes in again the same."""

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from games import canonical, exporting, importing, intake
from games.domain.envelope import Decision
from games.domain.identity import game_uuid
from games.models import Game, GameEvent

LOGGER = "arena/arena-5/gamelogger.jsonl.xz"


def rows(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path) as file:
        return [json.loads(line) for line in file]


def decisions(folder: Path) -> list[Decision]:
    [found] = importing.find(folder)
    return list(importing.read(found, importing.Choices()).decisions())


@pytest.mark.django_db
def test_every_corpus_game_is_the_same_after_export_and_import(
    corpus: Path, tmp_path: Path
) -> None:
    games = importing.find(corpus) + importing.find(corpus / LOGGER)
    assert len(games) == 16

    for number, found in enumerate(games):
        recording = importing.read(found, importing.Choices())
        intake.take(recording)
        first = exporting.export(recording.game_id, tmp_path / str(number))
        Game.objects.get(game_id=recording.game_id).delete()
        [again] = importing.find(first.folder)
        intake.take(importing.read(again, importing.Choices()))

        assert first.digest == canonical.digest_of(game_uuid(recording.game_id)), found.path
        assert GameEvent.objects.count() == first.event_count == recording.event_count
        Game.objects.get(game_id=recording.game_id).delete()


def test_every_corpus_payload_is_kept_byte_for_byte(corpus: Path) -> None:
    for found in importing.find(corpus):
        recording = importing.read(found, importing.Choices())
        with lzma.open(found.log) as file:
            for event, line in zip(recording.events(), file, strict=True):
                assert bytes(event.payload) in line


@pytest.mark.parametrize("name", ["llm-101", "llm-107", "llm-116", "crash-901"])
def test_a_benchmark_decision_knows_the_last_event_its_model_had_seen(
    corpus: Path, name: str
) -> None:
    """The event that asks for it, which is also the last before those it caused."""
    folder = corpus / "benchmark" / name
    caused = {
        record["decision_id"]: record["emitted_event_seq_start"]
        for record in rows(folder / "decisions.jsonl.xz")
        if record["phase"] == "decision_resolved"
    }

    told = [json.loads(bytes(decision.game_state)) for decision in decisions(folder)]

    assert told
    for state in told:
        first = caused.pop(state["decision_id"], None)
        assert first is None or state["event_sequence"] == first - 1
    assert not caused


def test_the_decision_the_engine_died_on_is_there(corpus: Path) -> None:
    *_, last = decisions(corpus / "benchmark" / "crash-901")

    assert json.loads(bytes(last.chosen_action)) == {"unresolved": True}
    assert json.loads(bytes(last.game_state))["event_sequence"] == 116


@pytest.mark.parametrize("name", ["arena-5", "arena-17"])
def test_an_arena_decision_stands_between_what_it_saw_and_what_it_caused(
    corpus: Path, name: str
) -> None:
    folder = corpus / "arena" / name
    caused_by = {
        "roll_dice": "dice_roll",
        "buy_property": "purchase",
        "decline_purchase": "auction_start",
        "bid": "auction_bid",
        "pass_auction": "auction_pass",
        "pay_jail_fine": "jail_release",
        "build_house": "build_house",
        "build_hotel": "build_hotel",
        "sell_building": "sell_building",
    }
    kinds = {row["sequence_number"]: row["event_type"] for row in rows(folder / "events.jsonl.xz")}

    for decision in decisions(folder):
        action = json.loads(bytes(decision.chosen_action))
        following = json.loads(bytes(decision.game_state))["event_sequence"] + 1
        expected = caused_by.get(action["action_type"])
        assert expected is None or kinds[following] == expected


@pytest.mark.parametrize("name", ["arena-5", "arena-17"])
def test_reasoning_an_arena_made_up_is_marked(corpus: Path, name: str) -> None:
    folder = corpus / "arena" / name
    source = rows(folder / "decisions.jsonl.xz")
    told = [json.loads(bytes(decision.chosen_action)) for decision in decisions(folder)]

    marked = [action.get("reasoning_fabricated", False) for action in told]

    assert marked == [row["_extra"]["used_fallback"] for row in source]
    assert any(marked)

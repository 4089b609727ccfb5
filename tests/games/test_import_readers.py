"""What each form of log becomes: nothing lost, nothing invented."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from games import importing
from games.domain.envelope import Decision
from games.importing import Choices, options
from games.importing.refusals import DamagedRecording, IncompleteRecording, UnreadableFile
from tests.games import logs
from tests.games.logs import bench

ASKED = bench(2, "LLM_DECISION_REQUESTED", decision_id="run-1-dec-000000", player_id="p1")


def parsed(text: bytes | msgspec.Raw) -> Any:
    return json.loads(bytes(text))


def read(path: Path, **choices: Any) -> importing.Recording:
    return importing.read(importing.find(path)[0], Choices(**choices))


def only_decision(recording: importing.Recording) -> Decision:
    [decision] = recording.decisions()
    return decision


def test_a_benchmark_event_keeps_its_payload_byte_for_byte(tmp_path: Path) -> None:
    odd = b'{"delta": 1.10,  "big":12345678901234567890, "reason":"\\u00e9", "player_id":"p2"}'
    line = logs.text([bench(0, "CASH_CHANGED", actor="p2", turn=4)]).strip()
    folder = logs.benchmark(tmp_path / "g", [line.replace(b'"payload": {}', b'"payload": ' + odd)])

    [event] = read(folder).events()

    assert bytes(event.payload) == odd
    assert (event.actor_player_id, event.turn_number, event.event_type) == (1, 4, "CASH_CHANGED")


def test_the_benchmarks_clock_is_a_counter_and_is_called_one(tmp_path: Path) -> None:
    recording = read(logs.benchmark(tmp_path / "g", [bench(0), bench(1)]))

    assert [event.timestamp for event in recording.events()][1] == datetime(
        1970, 1, 1, 0, 0, 0, 250_000, UTC
    )
    assert parsed(recording.metadata)["timestamps"] == "counter"
    assert recording.started_at is None


def test_only_an_end_in_the_log_makes_a_benchmark_game_finished(tmp_path: Path) -> None:
    end = bench(1, "GAME_ENDED", turn=30, winner_player_id="p2", reason="TURN_LIMIT")

    ended = read(logs.benchmark(tmp_path / "a", [bench(0), end]))
    open_ended = read(logs.benchmark(tmp_path / "b", [bench(0)]))

    assert (ended.status, ended.winner_id, ended.total_turns) == ("finished", 1, 30)
    assert [player.is_winner for player in ended.players] == [False, True]
    assert (open_ended.status, open_ended.winner_id, open_ended.total_turns) == ("running", None, 0)


def test_a_log_alone_seats_its_players_by_their_first_roll(tmp_path: Path) -> None:
    # An auction asks everybody before their first turn: asking is no order of seats.
    asked = bench(1, "LLM_DECISION_REQUESTED", decision_id="d", player_id="GPT-5.2")
    rolls = [bench(0, "DICE_ROLLED", actor="Ada L."), asked, bench(2, "DICE_ROLLED", actor="p 2")]
    log = logs.write(tmp_path / "other.jsonl", logs.text(rolls))

    recording = read(log)

    assert parsed(recording.config)["player_ids"] == ["Ada L.", "p 2", "GPT-5.2"]
    assert parsed(recording.metadata)["players_from"] == "order of first rolls"


def test_a_run_folders_first_snapshot_names_and_seats_the_players(tmp_path: Path) -> None:
    folder = tmp_path / "run-1"
    players = [{"player_id": "b", "name": "Bo", "cash": 900}, {"player_id": "a", "cash": 900}]
    logs.write(folder / "events.jsonl", logs.text([bench(0), bench(1, actor="a")]))
    logs.write(folder / "state" / "turn_0000.json", json.dumps({"players": players}).encode())

    recording = read(folder)

    assert [(player.player_id, player.name) for player in recording.players] == [
        (0, "Bo"),
        (1, "a"),
    ]
    assert parsed(recording.config)["starting_cash"] == 900
    assert [event.actor_player_id for event in recording.events()] == [None, 1]


def test_a_small_file_of_another_form_is_refused_by_its_name(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0)])
    logs.write(folder / "meta.json", b'{"players": [{"player_id": 1}]}')

    with pytest.raises(UnreadableFile, match=r"meta\.json.*player_id"):
        read(folder)


def test_a_benchmark_decision_joins_what_was_asked_and_what_came_back(tmp_path: Path) -> None:
    folder = logs.benchmark(
        tmp_path / "g", [bench(0), bench(1), ASKED], [logs.started(0), logs.resolved(0)]
    )

    recording = read(folder)
    decision = only_decision(recording)

    assert (decision.player_id, decision.sequence_number, decision.turn_number) == (0, 0, 3)
    assert parsed(decision.game_state) == {
        "you": {"cash": 1500},
        "bank": {"houses_remaining": 32},
        "decision_id": "run-1-dec-000000",
        "decision_type": "JAIL_DECISION",
        "event_sequence": 2,
    }
    assert parsed(decision.player_state) == {"cash": 1500}
    assert parsed(decision.available_actions) == [{"action": "roll_for_doubles"}]
    assert decision.prompt == '[system]\nYou play.\n\n[user]\n{"cash": 1500}'
    assert decision.reasoning == "Doubles are free."
    assert (decision.processing_time_ms, decision.model_version) == (1500, "some/model")
    assert recording.started_at == datetime(2026, 3, 1, 12, 0, 0, 500_000, UTC)


def test_usage_is_summed_over_attempts_without_losing_a_cent(tmp_path: Path) -> None:
    attempt = {"raw_response": {"usage": {"prompt_tokens": 5, "cost": 0.1}}}
    other = {"raw_response": {"usage": {"prompt_tokens": 6, "cost": 0.2}}}
    answer = logs.resolved(0, attempts=[attempt, {"raw_response": None}, other])
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), ASKED], [logs.started(0), answer])

    action = only_decision(read(folder)).chosen_action

    assert b'"usage":{"prompt_tokens":11,"cost_usd":0.3}' in bytes(action)
    assert len(parsed(action)["attempts"]) == 3


def test_a_fallback_carries_its_reason_and_no_thought_of_the_model(tmp_path: Path) -> None:
    answer = logs.resolved(
        0,
        fallback_used=True,
        fallback_reason="openrouter_http_429",
        attempts=[{"error_type": "http_429", "error_message": "slow down"}],
    )
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), ASKED], [logs.started(0), answer])

    decision = only_decision(read(folder))
    action = parsed(decision.chosen_action)

    assert (action["fallback"], action["error"]) == ("openrouter_http_429", "http_429: slow down")
    assert decision.reasoning is None


def test_the_models_own_reasoning_comes_before_its_private_thought(tmp_path: Path) -> None:
    said = {"choices": [{"message": {"reasoning": "Let me think."}}]}
    answer = logs.resolved(0, attempts=[{"raw_response": said}])
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), ASKED], [logs.started(0), answer])

    assert only_decision(read(folder)).reasoning == "Let me think.\n\nDoubles are free."


def test_a_decision_the_engine_died_on_is_kept_and_says_so(tmp_path: Path) -> None:
    second = bench(3, "LLM_DECISION_REQUESTED", decision_id="run-1-dec-000001", player_id="p1")
    told = [logs.started(0), logs.started(1), logs.resolved(1)]
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), ASKED, second], told)

    decisions = list(read(folder).decisions())

    assert [decision.sequence_number for decision in decisions] == [0, 1]
    assert parsed(decisions[0].chosen_action) == {"unresolved": True}
    assert parsed(decisions[1].chosen_action)["action"] == "roll_for_doubles"


def test_each_run_of_a_log_gets_its_own_decisions(tmp_path: Path) -> None:
    events = [bench(0), bench(1), ASKED]
    first = [logs.started(0), logs.resolved(0, latency_ms=1)]
    second = [logs.started(0), logs.resolved(0, latency_ms=2)]
    folder = logs.benchmark(tmp_path / "g", events * 2, first + second)

    assert only_decision(read(folder, run=1)).processing_time_ms == 1
    assert only_decision(read(folder, run=2)).processing_time_ms == 2


def test_decisions_that_fit_no_run_are_refused(tmp_path: Path) -> None:
    told = [logs.started(0), logs.resolved(0)]
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), ASKED] * 2, told)

    with pytest.raises(DamagedRecording, match="1 runs of decisions stand beside 2 runs of events"):
        read(folder, run=2)


def test_arena_rows_stay_as_their_engine_stored_them(tmp_path: Path) -> None:
    rows = [logs.row(2, cash_after=1.50), logs.row(3, "move", actor=1)]

    recording = read(logs.arena(tmp_path / "g", rows, config={"seed": 1, "rate": 1.50}))

    assert (recording.game_id, recording.status) == ("abc123", "running")
    assert parsed(recording.config)["first_sequence"] == 2
    assert [event.sequence_number for event in recording.events()] == [2, 3]
    assert recording.players[1].final_cash == 12
    assert recording.players[0].final_cash is None


def test_arena_decisions_are_numbered_anew_and_keep_their_own_numbers(tmp_path: Path) -> None:
    told = [
        {
            "player_id": 0,
            "turn_number": 7,
            "sequence_number": number,
            "timestamp": "2026-01-06T09:00:00+00:00",
            "chosen_action": {"action_type": "end_turn"},
            "reasoning": "Ending turn.",
            "_extra": {"engine_index_before": 2, "used_fallback": number > 1, "error": "timed out"},
        }
        for number in (1, 70002)
    ]

    real, made_up = read(logs.arena(tmp_path / "g", [logs.row(2)], told)).decisions()

    assert (real.sequence_number, made_up.sequence_number) == (1, 2)
    assert parsed(real.game_state) == {"event_sequence": 2}
    assert parsed(made_up.chosen_action) == {
        "action_type": "end_turn",
        "attempts": [{"raw_response": None, "error": "timed out"}],
        "error": "timed out",
        "fallback": "timed out",
        "reasoning_fabricated": True,
        "source_sequence_number": 70002,
    }
    assert "reasoning_fabricated" not in parsed(real.chosen_action)


def test_rows_without_their_database_need_the_players_named(tmp_path: Path) -> None:
    log = logs.write(tmp_path / "g" / "events.jsonl", logs.text([logs.row(0), logs.row(1)]))

    with pytest.raises(IncompleteRecording, match="--players"):
        read(log)
    recording = read(log, players=options.players("0=Ada,1=Bo"), dialect="native")

    assert [player.name for player in recording.players] == ["Ada", "Bo"]
    assert parsed(recording.config) == {"dialect": "native", "first_sequence": 0}


def test_a_logger_file_keeps_whole_lines_and_yields_its_decisions(tmp_path: Path) -> None:
    lines = [
        logs.logger(0, "game_start", player_names=["Ada", "Bo"], starting_cash=1200, seed=3),
        logs.logger(1, "turn_start", turn_number=6, player_id=1),
        logs.logger(
            2, "llm_decision", player_id=1, action_type="bid", params={"amount": 5}, strategy="bold"
        ),
        logs.logger(3, "game_end", turn_number=9, winner_id="Bo", reason="bankruptcy"),
    ]
    recording = read(logs.write(tmp_path / "monopoly_game_1.jsonl", logs.text(lines)))

    events = list(recording.events())
    decision = only_decision(recording)

    assert recording.game_id == "monopoly_game_1"
    assert [event.turn_number for event in events] == [0, 6, 6, 9]
    assert parsed(events[2].payload) == lines[2]
    assert parsed(decision.game_state) == {"event_sequence": 1}
    assert parsed(decision.chosen_action) == {"action_type": "bid", "params": {"amount": 5}}
    assert (recording.winner_id, recording.total_turns) == (1, 9)
    assert recording.started_at is None, "a clock without a zone proves no instant"
    assert parsed(recording.config)["starting_cash"] == 1200


def test_options_lay_over_what_the_files_say(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0)])

    config = parsed(
        read(folder, dialect="other", config=options.config('{"starting_cash": 2000}')).config
    )

    assert (config["dialect"], config["starting_cash"], config["seed"]) == ("other", 2000, 7)

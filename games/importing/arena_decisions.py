"""decisions.jsonl beside monopoly_game_arena's rows: its llm_decisions, and what they leave out.

`_extra` holds what the engine drops when it stores a decision. `engine_index_before` is the index
of the last internal event before the decision, which is that event's sequence_number. The engine's
own numbers (turn * 10000 + player * 1000 + counter) are kept as
`chosen_action.source_sequence_number`; here each player's decisions count up from 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from games.domain.envelope import Decision
from games.importing import lines, problems, rawjson, stream
from games.importing.problems import Kind, Problem

DECISIONS_FILE = "decisions.jsonl"


class _Extra(msgspec.Struct, frozen=True):
    raw_response: str | None = None
    used_fallback: bool = False
    error: str | None = None
    engine_index_before: int | None = None


class Row(msgspec.Struct, frozen=True):
    player_id: int
    turn_number: int
    sequence_number: int
    timestamp: datetime
    game_state: msgspec.Raw = rawjson.EMPTY_OBJECT
    player_state: msgspec.Raw = rawjson.EMPTY_OBJECT
    available_actions: msgspec.Raw = rawjson.EMPTY_LIST
    chosen_action: msgspec.Raw = rawjson.EMPTY_OBJECT
    prompt: str | None = None
    reasoning: str | None = None
    strategy_description: str | None = None
    processing_time_ms: int | None = None
    model_version: str | None = None
    extra: _Extra | None = msgspec.field(default=None, name="_extra")


@dataclass(slots=True)
class Told:
    path: Path | None = None
    truncated_line: int | None = None
    contiguous: bool = True
    """Each player's own numbers already count up by one, from 0 or 1."""
    seen: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


_row = msgspec.json.Decoder(Row)


def survey_of(folder: Path) -> Told:
    """Walk the decisions once: their damage, their players, their numbering."""
    path = lines.locate(folder, DECISIONS_FILE) if folder.is_dir() else None
    told = Told(path)
    if path is None:
        return told
    heads: dict[int, int] = {}
    for line in lines.read(path):
        row = _surveyed(told, path, line)
        if row is None:
            continue
        told.seen.setdefault(row.player_id, line.number)
        first = row.player_id not in heads
        fits = (
            row.sequence_number in {0, 1}
            if first
            else row.sequence_number == heads[row.player_id] + 1
        )
        told.contiguous = told.contiguous and fits
        heads[row.player_id] = row.sequence_number
    return told


def _surveyed(told: Told, path: Path, line: lines.Line) -> Row | None:
    reason = line.broken
    if reason is None:
        try:
            line.text.decode()
            return _row.decode(line.text)
        except msgspec.ValidationError as error:
            told.problems.append(Problem(Kind.MALFORMED, path.name, line.number, str(error)))
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if line.ended:
                text = f"not JSON ({error})"
                told.problems.append(Problem(Kind.NOT_JSON, path.name, line.number, text))
                return None
            reason = "the last line is cut off"
    told.truncated_line = line.number
    told.problems.append(problems.truncated(path.name, line.number, reason))
    return None


def decisions(told: Told) -> Iterator[Decision]:
    """The decisions as stored, each with what was left out of it."""
    if told.path is None:
        return
    counts: Counter[int] = Counter()
    for line in lines.read(told.path):
        if line.number == told.truncated_line:
            return
        row = _row.decode(line.text)
        counts[row.player_id] += 1
        number = row.sequence_number if told.contiguous else counts[row.player_id]
        yield _decision(row, number)


def _decision(row: Row, number: int) -> Decision:
    extra = row.extra or _Extra()
    state: dict[str, Any] = dict(rawjson.members(row.game_state))
    if extra.engine_index_before is not None:
        state["event_sequence"] = extra.engine_index_before
    action = rawjson.members(row.chosen_action) | answer(
        extra.raw_response, extra.error, used_fallback=extra.used_fallback
    )
    if number != row.sequence_number:
        action["source_sequence_number"] = row.sequence_number
    return Decision(
        player_id=row.player_id,
        turn_number=row.turn_number,
        sequence_number=number,
        timestamp=stream.aware(row.timestamp),
        game_state=rawjson.raw(state),
        player_state=row.player_state,
        available_actions=row.available_actions,
        chosen_action=rawjson.raw(action),
        prompt=row.prompt,
        reasoning=row.reasoning,
        strategy_description=row.strategy_description,
        processing_time_ms=row.processing_time_ms,
        model_version=row.model_version,
    )


def answer(raw_response: str | None, error: str | None, *, used_fallback: bool) -> dict[str, Any]:
    """The model's answer as members of `chosen_action`.

    A fallback's reasoning was written by the engine, not said by the model: it is marked, so that
    nobody reads it as the model's.
    """
    data: dict[str, Any] = {}
    if raw_response is not None or error is not None:
        data["attempts"] = [{"raw_response": raw_response, "error": error}]
    if error is not None:
        data["error"] = error
    if used_fallback:
        data["fallback"] = error or "unknown"
        data["reasoning_fabricated"] = True
    return data

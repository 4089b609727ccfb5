"""decisions.jsonl of monopoly-llm-benchmark: two records per decision become one.

`decision_started` holds the prompt, `decision_resolved` the attempts and the action. A decision
that was never resolved (the engine died on it) is kept and says so.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from games.domain.envelope import Decision
from games.importing import benchmark_answer, lines, problems, rawjson, stream
from games.importing.benchmark_answer import Record
from games.importing.benchmark_players import Seat
from games.importing.problems import Kind, Problem

if TYPE_CHECKING:
    from games.importing.benchmark import Facts
    from games.importing.survey import Run, Survey

DECISIONS_FILE = "decisions.jsonl"
STARTED = "decision_started"


@dataclass(slots=True)
class Told:
    """One run of the decisions log, surveyed. Empty where there is none."""

    path: Path | None = None
    first_line: int = 1
    last_line: int = 0
    truncated_line: int | None = None
    first_moment: datetime | None = None
    started: set[str] = field(default_factory=set)
    resolved: set[str] = field(default_factory=set)
    players: dict[str, Seat] = field(default_factory=dict)
    lines_of: dict[str, int] = field(default_factory=dict)
    """Line where each player id stands first."""
    problems: list[Problem] = field(default_factory=list)

    def see(self, number: int, record: Record) -> None:
        self.last_line = number
        self.first_moment = self.first_moment or stream.aware(record.timestamp)
        ids = self.started if record.phase == STARTED else self.resolved
        if record.decision_id in ids and self.path is not None:
            text = f"{record.decision_id} is {record.phase.removeprefix('decision_')} twice"
            self.problems.append(Problem(Kind.DUPLICATE, self.path.name, number, text))
        ids.add(record.decision_id)
        self.lines_of.setdefault(record.player_id, number)
        self.players.setdefault(record.player_id, _seat(record))


def _seat(record: Record) -> Seat:
    parameters = rawjson.value(record.reasoning)
    return Seat(
        name=record.player_name,
        model=record.openrouter_model_id,
        parameters={} if parameters is None else {"reasoning": parameters},
    )


_record = msgspec.json.Decoder(Record)


def survey_of(folder: Path, log: Survey[Facts], run: Run[Facts]) -> Told:
    """The part of the folder's decisions that belongs to this run of its events."""
    path = lines.locate(folder, DECISIONS_FILE) if folder.is_dir() else None
    if path is None:
        return Told()
    counts = _survey(path)
    asking = [each for each in log.runs if each.facts.requested]
    if run not in asking:
        return Told()
    if len(counts) == len(asking):
        return counts[asking.index(run)]
    text = (
        f"{len(counts)} runs of decisions stand beside {len(asking)} runs of events, "
        "so which belong together is not known"
    )
    unmatched = Problem(
        Kind.UNMATCHED_RUNS, path.name, 1, text, remedy="move the file away to import without it"
    )
    return Told(problems=[unmatched])


def _survey(path: Path) -> list[Told]:
    """A decision started that was started before begins another run, as a repeated 0 does in the
    events."""
    runs = [Told(path)]
    for line in lines.read(path):
        if line.broken is not None:
            _truncated(runs[-1], path, line.number, line.broken)
            break
        try:
            line.text.decode()
            record = _record.decode(line.text)
            benchmark_answer.attempts(record)
        except msgspec.ValidationError as error:
            runs[-1].problems.append(Problem(Kind.MALFORMED, path.name, line.number, str(error)))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if line.ended:
                text = f"not JSON ({error})"
                runs[-1].problems.append(Problem(Kind.NOT_JSON, path.name, line.number, text))
            else:
                _truncated(runs[-1], path, line.number, "the last line is cut off")
        else:
            if record.phase == STARTED and record.decision_id in runs[-1].started:
                runs.append(Told(path, first_line=line.number))
            runs[-1].see(line.number, record)
    return [run for run in runs if run.last_line or run.problems]


def _truncated(run: Told, path: Path, number: int, text: str) -> None:
    run.truncated_line = number
    run.problems.append(problems.truncated(path.name, number, text))


def decisions(told: Told, requested: dict[str, int], seats: dict[str, int]) -> Iterator[Decision]:
    """The run's decisions in the order they were asked for, numbered from 0 per player."""
    counts: Counter[str] = Counter()
    for pair in _pairs(told):
        asked = pair.asked
        number = counts[asked.player_id]
        counts[asked.player_id] += 1
        yield _decision(pair, seats[asked.player_id], number, requested.get(asked.decision_id))


@dataclass(slots=True)
class _Pair:
    """The two halves of a decision; one of them may never have been written."""

    asked: Record
    """The first of them."""
    started: Record | None = None
    resolved: Record | None = None


def _pairs(told: Told) -> Iterator[_Pair]:
    """Join by decision_id, holding only what still waits for its second half."""
    waiting: deque[_Pair] = deque()
    by_id: dict[str, _Pair] = {}
    for record in _records(told):
        pair = by_id.get(record.decision_id)
        if pair is None:
            pair = by_id[record.decision_id] = _Pair(record)
            waiting.append(pair)
        if record.phase == STARTED:
            pair.started = record
        else:
            pair.resolved = record
        while waiting and _is_complete(waiting[0], told):
            done = waiting.popleft()
            del by_id[done.asked.decision_id]
            yield done


def _is_complete(pair: _Pair, told: Told) -> bool:
    return pair.resolved is not None or pair.asked.decision_id not in told.resolved


def _records(told: Told) -> Iterator[Record]:
    if told.path is None:
        return
    for line in lines.read(told.path):
        if line.number > told.last_line or line.broken is not None:
            return
        if line.number >= told.first_line and line.number != told.truncated_line:
            yield _record.decode(line.text)


def _decision(pair: _Pair, player_id: int, number: int, event_sequence: int | None) -> Decision:
    asked, started, resolved = pair.asked, pair.started, pair.resolved
    prompt = {} if started is None else rawjson.members(started.prompt_payload)
    seen = rawjson.members(prompt.get("full_state"))
    link: dict[str, Any] = {"decision_id": asked.decision_id, "decision_type": asked.decision_type}
    if event_sequence is not None:
        link["event_sequence"] = event_sequence
    actions = rawjson.members(prompt.get("decision")).get("legal_actions")
    return Decision(
        player_id=player_id,
        turn_number=asked.turn_index,
        sequence_number=number,
        timestamp=stream.aware(asked.timestamp),
        game_state=rawjson.raw(seen | link),
        player_state=rawjson.raw(rawjson.members(seen.get("you"))),
        available_actions=rawjson.EMPTY_LIST if actions is None else actions,
        chosen_action=benchmark_answer.chosen_action(resolved),
        prompt=None if started is None else benchmark_answer.prompt_text(started),
        reasoning=None if resolved is None else benchmark_answer.reasoning(resolved),
        processing_time_ms=None if resolved is None else resolved.latency_ms,
        model_version=asked.openrouter_model_id,
    )

"""The second walk: the events of one run, in order, ready to be recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from games.domain.envelope import Event
from games.importing import lines, rawjson
from games.importing.problems import Kind, Problem
from games.importing.recording import Choices
from games.importing.refusals import DamagedRecording, IncompleteRecording
from games.importing.survey import Run, Survey

MISSING = "missing"
"""Type of the event that stands for one the files do not hold."""


def choose[Known](survey: Survey[Known], choices: Choices, where: Path) -> Run[Known]:
    """The run to import.

    Raises:
        DamagedRecording: the log has problems no option answers yet.
        IncompleteRecording: the log is empty, or has no such run.
    """
    refuse_open(list(survey.unnumbered), choices, where)
    if not survey.runs:
        raise IncompleteRecording(str(survey.path), "it holds no events")
    run = survey.chosen(choices.run)
    if run is None and choices.run is not None:
        raise IncompleteRecording(
            str(survey.path), f"it holds {len(survey.runs)} runs, and --run {choices.run} was asked"
        )
    if run is None:
        damage = [problem for each in survey.runs for problem in each.problems]
        raise DamagedRecording(str(where), tuple(survey.restarts() + damage))
    refuse_open(run.problems, choices, where)
    if not run.count:
        raise IncompleteRecording(str(survey.path), "it holds no events")
    return run


def refuse_open(found: list[Problem], choices: Choices, where: Path) -> None:
    """Raise DamagedRecording if a problem is left that no option answers."""
    left = tuple(problem for problem in found if not _answered(problem, choices))
    if left:
        raise DamagedRecording(str(where), left)


def _answered(problem: Problem, choices: Choices) -> bool:
    return (choices.mark_gaps and problem.kind is Kind.HOLE) or (
        choices.drop_truncated and problem.kind is Kind.TRUNCATED
    )


def texts(survey: Survey[Any], first_line: int, last_line: int) -> Iterator[bytes]:
    """The lines of one run, without the cut one."""
    for line in lines.read(survey.path):
        if line.number > last_line or line.broken is not None:
            return
        if line.number >= first_line and line.number != survey.truncated_line:
            yield line.text


def events[Known](
    survey: Survey[Known], run: Run[Known], decode: Callable[[bytes], Event]
) -> Iterator[Event]:
    """The run's events; each number the log leaves out as an explicit `missing` event."""
    previous: Event | None = None
    for text in texts(survey, run.first_line, run.last_line):
        event = decode(text)
        expected = run.start if previous is None else previous.sequence_number + 1
        if event.sequence_number > expected:
            yield from _missing(expected, event, previous)
        yield event
        previous = event


def aware(moment: datetime) -> datetime:
    """An instant without a zone is read as UTC; the reader says so in the metadata."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _missing(expected: int, following: Event, previous: Event | None) -> Iterator[Event]:
    """They stand at the turn and the moment of the event before them: nothing more is known."""
    last = following.sequence_number - 1
    beside = following if previous is None else previous
    payload = rawjson.raw({"first": expected, "last": last, "marked_by": "import"})
    for number in range(expected, last + 1):
        yield Event(
            sequence_number=number,
            turn_number=beside.turn_number,
            event_type=MISSING,
            timestamp=beside.timestamp,
            payload=payload,
            actor_player_id=None,
        )


def need_object(text: msgspec.Raw, name: str) -> None:
    """Raise the error a survey reports if the text is no JSON object."""
    if not bytes(text).startswith(b"{"):
        raise msgspec.ValidationError(f"Expected `object` - at `$.{name}`")

"""The board a model was shown beside the real one of that moment, value by value."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, structs

from games.domain.envelope import Decision
from games.domain.errors import FoldBroken
from replay import changes, reading, values
from replay.decided import texts
from replay.domain import paths, shown, snapshot
from replay.domain.board import PROPERTIES
from replay.domain.claims import OneOf
from replay.domain.deciding import Placed
from replay.domain.dialects import testimony
from replay.domain.shown import Told
from replay.domain.state import State
from replay.drawing import plain
from replay.recording import Recording
from replay.values import Names


class Row(Struct, frozen=True):
    """One value in words: what was shown, what was so then, what is so at the cursor.

    ``since`` is the event that made it what it then was, None for the start of the game; ``until``
    the event up to which the shown value had been true.
    """

    path: str
    name: str
    shown: str
    real: str
    now: str
    is_true: bool
    is_now: bool
    since: int | None = None
    until: int | None = None
    is_told: bool = True
    in_prompt: bool = False


class Boards(Struct, frozen=True):
    """Every value that was shown. ``moment`` is the event whose board they are held to.

    ``problem``: why nothing can be compared; ``doubts``: why the comparison itself may be wrong.
    ``unseen``: the offer that the model was asked about and not told, in words.
    """

    rows: tuple[Row, ...]
    moment: int
    problem: str = ""
    doubts: tuple[str, ...] = ()
    unseen: str = ""

    @property
    def wrong(self) -> tuple[Row, ...]:
        """The values that were not so."""
        return tuple(row for row in self.rows if not row.is_true)


def of(recording: Recording, decision: Decision, placed: Placed, wanted: int) -> Boards:
    """What this decision's model was shown, at the moment it was shown it and at ``wanted``."""
    moment = _moment(recording, placed)
    try:
        choice = testimony.of(recording.setup).of_decision(decision)
    except Exception as error:  # noqa: BLE001 - a decision's JSON is free in form
        why = texts.short(f"{error}" or type(error).__name__, 200)
        return Boards((), moment, f"What was shown cannot be read: {why}")
    readers = paths.readers(recording.setup)
    known = tuple(dict.fromkeys(shown.known(choice.shown, readers)))
    if not known:
        return Boards((), moment, "Nothing was posted of the board that the model was shown.")
    try:
        then, now = reading.state_at(recording, moment), reading.state_at(recording, wanted)
    except FoldBroken as broken:
        why = f"The fold broke at event {broken.sequence_number:,}, so that no board can be had."
        return Boards((), moment, why)
    names = values.names(recording)
    rows = [
        _row(told, readers[told.path](now), names, decision.prompt or "")
        for told in shown.compare(known, readers, then)
    ]
    rows = [row if row.is_true else _dated(recording, row, moment, names) for row in rows]
    offer = values.said("trade", readers["trade"](then), names) if choice.is_blind else ""
    doubts = tuple(_doubts(recording, placed, then))
    return Boards(tuple(rows), moment, doubts=doubts, unseen=plain.clip(offer, 300))


def untold(recording: Recording, boards: Boards, wanted: int) -> list[Row]:
    """What was so of players and deeds without the model's being told; deeds of nobody left out."""
    told = {row.path for row in boards.rows}
    names, readers = values.names(recording), paths.readers(recording.setup)
    then = reading.state_at(recording, boards.moment)
    now = reading.state_at(recording, wanted)
    rows = []
    for path in _worth_knowing(recording, then, now):
        if path not in told:
            row = _row(Told(path, None, readers[path](then)), readers[path](now), names, "")
            rows.append(structs.replace(row, shown="not told", is_told=False, is_true=True))
    return rows


def _moment(recording: Recording, placed: Placed) -> int:
    after = placed.made.after
    if after is None:
        after = placed.applied - 1
    return min(max(after, recording.first - 1), recording.head)


def _doubts(recording: Recording, placed: Placed, then: State) -> list[str]:
    doubts = snapshot.warnings(then, recording.reading.problem)
    after = placed.made.after
    if after is None:
        doubts.append(
            "Which event the model had seen last was not told: it is held to the board before the "
            "first event that the decision is taken to have led to"
        )
    elif after > recording.head:
        doubts.append(f"The model is said to have seen event {after:,}, which is not there yet")
    return doubts


def _row(told: Told, now: Any, names: Names, prompt: str) -> Row:
    return Row(
        path=told.path,
        name=values.name(told.path, names),
        shown=_said(told.path, told.shown, names),
        real=_said(told.path, told.real, names),
        now=_said(told.path, now, names),
        is_true=told.is_true,
        is_now=bool(now == told.real),
        in_prompt=_stands_in(prompt, told.shown),
    )


def _stands_in(prompt: str, value: Any) -> bool:
    return str(value.text if isinstance(value, OneOf) else value) in prompt


def _said(path: str, value: Any, names: Names) -> str:
    """A value in words; of one that no board could have, the value itself."""
    if isinstance(value, OneOf):
        return texts.short(value.text, 60)
    kind = bool if path.endswith(("in_jail", "is_bankrupt", "is_mortgaged")) else int
    is_open = path.endswith("owner") and (value is None or value in names)
    if is_open or (isinstance(value, int) and isinstance(value, bool) is (kind is bool)):
        try:
            return values.said(path, value, names)
        except (KeyError, TypeError, ValueError):
            pass  # said as it is, below
    return "nothing" if value is None else texts.short(value, 60)


def _dated(recording: Recording, row: Row, moment: int, names: Names) -> Row:
    """Since when the real value was so, and until when the shown one had been."""
    seen = changes.around(recording, row.path, moment)
    last = seen.here or (seen.earlier[0] if seen.earlier else None)
    if last is None:
        return row
    was = _said(row.path, last.before, names) == row.shown
    return structs.replace(
        row, since=last.sequence_number, until=last.sequence_number if was else None
    )


def _worth_knowing(recording: Recording, then: State, now: State) -> list[str]:
    """Of each player what a rival sees; of a deed what is out of the ordinary."""
    found = [
        f"players.{seat.player_id}.{field}"
        for seat in recording.setup.seats
        for field in ("cash", "position", "in_jail", "jail_cards")
    ]
    for position in PROPERTIES:
        either = [(each.owners, each.houses, each.mortgaged) for each in (then, now)]
        for field, of_state in (("owner", 0), ("houses", 1), ("is_mortgaged", 2)):
            if any(state[of_state][position] not in (None, 0) for state in either):
                found.append(f"properties.{position}.{field}")
    return [*found, "bank.houses", "bank.hotels"]

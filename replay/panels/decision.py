"""The decision that led to an event: what the model was shown, offered, said and chose."""

from __future__ import annotations

import re

from msgspec import Struct

from games.domain.envelope import Decision
from games.searching import Where
from replay import addresses, cast, decisions
from replay.cast import Role
from replay.decided import answers, boards, found, prompt, states, texts
from replay.decided.answers import Answer
from replay.decided.marking import Marked
from replay.decided.prompt import Prompt
from replay.decided.texts import Text
from replay.domain.deciding import Basis, Index, Placed
from replay.domain.dialects import answers as told
from replay.drawing import plain
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording

ASKED = ("find", "diff", "whole", "decision", "words", "where")
"""Parameters of this panel alone."""

MOST_PENDING = 20
"""Decisions listed that no event has come of."""

_NAMED = re.compile(r"(-?[0-9]{1,10})\.([0-9]{1,18})")


class Head(Struct, frozen=True):
    """Who decided what, when and how it was found; ``ago`` events lie between it and the moment."""

    who: str
    seat: int | None
    initials: str
    number: int
    turn: int
    kind: str
    model: str
    strategy: str
    applied: int
    ago: int
    led: bool
    is_pending: bool
    is_exact: bool
    basis: Basis
    seen: int | None


class Step(Struct, frozen=True):
    """A way to another decision; ``is_pending``: no event has come of that one yet."""

    label: str
    seq: int
    href: str
    is_pending: bool


class Other(Struct, frozen=True):
    """A decision that shares its first event with the one shown, or that nothing has come of."""

    value: str
    label: str


class Sought(Struct, frozen=True):
    """What a search found in this decision; ``marked`` is None where nothing was posted there."""

    words: str
    where: Where
    marked: Marked | None


def build(recording: Recording, wanted: int, query: Query) -> Context:
    """The decision at a moment; ``?decision=PLAYER.NUMBER`` chooses among several of one event.

    ``?find=`` marks words of the prompt, ``?diff=1`` holds it against the one before, ``?whole=1``
    shows all of it; ``?words=&where=`` marks what that search found.
    """
    index = decisions.index(recording)
    roles = cast.of(recording)
    context: Context = {
        "count": len(index.all),
        "asked": {name: query.get(name, "")[: prompt.LONGEST_SEARCH] for name in ASKED},
        "head": None,
        "sought": None,
        "is_gone": False,
    }
    if index.all:
        placed = _chosen(recording, index, wanted, query.get("decision", ""))
        waiting = _pending(recording, index, placed, wanted)
        link = _Links(recording, query)
        context |= {
            "ways": _ways(recording, index, placed, wanted, link),
            "others": _others(recording, index, placed, wanted, roles),
            "pending": [_other(recording, each, roles) for each in waiting[:MOST_PENDING]],
            "unlisted": max(0, len(waiting) - MOST_PENDING),
            "following": _following(recording, index, wanted, link),
        }
        if placed is not None:
            context |= _shown(recording, index, placed, wanted, query)
    return {"decided": context}


def _chosen(recording: Recording, index: Index, wanted: int, asked: str) -> Placed | None:
    """The last decision up to the moment, or the one named where it applies there too."""
    beside = index.beside(wanted)
    named = _NAMED.fullmatch(asked)
    if named:
        found = index.find(int(named[1]), int(named[2]))
        waits = wanted == recording.head and found in index.pending
        if found is not None and (found in beside or waits):
            return found
    return beside[-1] if beside else None


def _shown(
    recording: Recording, index: Index, placed: Placed, wanted: int, query: Query
) -> Context:
    made = placed.made
    decision = decisions.read(recording, made.player_id, made.number)
    if decision is None:
        return {"is_gone": True}
    answer = answers.read(decision)
    sought = _sought(decision, answer, query)
    context: Context = {
        "head": _head(recording, index, placed, wanted, decision),
        "answer": answer,
        "boards": boards.of(recording, decision, placed, wanted),
        "states": states.of(decision),
        "prompt": None,
        "against": None,
        "sought": sought,
    }
    if decision.prompt:
        context["prompt"] = _prompt(decision.prompt, sought, query)
        if query.get("diff"):
            context["against"] = prompt.against(recording, index, placed, decision.prompt)
        context["is_first"] = index.find(made.player_id, made.number - 1) is None
    return context


def _sought(decision: Decision, answer: Answer, query: Query) -> Sought | None:
    """What a search found here. Who looks for something else in the prompt has left it."""
    words, place = query.get("words", ""), found.where(query.get("where", ""))
    if not words.strip() or query.get("find"):
        return None
    raw, told = _searched(decision, answer, place, whole=bool(query.get("whole")))
    marked = found.mark(raw, told.text, words, place) if raw and told else None
    return Sought(texts.short(words, 80), place, marked)


def _searched(
    decision: Decision, answer: Answer, place: Where, *, whole: bool
) -> tuple[str | None, Text | None]:
    """A text of a decision, and what is shown of it."""
    match place:
        case Where.REASONING:
            return decision.reasoning, answer.reasoning
        case Where.PROMPT:
            raw = decision.prompt
            return raw, prompt.shown(raw, whole=whole) if raw else None
        case Where.TALK:
            return answer.message.text if answer.message else None, answer.message


def _prompt(told: str, sought: Sought | None, query: Query) -> Prompt:
    whole = bool(query.get("whole"))
    if sought is not None and sought.where is Where.PROMPT and sought.marked is not None:
        return Prompt.of(prompt.shown(told, whole=whole), sought.marked)
    return prompt.read(told, query.get("find", ""), whole=whole)


def _head(
    recording: Recording, index: Index, placed: Placed, wanted: int, decision: Decision
) -> Head:
    made, role = placed.made, role_of(recording, placed.made.player_id)
    link = index.at(wanted)
    is_pending = placed.applied > recording.head
    kind = told.members(decision.game_state).get("decision_type")
    return Head(
        who=role.name if role else f"player {made.player_id}",
        seat=role.seat if role else None,
        initials=role.initials if role else "?",
        number=made.number,
        turn=made.turn,
        kind=texts.short(kind.replace("_", " ").lower(), 60) if isinstance(kind, str) else "",
        model=texts.short(decision.model_version or "", 80),
        strategy=texts.short(decision.strategy_description or "", 300),
        applied=placed.applied,
        ago=max(0, wanted - placed.applied),
        led=not is_pending and link is not None and link.placed.applied == placed.applied,
        is_pending=is_pending,
        is_exact=placed.is_exact,
        basis=placed.basis,
        seen=made.after,
    )


def role_of(recording: Recording, player_id: int) -> Role | None:
    """The player as pages show them."""
    for role, seat in zip(cast.of(recording), recording.setup.seats, strict=True):
        if seat.player_id == player_id:
            return role
    return None


class _Links:
    """Addresses of moments with this panel open, as script and server write them."""

    def __init__(self, recording: Recording, query: Query) -> None:
        self._head = recording.head
        self._address = addresses.Here(recording.head, PANEL.name, query)

    def __call__(self, label: str, placed: Placed | None) -> Step | None:
        """The way to a decision; None where there is none."""
        if placed is None:
            return None
        seq = min(placed.applied, self._head)
        is_pending = placed.applied > self._head
        chosen = _name(placed) if is_pending else ""
        return Step(label, seq, self._address(seq, decision=chosen), is_pending)


def _ways(
    recording: Recording, index: Index, placed: Placed | None, wanted: int, link: _Links
) -> list[tuple[str, Step | None, Step | None]]:
    """(name, previous, next) for any decision, for this player's, and for those with errors."""
    here: Placed | int = wanted if placed is None else placed
    rows: list[tuple[str, int | None, bool]] = [("Any", None, False)]
    if placed is not None:
        role = role_of(recording, placed.made.player_id)
        name = role.name if role else f"player {placed.made.player_id}"
        rows.append((plain.clip(name, 24), placed.made.player_id, False))
    rows.append(("Errors", None, True))
    return [
        (
            name,
            link("previous", index.previous(here, player, flawed=flawed)),
            link("next", index.next(here, player, flawed=flawed)),
        )
        for name, player, flawed in rows
    ]


def _following(recording: Recording, index: Index, wanted: int, link: _Links) -> Step | None:
    """The decision for which this is the last event its model had seen."""
    after = index.next(wanted)
    if after is None or after.made.after != wanted or after.applied > recording.head:
        return None
    role = role_of(recording, after.made.player_id)
    return link(role.name if role else f"player {after.made.player_id}", after)


def _others(
    recording: Recording,
    index: Index,
    placed: Placed | None,
    wanted: int,
    roles: tuple[Role, ...],
) -> list[Other]:
    if placed is None or placed.applied > recording.head:
        return []
    return [_other(recording, each, roles) for each in index.beside(wanted) if each != placed]


def _pending(
    recording: Recording, index: Index, placed: Placed | None, wanted: int
) -> list[Placed]:
    """Decisions no event has come of: they are told of at the head, where they were made."""
    if wanted != recording.head:
        return []
    return [each for each in index.pending if each != placed]


def _other(recording: Recording, placed: Placed, roles: tuple[Role, ...]) -> Other:
    role = role_of(recording, placed.made.player_id) if roles else None
    who = role.name if role else f"player {placed.made.player_id}"
    action = texts.short(placed.made.action, 40)
    label = f"{who}\u2019s decision {placed.made.number}"
    return Other(_name(placed), f"{label}: {action}" if action else label)


def _name(placed: Placed) -> str:
    return f"{placed.made.player_id}.{placed.made.number}"


PANEL = Panel("decision", "Decision", build, asked=ASKED)

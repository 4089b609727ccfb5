"""One frame: all of the timeline page that changes with the cursor, as one piece of markup.

What never changes (the printed board, the shapes, the controls) is in the page; a frame names the
event it belongs to, so that a page can refuse one it did not ask for.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.template import loader
from markupsafe import Markup

from replay import cast, deals, rows, values
from replay.cast import Role
from replay.domain import board, snapshot
from replay.domain.board import SPACES
from replay.domain.state import State
from replay.drawing import amounts, deeds, dice, entries, links, plain, tokens
from replay.reading import Line, Moment
from replay.recording import Recording
from replay.rows import Link

PAYLOAD_CHARS = 20_000

type Context = dict[str, Any]
type Roles = tuple[Role, ...]


def version(recording: Recording) -> str:
    """Names all that a frame of this game depends on besides its number: for ``?v=`` and ETags."""
    return f"{recording.tag}{_drawing_version()}"


def render(recording: Recording, moment: Moment) -> str:
    """The frame's markup."""
    return loader.render_to_string("_frame.html", context(recording, moment))


def context(recording: Recording, moment: Moment, keep: str = "") -> Context:
    """All a frame's template needs. ``keep``: what the links of its values carry besides."""
    roles = cast.of(recording)
    state, line = moment.state, moment.line
    done = line.effects if line is not None and moment.broken is None else ()
    changed = frozenset(line.changed) if line is not None and moment.broken is None else frozenset()
    names = values.names(recording)

    def link(path: str, shown: str) -> Markup:
        name = values.name(path, names)
        is_changed = path in changed
        return links.value(moment.wanted, path, name, shown, is_changed=is_changed, keep=keep)

    sentence = (
        plain.clip(line.sentence, entries.SENTENCE_CHARS) if line else "Before the first event"
    )
    return {
        "wanted": moment.wanted,
        "shown": state.sequence_number,
        "turn": state.turn_number,
        "sentence": sentence,
        "spoken": f"turn {state.turn_number}, {sentence}",
        "kind": line.kind if line else "game",
        "doubts": doubts(recording, moment),
        "live": _live(recording, state, roles, changed),
        "turn_link": link("turn_number", f"{state.turn_number:,}"),
        "actor": link("current_player", _name(state.current, roles) or "nobody to act"),
        "dice": _dice(line),
        "bank": (
            link("bank.houses", amounts.count(state.bank_houses, "house")),
            link("bank.hotels", amounts.count(state.bank_hotels, "hotel")),
        ),
        "auction": deals.auction(state.auction, roles),
        "trade": deals.trade(state.trade, roles),
        "link": link,
        "winner": _winner(state, roles, link),
        "rows": [
            rows.draw(state, role, seat.player_id, done, link)
            for role, seat in zip(roles, recording.setup.seats, strict=True)
        ],
        "event": _details(recording, roles, line) if line else None,
    }


def lying(recording: Recording, state: State) -> Markup:
    """What lies on the board, with no change marked."""
    return _live(recording, state, cast.of(recording), frozenset())


def doubts(recording: Recording, moment: Moment) -> list[str]:
    """Every reason not to trust the board, as sentences."""
    if recording.reading.problem is not None:
        problem = plain.clip(recording.reading.problem, entries.SENTENCE_CHARS)
        return [f"This game cannot be read: {problem}. Its events are shown as they are"]
    found = []
    if moment.broken is not None:
        at = moment.broken
        shown = moment.state.sequence_number
        board_is = f"event {shown:,}" if shown >= recording.first else "the start of the game"
        found.append(
            f"The fold broke at event {at.sequence_number:,} "
            f"({plain.clip(at.event_type, 60)}: {plain.clip(at.reason, entries.SENTENCE_CHARS)}). "
            f"The board shows {board_is}, the last before it"
        )
    return found + snapshot.warnings(moment.state)


def _live(recording: Recording, state: State, roles: Roles, changed: frozenset[str]) -> Markup:
    """What lies on the board, as the content of an ``<svg>``."""
    drawn = [_deed(state, position, roles) for position in board.PROPERTIES]
    drawn += [deeds.hit(position) for position in sorted(_changed_deeds(changed))]
    placed = []
    for seat, role, player in zip(recording.setup.seats, roles, state.players, strict=True):
        path = f"players.{seat.player_id}"
        if not player.is_bankrupt and 0 <= player.position < len(SPACES):
            token = tokens.Token(
                role.seat,
                role.initials,
                player.position,
                player.in_jail,
                state.current == role.seat,
                not changed.isdisjoint((f"{path}.position", f"{path}.in_jail")),
                f"{path}.position",
            )
            placed.append(token)
    drawn.append(tokens.draw(tuple(placed)))
    return Markup("".join(drawn))  # noqa: S704 - each part is escaped where it is drawn


def _changed_deeds(changed: frozenset[str]) -> set[int]:
    return {int(path.split(".")[1]) for path in changed if path.startswith("properties.")}


def _deed(state: State, position: int, roles: Roles) -> str:
    owner = state.owners[position]
    houses, is_mortgaged = state.houses[position], state.mortgaged[position]
    if owner is None and not houses and not is_mortgaged:
        return ""
    if owner is None:
        return deeds.mark(position, -1, "", houses, is_mortgaged=is_mortgaged)
    initials = roles[owner].initials if 0 <= owner < len(roles) else "?"
    return deeds.mark(position, owner % tokens.SEATS, initials, houses, is_mortgaged=is_mortgaged)


def _winner(state: State, roles: Roles, link: Link) -> Markup:
    if not state.is_over:
        return Markup("")
    over, winner = link("is_over", "The game is over"), _name(state.winner, roles)
    return Markup("{}: {} wins").format(over, link("winner", winner)) if winner else over


def _name(seat: int | None, roles: Roles) -> str:
    return roles[seat].name if seat is not None and 0 <= seat < len(roles) else ""


def _dice(line: Line | None) -> Markup | None:
    if line is None or line.kind != "dice":
        return None
    pair = dice.thrown(line.event.payload)
    return dice.draw(*pair) if pair else None


def _details(recording: Recording, roles: Roles, line: Line) -> Context:
    event = line.event
    payload = msgspec.json.format(bytes(event.payload), indent=2).decode()
    return {
        "type": plain.clip(event.event_type, 80),
        "actor": _actor(recording, roles, event.actor_player_id),
        "time": _time(event.timestamp.astimezone(UTC)),
        "turn": event.turn_number,
        "payload": plain.visible(payload[:PAYLOAD_CHARS]),
        "cut": max(0, len(payload) - PAYLOAD_CHARS),
    }


def _time(moment: datetime) -> str:
    """When it happened; an engine that counts from zero tells a time of its own, and no date."""
    if moment.year == 1970:
        return f"{moment:%H:%M:%S} on the engine's own clock"
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _actor(recording: Recording, roles: Roles, player_id: int | None) -> str:
    if player_id is None:
        return ""
    for role, seat in zip(roles, recording.setup.seats, strict=True):
        if seat.player_id == player_id:
            return role.name
    return f"player {player_id}, whom the game does not have"


@cache
def _drawing_version() -> str:
    """Changes with any line that decides what a frame looks like."""
    here = Path(__file__).parent
    sources = [*here.glob("drawing/*.py"), *here.glob("panels/*.py"), *here.glob("*.py")]
    templates = Path(settings.BASE_DIR, "templates")
    sources += [*templates.glob("_*.html"), *templates.glob("panels/*.html")]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:8]

"""Who plays, as the pages show them: a name that can be read, the model, initials for the token."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from uuid import UUID

from msgspec import Struct

from games.models import Player
from replay.domain import phrases
from replay.domain.setup import Seat
from replay.drawing import plain
from replay.recording import Recording

NAME_CHARS = 60
"""Names are shown up to this length; whole names are in the record."""


class Role(Struct, frozen=True):
    """One seat. ``initials``: one or two characters, different for each seat of a game."""

    seat: int
    name: str
    model: str
    initials: str


def of(recording: Recording) -> tuple[Role, ...]:
    """The players in seating order; one query the first time a recording is asked for."""
    return _of(recording.uuid, recording.tag, recording.setup.seats)


@lru_cache(maxsize=1024)
def initials_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The first letter; where players share it, the first two, or it and the name's own number.

    Else that number, or the letter and the seat.
    """
    letters = [[character for character in name if character.isalnum()] for name in names]
    ones = ["".join(letter[:1]).upper()[:1] for letter in letters]
    twos = ["".join(letter[:2]).capitalize()[:2] for letter in letters]
    owns = [f"{one}{''.join(letter[-1:])}" for one, letter in zip(ones, letters, strict=True)]
    numbers = [name[len(name.rstrip("0123456789")) :][-2:] for name in names]
    chosen: list[str] = []
    marks = zip(names, ones, twos, owns, numbers, strict=True)
    for seat, (name, one, two, own, number) in enumerate(marks, 1):
        likes = [one] if Counter(ones)[one] == 1 else []
        likes += [own] if own == name.upper() else []
        likes += [two] if Counter(twos)[two] == 1 else []
        likes += [own] if own[-1:].isdigit() and Counter(owns)[own] == 1 else []
        likes += [number] if number and Counter(numbers)[number] == 1 else []
        likes += [f"{one}{seat % 10}", str(seat), *(f"{number:02}" for number in range(100))]
        chosen.append(next(mark for mark in likes if mark and mark not in chosen))
    return tuple(chosen)


# The tag names one incarnation of one game with its players, so what is kept can't grow stale.
@lru_cache(maxsize=1024)
def _of(uuid: UUID, tag: str, seats: tuple[Seat, ...]) -> tuple[Role, ...]:
    names = phrases.told_apart([plain.clip(seat.name, NAME_CHARS) for seat in seats], seats)
    players = Player.objects.filter(game=uuid)
    rows = players.values_list("player_id", "llm_model_name", "agent_type")
    models = {player_id: model or agent for player_id, model, agent in rows}
    return tuple(
        Role(index, name, plain.clip(models.get(seat.player_id, ""), NAME_CHARS), initials)
        for index, (seat, name, initials) in enumerate(
            zip(seats, names, initials_of(names), strict=True)
        )
    )

"""Behind a number: the games it was counted from, and the way to each moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from msgspec import Struct

from games.domain.errors import InvalidField
from replay.domain.statistics import finders
from replay.domain.statistics.chosen import LeftOut
from replay.domain.statistics.groups import By, Group
from replay.domain.statistics.layout import NOBODY
from replay.domain.statistics.moments import Behind, Moment, Moments, Of, Unknown
from replay.domain.summary.deciding import BANDS
from replay.drawing import plain
from replay.statistics import naming, questions
from replay.statistics.asked import Asked, Query
from replay.statistics.words import Kind

PAGE = 50

_KINDS = {
    **dict.fromkeys((Of.NET_WORTH, Of.CASH_IN_PLAY, Of.WORTH_IN_PLAY), Kind.DOLLARS),
    **dict.fromkeys((Of.PAID, Of.RECEIVED, Of.GIVEN, Of.TAKEN, Of.RENT), Kind.DOLLARS),
    **dict.fromkeys((Of.EXPECTED_PAID, Of.EXPECTED_RECEIVED, Of.RETURNS), Kind.DOLLARS),
    **dict.fromkeys((Of.LUCK, Of.GAIN, Of.GAIN_ACCEPTING), Kind.CHANGE),
    **dict.fromkeys((Of.COST, Of.COST_OF_WIN), Kind.COST),
    Of.SKILL: Kind.POINTS,
    Of.AUCTION_PRICES: Kind.TIMES,
    Of.MINUTES: Kind.MINUTES,
}
"""What amounts are in; all others are counts."""
ID_CHARS = 80

PARTS = (
    *("of", "position", "seat", "against", "group", "situation", "action", "fault", "event"),
    *("band", "fifth", "first", "last", "whose"),
)
"""What may be asked of what is behind a number, beside filters."""

_NAMES = {one.name.lower(): one for one in Of}
_REASONS = {one.value: one for one in LeftOut}
_MODELLESS = "modelless"


class Row(Struct, frozen=True):
    """One moment as the page and the API tell it; addresses are "" where there is none.

    ``href`` is the moment's (the game's where no event is known), ``ask`` a list of all of them: a
    question in that game, or of the decisions that are counted.
    """

    game_id: str
    shown_id: str
    player_id: int | None
    player: str
    who: str
    sequence_number: int | None
    amount: float
    href: str
    ask: str


class Found(Struct, frozen=True):
    """A page of what is behind a number.

    ``total`` is the sum of all amounts. The number is that, or by ``per`` where that is told; of
    medians and the like it is neither. Amounts are in ``kind``.
    """

    of: str
    kind: Kind
    total: float
    per: float | None
    games: int
    count: int
    rows: list[Row]
    next: int | None


def read(query: Query) -> tuple[Behind | None, LeftOut | None, str]:
    """What a query looks for: moments, or games that are left out; and its name for people.

    Raises:
        InvalidField: it is none of both, or one of its parts is wrong.
    """
    asked = {name: values[-1].strip() for name, values in query.items() if values}
    name = asked.get("of", "games") or "games"
    if name in _REASONS:
        return None, _REASONS[name], f"left out: {name}"
    if name not in _NAMES:
        known = ", ".join([*_NAMES, *_REASONS])
        raise InvalidField("of", name, f"what can be looked for is {known}")
    behind = Behind(
        of=_NAMES[name],
        position=number(asked, "position"),
        seat=number(asked, "seat"),
        against=_group("against", asked.get("against", "")),
        whose=_group("whose", asked.get("whose", "")),
        group=asked.get("group", ""),
        situation=asked.get("situation", ""),
        action=asked.get("action", ""),
        fault=asked.get("fault", ""),
        event=asked.get("event", ""),
        **{name: number(asked, name) for name in ("band", "fifth", "first", "last")},
    )
    return behind, None, _title(behind)


def find(asked: Asked, query: Query, start: int, count: int = PAGE) -> Found:
    """A page of moments.

    Raises:
        InvalidField: what is looked for is not there.
    """
    behind, reason, title = read(query)
    if behind is None:
        found = finders.left_out(asked.chosen, reason or LeftOut.OUTDATED)
    else:
        try:
            found = finders.find(asked.chosen, behind)
        except Unknown as unknown:
            raise InvalidField(unknown.field, unknown.value, unknown.wrong) from None
    rows = [_row(asked, one, behind) for one in found.page(start, count)]
    kind = Kind.COUNT if behind is None else _KINDS.get(behind.of, Kind.COUNT)
    following = _next(found, start, count)
    return Found(title, kind, found.total, found.per, found.games, len(found), rows, following)


def _next(found: Moments, start: int, count: int) -> int | None:
    return start + count if start + count < len(found) else None


def _row(asked: Asked, one: Moment, behind: Behind | None) -> Row:
    tables = asked.chosen.tables
    game_id = tables.word(tables.games["name"][one.game])
    page = reverse("timeline", args=[game_id])
    query = (
        "" if one.number is None or one.number == NOBODY else f"?{urlencode({'seq': one.number})}"
    )
    player_id, player, who = None, "", ""
    if one.seat is not None:
        seat = tables.seats.row(tables.first_seat[one.game] + one.seat)
        player_id = int(seat["player_id"])
        player = plain.clip(tables.word(seat["name"]), naming.NAME_CHARS)
        who = plain.clip(
            tables.word(seat["model"]) or tables.word(seat["agent"]), naming.NAME_CHARS
        )
    ask = ""
    if behind is not None and (player_id is not None or behind.of is Of.TYPES):
        ask = questions.address(game_id, behind, player_id or 0)
    shown = plain.clip(game_id, ID_CHARS)
    return Row(
        game_id, shown, player_id, player, who, one.number, one.amount, f"{page}{query}", ask
    )


def _title(behind: Behind) -> str:
    parts = [behind.of.value]
    if behind.position is not None and 0 <= behind.position < 40:
        parts.append(naming.space(behind.position))
    if behind.seat is not None:
        parts.append(f"of seat {behind.seat + 1}")
    if behind.against is not None:
        parts.append(naming.group(behind.against))
    if behind.whose is not None:
        parts.append(naming.group(behind.whose))
    if behind.first is not None:
        parts.append(f"from turn {behind.first}" + (f" to {behind.last}" if behind.last else ""))
    if behind.band is not None and behind.band <= len(BANDS):
        parts.append(naming.band(behind.band))
    if behind.fifth is not None:
        parts.append(f"fifth {behind.fifth + 1} of 5")
    told = (behind.group, behind.situation, behind.action, behind.fault, behind.event)
    parts += [plain.clip(one, naming.NAME_CHARS) for one in told if one]
    return " · ".join(parts)


def number(asked: Mapping[str, str], name: str) -> int | None:
    """A whole number of a query; None where there is none. Raises InvalidField."""
    told = asked.get(name, "")
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and len(told) <= 9):
        raise InvalidField(name, told, "not a whole number from 0")
    return int(told)


def _group(name: str, told: str) -> Group | None:
    if not told:
        return None
    field, _, value = told.partition(":")
    if field == _MODELLESS:
        return Group(By.AGENT, value, is_modelless=True)
    if field not in set(By):
        raise InvalidField(name, told, f"it begins with one of {', '.join(By)}, and a colon")
    return Group(field, value)


def start(query: Query) -> int:
    """Where the page asked for begins. Raises InvalidField."""
    told: Sequence[str] = query.get("start", ())
    return number({"start": told[-1].strip()}, "start") or 0 if told else 0

"""Two moments side by side: of two games, or of one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from enum import StrEnum

from django.urls import reverse
from markupsafe import Markup
from msgspec import Struct

from games.domain.errors import InvalidField
from replay import cast, decisions, frame, reading, rows, series
from replay.domain import board, snapshot
from replay.domain.course import Course
from replay.domain.series import Metric, Track
from replay.domain.state import State
from replay.drawing import amounts, entries, plain, sparkline
from replay.drawing.sparkline import Sparkline
from replay.recording import Recording

REASON_CHARS = 600


class By(StrEnum):
    """What links the two cursors."""

    EVENT = "event"
    TURN = "turn"


class Place(Struct, frozen=True):
    """One cursor: a game, and where it stood when the two were linked."""

    recording: Recording
    anchor: int


class Decided(Struct, frozen=True):
    """The decision that led to a moment, in short."""

    who: str
    model: str
    action: str
    reasoning: str
    is_flawed: bool
    is_exact: bool
    ago: int


class Side(Struct, frozen=True):
    """One of the two boards with all that stands about it."""

    recording: Recording
    wanted: int
    shown_id: str
    address: str
    turn: int
    sentence: str
    live: Markup
    doubts: list[str]
    rows: list[rows.Row]
    decided: Decided | None


class Unlike(Struct, frozen=True):
    """One value that is not the same on both boards."""

    name: str
    left: str
    right: str


class Lines(Struct, frozen=True):
    """The net worth of every player of one game, on a scale that both games share."""

    tracks: list[tuple[int, str, Sparkline]]
    cursor: float
    greatest: str


def follow(left: Place, right: Place, at: int, by: By) -> int:
    """Where the right cursor stands when the left one is at the event ``at``.

    Linked by event, both are as many events from where they were linked. By turn, both are as many
    turns from there, and as many events into the turn.
    """
    lowest, highest = right.recording.first - 1, right.recording.head
    if by is By.EVENT:
        return min(max(right.anchor + at - left.anchor, lowest), highest)
    lefts, rights = _turns(left.recording), _turns(right.recording)
    begun, own = bisect_right(lefts, at), bisect_right(rights, right.anchor)
    target = own + begun - bisect_right(lefts, left.anchor)
    if target < 0:
        return lowest
    if target > len(rights):
        return highest
    start = rights[target - 1] if target else lowest
    end = rights[target] - 1 if target < len(rights) else highest
    if target == own:  # still the turn they were linked in: the same steps from there
        return min(max(right.anchor + at - left.anchor, start), end)
    into = at - (lefts[begun - 1] if begun else left.recording.first - 1)
    return min(start + into, end)


def side(recording: Recording, wanted: int) -> Side:
    """All there is to show of one moment.

    Raises:
        SequenceNotFound: there is no such event.
    """
    moment = reading.moment(recording, wanted)
    state, line = moment.state, moment.line
    address = reverse("timeline", args=[recording.game_id])
    done = line.effects if line is not None and moment.broken is None else ()

    def link(_path: str, shown: str) -> Markup:
        return Markup("{}").format(shown)

    sentence = line.sentence if line else "Before the first event"
    return Side(
        recording=recording,
        wanted=wanted,
        shown_id=plain.clip(recording.game_id, 80),
        address=f"{address}?seq={wanted}",
        turn=state.turn_number,
        sentence=plain.clip(sentence, entries.SENTENCE_CHARS),
        live=frame.lying(recording, state),
        doubts=frame.doubts(recording, moment),
        rows=[
            rows.draw(state, role, seat.player_id, done, link)
            for role, seat in zip(cast.of(recording), recording.setup.seats, strict=True)
        ],
        decided=_decided(recording, wanted),
    )


def unlike(left: Recording, left_at: int, right: Recording, right_at: int) -> list[Unlike]:
    """What differs, seat by seat and deed by deed; players are compared by their seats."""
    ours, theirs = (_values(one, at) for one, at in ((left, left_at), (right, right_at)))
    names = [*ours, *(name for name in theirs if name not in ours)]
    return [
        Unlike(name, ours.get(name, "not there"), theirs.get(name, "not there"))
        for name in names
        if ours.get(name) != theirs.get(name)
    ]


def lines(left: Recording, left_at: int, right: Recording, right_at: int) -> tuple[Lines, Lines]:
    """The net worth of all players of both games, on one scale, with their cursors."""
    courses = [series.of(left), series.of(right)]
    tracks = [course.tracks[Metric.NET_WORTH] for course in courses]
    values = [value for both in tracks for track in both for value in track.values]
    scale = (min((0, *values)), max(values, default=0))
    drawn = []
    both = ((left, left_at), (right, right_at))
    for (recording, at), course, own in zip(both, courses, tracks, strict=True):
        paths = [
            (seat, role.name, _line(course, track, recording.head, scale))
            for seat, (role, track) in enumerate(zip(cast.of(recording), own, strict=True))
        ]
        cursor = Sparkline("", course.first, recording.head).x(at)
        drawn.append(Lines(paths, cursor, amounts.dollars(scale[1])))
    return drawn[0], drawn[1]


def parse_by(query: Mapping[str, str]) -> By:
    """What links the cursors, as an address names it.

    Raises:
        InvalidField: nothing is linked by that.
    """
    asked = query.get("by", By.EVENT)
    try:
        return By(asked)
    except ValueError:
        raise InvalidField("by", asked, "cursors are linked by event or turn") from None


def _turns(recording: Recording) -> list[int]:
    return reading.turn_starts(recording)


def _line(course: Course, track: Track, head: int, scale: tuple[int, int]) -> Sparkline:
    """Up to the last event, or to where the fold broke: nothing is known from there on."""
    points: list[tuple[int, int | None]] = [*zip(track.at, track.values, strict=True)]
    if course.broken is not None:
        points.append((course.head, None))
    return sparkline.draw(points, course.first, head, scale)


def _decided(recording: Recording, wanted: int) -> Decided | None:
    link = decisions.index(recording).at(wanted)
    if link is None:
        return None
    made = link.made
    told = decisions.read(recording, made.player_id, made.number)
    names = {
        seat.player_id: role.name
        for seat, role in zip(recording.setup.seats, cast.of(recording), strict=True)
    }
    return Decided(
        who=names.get(made.player_id, f"player {made.player_id}"),
        model=plain.clip(made.model, 60),
        action=plain.clip(made.action, 80),
        reasoning=plain.clip((told.reasoning or "") if told else "", REASON_CHARS),
        is_flawed=made.is_flawed,
        is_exact=link.placed.is_exact,
        ago=link.ago,
    )


def _values(recording: Recording, at: int) -> dict[str, str]:
    """Every value of a board by a name that means the same in another game."""
    reached: State = reading.moment(recording, at).state
    told = snapshot.public(reached, recording.setup, recording.game_id)
    seats = {player.player_id: f"Seat {seat + 1}" for seat, player in enumerate(told.players)}
    values: dict[str, str] = {}
    for seat, player in enumerate(told.players, 1):
        is_somewhere = 0 <= player.position < len(board.SPACES)
        place = board.SPACES[player.position].name if is_somewhere else str(player.position)
        values |= {
            f"Seat {seat}: cash": amounts.dollars(player.cash),
            f"Seat {seat}: net worth": amounts.dollars(player.net_worth),
            f"Seat {seat}: place": f"{place}, in jail" if player.in_jail else place,
            f"Seat {seat}: jail cards": str(player.jail_cards),
            f"Seat {seat}: bankrupt": "yes" if player.is_bankrupt else "no",
        }
    for deed in told.properties:
        name = board.SPACES[deed.position].name
        values |= {
            f"{name}: owner": "the bank" if deed.owner is None else seats.get(deed.owner, "nobody"),
            f"{name}: houses": "a hotel" if deed.houses == 5 else str(deed.houses),
            f"{name}: mortgaged": "yes" if deed.is_mortgaged else "no",
        }
    return values | {
        "Bank: houses": str(told.bank.houses),
        "Bank: hotels": str(told.bank.hotels),
        "To act": "nobody" if told.current_player is None else seats.get(told.current_player, "?"),
    }

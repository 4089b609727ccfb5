"""Every way the project can refuse, as one tree.

Each error names the thing, the value it saw and the way out. Raised low, told high: HTTP statuses
are given in ``monopoly_site.errors_http``, by the family an error belongs to.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from games.domain.quoting import quoted, shown


@dataclass(eq=False)
class RewindError(Exception):
    """The root. ``code`` is for programs, ``detail`` for people, ``data`` for both.

    A subclass is a dataclass; ``sentence`` is filled with its fields, texts of callers in quotes.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = "Something went wrong."

    @property
    def detail(self) -> str:
        """One or two sentences that name the thing, the value and the way out."""
        return self.sentence.format_map(
            {field.name: _InSentence(getattr(self, field.name)) for field in fields(self)}
        )

    @property
    def data(self) -> dict[str, Any]:
        """The error's own fields, ready for JSON; fields that are None are left out."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: shown(value) for name, value in named if value is not None}

    def __str__(self) -> str:
        return self.detail


class _InSentence:
    """A field as a sentence shows it: `{x}` bare, `{x!r}` in quotes, a list joined by commas."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __str__(self) -> str:
        safe = shown(self.value)
        return ", ".join(map(str, safe)) if isinstance(safe, list) else str(safe)

    def __repr__(self) -> str:
        return quoted(self.value)


# Families: a status is given to a family, a code to each member.


class NotFound(RewindError):
    """What was asked for is not here."""

    code = "not_found"


class Conflict(RewindError):
    """Well formed, but what is already recorded says otherwise."""

    code = "conflict"


class Invalid(RewindError):
    """Understood, and not acceptable as it is."""

    code = "invalid"


class Unavailable(RewindError):
    """Not the caller's fault and likely to pass: the same request may be sent again."""

    code = "unavailable"
    retry_after: ClassVar[int] = 1
    """Seconds to wait before the next try."""


# Not found


@dataclass(eq=False)
class RouteNotFound(NotFound):
    path: str
    code: ClassVar[str] = "not_found"
    sentence = "There is nothing at {path}. The calls are listed at /api/docs."


@dataclass(eq=False)
class GameNotFound(NotFound):
    game_id: str
    code: ClassVar[str] = "game_not_found"
    sentence = (
        "There is no game {game_id!r}. GET /api/v1/games lists those there are; "
        "POST /api/v1/games makes one."
    )


@dataclass(eq=False)
class PlayerNotFound(NotFound):
    game_id: str
    player_id: int
    code: ClassVar[str] = "player_not_found"
    sentence = "Game {game_id!r} has no player {player_id}. Players are named when it is made."


@dataclass(eq=False)
class SequenceNotFound(NotFound):
    game_id: str
    sequence_number: int
    head: int
    code: ClassVar[str] = "sequence_not_found"
    sentence = (
        "Game {game_id!r} has no event {sequence_number}: its last one is {head}. "
        "-1 is the board before the first event."
    )


@dataclass(eq=False)
class DecisionNotFound(NotFound):
    game_id: str
    player_id: int
    number: int
    code: ClassVar[str] = "decision_not_found"
    sentence = "Player {player_id} of game {game_id!r} made no decision {number}."


@dataclass(eq=False)
class KeyNotFound(NotFound):
    name: str
    code: ClassVar[str] = "key_not_found"
    sentence = "There is no valid key {name!r}. 'manage.py list_api_keys' lists all."


# Conflicts


@dataclass(eq=False)
class GameExists(Conflict):
    game_id: str
    differs: tuple[str, ...]
    code: ClassVar[str] = "game_exists"
    sentence = (
        "Game {game_id!r} exists with other content in: {differs}. "
        "Take another game_id, or send what was sent first."
    )


@dataclass(eq=False)
class SequenceGap(Conflict):
    """`player_id` is set where the stream is one player's decisions."""

    game_id: str
    expected: int
    got: int
    player_id: int | None = None
    code: ClassVar[str] = "sequence_gap"
    sentence = (
        "Game {game_id!r} continues at {expected}, and {got} was sent. "
        "Send from {expected} on, without holes."
    )


@dataclass(eq=False)
class SequenceConflict(Conflict):
    """`player_id` is set where the stream is one player's decisions."""

    game_id: str
    sequence_number: int
    player_id: int | None = None
    code: ClassVar[str] = "sequence_conflict"
    sentence = (
        "Game {game_id!r} has another content at {sequence_number} than was sent. What is "
        "recorded never changes: send the original again, or go on after the head."
    )


@dataclass(eq=False)
class KeyNameTaken(Conflict):
    name: str
    code: ClassVar[str] = "key_name_taken"
    sentence = "There is a valid key {name!r}. Take another name, or revoke that one first."


@dataclass(eq=False)
class ImpossibleTransition(Conflict):
    game_id: str
    old: str
    new: str
    code: ClassVar[str] = "impossible_transition"
    sentence = (
        "Game {game_id!r} is {old} and cannot become {new}. A finished game stays finished, "
        "and one stopped by an error or abandoned can only run again."
    )


@dataclass(eq=False)
class RecordedAnew(Conflict):
    """A page asks for more of a record that is no longer the one it shows."""

    game_id: str
    code: ClassVar[str] = "recorded_anew"
    sentence = (
        "Game {game_id!r} is no longer what this page shows: it was recorded anew, or is read in "
        "another way by now. Load the page again."
    )


@dataclass(eq=False)
class FoldBroken(Conflict):
    """Reading broke at this event; everything before it can still be shown."""

    game_id: str
    sequence_number: int
    reason: str
    code: ClassVar[str] = "fold_broken"
    sentence = (
        "Game {game_id!r} can be read only up to the event before {sequence_number}, "
        "which breaks the reading: {reason}"
    )


# Invalid


@dataclass(eq=False)
class InvalidField(Invalid):
    """`problem` completes the sentence "<field> is <value>: …"."""

    field: str
    value: object
    problem: str
    code: ClassVar[str] = "invalid_field"
    sentence = "{field} is {value!r}: {problem}."

    @property
    def data(self) -> dict[str, Any]:
        # Here None is a value like any other: it was seen.
        return {"value": None} | super().data


@dataclass(eq=False)
class NotOneOf(InvalidField):
    """A word that is none of those its field may hold: all of these are told."""

    problem: str = dataclasses.field(init=False, default="there is no such word here")
    allowed: tuple[str, ...] = dataclasses.field(kw_only=True)
    sentence = "{field} is {value!r}: it must be one of {allowed}."


@dataclass(eq=False)
class UnknownParameter(InvalidField):
    """A parameter of an address that nobody reads: all that there are are told."""

    problem: str = dataclasses.field(init=False, default="there is no such parameter here")
    allowed: tuple[str, ...] = dataclasses.field(kw_only=True)
    sentence = "{field} is {value!r}: no parameter here; there are {allowed}."


@dataclass(eq=False)
class BatchRepeats(Invalid):
    """One batch holds one number twice: which of the two is meant cannot be known."""

    field: str
    sequence_number: int
    code: ClassVar[str] = "batch_repeats"
    sentence = (
        "{field} is {sequence_number}, which stands earlier in the same batch. "
        "Send each number once."
    )


@dataclass(eq=False)
class BatchOutOfOrder(Invalid):
    field: str
    sequence_number: int
    previous: int
    code: ClassVar[str] = "batch_out_of_order"
    sentence = (
        "{field} is {sequence_number} and follows {previous} in the batch. "
        "Send a batch in ascending order."
    )


@dataclass(eq=False)
class SearchTooLong(Invalid):
    """`text` is what was looked for; the database was stopped after so many seconds."""

    text: str
    seconds: float
    code: ClassVar[str] = "search_too_long"
    sentence = (
        "The search for {text!r} was stopped after {seconds} s. "
        "Look for a rarer word, or within one game."
    )


# The request itself


@dataclass(eq=False)
class MalformedBody(RewindError):
    """Not JSON. `position` counts bytes from 0, within `line` (from 1) where lines matter."""

    problem: str
    position: int | None = None
    line: int | None = None
    code: ClassVar[str] = "malformed_body"

    @property
    def detail(self) -> str:
        where = "" if self.line is None else f" in line {self.line}"
        where += "" if self.position is None else f" at byte {self.position}"
        return f"The body is not valid JSON{where}: {shown(self.problem)}."


@dataclass(eq=False)
class TooLarge(RewindError):
    """A bound was passed. `setting` is the environment variable that moves it."""

    what: str
    limit: int
    got: int | None
    setting: str
    code: ClassVar[str] = "too_large"

    @property
    def detail(self) -> str:
        got = "more" if self.got is None else shown(self.got)
        return (
            f"{shown(self.what)}: {got} where at most {self.limit} are allowed. "
            f"Send less, or raise {self.setting} on the server."
        )


@dataclass(eq=False)
class UnsupportedMedia(RewindError):
    """A header names a form of body that is not read here."""

    header: str
    got: str
    supported: tuple[str, ...]
    code: ClassVar[str] = "unsupported_media_type"
    sentence = "{header} is {got!r}; this call reads: {supported}."


@dataclass(eq=False)
class MethodNotAllowed(RewindError):
    method: str
    path: str
    allowed: tuple[str, ...]
    code: ClassVar[str] = "method_not_allowed"
    sentence = "{path} does not take {method}; it takes: {allowed}."


# Who may


@dataclass(eq=False)
class Unauthorized(RewindError):
    problem: str
    code: ClassVar[str] = "unauthorized"
    sentence = (
        "{problem}. Send 'Authorization: Bearer <key>' with a key made by "
        "'manage.py create_api_key NAME'."
    )


@dataclass(eq=False)
class Forbidden(RewindError):
    """The key is good, and not for this."""

    name: str
    scope: str
    needed: str
    code: ClassVar[str] = "forbidden"
    sentence = (
        "The key {name!r} may {scope}, and this call needs one that may {needed}. "
        "Make one by 'manage.py create_api_key NAME --scope {needed}'."
    )


# The server


@dataclass(eq=False)
class PoolTimeout(Unavailable):
    seconds: float
    code: ClassVar[str] = "pool_timeout"
    sentence = (
        "No database connection became free within {seconds} s. Send the request again; if "
        "this lasts, raise DB_POOL_SIZE or DB_MAX_OVERFLOW on the server."
    )


@dataclass(eq=False)
class DatabaseUnavailable(Unavailable):
    code: ClassVar[str] = "database_unavailable"
    sentence = "The database cannot be reached at the moment. Send the request again later."


@dataclass(eq=False)
class InternalError(RewindError):
    """What nobody foresaw; `reference` finds it in the server's log."""

    reference: str
    code: ClassVar[str] = "internal_error"
    sentence = "The server failed. Its log tells why, under the reference {reference}."

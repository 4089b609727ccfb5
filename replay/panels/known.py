"""What a player's model could know at a moment, beside what was so then and is so now."""

from __future__ import annotations

from msgspec import Struct

from games.domain.errors import FoldBroken
from replay import cast, decisions, values
from replay.cast import Role
from replay.decided import boards, prompt, states
from replay.decided.boards import Boards, Row
from replay.domain.deciding import Index, Placed
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording


class Seat(Struct, frozen=True):
    """One player to choose."""

    role: Role
    player_id: int
    is_chosen: bool


class Section(Struct, frozen=True):
    """What belongs to one player, one deed or the bank."""

    title: str
    rows: tuple[Row, ...]

    @property
    def counted(self) -> str:
        """How far what the model knows is what is so."""
        counts = (
            (sum(not row.is_true for row in self.rows), "wrong"),
            (sum(not row.is_now for row in self.rows), "changed since"),
            (sum(not row.is_told for row in self.rows), "not told"),
        )
        return ", ".join(f"{count} {what}" for count, what in counts if count) or "as it knows"

    @property
    def is_open(self) -> bool:
        """Whether anything in it is not as the model knows it."""
        return any(not (row.is_true and row.is_now) for row in self.rows)


class Summary(Struct, frozen=True):
    """Counts of values: told at all, wrong when told, changed since, never told."""

    told: int
    wrong: int
    changed: int
    untold: int


def build(recording: Recording, wanted: int, query: Query) -> Context:
    """What was last shown to ``?known=``: a player_id, the one who decided last where not told."""
    index = decisions.index(recording)
    player_id = _player(recording, index, wanted, query.get("known", ""))
    context: Context = {
        "count": len(index.all),
        "seats": [
            Seat(role, seat.player_id, seat.player_id == player_id)
            for role, seat in zip(cast.of(recording), recording.setup.seats, strict=True)
        ],
        "player_id": player_id,
        "who": values.names(recording).get(player_id) or _stranger(index, player_id),
        "last": None,
    }
    last = _last(index, player_id, wanted)
    return {"known": context | (_known(recording, last, wanted) if last else {})}


def _player(recording: Recording, index: Index, wanted: int, asked: str) -> int:
    players = [seat.player_id for seat in recording.setup.seats]
    if asked.removeprefix("-").isdigit() and int(asked) in players:
        return int(asked)
    link = index.before(wanted)
    decided = [link.made.player_id] if link else [each.made.player_id for each in index.all[:1]]
    return [*decided, *players, 0][0]


def _stranger(index: Index, player_id: int) -> str:
    """Somebody who decided and has no seat; else nobody has decided anything, or sits there."""
    return f"player {player_id}" if index.of(player_id) else "nobody"


def _seen(placed: Placed) -> int:
    """The last event its model had seen."""
    after = placed.made.after
    return placed.applied - 1 if after is None else after


def _last(index: Index, player_id: int, wanted: int) -> Placed | None:
    made = [
        each
        for each in index.of(player_id)
        if (_seen(each) if each.is_exact else each.applied) <= wanted
    ]
    return max(made, key=lambda each: (_seen(each), each.made.number), default=None)


def _known(recording: Recording, last: Placed, wanted: int) -> Context:
    decision = decisions.read(recording, last.made.player_id, last.made.number)
    if decision is None:
        return {}
    told = boards.of(recording, decision, last, wanted)
    untold = _untold(recording, told, wanted)
    seq = min(last.applied, recording.head)
    return {
        "last": last,
        "ago": max(0, wanted - told.moment),
        "boards": told,
        "sections": _sections(recording, last.made.player_id, [*told.rows, *untold]),
        "summary": Summary(
            told=len(told.rows),
            wrong=len(told.wrong),
            changed=sum(not row.is_now for row in told.rows),
            untold=len(untold),
        ),
        "states": states.of(decision),
        "prompt": prompt.read(decision.prompt, "", whole=False) if decision.prompt else None,
        "seq": seq,
    }


def _untold(recording: Recording, told: Boards, wanted: int) -> list[Row]:
    """Nothing where nothing was shown to compare: then all would be untold."""
    if told.problem:
        return []
    try:
        return boards.untold(recording, told, wanted)
    except FoldBroken:
        return []


def _sections(recording: Recording, player_id: int, rows: list[Row]) -> list[Section]:
    """The player's own values first, then the other players', the deeds' and the bank's."""
    names = values.names(recording)
    groups: dict[str, list[Row]] = {f"players.{player_id}": []}
    groups |= {f"players.{seat.player_id}": [] for seat in recording.setup.seats}
    groups |= {"properties": [], "bank": []}
    for row in rows:
        group = row.path.rpartition(".")[0]
        groups["properties" if group.startswith("properties") else group].append(row)
    groups["properties"].sort(key=lambda row: (not _differs(row), int(row.path.split(".")[1])))
    return [
        Section("Deeds" if group == "properties" else values.title(group, names), tuple(found))
        for group, found in groups.items()
        if found
    ]


def _differs(row: Row) -> bool:
    return not (row.is_true and row.is_now and row.is_told)


PANEL = Panel("known", "Known", build, asked=("known",))

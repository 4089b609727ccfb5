"""The words of a question: one list, for the compiler, for completion and for the documents."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from replay.domain import board


class Kind(StrEnum):
    """The type of a value, as CEL names it; ``dyn`` where it may be null or of several types."""

    BOOL = "bool"
    INT = "int"
    STRING = "string"
    TIMESTAMP = "timestamp"
    DYN = "dyn"
    BY_ID = "map(int, dyn)"
    BY_NAME = "map(string, dyn)"


class Word(Struct, frozen=True):
    """A name that a question may use, what it means, and a question with it."""

    name: str
    kind: Kind
    about: str
    example: str


class Function(Struct, frozen=True):
    """A function about the board after the event. ``takes`` are the types of its arguments."""

    name: str
    takes: tuple[Kind, ...]
    gives: Kind
    call: str
    about: str


EVENT = (
    Word("event.type", Kind.STRING, "its type, in the engine's own word", "event.type == 'trade'"),
    Word(
        "event.sequence_number", Kind.INT, "its number in the game", "event.sequence_number > 400"
    ),
    Word(
        "event.turn_number", Kind.INT, "the turn its engine counts it to", "event.turn_number < 5"
    ),
    Word(
        "event.actor",
        Kind.DYN,
        "the player_id its engine names as the one who acts, null where it names none",
        "event.actor == 1",
    ),
    Word(
        "event.timestamp",
        Kind.TIMESTAMP,
        "when its engine says it happened",
        "event.timestamp > timestamp('2026-01-31T12:00:00Z')",
    ),
    Word(
        "event.payload",
        Kind.BY_NAME,
        "what the engine posted with it",
        "event.payload.amount > 500",
    ),
)

BOARD = (
    Word(
        "players",
        Kind.BY_ID,
        "the players by player_id; a loop over them goes over their ids",
        "players.exists(p, players[p].cash < 100)",
    ),
    Word(
        "properties",
        Kind.BY_ID,
        "the 28 deeds by position; a loop over them goes over their positions",
        "properties[39].houses == 5",
    ),
    Word(
        "deeds",
        Kind.BY_NAME,
        "the same 28 deeds by name",
        "deeds['Boardwalk'].owner == 1",
    ),
    Word("bank.houses", Kind.INT, "houses the bank has left", "bank.houses == 0"),
    Word("bank.hotels", Kind.INT, "hotels the bank has left", "bank.hotels < 3"),
    Word("auction", Kind.DYN, "the open auction, null where there is none", "auction != null"),
    Word("trade", Kind.DYN, "the open offer, null where there is none", "trade.offer.cash > 300"),
    Word("current_player", Kind.DYN, "whose turn it is, by player_id", "current_player == 2"),
    Word("turn_number", Kind.INT, "the number of the turn", "turn_number >= 50"),
    Word("is_over", Kind.BOOL, "whether the game has ended", "is_over"),
    Word("winner", Kind.DYN, "who has won, null before", "winner == 0"),
)

DECISION = Word(
    "decision",
    Kind.DYN,
    "the model's decision that led to the event, null where none is known",
    "decision != null && decision.latency_ms > 10000",
)

VARIABLES: tuple[Word, ...] = (
    *EVENT,
    *BOARD,
    *(
        Word(f"before.{word.name}", word.kind, f"{word.about}; before the event", example)
        for word, example in zip(
            BOARD,
            (
                "before.players[1].cash - players[1].cash > 500",
                "before.properties[39].owner == null && properties[39].owner != null",
                "before.deeds['Boardwalk'].houses > deeds['Boardwalk'].houses",
                "before.bank.houses > 0 && bank.houses == 0",
                "before.bank.hotels != bank.hotels",
                "before.auction != null && auction == null",
                "before.trade == null && trade != null",
                "before.current_player != current_player",
                "before.turn_number != turn_number",
                "is_over && !before.is_over",
                "before.winner == null && winner != null",
            ),
            strict=True,
        )
    ),
    DECISION,
)

PLAYER_STATE = (
    "cash",
    "position",
    "in_jail",
    "jail_turns",
    "jail_cards",
    "is_bankrupt",
    "net_worth",
)
DECISION_TEXTS = ("reasoning", "prompt", "strategy", "chosen_action", "available_actions")
"""Fields of a decision that are read from the record only where a question names them."""

SITUATION = ("chosen_action", "available_actions")
"""What `decision.situation` is told from."""

DEED_STATE = ("owner", "houses", "is_mortgaged")

FIELDS: dict[str, tuple[str, ...]] = {
    "players": ("player_id", "name", *PLAYER_STATE),
    "properties": ("position", "name", "group", "price", *DEED_STATE),
    "auction": ("position", "high_bid", "leader", "bidders"),
    "trade": ("proposer", "recipient", "offer", "request"),
    "decision": (
        "player_id",
        "sequence_number",
        "turn_number",
        "action",
        "model",
        "latency_ms",
        "is_error",
        "is_fallback",
        "is_exact",
        "ago",
        "situation",
        *DECISION_TEXTS,
    ),
}
"""What can stand behind the dot, by variable; ``deeds`` has the fields of ``properties``."""

FIELDS["deeds"] = FIELDS["properties"]

_DEED = (Kind.DYN,)

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "owns_group",
        (Kind.INT, Kind.STRING),
        Kind.BOOL,
        "owns_group(1, 'orange')",
        "whether a player has every deed of a group",
    ),
    Function(
        "has_monopoly",
        (Kind.INT,),
        Kind.BOOL,
        "has_monopoly(1)",
        "whether a player has every street of some colour",
    ),
    Function("owner", _DEED, Kind.DYN, "owner('Boardwalk')", "who has a deed, null: the bank"),
    Function("houses", _DEED, Kind.INT, "houses('Boardwalk')", "houses on it; 5 is a hotel"),
    Function(
        "is_mortgaged", _DEED, Kind.BOOL, "is_mortgaged('Boardwalk')", "whether it is mortgaged"
    ),
    Function(
        "changed",
        (Kind.STRING,),
        Kind.BOOL,
        "changed('players.1.cash')",
        "whether the event changed a value, by its path in the state's JSON",
    ),
)

MACROS = ("all", "exists", "exists_one", "filter", "map", "has")

GROUPS: tuple[str, ...] = tuple(
    dict.fromkeys(board.SPACES[position].group for position in board.PROPERTIES)
)

ROOTS = frozenset(word.name.split(".")[0] for word in VARIABLES)
"""The first parts of all names: a loop's variable must be none of them."""

KEYED = ("players", "properties", "deeds")
"""Those that are maps of things with fields."""


def root(name: str) -> str:
    """What a variable is about: ``players`` for ``before.players``."""
    return name.removeprefix("before.").split(".")[0]

"""Games in the database for the tests of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from games import ingest
from games.domain.envelope import Event
from games.models import Game, Player
from tests.domain.games import event, stream

CREW = ("Ada", "Blaise", "Clara", "Dijkstra", "Emmy", "Fermat", "Gauss", "Hypatia")
BATCH = 2_000


def record(
    game_id: str,
    events: Sequence[Event] = (),
    names: Iterable[str] = CREW[:3],
    config: dict[str, Any] | None = None,
    **fields: Any,
) -> Game:
    """A game of players with these names, every one a model."""
    game = Game.objects.create(game_id=game_id, config=config or {}, **fields)
    Player.objects.bulk_create(
        Player(
            game_uuid=game.pk,
            player_id=seat,
            name=name,
            agent_type="llm",
            llm_model_name=f"model-{seat}",
        )
        for seat, name in enumerate(names)
    )
    add(game, events)
    return game


def add(game: Game, events: Sequence[Event]) -> None:
    """More events of a game."""
    for start in range(0, len(events), BATCH):
        ingest.append_events(game.pk, events[start : start + BATCH])


def rounds(count: int, players: int = 3) -> list[Event]:
    """That many turns of four events each: a turn starts, dice, a move, a salary of $1."""
    told: list[Event] = []
    for turn in range(count):
        player, first = turn % players, turn * 4
        told += [
            event(first, "turn_start", player_id=player, turn_number=turn + 1),
            event(first + 1, "dice_roll", player_id=player, die1=turn % 6 + 1, die2=2),
            event(first + 2, "move", player_id=player, to_position=(turn * 3 + player) % 40),
            event(first + 3, "pass_go", player_id=player, amount=1),
        ]
    return told


def busy() -> list[Event]:
    """Eight players: all in jail or on one space, deeds of every state, a trade, an auction."""
    deeds = ((1, 0), (3, 0), (5, 1), (12, 2), (21, 3), (23, 3), (24, 3), (39, 7), (37, 7), (28, 4))
    told: list[tuple[str, dict[str, Any]]] = [
        ("turn_start", {"player_id": 0, "turn_number": 1}),
        *(("purchase", {"player_id": who, "position": at, "price": 60}) for at, who in deeds),
        ("mortgage", {"player_id": 1, "position": 5, "amount": 100}),
        *(("build", _houses(3, at, houses)) for at, houses in ((21, 3), (23, 4), (24, 5))),
        *(("go_to_jail", {"player_id": seat}) for seat in range(8)),
        ("auction_start", {"position": 35, "bidders": [0, 1, 2, 7]}),
        ("auction_bid", {"player_id": 7, "amount": 88}),
        ("auction_end", {"position": 35, "winner_id": 7, "amount": 88}),
        *(("jail_release", {"player_id": seat, "method": "doubles"}) for seat in range(8)),
        *(("move", {"player_id": seat, "to_position": 24}) for seat in range(8)),
        ("trade_offer", _trade()),
        ("bankruptcy", {"player_id": 6, "creditor_id": 3}),
        ("game_end", {"winner_id": 3}),
    ]
    return stream(*told)


def _houses(player: int, position: int, houses: int) -> dict[str, Any]:
    stock = {"bank_houses": 25, "bank_hotels": 11}
    return {"player_id": player, "position": position, "houses": houses, "cost": 150, **stock}


def _trade() -> dict[str, Any]:
    offer = {"cash": 50, "properties": [1, 3], "jail_cards": 1}
    return {
        "proposer_id": 0,
        "recipient_id": 7,
        "offer": offer,
        "request": {"properties": [39]},
    }


HOSTILE = (
    "<script>document.title='owned'</script>",
    "\u202ebackwards\u2066 \u200bzero",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
    "W" * 10_000,
    "Z\u0310\u030d\u0311\u0308" * 60,
    "{{ 7*7 }}",
    '"><img src=x onerror=alert(1)>',
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 Fam",
)
"""Names a person or a model might try."""


def hostile() -> list[Event]:
    """Events with markup wherever text can be."""
    return [
        event(0, "turn_start", player_id=0, turn_number=1),
        event(1, "message", player_id=0, text="<script>document.title='owned'</script>"),
        event(2, "<script>document.title='owned'</script>", note="</pre><script>alert(1)</script>"),
        event(3, "rent_payment", payer_id=3, owner_id=1, position=6, amount=28),
        event(4, "purchase", player_id=6, position=39, price=400, note="\u202e<b>\u200b"),
        event(5, "missing"),
        event(6, "turn_start", player_id=4, turn_number=2),
        event(7, "purchase", player_id=2, position=6, price="<b>broken</b>"),
        event(8, "turn_start", player_id=5, turn_number=3),
    ]

"""The games there are: those being played, then the newest first, a page at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import TupleLessThan
from django.utils import timezone
from msgspec import Struct

from games.domain.errors import InvalidField
from games.domain.numbering import first_sequence
from games.domain.status import Status
from games.models import Game, GameEvent, Player
from replay.cast import NAME_CHARS, Role, initials_of
from replay.drawing import plain

PAGE = 25
MOST_LIVE = 5
"""Games being played that come before all others."""
LIVE_FOR = timedelta(minutes=10)
"""A running game that has told nothing for so long has its place among the others."""


class Item(Struct, frozen=True):
    """A game as the list shows it. ``events`` is the length of its stream."""

    game_id: str
    shown_id: str
    status: str
    cast: tuple[Role, ...]
    events: int
    turns: int
    winner: Role | None
    when: datetime


class Page(Struct, frozen=True):
    """``older`` is the cursor of the next page, None on the last."""

    items: tuple[Item, ...]
    older: str | None


def page(status: str = "", words: str = "", before: str = "") -> Page:
    """Up to `PAGE` games; a first page without a status begins with those being played.

    Three queries at most, whatever there is.

    Args:
        status: only games of this status; "" for all.
        words: part of a game_id, or of a player's or model's name.
        before: the cursor a page before this one gave; "" for the newest.

    Raises:
        InvalidField: ``before`` is no such cursor.
    """
    live = [] if status or before else list(_live(words))
    found = list(_query(status, words, before)[: PAGE + 1])
    shown = live + [game for game in found[:PAGE] if game not in live]
    players: dict[UUID, list[Player]] = {}
    seated = Player.objects.filter(game__in=[game.pk for game in shown]).order_by("player_id")
    for player in seated.defer("llm_parameters"):
        players.setdefault(player.game_uuid, []).append(player)
    items = tuple(_item(game, players.get(game.pk, [])) for game in shown)
    return Page(items, _cursor(found[PAGE - 1]) if len(found) > PAGE else None)


def _live(words: str) -> QuerySet[Game]:
    """The newest games that an engine has told something of just now."""
    now = timezone.now()
    of_now = Q(head_time__range=(now - LIVE_FOR, now + LIVE_FOR))
    return _query(Status.RUNNING, words, "").filter(of_now)[:MOST_LIVE]


def _query(status: str, words: str, before: str) -> QuerySet[Game]:
    # The head of each stream is one step into an index, so no game's events are ever counted.
    last = GameEvent.objects.filter(game=OuterRef("pk")).order_by("-sequence_number")
    games = Game.objects.annotate(
        head=Subquery(last.values("sequence_number")[:1]),
        head_turn=Subquery(last.values("turn_number")[:1]),
        head_time=Subquery(last.values("timestamp")[:1]),
    ).order_by("-created_at", "-id")
    if status:
        games = games.filter(status=status)
    if words:
        player = Player.objects.filter(game=OuterRef("pk")).filter(
            Q(name__icontains=words) | Q(llm_model_name__icontains=words)
        )
        games = games.filter(Q(game_id__icontains=words) | Exists(player))
    if before:
        games = games.filter(TupleLessThan((F("created_at"), F("id")), _key(before)))
    return games


def _item(game: Any, players: list[Player]) -> Item:
    names = tuple(plain.clip(player.name, NAME_CHARS) for player in players)
    marks = initials_of(names)
    roles = tuple(
        Role(
            seat,
            names[seat],
            plain.clip(player.llm_model_name or player.agent_type, NAME_CHARS),
            marks[seat],
        )
        for seat, player in enumerate(players)
    )
    winners = [
        role
        for role, player in zip(roles, players, strict=True)
        if game.winner_id is not None and player.player_id == game.winner_id
    ]
    return Item(
        game_id=game.game_id,
        shown_id=plain.clip(game.game_id, 80),
        status=game.status,
        cast=roles,
        events=0 if game.head is None else game.head - (first_sequence(game.config) or 0) + 1,
        turns=game.total_turns or game.head_turn or 0,
        winner=winners[0] if winners else None,
        when=game.started_at or game.created_at,
    )


def _cursor(game: Game) -> str:
    return f"{game.created_at.isoformat()}~{game.pk}"


def _key(cursor: str) -> tuple[datetime, UUID]:
    moment, _, uuid = cursor.partition("~")
    try:
        return datetime.fromisoformat(moment), UUID(uuid)
    except ValueError:
        problem = "not a place in the list; start from its first page"
        raise InvalidField("before", cursor, problem) from None

"""The record, for async code: everything runs in the transaction of one session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from msgspec import UNSET, UnsetType

from games import appending, lifecycle, queries
from games.domain.envelope import Event
from games.domain.errors import NotOneOf
from games.domain.seat import Result, Seat
from games.domain.status import Status
from games.ingest import Appended
from games.models import Game, GameEvent, LLMDecision, Player
from games.queries import Key
from games.session import Session


class GameRepository:
    """Reads and writes of the record. What is looked for and not there is None or an empty list.

    Where a method takes a `game_uuid`, the game_id (a string) does as well. Errors are those of
    `games.domain.errors`; an error leaves the session usable.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    # Games

    async def create_game(
        self,
        game_id: str,
        config: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        players: Sequence[Seat] = (),
    ) -> Game:
        """Record a game with its players (see add_player for one that comes later).

        The same again returns what is recorded; raises GameExists if it was told differently.
        """
        game, _ = await self._session.run(
            lifecycle.create, game_id, config=config, metadata=metadata, players=players
        )
        return game

    async def get_game_by_id(self, game_id: str) -> Game | None:
        """Return the game an engine calls `game_id`."""
        return await self._session.run(queries.find, game_id)

    async def get_game_by_uuid(self, game_uuid: UUID) -> Game | None:
        """Return the game with this primary key."""
        return await self._session.run(queries.find, game_uuid)

    async def list_games(
        self, limit: int = 50, offset: int = 0, status: str | None = None
    ) -> list[Game]:
        """Return games, the newest first."""
        wanted = None if status is None else _known(status)
        return [*await self._session.run(queries.page, limit, offset=offset, status=wanted)]

    async def update_game_status(
        self,
        game_uuid: Key,
        status: str,
        *,
        started_at: datetime | UnsetType | None = UNSET,
        finished_at: datetime | UnsetType | None = UNSET,
        winner_id: int | UnsetType | None = UNSET,
        total_turns: int | UnsetType = UNSET,
    ) -> Game:
        """Move the game on. Raises GameNotFound and ImpossibleTransition."""
        return await self._session.run(
            lifecycle.change,
            game_uuid,
            status=_known(status),
            started_at=started_at,
            finished_at=finished_at,
            winner_id=winner_id,
            total_turns=total_turns,
        )

    # Players

    async def add_player(
        self,
        game_uuid: Key,
        player_id: int,
        name: str,
        agent_type: str,
        *,
        llm_model_name: str | None = None,
        llm_parameters: Mapping[str, Any] | None = None,
    ) -> Player:
        """Seat one more player. Raises GameNotFound, or InvalidField for a number taken already."""
        seat = Seat(
            player_id=player_id,
            name=name,
            agent_type=agent_type,
            llm_model_name=llm_model_name,
            llm_parameters=llm_parameters or {},
        )
        return await self._session.run(lifecycle.join, game_uuid, seat)

    async def update_player_results(
        self,
        game_uuid: Key,
        player_id: int,
        *,
        final_cash: int | UnsetType | None = UNSET,
        final_net_worth: int | UnsetType | None = UNSET,
        is_winner: bool | UnsetType = UNSET,
        is_bankrupt: bool | UnsetType = UNSET,
        placement: int | UnsetType | None = UNSET,
    ) -> Player:
        """Write how a player ended; what is not given stays.

        Raises GameNotFound and PlayerNotFound.
        """
        result = Result(
            player_id=player_id,
            final_cash=final_cash,
            final_net_worth=final_net_worth,
            is_winner=is_winner,
            is_bankrupt=is_bankrupt,
            placement=placement,
        )
        return await self._session.run(lifecycle.conclude, game_uuid, result)

    # Events

    async def add_event(
        self,
        game_uuid: Key,
        event_type: str,
        payload: Mapping[str, Any] | None = None,
        *,
        turn_number: int = 0,
        actor_player_id: int | None = None,
        timestamp: datetime | None = None,
        sequence_number: int | None = None,
    ) -> GameEvent:
        """Append one event, after the last one if no `sequence_number` says where.

        Raises GameNotFound, SequenceGap, SequenceConflict, InvalidField and TooLarge.
        """
        return await self._session.run(
            appending.event,
            game_uuid,
            {
                "sequence_number": sequence_number,
                "turn_number": turn_number,
                "event_type": event_type,
                "timestamp": timestamp or datetime.now(UTC),
                "payload": payload or {},
                "actor_player_id": actor_player_id,
            },
        )

    async def add_events_batch(
        self, game_uuid: Key, events: Sequence[Event | Mapping[str, Any]]
    ) -> Appended:
        """Append events, all or none; those stored already in the same words count as duplicates.

        An event is an Event or a mapping with its fields. Raises as add_event does.
        """
        return await self._session.run(appending.events, game_uuid, events)

    async def get_game_events(
        self,
        game_uuid: Key,
        from_sequence: int | None = None,
        to_sequence: int | None = None,
        turn_number: int | None = None,
    ) -> list[GameEvent]:
        """Return the events in order; both ends are included."""
        return await self._session.run(
            lambda: list(
                queries.events(
                    game_uuid,
                    from_sequence=from_sequence,
                    to_sequence=to_sequence,
                    turn_number=turn_number,
                )
            )
        )

    async def get_latest_sequence_number(self, game_uuid: Key) -> int:
        """Return the number of the last event, -1 if there is none."""
        return await self._session.run(queries.head, game_uuid)

    async def get_event_count(self, game_uuid: Key, event_type: str | None = None) -> int:
        """Count the events of the game, or those of one type."""
        return await self._session.run(queries.count, game_uuid, event_type)

    async def get_game_with_events(self, game_uuid: Key) -> Game | None:
        """Return the game with `players` and `events` loaded: `game.events.all()` asks no more."""
        return await self._session.run(queries.with_events, game_uuid)

    async def get_game_statistics(self, game_uuid: Key) -> dict[str, Any]:
        """Return total_events, latest_sequence (-1 if none) and events_by_type."""
        return await self._session.run(queries.statistics, game_uuid)

    # Decisions

    async def add_llm_decision(
        self,
        game_uuid: Key,
        player_id: int,
        *,
        turn_number: int = 0,
        sequence_number: int | None = None,
        timestamp: datetime | None = None,
        game_state: Mapping[str, Any] | None = None,
        player_state: Mapping[str, Any] | None = None,
        available_actions: Sequence[Any] | Mapping[str, Any] = (),
        prompt: str | None = None,
        reasoning: str | None = None,
        chosen_action: Mapping[str, Any] | None = None,
        strategy_description: str | None = None,
        processing_time_ms: int | None = None,
        model_version: str | None = None,
    ) -> LLMDecision:
        """Append one decision of a player, after the last one if no `sequence_number` says where.

        Raises as add_event does.
        """
        return await self._session.run(
            appending.decision,
            game_uuid,
            {
                "player_id": player_id,
                "turn_number": turn_number,
                "sequence_number": sequence_number,
                "timestamp": timestamp or datetime.now(UTC),
                "game_state": game_state or {},
                "player_state": player_state or {},
                "available_actions": available_actions,
                "prompt": prompt,
                "reasoning": reasoning,
                "chosen_action": chosen_action or {},
                "strategy_description": strategy_description,
                "processing_time_ms": processing_time_ms,
                "model_version": model_version,
            },
        )

    async def get_llm_decisions_for_game(
        self, game_uuid: Key, player_id: int | None = None
    ) -> list[LLMDecision]:
        """Return one player's decisions by number, or all players' in the order of play."""
        return await self._session.run(lambda: list(queries.decisions(game_uuid, player_id)))

    async def get_llm_decision_by_sequence(
        self, game_uuid: Key, player_id: int, sequence_number: int
    ) -> LLMDecision | None:
        """Return a player's decision of this number."""
        return await self._session.run(
            lambda: (
                queries.decisions(game_uuid, player_id)
                .filter(sequence_number=sequence_number)
                .first()
            )
        )

    async def search_llm_reasoning(
        self,
        query: str,
        game_uuid: Key | None = None,
        player_id: int | None = None,
        limit: int = 50,
    ) -> list[LLMDecision]:
        """Return decisions whose reasoning holds the words and "phrases" of `query`, newest first.

        No text is an error: what is no word finds nothing.
        """
        return await self._session.run(
            lambda: list(queries.search(query, game_uuid, player_id)[:limit])
        )


def _known(status: str) -> Status:
    try:
        return Status(status)
    except ValueError:
        raise NotOneOf("status", status, allowed=tuple(Status)) from None

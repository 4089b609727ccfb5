"""The events of a game as questions see them, no more of each than is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection

from replay import decisions, stream
from replay.domain.asking import bounds
from replay.domain.asking.evaluation import Led, Row
from replay.domain.asking.reads import Read, Source
from replay.domain.asking.vocabulary import DECISION_TEXTS, SITUATION
from replay.domain.deciding import Index, Link
from replay.domain.summary import deciding
from replay.recording import Recording

_COLUMNS = "sequence_number, event_type, turn_number, actor_player_id, {moment}, {payload}"

_TEXTS = """
    SELECT d.player_id, d.sequence_number, d.reasoning, d.prompt, d.strategy_description,
        d.chosen_action::text, d.available_actions::text
    FROM unnest(%s::int[], %s::bigint[]) AS wanted (player_id, number)
    JOIN llm_decisions AS d ON d.game_uuid = %s AND d.player_id = wanted.player_id
        AND d.sequence_number = wanted.number
    WHERE (SELECT created_at FROM games WHERE id = %s) = %s
"""

_AS_JSON = frozenset({"chosen_action", "available_actions"})


def blocks(
    recording: Recording, reads: Iterable[Read], first: int, last: int
) -> Iterator[list[Row]]:
    """The events ``first..last`` in blocks, each one query; two where decisions' texts are read.

    Raises:
        GameNotFound: the game is gone since the recording was opened.
    """
    wanted = frozenset(reads)
    columns = _COLUMNS.format(
        moment=stream.MOMENT if Read(Source.EVENT, "timestamp") in wanted else "NULL",
        payload="payload::text" if _any(wanted, Source.PAYLOAD) else "'{}'",
    )
    decided = _Decided(recording, wanted) if _any(wanted, Source.DECISION) else None
    for rows in stream.blocks(recording, first, last, columns):
        if decided is None:
            yield [Row(*row) for row in rows]
        else:
            led = decided.over(rows[0][0], rows[-1][0])
            yield [Row(*(*row, one)) for row, one in zip(rows, led, strict=True)]


def _any(reads: Iterable[Read], source: Source) -> bool:
    return any(read.source is source for read in reads)


class _Decided:
    """The decisions that lead to events, with the fields that are asked for."""

    def __init__(self, recording: Recording, reads: Iterable[Read]) -> None:
        self._recording = recording
        self._index: Index = decisions.index(recording)
        self._names = frozenset(read.name for read in reads if read.source is Source.DECISION)
        wanted = {*self._names, *(SITUATION if "situation" in self._names else ())}
        self._texts = [name for name in DECISION_TEXTS if name in wanted]

    def over(self, first: int, last: int) -> list[Led | None]:
        """For each event ``first..last`` the decision that led to it."""
        links = [self._index.at(number) for number in range(first, last + 1)]
        told = self._read(links) if self._texts else {}
        made: dict[tuple[int, int, int], Led] = {}
        return [None if link is None else self._led(link, told, made) for link in links]

    def _led(
        self,
        link: Link,
        told: Mapping[tuple[int, int], Sequence[str | None]],
        made: dict[tuple[int, int, int], Led],
    ) -> Led:
        one = link.made
        key = (one.player_id, one.number, link.ago if "ago" in self._names else 0)
        if key not in made:
            texts = told.get(key[:2], ())
            is_too_long = sum(len(text) for text in texts if text) > bounds.DECISION or any(
                text.count("[") + text.count("{") > bounds.BRACKETS
                for name, text in zip(self._texts, texts, strict=False)
                if text and name in _AS_JSON
            )
            fields = _plain(link)
            if not is_too_long:
                fields |= {
                    name: msgspec.json.decode(text) if text and name in _AS_JSON else text
                    for name, text in zip(self._texts, texts, strict=False)
                }
                if "situation" in self._names and texts:
                    fields["situation"] = deciding.situation(
                        fields["available_actions"], fields["chosen_action"]
                    ).value
            made[key] = Led(key, fields, is_too_long)
        return made[key]

    def _read(self, links: Iterable[Link | None]) -> dict[tuple[int, int], Sequence[str | None]]:
        wanted = sorted({(link.made.player_id, link.made.number) for link in links if link})
        if not wanted:
            return {}
        recording, places = self._recording, [DECISION_TEXTS.index(name) for name in self._texts]
        players, numbers = zip(*wanted, strict=True)
        asked: list[Any] = [list(players), list(numbers), recording.uuid]
        with connection.cursor() as cursor:
            cursor.execute(_TEXTS, [*asked, recording.uuid, recording.created_at])
            return {
                (player, number): [texts[place] for place in places]
                for player, number, *texts in cursor.fetchall()
            }


def _plain(link: Link) -> dict[str, Any]:
    made = link.made
    return {
        "player_id": made.player_id,
        "sequence_number": made.number,
        "turn_number": made.turn,
        "action": made.action,
        "model": made.model,
        "latency_ms": made.latency_ms,
        "is_error": made.is_error,
        "is_fallback": made.is_fallback,
        "is_exact": link.placed.is_exact,
        "ago": link.ago,
    }

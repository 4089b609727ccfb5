"""What playing a game back needs to know of it: when things happened, and where to stop."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from replay import decisions, reading
from replay.pages import page
from replay.recording import Recording

_GAPS = """
    SELECT (extract(epoch FROM "timestamp" - lag("timestamp") OVER (ORDER BY sequence_number))
        * 1000)::bigint
    FROM game_events WHERE game_uuid = %s AND sequence_number <= %s
    ORDER BY sequence_number
"""


@page()
def tempo(request: HttpRequest, game_id: str) -> HttpResponse:
    """Milliseconds from each event to the one after it, from the stream's first; one query."""
    recording = reading.open_game(game_id)
    return JsonResponse(
        {"first": recording.first, "head": recording.head, "gaps": _gaps(recording)}
    )


@page()
def decided(request: HttpRequest, game_id: str) -> HttpResponse:
    """The events at which decisions took effect, ascending; ``flawed``: those with an error."""
    recording = reading.open_game(game_id)
    index = decisions.index(recording)
    return JsonResponse(
        {
            "head": recording.head,
            "seqs": sorted({placed.applied for placed in index.all}),
            "flawed": sorted({placed.applied for placed in index.errors}),
        }
    )


def _gaps(recording: Recording) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_GAPS, [recording.uuid, recording.head])
        return [gap for (gap,) in cursor.fetchall()[1:]]

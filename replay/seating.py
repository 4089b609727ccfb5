"""Seats as this site's settings complete them."""

from __future__ import annotations

from django.conf import settings

from replay.players import seats
from replay.players.seats import Defaults, Key, Seat


def read(spec: str, *, is_trusted: bool = True) -> Seat:
    """The seat a text asks for. ``is_trusted``: false for a text from the network.

    Raises:
        BadSeat: nobody can sit there.
    """
    key = settings.OPENAI_API_KEY
    defaults = Defaults(
        url=settings.OPENAI_BASE_URL,
        key=None if key is None else Key(key),
        model=settings.LLM_MODEL,
        temperature=settings.LLM_TEMPERATURE,
    )
    return seats.read(spec, defaults, is_trusted=is_trusted)

"""Addresses of moments that keep what else a page's address says: filter, pin, question, panel."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from replay.recording import Recording

CURSOR = ("seq", "go", "v")
"""Parameters that say where the cursor is; all others are carried from moment to moment."""

_LONGEST = 20_000
"""Characters of what a form brings along: a question and a filter are far shorter."""


def carried(query: Mapping[str, str]) -> dict[str, str]:
    """What stays in the address when the cursor moves."""
    return {name: value for name, value in query.items() if name not in CURSOR}


def kept(query: Mapping[str, str], *others: str) -> str:
    """The same as the rest of an address, ``&name=value``, without some ``others``."""
    told = {name: value for name, value in carried(query).items() if name not in others}
    return f"&{urlencode(told)}" if told else ""


class Here:
    """Addresses as seen from one moment with one panel open."""

    def __init__(self, wanted: int, panel: str, query: Mapping[str, str]) -> None:
        self._wanted = wanted
        self._kept = {"panel": panel} | {
            name: value for name, value in carried(query).items() if name != "panel"
        }

    def __call__(self, seq: int | None = None, **others: object) -> str:
        """The address of a moment (default: this one) with other parameters; empty ones go."""
        there = self._wanted if seq is None else seq
        params = {"seq": there} | self._kept | others
        return f"?{urlencode({name: value for name, value in params.items() if value != ''})}"


def back(recording: Recording, posted: Mapping[str, str], **others: str) -> str:
    """Where a form that was sent without script leads: to what it says it was sent from.

    What it asked for is done by then: one that says nothing leads to the head.
    """
    query = dict(parse_qsl(posted.get("back", "")[:_LONGEST].removeprefix("?"))) | others
    return f"{reverse('timeline', args=[recording.game_id])}?{urlencode(query)}"

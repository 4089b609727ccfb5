"""The words that a search found in a decision, for who comes from there."""

from __future__ import annotations

import re

from django.db import connection

from games import queries
from games.domain.errors import NotOneOf
from games.searching import READ, Where
from replay.decided import marking
from replay.decided.marking import Marked
from replay.drawing import plain

# Private characters, as in the search itself.
_OPEN, _CLOSE = "\ue000", "\ue001"

# The database alone knows which forms of a word it takes for the same.
_FORMS = f"""
    SELECT ts_headline('{queries.SEARCH_LANGUAGE}', translate(%(read)s, %(marks)s, '  '),
        websearch_to_tsquery('{queries.SEARCH_LANGUAGE}', %(words)s),
        'HighlightAll=true, StartSel={_OPEN}, StopSel={_CLOSE}')
"""

_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def where(told: str) -> Where:
    """The text that was searched. Raises NotOneOf."""
    if told and told not in set(Where):
        raise NotOneOf("where", told, allowed=tuple(Where))
    return Where(told or Where.REASONING)


def mark(raw: str, shown: str, words: str, place: Where) -> Marked:
    """What is shown of a text, with the words marked that a search for ``words`` finds in it."""
    return marking.mark(shown, _pattern(_forms(raw[: READ[place]], words)))


def _forms(text: str, words: str) -> set[str]:
    told = {"read": text, "marks": _OPEN + _CLOSE, "words": queries.searchable(words)}
    with connection.cursor() as cursor:
        cursor.execute(_FORMS, told)
        (headline,) = cursor.fetchone()
    return {plain.visible(form) for form in _MARKED.findall(headline) if form.strip()}


def _pattern(forms: set[str]) -> re.Pattern[str] | None:
    if not forms:
        return None
    longest_first = sorted(forms, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")

"""Which way a search goes: through the newest decisions one after the other, or by the index.

The index has to tell all that hold the words before anybody knows which are the newest: too many,
where they are common words. The other way is long where few are found on it. Left to itself, the
planner chooses by a guess that is far off for phrases, for words that go together and for those of
long ago; so some decisions out of all times are looked at first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from msgspec import Struct


class Way(Struct, frozen=True):
    """`fence`: what the found are told to be, as a part of the statement; and settings for it."""

    fence: str
    settings: dict[str, str]


INDEX = Way("MATERIALIZED", {"work_mem": "32MB"})
"""All that hold the words. In less memory, whole pages of the table would be read again."""

NEWEST = Way("NOT MATERIALIZED", {"enable_bitmapscan": "off", "enable_seqscan": "off"})
"""One after the other, until there are enough."""


class Costs(Struct, frozen=True):
    """`pages` of the table are looked at first; `look`: microseconds for one that has words."""

    pages: int
    look: float


SHORT, LONG = Costs(300, 1), Costs(100, 20)
"""Of thoughts and talk; of prompts, whose words are kept compressed beside the table."""

_FETCH, _PASS = 2, 0.5
"""Microseconds to get a decision that the index tells, and to pass one without such words."""

# The index goes by this: a phrase is its words, and what must not be there is nothing.
_BY_INDEX = r"querytree(regexp_replace({query}::text, '<(-|\d+)>', '&', 'g')::tsquery)"
_EVERYTHING = "T"

_ASKED = """
SELECT {by_index}, {query}::text ~ '<',
    pg_relation_size('llm_decision_words') / current_setting('block_size')::int
"""
_SAMPLE = """
WITH sampled AS (
    SELECT id, {where} IS NOT NULL AS has_words, {whose} AND {where} @@ {query} AS is_hit,
        {whose} AND {told} AS is_told
    FROM llm_decision_words TABLESAMPLE SYSTEM (%(percent)s) REPEATABLE (1)
), counted AS (
    SELECT *, count(*) FILTER (WHERE is_hit) OVER (ORDER BY id DESC) <= %(enough)s AS is_passed
    FROM sampled
)
SELECT count(*) FILTER (WHERE is_told), count(*) FILTER (WHERE is_passed AND has_words),
    count(*) FILTER (WHERE is_passed)
FROM counted
"""


def choose(where: str, query: str, whose: str, values: Mapping[str, Any]) -> Way:
    """The way to the newest `most` whose words match; `query` and `whose` are SQL of `values`."""
    costs = LONG if where == "prompt" else SHORT
    with connection.cursor() as cursor:
        by_index = _BY_INDEX.format(query=query)
        cursor.execute(_ASKED.format(by_index=by_index, query=query), values)
        by_index, has_phrase, pages = cursor.fetchone()
        if not pages:
            return INDEX  # nothing is there, or all of it on Citus workers
        share = min(1, costs.pages / pages)
        told = "true" if by_index == _EVERYTHING else f"{where} @@ %(by_index)s::tsquery"
        more = {"by_index": by_index, "percent": 100 * share, "enough": values["most"] * share}
        sample = _SAMPLE.format(where=where, query=query, whose=whose, told=told)
        cursor.execute(sample, {**values, **more})
        told_by_index, looked_at, passed = cursor.fetchone()
    by_looking = costs.look * looked_at + _PASS * passed
    each = _FETCH + (costs.look if has_phrase else 0)
    return NEWEST if by_looking < each * told_by_index else INDEX

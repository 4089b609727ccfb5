"""Which way a search goes: through the newest decisions one after the other, or by the index.

The index has to tell all that hold the words before anybody knows which are the newest: too many,
where they are common words. The other way is long where few are found on it. Left to itself, the
planner chooses by a guess that is far off for phrases, for words that go together and for those of
long ago; so a few of the newest are looked at first.
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
    """`sample`: how many are looked at first. `look`: microseconds to look at the words of one."""

    sample: int
    look: float


SHORT, LONG = Costs(4_000, 1), Costs(400, 20)
"""Of thoughts and talk; of prompts, whose words are kept compressed beside the table."""

_FETCH = 2
"""Microseconds to get one that the index tells."""

# The index goes by this: a phrase is its words, and what must not be there is nothing.
_BY_INDEX = r"querytree(regexp_replace({query}::text, '<(-|\d+)>', '&', 'g')::tsquery)"
_EVERYTHING = "T"

# Not everybody tells prompts, and few decisions say anything to all: of those, some of the newest.
_SAMPLE = """
SELECT count(*), count(*) FILTER (WHERE {whose} AND {where} @@ {query}),
    count(*) FILTER (WHERE {whose} AND {told}),
    (SELECT reltuples * (1 - coalesce((SELECT null_frac FROM pg_stats WHERE schemaname = nspname
            AND tablename = relname AND attname = '{where}'), 0))
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.oid = 'llm_decision_words'::regclass)
FROM (SELECT {where}, whose FROM (SELECT {where}, whose FROM llm_decision_words
        ORDER BY id DESC LIMIT 20000) AS late
    WHERE {where} IS NOT NULL LIMIT %(sample)s) AS newest
"""


def choose(where: str, query: str, whose: str, values: Mapping[str, Any]) -> Way:
    """The way to the newest `most` whose words match; `query` and `whose` are SQL of `values`."""
    costs = LONG if where == "prompt" else SHORT
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_BY_INDEX.format(query=query)}, {query}::text ~ '<'", values)
        by_index, has_phrase = cursor.fetchone()
        told = "true" if by_index == _EVERYTHING else f"{where} @@ %(by_index)s::tsquery"
        cursor.execute(
            _SAMPLE.format(where=where, query=query, whose=whose, told=told),
            {**values, "by_index": by_index, "sample": costs.sample},
        )
        seen, hits, told_by_index, rows = cursor.fetchone()
    rows = max(rows, seen)
    by_looking = costs.look * min(rows, seen * values["most"] / max(hits, 1))
    each = _FETCH + (costs.look if has_phrase else 0)
    return NEWEST if by_looking < each * rows * told_by_index / max(seen, 1) else INDEX

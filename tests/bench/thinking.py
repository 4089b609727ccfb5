"""A million decisions of language models in minutes: what they thought, and long prompts of some.

Words are spread as in any language, by Zipf's law: some stand in nearly every thought, most in
few. What decisions are found by is made in bulk, and must be what the trigger would have made.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import accumulate, count, islice
from typing import Any

from django.db import connection

GAMES = 4_200
OF_A_GAME = 240
PROMPTED = 10
"""Every tenth game holds its prompts."""

DECISIONS = GAMES * OF_A_GAME
PROMPTS = GAMES // PROMPTED * OF_A_GAME
MODELS = ("atlas-large", "atlas-small", "birch-2", "cedar-mini")
OLD_MODEL, OLD_GAMES = "driftwood-1", 60
"""Sat in the first of those games alone, in place of the first model."""

NUMBERS = 100_000
"""Each thought names one of so many numbers: words that are in ten thoughts each."""

COMMON = """cash rent property to the i my is and of a it will have buy turn dice houses orange jail
auction bid trade offer build mortgage should would opponent risk value monopoly pay money position
wait next boardwalk park place railroad hotel utility tax chance chest free parking board player
short low high worth long early late game win lose set group color brown blue pink red yellow green
because therefore however if not so that this for with on in at by from they he she we can could
must good bad better best strong weak safe dangerous cheap expensive keep sell pass accept
reject counter raise spend save roll land owe own need want think expect avoid block complete
"""
SAID = (
    "Cash is short, so I wait.",
    "I want hotels on orange before anybody else.",
    "A trade for orange would complete my set.",
    "The auction is dear and I pass.",
    "My cash is short and the rent ahead is high.",
)
SHARE = 0.02
"""Of all sentences are those."""

RULES = """You play Monopoly against three others, by the official rules. Answer with JSON alone.
Rent is due at once; who cannot pay has to sell houses, to mortgage deeds, or is bankrupt. A set of
one color doubles the rent of its streets. Houses are built evenly. In jail you may pay, show a card
or try for doubles, three times at the most. At an auction the highest bid buys.
"""
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "lar", "men", "nor", "pes", "qua", "rit", "sol")
_THOUGHTS, _PROMPTS = 20_000, 5_000
_WORDS = import_module("games.migrations.0005_decision_words")
_WHOSE = import_module("games.migrations.0006_whose_words")


def name(number: int) -> str:
    """What a game is called."""
    return f"thinking-{number:05}"


def store() -> None:
    """Games, players and decisions, the oldest first, with all they are found by."""
    with connection.cursor() as cursor:
        _texts(cursor)
        cursor.execute("ALTER TABLE llm_decisions DISABLE TRIGGER llm_decisions_words")
        for statement in _RECORD:
            cursor.execute(statement, _VALUES)
        cursor.execute("ALTER TABLE llm_decisions ENABLE TRIGGER llm_decisions_words")
        _keep_words(cursor)
        _check(cursor)
        cursor.execute("DROP TABLE bench_thoughts, bench_prompts, bench_numbers, bench_made")
        cursor.execute("VACUUM ANALYZE llm_decisions, llm_decision_words, games, players")


def told() -> Iterator[tuple[str, str]]:
    """Further thoughts of the kind, each with its prompt."""
    chance = random.Random(18)
    said, _ = _speaker(chance)
    while True:
        yield said(7), _prompt(chance, said)


def _speaker(chance: random.Random) -> tuple[Callable[[int], str], list[str]]:
    """Who says so many sentences; and the words they know, the commonest first."""
    words = _vocabulary(random.Random(17))
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    return partial(_said, chance, words, weights), words


def _texts(cursor: Any) -> None:
    """What thoughts are put together of, and the prompts; with their words, once for all."""
    chance = random.Random(17)
    said, words = _speaker(chance)
    # A word that counts at the end: so the words of two thoughts are those of both together.
    rare = words[-2_000:]
    thoughts = (f"{said(chance.randint(2, 5))} {chance.choice(rare)}." for _ in count())
    texts = {
        "thoughts": islice(thoughts, _THOUGHTS),
        "prompts": (_prompt(chance, said) for _ in range(_PROMPTS)),
        "numbers": (f"Number{number}." for number in range(NUMBERS)),
    }
    for pool, each in texts.items():
        cursor.execute(
            "CREATE TEMPORARY TABLE pool (number int, text text) ON COMMIT PRESERVE ROWS"
        )
        with cursor.copy("COPY pool FROM STDIN") as copy:
            for row in enumerate(each):
                copy.write_row(row)
        cursor.execute(_POOL.format(pool=pool))
        cursor.execute(f"DROP TABLE pool; ANALYZE bench_{pool}")


def _vocabulary(chance: random.Random) -> list[str]:
    made = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(9_000)}
    rare = sorted(made)
    chance.shuffle(rare)
    return [*COMMON.split(), *rare]


def _said(chance: random.Random, words: list[str], weights: list[float], count: int) -> str:
    """So many sentences, a few of them those that are looked for as phrases."""
    return " ".join(
        chance.choice(SAID)
        if chance.random() < SHARE
        else " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(6, 18))) + "."
        for _ in range(count)
    )


def _prompt(chance: random.Random, said: Callable[[int], str]) -> str:
    """Rules that stand in each, the state of the game, and what happened before."""
    spaces = "\n".join(
        f"- space {space}: owner {chance.randrange(4)}, houses {chance.randrange(6)}, "
        f"rent {chance.randrange(2000)}"
        for space in range(40)
    )
    return f"{RULES}\nYour cash: {chance.randrange(3000)}\n{spaces}\nSo far: {said(50)}"


def _keep_words(cursor: Any) -> None:
    """As the trigger makes them: put together of those that are made, and the indexes at last."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'llm_decision_words'"
        " AND indexdef LIKE '%USING gin%'"
    )
    indexes = cursor.fetchall()
    cursor.execute(f"DROP INDEX {', '.join(index for index, _ in indexes)}")
    cursor.execute(_KEEP)
    cursor.execute("SET maintenance_work_mem = '256MB'")
    for _, definition in indexes:
        cursor.execute(definition)
    cursor.execute("RESET maintenance_work_mem")


def _check(cursor: Any) -> None:
    """That a game's decisions, recorded once more, get the same words by the trigger."""
    for statement in _TWIN:
        cursor.execute(statement, {"game": name(0)})
    [(ours, alike)] = cursor.fetchall()
    if not ours == alike == OF_A_GAME:
        raise SystemExit(f"{alike} decisions of {ours} have the words that the trigger makes")
    cursor.execute("DELETE FROM games WHERE game_id = 'twin'")
    cursor.execute("SELECT count(*), count(prompt) FROM llm_decision_words")
    if cursor.fetchone() != (DECISIONS, PROMPTS):
        raise SystemExit("not every decision has its words")


_VALUES = {
    "games": GAMES,
    "each": OF_A_GAME,
    "models": list(MODELS),
    "old": OLD_MODEL,
    "old_games": OLD_GAMES,
    "numbers": NUMBERS,
    "thoughts": _THOUGHTS,
    "prompts": _PROMPTS,
    "prompted": PROMPTED,
}

_POOL = f"""
CREATE TABLE bench_{{pool}} AS SELECT number, text, v.reasoning AS words
FROM pool CROSS JOIN LATERAL ({_WORDS.WORDS} FROM (SELECT NULL::uuid AS id, NULL::uuid AS game_uuid,
    text AS reasoning, NULL AS prompt, '{{{{}}}}'::jsonb AS chosen_action) AS one) AS v
    {_WORDS.COLUMNS}"""


def _draw(salt: int, most: str) -> str:
    """A number below `most`, as SQL: the same for the same decision."""
    return f"(hashint4(i + {salt}) & 2147483647) %% %({most})s"


_RECORD = (
    """INSERT INTO games (id, game_id, status, config, metadata, total_turns)
    SELECT game_uuid('thinking-' || lpad(g::text, 5, '0')), 'thinking-' || lpad(g::text, 5, '0'),
        'finished', '{}', '{}', %(each)s / 4 FROM generate_series(0, %(games)s - 1) AS g""",
    """INSERT INTO players (id, game_uuid, player_id, name, agent_type, is_winner, is_bankrupt,
        llm_parameters, llm_model_name)
    SELECT gen_random_uuid(), game_uuid('thinking-' || lpad(g::text, 5, '0')), seat, 'P' || seat,
        'llm', false, false, '{}', CASE WHEN g < %(old_games)s AND seat = 0 THEN %(old)s
            ELSE (%(models)s::text[])[(g + seat) %% 4 + 1] END
    FROM generate_series(0, %(games)s - 1) AS g, generate_series(0, 3) AS seat""",
    "ANALYZE games, players",
    f"""CREATE TABLE bench_made AS SELECT uuidv7() AS id, * FROM (
        SELECT i, i %% %(each)s AS n, i / %(each)s AS g, {_draw(0, "thoughts")} AS a,
            {_draw(3, "thoughts")} AS b, {_draw(7, "numbers")} AS c,
            CASE WHEN i / %(each)s %% %(prompted)s = 0 THEN {_draw(5, "prompts")} END AS prompt
        FROM generate_series(0, %(games)s * %(each)s - 1) AS i ORDER BY i) AS numbered""",
    "ANALYZE bench_made",
    """INSERT INTO llm_decisions (id, game_uuid, player_id, turn_number, sequence_number,
        "timestamp", game_state, player_state, available_actions, chosen_action, prompt, reasoning,
        processing_time_ms, model_version)
    SELECT made.id, p.game_uuid, n %% 4, n / 4, n / 4,
        timestamptz '2026-01-01 00:00+00' + i * interval '4 seconds',
        jsonb_build_object('event_sequence', n * 4), jsonb_build_object('cash', i %% 3000),
        '[{"action": "roll"}, {"action": "trade"}, {"action": "build"}]',
        jsonb_build_object('action', 'roll', 'attempts', jsonb_build_array(jsonb_build_object(
            'raw_response', left(a.text, 200))), 'say', CASE WHEN n %% 5 = 0 THEN b.text END),
        prompts.text, a.text || ' ' || b.text || ' ' || c.text, 900, p.llm_model_name
    FROM bench_made AS made
    JOIN players AS p ON p.game_uuid = game_uuid('thinking-' || lpad(g::text, 5, '0'))
        AND p.player_id = n %% 4
    JOIN bench_thoughts AS a ON a.number = made.a
    JOIN bench_thoughts AS b ON b.number = made.b
    JOIN bench_numbers AS c ON c.number = made.c
    LEFT JOIN bench_prompts AS prompts ON prompts.number = made.prompt
    ORDER BY i""",
)
_KEEP = f"""
INSERT INTO llm_decision_words {_WHOSE.COLUMNS}
SELECT made.id, s.game_uuid, a.words || b.words || c.words, prompts.words,
    CASE WHEN n % 5 = 0 THEN b.words END, {_WHOSE.WHOSE}
FROM bench_made AS made
JOIN players AS s ON s.game_uuid = game_uuid('thinking-' || lpad(g::text, 5, '0'))
    AND s.player_id = n % 4
CROSS JOIN LATERAL (SELECT s.player_id, s.llm_model_name AS model_version) AS d
JOIN bench_thoughts AS a ON a.number = made.a
JOIN bench_thoughts AS b ON b.number = made.b
JOIN bench_numbers AS c ON c.number = made.c
LEFT JOIN bench_prompts AS prompts ON prompts.number = made.prompt
ORDER BY made.i"""
_TWIN = (
    """INSERT INTO games (id, game_id, status, config, metadata, total_turns)
    VALUES (game_uuid('twin'), 'twin', 'finished', '{}', '{}', 0)""",
    """INSERT INTO players (id, game_uuid, player_id, name, agent_type, is_winner, is_bankrupt,
        llm_parameters, llm_model_name)
    SELECT gen_random_uuid(), game_uuid('twin'), player_id, name, agent_type, is_winner,
        is_bankrupt, llm_parameters, llm_model_name
    FROM players WHERE game_uuid = game_uuid(%(game)s)""",
    """INSERT INTO llm_decisions (id, game_uuid, player_id, turn_number, sequence_number,
        "timestamp", game_state, player_state, available_actions, chosen_action, prompt, reasoning,
        processing_time_ms, model_version)
    SELECT uuidv7(), game_uuid('twin'), player_id, turn_number, sequence_number, "timestamp",
        game_state, player_state, available_actions, chosen_action, prompt, reasoning,
        processing_time_ms, model_version
    FROM llm_decisions WHERE game_uuid = game_uuid(%(game)s)""",
    """SELECT count(*), count(*) FILTER (WHERE
        (ours.reasoning, ours.prompt, ours.talk, ours.whose) IS NOT DISTINCT FROM
        (theirs.reasoning, theirs.prompt, theirs.talk, theirs.whose))
    FROM llm_decisions AS d
    JOIN llm_decisions AS twin USING (player_id, sequence_number)
    JOIN llm_decision_words AS ours ON ours.id = d.id
    JOIN llm_decision_words AS theirs ON theirs.id = twin.id
    WHERE d.game_uuid = game_uuid(%(game)s) AND twin.game_uuid = game_uuid('twin')""",
)

"""In one game, the decisions behind a number are listed each for itself, and are as many."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from games import ingest
from replay import asking, reading, summaries
from replay.asking import Question
from replay.domain.asking.answer import Mode
from replay.domain.statistics.layout import FAULTS, SITUATIONS
from replay.domain.statistics.moments import Of
from replay.domain.summary.deciding import BANDS
from replay.statistics import asked, drill, within
from tests.replay.deciders import after, decision
from tests.replay.statistics.recorded import one, record

pytestmark = pytest.mark.django_db

PLAIN = (Of.DECISIONS, Of.FALLBACKS, Of.INVALID, Of.OFF_MENU, Of.LATENCIES, Of.UNTIMED)


def questions(look: asked.Look):
    """Every number that counts decisions."""
    yield from ({"of": [of.name.lower()]} for of in PLAIN)
    yield from ({"of": ["faults"], "fault": [fault.value]} for fault in FAULTS)
    yield from ({"of": ["latencies"], "band": [str(band)]} for band in range(len(BANDS) + 1))
    tables = look.tables
    words = {tables.word(code) for code in tables.rows["options"]["word"].tolist()}
    for of in (Of.CHOICES, Of.OFFERED, Of.STOOD_IN):
        for situation in SITUATIONS:
            for word in sorted(words):
                name = of.name.lower()
                yield {"of": [name], "situation": [situation.value], "action": [word]}


def listed(row: drill.Row) -> within.Within:
    query = parse_qs(urlsplit(row.ask).query)
    found = within.find(query)
    assert sum(each.amount for each in found.rows) == found.total
    return found


def test_every_number_is_that_of_its_list():
    record(4)
    ask = asked.read({})
    found = 0
    for question in questions(ask.look):
        for row in drill.find(ask, question, 0, 1_000).rows:
            assert listed(row).total == row.amount, question
            found += 1
    assert found > 50


@pytest.mark.parametrize("of", ["landings", "types"])
def test_moments_a_question_finds_are_as_many_as_are_counted(of):
    record(3)
    ask = asked.read({})
    kinds = ask.look.tables.rows["events"]["word"].tolist()
    words = sorted({ask.look.tables.word(code) for code in kinds})
    parts = {"landings": ("position", map(str, range(40))), "types": ("event", words)}
    name, values = parts[of]
    for value in values:
        for row in drill.find(ask, {"of": [of], name: [value]}, 0, 1_000).rows:
            (question,) = parse_qs(urlsplit(row.ask).query)["ask"]
            found = asking.ask(reading.open_game(row.game_id), Question(question)).found
            assert found.size(Mode.EVERY) == row.amount, question


def test_several_decisions_that_lead_to_one_event_are_several(client):
    game = one(1)
    same = {"game_state": after(3), "available_actions": ["a", "b"]}
    made = [decision(number, chosen_action={"action": "a"}, **same) for number in range(3)]
    ingest.append_decisions(game.pk, made)
    summaries.make("game-1")
    (row,) = drill.find(asked.read({}), {"of": ["decisions"]}, 0).rows
    told = listed(row)
    assert (row.amount, told.count, len({each.sequence_number for each in told.rows})) == (3, 3, 1)
    page = client.get(row.ask).content.decode()
    assert "3 decisions" in " ".join(page.split())
    assert "decision=0.2" in page


def test_long_lists_have_pages(client, monkeypatch):
    monkeypatch.setattr(within, "PAGE", 2)
    game = one(1)
    ingest.append_decisions(game.pk, [decision(number) for number in range(5)])
    summaries.make("game-1")
    address = "/statistics/within/?game=game-1&player=0&of=decisions"
    first, last = (client.get(f"{address}{more}").content.decode() for more in ("", "&start=4"))
    assert "start=2" in first
    assert "Earlier" not in first
    assert "start=2" in last
    assert "Later" not in last


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("game=none&player=0&of=decisions", 404),
        ("game=game-1&player=9&of=decisions", 404),
        ("game=game-1&player=0&of=landings", 400),
        ("game=game-1&player=x&of=decisions", 400),
        ("game=game-1&player=0&of=outdated", 400),
        ("player=0&of=decisions", 404),
    ],
)
def test_what_is_not_there_is_said(client, query, status):
    one(1)
    assert client.get(f"/statistics/within/?{query}").status_code == status


def test_what_somebody_posted_does_nothing(client):
    game = one(1)
    ingest.append_decisions(game.pk, [decision(chosen_action={"action": "<script>x</script>"})])
    page = client.get("/statistics/within/?game=game-1&player=0&of=decisions").content.decode()
    assert "<script>x" not in page

"""The tables in memory are those of the database, whatever comes, goes or changes."""

from __future__ import annotations

import gc
import weakref

import msgspec
import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection

from games import ingest
from games.models import Game
from replay import summaries
from replay.domain.statistics import layout
from replay.domain.statistics.chosen import LeftOut
from replay.domain.statistics.filters import Filters
from replay.statistics import asked, shelf, view
from tests.domain.games import event
from tests.replay.statistics.recorded import one, record

pytestmark = pytest.mark.django_db


def names(look=None) -> list[str]:
    tables = (look or shelf.look()).tables
    return sorted(tables.word(code) for code in tables.games["name"])


def rows_of_games() -> dict[str, list[str]]:
    """Of each game, by its name, all its rows."""
    tables = shelf.look().tables

    def told(name: str, at: int) -> str:
        row = tables.rows[name].row(at)
        words = {column: tables.word(row[column]) for column in layout.WORDS[name]}
        return str({column: one.tolist() for column, one in row.items()} | words)

    return {
        tables.word(code): [
            told(name, int(at))
            for name, rows in tables.rows.items()
            for at in np.flatnonzero(rows.game == place)
        ]
        for place, code in enumerate(tables.games["name"])
    }


def grow(game: Game) -> None:
    head = game.events.order_by("-sequence_number").first().sequence_number
    ingest.append_events(game.pk, [event(head + 1, "message", player_id=0, text="more")])


def test_new_games_are_there_at_the_next_look():
    assert names() == []
    record(2)
    assert names() == ["game-0", "game-1"]
    record(1, first=2)
    assert names() == ["game-0", "game-1", "game-2"]
    assert shelf.look().unsummed == 0


def test_a_game_without_a_summary_is_counted_as_such():
    record(1)
    record(2, first=1, summed=False)
    look = shelf.look()
    assert (names(look), look.unsummed) == (["game-0"], 2)


def test_a_deleted_game_is_gone_also_when_another_comes_in_its_place():
    record(3)
    assert len(names()) == 3
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM games WHERE game_id = 'game-1'")
    one(5)
    assert names() == ["game-0", "game-2", "game-5"]


def test_what_has_grown_is_out_of_date_until_it_is_summed_up_again():
    game, *_ = record(2)
    before = shelf.look()
    assert not before.outdated.any()
    grow(game)
    look = shelf.look()
    assert look.outdated.sum() == 1
    assert look.mark != before.mark
    told = asked.of(Filters())
    assert asked.left_out(told) == {LeftOut.OUTDATED: 1}
    assert len(told.chosen) == 1
    summaries.make("game-0")
    after = shelf.look()
    assert not after.outdated.any()
    events = after.tables.games["events"][after.tables.games["name"] == after.tables.code("game-0")]
    assert events.tolist() == [game.events.count()]


def test_what_other_code_summed_up_is_not_read(monkeypatch):
    record(2)
    assert len(names()) == 2
    monkeypatch.setattr(summaries, "VERSION", "another")
    look = shelf.look()
    assert (len(look.tables), look.unsummed) == (0, 2)


@pytest.mark.parametrize("section", view.SECTIONS)
@pytest.mark.parametrize("filters", [Filters(), Filters(players=(3,)), Filters(agent=("greedy",))])
def test_what_is_kept_of_the_tables_never_outlives_them(section, filters):
    """A game that comes, one that is summed up again and one that goes: as in a new process."""

    def told():
        return _loosely(msgspec.to_builtins(view.SECTIONS[section].told(asked.of(filters))))

    record(4)
    told()
    for change in (lambda: record(3, first=4), lambda: summaries.make("game-1"), _delete):
        change()
        known = told()
        asked.forget_all()
        assert told() == known


def test_old_tables_leave_memory_at_once():
    """They are large: to wait for the garbage collection would be to hold many of them."""
    record(4)
    gc.collect()
    gc.disable()
    try:
        for section in view.SECTIONS.values():
            section.told(asked.of(Filters(agent=("greedy",))))
        old = weakref.ref(shelf.look().tables.seats["cash"])
        one(5)
        assert asked.of(Filters()).look.tables.seats["cash"] is not old()
        assert old() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "address",
    [
        *(f"/statistics/{name}" for name in ("", "luck/", "properties/", "economy/", "decisions/")),
        "/statistics/games/?of=wins&agent=greedy",
        "/statistics/compare/?left.agent=greedy&right.agent=trader",
        "/statistics/export/",
        "/statistics/growing/",
        "/statistics/properties/figures/landings.json",
        "/api/v1/statistics/leaderboard",
    ],
)
def test_no_page_that_was_shown_holds_old_tables(client, address):
    record(4)
    client.get(address)
    gc.collect()
    gc.disable()
    try:
        one(5)
        assert client.get(address).status_code == 200
        old = weakref.ref(shelf.look().tables.seats["cash"])
        one(6)
        assert client.get(address).status_code == 200
        assert shelf.look().tables.seats["cash"] is not old()
        assert old() is None
    finally:
        gc.enable()


def _loosely(told):
    """Without the order of games, which sums and ties have from the order of reading."""
    if isinstance(told, dict):
        return {key: _loosely(one) for key, one in told.items()}
    if isinstance(told, list | tuple):
        return sorted((_loosely(one) for one in told), key=repr)
    return float(f"{told:.6g}") if isinstance(told, float) else told


def _delete() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM games WHERE game_id = 'game-2'")


def test_looking_again_costs_one_query(django_assert_num_queries):
    record(3)
    shelf.look()
    with django_assert_num_queries(1):
        first = shelf.look()
    with django_assert_num_queries(1):
        assert shelf.look().tables is first.tables


def test_a_rebuild_changes_no_number():
    record(4)
    before = rows_of_games()
    call_command("rebuild_summaries", "--all", "--jobs", "1", verbosity=0)
    shelf.clear()
    assert rows_of_games() == before
    assert names() == [f"game-{seed}" for seed in range(4)]


def test_what_was_chosen_of_old_tables_is_let_go():
    record(2)
    first = asked.of(Filters())
    assert asked.of(Filters()).chosen is first.chosen
    one(3)
    second = asked.of(Filters())
    assert second.chosen is not first.chosen
    assert all(kept.tables is second.look.tables for kept in asked._chosen.values())

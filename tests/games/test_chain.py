"""The chain of digests: any change shows, a stranger's script computes the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from msgspec import structs

from games import chain, exporting, importing, intake, lifecycle
from games.domain.errors import GameExists
from games.domain.status import Status
from games.models import Game
from replay import auditing, reading
from tests.domain.games import event
from tests.replay.recorded import add, record, salaries

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "digest.md"


def test_each_event_changes_the_digest():
    record("g", salaries(3))
    links = [chain.at("g", last).digest for last in (None, 0, 1, 2)]
    assert len(set(links)) == 4


def test_what_stood_before_keeps_its_digest():
    game = record("g", salaries(3))
    before = chain.at("g", 2)
    add(game, salaries(2, first=3))
    assert chain.at("g", 2) == before


def test_two_games_of_the_same_events_differ():
    record("g", salaries(2))
    record("h", salaries(2))
    assert chain.at("g", 1).digest != chain.at("h", 1).digest


def test_a_changed_event_changes_every_link_from_there_on():
    game = record("g", salaries(4))
    before = [chain.at("g", last).digest for last in range(4)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE game_events SET payload = payload || '{\"amount\": 2}' "
            "WHERE game_uuid = %s AND sequence_number = 2",
            [game.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    after = [chain.at("g", last).digest for last in range(4)]
    assert [one == other for one, other in zip(before, after, strict=True)] == [
        True,
        True,
        False,
        False,
    ]


def test_the_script_of_the_document_computes_the_same(tmp_path):
    odd = event(3, "message", player_id=0, text="ünï", amount=1.10)
    record("a game", [*salaries(3), odd])
    exporting.export("a game", tmp_path / "export")
    script = tmp_path / "chain.py"
    found = re.search(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert found is not None
    script.write_text(found[1])
    assert len(found[1].splitlines()) <= 20

    def printed(*arguments):
        command = [sys.executable, script, tmp_path / "export", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert printed() == chain.at("a game", 3).digest
    assert printed("1") == chain.at("a game", 1).digest
    assert printed("-1") == chain.at("a game", None).digest


def test_a_game_that_finishes_is_sealed():
    record("g", salaries(3))
    lifecycle.change("g", status=Status.RUNNING)
    assert Game.objects.get(game_id="g").metadata == {}
    lifecycle.change("g", status=Status.FINISHED)
    assert chain.seal(Game.objects.get(game_id="g").metadata) == chain.at("g", 2)


def test_a_game_without_events_is_sealed_too():
    record("g", [])
    lifecycle.change("g", status=Status.FINISHED)
    assert chain.seal(Game.objects.get(game_id="g").metadata) == chain.at("g", None)


def test_a_seal_is_not_renewed():
    game = record("g", salaries(3))
    lifecycle.change("g", status=Status.FINISHED)
    add(game, salaries(1, first=3))
    lifecycle.change("g", status=Status.FINISHED)
    assert chain.seal(Game.objects.get(game_id="g").metadata) == chain.at("g", 2)


def test_a_finished_game_told_again_is_the_same():
    lifecycle.create("g", metadata={"mine": 1})
    lifecycle.change("g", status=Status.FINISHED)
    assert not lifecycle.create("g", metadata={"mine": 1})[1]
    with pytest.raises(GameExists):
        lifecycle.create("g", metadata={"mine": 2})


def test_sealing_leaves_the_digits_of_what_an_engine_told():
    told = '{"seed": 123456789012345678901234567890.1234567890123456789, "event": 1.10}'
    game = record("g", salaries(1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE games SET metadata = %s::jsonb WHERE id = %s", [told, game.pk])
        lifecycle.change("g", status=Status.FINISHED)
        cursor.execute(
            "SELECT (metadata - 'event_chain')::text = %s::jsonb::text FROM games WHERE id = %s",
            [told, game.pk],
        )
        assert cursor.fetchone() == (True,)
    assert chain.seal(Game.objects.get(game_id="g").metadata) == chain.at("g", 0)


@pytest.mark.parametrize("odd", [None, 7, "x", {}, {"sequence_number": "x", "digest": 1}])
def test_an_unreadable_seal_is_none(odd):
    assert chain.seal({chain.SEAL: odd}) is None


def sealed(folder: Path) -> Path:
    """The export of a finished game of seven events, five of them under its seal."""
    game = record("g", salaries(5))
    lifecycle.change(game.pk, status=Status.FINISHED)
    add(game, salaries(2, first=5))
    return exporting.export("g", folder / "g").folder


def taken(folder: Path, name: str) -> chain.Link | None:
    """An export imported under a name; its seal there."""
    [found] = importing.find(folder)
    intake.take(importing.read(found, importing.Choices(game_id=name)))
    return chain.seal(Game.objects.get(game_id=name).metadata)


def test_a_game_that_is_imported_under_another_name_keeps_a_seal_that_holds(tmp_path: Path):
    assert taken(sealed(tmp_path), "copy") == chain.at("copy", 4)
    assert not auditing.of(reading.open_game("copy")).is_changed


def test_a_seal_that_did_not_hold_does_not_hold_under_another_name_either(tmp_path: Path):
    wrong = chain.Link(4, f"sha256:{'0' * 64}")
    other = record("h", salaries(5))
    Game.objects.filter(pk=other.pk).update(metadata={chain.SEAL: structs.asdict(wrong)})
    folder = exporting.export("h", tmp_path / "h").folder
    assert taken(folder, "copy") == wrong
    assert auditing.of(reading.open_game("copy")).is_changed

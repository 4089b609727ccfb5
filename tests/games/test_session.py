"""A scope is one transaction on one connection: all of it is kept, or nothing."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient
from django.urls import path

from games import session_scope
from games.domain.errors import DatabaseUnavailable, PoolTimeout
from games.models import Game
from tests import isolation

pytestmark = [pytest.mark.django_db(transaction=True)]


async def stored() -> set[str]:
    async with session_scope():
        return {game.game_id async for game in Game.objects.all()}


def query(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.fixture
def small_pool() -> Iterator[dict[str, Any]]:
    """A pool of 8 connections, waited for up to 30 seconds."""
    options = connection.settings_dict["OPTIONS"]
    before = options["pool"]
    connection.close()
    connection.close_pool()
    options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 30}
    yield options["pool"]
    connection.close()
    connection.close_pool()
    options["pool"] = before


async def test_a_scope_that_ends_well_is_kept():
    async with session_scope() as session:
        await Game.objects.acreate(game_id="by the ORM")
        await session.run(Game.objects.create, game_id="by run")

    assert await stored() == {"by the ORM", "by run"}


async def test_an_exception_undoes_the_scope_and_goes_on():
    async def work() -> None:
        async with session_scope():
            await Game.objects.acreate(game_id="lost")
            raise LookupError

    with pytest.raises(LookupError):
        await work()
    assert await stored() == set()


async def test_an_error_of_the_database_undoes_the_scope():
    async def work() -> None:
        async with session_scope():
            await Game.objects.acreate(game_id="twice")
            await Game.objects.acreate(game_id="twice")

    with pytest.raises(IntegrityError):
        await work()
    assert await stored() == set()


@pytest.mark.parametrize("statement", ["SELECT 1/0", "INSERT INTO games (id) VALUES (NULL)"])
async def test_a_failure_nobody_let_out_is_not_taken_for_success(statement: str):
    async def work() -> None:
        async with session_scope() as session:
            await Game.objects.acreate(game_id="lost")
            with pytest.raises(DatabaseError):
                await session.run(query, statement)

    with pytest.raises(TransactionManagementError, match="Nothing was saved"):
        await work()
    assert await stored() == set()


async def test_a_failure_in_a_step_of_its_own_spares_the_rest():
    def twice() -> None:
        with transaction.atomic():
            Game.objects.create(game_id="kept")

    async with session_scope() as session:
        await session.run(twice)
        with pytest.raises(IntegrityError):
            await session.run(twice)

    assert await stored() == {"kept"}


async def test_what_fails_only_at_the_commit_is_told():
    with pytest.raises(IntegrityError, match="foreign key"):
        async with session_scope() as session:
            await session.run(
                query,
                "INSERT INTO game_events (id, game_uuid, sequence_number, turn_number, event_type,"
                " timestamp, payload) VALUES"
                " (gen_random_uuid(), gen_random_uuid(), 0, 0, 'x', now(), '{}') RETURNING 1",
            )


async def test_a_cancelled_scope_is_undone():
    begun = asyncio.Event()

    async def work() -> None:
        async with session_scope():
            await Game.objects.acreate(game_id="lost")
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert await stored() == set()


async def test_a_scope_cancelled_within_a_query_is_undone():
    async def work() -> None:
        async with session_scope() as session:
            await Game.objects.acreate(game_id="lost")
            await session.run(query, "SELECT 1 FROM pg_sleep(0.3)")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(work(), timeout=0.1)

    assert await stored() == set()


async def test_a_commit_once_begun_is_finished_before_the_cancellation_goes_on(monkeypatch: Any):
    # The commit takes its time; the cancellation comes in the middle of it.
    committing = asyncio.Event()
    loop = asyncio.get_running_loop()
    commit = transaction.Atomic.__exit__

    def slowly(atomic: Any, *problem: Any) -> None:
        loop.call_soon_threadsafe(committing.set)
        query("SELECT 1 FROM pg_sleep(0.2)")
        commit(atomic, *problem)

    async def work() -> None:
        async with session_scope():
            await Game.objects.acreate(game_id="kept")
            monkeypatch.setattr(transaction.Atomic, "__exit__", slowly)

    task = asyncio.create_task(work())
    await committing.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.01)
    with pytest.raises(asyncio.CancelledError):
        await task

    monkeypatch.undo()
    assert await stored() == {"kept"}


async def test_two_scopes_are_two_transactions_on_two_connections():
    async with session_scope() as outer:
        first = await outer.run(query, "SELECT pg_backend_pid()")
        await Game.objects.acreate(game_id="not yet")
        async with session_scope() as inner:
            assert await inner.run(query, "SELECT pg_backend_pid()") != first
            assert not await Game.objects.filter(game_id="not yet").aexists()
            assert await outer.run(Game.objects.count) == 1
            await Game.objects.acreate(game_id="at once")
        assert await outer.run(query, "SELECT pg_backend_pid()") == first
        assert await Game.objects.acount() == 2

    assert await stored() == {"not yet", "at once"}


async def test_an_inner_scope_stays_when_the_outer_one_fails():
    async def work() -> None:
        async with session_scope():
            await Game.objects.acreate(game_id="lost")
            async with session_scope():
                await Game.objects.acreate(game_id="kept")
            raise LookupError

    with pytest.raises(LookupError):
        await work()
    assert await stored() == {"kept"}


async def test_tasks_started_within_a_scope_share_its_transaction():
    async with session_scope() as session:
        await asyncio.gather(*(Game.objects.acreate(game_id=f"g{n}") for n in range(5)))
        assert await session.run(Game.objects.count) == 5

    assert len(await stored()) == 5


async def test_djangos_own_async_queries_run_on_the_scopes_connection():
    async with session_scope() as session:
        own = await session.run(query, "SELECT txid_current()")
        raw = Game.objects.raw(
            "SELECT *, txid_current() AS transaction FROM games WHERE game_id = 'a'"
        )
        await Game.objects.acreate(game_id="a")
        assert [game.transaction async for game in raw] == [own]


async def test_sixty_scopes_share_a_pool_of_eight(small_pool: Any):
    async def work(number: int) -> int:
        async with session_scope() as session:
            await Game.objects.acreate(game_id=f"g{number}")
            await asyncio.sleep(0.01)
            return await session.run(query, "SELECT pg_backend_pid()")

    backends = await asyncio.gather(*(work(number) for number in range(60)))

    assert len(set(backends)) <= 8
    assert len(await stored()) == 60


async def test_who_waits_too_long_for_a_connection_is_told(small_pool: Any):
    small_pool.update(max_size=1, timeout=0.2)

    async with session_scope():
        with pytest.raises(PoolTimeout) as told:
            async with session_scope():
                pytest.fail("there was one connection only")

    assert told.value.seconds == 0.2
    assert await stored() == set()


async def test_who_gives_up_waiting_leaves_the_pool_whole(small_pool: Any):
    small_pool.update(max_size=1, timeout=5)

    async def wait() -> None:
        async with session_scope():
            pytest.fail("there was one connection only")

    async with session_scope():
        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    for _ in range(3):
        assert await stored() == set()


async def test_every_scope_gives_its_connection_back(small_pool: Any):
    small_pool.update(max_size=2)
    for number in range(6):
        try:
            async with session_scope():
                if number % 2:
                    await Game.objects.acreate(game_id="")
        except IntegrityError:
            continue

    # A connection is rolled back by the pool's own worker, at its time.
    for _ in range(100):
        stats = connection.pool.get_stats()
        if stats["pool_available"] == stats["pool_size"]:
            break
        await asyncio.sleep(0.1)
    assert stats["pool_available"] == stats["pool_size"]


async def test_without_a_pool_a_missing_server_is_told(monkeypatch: Any):
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.delitem(options, "pool")

    with pytest.raises(DatabaseUnavailable):
        async with session_scope():
            pytest.fail("there is no server")


async def test_a_session_is_of_no_use_outside_its_scope():
    session = session_scope()
    with pytest.raises(RuntimeError, match="not open"):
        await session.run(query, "SELECT 1")
    async with session:
        pass

    with pytest.raises(RuntimeError, match="not open"):
        await session.run(query, "SELECT 1")


async def make(request: HttpRequest) -> HttpResponse:
    async with session_scope():
        await Game.objects.acreate(game_id="from a view")
        return HttpResponse(str(await Game.objects.acount()))


urlpatterns = [path("make", make)]


@pytest.mark.urls(__name__)
async def test_a_view_has_its_scope():
    response = await AsyncClient().get("/make")

    assert (response.content, await stored()) == (b"1", {"from a view"})


def test_synchronous_code_can_run_one():
    async def work() -> None:
        async with session_scope():
            await Game.objects.acreate(game_id="kept")

    async_to_sync(work)()

    assert Game.objects.filter(game_id="kept").exists()


SCRIPT = """
import asyncio, django
django.setup()
from games import session_scope, GameRepository

async def main():
    async with session_scope() as session:
        repo = GameRepository(session)
        await repo.create_game("from a script")
    async with session_scope() as session:
        repo = GameRepository(session)
        game = await repo.get_game_by_id("from a script")
        print(game.game_id, await repo.get_game_events(game.id))

asyncio.run(main())
"""


def test_a_script_has_its_scope():
    parts = connections["default"].settings_dict
    url = f"postgresql://{parts['USER']}:{parts['PASSWORD']}@/{parts['NAME']}?host={parts['HOST']}"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        env=os.environ
        | isolation.environment_overrides()
        | {"DJANGO_SETTINGS_MODULE": "monopoly_site.settings", "DATABASE_URL": url},
        cwd=isolation.REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "from a script []\n", "")


def test_importing_the_package_needs_no_django_set_up():
    imported = "import games, games.domain.status; print(games.__all__)"
    ran = subprocess.run(
        [sys.executable, "-c", imported],
        env={"PATH": ""},
        cwd=isolation.REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout == "['GameRepository', 'session_scope']\n"

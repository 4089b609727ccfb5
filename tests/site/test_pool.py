"""Each of the pool's settings is seen to act."""

import threading
import time
from contextlib import ExitStack

import psycopg_pool
import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def pool(settings):
    """A pool made by Django from settings of the test's own."""
    wrappers = []

    def make(**options):
        wrapper = connection.copy(alias=f"pool {len(wrappers)}")
        known = {"min_size": 1, "max_size": 2, "timeout": 0.2, "max_lifetime": 3600}
        wrapper.settings_dict = {
            **connection.settings_dict,
            "OPTIONS": {**connection.settings_dict["OPTIONS"], "pool": {**known, **options}},
        }
        wrappers.append(wrapper)
        return wrapper

    yield make
    for wrapper in wrappers:
        wrapper.close()
        wrapper.close_pool()


def test_the_settings_are_what_the_pool_is_made_of(settings):
    assert connection.settings_dict["OPTIONS"]["pool"] == {
        "min_size": settings.DB_POOL_SIZE,
        "max_size": settings.DB_POOL_SIZE + settings.DB_MAX_OVERFLOW,
        "timeout": settings.DB_POOL_TIMEOUT,
        "max_lifetime": settings.DB_POOL_RECYCLE,
    }


def test_an_exhausted_pool_times_out_instead_of_hanging(pool):
    wrapper = pool(max_size=2, timeout=0.2)
    wrapper.pool.open()
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(wrapper.pool.connection())
        began = time.monotonic()
        with pytest.raises(OperationalError) as caught:
            wrapper.ensure_connection()
        assert isinstance(caught.value.__cause__, psycopg_pool.PoolTimeout)
        assert time.monotonic() - began < 5


def test_a_connection_given_back_in_time_ends_the_wait(pool):
    wrapper = pool(max_size=1, timeout=30)
    wrapper.pool.open()
    held = wrapper.pool.getconn()
    threading.Timer(0.1, wrapper.pool.putconn, [held]).start()
    with wrapper.pool.connection() as given:
        assert given is held


def test_the_pool_keeps_its_size_open_and_overflows_no_further_than_allowed(pool):
    wrapper = pool(min_size=2, max_size=3)
    wrapper.pool.open()
    wrapper.pool.wait(timeout=30)
    assert wrapper.pool.get_stats()["pool_size"] == 2
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(wrapper.pool.connection(timeout=30))
        assert wrapper.pool.get_stats()["pool_size"] == 3


def test_a_connection_past_its_age_is_replaced(pool):
    wrapper = pool(max_size=1, max_lifetime=0.01)
    wrapper.pool.open()
    with wrapper.pool.connection(timeout=30) as first:
        old = first.info.backend_pid
    time.sleep(0.05)
    with wrapper.pool.connection(timeout=30):
        pass  # its age is looked at when it is given back
    with wrapper.pool.connection(timeout=30) as later:
        assert later.info.backend_pid != old

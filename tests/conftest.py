"""What every test may use: the database, a served site, a browser, the corpus."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import chromium, examples, guards, isolation, serving
from tests import corpus as recordings

# Playwright's synchronous API keeps an event loop running in the test's own thread, which
# Django otherwise takes for asynchronous code that must not touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# How long an example takes says more of the machine than of the code; speed has its own place.
# What guards a branch must judge the same commit the same way each time; who is thorough looks
# for what nobody has seen yet.
hypothesis.settings.register_profile(
    "project",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
hypothesis.settings.register_profile(
    "thorough",
    hypothesis.settings.get_profile("project"),
    max_examples=examples.MANY,
    derandomize=False,
)
hypothesis.settings.load_profile("thorough" if examples.IS_THOROUGH else "project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come last: from the first on, Playwright's loop holds the thread.

    No asynchronous test can run in that process any more. A law tried thousands of times has all
    the time it takes.
    """
    if examples.IS_THOROUGH:
        for item in items:
            item.add_marker(pytest.mark.timeout(0))
    in_browser = {item.path for item in items if "playwright" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in in_browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Give each test run a database of its own, so that two can go on at once."""
    with django_db_blocker.unblock():
        isolation.drop_abandoned_databases()
    test = connection.settings_dict["TEST"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    test["NAME"] = isolation.database_name(worker)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let transactional tests empty the tables that refuse to be emptied.

    At the end threads that still play a fork must not open new connections: the database could
    not be dropped then.
    """
    with django_db_blocker.unblock():
        guards.let_tests_truncate()
    yield
    with django_db_blocker.unblock():
        isolation.shut_database()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real games of two engines, where there is one."""
    folder = recordings.location()
    if folder is None:
        pytest.skip(recordings.absence())
    return folder


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[serving.Site]:
    """The whole site, served by uvicorn from the tests' database."""
    with serving.site() as one:
        yield one


@pytest.fixture
def served(
    request: pytest.FixtureRequest, site: serving.Site, transactional_db: None
) -> Iterator[str]:
    """The served site's address, for one test: its data are gone afterwards.

    Pages that still follow a game and fetch what may be wanted next are closed before.
    """
    yield site.address
    if "browser" in request.fixturenames:
        browser: Browser = request.getfixturevalue("browser")
        for context in browser.contexts:
            for page in context.pages:
                page.close()
    site.rest()


@pytest.fixture(scope="session")
def base_url(site: serving.Site) -> str:
    """Relative addresses in `page.goto` lead to the served site."""
    return site.address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The Chromium of this machine, kept from talking to anybody but us."""
    return {**browser_type_launch_args, **chromium.launch_options()}

"""Settings come from the environment alone, and say so loudly when they can't be used."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from monopoly_site import data_dir, database_url, environment
from tests import isolation
from tests.site import folders

HOME = Path("/data/home")
REAL = {"DJANGO_SETTINGS_MODULE": "monopoly_site.settings"}


def read(**environ):
    return environment.read(environ, HOME)


def test_an_empty_environment_is_a_good_one():
    values = read()
    assert values["DATABASE_URL"] is None
    assert values["MONOPOLY_DATA_DIR"] == HOME
    assert values["DB_POOL_SIZE"] == 8
    assert values["DEBUG"] is False


def test_an_empty_variable_counts_as_unset():
    assert read(DB_POOL_SIZE="", DATABASE_URL="") == read()


def test_every_problem_is_reported_at_once_with_name_value_and_what_is_allowed():
    with pytest.raises(environment.BadEnvironment) as caught:
        read(DB_POOL_SIZE="none", DB_POOL_TIMEOUT="-1", DEBUG="maybe", LOG_LEVEL="LOUD")
    assert caught.value.problems == [
        "DB_POOL_SIZE is 'none': it must be a whole number from 1 to 1000",
        "DB_POOL_TIMEOUT is '-1': it must be a number from 0.05 to 3600",
        "DEBUG is 'maybe': it must be true or false",
        "LOG_LEVEL is 'LOUD': it must be one of DEBUG, INFO, WARNING, ERROR",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://somewhere/name"),
        ("DATABASE_URL", "postgresql://host:port/name"),
        ("DATABASE_URL", "postgresql://host/"),
        ("MONOPOLY_DATA_DIR", "relative/folder"),
        ("DB_POOL_SIZE", "0"),
        ("DB_POOL_SIZE", "8.5"),
        ("DB_MAX_OVERFLOW", "-1"),
        ("DB_POOL_TIMEOUT", "nan"),
        ("DB_POOL_RECYCLE", "inf"),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "http://example.org"),
        ("ALLOWED_HOSTS", "example.org:8000"),
        ("ALLOWED_HOSTS", ","),
        ("CSRF_TRUSTED_ORIGINS", "example.org"),
        ("CSRF_TRUSTED_ORIGINS", "https://example.org/path"),
        ("MAX_BATCH_EVENTS", "0"),
    ],
)
def test_a_value_that_can_not_be_used_is_refused_by_the_name_of_its_variable(name, value):
    with pytest.raises(environment.BadEnvironment, match=name):
        read(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "hunter2"), ("DATABASE_URL", "mysql://ada:hunter2@host/name")],
)
def test_a_secret_is_never_repeated_in_a_message(name, value):
    with pytest.raises(environment.BadEnvironment) as caught:
        read(**{name: value})
    assert "hunter2" not in str(caught.value)


def test_a_database_url_becomes_connection_settings():
    url = "postgresql://ada:p%40ss@db.example.org:6432/games?sslmode=require"
    assert database_url.parse(url) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "games",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_in_a_folder_with_a_space_survives_the_way_through_a_url():
    url = database_url.for_socket("/some where/socket", "ada", "games")
    assert database_url.parse(url)["HOST"] == "/some where/socket"


def test_the_readme_lists_every_setting_as_the_code_has_it():
    readme = (isolation.REPOSITORY / "README.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*) \| (.*) \| (.*) \|$", readme, re.MULTILINE)
    assert rows == [
        (row.name, row.kind, row.default_text, row.meaning) for row in environment.TABLE
    ]


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone():
    with folders.folder() as folder:
        first = data_dir.secret_key(folder / "data")
        assert data_dir.secret_key(folder / "data") == first
        assert len(first) >= 50
        assert (folder / "data" / "secret_key").stat().st_mode & 0o777 == 0o600
        assert [path.name for path in (folder / "data").iterdir()] == ["secret_key"]


def test_a_data_folder_that_is_a_file_is_named():
    with folders.folder() as folder:
        (folder / "data").touch()
        with pytest.raises(data_dir.UnusableDataDir, match="MONOPOLY_DATA_DIR"):
            data_dir.secret_key(folder / "data")


def manage(*arguments, **environ):
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        check=False,
        cwd=isolation.REPOSITORY,
        env={**os.environ, **isolation.environment_overrides(), **environ, **REAL},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_faulty_setting_stops_every_command_with_a_message():
    done = manage("check", DB_POOL_SIZE="many", MAX_JSON_DEPTH="1")
    assert done.returncode != 0
    assert "DB_POOL_SIZE is 'many'" in done.stderr
    assert "MAX_JSON_DEPTH is '1'" in done.stderr


def test_reading_the_settings_starts_no_server():
    with folders.folder() as folder:
        done = manage("diffsettings", MONOPOLY_DATA_DIR=str(folder / "data"))
        assert done.returncode == 0, done.stderr
        assert not (folder / "data" / "postgres").exists()

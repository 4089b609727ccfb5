"""docs/statistics.md says what there is, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from replay.domain.statistics import filters
from replay.statistics import frames, view
from tests.replay.statistics.recorded import record

DOCUMENT = Path(settings.BASE_DIR, "docs/statistics.md").read_text(encoding="utf-8")


def test_every_filter_and_frame_and_section_is_named():
    for name in (*filters.NAMES, *frames.FRAMES, "by"):
        assert f"`{name}" in DOCUMENT, name
    for section in view.SECTIONS:
        assert f"/{section}`" in DOCUMENT, section


def test_every_call_of_the_api_is_named(client):
    calls = [
        path for path in client.get("/api/openapi.json").json()["paths"] if "statistics" in path
    ]
    for path in calls:
        call = path.removeprefix("/api/v1/statistics/").replace("{form}", "{csv,parquet}")
        assert call in DOCUMENT, path


@pytest.mark.django_db
def test_the_example_runs_and_tells_of_the_games(served, capsys):
    record(6)
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    exec(example.replace("http://127.0.0.1:8000", served), {})
    told = capsys.readouterr().out
    assert "greedy" in told
    assert "net_worth" in told
    assert "std" in told

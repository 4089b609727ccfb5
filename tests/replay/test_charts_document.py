"""docs/charts.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from replay import charts, lanes
from replay.domain import ruler, sampling
from replay.domain.invariants.findings import KEPT, RULES
from replay.domain.series import DICE, Metric

DOCUMENT = Path(settings.BASE_DIR, "docs/charts.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """The first column of the table that follows a heading."""
    part = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| ([A-Z][^|]*?) \|", part, re.MULTILINE)


def test_every_value_has_its_row_and_its_address() -> None:
    assert sorted(rows("Four values")) == sorted(charts.TITLES.values())
    assert f"<{'|'.join(Metric)}>" in DOCUMENT


def test_every_phase_has_its_row() -> None:
    assert rows("Phases") == list(charts.PHASES.values())


def test_every_lane_has_its_row() -> None:
    named = {name for row in rows("Lanes") for name in row.split(", ")}
    assert named == {
        "Decisions",
        "Errors",
        "Findings",
        *(words[0] for words in lanes.WORDS.values()),
    }
    for rule in lanes.TOLD_ELSEWHERE:
        assert f'"{RULES[rule].title}"' in DOCUMENT


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"at most {sampling.MOST:,} moments" in DOCUMENT
    assert f"of each rule the first {KEPT}" in DOCUMENT
    assert f"a utility: {DICE}," in DOCUMENT
    assert ruler.LARGEST == 2**53 - 1

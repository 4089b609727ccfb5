"""The audit's page: every rule and its breaches, each with a link to its moment."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from msgspec import Struct

from replay import auditing, reading
from replay.auditing import Audited
from replay.domain.invariants import RULES, Finding, Rule
from replay.drawing import plain
from replay.drawing.entries import SENTENCE_CHARS
from replay.pages import page
from replay.recording import Recording


class Section(Struct, frozen=True):
    """One rule with what was found: ``beyond`` are counted, but not kept."""

    name: str
    rule: Rule
    count: int
    findings: tuple[Finding, ...]

    @property
    def beyond(self) -> int:
        """How many findings are not listed."""
        return self.count - len(self.findings)

    @property
    def mark(self) -> str:
        """The class of the rule's line."""
        if not self.count:
            return "is-held"
        return "is-severe" if self.rule.is_severe else "is-noted"


@gzip_page
@page()
def audit(request: HttpRequest, game_id: str) -> HttpResponse:
    """What was checked in this game, and what does not hold."""
    recording = reading.open_game(game_id)
    return render(request, "audit.html", context(recording, auditing.of(recording)))


def context(recording: Recording, audited: Audited) -> dict[str, Any]:
    """All the page's template needs."""
    report = audited.report
    sections = [_section(name, audited) for name in RULES]
    return {
        "recording": recording,
        "shown_id": plain.clip(recording.game_id, 80),
        "report": report,
        "audited": audited,
        "sections": sections,
        "found": [section for section in sections if section.count],
        "total": sum(report.counts.values()),
        "unread": [(plain.clip(kind, 80), count) for kind, count in report.unread.items()],
        "problem": plain.clip(recording.reading.problem or "", SENTENCE_CHARS),
    }


def _section(name: str, audited: Audited) -> Section:
    kept = tuple(one for one in audited.report.findings if one.rule == name)
    return Section(name, RULES[name], audited.report.counts.get(name, 0), kept)

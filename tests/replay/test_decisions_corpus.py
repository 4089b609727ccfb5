"""Real games of two engines: every decision is found where its engine says it acted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from games import importing, intake
from games.importing import Choices
from replay import decisions, reading
from replay.recording import open_game
from tests import corpus as recordings
from tests.replay import recorded

pytestmark = pytest.mark.django_db

# Decisions, those with an error or a fallback, those no event came of.
GAMES = {
    "benchmark/llm-101": (358, 28, 0),
    "benchmark/llm-107": (395, 15, 0),
    "benchmark/llm-116": (180, 12, 0),
    "benchmark/crash-901": (15, 2, 1),
    "arena/arena-17": (402, 19, 0),
    "arena/arena-5": (164, 72, 0),
    "arena/arena-5/gamelogger.jsonl.xz": (164, 72, 0),
}


def taken(path: Path) -> tuple[reading.Recording, decisions.Index]:
    [found] = importing.find(path)
    read = importing.read(found, Choices())
    intake.take(read)
    recorded.forget()
    recording = open_game(read.game_id)
    return recording, decisions.index(recording)


@pytest.mark.parametrize("name", GAMES)
def test_every_decision_can_be_reached_and_none_is_shown_before_it_was_made(corpus, name):
    recording, index = taken(corpus / name)
    flawed, pending = len(index.errors), len(index.pending)
    assert (len(index.all), flawed, pending) == GAMES[name]
    assert all(placed.is_exact for placed in index.all)
    shown = set()
    for number in range(recording.first, recording.head + 1):
        link = index.at(number)
        if link is not None:
            assert link.made.after < number
            shown.add((link.made.player_id, link.made.number))
    placed = {(each.made.player_id, each.made.number) for each in index.all}
    assert shown == placed - {(each.made.player_id, each.made.number) for each in index.pending}


@pytest.mark.parametrize("name", ["llm-101", "llm-107", "llm-116", "crash-901"])
def test_the_benchmarks_decisions_lead_to_the_events_it_says_they_emitted(corpus, name):
    folder = corpus / "benchmark" / name
    recording, index = taken(folder)
    seats = {
        player["player_id"]: seat
        for seat, player in enumerate(json.loads((folder / "meta.json").read_bytes())["players"])
    }
    counts = dict.fromkeys(seats, -1)
    for line in recordings.lines(folder / "decisions.jsonl.xz"):
        told = json.loads(line)
        if told["phase"] == "decision_started":
            counts[told["player_id"]] += 1
            continue
        seat, number = seats[told["player_id"]], counts[told["player_id"]]
        first, last = told["emitted_event_seq_start"], told["emitted_event_seq_end"]
        assert index.find(seat, number).applied == first
        for event in range(first, last + 1):
            link = index.at(event)
            # What it emitted beyond the end of its turn nobody decided any more.
            assert link is None or (link.made.player_id, link.made.number) == (seat, number)
        assert index.at(first) is not None
    assert recording.head > 0

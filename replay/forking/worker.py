"""The process that plays forks: one job on standard input, one line for each game played.

Run as ``python -m replay.forking.worker``; it knows no Django and no database. When whoever
reads its lines is gone, so is it.
"""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

import msgspec
from msgspec import Struct

from games.domain.envelope import Event
from replay.domain.agents.registry import AGENTS
from replay.domain.forks import fork
from replay.domain.forks.fork import Outcome, Plan
from replay.domain.forks.resume import Refused, resume
from replay.domain.rules import engine
from replay.domain.rules.choice import IllegalChoice
from replay.players import Decided, Unready, rounds, seats
from replay.players.seats import BadSeat, Defaults, Key

POLITE = 10
"""How far the site's own processes come before this one."""


class Home(Struct, frozen=True):
    """The server of the language models, as the site's settings name it."""

    url: str | None = None
    key: str | None = None
    model: str | None = None
    temperature: float | None = None


class Job(Struct, frozen=True):
    """Play the forks of the seeds ``first .. last``. ``keep``: tell their events, too.

    ``home`` is for seats of language models, which come in games that are kept only.
    """

    plan: Plan
    first: int
    last: int
    keep: bool = False
    home: Home = Home()


class Line(Struct, frozen=True, omit_defaults=True):
    """One game played, or why it could not be: then nothing follows."""

    outcome: Outcome | None = None
    events: tuple[Event, ...] = ()
    decisions: tuple[Decided, ...] = ()
    refused: str = ""


_read_job = msgspec.json.Decoder(Job)
_encoder = msgspec.json.Encoder()


def work(source: BinaryIO, sink: BinaryIO) -> None:
    """Do one job."""
    job = _read_job.decode(source.readline())
    for seed in range(job.first, job.last + 1):
        line = _played(job, seed)
        sink.write(_encoder.encode(line) + b"\n")
        sink.flush()
        if line.refused:
            return


def _played(job: Job, seed: int) -> Line:
    try:
        if not job.keep:
            return Line(fork.outcome(job.plan, seed))
        if any(name not in AGENTS for name in job.plan.seats):
            return _asked(job, seed)
        events = tuple(event for events in fork.play(job.plan, seed) for event in events)
        return Line(fork.ended(job.plan, events, seed), events)
    except (Refused, IllegalChoice, Unready, BadSeat) as refusal:
        return Line(refused=str(refusal))


def _asked(job: Job, seed: int) -> Line:
    """A game with language models at the table, which are asked and whose decisions are told."""
    home, plan = job.home, job.plan
    key = None if home.key is None else Key(home.key)
    defaults = Defaults(home.url, key, home.model, home.temperature)
    taken = [seats.read(name, defaults, is_trusted=False) for name in plan.seats]
    players = [seat.player() for seat in taken]
    try:
        for player in players:
            player.check()
        resumed = resume(plan.moment, plan.house, seed)
        events, decisions = list(resumed.game.told), list[Decided]()
        if plan.choice is not None:
            legal = fork.choices(resumed)
            events += engine.advance(resumed.game, plan.choice, resumed.chance, legal)
        for step in rounds.play_on(resumed.game, players, resumed.chance, seed):
            events += step.events
            decisions += [] if step.decided is None else [step.decided]
    finally:
        for player in players:
            player.close()
    outcome = fork.ended(plan, events, seed)
    return Line(outcome, tuple(events), tuple(decisions))


def main() -> None:
    """Serve whoever started this process."""
    os.nice(POLITE)
    try:
        work(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # Nobody reads on. Python would try to flush once more, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

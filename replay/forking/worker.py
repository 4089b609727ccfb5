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
from replay.domain.forks import fork
from replay.domain.forks.fork import Outcome, Plan
from replay.domain.forks.resume import Refused
from replay.domain.rules.choice import IllegalChoice

POLITE = 10
"""How far the site's own processes come before this one."""


class Job(Struct, frozen=True):
    """Play the forks of the seeds ``first .. last``. ``keep``: tell their events, too."""

    plan: Plan
    first: int
    last: int
    keep: bool = False


class Line(Struct, frozen=True, omit_defaults=True):
    """One game played, or why it could not be: then nothing follows."""

    outcome: Outcome | None = None
    events: tuple[Event, ...] = ()
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
        events = tuple(event for events in fork.play(job.plan, seed) for event in events)
        return Line(fork.ended(job.plan, events, seed), events)
    except (Refused, IllegalChoice) as refusal:
        return Line(refused=str(refusal))


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

"""An engine as a process of its own, to be killed at any moment: plays until it has told enough.

What it tells follows from the number alone, so it is known what the record must hold.
"""

import asyncio
import json
import random
import sys
import time
from pathlib import Path

from games.client import AsyncGameLogger, Delivery, GameLogger

DELIVERY = Delivery(
    batch_size=25,
    delay=0.02,
    open_timeout=1,
    close_timeout=240,
    request_timeout=5,
    first_backoff=0.05,
    longest_backoff=0.5,
)
PLAYERS = [{"player_id": seat, "name": name, "agent_type": "x"} for seat, name in enumerate("AB")]


def payload(seed: int, number: int) -> dict[str, object]:
    """The body of event `number`, some small, some larger than one packet."""
    noise = random.Random(f"{seed}.{number}")
    return {"number": number, "noise": "é" * int(noise.paretovariate(0.7) % 4000)}


def play(url: str, key: str, game_id: str, folder: Path, seed: int, count: int) -> None:
    """Tell events up to `count` from wherever the spool ends, noting each in a log of our own."""
    arguments, notes = _opened(url, key, game_id, folder, seed)
    with GameLogger(*arguments, **notes.told) as log, notes:
        while log.head - seed % 3 + 1 < count:
            told = payload(seed, log.head + 1)
            number = log.event("step", **_of(log.head), payload=told)
            notes.add(number, told)
            if number % 5 == 0:
                log.decision(**_decided(number))
            time.sleep(random.uniform(0, 0.02))
        log.finish(winner=0, total_turns=count)


async def play_in_a_loop(
    url: str, key: str, game_id: str, folder: Path, seed: int, count: int
) -> None:
    """The same, for engines that live in an event loop."""
    arguments, notes = _opened(url, key, game_id, folder, seed)
    async with AsyncGameLogger(*arguments, **notes.told) as log:
        with notes:
            while log.head - seed % 3 + 1 < count:
                told = payload(seed, log.head + 1)
                number = await log.event("step", **_of(log.head), payload=told)
                notes.add(number, told)
                if number % 5 == 0:
                    await log.decision(**_decided(number))
                await asyncio.sleep(random.uniform(0, 0.02))
            await log.finish(winner=0, total_turns=count)


class _Notes:
    """What the engine itself writes down of what it told; `told` is for the logger."""

    def __init__(self, path: Path, spool: Path) -> None:
        self.told = {"spool": spool, "delivery": DELIVERY}
        self._path = path

    def __enter__(self) -> None:
        self._file = self._path.open("a")

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, number: int, told: object) -> None:
        self._file.write(json.dumps([number, told]) + "\n")
        self._file.flush()


def _opened(
    url: str, key: str, game_id: str, folder: Path, seed: int
) -> tuple[tuple[object, ...], _Notes]:
    arguments = url, key, game_id, PLAYERS, {"first_sequence": seed % 3}
    return arguments, _Notes(folder / f"{game_id}.own", folder / f"{game_id}.jsonl")


def _of(head: int) -> dict[str, int]:
    return {"actor": head % 2, "turn": head // 10}


def _decided(number: int) -> dict[str, object]:
    return {"player": number % 2, "turn": number, "reasoning": f"as of {number}"}


if __name__ == "__main__":
    address, secret, name, where, seeded, enough = sys.argv[1:]
    asked = address, secret, name, Path(where), int(seeded), int(enough)
    if int(seeded) % 2:
        asyncio.run(play_in_a_loop(*asked))
    else:
        play(*asked)

"""An engine as a process of its own, to be killed at any moment: plays until it has told enough.

What it tells follows from the number alone, so it is known what the record must hold.
"""

import json
import random
import sys
import time
from pathlib import Path

from games.client import Delivery, GameLogger

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
    spool, own = folder / f"{game_id}.jsonl", folder / f"{game_id}.own"
    config = {"first_sequence": seed % 3}
    with (
        GameLogger(url, key, game_id, PLAYERS, config, spool=spool, delivery=DELIVERY) as log,
        own.open("a") as notes,
    ):
        while log.head - seed % 3 + 1 < count:
            told = payload(seed, log.head + 1)
            number = log.event("step", actor=log.head % 2, turn=log.head // 10, payload=told)
            notes.write(json.dumps([number, told]) + "\n")
            notes.flush()
            if number % 5 == 0:
                log.decision(player=number % 2, turn=number, reasoning=f"as of {number}")
            time.sleep(random.uniform(0, 0.02))
        log.finish(winner=0, total_turns=count)


if __name__ == "__main__":
    address, secret, name, where, seeded, enough = sys.argv[1:]
    play(address, secret, name, Path(where), int(seeded), int(enough))

"""What `manage.py play` shows while it plays, and at the end."""

from __future__ import annotations

from collections import Counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from replay import playing
from replay.playing import Played, Table, Tally


class Bar:
    """Games done of all, and how far the one being played is."""

    def __init__(self, games: int) -> None:
        self._bar = Progress(
            TextColumn("playing"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[told]}", markup=False),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("", total=games, told="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def watch(self, tally: Tally) -> None:
        """A choice was made in the game that is being played."""
        told = f"turn {tally.turn}, {tally.events} events"
        if tally.decisions:
            told += f", {tally.decisions} decisions, {tally.fallbacks} fallbacks"
        self._bar.update(self._task, told=told)

    def finish(self, played: Played) -> None:
        """A game is over."""
        self.watch(played.tally)
        self._bar.advance(self._task)


def summary(table: Table, played: list[Played], known: int, seconds: float) -> str:
    """All games in a few lines: events, decisions, tokens, and who won how often."""
    events = sum(game.tally.events for game in played)
    rate = events / seconds if played else 0
    lines = [f"{len(played)} games, {events:,} events, {rate:,.0f} events/s"]
    if known:
        lines.append(f"{known} were recorded already; take another --seed or --name for new ones")
    decisions = sum(game.tally.decisions for game in played)
    if decisions:
        fallbacks = sum(game.tally.fallbacks for game in played)
        lines.append(f"{decisions:,} decisions, {fallbacks:,} of them by a fallback")
    lines += _usage(played)
    wins = playing.wins(played)
    if played:
        for label in dict.fromkeys(seat.label for seat in table.seats):
            lines.append(f"{label} won {wins[label]}")
        lines += [f"nobody won {len(played) - wins.total()}"] * (wins.total() < len(played))
    return "\n".join(lines)


def _usage(played: list[Played]) -> list[str]:
    used: Counter[str] = Counter()
    for game in played:
        used.update(game.tally.usage)
    told = [
        f"{used[name]:,} {name.replace('_', ' ')}"
        for name in ("prompt_tokens", "completion_tokens")
        if used[name]
    ]
    if used["cost_usd"]:
        told.append(f"${used['cost_usd']:.4f}")
    return [", ".join(told)] if told else []

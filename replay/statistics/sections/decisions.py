"""What models chose of what they could, how long it took them, and what went wrong."""

from __future__ import annotations

from functools import partial

from replay.domain.statistics import menus
from replay.domain.statistics.menus import Action, Decisions, Latencies
from replay.domain.statistics.menus import Faults as Failed
from replay.domain.statistics.menus import Situation as Met
from replay.domain.summary.deciding import BANDS
from replay.domain.summary.faults import Fault
from replay.domain.summary.situations import Situation
from replay.drawing import plain
from replay.statistics import asked as asking
from replay.statistics import figures, naming, words
from replay.statistics.asked import Asked
from replay.statistics.blocks import Block, Chart, Column, block
from replay.statistics.sections import Figure, Section
from replay.statistics.words import Cell, Kind

ACTION_CHARS = 40
MOST_DRAWN = 30
_TITLES = {
    Situation.PURCHASE: "Buy or leave to auction",
    Situation.AUCTION: "Bid or pass",
    Situation.JAIL: "In jail",
    Situation.TRADE: "Answering an offer",
    Situation.TURN: "In the own turn",
    Situation.DEBT: "In debt",
    Situation.UNKNOWN: "Other situations",
}
_BAND_NAMES = tuple(map(naming.band, range(len(BANDS) + 1)))


def told(asked: Asked) -> Decisions:
    """The numbers."""
    return asking.result(asked, "decisions", lambda: menus.decisions(asked.chosen, asked.groups))


def blocks(asked: Asked) -> list[Block]:
    """The tables."""
    found = told(asked)
    met = {one.situation for one in found.situations}
    situations = [_situation(asked, found, situation) for situation in _TITLES if situation in met]
    return [*situations, _faults(asked, found), _latencies(asked, found)]


def _situation(asked: Asked, found: Decisions, situation: Situation) -> Block:
    """One row for each player and action."""

    def row(one: Met, action: Action) -> list[Cell]:
        def behind(of: str) -> str:
            return asked.behind(of, one.group, situation=situation.value, action=action.name)

        return [
            words.text(naming.group(one.group), asked.behind("decisions", one.group)),
            words.text(plain.clip(action.name or "(nameless)", ACTION_CHARS), behind("choices")),
            words.count(action.offered, behind("offered")),
            words.count(action.own, behind("choices")),
            words.count(action.fallback, behind("stood_in")),
            words.estimate(action.share, Kind.SHARE, behind("choices")),
        ]

    key = situation.name.lower()
    mine = [one for one in found.situations if one.situation == situation]
    return block(
        key,
        _TITLES[situation],
        (
            Column("Player", f"{key}_player"),
            Column("Choice", f"{key}_choice"),
            Column("On the menu", f"{key}_offered", "Decisions in which it could be chosen"),
            Column("Chosen", f"{key}_chosen", "By the player itself"),
            Column("By fallback", f"{key}_fallback", "Chosen by the engine in its place"),
            Column("Share", f"{key}_share", "Chosen by the player itself, where it could be"),
        ),
        [row(one, action) for one in mine for action in one.actions],
        chart=Chart(
            f"{key}-choices",
            f"{_TITLES[situation]}: what each player chose",
            max(action.share.games for one in mine for action in one.actions),
        ),
    )


def _faults(asked: Asked, found: Decisions) -> Block:
    rows = [
        [
            words.text(naming.group(one.group), asked.behind("invalid", one.group)),
            words.text(kind.capitalize(), asked.behind("faults", one.group, fault=kind)),
            words.count(count, asked.behind("faults", one.group, fault=kind)),
            words.estimate(rate, Kind.NUMBER, asked.behind("faults", one.group, fault=kind)),
        ]
        for one in found.faults
        for kind, count, rate in one.kinds
    ]
    return block(
        "faults",
        "What went wrong",
        (
            Column("Player", "failing"),
            Column("Kind", "fault"),
            Column("Failed attempts", "failed"),
            Column("For each decision", "fault_rate"),
        ),
        rows,
        intro=f"Every engine's errors, sorted into {len(Fault)} kinds by its own word for them.",
        empty="No attempt failed." if found.count else "No chosen player has decisions recorded.",
        chart=Chart("faults", "Failed attempts of each player by kind", found.games),
    )


def _latencies(asked: Asked, found: Decisions) -> Block:
    def row(one: Latencies) -> list[Cell]:
        href = asked.behind("latencies", one.group)
        return [
            words.text(naming.group(one.group), href),
            *(
                words.count(count, asked.behind("latencies", one.group, band=band))
                for band, count in enumerate(one.counts)
            ),
            words.count(one.untold, asked.behind("untimed", one.group)),
        ]

    return block(
        "latencies",
        "How long decisions took",
        (
            Column("Player", "slow"),
            *(
                Column(name.capitalize(), f"band{number}")
                for number, name in enumerate(_BAND_NAMES)
            ),
            Column("Not told", "untold"),
        ),
        [row(one) for one in found.latencies],
        empty="No chosen player has decisions recorded.",
        chart=Chart("latencies", "Share of decisions by how long they took", found.games),
        is_folded=True,
    )


def _of_situation(asked: Asked, situation: Situation) -> Figure:
    """Of each player what part of its own choices is what."""
    mine = [
        one
        for one in told(asked).situations
        if one.situation == situation and any(action.own for action in one.actions)
    ][:MOST_DRAWN]
    names = list(dict.fromkeys(action.name for one in mine for action in one.actions if action.own))
    totals = [sum(action.own for action in one.actions) for one in mine]
    parts = []
    for name in names:
        counts = [sum(action.own for action in one.actions if action.name == name) for one in mine]
        parts.append((name, [count / of for count, of in zip(counts, totals, strict=True)]))
    return figures.stacked(
        [naming.group(one.group) for one in mine], parts, title="Share of own choices"
    )


def _faults_figure(asked: Asked) -> Figure:
    failed: list[Failed] = [one for one in told(asked).faults if one.kinds][:MOST_DRAWN]
    kinds = [
        kind for kind in Fault if any(kind == name for one in failed for name, _, _ in one.kinds)
    ]
    parts = [
        (
            kind.value,
            [
                sum(count for name, count, _ in one.kinds if name == kind)
                / sum(count for _, count, _ in one.kinds)
                for one in failed
            ],
        )
        for kind in kinds
    ]
    return figures.stacked(
        [naming.group(one.group) for one in failed], parts, title="Share of failed attempts"
    )


def _latencies_figure(asked: Asked) -> Figure:
    timed = [one for one in told(asked).latencies if sum(one.counts)][:MOST_DRAWN]
    parts = [
        (name, [one.counts[number] / sum(one.counts) for one in timed])
        for number, name in enumerate(_BAND_NAMES)
        if any(one.counts[number] for one in timed)
    ]
    return figures.stacked(
        [naming.group(one.group) for one in timed],
        parts,
        title="Share of timed decisions",
        is_ordered=True,
    )


SECTION = Section(
    key="decisions",
    title="Decisions",
    about="What was on the menu, what was chosen, and what went wrong.",
    blocks=blocks,
    told=told,
    figures={
        **{
            f"{situation.name.lower()}-choices": partial(_of_situation, situation=situation)
            for situation in Situation
        },
        "faults": _faults_figure,
        "latencies": _latencies_figure,
    },
)

"""Luck and skill: what the dice brought, and what was made of it."""

from __future__ import annotations

from replay.domain.statistics import fortunes
from replay.domain.statistics.fortunes import BINS, Fortune, Luck
from replay.statistics import asked as asking
from replay.statistics import figures, naming, words
from replay.statistics.asked import Asked
from replay.statistics.blocks import Block, Chart, Column, block
from replay.statistics.sections import Figure, Section
from replay.statistics.words import Cell, Kind

MOST_DRAWN = 30


def told(asked: Asked) -> Luck:
    """The numbers."""
    return asking.result(asked, "luck", lambda: fortunes.luck(asked.chosen, asked.groups))


def blocks(asked: Asked) -> list[Block]:
    """The tables."""
    luck = told(asked)
    return [_fortunes(asked, luck), _bins(asked, luck), _rents(asked, luck)]


def _known(luck: Luck) -> list[Fortune]:
    """The most skilled first, those of whom nothing can be said last."""
    known = [one for one in luck.fortunes if one.seats]
    return sorted(known, key=lambda one: -1 if one.skill.value is None else one.skill.value)[::-1]


def _fortunes(asked: Asked, luck: Luck) -> Block:
    def row(one: Fortune) -> list[Cell]:
        def behind(of: str) -> str:
            return asked.behind(of, one.group)

        return [
            words.text(naming.group(one.group), behind("luck")),
            words.count(one.seats, behind("luck")),
            words.estimate(one.skill, Kind.POINTS, _skilled(asked, one)),
            words.estimate(one.luck, Kind.CHANGE, behind("luck")),
            words.estimate(one.dice, Kind.NUMBER, behind("dice")),
            words.estimate(one.doubles, Kind.SHARE, behind("doubles")),
        ]

    correlation = words.estimate(luck.correlation, Kind.NUMBER)
    return block(
        "fortunes",
        "Luck and skill",
        (
            Column("Player", "player"),
            Column("Seats", "seats", "In games that tell dice and rents"),
            Column("Skill", "skill", "Share of wins above that of all who were as lucky"),
            Column("Luck", "luck", "Dollars a game the dice brought beyond expectation"),
            Column("Dice", "dice", "Mean of a throw; 7 is expected"),
            Column("Doubles", "doubles", "Of throws; 16.7 % are expected"),
        ),
        [row(one) for one in _known(luck)],
        intro="Luck is the rent that the dice led to, received less paid, each less its mean over "
        "all 36 throws at the same moment. It has mean zero, whatever one does. Skill is what was "
        "won beyond others who were as lucky, at tables as large.",
        note=(
            f"Luck and winning are correlated by {correlation.text} ({correlation.bounds}), "
            f"over {correlation.of}."
            if correlation.bounds
            else ""
        ),
        chart=Chart(
            "skill",
            "Skill of each player, with its interval",
            max((one.skill.games for one in luck.fortunes), default=0),
            figures.omitted([one.skill for one in luck.fortunes]),
        ),
        beyond=asked.groups.beyond,
    )


def _skilled(asked: Asked, one: Fortune) -> str:
    return asked.behind("skill", whose=naming.address(one.group))


def _bins(asked: Asked, luck: Luck) -> Block:
    rows = [
        [
            words.text(f"{_ORDINALS[at]} fifth"),
            Cell(
                f"{words.number(one.low, Kind.CHANGE)} to {words.number(one.high, Kind.CHANGE)}",
                value=one.low,
            ),
            words.estimate(one.wins, Kind.SHARE, asked.behind("fifth", fifth=at)),
            words.plain(one.by_chance, Kind.SHARE),
        ]
        for at, one in enumerate(luck.bins)
    ]
    return block(
        "bins",
        "How much luck decides",
        (Column("Players by luck"), Column("Luck"), Column("Share of wins"), Column("By chance")),
        rows,
        intro="All players of the chosen games that are over, in five parts from the unlucky to "
        "the lucky, each among those of tables of its size.",
        empty=f"It takes {fortunes.LEAST} players of games that are over and tell dice and rents.",
        chart=Chart(
            "bins",
            "Share of wins from the unluckiest to the luckiest fifth",
            luck.correlation.games,
        ),
    )


_ORDINALS = ("Unluckiest", "Second", "Third", "Fourth", "Luckiest")


def _rents(asked: Asked, luck: Luck) -> Block:
    def row(one: Fortune) -> list[Cell]:
        return [
            words.text(naming.group(one.group), asked.behind("luck", one.group)),
            *(
                words.estimate(getattr(one, name), Kind.DOLLARS, asked.behind(name, one.group))
                for name in ("received", "expected_received", "paid", "expected_paid")
            ),
        ]

    return block(
        "rents",
        "Rents the dice led to, a game",
        (
            Column("Player", "renter"),
            Column("Received", "received"),
            Column("Expected", "expected_received"),
            Column("Paid", "paid"),
            Column("Expected", "expected_paid"),
        ),
        [row(one) for one in _known(luck)],
        intro="Printed rents of the spaces that throws pointed at; what cards add is not in them. "
        "Expected rents grow with what one builds, and shrink with what others do.",
        is_folded=True,
    )


def _skill_figure(asked: Asked) -> Figure:
    known = [one for one in _known(told(asked)) if one.skill.value is not None][:MOST_DRAWN]
    return figures.dots(
        [naming.group(one.group) for one in known],
        [one.skill for one in known],
        [_skilled(asked, one) for one in known],
        title="Share of wins above that of others as lucky, in points",
        form="+.0%",
    )


def _bins_figure(asked: Asked) -> Figure:
    bins = told(asked).bins
    return figures.columns(
        list(_ORDINALS[: len(bins)]),
        [one.wins for one in bins],
        [asked.behind("fifth", fifth=at) for at in range(len(bins))],
        title="Share of wins",
        form=".1%",
        lines=[("by chance", [one.by_chance for one in bins])],
    )


SECTION = Section(
    key="luck",
    title="Luck and skill",
    about="What the dice brought, against what was to be expected.",
    blocks=blocks,
    told=told,
    figures={"skill": _skill_figure, "bins": _bins_figure},
)

if len(_ORDINALS) != BINS:
    raise AssertionError("every fifth has a name")

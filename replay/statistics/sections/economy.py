"""How long games are, how much money is in play, what is traded, and what happens."""

from __future__ import annotations

from replay.domain.statistics import economy
from replay.domain.statistics.economy import Economy, EventType, Length, Moment, Trading
from replay.drawing import plain
from replay.statistics import asked as asking
from replay.statistics import figures, naming, words
from replay.statistics.asked import Asked
from replay.statistics.blocks import Block, Chart, Column, block
from replay.statistics.figures import LEAST_DRAWN
from replay.statistics.sections import Figure, Section
from replay.statistics.words import Cell, Kind

TYPE_CHARS = 60
MOST_TYPES_DRAWN = 20


def told(asked: Asked) -> Economy:
    """The numbers."""
    return asking.result(asked, "economy", lambda: economy.economy(asked.chosen, asked.groups))


def blocks(asked: Asked) -> list[Block]:
    """The tables."""
    found = told(asked)
    return [
        _lengths(asked, found),
        _money(asked, found),
        _trades(asked, found),
        _types(asked, found),
    ]


def _lengths(asked: Asked, found: Economy) -> Block:
    def row(one: Length) -> list[Cell]:
        kind, over = Kind.MINUTES if one.unit == "minutes" else Kind.COUNT, asked.behind(one.unit)
        return [
            words.text(one.unit.capitalize()),
            words.estimate(one.median, kind, over),
            words.estimate(one.mean, kind, over),
            words.estimate(one.p95, kind, over),
        ]

    return block(
        "lengths",
        "How long games are",
        (Column("In"), Column("Median"), Column("Mean"), Column("95 of 100 are no longer than")),
        [row(one) for one in found.lengths if one.mean.n],
        intro="Of games that are over. A turn is one player's, not a round; minutes are by the "
        "engines' clocks, where stamps are times and not counters. The last bar has all beyond.",
        empty="No chosen game is over.",
        chart=Chart("turns", "How many games were how many turns long", found.over),
    )


def _money(asked: Asked, found: Economy) -> Block:
    def behind(one: Moment, of: str) -> str:
        return asked.behind(of, first=one.first, last=one.last)

    def row(one: Moment) -> list[Cell]:
        turns = f"{one.first}" if one.first == one.last else f"{one.first} to {one.last}"
        return [
            Cell(f"Turn {turns}" if one.first == one.last else f"Turns {turns}", value=one.first),
            words.estimate(one.cash, Kind.DOLLARS, behind(one, "cash_in_play")),
            words.estimate(one.net_worth, Kind.DOLLARS, behind(one, "worth_in_play")),
        ]

    return block(
        "money",
        "Money in play",
        (Column("When"), Column("Cash of all players"), Column("Net worth of all players")),
        [row(one) for one in found.money],
        intro="Means over the games that came so far. Those that end early are in no later row; "
        f"what fewer than {LEAST_DRAWN} came to is not drawn.",
        empty="No chosen game has a turn.",
        chart=Chart(
            "money",
            "Cash and net worth of all players over the turns",
            max((one.cash.games for one in found.money), default=0),
        ),
        is_folded=True,
    )


def _trades(asked: Asked, found: Economy) -> Block:
    def row(one: Trading) -> list[Cell]:
        offers, deals = asked.behind("offers", one.group), asked.behind("deals", one.group)
        return [
            words.text(naming.group(one.group), offers),
            words.count(one.proposed, offers),
            words.estimate(one.accepted, Kind.SHARE, deals),
            words.estimate(one.given, Kind.DOLLARS, asked.behind("given", one.group)),
            words.estimate(one.taken, Kind.DOLLARS, asked.behind("taken", one.group)),
            words.estimate(one.gain, Kind.CHANGE, asked.behind("gain", one.group)),
            words.estimate(
                one.gain_accepting, Kind.CHANGE, asked.behind("gain_accepting", one.group)
            ),
        ]

    trading = [one for one in found.trades if one.proposed or one.gain_accepting.n]
    return block(
        "trades",
        "Trades",
        (
            Column("Player", "trader"),
            Column("Offers", "offers", "Counter-offers among them"),
            Column("Accepted", "accepted", "Of the offers made"),
            Column("Given", "given", "In a trade it proposed"),
            Column("Taken", "taken", "In a trade it proposed"),
            Column("Gain proposing", "gain", "Taken less given, a trade"),
            Column("Gain accepting", "gain_accepting", "Of trades that others proposed"),
        ),
        [row(one) for one in trading],
        intro="By the printed board: deeds at their price, at half of it while mortgaged, cards at "
        "$50. What a deed is worth to one who completes a group with it is not in it.",
        empty="Nobody offered a trade.",
    )


def _types(asked: Asked, found: Economy) -> Block:
    def row(one: EventType) -> list[Cell]:
        href = asked.behind("types", event=one.name)
        return [
            words.text(plain.clip(one.name, TYPE_CHARS), href),
            words.count(one.count, href),
            words.count(one.games, href),
            words.estimate(one.share, Kind.SHARE, href),
        ]

    more = f"{found.other_events:,} events are of further types." if found.other_events else ""
    return block(
        "types",
        "Events by type",
        (
            Column("Type", "type"),
            Column("Events", "events"),
            Column("Games", "type_games"),
            Column("Share of events", "type_share"),
        ),
        [row(one) for one in found.types],
        note=more,
        empty="No chosen game has an event.",
        chart=Chart("types", "Share of events by type", len(asked.chosen)),
        is_folded=True,
    )


def _turns_figure(asked: Asked) -> Figure:
    turns = next(one for one in told(asked).lengths if one.unit == "turns")
    return figures.spread(turns.bars, title="Turns")


def _money_figure(asked: Asked) -> Figure:
    found = told(asked).money
    width = found[0].last - found[0].first if found else 0
    # The last row may hold any number of turns: it has no place on the axis.
    drawn = [one for one in found if one.last - one.first == width]
    money = [one for one in drawn if one.cash.games >= LEAST_DRAWN]
    return figures.curves(
        [(one.first + one.last) / 2 for one in money],
        [
            ("Net worth", [one.net_worth for one in money]),
            ("Cash", [one.cash for one in money]),
        ],
        across="Turn",
        title="Of all players",
        form="$,.0f",
    )


def _types_figure(asked: Asked) -> Figure:
    types = told(asked).types[:MOST_TYPES_DRAWN]
    return figures.dots(
        [one.name for one in types],
        [one.share for one in types],
        [asked.behind("types", event=one.name) for one in types],
        title="Share of events",
        form=".1%",
    )


SECTION = Section(
    key="economy",
    title="Economy and length",
    about="How long games are, what is in play, what is traded.",
    blocks=blocks,
    told=told,
    figures={"turns": _turns_figure, "money": _money_figure, "types": _types_figure},
)

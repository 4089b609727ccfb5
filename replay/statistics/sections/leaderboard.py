"""Who does how well: results, ratings, decisions, head to head, the order of seats."""

from __future__ import annotations

from msgspec import Struct

from replay.domain.statistics import leaderboard, versus
from replay.domain.statistics.estimates import Estimate
from replay.domain.statistics.groups import Group
from replay.domain.statistics.leaderboard import Standing
from replay.domain.statistics.versus import Pair, Place
from replay.statistics import asked as asking
from replay.statistics import figures, naming, rating, words
from replay.statistics.asked import Asked
from replay.statistics.blocks import Block, Chart, Column, block
from replay.statistics.rating import Rated
from replay.statistics.sections import Figure, Section
from replay.statistics.words import Cell, Kind

MOST_DRAWN = 30


class Ranked(Struct, frozen=True):
    """A standing with its rating; None while ratings are worked out, or where nobody is rated."""

    standing: Standing
    rating: Estimate | None


class Leaderboard(Struct, frozen=True):
    """All of it. ``rated`` of ``to_rate`` games are rated; ratings come when all are.

    ``beyond``: groups that are not told, as there are too many.
    """

    standings: list[Ranked]
    rated: int
    to_rate: int
    head_to_head: list[Pair]
    seat_order: list[Place]
    beyond: int


def told(asked: Asked) -> Leaderboard:
    """The numbers."""
    _, matrix = _matrix(asked)
    rated = rating.find(asked.chosen, asked.by)
    return Leaderboard(
        standings=_ranked(asked, rated),
        rated=rated.done,
        to_rate=rated.total,
        head_to_head=[pair for row in matrix for pair in row if pair is not None],
        seat_order=_seats(asked),
        beyond=asked.groups.beyond,
    )


def waits(asked: Asked) -> tuple[int, int] | None:
    """How many of the games are rated yet, of how many; None where nothing is waited for."""
    rated = rating.find(asked.chosen, asked.by)
    return None if rated.ratings is not None else (rated.done, rated.total)


def blocks(asked: Asked) -> list[Block]:
    """The tables."""
    rated = rating.find(asked.chosen, asked.by)
    ranked = _ranked(asked, rated)
    return [_results(asked, ranked, rated), _decided(asked, ranked), _versus(asked), _order(asked)]


def _standings(asked: Asked) -> list[Standing]:
    return asking.result(
        asked, "standings", lambda: leaderboard.standings(asked.chosen, asked.groups)
    )


def _matrix(asked: Asked) -> tuple[list[Group], list[list[Pair | None]]]:
    return asking.result(asked, "head to head", lambda: versus.head_to_head(asked.chosen, asked.by))


def _seats(asked: Asked) -> list[Place]:
    return asking.result(asked, "seat order", lambda: versus.seat_order(asked.chosen))


def _ranked(asked: Asked, rated: Rated) -> list[Ranked]:
    """By the least rating that is likely, and where there is none the least share of wins."""
    known = rated.ratings or {}
    ranked = [Ranked(one, known.get(one.group)) for one in _standings(asked)]

    def rank(one: Ranked) -> tuple[float, float]:
        least = one.standing.win_rate.low
        sure = None if one.rating is None else one.rating.low
        return (
            float("inf") if sure is None else -sure,
            float("inf") if least is None else -least,
        )

    return sorted(ranked, key=rank)


def _name(asked: Asked, group: Group) -> Cell:
    return words.text(naming.group(group), asked.behind("seats", group))


def _results(asked: Asked, ranked: list[Ranked], rated: Rated) -> Block:
    def row(one: Ranked) -> list[Cell]:
        standing = one.standing
        group = standing.group
        seats = f"{standing.seats:,} seats" if standing.seats != standing.games else ""
        return [
            _name(asked, group),
            words.count(standing.games, asked.behind("games", group), seats),
            words.count(standing.wins, asked.behind("wins", group), f"of {standing.decided:,}"),
            words.estimate(standing.win_rate, Kind.SHARE, asked.behind("wins", group)),
            words.plain(standing.by_chance, Kind.SHARE),
            _rating(asked, one, rated),
            words.estimate(standing.placement, Kind.NUMBER, asked.behind("placement", group)),
            words.estimate(standing.net_worth, Kind.DOLLARS, asked.behind("net_worth", group)),
            words.estimate(standing.bankrupt, Kind.SHARE, asked.behind("bankrupt", group)),
            words.estimate(standing.survived, Kind.NUMBER, asked.behind("survived", group)),
        ]

    over = int((asked.chosen.games & asked.chosen.tables.games["is_over"]).sum())
    repeated = any(one.standing.repeated for one in ranked)
    note = (
        "Where one sat several times in a game its intervals take the seats for independent, which "
        "makes them wider than they need be."
        if repeated
        else ""
    )
    return block(
        "results",
        "Results",
        (
            Column("Player", "player"),
            Column("Games", "games", "Games in which it sat"),
            Column("Wins", "wins", "Games won, of those that are over"),
            Column("Share of wins", "share", "Of games that are over; Wilson's interval"),
            Column("By chance", "chance", "If all at each table were equally good"),
            Column("Rating", "rating", "Plackett-Luce by openskill, 25 at first; ± 1.96 sigma"),
            Column("Placement", "placement", "Mean; 1 is best"),
            Column("Net worth", "worth", "Mean at the end"),
            Column("Bankrupt", "bankrupt", "Share of games that are over"),
            Column("Turns survived", "turns", "Of the whole table, begun before going bankrupt"),
        ),
        [row(one) for one in ranked],
        intro="Intervals are 95 %, with games as the unit: what players of one game have in common "
        "is not counted twice.",
        note=note,
        chart=Chart(
            "wins",
            "Share of wins of each player, with its interval",
            over,
            figures.omitted([one.standing.win_rate for one in ranked]),
        ),
        beyond=asked.groups.beyond,
    )


def _rating(asked: Asked, one: Ranked, rated: Rated) -> Cell:
    if rated.ratings is None:
        return Cell("…", of="being worked out")
    if one.rating is None:
        return Cell(words.NONE, of="no game is over")
    return words.estimate(one.rating, Kind.RATING, asked.behind("over", one.standing.group))


def _decided(asked: Asked, ranked: list[Ranked]) -> Block:
    def row(standing: Standing) -> list[Cell]:
        group = standing.group
        return [
            _name(asked, group),
            words.count(standing.decisions, asked.behind("decisions", group)),
            words.estimate(standing.fallbacks, Kind.SHARE, asked.behind("fallbacks", group)),
            words.estimate(standing.invalid, Kind.SHARE, asked.behind("invalid", group)),
            words.estimate(standing.off_menu, Kind.SHARE, asked.behind("off_menu", group)),
            words.estimate(standing.latency_p50, Kind.TIME, asked.behind("latencies", group)),
            words.estimate(standing.latency_p95, Kind.TIME, asked.behind("latencies", group)),
            words.estimate(standing.tokens, Kind.COUNT, asked.behind("tokens", group)),
            words.estimate(
                standing.tokens_of_win, Kind.COUNT, asked.behind("tokens_of_win", group)
            ),
            words.estimate(standing.cost, Kind.COST, asked.behind("cost", group)),
            words.estimate(standing.cost_of_win, Kind.COST, asked.behind("cost_of_win", group)),
        ]

    return block(
        "decided",
        "Decisions and what they cost",
        (
            Column("Player", "model"),
            Column("Decisions", "decisions"),
            Column("Fallbacks", "fallbacks", "Decisions the engine took in the model's place"),
            Column("Failed attempts", "invalid", "Decisions with an attempt that failed"),
            Column("Off the menu", "off", "Decisions for what was not on the menu"),
            Column("Latency, median", "p50", "Within 1 %"),
            Column("Latency, p95", "p95", "Within 1 %"),
            Column("Tokens a game", "tokens", "Prompt and completion, where every decision tells"),
            Column(
                "Tokens a win", "win_tokens", "All that was used in games that are over, by wins"
            ),
            Column("Cost a game", "cost", "Dollars, where every decision tells"),
            Column("Cost a win", "win", "All that was paid in games that are over, by wins"),
        ),
        [row(one.standing) for one in ranked if one.standing.decisions],
        empty="No chosen player has decisions recorded.",
    )


def _versus(asked: Asked) -> Block:
    groups, matrix = _matrix(asked)
    rows = [
        [
            _name(asked, group),
            *(
                Cell("")
                if pair is None
                else words.estimate(pair.ahead, Kind.SHARE, _ahead(asked, pair))
                for pair in line
            ),
        ]
        for group, line in zip(groups, matrix, strict=True)
        if any(line)
    ]
    return block(
        "versus",
        "Head to head",
        (Column("Ahead of …"), *(Column(naming.group(group)) for group in groups)),
        rows if len(groups) > 1 else [],
        intro="How often the row was placed before the column, of games that are over in which "
        "both sat. Shared places are left out.",
        empty="It takes games with players of two kinds.",
        is_folded=len(groups) > 6,
    )


def _ahead(asked: Asked, pair: Pair) -> str:
    return asked.behind("ahead", pair.one, against=naming.address(pair.other))


def _order(asked: Asked) -> Block:
    def row(one: Place) -> list[Cell]:
        return [
            words.text(f"Seat {one.seat + 1} of {one.players}"),
            words.estimate(
                one.wins, Kind.SHARE, asked.behind("wins", players=one.players, seat=one.seat)
            ),
            words.plain(1 / one.players, Kind.SHARE),
        ]

    return block(
        "order",
        "Order of seats",
        (Column("Seat", "seat"), Column("Share of wins", "seat_wins"), Column("By chance")),
        [row(one) for one in _seats(asked)],
        intro="Seat 1 moves first.",
        is_folded=True,
    )


def _wins_figure(asked: Asked) -> Figure:
    ranked = _ranked(asked, rating.find(asked.chosen, asked.by))[:MOST_DRAWN]
    standings = [one.standing for one in ranked if one.standing.decided]
    return figures.dots(
        [naming.group(one.group) for one in standings],
        [one.win_rate for one in standings],
        [asked.behind("wins", one.group) for one in standings],
        title="Share of wins",
        form=".1%",
        chance=[one.by_chance for one in standings],
    )


SECTION = Section(
    key="leaderboard",
    title="Leaderboard",
    about="Who wins, how often, and at what cost.",
    blocks=blocks,
    told=told,
    figures={"wins": _wins_figure},
)

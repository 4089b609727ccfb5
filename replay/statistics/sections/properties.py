"""The board: landings, sales, returns, monopolies, and the spaces that end players."""

from __future__ import annotations

from replay.domain.board import SPACES
from replay.domain.statistics import deeds
from replay.domain.statistics.deeds import Board, Deed, Space
from replay.domain.statistics.monopolies import Monopoly
from replay.statistics import asked as asking
from replay.statistics import figures, naming, words
from replay.statistics.asked import Asked
from replay.statistics.blocks import Block, Chart, Column, block
from replay.statistics.sections import Figure, Section
from replay.statistics.words import Cell, Kind


def told(asked: Asked) -> Board:
    """The numbers."""
    return asking.result(asked, "board", lambda: deeds.board(asked.chosen))


def blocks(asked: Asked) -> list[Block]:
    """The tables."""
    board = told(asked)
    return [
        _deeds(asked, board),
        _monopolies(asked, board),
        _kills(asked, board),
        _landings(asked, board),
    ]


def _named(at: int, href: str = "") -> Cell:
    return words.text(naming.space(at), href, group=SPACES[at].group)


def _deeds(asked: Asked, board: Board) -> Block:
    def row(one: Deed) -> list[Cell]:
        def behind(of: str) -> str:
            return asked.behind(of, position=one.position)

        return [
            _named(one.position, behind("owners")),
            words.count(one.bought, behind("sales")),
            words.count(one.auctioned, behind("auctions")),
            words.estimate(one.auction, Kind.TIMES, behind("auction_prices")),
            words.count(one.rent, behind("rent")),
            words.estimate(one.returns, Kind.TIMES, behind("returns")),
            words.estimate(one.built, Kind.NUMBER, behind("buildings")),
            words.estimate(one.win_rate, Kind.SHARE, behind("owners_won")),
            words.plain(one.by_chance, Kind.SHARE),
        ]

    unsold = f"{board.unsold:,} auctions were won by nobody." if board.unsold else ""
    return block(
        "deeds",
        "Deeds",
        (
            Column("Deed", "deed"),
            Column("Bought", "bought", "From the bank, at the printed price"),
            Column("Auctioned", "auctioned", "Won by auction"),
            Column("Auction price", "auction", "As a multiple of the printed price"),
            Column("Rent, dollars", "rent", "Received, all told"),
            Column("Return", "return", "Rent received by what deed and buildings had cost"),
            Column("Buildings", "built", "Put up in a game in which it was owned"),
            Column("Owners who won", "won", "Of players who ever owned it"),
            Column("By chance", "deed_chance", "If all at each table were equally good"),
        ),
        [row(one) for one in board.deeds if one.bought or one.auctioned or one.win_rate.n],
        intro="Sales by the bank, and what chosen players made of them. Buildings sold again are "
        "not set off against their cost.",
        note=f"{unsold} Owners win more than others also because who is ahead buys more: a share "
        "of wins is no advice.".strip(),
        chart=Chart("returns", "Return of each deed: rent received by cost", board.told),
    )


def _monopolies(asked: Asked, board: Board) -> Block:
    def row(one: Monopoly) -> list[Cell]:
        href = asked.behind("monopolies", group=one.group)
        return [
            words.text(naming.colours(one.group), href, group=one.group),
            words.estimate(one.completed, Kind.SHARE, href),
            words.estimate(one.turn, Kind.COUNT, asked.behind("completed_in", group=one.group)),
            words.estimate(one.win_rate, Kind.SHARE, asked.behind("holders", group=one.group)),
            words.plain(one.by_chance, Kind.SHARE),
        ]

    return block(
        "monopolies",
        "Groups",
        (
            Column("Group", "group"),
            Column("Completed", "completed", "Share of games in which one player had all of it"),
            Column("In turn", "in_turn", "Median turn of the first time"),
            Column("Holders who won", "holders", "Of players who ever had all of it"),
            Column("By chance", "group_chance"),
        ),
        [row(one) for one in board.monopolies if len(asked.chosen)],
    )


def _kills(asked: Asked, board: Board) -> Block:
    def row(one: Space) -> list[Cell]:
        href = asked.behind("kills", position=one.position)
        return [
            _named(one.position, href),
            words.count(one.kills, href),
            words.estimate(one.kill_share, Kind.SHARE, href),
        ]

    deadly = sorted((one for one in board.spaces if one.kills), key=lambda one: -one.kills)
    return block(
        "kills",
        "Where players go bankrupt",
        (
            Column("Space", "killer"),
            Column("Bankruptcies", "kills"),
            Column("Share of them", "kill_share"),
        ),
        [row(one) for one in deadly],
        intro="The space whose rent, tax, card or fine was the debt that ended a chosen player.",
        empty="No chosen player went bankrupt.",
        chart=Chart("kills", "Bankruptcies by space", board.spaces[0].kill_share.games),
        is_folded=True,
    )


def _landings(asked: Asked, board: Board) -> Block:
    def row(one: Space) -> list[Cell]:
        href = asked.behind("landings", position=one.position)
        theory = words.number(one.soon, Kind.SHARE), words.number(one.late, Kind.SHARE)
        return [
            _named(one.position, href),
            words.count(one.landings, href),
            words.estimate(one.share, Kind.SHARE, href),
            Cell(theory[0], bounds=f"late: {theory[1]}", value=one.soon),
        ]

    return block(
        "landings",
        "Landings",
        (
            Column("Space", "space"),
            Column("Landings", "landings"),
            Column("Share", "landed"),
            Column("In the long run", "theory", "If players leave jail as soon as they can"),
        ),
        [row(one) for one in board.spaces if board.told],
        intro="Each coming of a token to a space, by dice or by a card; being sent to jail is "
        "none. What is to be expected in the long run depends on when players leave jail.",
        empty="No chosen game tells where tokens came to stand.",
        chart=Chart("landings", "Share of landings by space, against the long run", board.told),
        is_folded=True,
    )


def _spaces(asked: Asked) -> list[Space]:
    """Without all else of the board: a figure of them needs no more."""
    return asking.result(asked, "spaces", lambda: deeds.spaces(asked.chosen))


def _landings_figure(asked: Asked) -> Figure:
    spaces = _spaces(asked)
    return figures.columns(
        [naming.space(one.position) for one in spaces],
        [one.share for one in spaces],
        [asked.behind("landings", position=one.position) for one in spaces],
        title="Share of landings",
        form=".1%",
        lines=[
            ("leaving jail soon", [one.soon for one in spaces]),
            ("leaving jail late", [one.late for one in spaces]),
        ],
        roles=[SPACES[one.position].group for one in spaces],
    )


def _kills_figure(asked: Asked) -> Figure:
    spaces = [one for one in _spaces(asked) if one.kills]
    return figures.columns(
        [naming.space(one.position) for one in spaces],
        [one.kill_share for one in spaces],
        [asked.behind("kills", position=one.position) for one in spaces],
        title="Share of bankruptcies",
        form=".0%",
        roles=[SPACES[one.position].group for one in spaces],
    )


def _returns_figure(asked: Asked) -> Figure:
    known = [one for one in told(asked).deeds if one.returns.value is not None]
    return figures.columns(
        [naming.space(one.position) for one in known],
        [one.returns for one in known],
        [asked.behind("returns", position=one.position) for one in known],
        title="Rent received by cost",
        form=".1f",
        lines=[("what it had cost", [1.0 for _ in known])],
        roles=[SPACES[one.position].group for one in known],
    )


SECTION = Section(
    key="properties",
    title="Properties",
    about="What deeds cost, bring and decide.",
    blocks=blocks,
    told=told,
    figures={"returns": _returns_figure, "kills": _kills_figure, "landings": _landings_figure},
)

"""Statistics by JSON: the numbers of every section, what is behind them, and downloads."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from msgspec import Struct
from ninja import Query, Router

from games.api import access
from games.api.answers import answer
from games.api.contract import described
from games.domain.errors import InvalidField
from replay import summaries
from replay.domain.statistics import filters
from replay.domain.statistics.deeds import Board
from replay.domain.statistics.economy import Economy
from replay.domain.statistics.estimates import Estimate
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.fortunes import Luck
from replay.domain.statistics.menus import Decisions
from replay.domain.summary.body import Body
from replay.statistics import asked as asking
from replay.statistics import comparing, drill, files
from replay.statistics.asked import Asked, Option
from replay.statistics.files import Format
from replay.statistics.frames import FRAMES
from replay.statistics.sections import decisions, economy, leaderboard, luck, properties
from replay.statistics.sections.leaderboard import Leaderboard

router = Router(tags=["statistics"], auth=access.reading)

MOST_ROWS = 500

_SHARED = ("by",)


class About(Struct, frozen=True):
    """Of which games numbers are.

    ``games`` with ``players`` chosen players; ``recorded`` are there in all. ``unsummed`` have no
    summary yet; ``left_out`` fit the filters but are in no number, by reason. ``href`` is the page.
    """

    filters: Filters
    by: str
    games: int
    players: int
    recorded: int
    unsummed: int
    left_out: dict[str, int]
    href: str


class LeaderboardOut(Struct, frozen=True):
    about: About
    leaderboard: Leaderboard


class LuckOut(Struct, frozen=True):
    about: About
    luck: Luck


class PropertiesOut(Struct, frozen=True):
    about: About
    properties: Board


class EconomyOut(Struct, frozen=True):
    about: About
    economy: Economy


class DecisionsOut(Struct, frozen=True):
    about: About
    decisions: Decisions


class MomentsOut(Struct, frozen=True):
    about: About
    moments: drill.Found


class ComparedLine(Struct, frozen=True):
    """One number of both sides; ``difference`` is the right one less the left one."""

    key: str
    title: str
    left: Estimate
    right: Estimate
    difference: Estimate


class ComparedOut(Struct, frozen=True):
    """``shared`` games have players of both sides; the differences' intervals allow for it."""

    left: About
    right: About
    shared: int
    lines: list[ComparedLine]


class FiltersOut(Struct, frozen=True):
    """What each filter can choose from: values, and how many games or players have them."""

    filters: dict[str, list[Option]]


class SummaryOut(Struct, frozen=True):
    """One game summed up, as of ``made_at``. ``is_stale``: something came to it since then."""

    game_id: str
    made_at: datetime
    is_stale: bool
    summary: Body


def _parameters(*names: str) -> dict[str, Any]:
    """What the description says of filters, which are read off the address by ourselves."""
    lists = {"type": "array", "items": {"type": "string"}}
    many = {*filters.NAMES, *comparing.NAMES}
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": lists if name in many else {"type": "string"},
                **({"style": "form", "explode": True} if name in many else {}),
            }
            for name in names
        ]
    }


def _described(kind: type, *names: str) -> dict[str, Any]:
    told = described(answers={200: kind}, errors=(401,))
    return told | _parameters(*(names or (*filters.NAMES, *_SHARED)))


def _rows_described() -> dict[str, Any]:
    told = described(answers={}, errors=(401,))
    forms: dict[str, Any] = {kind.partition(";")[0]: {} for kind in files.CONTENT_TYPES.values()}
    told["responses"][200] = {"description": "The rows, streamed", "content": forms}
    return told | _parameters(*filters.NAMES)


@router.get("statistics/leaderboard", openapi_extra=_described(LeaderboardOut))
def leaderboard_(request: HttpRequest) -> HttpResponse:
    """Results, ratings, decisions and costs, head to head, the order of seats.

    While `rated` is less than `to_rate`, ratings are being worked out: ask again.
    """
    asked = _asked(request)
    return answer(200, LeaderboardOut(_about(asked), leaderboard.told(asked)))


@router.get("statistics/luck", openapi_extra=_described(LuckOut))
def luck_(request: HttpRequest) -> HttpResponse:
    """What the dice brought against what was to be expected, and what was made of it."""
    asked = _asked(request)
    return answer(200, LuckOut(_about(asked), luck.told(asked)))


@router.get("statistics/properties", openapi_extra=_described(PropertiesOut))
def properties_(request: HttpRequest) -> HttpResponse:
    """Landings, sales, returns, groups, and where players went bankrupt."""
    asked = _asked(request)
    return answer(200, PropertiesOut(_about(asked), properties.told(asked)))


@router.get("statistics/economy", openapi_extra=_described(EconomyOut))
def economy_(request: HttpRequest) -> HttpResponse:
    """Lengths of games, money in play, events by type, trades."""
    asked = _asked(request)
    return answer(200, EconomyOut(_about(asked), economy.told(asked)))


@router.get("statistics/decisions", openapi_extra=_described(DecisionsOut))
def decisions_(request: HttpRequest) -> HttpResponse:
    """What was on the menu and what was chosen, latencies, failed attempts."""
    asked = _asked(request)
    return answer(200, DecisionsOut(_about(asked), decisions.told(asked)))


@router.get(
    "statistics/moments",
    openapi_extra=_described(MomentsOut, *filters.NAMES, *_SHARED, *drill.PARTS),
)
def moments(
    request: HttpRequest,
    start: Annotated[int, Query(ge=0, lt=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> HttpResponse:
    """What is behind a number: games, players and events, the newest game first."""
    query = _query(request)
    asked = asking.read(query)
    return answer(200, MomentsOut(_about(asked), drill.find(asked, query, start, limit)))


@router.get(
    "statistics/compare",
    openapi_extra=_described(ComparedOut, *comparing.NAMES),
)
def compare(request: HttpRequest) -> HttpResponse:
    """Two choices of players side by side: each number of both, and the difference."""
    found = comparing.compare(_query(request))
    told = [
        ComparedLine(one.key, one.title, one.left, one.right, one.difference) for one in found.lines
    ]
    left, right = _about(found.left.asked), _about(found.right.asked)
    return answer(200, ComparedOut(left, right, found.shared, told))


@router.get("statistics/filters", openapi_extra=described(answers={200: FiltersOut}, errors=(401,)))
def filters_(request: HttpRequest) -> HttpResponse:
    """What each filter can choose from."""
    return answer(200, FiltersOut(asking.options(asking.of(Filters()))))


@router.get(
    "statistics/export/{name}.{form}",
    openapi_extra=_rows_described(),
)
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """`summaries`, `games`, `events`, `decisions` or `states` as `csv` or `parquet`, streamed."""
    if name not in FRAMES:
        raise InvalidField("name", name, f"there are {', '.join(FRAMES)}")
    if form not in set(Format):
        raise InvalidField("form", form, f"there are {', '.join(Format)}")
    asked = asking.read(_query(request))
    return files.response(request, FRAMES[name], asked, Format(form))


@router.get(
    "games/{game_id}/summary",
    openapi_extra=described(answers={200: SummaryOut}, errors=(401, 404)),
)
def summary(request: HttpRequest, game_id: str) -> HttpResponse:
    """All that the statistics know of one game; made now where it is not there yet."""
    kept = summaries.read(game_id)
    if kept is None:
        summaries.make(game_id)
        kept = summaries.read(game_id)
    if kept is None:
        raise AssertionError("a summary that was made is there")
    return answer(200, SummaryOut(game_id, kept.made_at, kept.is_stale, kept.body))


def _asked(request: HttpRequest) -> Asked:
    return asking.read(_query(request))


def _query(request: HttpRequest) -> dict[str, list[str]]:
    """The address' query: each parameter's values, in order."""
    return {name: request.GET.getlist(name) for name in request.GET}


def _about(asked: Asked) -> About:
    left = asking.left_out(asked)
    return About(
        filters=asked.filters,
        by=asked.by.value,
        games=len(asked.chosen),
        players=int(asked.chosen.own.sum()),
        recorded=len(asked.look.tables) + asked.look.unsummed,
        unsummed=asked.look.unsummed,
        left_out={reason.value: count for reason, count in left.items()},
        href=asked.behind("games"),
    )

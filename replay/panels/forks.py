"""Fork from here: who plays on and how, what came of it, and the family of the game."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from games.domain.errors import FoldBroken, GameNotFound, RewindError
from games.domain.identity import LONGEST_GAME_ID
from replay import cast, reading
from replay.domain.agents.registry import AGENTS
from replay.domain.forks import fork
from replay.domain.forks.odds import Share
from replay.drawing import plain, tokens
from replay.forking import asked, batches, beside, forms, kin, moments
from replay.forking.batches import Batch
from replay.forking.errors import ForkImpossible
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording

_SENTENCE = 300
SHOWN_BATCHES = 8


class Chair(Struct, frozen=True):
    """One player of the form. ``badge`` is markup, made of our own drawing and escaped initials."""

    seat: int
    name: str
    badge: str
    agent: str
    is_out: bool


class Bar(Struct, frozen=True):
    """One line of a result: all in per cent of the games played."""

    name: str
    badge: str
    seat: int
    agent: str
    count: int
    percent: str
    reach: str
    low: float
    width: float
    at: float
    leads: int


class Told(Struct, frozen=True):
    """A batch as the panel shows it."""

    batch: Batch
    bars: tuple[Bar, ...]
    unfinished: Bar
    sentence: str
    played: int
    choice: str
    choice_value: str


def build(recording: Recording, wanted: int, query: Query) -> Context:
    """All of the panel. What the fork cannot do is said in it: the rest of the page stands."""
    return {
        "agents": list(AGENTS),
        "most": asked.MOST,
        "most_turns": asked.MOST_TURNS,
        "more_turns": fork.MORE_TURNS,
        **_form(recording, wanted),
        **results(recording),
        **_beside(recording, query),
    }


def results(recording: Recording) -> Context:
    """What was played: batches, and the family."""
    told = [_told(recording, batch) for batch in batches.of_game(recording)[:SHOWN_BATCHES]]
    return {
        "clip": plain.clip,
        "batches": told,
        "older_batches": batches.count(recording) - len(told) if told else 0,
        "is_open": any(one.batch.is_open for one in told),
        "family": kin.of(recording.game_id),
    }


def _form(recording: Recording, wanted: int) -> Context:
    try:
        moment, resumed = asked.resumed(recording, wanted)
        legal = fork.choices(resumed)
        _, kinds = moments.agreed(recording)
    except (ForkImpossible, FoldBroken) as error:
        return {"refusal": plain.clip(error.detail, _SENTENCE), "chairs": []}
    roles = cast.of(recording)
    chooser = roles[legal[0].seat] if legal else None
    return {
        "refusal": "",
        "chairs": [
            Chair(
                role.seat,
                plain.clip(role.name, 40),
                tokens.badge(role.seat, role.initials),
                kind if kind in AGENTS else asked.DEFAULT_AGENT,
                moment.state.players[role.seat].is_bankrupt,
            )
            for role, kind in zip(roles, kinds, strict=True)
        ],
        "chooser": None if chooser is None else plain.clip(chooser.name, 40),
        "choices": [] if resumed.is_chance else forms.options(legal, recording.setup),
        "is_chance": resumed.is_chance,
        "notes": [plain.clip(note, _SENTENCE) for note in resumed.notes],
    }


def _beside(recording: Recording, query: Query) -> Context:
    game_id = query.get("fork", "")[:LONGEST_GAME_ID]
    if not game_id:
        return {"beside": None, "beside_problem": ""}
    try:
        other = reading.open_game(game_id)
        for real, forked in ((recording, other), (other, recording)):
            family = kin.of(forked.game_id)
            if family.origin is not None and family.origin.game_id == real.game_id:
                return _set_beside(real, forked, family.origin.at)
        problem = f"{plain.clip(game_id, 80)} is no fork of this game, nor is this one of it."
    except GameNotFound:
        problem = f"There is no game {plain.clip(game_id, 80)} any more."
    except RewindError as error:
        problem = plain.clip(error.detail, _SENTENCE)
    return {"beside": None, "beside_problem": problem}


def _set_beside(real: Recording, forked: Recording, at: int) -> Context:
    real.check(at)
    seats, others = len(real.setup.seats), len(forked.setup.seats)
    if seats != others:
        game = plain.clip(real.game_id, 80)
        problem = f"{game} has {seats} players, and the fork {others}: it left another game."
        return {"beside": None, "beside_problem": problem}
    return {"beside": beside.of(real, forked, at), "beside_problem": ""}


def _told(recording: Recording, batch: Batch) -> Told:
    found, roles = batch.odds(recording.setup), cast.of(recording)
    bars = tuple(
        _bar(
            one.wins,
            plain.clip(role.name, 40),
            tokens.badge(role.seat, role.initials),
            role.seat,
            batch.seats[role.seat],
            one.leads,
        )
        for one, role in zip(found.seats, roles, strict=True)
    )
    unfinished = _bar(found.unfinished, "Stopped at the turn limit", "", -1, "", 0)
    best = max(bars, key=lambda bar: bar.count)
    sentence = ""
    if found.games and best.count:
        games = f"{found.games:,} game{'' if found.games == 1 else 's'}"
        sentence = f"From here {best.name} wins {best.percent} % ± {best.reach} of {games}"
    choice = batch.asked.choice
    forced = "" if choice is None else forms.sentence(choice, recording.setup)
    value = "" if choice is None else msgspec.json.encode(choice).decode()
    return Told(batch, bars, unfinished, sentence, found.games, forced, value)


def _bar(share: Share, name: str, badge: str, seat: int, agent: str, leads: int) -> Bar:
    reach = (share.high - share.low) * 50
    return Bar(
        name=name,
        badge=badge,
        seat=seat,
        agent=agent,
        count=share.count,
        percent=f"{share.share * 100:.0f}",
        reach=f"{reach:.0f}",
        low=round(share.low * 100, 1),
        width=round((share.high - share.low) * 100, 1),
        at=round(share.share * 100, 1),
        leads=leads,
    )


PANEL = Panel("forks", "Forks", build, asked=("fork",))

"""Which decision led to an event: exactly where told, else inferred, never one made later."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some
from msgspec import structs

from replay.domain.deciding import Basis, Course, Index, Made

ADA, BLAISE = 0, 1
SECOND = 1_000_000


def course(*told: tuple[int | None, int] | str, first: int = 0) -> Course:
    """Events as (actor, turn), a second apart from 0; "turn" begins the next one, by nobody."""
    made = Course.begin(first)
    turn = 0
    for second, each in enumerate(told):
        starts = isinstance(each, str)
        actor, turn = (None, turn + 1) if isinstance(each, str) else each
        made.add(actor, turn, second * SECOND, starts_turn=starts)
    return made


def made(player: int = ADA, number: int = 0, turn: int = 0, **told: int) -> Made:
    """A decision whose clock is not that of the events, unless ``second`` tells it."""
    second = told.pop("second", -1)
    return Made(player, number, turn, second * SECOND, **told)


def index(stream: Course, *decisions: Made, is_over: bool = True) -> Index:
    return Index(decisions, stream, is_over=is_over)


def led(found: Index, head: int, first: int = 0) -> list[tuple[int, int] | None]:
    """(player, number) for each event."""
    links = [found.at(number) for number in range(first, head + 1)]
    return [link and (link.made.player_id, link.made.number) for link in links]


def test_a_decision_leads_to_the_events_after_the_last_one_it_had_seen():
    stream = course((ADA, 0), (ADA, 0), (None, 0), (BLAISE, 0))
    found = index(stream, made(after=0), made(BLAISE, after=2))
    assert led(found, 3) == [None, (ADA, 0), (ADA, 0), (BLAISE, 0)]
    assert [found.at(2).ago, found.at(3).ago] == [1, 0]


def test_nobody_decided_what_follows_when_a_turn_begins_by_itself():
    stream = course((ADA, 0), (ADA, 0), "turn", (BLAISE, 1))
    found = index(stream, made(after=0))
    assert led(found, 3) == [None, (ADA, 0), None, None]
    assert found.before(3).ago == 2


def test_the_event_that_begins_a_turn_belongs_to_the_decision_it_is_the_first_of():
    stream = course((ADA, 0), "turn", (BLAISE, 1))
    found = index(stream, made(after=0))
    assert led(found, 2) == [None, (ADA, 0), (ADA, 0)]


def test_of_decisions_made_at_the_same_moment_the_events_own_player_comes_first():
    stream = course((None, 0), (ADA, 0), (BLAISE, 0))
    found = index(stream, made(ADA, after=0), made(BLAISE, after=0))
    assert led(found, 2) == [None, (ADA, 0), (BLAISE, 0)]
    assert [each.made.player_id for each in found.beside(1)] == [BLAISE, ADA]


def test_a_told_decision_comes_before_an_inferred_one_of_the_same_event():
    stream = course((None, 0), (BLAISE, 0))
    found = index(stream, made(BLAISE, second=0), made(ADA, after=0))
    assert [each.applied for each in found.all] == [1, 1]
    assert led(found, 1) == [None, (ADA, 0)]


def test_a_decision_that_no_event_has_come_of_is_pending():
    found = index(course((ADA, 0)), made(after=0), made(BLAISE, after=99))
    assert [(each.made.player_id, each.applied) for each in found.pending] == [
        (ADA, 1),
        (BLAISE, 1),
    ]
    assert led(found, 0) == [None]


def test_a_stream_that_starts_later_is_led_to_from_its_first_event():
    found = index(course((ADA, 0), first=2), made(after=-1))
    assert led(found, 2, first=2) == [(ADA, 0)]


def test_by_time_it_is_the_players_first_later_event_of_the_turn():
    stream = course((ADA, 0), (BLAISE, 0), (ADA, 0), "turn", (ADA, 1))
    found = index(stream, made(second=0), made(number=1, turn=1, second=4))
    assert [(each.applied, each.basis) for each in found.all] == [(0, Basis.TIME), (4, Basis.TIME)]
    half = index(stream, Made(ADA, 0, 0, SECOND // 2))
    assert [(each.applied, each.basis) for each in half.all] == [(2, Basis.TIME)]
    assert not half.all[0].is_exact


def test_of_events_of_the_same_instant_only_the_last_is_surely_later():
    stream = Course.begin(0)
    for _ in range(3):
        stream.add(ADA, 0, SECOND, starts_turn=False)
    assert index(stream, made(second=1)).all[0].applied == 2


def test_a_time_that_is_not_of_its_turn_is_not_believed():
    stream = course((ADA, 0), (ADA, 0), (ADA, 0), "turn", (BLAISE, 1))
    found = index(stream, made(second=900), made(number=1, second=901))
    assert [(each.applied, each.basis) for each in found.all] == [(2, Basis.TURN), (3, Basis.TURN)]


def test_while_a_turn_goes_on_nothing_without_a_clock_is_put_into_it():
    stream = course((ADA, 0), (ADA, 0))
    assert index(stream, made(), is_over=False).pending
    assert not index(stream, made(), is_over=True).pending


def test_an_inferred_decision_keeps_its_players_order():
    stream = course((ADA, 0), (ADA, 0), (ADA, 0), (ADA, 0))
    found = index(stream, made(after=1), made(number=1, second=0), made(number=2, after=2))
    assert [(each.made.number, each.applied) for each in found.all] == [(0, 2), (1, 2), (2, 3)]
    bound = index(stream, made(second=3), made(number=1, after=0))
    assert [each.applied for each in bound.all] == [1, 1]


def test_next_and_previous_go_by_player_and_by_errors():
    stream = course(*[(ADA, 0)] * 6)
    found = index(
        stream,
        made(after=0),
        made(BLAISE, after=1),
        structs.replace(made(number=1, after=2), is_fallback=True),
        made(BLAISE, 1, after=3),
    )
    first, second, third, fourth = found.all
    assert found.next(first) == second
    assert found.next(first, ADA) == third
    assert found.next(first, flawed=True) == third
    assert found.previous(fourth, BLAISE) == second
    assert found.previous(third, flawed=True) is None
    assert (found.next(0), found.previous(1), found.next(4)) == (first, None, None)
    assert (found.errors, found.of(BLAISE)) == ((third,), (second, fourth))
    assert (found.find(BLAISE, 1), found.find(BLAISE, 7)) == (fourth, None)


def test_a_game_without_decisions_or_events_has_no_links():
    assert index(course()).before(-1) is None
    assert index(course((ADA, 0))).at(0) is None
    assert index(course(), made(after=0), made(number=1, second=3)).pending


PLAYERS = some.sampled_from((ADA, BLAISE))


@some.composite
def games(draw: some.DrawFn) -> tuple[Course, list[tuple[Made, int]]]:
    """A stream and its decisions, each with the first event it really led to.

    Events are a second apart at least, and a decision falls between two: at the same instant nobody
    can tell which came first. Each brings one event of its player at least.
    """
    stream = Course.begin(draw(some.integers(0, 3)))
    decisions: list[tuple[Made, int]] = []
    counts = {ADA: 0, BLAISE: 0}
    second = 0
    for turn in range(draw(some.integers(1, 4))):
        for kind in draw(some.lists(some.sampled_from("edd"), min_size=1, max_size=6)):
            player = draw(PLAYERS)
            if kind == "d":
                after = stream.head
                decisions.append(
                    (Made(player, counts[player], turn, 2 * second + 1, after), after + 1)
                )
                counts[player] += 1
            second += draw(some.integers(1, 3))
            begins = kind == "e" and turn > 0
            stream.add(player, turn, 2 * second, starts_turn=begins)
    return stream, decisions


def forget(decisions: list[tuple[Made, int]], *, clock: bool) -> list[Made]:
    """The same without what the models had seen, and without a clock of the events."""
    return [
        structs.replace(each, after=None, time=each.time if clock else -(10**12))
        for each, _ in decisions
    ]


@given(games())
def test_told_decisions_apply_exactly_where_they_did(game):
    stream, decisions = game
    found = index(stream, *(each for each, _ in decisions))
    for each, applied in decisions:
        assert found.find(each.player_id, each.number).applied == applied


@given(games(), some.booleans(), some.booleans())
def test_no_decision_is_shown_at_an_event_it_was_made_after(game, clock, is_over):
    stream, decisions = game
    found = Index(forget(decisions, clock=clock), stream, is_over=is_over)
    really = {(each.player_id, each.number): applied for each, applied in decisions}
    for number in range(stream.first, stream.head + 1):
        link = found.before(number)
        if link is not None:
            assert really[link.made.player_id, link.made.number] <= number


@given(games(), some.booleans(), some.data())
def test_told_or_inferred_each_player_decides_in_order(game, clock, data):
    stream, decisions = game
    told = [each for each, _ in decisions]
    mixed = [
        data.draw(some.sampled_from(pair))
        for pair in zip(told, forget(decisions, clock=clock), strict=True)
    ]
    found = index(stream, *mixed)
    assert len(found.all) == len(decisions)
    for player in (ADA, BLAISE):
        applied = [each.applied for each in sorted(found.of(player), key=lambda p: p.made.number)]
        assert applied == sorted(applied)


@given(games(), some.booleans())
def test_next_reaches_every_decision_once_and_previous_goes_back(game, clock):
    stream, decisions = game
    found = index(stream, *forget(decisions, clock=clock))
    walked = []
    here = found.next(stream.first - 1)
    while here is not None:
        walked.append(here)
        here = found.next(here)
    assert walked == list(found.all)
    for before, after in pairwise(walked):
        assert found.previous(after) == before

"""The audit as a whole: what it does with holes, unknown events, breaks and hostile games."""

from __future__ import annotations

from hypothesis import given
from msgspec import structs

from replay.domain import board
from replay.domain.dialects import registry, testimony
from replay.domain.invariants import RULES, Audit
from replay.domain.invariants.findings import KEPT, OTHERS, TYPES
from tests.domain import made_up
from tests.domain.games import ADA, THREE, stream
from tests.domain.invariants.audits import END, audited, found, sentences, turn


def audit():
    return Audit(THREE, registry.bind(THREE), testimony.of(THREE))


def test_a_lawful_game_has_no_findings():
    report = audited(("game_start", {}), turn(ADA, 0), END, status="finished", winner=ADA)
    assert report.findings == ()
    assert (report.events, report.head) == (3, 2)


def test_a_hole_in_the_numbers_is_found_and_passed_over():
    events = stream(turn(ADA, 0), ("pass_go", {"player_id": ADA, "amount": 1}), END)
    one = audit()
    one.extend([events[0], structs.replace(events[2], sequence_number=2)])
    report = one.close("finished", ADA)
    assert [(each.rule, each.expected, each.seen) for each in report.findings] == [
        ("sequence", 1, 2)
    ]


def test_an_event_that_breaks_while_it_is_carried_out_breaks_no_check():
    paid = {"houses": 1, "cost": 100, "bank_houses": 31, "bank_hotels": 12}
    for space in range(40):
        built = ("build", {"player_id": ADA, "position": space, **paid})
        report = audited(("game_start", {}), turn(ADA, 0), built, END)
        assert (report.broken is None) == (space in board.PROPERTIES)
        assert ("broken" in report.counts) == (space not in board.PROPERTIES)


def test_an_event_told_twice_counts_once():
    paid = ("bank_payment", {"player_id": ADA, "amount": -9, "reason": "debt"})
    events = stream(turn(ADA, 0), paid)
    one = audit()
    one.extend([*events, events[1], *stream(END, first=2)])
    assert one.close("finished", ADA).counts == {"sequence": 1}


def test_a_marked_hole_is_found():
    assert found(("missing", {})) == [("sequence", 0)]


def test_unknown_events_are_counted_by_type():
    report = audited(("coffee_break", {}), ("coffee_break", {}), ("nap", {}))
    assert report.unread == {"coffee_break": 2, "nap": 1}
    assert report.counts["unread"] == 3


def test_a_break_ends_the_audit_and_says_where():
    told = [("move", {"player_id": ADA}), ("coffee_break", {})]
    report = audited(*told)
    assert report.broken is not None
    assert (report.head, report.events) == (-1, 1)
    assert found(*told) == [("broken", 0)]
    assert sentences(*told)[0].startswith("move cannot be read, and nothing after it: ")


def test_a_hostile_game_is_counted_exactly_and_kept_in_bounds():
    lost = stream(*[("missing", {})] * 5_000)
    strange = stream(*[(f"type {number}", {}) for number in range(500)], first=5_000)
    one = audit()
    one.extend([*lost, *strange])
    report = one.close("running")
    assert report.counts["sequence"] == 5_000
    assert sum(each.rule == "sequence" for each in report.findings) == KEPT
    assert sum(report.unread.values()) == 500
    assert report.unread[OTHERS] == 500 - TYPES


@given(made_up.games())
def test_nothing_makes_it_raise(events):
    one = audit()
    one.extend(events)
    report = one.close("finished")
    assert set(report.counts) <= set(RULES)
    assert all(each.sentence and not each.sentence.endswith(".") for each in report.findings)

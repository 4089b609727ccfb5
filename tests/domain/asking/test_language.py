"""What can be asked, and how it is said what cannot."""

from __future__ import annotations

import pytest

from replay.domain.asking import vocabulary
from replay.domain.asking.evaluation import Evaluation
from replay.domain.asking.language import Asked
from replay.domain.asking.problems import InvalidExpression
from replay.domain.asking.reads import Read, Source
from tests.domain.asking import questions, slow
from tests.domain.games import THREE, event


def read_by(text, asked=Asked.CONDITION):
    return set(Evaluation(text, THREE, asked).expression.reads.values)


def problem(text, asked=Asked.CONDITION):
    with pytest.raises(InvalidExpression) as caught:
        Evaluation(text, THREE, asked)
    return caught.value


@pytest.mark.parametrize("word", vocabulary.VARIABLES, ids=lambda word: word.name)
def test_every_example_of_the_vocabulary_can_be_asked(word):
    assert Evaluation(word.example, THREE, Asked.CONDITION).expression.reads.values


@pytest.mark.parametrize("function", vocabulary.FUNCTIONS, ids=lambda function: function.name)
def test_every_function_can_be_called_as_it_is_shown(function):
    asked = f"{function.call} == {function.call}"
    assert Evaluation(asked, THREE, Asked.CONDITION).expression.reads.values


@pytest.mark.parametrize("text", questions.PLAIN)
def test_every_question_of_these_tests_is_one(text):
    Evaluation(text, THREE, Asked.CONDITION)


@pytest.mark.parametrize(
    ("text", "line", "column", "said", "meant"),
    [
        ("event.tpye == 'a'", 1, 1, "event.tpye is not known here", "event.type"),
        ("turn_numbr > 1", 1, 1, "turn_numbr is not known here", "turn_number"),
        ("true && playres[1].cash > 1", 1, 9, "playres is not known here", "players"),
        ("is_over ||\n  owns_grop(1, 'red')", 2, 3, "owns_grop is not known", "owns_group"),
        ("players[1].chas > 1", 1, 11, "there is no field 'chas'", "cash"),
        ("before.players[1].chas > 1", 1, 18, "there is no field 'chas'", "cash"),
        ("decision.latency > 1", 1, 9, "there is no field 'latency'", "latency_ms"),
        ("trade.offer.chas > 1", 1, 12, "there is no field 'chas'", "cash"),
        ("owns_group(1, 'orang')", 1, 15, "there is no group 'orang'", "'orange'"),
        ("deeds['Bordwalk'].owner == 1", 1, 7, "no deed is called", "'Boardwalk'"),
        ("changed('players.1.chas')", 1, 9, "names no value of this game", "'players.1.cash'"),
        ("players.cash > 1", 1, 8, "players are many", "players[0].cash"),
        ("before.players.cash > 1", 1, 15, "are many", "before.players[0].cash"),
        ("has(properties.owner)", 1, 4, "properties are many", "properties[1].owner"),
        ("deeds.Bordwalk.owner == 1", 1, 6, "no deed is called", "'Boardwalk'"),
        ("players[1].cash = 1", 1, 17, "'=' is no sign here", "=="),
        ("players[1].cash => 1", 1, 17, "'=>' is no sign here", ">="),
        ("players[1].cash <> 1", 1, 18, "unexpected '>'", "!="),
        ("is_over and true", 1, 9, "unexpected 'and'", "&&"),
        ("not is_over", 1, 5, "unexpected 'is_over'", "!"),
        ("'🎲é' == event.typ", 1, 9, "event.typ is not known here", "event.type"),
    ],
)
def test_a_slip_is_found_at_its_place_with_what_may_have_been_meant(
    text, line, column, said, meant
):
    found = problem(text)
    assert (found.line, found.column) == (line, column)
    assert said in found.problem
    assert meant in found.suggestions
    assert meant in found.detail


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "there is no expression"),
        ("players[1].cash <", 18, "it ends too early"),
        ("event.", 7, "it ends too early"),
        ("(players[1].cash > 1", 21, "')' is missing at the end"),
        ("event.type == 'rent", 15, "this text is never closed: ' is missing"),
        ("event.type == \0", 15, "U+0000 is no sign here"),
        ("players[1].cash.value > 1", 16, "cash is a plain value, without fields"),
        ("winner.name == 'Ada'", 7, "winner is a plain value, without fields"),
        ("before.current_player.cash > 1", 22, "before.current_player is a plain value"),
        ("event.type == 5", 12, "no matching overload for '_==_' applied to '(string, int)'"),
        ("players[9].cash > 1", 9, "there is no player 9: here play 0, 1, 2"),
        ("properties[2].houses > 1", 12, "there is no deed at position 2"),
        ("owns_group(1)", 1, "owns_group is called like owns_group(1, 'orange')"),
        ("players.exists(p, p.cash < 3)", 20, "write players[p].cash"),
        ("players[1].cash + 1", 1, "a condition gives true or false, this gives int"),
        ("has(event.type)", 1, "a condition gives true or false"),
        ("changed(event.type)", 14, "a path that is written out"),
        ("[1].exists(players, players > 0)", 11, "a loop's variable cannot be called 'players'"),
        ("event.type.matches('(')", 20, "missing )"),
        ("event.type.matches(event.type)", 25, "a pattern written out"),
        ("a ; b", 3, "';'"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(text, column, said):
    found = problem(text)
    assert said in found.problem
    assert found.column == column


def test_a_watched_value_is_a_number():
    assert (
        "a watched value is a number, this gives string"
        in problem("event.type", Asked.WATCH).problem
    )
    Evaluation("players[1].cash / 2", THREE, Asked.WATCH)


def test_only_what_is_named_is_read():
    assert read_by("players[1].cash < 5") == {Read(Source.NOW, "players.1.cash")}
    assert read_by("before.bank.houses > houses(39)") == {
        Read(Source.BEFORE, "bank.houses"),
        Read(Source.NOW, "properties.39.houses"),
    }
    assert read_by("players.exists(p, players[p].cash < 5)") == {
        Read(Source.NOW, f"players.{player}.cash") for player in (0, 1, 2)
    }
    assert read_by("event.payload.amount > 1 && event.type == 'a'") == {
        Read(Source.PAYLOAD, "amount"),
        Read(Source.EVENT, "type"),
    }
    assert read_by("size(players) == 3") == set()
    assert len(read_by("players[1] == before.players[1]")) == 2 * len(vocabulary.PLAYER_STATE)


def test_what_is_not_there_is_no_match_and_no_error_but_counted():
    events = [
        event(0, "pass_go", player_id=0, amount=200),
        event(1, "turn_end", player_id=0),
        event(2, "turn_end", player_id=0, amount=None),
        event(3, "turn_end", player_id=0, amount="much"),
        event(4, "turn_end", player_id=0, amount=900),
    ]
    hits = slow.quick("event.payload.amount > 500", THREE, events, Asked.CONDITION)
    assert hits.runs == [(4, 4)]
    assert (hits.tally.absent, hits.tally.failed) == (2, 1)
    assert hits.tally.first.sequence_number == 3
    assert "_>_(string, int64)" in hits.tally.first.detail


def test_numbers_texts_and_flags_that_python_takes_for_equal_are_told_apart():
    events = [
        event(number, "noise", value=value) for number, value in enumerate([1, True, 1.0, "1", 0])
    ]
    hits = slow.quick("event.payload.value == true", THREE, events, Asked.CONDITION)
    assert hits.runs == [(1, 1)]
    hits = slow.quick("type(event.payload.value) == int", THREE, events, Asked.CONDITION)
    assert hits.runs == [(0, 0), (4, 4)]

"""Ratings of many games are worked out beside, told of meanwhile, and kept."""

from __future__ import annotations

import gc
import time
import weakref
from threading import Event

import pytest
from django.urls import reverse

from replay.domain.statistics import ratings
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By
from replay.domain.statistics.ratings import Course
from replay.statistics import asked, rating
from replay.statistics.rating import Rater
from tests.domain.statistics.games import tables
from tests.replay.statistics.recorded import record


@pytest.fixture
def chosen(monkeypatch):
    monkeypatch.setattr(rating, "AT_ONCE", 3)
    return choose(tables(12), Filters())


def finished(rater: Rater, chosen, by=By.MODEL):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = rater.find(chosen, by)
        if found.ratings is not None:
            return found
        time.sleep(0.01)
    pytest.fail("the ratings did not come")


def test_few_games_are_rated_at_once_by_whatever_is_asked_for():
    few, rater = choose(tables(6), Filters()), Rater()
    for by in By:
        *_, (_, _, expected) = ratings.rate(Course(few, by))
        assert rater.find(few, by).ratings == expected


def test_many_are_rated_beside_with_progress_and_kept(chosen, monkeypatch):
    going, asked_for = Event(), []
    rate = ratings.rate

    def slowly(*told):
        asked_for.append(told)
        for step in rate(*told):
            yield step
            going.wait(10)

    monkeypatch.setattr(ratings, "CHUNK", 4)
    monkeypatch.setattr(ratings, "rate", slowly)
    rater = Rater()
    first = rater.find(chosen, By.MODEL)
    assert (first.ratings, first.total) == (None, len(ratings.in_order(chosen)))
    going.set()
    *_, (_, _, expected) = rate(Course(chosen, By.MODEL))
    assert finished(rater, chosen).ratings == expected
    rater.find(chosen, By.MODEL)
    assert len(asked_for) == 1
    finished(rater, chosen, By.AGENT)
    assert len(asked_for) == 2


def test_what_only_concerns_games_that_go_on_changes_nothing(chosen):
    key = _key(chosen)
    assert _key(choose(tables(12), Filters(doubtful=True))) == key
    assert _key(choose(tables(11), Filters())) != key
    assert _key(chosen, By.AGENT) != key


def _key(chosen, by=By.MODEL):
    return rating._key(Course(chosen, by), by)


def test_games_that_finish_meanwhile_are_rated_at_once(chosen):
    """However often they do: nobody would ever see ratings otherwise."""
    rater = Rater()
    finished(rater, chosen)
    for count in (13, 14, 15, 16):
        more = choose(tables(count), Filters())
        *_, (_, _, expected) = ratings.rate(Course(more, By.MODEL))
        assert rater.find(more, By.MODEL).ratings == expected


def test_a_failure_is_no_answer_and_is_tried_again(chosen, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("no")
        yield

    with monkeypatch.context() as broke:
        broke.setattr(ratings, "rate", broken)
        rater = Rater()
        assert rater.find(chosen, By.MODEL).ratings is None
        deadline = time.monotonic() + 10
        while "could not be worked out" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.01)
    assert "could not be worked out" in caplog.text
    assert finished(rater, chosen).ratings


def test_ratings_of_before_are_not_waited_for_and_hold_no_tables(chosen, monkeypatch):
    """Tables are large, and each game that finishes makes new ones."""
    going = Event()
    rate = ratings.rate

    def slowly(steps):
        for step in steps:
            going.wait(10)
            yield step

    monkeypatch.setattr(ratings, "rate", lambda *told: slowly(rate(*told)))
    rater = Rater()
    rater.find(chosen, By.MODEL)
    held = []
    for count in (10, 11, 13):
        newer = choose(tables(count), Filters())
        held.append(weakref.ref(newer.tables))
        assert rater.find(newer, By.MODEL).ratings is None
        assert len(rater._waiting) <= 2
    last = newer
    del newer
    gc.collect()
    assert [one() is not None for one in held] == [False, False, True]
    going.set()
    assert finished(rater, last).ratings


def test_too_many_questions_are_turned_away(chosen, monkeypatch):
    monkeypatch.setattr(rating, "MOST_WAITING", 0)
    assert Rater().find(chosen, By.MODEL).is_refused


@pytest.mark.django_db
def test_the_page_waits_for_ratings_and_says_so(client, monkeypatch):
    record(5)
    monkeypatch.setattr(rating, "find", lambda *_: rating.Rated(None, 2, 5))
    page = client.get(reverse("statistics")).content.decode()
    assert "Ratings are being worked out: 2 of 5 games." in " ".join(page.split())
    assert "being worked out" in page
    assert asked.of(Filters()).chosen

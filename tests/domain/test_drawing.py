"""The drawn board: nothing outside of it, nothing on top of each other, nothing by colour alone."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.cast import initials_of
from replay.domain import board
from replay.drawing import amounts, deeds, dice, entries, geometry, ground, plain, tokens
from replay.drawing.geometry import Box
from replay.drawing.labels import CODES, LINES


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def test_forty_spaces_lie_around_the_board_without_overlap() -> None:
    boxes = [geometry.box(position) for position in range(40)]
    whole = Box(0, 0, geometry.SIZE, geometry.SIZE)
    assert all(_within(box, whole) for box in boxes)
    assert not any(_overlap(one, other) for one, other in itertools.combinations(boxes, 2))


@pytest.mark.parametrize("position", board.PROPERTIES)
def test_band_face_and_strip_share_a_space(position: int) -> None:
    parts = (geometry.band(position), geometry.face(position), geometry.strip(position))
    whole = geometry.box(position)
    assert all(_within(part, whole) for part in parts)
    assert sum(part.width * part.height for part in parts) == whole.width * whole.height


@given(st.integers(0, 39), st.integers(1, 8), st.booleans())
def test_tokens_stand_on_their_space_and_apart(position: int, count: int, in_jail: bool) -> None:
    crowd = tuple(
        tokens.Token(seat, str(seat), position, in_jail=in_jail and position == board.JAIL)
        for seat in range(count)
    )
    spots = [
        tuple(map(float, found))
        for found in re.findall(r"translate\((\S+) (\S+)\) scale\((\S+)\)", tokens.draw(crowd))
    ]
    whole = geometry.box(position)
    assert len(spots) == count
    for x, y, scale in spots:
        reach = tokens.RADIUS * scale - 0.5
        assert whole.x <= x - reach
        assert x + reach <= whole.x + whole.width
        assert whole.y <= y - reach
        assert y + reach <= whole.y + whole.height
    for (x, y, scale), (other_x, other_y, _) in itertools.combinations(spots, 2):
        assert ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 >= tokens.RADIUS * scale * 1.4


def test_the_jailed_stand_in_the_cell_and_visitors_outside() -> None:
    cell = geometry.cell()
    for in_jail in (True, False):
        token = tokens.Token(0, "A", board.JAIL, in_jail=in_jail)
        drawn = tokens.draw((token,))
        found = re.search(r"translate\((\S+) (\S+)\)", drawn)
        assert found is not None
        x, y = float(found[1]), float(found[2])
        inside = cell.x < x < cell.x + cell.width and cell.y < y < cell.y + cell.height
        assert inside == in_jail
        assert ("bars" in drawn) == in_jail


def test_every_space_is_named_in_full_and_for_small_screens() -> None:
    drawn = ground.draw()
    assert ground.told().count("<title>") == 40
    assert drawn.count("<tspan") == sum(map(len, LINES)) + 28 + 2 + 40  # taxes have a price too
    assert len(LINES) == len(CODES) == 40
    assert all(len(code.replace("Go To", "Go")) <= 4 for code in CODES)
    for space in board.SPACES:
        start = LINES[space.position][0].rstrip(".-")[:5]
        assert space.name.startswith(start.replace("Pennsylv", "Penns"))


def test_an_owner_is_told_by_letters_as_well_as_by_colour() -> None:
    assert ">Tu</text>" in deeds.mark(1, 3, "Tu", 0, is_mortgaged=False)


def test_buildings_are_counted_and_odd_counts_written() -> None:
    assert [deeds.mark(1, 0, "A", n, is_mortgaged=False).count("#house") for n in range(5)] == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert "#hotel" in deeds.mark(1, 0, "A", 5, is_mortgaged=False)
    assert ">9</text>" in deeds.mark(1, 0, "A", 9, is_mortgaged=False)
    assert ">-1</text>" in deeds.mark(1, 0, "A", -1, is_mortgaged=False)


def test_a_mortgage_is_told_in_a_word() -> None:
    assert "mortgaged" in deeds.mark(1, 0, "A", 0, is_mortgaged=True)
    assert "Mediterranean Avenue, mortgaged" in deeds.pip(1, 0, is_mortgaged=True)
    assert "Boardwalk, hotel" in deeds.pip(39, 5, is_mortgaged=False)


def test_the_panel_lists_each_deed_once() -> None:
    assert sorted(deeds.PANEL_ORDER) == list(board.PROPERTIES)
    assert deeds.PANEL_ORDER[-2:] == (12, 28)


@pytest.mark.parametrize(
    ("payload", "thrown"),
    [
        (b'{"d1": 3, "d2": 4}', (3, 4)),
        (b'{"die1": 6, "die2": 6, "total": 12}', (6, 6)),
        (b'{"dice": [1, 2]}', (1, 2)),
        (b'{"d1": 7, "d2": 1}', None),
        (b'{"d1": "3", "d2": 1}', None),
        (b'{"d1": [], "d2": {}}', None),
        (b'{"dice": 5}', None),
        (b"[1, 2]", None),
    ],
)
def test_dice_are_found_in_any_engines_payload(
    payload: bytes, thrown: tuple[int, int] | None
) -> None:
    assert dice.thrown(dice.msgspec.Raw(payload)) == thrown


@pytest.mark.parametrize(
    ("names", "initials"),
    [
        (("Ada", "Blaise"), ("A", "B")),
        (("Turtle", "Trader"), ("Tu", "Tr")),
        (("Player 1", "Player 2"), ("P1", "P2")),
        (("Player 0", "Player 1"), ("P0", "P1")),
        (("Ada", "Ada", "Bob"), ("A1", "A2", "B")),
        (("", "!!", "Bob"), ("1", "2", "B")),
        (("<script>", "\\u202e"), ("S", "U")),
    ],
)
def test_initials_tell_players_apart(names: tuple[str, ...], initials: tuple[str, ...]) -> None:
    assert initials_of(names) == initials


@given(st.lists(st.text(max_size=8), min_size=1, max_size=8))
def test_initials_are_short_and_never_shared(names: list[str]) -> None:
    marks = initials_of(tuple(names))
    assert len(set(marks)) == len(marks)
    assert all(1 <= len(mark) <= 2 for mark in marks)


@given(st.text())
def test_shown_text_is_never_longer_than_allowed_and_hides_nothing(text: str) -> None:
    seen = plain.clip(text, 20)
    assert len(seen) <= 20
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x00-\x08]", seen)


def test_markup_in_a_sentence_is_text() -> None:
    assert "&lt;b&gt;" in entries.draw(1, "money", "<b>", is_here=False)


def test_amounts_read_as_on_paper() -> None:
    assert amounts.dollars(-1074) == "\u2212$1,074"
    assert amounts.signed(220) == "+$220"
    assert amounts.count(1, "house") == "1 house"
    assert amounts.count(0, "hotel") == "0 hotels"

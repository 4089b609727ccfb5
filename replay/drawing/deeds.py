"""What lies on a space that can be owned: whose it is, its buildings, whether it is mortgaged."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from replay.domain import board
from replay.drawing import geometry

_SPREAD = 14
"""From one house to the next, along the band."""


@lru_cache(maxsize=8192)
def mark(position: int, owner: int, initials: str, houses: int, *, is_mortgaged: bool) -> str:
    """The marks of one space, as SVG.

    Args:
        position: the space.
        owner: the seat, which decides the colour class; -1 for the bank (a mark remains where the
            bank holds a deed with buildings or a mortgage on it: odd, and to be seen).
        initials: the owner's, so that the colour does not stand alone.
        houses: 0-5; any other number is written as such.
        is_mortgaged: hatched, and said in a word.
    """
    drawn = _mortgage(position) if is_mortgaged else ""
    if owner >= 0:
        drawn += _owner(position, owner, initials)
    return drawn + _buildings(position, houses)


@lru_cache(maxsize=2048)
def pip(position: int, houses: int, *, is_mortgaged: bool) -> Markup:
    """The deed as one small coloured mark of its owner's row in the players' panel."""
    space = board.SPACES[position]
    said = _named(position, houses, is_mortgaged=is_mortgaged)
    css = f"pip g-{space.group}{' pip-m' if is_mortgaged else ''}"
    shown = "H" if houses == board.HOTEL else str(houses or "")
    return Markup(  # noqa: S704 - group is one of ours, the rest is escaped
        f'<li class="{css}" data-path="properties.{position}" title="{escape(said)}">'
        f'<b aria-hidden="true">{shown}</b>'
        f'<span class="vh">{escape(said)}</span></li>'
    )


@lru_cache(maxsize=64)
def hit(position: int) -> str:
    """A frame around a space that the event at hand has changed."""
    box = geometry.box(position)
    return (
        f'<rect class="hit" x="{box.x + 1}" y="{box.y + 1}"'
        f' width="{box.width - 2}" height="{box.height - 2}"/>'
    )


PANEL_ORDER: tuple[int, ...] = tuple(
    sorted(
        board.PROPERTIES,
        key=lambda position: (
            ("railroad", "utility").index(board.SPACES[position].group) + 1
            if board.SPACES[position].kind is not board.Kind.STREET
            else 0
        ),
    )
)
"""Deeds in groups, for a list: the streets around the board, then railroads and utilities."""


def _named(position: int, houses: int, *, is_mortgaged: bool) -> str:
    said = board.SPACES[position].name
    if houses == board.HOTEL:
        said += ", hotel"
    elif houses:
        said += f", {houses} house{'' if houses == 1 else 's'}"
    return f"{said}, mortgaged" if is_mortgaged else said


def _owner(position: int, owner: int, initials: str) -> str:
    box = geometry.strip(position)
    x, y = box.middle
    css = ' class="two"' if len(initials) > 1 else ""
    return (
        f'<g class="own p{owner}"><rect x="{box.x}" y="{box.y}" width="{box.width}"'
        f' height="{box.height}"/><text{css} x="{x:g}" y="{y + 4:g}">{escape(initials)}</text></g>'
    )


def _mortgage(position: int) -> str:
    box, face = geometry.box(position), geometry.face(position)
    x, y = face.middle[0], face.y + 34
    return (
        f'<g class="mort"><rect class="veil" x="{box.x}" y="{box.y}" width="{box.width}"'
        f' height="{box.height}"/><rect x="{box.x}" y="{box.y}" width="{box.width}"'
        f' height="{box.height}" fill="url(#hatch)"/>'
        f'<text x="{x:g}" y="{y:g}">mortgaged</text></g>'
    )


def _buildings(position: int, houses: int) -> str:
    if houses == 0:
        return ""
    box = geometry.band(position)
    x, y = box.middle
    if houses == board.HOTEL:
        # On its side where the strip stands upright: it is wider than that.
        turned = {
            1: f' transform="rotate(90 {x:g} {y:g})"',
            3: f' transform="rotate(-90 {x:g} {y:g})"',
        }
        return f'<use href="#hotel" x="{x:g}" y="{y:g}"{turned.get(geometry.side(position), "")}/>'
    if not 0 < houses < board.HOTEL:  # a log may say anything: then it is told as a number
        return f'<text class="odd" x="{x:g}" y="{y + 4:g}">{houses}</text>'
    upright = geometry.side(position) in {1, 3}
    drawn = ""
    for index in range(houses):
        away = (index - (houses - 1) / 2) * _SPREAD
        at_x, at_y = (x, y + away) if upright else (x + away, y)
        drawn += f'<use href="#house" x="{at_x:g}" y="{at_y:g}"/>'
    return drawn

"""The static layer: all that is printed on a board. Drawn once, the same for every game."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup, escape

from replay.domain import board
from replay.domain.board import Kind, Space
from replay.drawing import geometry
from replay.drawing.labels import CODES, LINES

_LINE = 11
"""From one line of text to the next."""


@cache
def draw() -> Markup:
    """The cells, bands, names and prices of the 40 spaces, as the content of an ``<svg>``."""
    middle = geometry.SIZE - 2 * geometry.CORNER
    ground = (
        f'<rect class="b-mid" x="{geometry.CORNER}" y="{geometry.CORNER}"'
        f' width="{middle}" height="{middle}"/>'
    )
    return Markup(ground + "".join(_space(space) for space in board.SPACES))  # noqa: S704


def _space(space: Space) -> str:
    inside = _rect("b-cell", geometry.box(space.position))
    if space.kind is Kind.STREET:
        inside += _rect(f"b-band g-{space.group}", geometry.band(space.position))
    if space.kind is Kind.JAIL:
        inside += _rect("b-jail", geometry.cell())
    return f"<g><title>{escape(facts(space))}</title>{inside}{_text(space)}</g>"


def facts(space: Space) -> str:
    """What the title deed says, in one line."""
    told = [space.name]
    if space.kind is Kind.TAX:
        told.append(f"pay ${space.price}")
    elif space.price:
        told.append(f"${space.price}")
    match space.kind:
        case Kind.STREET:
            *rents, hotel = (f"${rent}" for rent in space.rents)
            told.append(f"rent {', '.join(rents)}, hotel {hotel}")
            told.append(f"a house ${space.house_cost}")
        case Kind.RAILROAD:
            told.append(f"rent {', '.join(f'${rent}' for rent in space.rents)} by railroads held")
        case Kind.UTILITY:
            told.append("rent {} or {} times the dice".format(*space.rents))
    return " · ".join(told)


def _text(space: Space) -> str:
    x, top = _anchor(space)
    lines = LINES[space.position]
    written = "".join(
        f'<text class="b-name" x="{x}" y="{top + index * _LINE}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )
    if space.price:
        below = top + len(lines) * _LINE
        written += f'<text class="b-price" x="{x}" y="{below}">${space.price}</text>'
    code = f'<text class="b-code" x="{x}" y="{_code_line(space)}">{escape(CODES[space.position])}'
    return f"{written}{code}</text>"


def _anchor(space: Space) -> tuple[float, int]:
    """Where the first line of the name stands: its middle, its base line."""
    if space.kind is Kind.JAIL:
        inner = geometry.cell()
        return inner.middle[0], inner.y + 13
    if geometry.is_corner(space.position):
        whole = geometry.box(space.position)
        return whole.middle[0], whole.y + 36
    face = geometry.face(space.position)
    return face.middle[0], face.y + 12


def _code_line(space: Space) -> int:
    if space.kind is Kind.JAIL:
        return geometry.cell().y + 19
    if geometry.is_corner(space.position):
        return geometry.box(space.position).y + 38
    return geometry.face(space.position).y + 20


def _rect(css: str, box: geometry.Box) -> str:
    return (
        f'<rect class="{css}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"/>'
    )

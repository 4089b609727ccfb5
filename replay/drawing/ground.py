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

type _Text = tuple[float, int, str]
"""Where its middle stands, its base line, and what it says."""


@cache
def draw() -> Markup:
    """The cells, bands, names and prices of the 40 spaces, as the content of an ``<svg>``.

    As few elements as there are looks: a browser takes its time for each.
    """
    middle = geometry.SIZE - 2 * geometry.CORNER
    drawn = [
        (
            f'<rect class="b-mid" x="{geometry.CORNER}" y="{geometry.CORNER}"'
            f' width="{middle}" height="{middle}"/>'
        ),
        _path("b-cell", [geometry.box(space.position) for space in board.SPACES]),
        *(_path(f"b-band g-{group}", boxes) for group, boxes in _bands().items()),
        _path("b-jail", [geometry.cell()]),
        _texts("b-name", [line for space in board.SPACES for line in _name(space)]),
        _texts("b-price", [_price(space) for space in board.SPACES if space.price]),
        _texts("b-code", [_code(space) for space in board.SPACES]),
    ]
    return Markup("".join(drawn))  # noqa: S704


@cache
def told() -> Markup:
    """What each space says when it is pointed at: to lie over all that is drawn."""
    spaces = (
        f'<rect class="b-told" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}">'
        f"<title>{escape(facts(space))}</title></rect>"
        for space in board.SPACES
        for box in [geometry.box(space.position)]
    )
    return Markup("".join(spaces))  # noqa: S704


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


def _bands() -> dict[str, list[geometry.Box]]:
    found: dict[str, list[geometry.Box]] = {}
    for space in board.SPACES:
        if space.kind is Kind.STREET and space.group:
            found.setdefault(space.group, []).append(geometry.band(space.position))
    return found


def _name(space: Space) -> list[_Text]:
    x, top = _anchor(space)
    lines = LINES[space.position]
    return [(x, top + index * _LINE, line) for index, line in enumerate(lines)]


def _price(space: Space) -> _Text:
    x, top = _anchor(space)
    return x, top + len(LINES[space.position]) * _LINE, f"${space.price}"


def _code(space: Space) -> _Text:
    return _anchor(space)[0], _code_line(space), CODES[space.position]


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


def _path(css: str, boxes: list[geometry.Box]) -> str:
    told = "".join(f"M{box.x} {box.y}h{box.width}v{box.height}h-{box.width}z" for box in boxes)
    return f'<path class="{css}" d="{told}"/>'


def _texts(css: str, texts: list[_Text]) -> str:
    told = "".join(f'<tspan x="{x:g}" y="{y}">{escape(text)}</tspan>' for x, y, text in texts)
    return f'<text class="{css}">{told}</text>'

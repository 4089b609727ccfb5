"""The players' tokens: a shape, a colour and initials for each seat, side by side on a space."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape
from msgspec import Struct

from replay.domain import board
from replay.drawing import geometry

SEATS = 8
"""As many shapes and colours as there are; a ninth player shares those of the first."""

RADIUS = 12


class Token(Struct, frozen=True):
    """One token on the board. ``is_moved``: by the event at hand; ``path``: that of its place."""

    seat: int
    initials: str
    position: int
    in_jail: bool = False
    is_current: bool = False
    is_moved: bool = False
    path: str = ""


@lru_cache(maxsize=4096)
def draw(tokens: tuple[Token, ...]) -> str:
    """All tokens, as SVG; those to act come last, on top of the others."""
    drawn = []
    for here in _by_place(tokens).values():
        spots = _spots(here[0].position, len(here), in_jail=here[0].in_jail)
        drawn += [
            (token.is_current, _token(token, *spot))
            for token, spot in zip(here, spots, strict=True)
        ]
    return "".join(markup for _, markup in sorted(drawn, key=lambda item: item[0]))


@lru_cache(maxsize=4096)
def badge(seat: int, initials: str) -> Markup:
    """The token as a small picture beside the player's name."""
    return Markup(  # noqa: S704 - the initials are escaped, the rest is ours
        f'<svg class="badge p{seat % SEATS}" viewBox="-14 -14 28 28" aria-hidden="true">'
        f"{_figure(seat, initials)}</svg>"
    )


def _by_place(tokens: tuple[Token, ...]) -> dict[tuple[int, bool], list[Token]]:
    places: dict[tuple[int, bool], list[Token]] = {}
    for token in tokens:
        # Some log may jail a player who stands elsewhere: he is shown where he stands.
        in_cell = token.in_jail and token.position == board.JAIL
        places.setdefault((token.position, in_cell), []).append(token)
    return places


def _token(token: Token, x: float, y: float, scale: float) -> str:
    css = f"tok p{token.seat % SEATS}"
    extra = ""
    if token.is_current:
        css += " tok-now"
    if token.is_moved:
        extra = f'<circle class="ring" r="{RADIUS + 3}"/>'
    if token.in_jail:
        extra += '<path class="bars" d="M-5-11V11M5-11V11"/>'
    return (
        f'<g class="{css}" data-path="{escape(token.path)}"'
        f' transform="translate({x:g} {y:g}) scale({scale:g})">'
        f"{_figure(token.seat, token.initials)}{extra}</g>"
    )


def _figure(seat: int, initials: str) -> str:
    size = " tok-2" if len(initials) > 1 else ""
    return (
        f'<use href="#seat-{seat % SEATS}"/><text class="tok-i{size}" y="4.5">{escape(initials)}'
        "</text>"
    )


def _spots(position: int, count: int, *, in_jail: bool) -> list[tuple[float, float, float]]:
    """Where ``count`` tokens stand on a space: middle and scale of each."""
    if position == board.JAIL:
        return _in_cell(count) if in_jail else _visiting(count)
    if geometry.is_corner(position):
        whole = geometry.box(position)
        return _grid(geometry.Box(whole.x + 4, whole.y + 40, 82, 46), count)
    face = geometry.face(position)
    # One row leaves the name free; more need the whole face.
    room = 25 if count <= 2 else face.height
    return _grid(geometry.Box(face.x, face.y + face.height - room, face.width, room), count)


def _in_cell(count: int) -> list[tuple[float, float, float]]:
    inner = geometry.cell()
    room = geometry.Box(inner.x, inner.y + 16, inner.width, inner.height - 16)
    return _grid(room, count)


def _visiting(count: int) -> list[tuple[float, float, float]]:
    """Along the outer edge of the corner: down its left side, then along its foot."""
    corner = geometry.box(board.JAIL)
    lane = (geometry.CORNER - geometry.CELL_SIZE) / 2
    bend = geometry.CORNER - lane
    scale, apart = (1.0, 29.0) if count <= 5 else (0.66, 124 / (count - 1))
    spots = []
    for index in range(count):
        way = lane - 2 + apart * index
        down, along = min(way, bend), max(0.0, way - bend)
        spots.append((corner.x + lane + along, corner.y + down, scale))
    return spots


def _grid(room: geometry.Box, count: int) -> list[tuple[float, float, float]]:
    """A grid of as few columns and rows as hold ``count`` tokens at the largest scale."""
    diameter = 2 * RADIUS + 3
    fits = []
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        scale = min(1.0, room.width / (columns * diameter), room.height / (rows * diameter))
        fits.append((scale, -rows, columns))
    scale, minus_rows, columns = max(fits)
    step = diameter * scale
    middle_x, middle_y = room.middle
    spots = []
    for index in range(count):
        row, column = divmod(index, columns)
        in_row = min(columns, count - row * columns)
        x = middle_x + (column - (in_row - 1) / 2) * step
        y = middle_y + (row + (minus_rows + 1) / 2) * step
        spots.append((x, y, round(scale, 2)))
    return spots

"""Where everything lies on the drawn board: 720 units square, corners 90, other spaces 60 by 90.

The board is seen as on a table: Go at the lower right, counted clockwise, names all upright.
"""

from __future__ import annotations

from msgspec import Struct

SIZE = 720
CORNER = 90
WIDTH = 60
BAND = 16
"""How deep the strip of the colour group is, at the inner edge; houses stand on it."""
STRIP = 14
"""How deep the strip of the owner is, at the outer edge."""
CELL_SIZE = 58
"""The side of the jail's inner square, whose lower left remains for those just visiting."""


class Box(Struct, frozen=True):
    """A rectangle: left, top, width, height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2


def side(position: int) -> int:
    """The edge a space lies on: 0 bottom, 1 left, 2 top, 3 right. A corner begins an edge."""
    return position // 10


def is_corner(position: int) -> bool:
    """Go, Jail, Free Parking and Go To Jail."""
    return position % 10 == 0


def box(position: int) -> Box:
    """The whole space."""
    edge, step = divmod(position, 10)
    far = SIZE - CORNER
    if step == 0:
        corners = ((far, far), (0, far), (0, 0), (far, 0))
        return Box(*corners[edge], CORNER, CORNER)
    back, forth = far - step * WIDTH, CORNER + (step - 1) * WIDTH
    match edge:
        case 0:
            return Box(back, far, WIDTH, CORNER)
        case 1:
            return Box(0, back, CORNER, WIDTH)
        case 2:
            return Box(forth, 0, WIDTH, CORNER)
        case _:
            return Box(far, forth, CORNER, WIDTH)


def band(position: int) -> Box:
    """The colour group's strip, along the inner edge."""
    return _along(position, BAND, inner=True)


def strip(position: int) -> Box:
    """The owner's strip, along the outer edge."""
    return _along(position, STRIP, inner=False)


def face(position: int) -> Box:
    """What is left between the two strips: the name, the price, and room for tokens."""
    whole = box(position)
    match side(position):
        case 0:
            return Box(whole.x, whole.y + BAND, whole.width, whole.height - BAND - STRIP)
        case 1:
            return Box(whole.x + STRIP, whole.y, whole.width - BAND - STRIP, whole.height)
        case 2:
            return Box(whole.x, whole.y + STRIP, whole.width, whole.height - BAND - STRIP)
        case _:
            return Box(whole.x + BAND, whole.y, whole.width - BAND - STRIP, whole.height)


def cell() -> Box:
    """The inside of the jail: the corner's inner square."""
    corner = box(10)
    return Box(corner.x + CORNER - CELL_SIZE, corner.y, CELL_SIZE, CELL_SIZE)


def _along(position: int, depth: int, *, inner: bool) -> Box:
    whole = box(position)
    edge = side(position)
    if edge in {0, 2}:
        at_top = inner == (edge == 0)
        y = whole.y if at_top else whole.y + whole.height - depth
        return Box(whole.x, y, whole.width, depth)
    at_left = inner == (edge == 3)
    x = whole.x if at_left else whole.x + whole.width - depth
    return Box(x, whole.y, depth, whole.height)

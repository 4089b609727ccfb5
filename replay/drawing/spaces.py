"""The spaces that can be owned, as links laid over the board: each leads to its values."""

from __future__ import annotations

from markupsafe import Markup, escape

from replay.domain import board
from replay.drawing import geometry, ground


def draw(seq: int, keep: str = "") -> Markup:
    """The links of a page at the event ``seq``, as the content of an ``<svg>``.

    ``keep``: parameters that stay in the address, as ``&name=value``.
    """
    drawn = (_space(seq, board.SPACES[position], keep) for position in board.PROPERTIES)
    return Markup("".join(drawn))  # noqa: S704 - all of it is ours


def _space(seq: int, space: board.Space, keep: str) -> str:
    box = geometry.box(space.position)
    path = f"properties.{space.position}"
    said = escape(space.name)
    return (
        f'<a data-path="{path}" href="?seq={seq}&amp;panel=changes&amp;path={path}{escape(keep)}"'
        f' aria-label="{said}: owner, houses, mortgage">'
        f"<title>{escape(ground.facts(space))}</title>"
        f'<rect x="{box.x + 1}" y="{box.y + 1}" width="{box.width - 2}"'
        f' height="{box.height - 2}"/></a>'
    )

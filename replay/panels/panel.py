"""What a panel is: one tab of the inspector, beside the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from replay.recording import Recording

type Context = dict[str, Any]
type Query = Mapping[str, str]


class Panel(Struct, frozen=True):
    """One tab: ``build`` gives what its template ``panels/_<name>.html`` needs.

    ``build(recording, wanted, query)``: the moment is one of the game's, the query what the address
    says besides it. ``lasts``: the fragment depends on nothing that can change behind a moment that
    has passed, so that browsers may keep it. ``follows``: it tells of the moment, and is asked for
    again when the cursor comes to rest elsewhere. ``asked``: the parameters of this panel alone.
    """

    name: str
    title: str
    build: Callable[[Recording, int, Query], Context]
    asked: tuple[str, ...] = ()
    lasts: bool = False
    follows: bool = True

    @property
    def template(self) -> str:
        """The template of its fragment."""
        return f"panels/_{self.name}.html"

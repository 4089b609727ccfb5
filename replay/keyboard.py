"""The keys of the timeline page: one table for the page, its help and the documentation."""

from __future__ import annotations

from msgspec import Struct


class Key(Struct, frozen=True):
    """``key``: as `KeyboardEvent.key` names it; ``action``: what it asks for; ``does``: in words.

    ``panel``: the panel that must be open for it, "" for none.
    """

    key: str
    action: str
    does: str
    panel: str = ""

    @property
    def shown(self) -> str:
        """The key as a person reads it."""
        return _SHOWN.get(self.key, self.key)


class Group(Struct, frozen=True):
    """Keys that belong together."""

    title: str
    keys: tuple[Key, ...]


_SHOWN = {
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "PageUp": "Page Up",
    "PageDown": "Page Down",
    " ": "Space",
    "Escape": "Esc",
}

GROUPS = (
    Group(
        "Move",
        (
            Key("ArrowRight", "next", "Next event"),
            Key("ArrowLeft", "previous", "Previous event"),
            Key("PageDown", "next-turn", "Next turn"),
            Key("PageUp", "previous-turn", "Previous turn"),
            Key("Home", "first", "Before the first event"),
            Key("End", "last", "Last event"),
            Key("g", "go-to", "Type an event's number"),
        ),
    ),
    Group(
        "Play",
        (
            Key(" ", "play", "Play or pause"),
            Key(">", "faster", "Faster"),
            Key("<", "slower", "Slower"),
        ),
    ),
    Group(
        "Decisions",
        (
            Key("d", "next-decision", "Next decision", "decision"),
            Key("D", "previous-decision", "Previous decision", "decision"),
            Key("e", "next-error", "Next decision with an error", "decision"),
            Key("E", "previous-error", "Previous decision with an error", "decision"),
        ),
    ),
    Group(
        "Values",
        (
            Key("[", "last-change", "Last change of the value chosen", "changes"),
            Key("]", "next-change", "Next change of the value chosen", "changes"),
            Key("p", "pin", "Compare with this moment from now on, or no longer", "changes"),
        ),
    ),
    Group(
        "Ask",
        (
            Key("/", "ask", "Ask the history", "ask"),
            Key("n", "next-hit", "Next answer", "ask"),
            Key("N", "previous-hit", "Previous answer", "ask"),
        ),
    ),
    Group(
        "Keep",
        (
            Key("b", "bookmark", "Bookmark this event", "notes"),
            Key("l", "link", "Copy a link to this moment with all that is open"),
        ),
    ),
    Group(
        "Page",
        (
            Key("f", "filter", "Filter events", "events"),
            Key("z", "zoom-in", "Look closer at the lanes"),
            Key("Z", "zoom-out", "Look at more of the lanes"),
            Key("1 … 9", "tab", "Open a panel by its place"),
            Key("?", "help", "These keys"),
        ),
    ),
)

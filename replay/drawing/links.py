"""Values as links to the event that last changed them."""

from __future__ import annotations

from markupsafe import Markup, escape


def value(
    seq: int, path: str, name: str, shown: str, *, is_changed: bool, keep: str = ""
) -> Markup:
    """A value of the board after the event ``seq``; ``is_changed``: that event changed it.

    ``keep``: parameters that stay in the address, as ``&name=value``.

    The path is in the element's id: a script finds by it what a person clicked, and the focus stays
    on the value when another frame takes this one's place.
    """
    said = escape(shown)
    address = f"?seq={seq}&amp;panel=changes&amp;path={path}&amp;go=last-change{escape(keep)}"
    css = "v did" if is_changed else "v"
    return Markup(  # noqa: S704 - the path is one of ours, the rest is escaped
        f'<a class="{css}" id="v-{path}" href="{address}"'
        f' aria-label="{escape(name)} {said}: go to its last change"><bdi>{said}</bdi></a>'
    )

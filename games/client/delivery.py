"""How the background thread delivers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from games.domain.errors import InvalidField

type Fsync = Literal["send", "always", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Sizes are counts or bytes, times are seconds. Raises InvalidField.

    ``batch_size``, ``batch_bytes``: most events and decisions, and most bytes, sent at once.
    ``delay``: how long an event may wait for company before it is sent.
    ``open_timeout``: longest wait for the server when a game is opened; 0 does not wait.
    ``close_timeout``: longest wait for the last acknowledgement where `close` is given none.
    ``request_timeout``: how long one request may take.
    ``first_backoff``, ``longest_backoff``: pauses between tries grow from one to the other.
    ``give_up_after``: failing for so long ends the sending; None: it is tried for ever.
    ``fsync``: when the spool is forced to disk. ``send``: by the background thread before each
    batch, so that the server never knows more than a disk after a power cut. ``always``: before
    `event` returns. ``never``: left to the system. All three survive the engine's own death.
    """

    batch_size: int = 500
    batch_bytes: int = 4_000_000
    delay: float = 0.2
    open_timeout: float = 5.0
    close_timeout: float = 30.0
    request_timeout: float = 30.0
    first_backoff: float = 0.2
    longest_backoff: float = 15.0
    give_up_after: float | None = None
    fsync: Fsync = "send"

    def __post_init__(self) -> None:
        if self.fsync not in {"send", "always", "never"}:
            raise InvalidField("fsync", self.fsync, "it is one of: send, always, never")
        for name in (field.name for field in fields(self) if field.name != "fsync"):
            value = getattr(self, name)
            least = 1 if name.startswith("batch") else 0
            if value is not None and not value >= least:
                raise InvalidField(name, value, f"it must be at least {least}")

"""What was measured, against what, and whether that is what is wanted."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table as RichTable


@dataclass
class Table:
    """Rows of one run; ``goal`` is a bound on the ratio or the value."""

    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def ratio(self, what: str, value: str, against: str, ratio: float, goal: str) -> None:
        """A ratio with a goal such as ``≥ 0.6``."""
        self._add(what, value, against, f"{ratio:.2f}", goal, ratio)

    def amount(self, what: str, value: float, unit: str, goal: str) -> None:
        """A plain number with a goal such as ``≤ 300``."""
        self._add(what, f"{value:,.0f} {unit}", "", "", goal, value)

    def note(self, what: str, value: str, against: str = "") -> None:
        """A number without a goal."""
        self.rows.append((what, value, against, "", ""))

    def print(self) -> None:
        """The table, on standard output."""
        shown = RichTable(title=f"Monopoly Rewind, {os.cpu_count()} cores")
        for heading in ("what", "measured", "against", "ratio", "goal"):
            shown.add_column(heading, justify="left" if heading == "what" else "right")
        for row in self.rows:
            shown.add_row(*row)
        Console(width=130).print(shown)

    def _add(
        self, what: str, value: str, against: str, ratio: str, goal: str, number: float
    ) -> None:
        sign, bound = goal.split()
        met = number >= float(bound) if sign == "≥" else number <= float(bound)
        self.rows.append((what, value, against, ratio, f"{goal} {'met' if met else 'MISSED'}"))

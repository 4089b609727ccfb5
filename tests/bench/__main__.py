"""Run every measurement and print one table; `python -m tests.bench NAME …` runs some."""

from __future__ import annotations

import sys

from tests.bench import rig
from tests.bench.table import Table


def main(wanted: list[str]) -> None:
    """Measure what is named, everything if nothing is."""
    with rig.site() as site:
        # Only now, as Django reads its settings on import and the rig has just made them.
        from tests.bench import (
            append,
            asking,
            courses,
            deciding,
            folding,
            frames,
            live,
            making,
            memory,
            page,
            recording,
            searching,
            statistics,
        )

        parts = {
            "fold": folding,
            "course": courses,
            "ask": asking,
            "making": making,
            "append": append,
            "recording": recording,
            "frames": frames,
            "deciding": deciding,
            "live": live,
            "searching": searching,
            "page": page,
            "memory": memory,
            "statistics": statistics,
        }
        unknown = set(wanted) - parts.keys()
        if unknown:
            raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join(parts)}")
        table = Table()
        for name, part in parts.items():
            if not wanted or name in wanted:
                print(f"measuring {name} …", file=sys.stderr, flush=True)
                part.measure(site, table)
        table.print()


main(sys.argv[1:])

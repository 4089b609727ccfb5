"""Dollars and counts as the page writes them."""

from __future__ import annotations

MINUS = "\u2212"


def dollars(amount: int) -> str:
    """$1,318 or −$74."""
    return f"{MINUS}${-amount:,}" if amount < 0 else f"${amount:,}"


def signed(amount: int) -> str:
    """A change: +$220 or −$220."""
    return dollars(amount) if amount < 0 else f"+${amount:,}"


def count(number: int, one: str) -> str:
    """1 house, 2 houses."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"

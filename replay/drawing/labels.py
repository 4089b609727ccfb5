"""What is printed on a space: its name broken into lines that fit, and a code for small screens."""

from __future__ import annotations

LINES: tuple[tuple[str, ...], ...] = (
    ("Go",),
    ("Mediter-", "ranean"),
    ("Community", "Chest"),
    ("Baltic", "Avenue"),
    ("Income", "Tax"),
    ("Reading", "Railroad"),
    ("Oriental", "Avenue"),
    ("Chance",),
    ("Vermont", "Avenue"),
    ("Connec-", "ticut"),
    ("Jail",),
    ("St. Charles", "Place"),
    ("Electric", "Company"),
    ("States", "Avenue"),
    ("Virginia", "Avenue"),
    ("Pennsylv.", "Railroad"),
    ("St. James", "Place"),
    ("Community", "Chest"),
    ("Tennessee", "Avenue"),
    ("New York", "Avenue"),
    ("Free", "Parking"),
    ("Kentucky", "Avenue"),
    ("Chance",),
    ("Indiana", "Avenue"),
    ("Illinois", "Avenue"),
    ("B. & O.", "Railroad"),
    ("Atlantic", "Avenue"),
    ("Ventnor", "Avenue"),
    ("Water", "Works"),
    ("Marvin", "Gardens"),
    ("Go To", "Jail"),
    ("Pacific", "Avenue"),
    ("North", "Carolina"),
    ("Community", "Chest"),
    ("Pennsylv.", "Avenue"),
    ("Short", "Line"),
    ("Chance",),
    ("Park", "Place"),
    ("Luxury", "Tax"),
    ("Boardwalk",),
)

# At most four letters: on a phone a space is 30 pixels wide.
CODES: tuple[str, ...] = (
    *("Go", "Med", "CC", "Balt", "Tax", "Read", "Ori", "?", "Verm", "Conn"),
    *("Jail", "StC", "Elec", "Stat", "Virg", "P.RR", "StJ", "CC", "Tenn", "NY"),
    *("Free", "Kent", "?", "Ind", "Ill", "B&O", "Atl", "Vent", "Watr", "Marv"),
    *("Go To", "Pac", "N.C.", "CC", "Penn", "S.L.", "?", "Park", "Lux", "Bwlk"),
)

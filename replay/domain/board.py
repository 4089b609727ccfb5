"""The printed board: 40 spaces with their groups, prices and rents, as data.

Source: the title deeds and the board of the US standard edition (Parker Brothers, since 2008 with a
flat income tax of $200 and a luxury tax of $100). All amounts are dollars, all positions 0-39
counted clockwise from Go.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a space is."""

    GO = "go"
    STREET = "street"
    RAILROAD = "railroad"
    UTILITY = "utility"
    CHANCE = "chance"
    COMMUNITY_CHEST = "community_chest"
    TAX = "tax"
    JAIL = "jail"
    FREE_PARKING = "free_parking"
    GO_TO_JAIL = "go_to_jail"


class Space(Struct, frozen=True):
    """One space.

    ``rents`` of a street: bare, one to four houses, hotel; of a railroad: by how many railroads its
    owner holds; of a utility: the two factors on the dice. ``house_cost`` is that of one house (a
    hotel costs the same again). Zero and empty where the space has none.
    """

    position: int
    name: str
    kind: Kind
    group: str = ""
    price: int = 0
    house_cost: int = 0
    rents: tuple[int, ...] = ()

    @property
    def mortgage(self) -> int:
        """What the bank lends on the deed: half its price."""
        return self.price // 2


JAIL = 10
GO_TO_JAIL = 30
STARTING_CASH = 1500
SALARY = 200
JAIL_FINE = 50
HOUSES = 32
HOTELS = 12
HOTEL = 5
"""The number of "houses" that stands for a hotel."""


def _street(at: int, name: str, group: str, price: int, *rents: int) -> Space:
    house_cost = 50 * (at // 10 + 1)  # each side of the board is $50 dearer than the one before
    return Space(at, name, Kind.STREET, group, price, house_cost, rents)


def _railroad(at: int, name: str) -> Space:
    return Space(at, name, Kind.RAILROAD, "railroad", 200, 0, (25, 50, 100, 200))


def _utility(at: int, name: str) -> Space:
    return Space(at, name, Kind.UTILITY, "utility", 150, 0, (4, 10))


SPACES: tuple[Space, ...] = (
    Space(0, "Go", Kind.GO),
    _street(1, "Mediterranean Avenue", "brown", 60, 2, 10, 30, 90, 160, 250),
    Space(2, "Community Chest", Kind.COMMUNITY_CHEST),
    _street(3, "Baltic Avenue", "brown", 60, 4, 20, 60, 180, 320, 450),
    Space(4, "Income Tax", Kind.TAX, price=200),
    _railroad(5, "Reading Railroad"),
    _street(6, "Oriental Avenue", "light_blue", 100, 6, 30, 90, 270, 400, 550),
    Space(7, "Chance", Kind.CHANCE),
    _street(8, "Vermont Avenue", "light_blue", 100, 6, 30, 90, 270, 400, 550),
    _street(9, "Connecticut Avenue", "light_blue", 120, 8, 40, 100, 300, 450, 600),
    Space(10, "Jail", Kind.JAIL),
    _street(11, "St. Charles Place", "pink", 140, 10, 50, 150, 450, 625, 750),
    _utility(12, "Electric Company"),
    _street(13, "States Avenue", "pink", 140, 10, 50, 150, 450, 625, 750),
    _street(14, "Virginia Avenue", "pink", 160, 12, 60, 180, 500, 700, 900),
    _railroad(15, "Pennsylvania Railroad"),
    _street(16, "St. James Place", "orange", 180, 14, 70, 200, 550, 750, 950),
    Space(17, "Community Chest", Kind.COMMUNITY_CHEST),
    _street(18, "Tennessee Avenue", "orange", 180, 14, 70, 200, 550, 750, 950),
    _street(19, "New York Avenue", "orange", 200, 16, 80, 220, 600, 800, 1000),
    Space(20, "Free Parking", Kind.FREE_PARKING),
    _street(21, "Kentucky Avenue", "red", 220, 18, 90, 250, 700, 875, 1050),
    Space(22, "Chance", Kind.CHANCE),
    _street(23, "Indiana Avenue", "red", 220, 18, 90, 250, 700, 875, 1050),
    _street(24, "Illinois Avenue", "red", 240, 20, 100, 300, 750, 925, 1100),
    _railroad(25, "B. & O. Railroad"),
    _street(26, "Atlantic Avenue", "yellow", 260, 22, 110, 330, 800, 975, 1150),
    _street(27, "Ventnor Avenue", "yellow", 260, 22, 110, 330, 800, 975, 1150),
    _utility(28, "Water Works"),
    _street(29, "Marvin Gardens", "yellow", 280, 24, 120, 360, 850, 1025, 1200),
    Space(30, "Go To Jail", Kind.GO_TO_JAIL),
    _street(31, "Pacific Avenue", "green", 300, 26, 130, 390, 900, 1100, 1275),
    _street(32, "North Carolina Avenue", "green", 300, 26, 130, 390, 900, 1100, 1275),
    Space(33, "Community Chest", Kind.COMMUNITY_CHEST),
    _street(34, "Pennsylvania Avenue", "green", 320, 28, 150, 450, 1000, 1200, 1400),
    _railroad(35, "Short Line"),
    Space(36, "Chance", Kind.CHANCE),
    _street(37, "Park Place", "dark_blue", 350, 35, 175, 500, 1100, 1300, 1500),
    Space(38, "Luxury Tax", Kind.TAX, price=100),
    _street(39, "Boardwalk", "dark_blue", 400, 50, 200, 600, 1400, 1700, 2000),
)

PROPERTIES: tuple[int, ...] = tuple(
    space.position for space in SPACES if space.kind in {Kind.STREET, Kind.RAILROAD, Kind.UTILITY}
)
"""The positions of the 28 spaces that can be owned, ascending."""

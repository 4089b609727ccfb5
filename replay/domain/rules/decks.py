"""Drawing cards and giving them back."""

from __future__ import annotations

from replay.domain.cards import DECKS, Card, DeckName, Does
from replay.domain.rules.chance import Chance
from replay.domain.rules.game import Game

MOST_CARDS = len(DECKS)
"""Jail cards there are: one in each deck. A board taken over from a wrong log may show more."""


def draw(game: Game, seat: int, name: DeckName, chance: Chance) -> Card:
    """The top card; it is laid aside unless it may be kept.

    Source: official rules, "Chance" and "Community Chest": the card goes face down under its deck.
    With the house rule ``reshuffle`` the cards laid aside are shuffled when the deck is through.
    """
    deck = game.table.decks[name]
    if not deck.pile:
        deck.pile, deck.discard = chance.shuffled(deck.discard), []
    index = deck.pile.pop()
    card = DECKS[name][index]
    game.tell("card_draw", seat, player_id=game.id(seat), deck=name, text=card.text)
    if card.does is not Does.KEEP:
        _lay_aside(game, name, index)
    return card


def keep(game: Game, seat: int, name: DeckName) -> None:
    """A jail card just drawn goes to a hand. Source: the card, "may be kept until needed"."""
    game.table.kept[seat].append(name)
    tell_cards(game, seat, 1)


def tell_cards(game: Game, seat: int, count: int) -> None:
    """Tell that jail cards come to a hand, or leave it. There are two: no event tells of more."""
    while count:
        part = max(-MOST_CARDS, min(MOST_CARDS, count))
        game.tell("jail_card", seat, player_id=game.id(seat), count=part)
        count -= part


def give_back(game: Game, seat: int) -> None:
    """A jail card that was used goes back. Source: the card, "may be kept until needed or sold"."""
    name = game.table.kept[seat].pop()
    _lay_aside(game, name, jail_card(name))


def jail_card(name: DeckName) -> int:
    """Which card of a deck may be kept, by index."""
    return next(at for at, card in enumerate(DECKS[name]) if card.does is Does.KEEP)


def _lay_aside(game: Game, name: DeckName, index: int) -> None:
    deck = game.table.decks[name]
    if game.house.reshuffle:
        deck.discard.append(index)
    else:
        deck.pile.insert(0, index)

"""Drawing cards and giving them back."""

from __future__ import annotations

from replay.domain.cards import DECKS, Card, DeckName, Does
from replay.domain.rules.chance import Chance
from replay.domain.rules.game import Game


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
    if card.does is Does.KEEP:
        game.table.kept[seat].append(name)
    else:
        _lay_aside(game, name, index)
    return card


def give_back(game: Game, seat: int) -> None:
    """A jail card that was used goes back. Source: the card, "may be kept until needed or sold"."""
    name = game.table.kept[seat].pop()
    index = next(at for at, card in enumerate(DECKS[name]) if card.does is Does.KEEP)
    _lay_aside(game, name, index)


def _lay_aside(game: Game, name: DeckName, index: int) -> None:
    deck = game.table.decks[name]
    if game.house.reshuffle:
        deck.discard.append(index)
    else:
        deck.pile.insert(0, index)

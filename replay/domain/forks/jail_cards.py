"""Jail cards in hand: no log tells of which deck they are."""

from __future__ import annotations

from replay.domain.cards import DeckName, Does
from replay.domain.forks.past import Past
from replay.domain.rules import decks
from replay.domain.rules.game import Game

_DECKS: tuple[DeckName, ...] = ("chance", "community_chest")


def sort_out(game: Game, past: Past, notes: list[str]) -> None:
    """What is in a hand is in no deck: the first is Chance's, the second the other's."""
    names = list(_DECKS)
    held = [
        seat for seat, player in enumerate(game.state.players) for _ in range(player.jail_cards)
    ]
    drawn = past.card
    if drawn is not None and drawn.deck and drawn.card and drawn.card.does is Does.KEEP:
        names.sort(key=lambda name: name == drawn.deck)  # this one is just coming to a hand
        _take_out(game, drawn.deck)
    for index, seat in enumerate(held):
        _put_in_hand(game, seat, names[index % len(names)])
    if held:
        notes.append("Of get-out-of-jail cards in hand the first is taken to be Chance's")
    if len(held) > len(names):
        notes.append(f"{len(held)} get-out-of-jail cards are held, though there are two")


def hand_on(game: Game, seat: int, count: int) -> None:
    """Cards that have left a bankrupt's hand come to the creditor's."""
    in_decks = [name for name in _DECKS if decks.jail_card(name) in game.table.decks[name].pile]
    for index in range(count):
        _put_in_hand(game, seat, (in_decks or list(_DECKS))[index % max(1, len(in_decks))])
    decks.tell_cards(game, seat, count)


def _put_in_hand(game: Game, seat: int, name: DeckName) -> None:
    game.table.kept[seat].append(name)
    _take_out(game, name)


def _take_out(game: Game, name: DeckName) -> None:
    pile, card = game.table.decks[name].pile, decks.jail_card(name)
    if card in pile:
        pile.remove(card)

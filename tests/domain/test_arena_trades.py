"""Stories in the words of monopoly_game_arena: trades, of which many lie open at once."""

from __future__ import annotations

import msgspec
import pytest

from replay.domain.dialects.arena import GameArena
from replay.domain.effects import Bundle, Trade, TradeSet
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import initial
from tests.domain.arena import BOARDWALK, ORIENTAL, answer, buys, card, changed, folded, trade
from tests.domain.games import ADA, BLAISE, THREE, stream


def test_a_trade_moves_what_its_texts_say():
    jail = card(BLAISE, "Get Out of Jail Free", "get_out_of_jail")
    sides = (["Property(6)", "$50"], ["Property(39)", "$20", "$1", "JailCard(1)"])
    before = (buys(ADA, ORIENTAL), buys(BLAISE, BOARDWALK), jail)
    done = trade("trade_executed", 1, *sides), answer("trade_accepted", 1)
    assert changed(*before, trade("trade_proposed", 1, *sides), *done) == {
        "players.0.cash": 1471,
        "players.1.cash": 1529,
        "players.0.jail_cards": 1,
        "properties.6.owner": BLAISE,
        "properties.39.owner": ADA,
    }


def test_of_many_open_trades_the_last_is_shown_and_the_others_come_back():
    first, second = (trade("trade_proposed", number, [f"${number}"], []) for number in (1, 2))
    shown = [
        Trade(ADA, BLAISE, Bundle(cash=1), Bundle()),
        Trade(ADA, BLAISE, Bundle(cash=2), Bundle()),
    ]
    assert folded(first, second).trade == shown[1]
    assert folded(first, second, answer("trade_rejected", 1)).trade == shown[1]
    assert folded(first, second, answer("trade_cancelled", 2)).trade == shown[0]
    failed = ("trade_failed", {"trade_id": 2, "reason": "Recipient doesn't own Boardwalk"})
    assert folded(first, second, failed).trade == shown[1]
    both = folded(first, second, answer("trade_rejected", 2), answer("trade_rejected", 1))
    assert both.trade is None


def test_a_log_that_never_closes_a_trade_does_not_grow_its_keyframes():
    offers = [trade("trade_proposed", number, [], []) for number in range(500)]
    assert len(msgspec.json.encode(folded(*offers))) < 12_000


@pytest.mark.parametrize(
    "item", ["Property(40)", "Property(0)", "$", "$1.5", "JailCard(x)", "Deed(1)", "$\uff15"]
)
def test_a_trade_of_things_that_do_not_exist_breaks_the_fold(item):
    with pytest.raises(FoldBreak, match="trade_executed"):
        folded(trade("trade_executed", 1, [item], []))


def test_closing_a_trade_that_is_not_shown_leaves_the_shown_one_untouched():
    first, second = (trade("trade_proposed", number, [f"${number}"], []) for number in (1, 2))
    fold = Fold(GameArena(THREE), initial(THREE))
    *before, closing = stream(first, second, answer("trade_rejected", 1))
    for one in before:
        fold.push(one)
    assert not any(isinstance(done, TradeSet) for done in fold.push(closing))

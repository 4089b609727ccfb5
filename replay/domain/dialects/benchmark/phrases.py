"""The engine's codes in English: cards, reasons of payments, questions put to a model."""

from __future__ import annotations

CARDS: dict[str, str] = {
    "ADVANCE_TO_GO": "Advance to Go",
    "GO_TO_ILLINOIS_AVE": "Advance to Illinois Avenue",
    "GO_TO_ST_CHARLES_PLACE": "Advance to St. Charles Place",
    "GO_TO_NEAREST_UTILITY": "Advance to the nearest utility",
    "GO_TO_NEAREST_RAILROAD_A": "Advance to the nearest railroad",
    "GO_TO_NEAREST_RAILROAD_B": "Advance to the nearest railroad",
    "BANK_PAYS_YOU_DIVIDEND_50": "The bank pays a dividend",
    "GET_OUT_OF_JAIL_FREE": "Get out of jail free",
    "GO_BACK_3_SPACES": "Go back three spaces",
    "GO_TO_JAIL": "Go to jail",
    "GENERAL_REPAIRS": "General repairs",
    "PAY_POOR_TAX_15": "Poor tax",
    "TAKE_TRIP_TO_READING_RR": "Take a trip to Reading Railroad",
    "ADVANCE_TO_BOARDWALK": "Advance to Boardwalk",
    "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50": "Elected chairman of the board",
    "BUILDING_LOAN_MATURES_RECEIVE_150": "A building loan matures",
    "BANK_ERROR_COLLECT_200": "Bank error in your favor",
    "DOCTOR_FEE_PAY_50": "Doctor's fee",
    "SALE_OF_STOCK_COLLECT_50": "Sale of stock",
    "HOLIDAY_FUND_RECEIVE_100": "Holiday fund matures",
    "INCOME_TAX_REFUND_COLLECT_20": "Income tax refund",
    "BIRTHDAY_COLLECT_10_FROM_EACH_PLAYER": "It is your birthday",
    "LIFE_INSURANCE_COLLECT_100": "Life insurance matures",
    "HOSPITAL_FEES_PAY_100": "Hospital fees",
    "SCHOOL_FEES_PAY_50": "School fees",
    "CONSULTANCY_FEE_COLLECT_25": "Consultancy fee",
    "STREET_REPAIRS": "Street repairs",
    "BEAUTY_CONTEST_COLLECT_10": "Second prize in a beauty contest",
    "INHERIT_100": "An inheritance",
}

DECKS: dict[str, str] = {"CHANCE": "Chance", "COMMUNITY_CHEST": "Community Chest"}

PAID: dict[str, str] = {
    "RENT": "pays {} in rent",
    "TAX_INCOME": "pays {} income tax",
    "TAX_LUXURY": "pays {} luxury tax",
    "JAIL_FINE": "pays the {} fine and leaves jail",
    "buy_property": "pays {} for the deed",
    "auction_bid": "pays {} for the deed won at auction",
    "BUILD": "pays {} for buildings",
    "UNMORTGAGE": "pays {} to lift a mortgage",
    "MORTGAGE_INTEREST": "pays {} interest on mortgages traded for",
    "TRADE_CASH": "pays {} in the trade",
    "BANKRUPTCY_CASH": "gives up the last {}",
    "BIRTHDAY_COLLECT_10_FROM_EACH_PLAYER": "gives {} for the birthday",
    "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50": "pays {} as chairman of the board",
}
"""Reason of a payment → what the player does, with a place for the amount."""

RECEIVED: dict[str, str] = {
    "RENT": "receives {} in rent",
    "PASS_GO": "passes Go and collects {}",
    "MORTGAGE": "receives {} for a mortgage",
    "SELL_BUILDING": "receives {} for buildings sold",
    "TRADE_CASH": "receives {} in the trade",
    "BANKRUPTCY_CASH": "receives the debtor's last {}",
    "BIRTHDAY_COLLECT_10_FROM_EACH_PLAYER": "is given {} for the birthday",
    "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50": "receives {} from the chairman of the board",
}
"""Reason of a receipt → what the player does, with a place for the amount."""

MARKERS: dict[str, str] = {
    "BANKRUPTCY": "is bankrupt",
    "BANKRUPTCY_ASSETS_TO_BANK": "hands all deeds back to the bank",
}
"""Changes of cash by nothing → what they mark."""

QUESTIONS: dict[str, str] = {
    "BUY_OR_AUCTION_DECISION": "whether to buy or to auction",
    "AUCTION_BID_DECISION": "what to bid",
    "JAIL_DECISION": "how to leave jail",
    "POST_TURN_ACTION_DECISION": "what to do before the turn ends",
    "LIQUIDATION_DECISION": "how to raise money",
    "TRADE_RESPONSE_DECISION": "how to answer the offer",
}
"""Type of a decision → what the model is asked."""

JAIL_REASONS: dict[str, str] = {
    "GO_TO_JAIL": "from Go To Jail",
    "CHANCE_CARD": "by a Chance card",
    "COMMUNITY_CHEST_CARD": "by a Community Chest card",
    "THREE_DOUBLES": "for three doubles in a row",
}

ENDINGS: dict[str, str] = {
    "BANKRUPTCY": "all others are bankrupt",
    "TURN_LIMIT": "the turn limit is reached",
    "STOPPED": "it was stopped",
}

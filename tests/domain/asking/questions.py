"""Expressions of every kind, for a game of the players 0, 1 and 2."""

from __future__ import annotations

from hypothesis import strategies as st

from replay.domain.asking import vocabulary

_players = st.sampled_from([0, 1, 2])
_numbers = st.sampled_from([-50, 0, 1, 3, 100, 1400, 1500, 1501, 2000])
_operators = st.sampled_from(["<", "<=", "==", "!=", ">"])
_prefixes = st.sampled_from(["", "before."])
_keys = st.sampled_from(["amount", "player_id", "position", "die1", "owner_id", "reason"])
_numeric = st.sampled_from(["cash", "position", "jail_turns", "jail_cards", "net_worth"])
_flags = st.sampled_from(["in_jail", "is_bankrupt"])
_deeds = st.sampled_from([1, 3, 5, 12, 16, 39])
_types = st.sampled_from(["turn_start", "dice_roll", "purchase", "rent_payment", "bankruptcy"])
_paths = st.sampled_from(
    ["players.0.cash", "players.1.net_worth", "properties.39.owner", "auction", "turn_number"]
)

PLAIN = (
    "auction != null && auction.high_bid > 20",
    "trade == null || trade.offer.cash > 1 || trade.request.properties.size() > 0",
    "current_player == before.current_player",
    "turn_number != before.turn_number",
    "is_over || winner != null",
    "bank.houses + before.bank.houses < 64 || bank.hotels < 12",
    "players == before.players",
    "properties.exists(p, properties[p].owner == 1 && properties[p].houses > 0)",
    "deeds.all(name, deeds[name].name == name)",
    "players.exists(p, players[p].cash < 100 && has_monopoly(p))",
    "players.filter(p, players[p].net_worth > 1500).size() > 1",
    "has(players[1].cash) && 7 in players || size(players) != 3",
    "size(event.payload) > 2 && event.payload.exists(key, key == 'amount')",
    "event.payload['amount'] > 10 && has(event.payload.player_id)",
    "event.actor in [0, 1] && event.sequence_number % 3 == 0",
    "event.timestamp.getSeconds() % 2 == 0",
    "decision == null",
    "1 / (players[0].cash - 1500) > 0",
    "event.payload.amount.nothing == 1",
    "properties[event.payload.position].owner == event.payload.player_id",
    "owner(event.payload.position) == event.actor",
    "players.map(p, players[p].cash)[0] == players[0].cash",
)


def _atom(template: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(parts).map(lambda drawn: template.format(**drawn))


def atoms() -> st.SearchStrategy[str]:
    """One comparison."""
    return st.one_of(
        st.sampled_from(PLAIN),
        _atom("{x}players[{p}].{f} {o} {n}", x=_prefixes, p=_players, f=_numeric, o=_operators,
              n=_numbers),
        _atom("{x}players[{p}].{f}", x=_prefixes, p=_players, f=_flags),
        _atom("players[{p}].cash - before.players[{p}].cash {o} {n}", p=_players, o=_operators,
              n=_numbers),
        _atom("{x}properties[{d}].owner == {p}", x=_prefixes, d=_deeds, p=_players),
        _atom("{x}deeds['Boardwalk'].{f} == {x}deeds['Baltic Avenue'].{f}", x=_prefixes,
              f=st.sampled_from(vocabulary.DEED_STATE)),
        _atom("houses({d}) > 0 || is_mortgaged({d})", d=_deeds),
        _atom("owns_group({p}, '{g}')", p=_players, g=st.sampled_from(vocabulary.GROUPS)),
        _atom("changed('{path}')", path=_paths),
        _atom("event.type == '{t}'", t=_types),
        _atom("event.payload.{k} {o} {n}", k=_keys, o=_operators, n=_numbers),
        _atom("has(event.payload.{k})", k=_keys),
    )  # fmt: skip


def conditions() -> st.SearchStrategy[str]:
    """Comparisons put together."""
    return st.recursive(
        atoms(),
        lambda inner: st.one_of(
            st.builds("({}) && ({})".format, inner, inner),
            st.builds("({}) || ({})".format, inner, inner),
            st.builds("!({})".format, inner),
            st.builds("({}) ? ({}) : ({})".format, inner, inner, inner),
        ),
        max_leaves=4,
    )


def watches() -> st.SearchStrategy[str]:
    """Numbers."""
    return st.one_of(
        atoms(),
        _atom("{x}players[{p}].{f}", x=_prefixes, p=_players, f=_numeric),
        _atom("players[{p}].cash + {x}players[{q}].net_worth / 2", x=_prefixes, p=_players,
              q=_players),
        st.just("event.payload.amount"),
        st.just("auction.high_bid"),
        st.just("players.map(p, players[p].cash).size()"),
        st.just("event.type"  " == 'a' ? 1.5 : double(players[0].cash)"),
    )  # fmt: skip

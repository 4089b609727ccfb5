"""How long one evaluation can take and how large a value can grow, at the worst, from the tree.

The library bounds depth (32 levels) and the turns of all loops (10,000); regular expressions are
RE2's, without backtracking. What is left is growth: ``['aa'].map(x, x + x).map(x, x + x)…`` doubles
with every 14 characters. As in cel-go's cost estimate every part gets a size (elements and
characters of its value) and a cost (steps of about 20 ns); the sizes of loop variables stay
symbols, since all elements of a list together are no larger than the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from replay.domain.asking import problems
from replay.domain.asking.tree import Call, Const, Entries, Ident, Items, Loop, Node, Select

LONGEST = 2_000
"""Characters of an expression."""

MOST_TURNS = 10_000
"""Turns of all loops in one evaluation: the library's own bound."""

MOST_STEPS = 5_000_000
LARGEST = 5_000_000

PAYLOAD = 20_000
"""Characters of a payload's JSON; the events that have more are not asked, and counted."""

BRACKETS = 2_000
"""Lists and objects in a payload, likewise: the library recurses into them on the C stack."""

DECISION = 500_000
"""Characters of the decision's fields that are asked for, likewise."""

LONGEST_PATTERN = 200

_SIZES = {
    "players": 200,
    "properties": 400,
    "deeds": 400,
    "auction": 100,
    "trade": 200,
    "event.payload": PAYLOAD,
    "event.type": 200,
    "decision": DECISION,
}
_KEYED = {"players": 20, "properties": 28, "deeds": 28}

_LOGIC = frozenset({
    "_&&_", "_||_", "!_", "@not_strictly_false", "_-_", "_*_", "_/_", "_%_", "-_",
    "_<_", "_<=_", "_>_", "_>=_",
})  # fmt: skip
_SCANS = frozenset({"contains", "startsWith", "endsWith", "size", "@in"})
_CONVERSIONS = frozenset({"int", "uint", "double", "string", "bool", "timestamp", "duration",
    "dyn", "type", "bytes"})  # fmt: skip
_OF_TIME = frozenset({"getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek",
    "getDayOfYear", "getHours", "getMinutes", "getSeconds", "getMilliseconds"})  # fmt: skip
_OWN = frozenset({"owns_group", "has_monopoly", "owner", "houses", "is_mortgaged", "changed"})
_OWN_STEPS = 100
_REPEATED = re.compile(r"\{(\d*),?(\d*)\}")
_OFFSET = re.compile(r"[+-]?[0-9]{2}:[0-9]{2}|UTC")

type Form = Mapping[str, float]
"""A sum: the factor of each loop variable's size, and under the empty name what is constant."""


class Weight(Struct, frozen=True):
    """What a part may grow to, and what making it may take."""

    size: Form
    cost: Form


def check(node: Node, text: str) -> None:
    """Refuse an expression of which one evaluation might take too long or too much memory.

    Raises:
        InvalidExpression: and where.
    """
    cost = _Scale(text).weigh(node).cost
    if cost.get("", 0) > MOST_STEPS:
        raise problems.at(text, node.at, "one answer to this could take too long")


class _Scale:
    def __init__(self, text: str) -> None:
        self._text = text
        self._largest: dict[str, float] = {}

    def weigh(self, node: Node) -> Weight:
        """The weight of one part with all that is below it."""
        weight = self._of(node)
        if self._upper(weight.size) > LARGEST:
            raise problems.at(self._text, node.at, "this could grow too large")
        return weight

    def _of(self, node: Node) -> Weight:
        match node:
            case Const(value=value):
                size = len(value) if isinstance(value, str | bytes) else 1
                return Weight({"": size}, {"": 1})
            case Ident(name=name) if name in self._largest:
                return Weight({name: 1}, {"": 1})
            case Ident(name=name):
                plain = name.removeprefix("before.")
                return Weight({"": _SIZES.get(plain, 1)}, {"": 1})
            case Select(operand=operand):
                inner = self.weigh(operand)
                return Weight(inner.size, _sum(inner.cost, {"": 1}))
            case Items(items=parts) | Entries(message="", parts=parts):
                return self._all(parts)
            case Loop():
                return self._loop(node)
            case Call():
                return self._call(node)
            case _:
                raise problems.at(self._text, node.at, "messages cannot be made here")

    def _all(self, parts: tuple[Node, ...]) -> Weight:
        weights = [self.weigh(part) for part in parts]
        size = _sum({"": 1}, *(weight.size for weight in weights))
        return Weight(size, _sum({"": 1}, *(weight.cost for weight in weights)))

    def _call(self, node: Call) -> Weight:
        weights = [self.weigh(arg) for arg in node.args]
        sizes = [weight.size for weight in weights]
        cost = _sum({"": 1}, *(weight.cost for weight in weights))
        one: Form = {"": 1}
        match node.function:
            case "_+_":
                return Weight(_sum(*sizes), _sum(cost, *sizes))
            case "_?_:_":
                return Weight(_most(sizes[1], sizes[2]), cost)
            case "_[_]":
                return Weight(sizes[0], cost)
            case "_==_" | "_!=_":
                return Weight(one, _sum(cost, {"": min(map(self._upper, sizes))}))
            case "matches":
                return Weight(one, _sum(cost, self._matching(node), _times(20, sizes[0])))
            case name if name in _SCANS:
                return Weight(one, _sum(cost, *sizes))
            case name if name in _CONVERSIONS:
                return Weight(_sum(*sizes, {"": 32}), _sum(cost, *sizes))
            case name if name in _OWN:
                return Weight(one, _sum(cost, {"": _OWN_STEPS}))
            case name if name in _LOGIC:
                return Weight(one, cost)
            case name if name in _OF_TIME:
                self._check_zone(node)
                return Weight(one, cost)
            case name:
                raise problems.at(self._text, node.at, f"{name} cannot be used here")

    def _loop(self, node: Loop) -> Weight:
        source = self.weigh(node.source)
        turns = min(self._upper(source.size), MOST_TURNS)
        largest = self._upper(source.size)
        if isinstance(node.source, Ident):
            keys = _KEYED.get(node.source.name.removeprefix("before."))
            turns, largest = (keys, 1.0) if keys else (turns, largest)
        outer = dict(self._largest)
        start = self.weigh(node.start)
        self._largest |= {node.variable: largest, node.total: 0}
        step, going_on = self.weigh(node.step), self.weigh(node.condition)
        size = _sum(start.size, self._summed(step.size, node, source.size, turns))
        once = _sum(step.cost, going_on.cost, {"": 1})
        cost = _sum(source.cost, start.cost, self._summed(once, node, source.size, turns))
        self._largest = outer | {node.total: self._upper_in(size, outer)}
        result = self.weigh(node.result)
        self._largest = outer
        return Weight(
            _put(result.size, node.total, size), _sum(cost, _put(result.cost, node.total, size))
        )

    def _summed(self, form: Form, node: Loop, source: Form, turns: float) -> Form:
        """What all turns of a loop together come to."""
        rest = {name: by for name, by in form.items() if name not in (node.variable, node.total)}
        return _sum(_times(form.get(node.variable, 0), source), _times(turns, rest))

    def _matching(self, node: Call) -> Form:
        pattern = node.args[1]
        if not isinstance(pattern, Const) or len(pattern.value) > LONGEST_PATTERN:
            told = f"matches() takes a pattern written out, of at most {LONGEST_PATTERN} characters"
            raise problems.at(self._text, pattern.at, told)
        steps = 2_000.0 if "\\p" not in pattern.value.lower() else 40_000.0
        for least, most in _REPEATED.findall(pattern.value):
            steps *= max(int(least or 0), int(most or 0), 1)
        return {"": steps}

    def _check_zone(self, node: Call) -> None:
        # A zone by name is looked up as a file: only offsets, which need none.
        for zone in node.args[1:]:
            if not isinstance(zone, Const) or not _OFFSET.fullmatch(str(zone.value)):
                raise problems.at(self._text, zone.at, "a time zone is an offset such as '+02:00'")

    def _upper(self, form: Form) -> float:
        return self._upper_in(form, self._largest)

    @staticmethod
    def _upper_in(form: Form, largest: Mapping[str, float]) -> float:
        return sum(by * (largest.get(name, 1) if name else 1) for name, by in form.items())


def _sum(*forms: Form) -> Form:
    total: dict[str, float] = {}
    for form in forms:
        for name, by in form.items():
            total[name] = total.get(name, 0) + by
    return total


def _most(one: Form, other: Form) -> Form:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in {*one, *other}}


def _times(factor: float, form: Form) -> Form:
    return {name: by * factor for name, by in form.items()}


def _put(form: Form, name: str, value: Form) -> Form:
    rest = {other: by for other, by in form.items() if other != name}
    return _sum(rest, _times(form.get(name, 0), value))

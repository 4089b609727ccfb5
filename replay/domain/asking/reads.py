"""What a question reads, from its tree: whatever else changes cannot change its answer."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from replay.domain import board, paths
from replay.domain.asking import problems, vocabulary
from replay.domain.asking.deeds import NAMES, POSITIONS, members
from replay.domain.asking.tree import Call, Const, Ident, Loop, Node, Select, children
from replay.domain.setup import Setup


class Source(StrEnum):
    """Where a value comes from."""

    NOW = "now"
    """The board after the event; named by its path."""
    BEFORE = "before"
    """The board before it; named by its path."""
    CHANGED = "changed"
    """Whether the event changed the value of a path."""
    EVENT = "event"
    """A field of the event itself."""
    PAYLOAD = "payload"
    """A key of its payload; the empty name: all of it."""
    DECISION = "decision"
    """A field of the decision; the empty name: only whether there is one."""


class Read(Struct, frozen=True):
    """One value that a question reads."""

    source: Source
    name: str


class Reads(Struct, frozen=True):
    """All that a question reads: ``variables`` by their declared names, and the values of them."""

    variables: tuple[str, ...]
    values: tuple[Read, ...]

    @property
    def sources(self) -> frozenset[Source]:
        """Where its values come from."""
        return frozenset(read.source for read in self.values)


def of(node: Node, text: str, setup: Setup) -> Reads:
    """Everything the expression may read, or more.

    Raises:
        InvalidExpression: it names a field, player, deed, group or path that there is not.
    """
    reader = _Reader(text, setup)
    reader.visit(node)
    return Reads(tuple(reader.variables), tuple(reader.values))


_EQUALITIES = ("_==_", "_!=_")
_OF_KEYS = ("size", "@in")
_PLAIN = ("event.actor", "current_player", "winner")


class _Reader:
    """Collects while it walks; dictionaries keep the order in which things were met."""

    def __init__(self, text: str, setup: Setup) -> None:
        self._text = text
        self._ids = tuple(seat.player_id for seat in setup.seats)
        self._paths = paths.readers(setup).keys()
        self.variables: dict[str, None] = {}
        self.values: dict[Read, None] = {}

    def visit(self, node: Node) -> None:
        """Take in one part and all below it."""
        match node:
            case Loop(variable=name) if name in vocabulary.ROOTS:
                raise self._problem(node, f"a loop's variable cannot be called {name!r}")
            case Select():
                self._select(node)
            case Call():
                self._call(node)
            case Loop(source=Ident(name=name)) if _keyed(name):
                self.variables[name] = None
                for part in children(node)[1:]:
                    self.visit(part)
            case Ident(name=name):
                self._whole(name)
            case _:
                self._children(node)

    def _select(self, node: Select) -> None:
        match node.operand:
            case Call(function="_[_]", args=(Ident(name=name), key)) if _keyed(name):
                self._element(name, key, node.field, node)
            case Ident(name=name) if _keyed(name):
                self._of_many(name, node.field, node)
            case Ident(name="event.payload"):
                self._payload(node.field)
            case Ident(name=name) if vocabulary.root(name) in ("auction", "trade", "decision"):
                self._part(name, node.field, node)
            case Ident(name=name) if name.removeprefix("before.") in _PLAIN:
                raise self._problem(node, f"{name} is a plain value, without fields")
            case Select(operand=Call(function="_[_]", args=(Ident(name=name), _)), field=field) if (
                _keyed(name)
            ):
                raise self._problem(node, f"{field} is a plain value, without fields")
            case Select(operand=Ident(name=name), field="offer" | "request") as part if (
                vocabulary.root(name) == "trade"
            ):
                self._check(node.field, ("cash", "properties", "jail_cards"), node)
                self.visit(part)
            case _:
                self._children(node)

    def _call(self, node: Call) -> None:
        match node:
            case Call(function="_[_]", args=(Ident(name=name), key)):
                self._indexed(name, key, node)
            case Call(function=function, args=args) if function in _OF_KEYS:
                self._keys(args)
            case Call(function=function, args=args) if function in _EQUALITIES:
                self._compared(args)
            case Call(function=name) if name in _OWN:
                _OWN[name](self, node)
                self._children(node)
            case _:
                self._children(node)

    def _children(self, node: Node) -> None:
        for part in children(node):
            self.visit(part)

    def _keys(self, args: tuple[Node, ...]) -> None:
        for arg in args:
            if isinstance(arg, Ident) and _keyed(arg.name):
                self.variables[arg.name] = None
            else:
                self.visit(arg)

    def _compared(self, args: tuple[Node, ...]) -> None:
        is_null = any(isinstance(arg, Const) and arg.value is None for arg in args)
        for arg in args:
            if is_null and isinstance(arg, Ident) and arg.name == "decision":
                self._read(Source.DECISION, "", arg.name)
            else:
                self.visit(arg)

    def _indexed(self, name: str, key: Node, node: Node) -> None:
        if _keyed(name):
            for field in vocabulary.FIELDS[vocabulary.root(name)]:
                self._element(name, key, field, node)
        elif name == "event.payload" and isinstance(key, Const) and isinstance(key.value, str):
            self._payload(key.value)
        elif name == "decision" and isinstance(key, Const) and isinstance(key.value, str):
            self._part(name, key.value, node)
        else:
            self._children(node)

    def _element(self, variable: str, key: Node, field: str, node: Node) -> None:
        root = vocabulary.root(variable)
        self._check(field, vocabulary.FIELDS[root], node)
        self.variables[variable] = None
        self.visit(key)
        source = Source.BEFORE if variable.startswith("before.") else Source.NOW
        if root == "players":
            if field in vocabulary.PLAYER_STATE:
                for player_id in self._players(key):
                    self._read(source, f"players.{player_id}.{field}")
            else:
                self._players(key)
            return
        positions = self._positions(root, key)
        if field in vocabulary.DEED_STATE:
            for position in positions:
                self._read(source, f"properties.{position}.{field}")

    def _of_many(self, variable: str, field: str, node: Node) -> None:
        """A field of all players or deeds, which are told apart by what stands in brackets."""
        root = vocabulary.root(variable)
        if root == "deeds":
            self._named(Const(node.at, field))
            self._whole(variable)
            return
        one = self._ids[0] if root == "players" and self._ids else board.PROPERTIES[0]
        near = [f"{variable}[{one}].{field}"] if field in vocabulary.FIELDS[root] else []
        told = f"{variable} are many: one of them stands in brackets"
        raise self._problem(node, told, near)

    def _players(self, key: Node) -> tuple[int, ...]:
        if not isinstance(key, Const):
            return self._ids
        if key.value not in self._ids:
            known = ", ".join(map(str, self._ids)) or "nobody"
            raise self._problem(key, f"there is no player {key.value}: here play {known}")
        return (key.value,)

    def _positions(self, root: str, key: Node) -> tuple[int, ...]:
        if not isinstance(key, Const):
            return board.PROPERTIES
        if root == "deeds":
            return (self._named(key),)
        return (self._numbered(key),)

    def _named(self, key: Const) -> int:
        if key.value not in POSITIONS:
            near = [repr(name) for name in problems.near(str(key.value), POSITIONS)]
            raise self._problem(key, f"no deed is called {key.value!r}", near)
        return POSITIONS[key.value]

    def _numbered(self, key: Const) -> int:
        if key.value not in NAMES:
            known = f"the deeds stand at {', '.join(map(str, board.PROPERTIES))}"
            raise self._problem(key, f"there is no deed at position {key.value}: {known}")
        position: int = key.value
        return position

    def _part(self, variable: str, field: str, node: Node) -> None:
        root = vocabulary.root(variable)
        self._check(field, vocabulary.FIELDS[root], node)
        if root == "decision":
            self._read(Source.DECISION, field, variable)
        else:
            self._whole(variable)

    def _payload(self, key: str) -> None:
        self._read(Source.PAYLOAD, key, "event.payload")

    def _whole(self, name: str) -> None:
        root = vocabulary.root(name)
        source = Source.BEFORE if name.startswith("before.") else Source.NOW
        if _keyed(name):
            things = self._ids if root == "players" else board.PROPERTIES
            kept = vocabulary.PLAYER_STATE if root == "players" else vocabulary.DEED_STATE
            under = "players" if root == "players" else "properties"
            for thing in things:
                for field in kept:
                    self._read(source, f"{under}.{thing}.{field}", name)
        elif name == "decision":
            for field in vocabulary.FIELDS["decision"]:
                self._read(Source.DECISION, field, name)
        elif name == "event.payload":
            self._payload("")
        elif name.startswith("event."):
            self._read(Source.EVENT, name.removeprefix("event."), name)
        elif root in vocabulary.ROOTS:
            self._read(source, name.removeprefix("before."), name)

    def owns_group(self, node: Call) -> None:
        """The owners of one group; of all where the group is computed."""
        group = node.args[1]
        groups = vocabulary.GROUPS
        if isinstance(group, Const):
            if group.value not in groups:
                near = [repr(name) for name in problems.near(str(group.value), groups)]
                known = f"the groups are {', '.join(groups)}"
                raise self._problem(group, f"there is no group {group.value!r}: {known}", near)
            groups = (group.value,)
        for position in (position for name in groups for position in members(name)):
            self._read(Source.NOW, f"properties.{position}.owner")
        self._players(node.args[0])

    def has_monopoly(self, node: Call) -> None:
        """Who owns what."""
        for position in board.PROPERTIES:
            self._read(Source.NOW, f"properties.{position}.owner")
        self._players(node.args[0])

    def deed(self, node: Call) -> None:
        """One value of a deed, or of all deeds where it is computed which."""
        field = {"owner": "owner", "houses": "houses"}.get(node.function, "is_mortgaged")
        key = node.args[0]
        positions = board.PROPERTIES
        if isinstance(key, Const):
            is_name = isinstance(key.value, str)
            positions = (self._named(key) if is_name else self._numbered(key),)
        for position in positions:
            self._read(Source.NOW, f"properties.{position}.{field}")

    def changed(self, node: Call) -> None:
        """Whether one path changed; it must be written out."""
        path = node.args[0]
        if not isinstance(path, Const):
            raise self._problem(path, "changed() takes a path that is written out, in quotes")
        if path.value not in self._paths:
            near = [repr(name) for name in problems.near(path.value, self._paths)]
            raise self._problem(path, f"{path.value!r} names no value of this game", near)
        self._read(Source.CHANGED, path.value)

    def _check(self, field: str, known: tuple[str, ...], node: Node) -> None:
        if field not in known:
            told = f"there is no field {field!r}: there are {', '.join(known)}"
            raise self._problem(node, told, problems.near(field, known))

    def _read(self, source: Source, name: str, variable: str = "") -> None:
        self.values[Read(source, name)] = None
        if variable:
            self.variables[variable] = None

    def _problem(
        self, node: Node, problem: str, near: list[str] | None = None
    ) -> problems.InvalidExpression:
        return problems.at(self._text, node.at, problem, near or [])


_OWN = {
    "owns_group": _Reader.owns_group,
    "has_monopoly": _Reader.has_monopoly,
    "owner": _Reader.deed,
    "houses": _Reader.deed,
    "is_mortgaged": _Reader.deed,
    "changed": _Reader.changed,
}


def _keyed(name: str) -> bool:
    return name.removeprefix("before.") in vocabulary.KEYED

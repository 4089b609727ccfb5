"""The syntax tree of a checked expression. Macros such as ``exists`` are already `Loop`s."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from replay.domain.asking import wire


class Node(Struct, frozen=True):
    """A part of the expression; ``at`` is where it stands in the text, in characters from 0."""

    at: int


class Const(Node, frozen=True):
    """A value written out."""

    value: Any


class Ident(Node, frozen=True):
    """A name; dotted where a variable of that name is known (``event.type``)."""

    name: str


class Select(Node, frozen=True):
    """``operand.field``; ``is_test``: ``has(operand.field)``."""

    operand: Node
    field: str
    is_test: bool


class Call(Node, frozen=True):
    """A function or operator; what stands before the dot is its first argument."""

    function: str
    args: tuple[Node, ...]


class Items(Node, frozen=True):
    """A list."""

    items: tuple[Node, ...]


class Entries(Node, frozen=True):
    """A map: keys and values in turn; ``message`` is the name of a message, empty for a map."""

    message: str
    parts: tuple[Node, ...]


class Loop(Node, frozen=True):
    """A comprehension: over ``source`` with ``variable``, into ``result`` by way of ``total``."""

    variable: str
    source: Node
    total: str
    start: Node
    condition: Node
    step: Node
    result: Node


def children(node: Node) -> tuple[Node, ...]:
    """The parts that a part is made of, in the order they are written."""
    match node:
        case Select():
            return (node.operand,)
        case Call():
            return node.args
        case Items():
            return node.items
        case Entries():
            return node.parts
        case Loop():
            return (node.source, node.start, node.condition, node.step, node.result)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A part and all parts of it."""
    yield node
    for child in children(node):
        yield from walk(child)


def decode(serialized: bytes) -> Node:
    """The tree in a serialized expression: an ``Any`` that holds a ``cel.expr.CheckedExpr``.

    Raises:
        ValueError: it is no such message.
    """
    checked = dict(wire.fields(_bytes(dict(wire.fields(serialized)), 2)))
    places = dict(_places(_bytes(checked, 5)))
    return _node(_bytes(checked, 4), places)


type _Places = Mapping[int, int]


def _places(source_info: bytes) -> Iterator[tuple[int, int]]:
    for number, content in wire.fields(source_info):
        if number == 4 and isinstance(content, bytes):
            entry = dict(wire.fields(content))
            yield _int(entry, 1), _int(entry, 2)


def _node(message: bytes, places: _Places) -> Node:
    at = -1
    for number, content in wire.fields(message):
        if number == 2 and isinstance(content, int):
            at = places.get(content, -1)
        elif number in _KINDS and isinstance(content, bytes):
            return _KINDS[number](at, content, places)
    return Const(at, None)


def _const(at: int, message: bytes, _: _Places) -> Node:
    for number, content in wire.fields(message):
        if isinstance(content, int):
            return Const(at, _SCALARS[number](content))
        return Const(at, _TEXTS[number](content))
    return Const(at, None)


def _ident(at: int, message: bytes, _: _Places) -> Node:
    return Ident(at, _text(dict(wire.fields(message)), 1))


def _select(at: int, message: bytes, places: _Places) -> Node:
    found = dict(wire.fields(message))
    operand = _node(_bytes(found, 1), places)
    return Select(at, operand, _text(found, 2), bool(found.get(3)))


def _call(at: int, message: bytes, places: _Places) -> Node:
    args = []
    name = ""
    for number, content in wire.fields(message):
        if number == 2 and isinstance(content, bytes):
            name = content.decode()
        elif isinstance(content, bytes):
            args.append(_node(content, places))
    return Call(at, name, tuple(args))


def _items(at: int, message: bytes, places: _Places) -> Node:
    parts = (content for number, content in wire.fields(message) if number == 1)
    return Items(at, tuple(_node(part, places) for part in parts if isinstance(part, bytes)))


def _entries(at: int, message: bytes, places: _Places) -> Node:
    name = ""
    parts: list[Node] = []
    for number, content in wire.fields(message):
        if number == 1 and isinstance(content, bytes):
            name = content.decode()
        elif number == 2 and isinstance(content, bytes):
            entry = dict(wire.fields(content))
            parts += [_node(_bytes(entry, key), places) for key in (3, 4) if key in entry]
    return Entries(at, name, tuple(parts))


def _loop(at: int, message: bytes, places: _Places) -> Node:
    found = dict(wire.fields(message))
    source, start, condition, step, result = (
        _node(_bytes(found, number), places) for number in (2, 4, 5, 6, 7)
    )
    return Loop(at, _text(found, 1), source, _text(found, 3), start, condition, step, result)


_KINDS = {3: _const, 4: _ident, 5: _select, 6: _call, 7: _items, 8: _entries, 9: _loop}

_SCALARS: dict[int, Callable[[int], Any]] = {1: lambda _: None, 2: bool, 3: wire.signed, 4: int}
_TEXTS: dict[int, Callable[[bytes], Any]] = {5: wire.double, 6: bytes.decode, 7: bytes}


def _bytes(found: Mapping[int, int | bytes], number: int) -> bytes:
    content = found.get(number, b"")
    if isinstance(content, int):
        raise ValueError(f"field {number} is a number")  # noqa: TRY004 - the message is wrong
    return content


def _int(found: Mapping[int, int | bytes], number: int) -> int:
    content = found.get(number, 0)
    return content if isinstance(content, int) else 0


def _text(found: Mapping[int, int | bytes], number: int) -> str:
    return _bytes(found, number).decode()

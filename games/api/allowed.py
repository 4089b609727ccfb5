"""The words a field of a struct may hold, found by its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import inspect


def words(kind: object, steps: Sequence[str | int]) -> tuple[str, ...]:
    """Values of the enum at the path in a value of type `kind`, in order; none if none is there."""
    found: Iterable[inspect.Type] = [inspect.type_info(kind)]
    for step in steps:
        found = [inner for outer in found for inner in _within(outer, step)]
    return tuple(
        str(member.value)
        for one in found
        for plain in _alternatives(one)
        if isinstance(plain, inspect.EnumType)
        for member in plain.cls
    )


def _within(kind: inspect.Type, step: str | int) -> Iterator[inspect.Type]:
    for one in _alternatives(kind):
        match one, step:
            case inspect.StructType(fields=fields), str():
                yield from (field.type for field in fields if field.encode_name == step)
            case inspect.DictType(value_type=value), str():
                yield value
            case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item), int():
                yield item
            case _:
                pass


def _alternatives(kind: inspect.Type) -> Iterator[Any]:
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _alternatives(one)
    elif isinstance(kind, inspect.Metadata):
        yield from _alternatives(kind.type)
    else:
        yield kind

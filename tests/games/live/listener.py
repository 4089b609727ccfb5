"""A client of the stream, as plain as the standard allows."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx

PATIENCE = 20.0


# One for all, because making one takes longer than a short stream does.
_client = httpx.Client(timeout=PATIENCE, limits=httpx.Limits(max_connections=None))


class Message(NamedTuple):
    """`number` is the id, None where none came with it."""

    kind: str
    number: int | None
    data: Any


@contextlib.contextmanager
def listening(
    url: str, game_id: str = "g1", *, last: int | None = None, **parameters: Any
) -> Iterator[Iterator[Message]]:
    """The messages of a game's stream, as they come; `last` is sent as Last-Event-ID.

    Raises httpx.HTTPStatusError for an error before the stream.
    """
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    address = f"{url}/api/v1/games/{game_id}/events/stream"
    with _client.stream("GET", address, params=parameters, headers=headers) as answer:
        answer.raise_for_status()
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield messages(answer.iter_lines())


def messages(lines: Iterator[str]) -> Iterator[Message]:
    """Messages from lines, after https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    fields: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        else:
            if "data" in fields:
                number = fields.get("id")
                kind = fields.get("event", "message")
                yield Message(kind, number and int(number), json.loads(fields["data"]))
            fields = {}


def take(stream: Iterator[Message], count: int) -> list[Message]:
    """The next messages, no more than `count`."""
    return [message for _, message in zip(range(count), stream, strict=False)]


def numbers(stream: Iterator[Message], count: int) -> list[int | None]:
    """The numbers of the next events."""
    return [message.number for message in take(stream, count)]

"""Blocks from the database, handed to the event loop one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest

_END = object()


def streamed[T](request: HttpRequest, blocks: Iterator[T]) -> Iterator[T] | AsyncIterator[T]:
    """The content of a streamed answer, as the server that asks takes it."""
    return off_the_loop(blocks) if isinstance(request, ASGIRequest) else blocks


async def off_the_loop[T](blocks: Iterator[T]) -> AsyncIterator[T]:
    """Yield what `blocks` yields, each computed on the request's own thread.

    Under ASGI Django would read a plain iterator to its end before it sends the first byte.

    No connection is held while a block is on its way: readers may be as slow as they like, and as
    many, without the pool running dry. So nothing that belongs to one may live from block to block.
    """
    while True:
        block = await sync_to_async(_next)(blocks)
        if block is _END:
            return
        yield block  # type: ignore[misc]


def _next(blocks: Iterator[object]) -> object:
    # StopIteration cannot cross from a thread into a coroutine.
    try:
        return next(blocks, _END)
    finally:
        connection.close_if_unusable_or_obsolete()

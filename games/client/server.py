"""The site's API as the engine's side calls it, every answer sorted into done, passing, refused."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
import msgspec

from games.client import backoff
from games.client.lines import Change, DecisionLine, EventLine, Line, NewGame
from games.domain.errors import InvalidField
from games.domain.quoting import shown

# Too early, too long, too often, or the server's own trouble: the same may be sent again.
_PASSING = frozenset({408, 425, 429})

# How much is asked for at once when the server knows more than the spool.
_PAGE = 500


class Passing(Exception):
    """Not this time. `retry_after` is in seconds, None where the server did not say."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Refused(Exception):
    """Sending the same again will not help. `data` is the error's body, `code` in it or a guess."""

    def __init__(self, status: int, code: str, detail: str, data: dict[str, Any]) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.data = data


class _Told(msgspec.Struct):
    """What is read of an answer about a game."""

    game_id: str
    head: int


class _Appended(msgspec.Struct):
    appended: int
    duplicates: int


class _Events(msgspec.Struct):
    events: list[EventLine]
    next: int | None


class _Decisions(msgspec.Struct):
    decisions: list[DecisionLine]
    next: str | None


class Server:
    """One game at one site. Every call raises Passing or Refused; none retries.

    Raises InvalidField for an address or a key that is none.
    """

    def __init__(
        self,
        url: str,
        key: str,
        game_id: str,
        *,
        timeout: float,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise InvalidField("url", url, "it begins with http:// or https://")
        key = _header_safe(key)
        self._games = f"{url.rstrip('/')}/api/v1/games"
        self._game = f"{self._games}/{quote(game_id, safe='')}"
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            timeout=timeout,
            transport=transport,
            verify=_certificates(),
        )

    def close(self) -> None:
        self._client.close()

    def create(self, game: NewGame) -> tuple[bool, int]:
        """Make the game or find it; return whether it is new, and its last event's number."""
        answer = self._send("POST", self._games, msgspec.json.encode(game))
        return answer.status_code == 201, _read(answer, _Told).head

    def append(self, kind: str, batch: Sequence[EventLine] | Sequence[DecisionLine]) -> None:
        """Append to the stream that `kind` names: events or decisions."""
        answer = self._send("POST", f"{self._game}/{kind}", msgspec.json.encode({kind: batch}))
        done = _read(answer, _Appended)
        if done.appended + done.duplicates != len(batch):
            raise Passing(f"it acknowledged another number of {kind} than were sent")

    def change(self, change: Change) -> None:
        """Tell the game's status and results."""
        _read(self._send("PATCH", self._game, msgspec.json.encode(change)), _Told)

    def events_after(self, number: int) -> Iterator[Line]:
        """What is recorded behind event `number`, in order."""
        after: int | None = number
        while after is not None:
            address = f"{self._game}/events?after={after}&limit={_PAGE}"
            page = _read(self._send("GET", address), _Events)
            yield from (Line(event=event) for event in page.events)
            after = page.next

    def decisions_after(self, player: int, number: int) -> Iterator[Line]:
        """What one player decided behind that player's decision `number`, in order."""
        start = f"{self._game}/decisions?player={player}&after={number}&limit={_PAGE}"
        cursor: str | None = ""
        while cursor is not None:
            address = f"{start}&cursor={quote(cursor, safe='')}" if cursor else start
            page = _read(self._send("GET", address), _Decisions)
            yield from (Line(decision=decision) for decision in page.decisions)
            cursor = page.next

    def _send(self, method: str, address: str, body: bytes | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, address, content=body)
        except (httpx.TransportError, httpx.DecodingError) as problem:
            raise Passing(f"{type(problem).__name__}: {problem}") from problem
        if answer.is_success:
            return answer
        raise _problem(answer)


def _header_safe(key: str) -> str:
    """The key without what a file or a shell left around it. Never shown: it is a secret."""
    bare = key.strip()
    if not bare:
        raise InvalidField("key", key, "it is empty; 'manage.py create_api_key NAME' prints one")
    if not (bare.isascii() and bare.isprintable() and " " not in bare):
        told = f"{len(key)} characters, not shown"
        raise InvalidField("key", told, "a key is one word of ASCII, as create_api_key prints it")
    return bare


@cache
def _certificates() -> ssl.SSLContext:
    """Reading them takes as long as hundreds of events: once for all games of a process."""
    return httpx.create_ssl_context()


def _problem(answer: httpx.Response) -> Passing | Refused:
    """What an answer other than success means."""
    try:
        data = msgspec.json.decode(answer.content, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        data = {}
    code = str(data.get("code", f"http_{answer.status_code}"))
    detail = str(data.get("detail", shown(answer.content) or answer.reason_phrase))
    # What is sent is always valid JSON: if it did not arrive as such, the way is to blame.
    passing = answer.status_code in _PASSING or code == "malformed_body"
    if passing or answer.status_code >= 500:
        told = f"{answer.status_code} {code}: {detail}"
        return Passing(told, backoff.asked(answer.headers.get("Retry-After")))
    if answer.is_redirect:
        detail = f"{answer.url} leads on to {answer.headers.get('Location')}: use that address."
    return Refused(answer.status_code, code, detail, data)


def _read[T](answer: httpx.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        # A success that is not ours: some proxy's page in between.
        raise Passing(f"{answer.url} did not answer as the API does: {problem}") from problem

"""One question to a server that speaks OpenAI's chat completions, and whatever comes back.

Nothing here raises for what a server does: an answer, an error page, silence and nonsense are all
a `Reply`. The key goes into one header and nowhere else; where a server echoes it, it is blotted
out before anybody sees it.
"""

from __future__ import annotations

import json
import math
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct

from games.client import backoff
from replay.players import legible

type Message = dict[str, str]
type Json = dict[str, Any]

FORMS = {
    "schema": ("json_schema", "json_object with schema", "json_object"),
    "object": ("json_object",),
    "off": (),
}
"""How a server is asked for JSON, best first; each is tried until one is taken."""

MOST_BYTES = 1_000_000
"""Bytes of an answer that are read; a longer one is none."""

LONGEST_ERROR = 500
"""Characters of a server's complaint that are kept."""

_PASSING = frozenset({408, 409, 425, 429})
_UNWILLING = frozenset({400, 404, 422, 501})
"""How servers refuse a parameter they do not know."""

_LONGEST_PAUSE = 10.0**7
"""Seconds; a Retry-After may be any number."""

_USED = ("prompt_tokens", "completion_tokens")


class Reply(Struct, frozen=True):
    """``text``: the model's words, None where there are none; then ``body`` is what came instead.

    ``error``: what was wrong.

    ``kind`` of an error: ``connection``, ``timeout``, ``http_<status>``, ``refusal``, ``empty``,
    ``too_long``, ``no_completion``. ``is_final``: asking again will not help. ``altered``: the
    words held what no text column can hold. ``left_out``: parameters the server would not take.
    Latency is in milliseconds, ``retry_after`` in seconds.
    """

    latency_ms: int
    text: str | None = None
    body: str | None = None
    kind: str = ""
    error: str = ""
    is_final: bool = False
    retry_after: float | None = None
    altered: bool = False
    status: int | None = None
    model: str = ""
    finish_reason: str = ""
    usage: dict[str, int | float] = {}
    left_out: tuple[str, ...] = ()


class Chat:
    """A model at a server.

    ``timeout``: seconds an answer may take, from first to last byte. ``form``: how JSON is asked
    for, a key of `FORMS`. ``wishes`` are further parameters. A server may refuse form and wishes:
    then it is asked without.
    """

    def __init__(
        self,
        url: str,
        key: str | None,
        model: str,
        *,
        timeout: float,
        form: str,
        wishes: dict[str, Any],
    ) -> None:
        self.where = _host(url)
        self._address = f"{url.rstrip('/')}/chat/completions"
        self._key = key
        self._model = model
        self._timeout = timeout
        self._wishes = dict(wishes)
        self._forms = list(FORMS[form])
        self._left_out: list[str] = []
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=timeout)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def ask(self, messages: list[Message], schema: Json) -> Reply:
        """The answer to a conversation, wanted as JSON of that schema.

        What the server refuses to be asked for is left out from now on.
        """
        while True:
            reply = self._asked(messages, schema)
            if not self._gives_in(reply):
                return msgspec.structs.replace(reply, left_out=tuple(self._left_out))

    def _gives_in(self, reply: Reply) -> bool:
        """Do without what the server refuses to be asked for; whether there was any such thing.

        A refusal that names nothing is taken for one of the form; an error 500 must name it.
        """
        complaint, names_form = reply.error, "response_format" in reply.error
        if reply.status not in _UNWILLING and not (reply.status == 500 and names_form):
            return False
        if "max_tokens" in self._wishes and "max_completion_tokens" in complaint:
            self._wishes["max_completion_tokens"] = self._wishes.pop("max_tokens")
            return True
        named = [name for name in self._wishes if name in complaint]
        if self._forms and (names_form or not named):
            self._left_out.append(f"response_format: {self._forms.pop(0)}")
            return True
        for name in named:
            del self._wishes[name]
        self._left_out += named
        return bool(named)

    def _asked(self, messages: list[Message], schema: Json) -> Reply:
        began = time.monotonic()
        body = {"model": self._model, "messages": messages, **self._wishes}
        if self._forms:
            body["response_format"] = _response_format(self._forms[0], schema)
        try:
            with self._client.stream("POST", self._address, json=body) as answer:
                content = self._read(answer, began + self._timeout)
        except (httpx.TimeoutException, TimeoutError):
            told = f"no answer within {self._timeout:g} s"
            return Reply(_since(began), kind="timeout", error=told)
        except (httpx.HTTPError, httpx.InvalidURL, OverflowError, ValueError) as problem:
            told = self._fit(f"{type(problem).__name__}: {problem}")
            return Reply(_since(began), kind="connection", error=told)
        return self._sorted(answer, content, _since(began))

    def _read(self, answer: httpx.Response, deadline: float) -> bytes:
        """The body, as far as it is bearable. Raises TimeoutError."""
        content = bytearray()
        for chunk in answer.iter_bytes():
            content += chunk
            if len(content) > MOST_BYTES:
                break
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(content)

    def _sorted(self, answer: httpx.Response, content: bytes, latency: int) -> Reply:
        status = answer.status_code
        body, altered = self._shown(content)
        if not answer.is_success:
            told = self._fit(
                f"HTTP {status}: {content[: 4 * LONGEST_ERROR].decode('utf-8', 'replace')}"
            )
            return Reply(
                latency,
                body=body,
                altered=altered,
                kind=f"http_{status}",
                error=told,
                is_final=status < 500 and status not in _PASSING,
                retry_after=_seconds(answer.headers.get("Retry-After")),
                status=status,
            )
        if len(content) > MOST_BYTES:
            told = f"the server sent more than {MOST_BYTES} bytes"
            return Reply(
                latency, body=body, altered=altered, kind="too_long", error=told, status=status
            )
        return self._completion(content, latency, status)

    def _completion(self, content: bytes, latency: int, status: int) -> Reply:
        try:
            # Not msgspec: a lone surrogate in an otherwise good answer is no reason to lose it.
            told = json.loads(content)
        except (ValueError, RecursionError):
            error = "the server did not send valid JSON in UTF-8"
            reply = Reply(latency, kind="no_completion", error=error, status=status)
        else:
            reply = self._words(told, latency, status)
        if reply.text is not None:
            return reply
        body, altered = self._shown(content)
        return msgspec.structs.replace(reply, body=body, altered=altered)

    def _words(self, told: Any, latency: int, status: int) -> Reply:
        """What the first choice says, wherever it lies in an object of any shape."""
        choice = _first(_member(told, "choices"))
        message = _member(choice, "message")
        words, refused = _member(message, "content"), _member(message, "refusal")
        text, altered = legible.kept(words if isinstance(words, str) else "")
        reply = Reply(
            latency,
            text=self._blotted(text),
            altered=altered,
            status=status,
            model=self._fit(_text(_member(told, "model")), 200),
            finish_reason=self._fit(_text(_member(choice, "finish_reason")), 40),
            usage=_usage(_member(told, "usage")),
        )
        if message is None:
            return msgspec.structs.replace(
                reply,
                text=None,
                kind="no_completion",
                error="the answer holds no choices[0].message",
            )
        if isinstance(refused, str) and refused:
            said = self._blotted(legible.kept(refused)[0])
            return msgspec.structs.replace(
                reply, text=text or said, kind="refusal", error="the model refused to answer"
            )
        if reply.finish_reason == "content_filter":
            return msgspec.structs.replace(
                reply, kind="refusal", error="the server's content filter cut the answer off"
            )
        if not text.strip():
            return msgspec.structs.replace(reply, kind="empty", error="the answer is empty")
        return reply

    def _shown(self, content: bytes) -> tuple[str, bool]:
        """A body as text that can be kept, and whether it had to be altered for that."""
        text = content.decode("utf-8", "replace")
        clean, altered = legible.kept(text)
        return self._blotted(clean), altered or text.encode() != content

    def _fit(self, text: str, length: int = LONGEST_ERROR) -> str:
        """Fit for a line of a record or a terminal, without the key."""
        return legible.line(self._blotted(text), length)

    def _blotted(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text


def _response_format(form: str, schema: Json) -> Json:
    if form == "json_schema":
        return {"type": form, "json_schema": {"name": "answer", "schema": schema}}
    if form == "json_object":
        return {"type": form}
    return {"type": "json_object", "schema": schema}  # as llama-cpp-python has it


def _host(url: str) -> str:
    """The address without anything secret a person may have put into it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _seconds(header: str | None) -> float | None:
    asked = backoff.asked(header)
    return None if asked is None else min(asked, _LONGEST_PAUSE)


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _usage(told: Any) -> dict[str, int | float]:
    """What the server counted, where it is a count. ``cost_usd`` is OpenRouter's ``cost``."""
    used: dict[str, int | float] = {}
    for name in _USED:
        count = _member(told, name)
        if isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 10**9:
            used[name] = count
    cost = _member(told, "cost")
    if isinstance(cost, int | float) and not isinstance(cost, bool) and 0 <= cost < 10**6:
        used["cost_usd"] = cost if math.isfinite(cost) else 0
    return used

"""Who is to sit where: ``greedy``, ``llm:MODEL``, ``llm:MODEL?temperature=0.2&fallback=trader``."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from msgspec import Meta, Struct

from replay.domain.agents.registry import AGENTS
from replay.players import Player
from replay.players.agent import AgentPlayer
from replay.players.chat import Chat
from replay.players.llm import LlmPlayer

LLM = "llm"
"""The kind of seat a language model takes."""

ENVIRONMENT = "OPENAI_BASE_URL, OPENAI_API_KEY, LLM_MODEL, LLM_TEMPERATURE"

type Temperature = Annotated[float, Meta(ge=0, le=2)]


class BadSeat(ValueError):
    """Nobody can sit there; the message names the seat and what is wrong with it."""


class Key:
    """An API key, kept out of every message, log and repr."""

    __slots__ = ("secret",)

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __repr__(self) -> str:
        return "[key]"


class Defaults(Struct, frozen=True):
    """What a seat need not say: the values of `ENVIRONMENT`. ``key`` is for ``url`` alone."""

    url: str | None = None
    key: Key | None = None
    model: str | None = None
    temperature: float | None = None


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """What may follow the question mark of an ``llm`` seat.

    ``url``: base URL, up to and with ``/v1``. ``timeout``: seconds for one answer. ``retries``:
    how often a useless answer is asked for again. ``json``: how the server is asked for JSON.
    ``strategy``: words for the prompt.
    """

    url: str | None = None
    temperature: Temperature | None = None
    max_tokens: Annotated[int, Meta(ge=16, le=32_768)] = 400
    timeout: Annotated[float, Meta(ge=0.1, le=600)] = 60
    retries: Annotated[int, Meta(ge=0, le=5)] = 2
    fallback: str = "greedy"
    json: Literal["schema", "object", "off"] = "schema"
    strategy: Annotated[str, Meta(max_length=2000)] = ""


class Seat(Struct, frozen=True):
    """Somebody who can sit down. ``kind``: an agent's name, or ``llm``; ``model`` is then set.

    Holds no secret but ``key``, and can be sent to another process.
    """

    kind: str
    model: str | None = None
    options: Options = Options()
    key: Key | None = None

    @property
    def label(self) -> str:
        """How summaries call it."""
        return self.kind if self.model is None else f"{LLM}:{self.model}"

    def told(self) -> dict[str, Any]:
        """The seat as the API takes it: kind, model and parameters, never where or by what key."""
        if self.model is None:
            return {"agent_type": self.kind}
        parameters = msgspec.to_builtins(self.options)
        del parameters["url"]
        return {
            "agent_type": self.kind,
            "llm_model_name": self.model,
            "llm_parameters": {name: value for name, value in parameters.items() if value != ""},
        }

    def player(self, *, records: bool = False) -> Player:
        """Have it sit down. ``records``: a pure agent's choices are decisions, too."""
        if self.model is None or self.options.url is None:
            return AgentPlayer(self.kind, records=records)
        chosen = self.options
        chat = Chat(
            self.options.url,
            self.key.secret if self.key else None,
            self.model,
            timeout=chosen.timeout,
            form=chosen.json,
            wishes=_wishes(chosen),
        )
        return LlmPlayer(
            chat,
            self.model,
            retries=chosen.retries,
            fallback=chosen.fallback,
            strategy=chosen.strategy,
        )


def read(spec: str, defaults: Defaults | None = None, *, is_trusted: bool = True) -> Seat:
    """The seat a text asks for.

    Args:
        spec: an agent's name; or ``llm``, ``llm:MODEL`` and options as in an address' query, with
            ``%2C`` for a comma and so on.
        defaults: what the environment says.
        is_trusted: false for a text from the network: it must not choose where we connect to.

    Raises:
        BadSeat: nobody can sit there.
    """
    if spec in AGENTS:
        return Seat(spec)
    kind, _, rest = spec.partition(":")
    if kind.partition("?")[0] != LLM:
        known = ", ".join([*AGENTS, "llm:MODEL"])
        raise BadSeat(f"nobody is called {spec!r}; there are {known}")
    model, _, query = (rest if ":" in spec else spec.removeprefix(LLM)).partition("?")
    return _llm(spec, unquote(model), query, defaults or Defaults(), is_trusted=is_trusted)


def _llm(spec: str, model: str, query: str, defaults: Defaults, *, is_trusted: bool) -> Seat:
    told = _told(spec, query)
    if "url" in told and not is_trusted:
        raise BadSeat(f"{spec!r} names a url; only whoever runs the site chooses it")
    try:
        options = msgspec.convert(told, Options, strict=False)
    except msgspec.ValidationError as problem:
        raise BadSeat(f"{spec!r} cannot be read: {problem}") from None
    named = model or defaults.model
    if not named:
        raise BadSeat(f"{spec!r} names no model: write llm:MODEL, or set LLM_MODEL")
    if options.fallback not in AGENTS:
        raise BadSeat(f"{spec!r}: fallback must be one of {', '.join(AGENTS)}")
    url = options.url or defaults.url
    if url is None:
        raise BadSeat(f"{spec!r} has no server: set OPENAI_BASE_URL, or write ?url=http://host/v1")
    _check_url(spec, url)
    temperature = defaults.temperature if options.temperature is None else options.temperature
    whole = msgspec.structs.replace(options, url=url, temperature=temperature)
    # A key goes to the server it was set for, not to any other a seat may name.
    is_home = url.rstrip("/") == (defaults.url or "").rstrip("/")
    return Seat(LLM, named, whole, defaults.key if is_home else None)


def _told(spec: str, query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    told = dict(pairs)
    if "key" in told or "api_key" in told:
        # Not shown: it may be the key itself.
        raise BadSeat("a key is never part of a seat: set OPENAI_API_KEY")
    if len(told) != len(pairs):
        raise BadSeat(f"{spec!r} says something twice")
    return told


def _check_url(spec: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadSeat(f"{spec!r}: the server's url cannot be read") from None
    if parts.username or parts.password:
        raise BadSeat("a server's url must hold no user and password: set OPENAI_API_KEY")
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or parts.query:
        raise BadSeat(f"{spec!r}: the server's url must be like http://127.0.0.1:8080/v1")


def _wishes(chosen: Options) -> dict[str, Any]:
    """What a request also says; a server may do without."""
    wishes: dict[str, Any] = {"max_tokens": chosen.max_tokens}
    if chosen.temperature is not None:
        wishes["temperature"] = chosen.temperature
    return wishes

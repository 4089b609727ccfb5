"""A language model as a player: asked, asked again with what was wrong, else replaced."""

from __future__ import annotations

import time
from random import Random

from msgspec import Struct, field

from replay.domain.agents.llm import answer as answers
from replay.domain.agents.llm import board, prompt
from replay.domain.agents.llm import menu as menus
from replay.domain.agents.llm.answer import Answer
from replay.domain.agents.llm.menu import Entry
from replay.domain.agents.llm.unusable import Unusable
from replay.domain.agents.registry import AGENTS
from replay.domain.rules.choice import Choice
from replay.players import Decided, Json, Made, Moment, Unready, is_forced, legible
from replay.players.chat import Chat, Message, Reply

LONGEST_SAYING = 280
"""Characters a player may say to the table at once."""

LONGEST_WAIT = 60.0
"""Seconds a server may ask to be left alone; asked for more, the fallback plays at once."""

_FIRST_PAUSE = 0.5
_ECHOED = 1000
"""Characters of a useless answer that the model is shown again."""
_RAW = answers.LONGEST
"""Characters of a raw answer that are recorded; a longer one is never acted on."""


class _Tries(Struct):
    """The attempts at one decision so far, and what they add up to."""

    attempts: list[Json] = field(default_factory=list)
    model: str = ""
    error: str = ""


class LlmPlayer:
    """Asks a model; what it cannot or will not answer, the agent called ``fallback`` decides.

    ``retries``: how often it is asked again. ``strategy``: what its seat asks of it, "" nothing.
    """

    reads_news = True

    def __init__(
        self, chat: Chat, model: str, *, retries: int = 2, fallback: str, strategy: str = ""
    ) -> None:
        self._chat = chat
        self._model = model
        self._retries = retries
        self._fallback = fallback
        self._strategy = strategy

    def check(self) -> None:
        """Ask one small question; a server that is busy now counts as there.

        Raises:
            Unready: nobody answers as a model does.
        """
        question: list[Message] = [{"role": "user", "content": "Choose 1. Answer in JSON."}]
        reply = self._chat.ask(question, {"type": "object"})
        unfit = reply.kind.startswith(("connection", "timeout", "http_", "no_completion"))
        if unfit and reply.kind != "http_429":
            raise Unready(f"llm:{self._model} at {self._chat.where}: {reply.error}")

    def close(self) -> None:
        """Let go of the connection."""
        self._chat.close()

    def choose(self, moment: Moment, rng: Random) -> Made:
        """The model's choice, or the fallback's: recorded either way, unless there is none."""
        if is_forced(moment.choices):
            return Made(moment.choices[0])
        began = time.monotonic()
        menu = menus.of(moment.choices)
        game_state = board.of_game(moment.view, moment.setup, moment.news)
        player_state = board.of_player(moment.view, moment.setup)
        written = menus.written(menu, moment.setup)
        system = prompt.system(player_state, self._strategy)
        user = prompt.user(game_state, player_state, written)
        tries = _Tries()
        found = self._ask(system, user, menu, tries)
        told: Answer | None = None
        if found is None:
            choice = AGENTS[self._fallback](moment.view, moment.choices, rng)
        else:
            choice, told = found
        says = "" if told is None else legible.line(told.say, LONGEST_SAYING)
        outcome = menus.told(menu, choice, moment.setup)
        decided = Decided(
            player=player_state["player_id"],
            turn=game_state["turn_number"],
            game_state=game_state,
            player_state=player_state,
            available_actions=written,
            chosen_action=self._chosen(outcome, tries, says, is_own=bool(found)),
            prompt=prompt.whole(system, user),
            reasoning=None if told is None else legible.kept(told.reasoning)[0],
            strategy_description=self._strategy or None,
            processing_time_ms=round((time.monotonic() - began) * 1000),
            model_version=tries.model or self._model,
        )
        return Made(choice, says, decided)

    def _ask(
        self, system: str, user: str, menu: tuple[Entry, ...], tries: _Tries
    ) -> tuple[Choice, Answer] | None:
        """Ask until an answer can be acted on, as often as that is worth it."""
        messages: list[Message] = [
            {"role": "system", "content": system},
            {"role": "user", "content": user},
        ]
        waited = 0.0
        for number in range(1 + self._retries):
            reply = self._chat.ask(messages, menus.schema(menu))
            attempt = _attempt(reply, waited)
            tries.attempts.append(attempt)
            tries.model = reply.model or tries.model
            try:
                found = _understood(reply, menu)
            except Unusable as problem:
                kind, tries.error = problem.kind, str(problem)
                attempt |= {"error": tries.error, "error_kind": kind}
            else:
                return found
            pause = _pause(reply, number)
            if reply.is_final or pause is None or number == self._retries:
                return None
            time.sleep(pause)
            waited = pause
            if reply.text is not None:
                again = prompt.told_again(tries.error)
                messages[2:] = [
                    {"role": "assistant", "content": reply.text[:_ECHOED]},
                    {"role": "user", "content": again},
                ]
        return None

    def _chosen(self, told: Json, tries: _Tries, says: str, *, is_own: bool) -> Json:
        """The choice with the story of how it came about."""
        told = {**told, "attempts": tries.attempts, "usage": _sum(tries.attempts)}
        if says:
            told["public_message"] = says
        if not is_own:
            count = len(tries.attempts)
            times = "the one attempt" if count == 1 else f"all {count} attempts"
            told["fallback"] = f"{self._fallback} chose, {times} failed: {tries.error}"
            told["error"] = tries.error
        return told


def _understood(reply: Reply, menu: tuple[Entry, ...]) -> tuple[Choice, Answer]:
    """The choice a reply makes. Raises Unusable."""
    if reply.kind:
        raise Unusable(reply.kind, reply.error)
    told = answers.read(reply.text or "")
    return menus.chosen(menu, told.choice, told.arguments), told


def _attempt(reply: Reply, waited: float) -> Json:
    """A reply as it is recorded. Clipped and altered answers say so."""
    told: Json = {"error": None, "latency_ms": reply.latency_ms}
    came = reply.body if reply.text is None else reply.text
    if came is not None:
        told["raw_response"] = came[:_RAW]
        if len(came) > _RAW:
            told["raw_response_chars"] = len(came)
    if reply.altered:
        told["raw_response_altered"] = True
    if waited:
        told["waited_ms"] = round(waited * 1000)
    for name in ("status", "finish_reason", "retry_after", "usage", "left_out"):
        if value := getattr(reply, name):
            told[name] = list(value) if isinstance(value, tuple) else value
    return told


def _pause(reply: Reply, number: int) -> float | None:
    """Seconds until the next attempt; None where the server asks for longer than we wait."""
    if reply.retry_after is not None:
        return reply.retry_after if reply.retry_after <= LONGEST_WAIT else None
    if reply.status == 200:
        return 0.0
    return _FIRST_PAUSE * float(2**number)


def _sum(attempts: list[Json]) -> dict[str, int | float]:
    """What all attempts used, as far as the server counted."""
    total: dict[str, int | float] = {}
    for attempt in attempts:
        for name, count in attempt.get("usage", {}).items():
            total[name] = total.get(name, 0) + count
    return total

"""What msgspec says of a body it refuses, told with the field's path and the value found there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from games import limits
from games.api import allowed, almost_json
from games.domain.errors import InvalidField, MalformedBody, NotOneOf, RewindError, TooLarge

_AT = re.compile(r"(.*) - at `(?:key in )?\$([^`]*)`", re.DOTALL)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_BYTE = re.compile(r"JSON is malformed: (.*) \(byte (\d+)\)")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)


def explained(
    problem: msgspec.DecodeError | UnicodeDecodeError | RecursionError,
    text: bytes,
    line: int | None = None,
    kind: object = None,
) -> RewindError:
    """The error to raise for `problem`, met in decoding `text` (line `line` of an NDJSON body).

    `kind`: the type it was to become; where a word is none of an enum's, it tells the others.
    """
    match problem:
        case RecursionError():
            depth = limits.bounds().max_json_depth
            return TooLarge("levels of nesting in the body", depth, None, "MAX_JSON_DEPTH")
        case msgspec.ValidationError():
            return _invalid(str(problem), text, line, kind)
        case _:
            return _malformed(problem, text, line)


def _malformed(problem: Exception, text: bytes, line: int | None) -> RewindError:
    try:
        text.decode()
    except UnicodeDecodeError as broken:
        return MalformedBody("it is not UTF-8", broken.start, line)
    almost = almost_json.fault(text)
    if almost is not None:
        return InvalidField("".join(_named(almost.steps, line)), almost.value, almost.problem)
    told = _BYTE.fullmatch(str(problem))
    if told:
        return MalformedBody(told[1], int(told[2]), line)
    if not text.strip():
        return MalformedBody("it is empty", 0, line)
    return MalformedBody("it ends before the JSON does", len(text), line)


def _invalid(told: str, text: bytes, line: int | None, kind: object) -> RewindError:
    try:
        # msgspec stops at the first wrong value: what follows it may not even be JSON.
        msgspec.json.decode(text, type=msgspec.Raw)
        tree = json.loads(text, parse_int=_Written, parse_float=_Written)
    except (msgspec.DecodeError, ValueError) as broken:
        return _malformed(broken, text, line)
    except RecursionError as endless:
        return explained(endless, text, line)
    at = _AT.fullmatch(told)
    problem, path = (at[1], at[2]) if at else (told, "")
    steps = [int(index) if index else name for name, index in _STEP.findall(path)]
    missing, unknown = _MISSING.fullmatch(problem), _UNKNOWN.fullmatch(problem)
    if missing:
        steps.append(missing[1])
        problem = "it is missing and needed"
    elif unknown:
        steps.append(unknown[1])
        problem = "there is no such field here"
    else:
        problem = problem[:1].lower() + problem[1:].replace("`", "")
    field, value = "".join(_named(steps, line)), _found(steps, tree)
    if problem.startswith("invalid enum value") and (words := allowed.words(kind, steps)):
        return NotOneOf(field, value, allowed=words)
    return InvalidField(field, value, problem)


def _named(steps: list[Any], line: int | None) -> Iterator[str]:
    if line is not None:
        yield f"line {line}" + ("." if steps else "")
    elif not steps:
        yield "body"
    for place, step in enumerate(steps):
        if isinstance(step, int):
            yield f"[{step}]"
        else:
            yield f".{step}" if place else step


def _found(steps: list[Any], value: Any) -> object:
    """The value at the path, None where there is none."""
    for step in steps:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return None
    match value:
        case _Written():
            return value.plain()
        case dict() | list():
            return msgspec.json.encode(json.loads(json.dumps(value))).decode()
        case _:
            return value


class _Written(str):
    """A number as it was written: too long a one would be refused by int()."""

    __slots__ = ()

    def plain(self) -> int | float | str:
        if len(self) > 18:
            return str(self)
        return int(self) if self.lstrip("-").isdecimal() else float(self)

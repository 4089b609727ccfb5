"""From text to something that can be evaluated: CEL, checked, bounded, and nothing besides.

``cel-expr-python`` parses, checks types and evaluates (docs/decisions names the reasons); the words
are those of `vocabulary`. Nothing of Python is within reach of an expression: it sees values made
of numbers, texts, lists and maps, and six functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from cel_expr_python import cel
from msgspec import Struct

from replay.domain.asking import bounds, problems, reads, slips, tree, vocabulary
from replay.domain.asking.reads import Reads
from replay.domain.asking.vocabulary import Kind
from replay.domain.setup import Setup

type Values = Mapping[str, Any]
type Answer = tuple[Outcome, Any]
type Functions = Mapping[str, Callable[..., Any]]


class Outcome(StrEnum):
    """What came of one evaluation."""

    VALUE = "value"
    ABSENT = "absent"
    """It asks for what is not there at this event: a key of another type's payload, say."""
    FAILED = "failed"
    """It cannot be computed with these values: a text is no number, something divides by zero."""


class Asked(StrEnum):
    """What an expression is for."""

    CONDITION = "condition"
    WATCH = "watch"


class Expression(Struct, frozen=True):
    """A compiled expression: what it reads, and how to evaluate it with that."""

    text: str
    reads: Reads
    program: Any

    def evaluate(self, values: Values) -> Answer:
        """The result with these values of the variables it reads, or why there is none.

        Raises:
            InvalidExpression: its loops take more turns than one evaluation may.
        """
        try:
            result = self.program.eval(data=values)
            if result.type() == cel.Type.ERROR:
                return _failure(str(result.value()))
            return Outcome.VALUE, result.plain_value()
        except RuntimeError as error:
            return self._refused(str(error))

    def _refused(self, message: str) -> Answer:
        if "Iteration budget exceeded" in message:
            told = f"its loops take more than {bounds.MOST_TURNS:,} turns at one event"
            raise problems.at(self.text, 0, told)
        return _failure(message)


def compile_expression(text: str, setup: Setup, asked: Asked, functions: Functions) -> Expression:
    """Read an expression for a game.

    Args:
        text: the expression in CEL.
        setup: the game's players.
        asked: a condition must give true or false, a watch a number (true and false count as 1, 0).
        functions: what stands behind `vocabulary.FUNCTIONS`, by name.

    Raises:
        InvalidExpression: it is no such expression, or too costly; and where and why.
    """
    if len(text) > bounds.LONGEST:
        told = f"an expression has at most {bounds.LONGEST:,} characters, this one {len(text):,}"
        raise problems.at(text, bounds.LONGEST, told)
    if not text.strip():
        raise problems.at(text, 0, "there is no expression")
    try:
        text.encode()
        program = _environment(functions).compile(text)
    except UnicodeEncodeError as error:
        raise problems.at(text, error.start, "this character cannot be read") from error
    except RuntimeError as error:
        raise slips.explained(text, str(error)) from error
    node = tree.decode(program.serialize())
    _check_type(text, program.return_type().name(), asked)
    found = reads.of(node, text, setup)
    bounds.check(node, text)
    _check_patterns(text, node)
    return Expression(text, found, program)


_TYPES = {
    Kind.BOOL: cel.Type.BOOL,
    Kind.INT: cel.Type.INT,
    Kind.STRING: cel.Type.STRING,
    Kind.TIMESTAMP: cel.Type.TIMESTAMP,
    Kind.DYN: cel.Type.DYN,
    Kind.BY_ID: cel.Type.Map(cel.Type.INT, cel.Type.DYN),
    Kind.BY_NAME: cel.Type.Map(cel.Type.STRING, cel.Type.DYN),
}

_FITTING = {
    Asked.CONDITION: ({"BOOL", "DYN"}, "a condition gives true or false"),
    Asked.WATCH: ({"BOOL", "DYN", "INT", "UINT", "DOUBLE"}, "a watched value is a number"),
}


def _environment(functions: Functions) -> Any:
    declared = [
        cel.FunctionDecl(
            function.name,
            [
                cel.Overload(
                    f"rewind_{function.name}",
                    return_type=_TYPES[function.gives],
                    parameters=[_TYPES[kind] for kind in function.takes],
                    impl=functions[function.name],
                )
            ],
        )
        for function in vocabulary.FUNCTIONS
    ]
    variables = {word.name: _TYPES[word.kind] for word in vocabulary.VARIABLES}
    return cel.NewEnv(variables=variables, functions=declared)


def _check_type(text: str, name: str, asked: Asked) -> None:
    known, told = _FITTING[asked]
    if name not in known:
        raise problems.at(text, 0, f"{told}, this gives {name.lower()}")


def _check_patterns(text: str, node: tree.Node) -> None:
    """A wrong pattern is wrong at every event: say so at once."""
    for call in tree.walk(node):
        if isinstance(call, tree.Call) and call.function == "matches":
            *_, pattern = call.args
            assert isinstance(pattern, tree.Const)  # noqa: S101 - bounds.check saw to it
            tried = cel.NewEnv(variables={"p": cel.Type.STRING}).compile("''.matches(p)")
            result = tried.eval(data={"p": pattern.value})
            if result.type() == cel.Type.ERROR:
                told = str(result.value()).partition(": ")[2]
                raise problems.at(text, pattern.at, told)


_NOT_THERE = ("NOT_FOUND: Key not found", "INVALID_ARGUMENT: Applying SELECT to non-message")


def _failure(message: str) -> Answer:
    if message.startswith(_NOT_THERE) or "null_type" in message:
        return Outcome.ABSENT, message
    return Outcome.FAILED, message.partition(": ")[2] or message

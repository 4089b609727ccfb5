"""What the language's library says of a text that it cannot read, in words for people."""

from __future__ import annotations

import re

from replay.domain.asking import problems, vocabulary

_ERROR = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '(?:.*\.)?([^'.]*)'")
_NO_PLACE = re.compile(r" \(in container ''\)$")
_MISSING = re.compile(r"missing ('.*') at ('.*')")
_QUOTES = ("'", '"')
_MEANT = {
    "=>": ">=",
    "=<": "<=",
    "=": "==",
    "<>": "!=",
    "&": "&&",
    "|": "||",
    "and": "&&",
    "or": "||",
    "not": "!",
    "AND": "&&",
    "OR": "||",
    "NOT": "!",
    "$": "a number without its sign",
}
"""Signs and words of other languages, and those of this one."""


def explained(text: str, message: str) -> problems.InvalidExpression:
    """The library's first message, for people."""
    found = _ERROR.search(message)
    if found is None or int(found[1]) < 1:
        if "recursion" in message:
            return problems.at(text, 0, "the expression is nested too deeply")
        told = message.splitlines()[0].removeprefix("INVALID_ARGUMENT: ")
        return problems.at(text, 0, f"it cannot be read: {told}")
    lines = text.split("\n")
    line, column = int(found[1]), int(found[2])
    offset = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    told = _NO_PLACE.sub("", found[3]).removeprefix("Syntax error: ")
    if "recursion" in told:
        return problems.at(text, 0, "the expression is nested too deeply")
    if unknown := _UNDECLARED.search(told):
        return _unknown(text, offset, unknown[1])
    if slip := _syntax(text, offset, told):
        return slip
    if "operand of a select operation" in told and "type 'int'" in told:
        told += ": a loop over players goes over their ids, write players[p].cash"
    return problems.at(text, offset, told)


def _syntax(text: str, offset: int, told: str) -> problems.InvalidExpression | None:
    """What the grammar stumbled over, and what people who write other languages may have meant."""
    rest = text[max(0, offset) :]
    if told.startswith("token recognition error"):
        if rest[:1] in _QUOTES:
            return problems.at(text, offset, f"this text is never closed: {rest[:1]} is missing")
        sign = next((sign for sign in _MEANT if rest.startswith(sign)), rest[:1])
        return problems.at(text, offset, f"{_quoted(sign)} is no sign here", _meant(sign))
    if missing := _MISSING.match(told):
        where = "at the end" if missing[2] == "'<EOF>'" else f"before {missing[2]}"
        return problems.at(text, offset, f"{missing[1]} is missing {where}")
    if told.startswith(("mismatched input", "extraneous input", "no viable alternative")):
        found = told.split(" expecting ", maxsplit=1)[0].partition(" input ")[2]
        if found == "'<EOF>'" or not rest.strip():
            return problems.at(text, offset, "it ends too early")
        # "<>" is read as two signs, of which the second is the odd one.
        word = "<>" if text[max(0, offset - 1) : offset + 1] == "<>" else found.strip("'")
        before = text[: max(0, offset)].split()[-1:]
        return problems.at(text, offset, f"unexpected {found}", _meant(word) or _meant(*before))
    return None


def _meant(word: str = "") -> list[str]:
    return [_MEANT[word]] if word in _MEANT else []


def _quoted(sign: str) -> str:
    return f"'{sign}'" if sign.isprintable() else f"U+{ord(sign):04X}"


def _unknown(text: str, offset: int, name: str) -> problems.InvalidExpression:
    """A name nobody knows: the place the library gives is that of the dot or bracket after it."""
    before = re.compile(r"[\w.]*\Z").search(text[:offset])
    start = before.start() if before and before[0] else offset
    whole = re.compile(r"[\w.]*").match(text, start)
    written = whole[0] if whole and whole[0] else name
    words = [word.name for word in vocabulary.VARIABLES]
    calls = [function.name for function in vocabulary.FUNCTIONS]
    for function in vocabulary.FUNCTIONS:
        if function.name == written:
            return problems.at(text, start, f"{written} is called like {function.call}")
    is_call = text[start + len(written) :].lstrip().startswith("(")
    known = [*calls, *vocabulary.MACROS] if is_call else [*words, *calls]
    near = problems.near(written, known)
    parts = [word for word in words if word.startswith(f"{written}.")]
    if parts and not near:
        near = parts[:4]
    elif not near:
        near = problems.near(".".join(written.split(".")[:2]), known)
    return problems.at(text, start, f"{written} is not known here", near)

"""Ask: where a condition holds, how a value goes, and the watches that are kept."""

from __future__ import annotations

from urllib.parse import urlencode

from msgspec import Struct

from games.domain.errors import InvalidField, RewindError
from replay import addresses, asking, history, watches
from replay.asking import Answer, Question
from replay.domain.asking import bounds, examples, vocabulary
from replay.domain.asking.answer import Found, InVain, Mode, Watched
from replay.domain.asking.problems import InvalidExpression
from replay.drawing import plain, sparkline
from replay.drawing.sparkline import Sparkline
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording

AROUND = 5
"""Hits listed to each side of the cursor."""

QUICK = 4_000
"""A game of no more events is asked at once, without a sign of progress."""

_ASKED = ("ask", "value", "hits", "near")
_OWN = (*_ASKED, *addresses.CURSOR, "panel")
_CAUGHT = 300


class Slip(Struct, frozen=True):
    """A problem with an expression: the line it is in, and what stands before it there."""

    field: str
    detail: str
    line: str
    before: str


class Hit(Struct, frozen=True):
    """One hit, in words."""

    sequence_number: int
    sentence: str
    href: str


class Curve(Struct, frozen=True):
    """A watched value, drawn."""

    line: Sparkline
    watched: Watched
    now: str
    least: str
    greatest: str
    cursor: float


def build(recording: Recording, wanted: int, query: Query) -> Context:
    """The question that the query asks, answered from the moment's point of view."""
    question = Question(_text(query, "ask"), _text(query, "value"))
    asked: Context = {
        "condition": question.condition,
        "value": question.watch,
        "hits": query.get("hits", ""),
        "modes": (("", "usual"), (Mode.EDGES, "when it becomes true"), (Mode.EVERY, "every event")),
        "others": {name: value for name, value in query.items() if name not in _OWN},
        "is_asked": bool(question.condition.strip() or question.watch.strip()),
        "examples": examples.of(recording.setup),
        "words": vocabulary.VARIABLES,
        "functions": vocabulary.FUNCTIONS,
        "fields": vocabulary.FIELDS,
        "watches": watches.of(recording),
        "slip": None,
        "problem": "",
        "is_pending": False,
        "answer": None,
        "found": None,
        "curve": None,
        "longest": bounds.LONGEST,
        "longest_name": watches.LONGEST_NAME,
    }
    if asked["is_asked"]:
        asked |= _asked(recording, wanted, query, question)
    return {"asked": asked}


def _asked(recording: Recording, wanted: int, query: Query, question: Question) -> Context:
    """The answer; a sign of progress where a script will wait for it; or what is wrong."""
    try:
        mode = _mode(query)
        is_long = recording.head - recording.first > QUICK
        # Scripts name the version of what they show: only they can wait and ask again.
        if is_long and "v" in query and not asking.is_known(recording, question):
            return {"is_pending": True}
        answer = asking.ask(recording, question)
        told: Context = {"answer": answer, "notes": _notes(answer)}
        if answer.found is not None:
            told["found"] = _found(recording, answer.found, mode, wanted, query)
        if answer.watched is not None:
            told["curve"] = _curve(recording, answer, answer.watched, wanted)
    except InvalidExpression as error:
        return {"slip": _slip(recording, question, error)}
    except RewindError as error:
        return {"problem": plain.clip(error.detail, _CAUGHT)}
    return told


def _found(
    recording: Recording, found: Found, asked: Mode | None, wanted: int, query: Query
) -> Context:
    mode = asked or found.usual
    near = _near(query, wanted)
    before = found.before(mode, near + 1, AROUND)
    later = found.hits(mode, near, 2 * AROUND - len(before))
    if len(later) < AROUND:
        before = found.before(mode, near + 1, 2 * AROUND - len(later))
    listed = [*before, *later]
    previous, following = found.before(mode, wanted, 1), found.hits(mode, wanted, 1)
    link = _Link({**query, "near": ""})
    return {
        "mode": mode,
        "total": found.size(mode),
        "events": found.count,
        "rank": found.rank(mode, wanted),
        "is_here": found.before(mode, wanted + 1, 1) == [wanted],
        "holds": found.before(Mode.EVERY, wanted + 1, 1) == [wanted],
        "previous": _hit(recording, previous[0], link) if previous else None,
        "next": _hit(recording, following[0], link) if following else None,
        "listed": [_hit(recording, number, link) for number in listed],
        "first_rank": found.rank(mode, listed[0]) if listed else 0,
        "earlier": listed[0] - 1 if listed and found.before(mode, listed[0], 1) else None,
        "later": listed[-1] if listed and found.hits(mode, listed[-1], 1) else None,
        "marks": urlencode({"ask": query.get("ask", ""), "hits": query.get("hits", "")}),
    }


def _curve(recording: Recording, answer: Answer, watched: Watched, wanted: int) -> Curve | None:
    if not watched.points:
        return None
    line = sparkline.draw(watched.points, answer.first, answer.last)
    now = None
    if answer.first <= wanted <= answer.last:
        here = asking.ask(recording, Question("", answer.question.watch, wanted, wanted)).watched
        now = here.points[0][1] if here is not None and here.points else None
    return Curve(
        line,
        watched,
        _number(now),
        _number(watched.least),
        _number(watched.greatest),
        line.x(wanted),
    )


def _notes(answer: Answer) -> list[str]:
    """What must be known of an answer before it is believed."""
    notes = [plain.clip(warning, _CAUGHT) for warning in answer.warnings]
    if answer.broken is not None:
        broken = f"Event {answer.broken.sequence_number:,} cannot be read"
        notes.append(f"{broken}: nothing is known from there on")
    for name, part in (("condition", answer.found), ("value", answer.watched)):
        if part is not None:
            notes += _in_vain(name, part.in_vain)
    return notes


def _in_vain(name: str, told: InVain) -> list[str]:
    notes = []
    if told.absent:
        notes.append(
            f"At {_events(told.absent)} there is nothing that the {name} asks for: no match"
        )
    if told.failed and told.first is not None:
        why = plain.clip(told.first.detail, 160)
        notes.append(
            f"At {_events(told.failed)} the {name} cannot be computed, "
            f"first at event {told.first.sequence_number:,}: {why}"
        )
    return notes


def _slip(recording: Recording, question: Question, error: InvalidExpression) -> Slip:
    """Which of the two expressions it is in, and the line with the place."""
    field, text = "ask", question.condition
    if question.condition.strip():
        try:
            asking.check(recording, Question(question.condition))
        except InvalidExpression:
            pass
        else:
            field, text = "value", question.watch
    else:
        field, text = "value", question.watch
    lines = text.split("\n")
    line = lines[min(error.line, len(lines)) - 1]
    start = max(0, error.column - 60)
    shown = line[start : error.column + 60]
    return Slip(field, plain.clip(error.detail, 600), shown, line[start : error.column - 1])


def _hit(recording: Recording, number: int, link: _Link) -> Hit:
    return Hit(number, history.sentence(recording, number), link(number))


class _Link:
    """Addresses of moments that keep the question."""

    def __init__(self, query: Query) -> None:
        self._kept = {name: value for name, value in query.items() if value}

    def __call__(self, number: int) -> str:
        """The address of an event with this panel open."""
        kept = {name: value for name, value in self._kept.items() if name not in ("go", "v")}
        return f"?{urlencode({**kept, 'seq': number, 'panel': 'ask'})}"


def _text(query: Query, name: str) -> str:
    return query.get(name, "").replace("\r\n", "\n")


def _mode(query: Query) -> Mode | None:
    asked = query.get("hits", "")
    if not asked:
        return None
    try:
        return Mode(asked)
    except ValueError:
        raise InvalidField("hits", asked, f"use {' or '.join(Mode)}") from None


def _near(query: Query, wanted: int) -> int:
    asked = query.get("near", "")
    return int(asked) if asked.removeprefix("-").isdigit() and len(asked) < 18 else wanted


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _number(value: float | None) -> str:
    if value is None:
        return "nothing"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


PANEL = Panel(name="ask", title="Ask", build=build, asked=_ASKED)

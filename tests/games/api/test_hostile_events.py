"""What must be refused by name and value, and never be a 500 or be stored."""

import json
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from games.models import GameEvent
from tests.examples import tried
from tests.games.api.builders import an_event

HUGE = str(2**70)


def _body(field: str, text: str) -> bytes:
    """Two events, the second with `text` as the JSON of one field."""
    second = json.dumps(an_event(1) | {field: "@@"}).replace('"@@"', text)
    return f'{{"events": [{json.dumps(an_event(0))}, {second}]}}'.encode("utf-8", "surrogatepass")


UNSTORABLE = [
    ("payload", r'{"a": "x\u0000y"}', "events[1].payload.a"),
    ("payload", r'{"a": [1, {"\u0000": 1}]}', "events[1].payload.a[1]: the key"),
    ("payload", r'{"a": "\u0000", "a": "later"}', "events[1].payload.a"),
    ("payload", r'{"a": 9223372036854775808}', "events[1].payload.a"),
    ("payload", r'{"a": [-9223372036854775809]}', "events[1].payload.a[0]"),
    ("payload", f'{{"a": {HUGE}}}', "events[1].payload.a"),
    ("payload", '{"a": ' + "9" * 5000 + "}", "events[1].payload.a"),
    ("payload", '{"a": 0.' + "9" * 20000 + "}", "events[1].payload.a"),
    ("payload", '{"a": 1e400}', "events[1].payload.a"),
    ("payload", '{"a": -1E+400}', "events[1].payload.a"),
    ("payload", '{"a": 1e300}', "events[1].payload.a"),
    ("payload", '{"a": 1e-400}', "events[1].payload.a"),
    ("payload", "[1]", "events[1].payload"),
    ("payload", '"text"', "events[1].payload"),
    ("payload", "null", "events[1].payload"),
    ("event_type", r'"a\u0000b"', "events[1].event_type"),
    ("event_type", '""', "events[1].event_type"),
    ("event_type", '"' + "x" * 201 + '"', "events[1].event_type"),
    ("event_type", "7", "events[1].event_type"),
    ("timestamp", '"2026-01-31T12:00:00"', "events[1].timestamp"),
    ("timestamp", '"10000-01-01T00:00:00Z"', "events[1].timestamp"),
    ("timestamp", '"9999-12-31T23:59:59-01:00"', "events[1].timestamp"),
    ("timestamp", '"0001-01-01T00:00:00+01:00"', "events[1].timestamp"),
    ("timestamp", '"0000-01-01T00:00:00Z"', "events[1].timestamp"),
    ("timestamp", '"yesterday"', "events[1].timestamp"),
    ("timestamp", "1700000000", "events[1].timestamp"),
    ("sequence_number", "-1", "events[1].sequence_number"),
    ("sequence_number", "true", "events[1].sequence_number"),
    ("sequence_number", "1.0", "events[1].sequence_number"),
    ("sequence_number", '"1"', "events[1].sequence_number"),
    ("sequence_number", "null", "events[1].sequence_number"),
    ("sequence_number", "9223372036854775808", "events[1].sequence_number"),
    ("sequence_number", HUGE, "events[1].sequence_number"),
    ("turn_number", "2147483648", "events[1].turn_number"),
    ("turn_number", "false", "events[1].turn_number"),
    ("actor_player_id", "-2147483649", "events[1].actor_player_id"),
    ("actor_player_id", "1.5", "events[1].actor_player_id"),
    ("colour", '"red"', "events[1].colour"),
]


@pytest.mark.parametrize(("field", "text", "told"), UNSTORABLE)
def test_what_cannot_be_stored_is_refused_by_field_and_value(engine, game, field, text, told):
    status, body = engine.post("g1/events", _body(field, text))
    assert (status, body["code"], body["field"]) == (422, "invalid_field", told)
    assert {"value", "problem", "detail"} <= body.keys()
    assert GameEvent.objects.count() == 0


@pytest.mark.parametrize(("field", "text", "told"), UNSTORABLE)
def test_a_refused_line_is_named_by_its_number(engine, game, field, text, told):
    second = json.dumps(an_event(1) | {field: "@@"}).replace('"@@"', text)
    lines = json.dumps(an_event(0)).encode() + b"\n\n" + second.encode()
    status, body = engine.post_lines("g1/events", lines)
    assert (status, body["field"]) == (422, told.replace("events[1]", "line 3"))


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ('{"a": NaN}', "events[1].payload.a", "NaN"),
        ('{"a": [1, -Infinity]}', "events[1].payload.a[1]", "-Infinity"),
        (r'{"a": "x\ud800"}', "events[1].payload.a", "x\\ud800"),
        (r'{"a": {"b": "\udc00 x"}}', "events[1].payload.a.b", "\\udc00 x"),
        (r'{"a": {"\ud800": 1}}', "events[1].payload.a", "\\ud800"),
    ],
)
def test_what_only_some_encoders_write_is_refused_by_field_and_value(
    engine, game, text, field, value
):
    status, body = engine.post("g1/events", _body("payload", text))
    assert (status, body["field"], body["value"]) == (422, field, value)
    assert GameEvent.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        r'{"a": "\ud800"}',
        r'{"a": "\ud800 x"}',
        r'{"a": "\udc00 x"}',
        '{"a": "\ud800"}',
        '{"a": "new\nline"}',
        '{"a": 01}',
        '{"a": 1,}',
        "{'a': 1}",
        '{"a": "\x00"}',
        '{"a": \x00}',
        "NaN",
    ],
)
def test_what_is_no_json_is_refused(engine, game, text):
    status, body = engine.post("g1/events", _body("payload", text))
    assert status in {400, 422}
    assert body["code"] in {"malformed_body", "invalid_field"}
    assert GameEvent.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        r'{"a": "\\u0000 is how NUL is written"}',
        r'{"a": "\\ud800", "b": "\ud83c\udfb2"}',
        '{"a": 9223372036854775807, "b": -9223372036854775808}',
        '{"id": "12345678901234567890123456789", "t": "1e999"}',
        '{"a": 1e5, "b": 1.5E-7, "c": -0.0, "d": 0e-999}',
        '{"a": 1, "a": 2}',
        '{"": {"": []}}',
        '{\n\t"a":\r\n[\t1,\n2 ]}',
        r'{"backslashes": "\\\\n \\N \n \" \/"}',
    ],
)
def test_what_only_looks_dangerous_is_stored_unchanged(engine, game, text):
    status, body = engine.post("g1/events", _body("payload", text))
    assert status == 201, body
    assert GameEvent.objects.get(sequence_number=1).payload == json.loads(text)


@pytest.mark.parametrize(
    ("body", "position"),
    [(b'{"events": [}', 12), (b"\xef\xbb\xbf{}", 0), (b'{"events": []}, 1', 15), (b" ", 0)],
)
def test_malformed_json_is_told_with_its_position(engine, game, body, position):
    status, told = engine.post("g1/events", body)
    assert (status, told["code"], told["position"]) == (400, "malformed_body", position)


def test_bytes_that_are_not_utf8_are_told_with_their_position(engine, game):
    body = _body("payload", '{"a": "@"}').replace(b"@", b"\xff")
    status, told = engine.post("g1/events", body)
    assert status in {400, 422}
    assert "UTF-8" in told["detail"]


def test_a_malformed_line_is_named(engine, game):
    lines = json.dumps(an_event(0)).encode() + b'\n{"sequence_number": 1,}\n'
    status, body = engine.post_lines("g1/events", lines)
    assert (status, body["code"], body["line"]) == (400, "malformed_body", 2)


def test_two_values_on_one_line_are_refused(engine, game):
    line = json.dumps(an_event(0)).encode() + json.dumps(an_event(1)).encode()
    assert engine.post_lines("g1/events", line)[0] == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "events"),
        ({"events": None}, "events"),
        ({"events": {}}, "events"),
        ({"events": [None]}, "events[0]"),
        ({"events": [], "more": 1}, "more"),
        ([], "body"),
        (None, "body"),
        ({"events": [{"sequence_number": 0}]}, "events[0].turn_number"),
    ],
)
def test_a_body_of_another_shape_is_refused_by_what_is_wrong(engine, game, body, field):
    status, told = engine.post("g1/events", body)
    assert (status, told["code"], told["field"]) == (422, "invalid_field", field)


def test_other_media_are_refused(engine, game):
    body = json.dumps({"events": []}).encode()
    for media in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
    ):
        answer = engine.send("g1/events", body, media)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
        assert answer.json()["header"] == "Content-Type"


def test_packed_bodies_are_refused(engine, game):
    answer = engine.send("g1/events", b"\x1f\x8b", **{"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["header"]) == (415, "Content-Encoding")


@pytest.mark.parametrize(
    ("name", "limit", "payload"),
    [
        ("MAX_BATCH_EVENTS", 1, {}),
        ("MAX_BODY_BYTES", 100, {}),
        ("MAX_STRING_CHARS", 10, {"a": "x" * 11}),
        ("MAX_STRING_CHARS", 10, {"x" * 11: 1}),
        ("MAX_PAYLOAD_BYTES", 20, {"a": "x" * 20}),
        ("MAX_JSON_DEPTH", 3, {"a": [[[1]]]}),
    ],
)
def test_each_bound_has_an_error_that_names_its_setting(
    engine, game, settings, name, limit, payload
):
    setattr(settings, name, limit)
    status, body = engine.post("g1/events", _body("payload", json.dumps(payload)))
    assert (status, body["code"]) == (413, "too_large")
    assert (body["setting"], body["limit"]) == (name, limit)
    assert name in body["detail"]
    assert GameEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "limit", "payload"),
    [
        ("MAX_BATCH_EVENTS", 2, {}),
        ("MAX_STRING_CHARS", 12, {"a": "x" * 12}),
        ("MAX_PAYLOAD_BYTES", 20, {"a": "x" * 11}),
        ("MAX_JSON_DEPTH", 3, {"a": [[1]], "b": [[1]], "c": "[[[[{"}),
    ],
)
def test_what_just_keeps_a_bound_is_stored(engine, game, settings, name, limit, payload):
    setattr(settings, name, limit)
    second = an_event(1, payload=payload)
    first = an_event(0, payload={})
    assert engine.post("g1/events", {"events": [first, second]})[0] == 201


def test_endless_nesting_is_too_large_and_not_a_crash(engine, game):
    status, body = engine.post("g1/events", _body("payload", '{"a":' + "[" * 100_000))
    assert (status, body["setting"]) == (413, "MAX_JSON_DEPTH")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@tried(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payload=st.dictionaries(st.text(), json_values, max_size=5), ascii_only=st.booleans())
def test_any_json_is_stored_unchanged_or_refused(engine, game, payload, ascii_only):
    text = json.dumps({"events": [an_event(0, payload=payload)]}, ensure_ascii=ascii_only)
    number = GameEvent.objects.count()
    text = text.replace('"sequence_number": 0', f'"sequence_number": {number}', 1)
    status, body = engine.post("g1/events", text.encode("utf-8", "surrogatepass"))
    assert status in {201, 400, 422}, body
    if status == 201:
        stored = GameEvent.objects.annotate(text=Cast("payload", TextField())).get(
            sequence_number=number
        )
        # As decimals: which of 1e2 and 100 was written is not kept.
        exact = partial(json.loads, parse_int=Decimal, parse_float=Decimal)
        assert exact(stored.text) == exact(text)["events"][0]["payload"]


@tried(300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_a_body_is_a_server_error(engine, game, data):
    body = bytearray(_body("payload", r'{"a": "\ud83c\udfb2\\", "n": -12.5e2}'))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    for status, _ in (
        engine.post("g1/events", bytes(body)),
        engine.post_lines("g1/events", bytes(body)),
    ):
        assert status < 500

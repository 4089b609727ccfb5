"""The quick look at a batch misses nothing that the exact look would refuse."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from games.domain import exactness, order, storable
from games.domain.errors import BatchOutOfOrder, BatchRepeats, RewindError, SequenceGap

BOUNDS = storable.Bounds(max_payload_bytes=10_000, max_string_chars=50, max_json_depth=6)

numbers = (
    st.integers(-(2**66), 2**66).map(str)
    | st.floats(allow_nan=False, allow_infinity=False).map(repr)
    | st.from_regex(r"-?(0|[1-9][0-9]{0,22})(\.[0-9]{1,22})?([eE][+-]?[0-9]{1,4})?", fullmatch=True)
)
strings = (
    st.text(max_size=60).map(json.dumps)
    | st.text(max_size=60)
    .filter(lambda text: not any(0xD800 <= ord(character) < 0xE000 for character in text))
    .map(lambda text: json.dumps(text, ensure_ascii=False))
    | st.sampled_from(
        [r'"\u0000"', r'"\\u0000"', r'"\\\u0000"', r'"\ud83c\udfb2"', r'"\udc00"', r'"\\udc00"']
    )
)
spaces = st.sampled_from(["", " ", "\n", "\t\r\n"])


def _object(pairs, space):
    return (
        "{" + ",".join(f"{space}{key}{space}:{space}{value}" for key, value in pairs) + space + "}"
    )


objects = st.recursive(
    numbers | strings | st.sampled_from(["true", "false", "null"]),
    lambda inner: (
        st.builds(
            lambda items, space: f"[{space}" + f",{space}".join(items) + "]",
            st.lists(inner, max_size=3),
            spaces,
        )
        | st.builds(_object, st.lists(st.tuples(strings, inner), max_size=3), spaces)
    ),
    max_leaves=8,
).map(lambda value: f'{{"a":{value}}}')


def _refusal(check):
    try:
        check()
    except RewindError as refusal:
        return type(refusal)
    return None


def _exact(text: bytes):
    if exactness.depth(text) > BOUNDS.max_json_depth:
        return "too deep"
    return _refusal(lambda: exactness.check(text, "x", BOUNDS.max_string_chars))


@given(texts=st.lists(objects, max_size=4))
@example(['{"a":1e400}'])
@example(['{"a":[1E+400]}'])
@example(['{"a":-9223372036854775809}'])
@example(['{"a":"' + "x" * 51 + '"}'])
def test_a_batch_is_refused_exactly_if_one_of_its_texts_is(texts):
    encoded = [text.encode() for text in texts]
    quick = _refusal(lambda: storable.check_json(encoded, str, BOUNDS))
    assert (quick is not None) == any(_exact(text) is not None for text in encoded)


@given(texts=st.lists(objects, max_size=4))
def test_what_is_accepted_comes_back_on_one_line_with_the_same_meaning(texts):
    encoded = [text.encode() for text in texts]
    if _refusal(lambda: storable.check_json(encoded, str, BOUNDS)) is None:
        lines = storable.check_json(encoded, str, BOUNDS)
        assert [json.loads(line) for line in lines] == [json.loads(text) for text in texts]
        assert not any(control in line for line in lines for control in "\n\r\t")


@example(texts=[b"\0"])
@example(texts=[b"{}", b"a\0b"])
@given(texts=st.lists(st.binary(max_size=12), min_size=1, max_size=3))
def test_bytes_that_are_no_text_are_refused_and_named(texts):
    broken = [index for index, text in enumerate(texts) if not _is_utf8(text) or b"\0" in text]
    if broken:
        with pytest.raises(RewindError):
            storable.check_json(texts, str, BOUNDS)


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(first=st.integers(0, 2**62), count=st.integers(0, 20))
def test_numbers_in_order_without_holes_pass(first, count):
    order.check(range(first, first + count), str, "g")


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([0, 2], SequenceGap),
        ([5, 4], BatchOutOfOrder),
        ([3, 3], BatchRepeats),
        ([3, 4, 3], BatchRepeats),
        ([3, 4, 2], BatchOutOfOrder),
        ([3, 4, 9, 4], SequenceGap),
    ],
)
def test_the_first_number_that_does_not_follow_is_told(numbers, kind):
    with pytest.raises(kind):
        order.check(numbers, str, "g")

"""Who may sit down, and how they are asked to."""

import pickle

import msgspec
import pytest

from replay.players import seats
from replay.players.seats import BadSeat, Defaults, Key

HOME = Defaults("http://home/v1", Key("sk-secret"), "house-model", 0.5)


def test_an_agent_sits_down_by_its_name():
    seat = seats.read("greedy")
    assert (seat.kind, seat.label, seat.told()) == ("greedy", "greedy", {"agent_type": "greedy"})


def test_a_model_says_all_for_itself():
    seat = seats.read(
        "llm:org/model:free?url=http://there:8080/v1&temperature=0.2&timeout=5&retries=0"
        "&fallback=trader&max_tokens=99&json=off&strategy=Buy%20all%2C%20sell%20nothing"
    )
    assert (seat.label, seat.options.url) == ("llm:org/model:free", "http://there:8080/v1")
    assert seat.told() == {
        "agent_type": "llm",
        "llm_model_name": "org/model:free",
        "llm_parameters": {
            "temperature": 0.2,
            "max_tokens": 99,
            "timeout": 5.0,
            "retries": 0,
            "fallback": "trader",
            "json": "off",
            "strategy": "Buy all, sell nothing",
        },
    }


@pytest.mark.parametrize("spec", ["llm", "llm:", "llm:house-model", "llm?retries=2"])
def test_the_environment_says_what_a_seat_leaves_out(spec):
    seat = seats.read(spec, HOME)
    assert (seat.model, seat.options.url) == ("house-model", "http://home/v1")
    assert (seat.options.temperature, seat.key) == (0.5, HOME.key)


def test_a_key_goes_to_no_other_server_than_its_own():
    assert seats.read("llm:x?url=http://home/v1/", HOME).key is HOME.key
    assert seats.read("llm:x?url=http://elsewhere/v1", HOME).key is None


def test_a_key_is_never_shown():
    seat = seats.read("llm", HOME)
    assert "sk-secret" not in f"{seat!r} {HOME!r} {msgspec.json.encode(seat.told())}"
    assert pickle.loads(pickle.dumps(seat)).key.secret == "sk-secret"


def test_a_text_from_the_network_does_not_choose_where_we_connect_to():
    assert seats.read("llm:x", HOME, is_trusted=False).options.url == "http://home/v1"
    with pytest.raises(BadSeat, match="only whoever runs the site"):
        seats.read("llm:x?url=http://169.254.169.254/v1", HOME, is_trusted=False)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("wizard", "nobody is called 'wizard'; there are random, greedy, cautious, trader, llm"),
        ("", "nobody is called ''"),
        ("llmx:y", "nobody is called"),
        ("llm:x", "has no server: set OPENAI_BASE_URL"),
        ("llm", "names no model"),
        ("llm:x?url=ftp://a/v1", "must be like"),
        ("llm:x?url=http://a:99999/v1", "cannot be read"),
        ("llm:x?url=http://me:pw@a/v1", "no user and password"),
        ("llm:x?url=http://a/v1&temperature=3", "temperature"),
        ("llm:x?url=http://a/v1&retries=9", "retries"),
        ("llm:x?url=http://a/v1&mood=good", "mood"),
        ("llm:x?url=http://a/v1&fallback=llm", "fallback must be one of random, greedy"),
        ("llm:x?url=http://a/v1&url=http://b/v1", "says something twice"),
    ],
)
def test_a_seat_nobody_can_take_is_refused_with_the_reason(spec, says):
    with pytest.raises(BadSeat, match=says):
        seats.read(spec)


def test_a_key_in_a_seat_is_refused_without_repeating_it():
    with pytest.raises(BadSeat) as refused:
        seats.read("llm:x?url=http://a/v1&key=sk-oops")
    assert "sk-oops" not in str(refused.value)

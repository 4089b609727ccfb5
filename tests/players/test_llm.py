"""A model at the table: asked over real HTTP, told what was wrong, replaced, recorded."""

import json
import time
from random import Random

import msgspec
import pytest

from games.client import EventLog
from replay.domain.agents.llm import answer, prompt
from replay.domain.rules.choice import Action, allows
from replay.players import Unready, seats
from replay.players.seats import Defaults, Key
from tests.domain.rules.tables import begun, roll, take
from tests.players import moments
from tests.players.pretend import Said, choosing, words

SECRET = "sk-never-record-me"


@pytest.fixture
def sit(model):
    """Seat the pretended model; what it asks for goes behind the question mark."""
    seated = []

    def sit(query="", spec="llm:m"):
        home = Defaults(model.url, Key(SECRET), "house-model")
        seated.append(seats.read(f"{spec}?{query}", home).player())
        return seated[-1]

    yield sit
    for player in seated:
        player.close()


@pytest.fixture
def moment():
    """To buy or not to buy: two entries, the first buys."""
    game = begun(2)
    roll(game, (2, 3))
    return moments.of(game, "Ada rolls 2 + 3")


def errors(made):
    return [attempt["error"] for attempt in made.decided.chosen_action["attempts"]]


def recordable(made):
    """The decision as the logger writes it; it raises for what the record cannot keep."""
    written = []
    EventLog(write=written.append).decision(**msgspec.structs.asdict(made.decided))
    return msgspec.json.encode(written[0]).decode()


def test_a_good_answer_is_played_and_recorded(model, sit, moment):
    model.says(choosing(2, "Too dear.", say="  Not\nfor me. "))
    made = sit("temperature=0.3&strategy=Be%20bold").choose(moment, Random(1))
    assert (made.choice.action, made.says) == (Action.DECLINE, "Not for me.")
    told = made.decided
    (attempt,) = told.chosen_action.pop("attempts")
    assert told.chosen_action == {
        "choice": 2,
        "action": "decline",
        "position": 5,
        "arguments": {},
        "usage": {"prompt_tokens": 100, "completion_tokens": 7},
        "public_message": "Not for me.",
    }
    raw = json.loads(attempt["raw_response"])
    assert raw == {"reasoning": "Too dear.", "choice": 2, "say": "  Not\nfor me. "}
    assert (attempt["error"], attempt["status"], attempt["finish_reason"]) == (None, 200, "stop")
    assert 0 <= attempt["latency_ms"] <= told.processing_time_ms
    assert (told.reasoning, told.model_version) == ("Too dear.", "pretend-1")
    assert told.strategy_description == "Be bold"
    assert (told.player, told.turn) == (0, 1)


def test_the_model_is_asked_for_what_is_recorded(model, sit, moment):
    told = sit("temperature=0.3&max_tokens=77").choose(moment, Random(1)).decided
    (asked,) = model.asked
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("m", 0.3, 77)
    assert asked["response_format"]["json_schema"]["schema"]["required"] == ["reasoning", "choice"]
    assert prompt.whole(*(each["content"] for each in asked["messages"])) == told.prompt
    again = prompt.whole(
        prompt.system(told.player_state),
        prompt.user(told.game_state, told.player_state, told.available_actions),
    )
    assert again == told.prompt
    assert told.game_state["event_sequence"] == moment.view.state.sequence_number
    assert told.game_state["last_events"] == ["Ada rolls 2 + 3"]


def test_what_was_wrong_is_told_and_the_next_answer_counts(model, sit, moment):
    model.says(words("I buy it!"), choosing(7), choosing(1, "Railroads are good."))
    made = sit().choose(moment, Random(1))
    assert made.choice.action is Action.BUY
    assert errors(made) == [
        "the answer holds no complete JSON object",
        "choice '7' is not on the menu; give a number from 1 to 2",
        None,
    ]
    third = model.asked[2]["messages"]
    assert [each["role"] for each in third] == ["system", "user", "assistant", "user"]
    assert json.loads(third[2]["content"])["choice"] == 7
    assert third[3]["content"] == prompt.told_again(errors(made)[1])
    assert made.decided.chosen_action["usage"] == {"prompt_tokens": 300, "completion_tokens": 21}
    assert made.decided.reasoning == "Railroads are good."
    assert "fallback" not in made.decided.chosen_action


def test_a_fenced_answer_is_an_answer(model, sit, moment):
    fenced = f"Sure!\n```json\n{json.dumps({'reasoning': 'r', 'choice': 2})}\n```"
    model.says(words(fenced))
    assert sit().choose(moment, Random(1)).choice.action is Action.DECLINE


HOSTILE = [
    (words("I would rather not."), "the answer holds no complete JSON object"),
    (choosing(3), "choice '3' is not on the menu"),
    (choosing("fly"), "choice 'fly' is not on the menu"),
    (words(""), "the answer is empty"),
    (words(None), "the answer is empty"),
    (words([{"type": "text", "text": "hm"}]), "the answer is empty"),
    (words("No.", refusal="I cannot help with that."), "the model refused to answer"),
    (words(None, refusal="No \x00 way \ud800"), "the model refused to answer"),
    (words("x" * 30_000), "the answer is longer than 20000 characters"),
    (words('{"reasoning": "\x00 \ud800", "choice": 9, "say": "\x00"}'), "'9' is not on the menu"),
    (choosing(99, "\x00 \ud800", say="\x00"), "choice '99' is not on the menu"),
    ({}, "the answer holds no choices[0].message"),
    ({"choices": []}, "the answer holds no choices[0].message"),
    ({"choices": "none", "usage": "much"}, "the answer holds no choices[0].message"),
    ([1, 2], "the answer holds no choices[0].message"),
    (b"<html>Welcome to the hotel's network</html>", "did not send valid JSON in UTF-8"),
    (b'{"choices": [{"message": {"content": "\xff\xfe"}}]}', "did not send valid JSON in UTF-8"),
    (b"", "did not send valid JSON in UTF-8"),
    (b"[" * 100_000, "did not send valid JSON in UTF-8"),
    (b" " * 1_500_000, "the server sent more than 1000000 bytes"),
    (Said(b"oh no", 500), "HTTP 500: oh no"),
    (Said(b"", 502), "HTTP 502:"),
    (Said(b"\xff\x00\xed\xa0\x80", 503), "HTTP 503:"),
    (Said(f"your key {SECRET} is bad".encode(), 500), "HTTP 500: your key [key] is bad"),
    (words(f"my key is {SECRET}"), "no complete JSON object"),
    (choosing(9, f"my key is {SECRET}", say=SECRET), "is not on the menu"),
    (Said(b"{}", 200, Content_Encoding="gzip"), "DecodingError"),
    (Said(b"abc", 200, Content_Length="9" * 30), ""),
]


@pytest.mark.parametrize(("said", "says"), HOSTILE)
def test_whatever_a_server_sends_the_game_goes_on_and_the_record_says_what_it_was(
    model, sit, moment, said, says
):
    model.says(said, said)
    made = sit("retries=1&fallback=cautious&timeout=5").choose(moment, Random(1))
    assert any(allows(option, made.choice) for option in moment.choices)
    told = made.decided.chosen_action
    assert len(told["attempts"]) == 2
    assert all(says in error for error in errors(made))
    assert told["error"] == errors(made)[1]
    assert told["fallback"] == f"cautious chose, all 2 attempts failed: {told['error']}"
    assert (made.decided.reasoning, made.says) == (None, "")
    assert SECRET not in recordable(made)


def test_what_no_column_can_hold_is_marked_where_it_was_taken_out(model, sit, moment):
    model.says(choosing(1, "a\x00b\ud800c", say="x\x00y\u202ez"))
    made = sit().choose(moment, Random(1))
    assert (made.decided.reasoning, made.says) == ("a\ufffdb\ufffdc", "x\ufffdy z")
    model.says(words("\x00" + choosing(1)["choices"][0]["message"]["content"]))
    (attempt,) = sit().choose(moment, Random(1)).decided.chosen_action["attempts"]
    assert attempt["raw_response_altered"] is True
    assert attempt["raw_response"].startswith("\ufffd{")
    recordable(made)


@pytest.mark.parametrize(
    ("said", "raw", "altered"),
    [
        (b"<html>Welcome</html>", "<html>Welcome</html>", False),
        (b"[1, 2]", "[1, 2]", False),
        (Said(b'{"error": "slow down"}', 429), '{"error": "slow down"}', False),
        (Said(b"boom \xff", 500), "boom \ufffd", True),
        (Said(f"key {SECRET}".encode(), 500), "key [key]", False),
        (b"x" * 1_500_000, "x" * answer.LONGEST, False),
    ],
    ids=["html", "list", "429", "bytes", "key", "too long"],
)
def test_what_came_instead_of_words_is_kept_and_is_not_told_to_the_model(
    model, sit, moment, said, raw, altered
):
    model.says(said, choosing(1))
    made = sit("retries=1").choose(moment, Random(1))
    attempt = made.decided.chosen_action["attempts"][0]
    assert attempt["raw_response"] == raw
    assert attempt.get("raw_response_altered", False) is altered
    assert raw[:7] not in json.dumps([asked["messages"] for asked in model.asked])
    recordable(made)


def test_a_long_answer_is_kept_in_part_and_says_how_long_it_was(model, sit, moment):
    model.says(words("é" * 25_000))
    (attempt,) = sit("retries=0").choose(moment, Random(1)).decided.chosen_action["attempts"]
    assert len(attempt["raw_response"]) == answer.LONGEST
    assert attempt["raw_response_chars"] == 25_000


def test_a_server_that_keeps_silent_is_left_after_the_time_it_has(model, sit, moment):
    model.says(Said(choosing(1), delay=0.6), choosing(2))
    began = time.monotonic()
    made = sit("timeout=0.2&retries=1").choose(moment, Random(1))
    assert errors(made)[0] == "no answer within 0.2 s"
    assert made.choice.action is Action.DECLINE
    assert time.monotonic() - began < 5


def test_a_server_that_drips_is_no_better_than_a_silent_one(model, sit, moment):
    model.says(Said(choosing(1, "slow " * 200), drip=0.05))
    made = sit("timeout=0.3&retries=0").choose(moment, Random(1))
    assert errors(made) == ["no answer within 0.3 s"]
    assert made.decided.processing_time_ms < 3000


def test_a_busy_server_is_asked_again_when_it_says(model, sit, moment):
    model.says(Said(b"slow down", 429, Retry_After="1"), choosing(2))
    began = time.monotonic()
    made = sit().choose(moment, Random(1))
    assert 1.0 <= time.monotonic() - began < 10
    first, second = made.decided.chosen_action["attempts"]
    assert (first["status"], first["retry_after"], second["waited_ms"]) == (429, 1.0, 1000)
    # The model itself said nothing wrong: it hears the same question.
    assert model.asked[0] == model.asked[1]


@pytest.mark.parametrize("after", ["3600", "9" * 400, "Wed, 01 Jan 2200 00:00:00 GMT"])
def test_a_server_that_wants_to_be_left_alone_for_long_is(model, sit, moment, after):
    model.says(Said(b"tomorrow", 429, Retry_After=after))
    made = sit().choose(moment, Random(1))
    assert errors(made) == ["HTTP 429: tomorrow"]
    assert made.decided.chosen_action["fallback"].startswith("greedy chose, the one attempt failed")
    recordable(made)


@pytest.mark.parametrize("status", [401, 403, 404, 301])
def test_what_asking_again_cannot_mend_is_asked_once(model, sit, moment, status):
    model.says(Said(b"no", status, Location="http://127.0.0.1:1/"))
    assert errors(sit("json=off").choose(moment, Random(1))) == [f"HTTP {status}: no"]


def test_nobody_there_is_no_reason_to_stop_the_game(moment):
    player = seats.read("llm:m?url=http://127.0.0.1:1/v1&retries=1").player()
    made = player.choose(moment, Random(1))
    player.close()
    assert made.choice.action is Action.BUY
    assert all(error.startswith("ConnectError") for error in errors(made))
    assert made.decided.model_version == "m"


def test_a_server_is_asked_without_what_it_refuses(model, sit, moment):
    model.says(
        Said(b"'max_tokens' is not supported, use 'max_completion_tokens'", 400),
        Said(b"unknown parameter: temperature", 400),
        Said(b"cannot do that", 422),
        Said(b"Internal: response_format is new to us", 500),
        choosing(2),
        choosing(2),
    )
    player = sit("temperature=1&max_tokens=50")
    made = player.choose(moment, Random(1))
    assert errors(made) == [None]
    (attempt,) = made.decided.chosen_action["attempts"]
    assert attempt["left_out"] == [
        "temperature",
        "response_format: json_schema",
        "response_format: json_object with schema",
    ]
    player.choose(moment, Random(1))
    last = model.asked[-1]
    assert (last["max_completion_tokens"], last["response_format"]) == (50, {"type": "json_object"})
    assert {"max_tokens", "temperature"}.isdisjoint(last)
    assert len(model.asked) == 6


def test_the_key_is_sent_and_goes_nowhere_else(model, sit, moment, caplog):
    caplog.set_level("DEBUG")
    made = sit().choose(moment, Random(1))
    assert model.keys == [f"Bearer {SECRET}"]
    assert SECRET not in recordable(made) + caplog.text + json.dumps(model.asked)


def test_where_there_is_nothing_to_decide_nobody_is_asked(model, sit):
    game = begun(2)
    roll(game, (2, 3))
    take(game, Action.DECLINE)
    for player in game.state.players:
        player.cash = 0
    made = sit().choose(moments.of(game), Random(1))
    assert (made.choice.action, made.decided, model.asked) == (Action.PASS, None, [])


def test_the_same_seed_lets_the_fallback_choose_the_same(model, sit):
    model.always = Said(words("hm"))
    player = sit("retries=0&fallback=random")
    moment = moments.of(begun(3))
    first, again = (player.choose(moment, Random(5)).choice for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (Said(b"bad key " + SECRET.encode(), 401), r"HTTP 401: bad key \[key\]"),
        (Said(b"no such model", 404), "HTTP 404: no such model"),
        (Said(b"out of order", 500), "HTTP 500"),
        ({"hello": "world"}, "no choices"),
        (b"<html>", "valid JSON"),
    ],
)
def test_a_model_that_cannot_play_is_found_out_beforehand(model, sit, said, says):
    model.says(said)
    with pytest.raises(Unready, match=f"llm:m at http://127.0.0.1:[0-9]+/v1: .*{says}"):
        sit("json=off").check()


def test_a_model_that_is_busy_or_talks_nonsense_can_play(model, sit):
    model.says(Said(b"later", 429), words("What?"))
    sit().check()
    sit().check()

"""The decision panel: what led to the event, what was shown, offered, said, chosen."""

from __future__ import annotations

import re
from html import unescape

import pytest

from replay.decided.answers import MOST_ARGUMENTS, MOST_ERRORS, MOST_FACTS
from replay.panels.decision import MOST_PENDING
from tests.domain.games import ADA, BLAISE, stream
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision

pytestmark = pytest.mark.django_db

TAGS = re.compile(r"<[^>]*>")
SCRIPT = "<script>document.title='owned'</script>"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    recorded.forget()


@pytest.fixture
def game():
    """Ada gets a salary of $1 with each of ten events."""
    return recorded.record("g", recorded.salaries(10))


@pytest.fixture
def panel(client):
    """The fragment at an event."""

    def ask(seq, **query):
        address = f"/games/g/panels/decision/{seq}/"
        answer = client.get(address, query, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert answer.headers["X-Sequence-Number"] == str(seq)
        return answer.text

    return ask


def words(markup):
    """What a reader reads."""
    return " ".join(unescape(TAGS.sub(" ", markup)).split())


def link_to(markup, label):
    """Where the link with this name leads."""
    found = re.search(rf'<a ([^>]*)aria-label="{re.escape(label)}"', markup)
    return int(re.search(r'data-seq="(-?\d+)"', found[1])[1]) if found else None


def test_a_game_without_decisions_says_how_to_post_them(game, panel):
    markup = panel(3)
    assert "No decision of a model was posted with this game" in words(markup)
    assert "/api/v1/games/g/decisions" in markup
    assert 'href="/api/docs"' in markup


def test_before_the_first_decision_the_first_is_a_link(game, panel):
    decide(game, decision(game_state=after(4)))
    markup = panel(2)
    assert "No decision was made before this moment" in words(markup)
    assert re.search(r'data-seq="5"[^>]*>The first decision', markup)


def test_it_says_how_the_decision_was_found_and_how_long_ago(game, panel):
    decide(game, decision(game_state=after(4)), decision(0, BLAISE, second=7))
    assert "Led to this event · exact" in words(panel(5))
    assert "1 event ago, at event 5 · exact" in words(panel(6))
    inferred = words(panel(9))
    assert "inferred by player, turn and time : the engine did not tell" in inferred


def test_an_event_nobody_decided_says_so_and_shows_the_last_decision(panel):
    game = recorded.record(
        "g",
        stream(
            ("turn_start", {"player_id": 0, "turn_number": 1}),
            ("pass_go", {"player_id": 0, "amount": 1}),
            ("turn_start", {"player_id": 1, "turn_number": 2}),
            ("pass_go", {"player_id": 1, "amount": 1}),
        ),
    )
    decide(game, decision(game_state=after(0), reasoning="Onward"))
    assert "Nobody decided this event" not in panel(1)
    assert "Nobody decided this event" in panel(3)
    assert "Onward" in panel(3)


def test_who_thought_what_at_what_price(game, panel):
    decide(
        game,
        decision(
            game_state=after(0),
            model_version="smol-135m",
            strategy_description="bold",
            processing_time_ms=1240,
            reasoning="Orange wins.\n  It does.",
            chosen_action={
                "action": "buy",
                "usage": {"prompt_tokens": 2113, "completion_tokens": 96, "cost_usd": 0.000333},
                "attempts": [{"raw_response": "Orange wins."}],
                "say": "Mine!",
            },
        ),
    )
    markup = panel(1)
    told = words(markup)
    for each in ("Ada", "smol-135m", "1.24 s", "2,113 → 96 tokens", "$0.000333", "bold", "“Mine!”"):
        assert each in told
    assert "Orange wins.\n  It does." in markup
    assert "Cannot be proven" not in told


def test_the_chosen_action_is_marked_on_the_menu(game, panel):
    menu = [{"action": "mortgage", "position": 16}, {"action": "mortgage", "position": 21}, "end"]
    decide(
        game,
        decision(
            game_state=after(0),
            available_actions=menu,
            chosen_action={"action": "mortgage", "position": 21},
        ),
    )
    items = [words(item) for item in re.findall(r"<li .*?</li>", panel(1), re.DOTALL)]
    assert items[:3] == [
        "mortgage St. James Place (16)",
        "Chosen: mortgage Kentucky Avenue (21)",
        "end",
    ]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"action": "buy_everything"}, "Not on the menu: buy_everything"),
        (
            {"action": "mortgage", "position": 39},
            "Otherwise than offered: mortgage Boardwalk (39)",
        ),
    ],
)
def test_a_choice_that_was_not_offered_is_marked(game, panel, choice, said):
    menu = [{"action": "mortgage", "position": 16}]
    decide(
        game,
        decision(game_state=after(0), available_actions=menu, chosen_action=choice),
    )
    assert said in words(panel(1))


def test_a_fallback_and_its_made_up_reasoning_are_told(game, panel):
    decide(
        game,
        decision(
            game_state=after(0),
            reasoning="A balanced approach",
            model_version="m",
            chosen_action={
                "action": "end",
                "fallback": "http_429",
                "error": "Too many requests",
                "reasoning_fabricated": True,
            },
        ),
    )
    told = words(panel(1))
    assert "Fallback. The engine chose in the model’s place: http_429" in told
    assert "Error. Too many requests" in told
    assert "Cannot be proven: the engine wrote the reasoning itself" in told


def test_every_attempt_is_shown_with_its_answer_and_its_errors(game, panel):
    attempts = [
        {"raw_response": {"choices": [{"message": {"content": "I buy."}}]}, "error": "no JSON"},
        {"validation_errors": ["No tool call", "Nothing"], "latency_ms": 231},
        {
            "raw_response": '{"choice": 1}',
            "status": 200,
            "prompt_messages": [{"role": "user", "content": "Once more"}],
        },
    ]
    decide(game, decision(game_state=after(0), chosen_action={"action": "x", "attempts": attempts}))
    told = words(panel(1))
    assert "3 attempts" in told
    assert "Refused: no JSON" in told
    assert "I buy." in told
    assert "Refused: No tool call; Nothing 231 ms" in told
    assert '{"choice": 1}' in told
    assert "Taken · status 200" in told
    assert "[user] Once more" in told


def test_what_was_shown_but_was_not_so_is_said_with_the_event_since(game, panel):
    state = after(4, players=[{"player_id": ADA, "cash": 1504, "position": 0}])
    decide(game, decision(game_state=state, prompt='{"cash": 1504}'))
    markup = panel(5)
    assert (
        "Shown ≠ real. The prompt said Ada’s cash $1,504 ; the board says $1,505 since event 4 . "
        "It was told an old value." in words(markup)
    )
    assert 'data-seq="4">event 4</a>' in markup
    assert "1 of 2 values differ" in words(markup)


def test_what_no_prompt_says_is_said_to_have_been_shown(game, panel):
    state = after(-1, players=[{"player_id": ADA, "cash": 412}])
    decide(game, decision(game_state=state))
    assert "The model was shown Ada’s cash $412 ; the board says $1,500 since the start." in words(
        panel(0)
    )


def test_a_players_own_state_is_compared_too(game, panel):
    decide(game, decision(game_state=after(4), player_state={"cash": 1}))
    assert "The model was shown Ada’s cash $1 ; the board says $1,505" in words(panel(5))


def test_a_board_shown_as_it_was_is_no_cause_for_alarm(game, panel):
    state = after(4, players=[{"player_id": ADA, "cash": 1505}])
    decide(game, decision(game_state=state))
    told = words(panel(5))
    assert "Shown ≠ real" not in told
    assert "1 value, as on the board" in told


def test_a_comparison_with_an_inferred_moment_says_so(game, panel):
    decide(game, decision(second=4, game_state={"players": [{"player_id": ADA, "cash": 7}]}))
    told = words(panel(6))
    assert "Shown ≠ real" in told
    assert "Which event the model had seen last was not told" in told


def test_next_and_previous_go_by_any_player_and_error(game, panel):
    decide(
        game,
        decision(0, game_state=after(0)),
        decision(0, BLAISE, game_state=after(2)),
        decision(1, game_state=after(4)),
        decision(1, BLAISE, game_state=after(6), chosen_action={"fallback": "x"}),
    )
    markup = panel(5)
    assert link_to(markup, "Any: previous decision") == 3
    assert link_to(markup, "Any: next decision") == 7
    assert link_to(markup, "Ada: previous decision") == 1
    assert link_to(markup, "Ada: next decision") is None
    assert link_to(markup, "Errors: next decision") == 7
    assert link_to(markup, "Errors: previous decision") is None


def test_where_a_model_is_asked_what_it_decides_is_one_link_away(game, panel):
    decide(game, decision(0, BLAISE, game_state=after(3)))
    assert "Blaise decides here: event 4" in words(panel(3))
    assert "decides here" not in words(panel(2))


def test_a_decision_nothing_came_of_is_shown_at_the_head(game, panel):
    decide(
        game,
        decision(game_state=after(4), reasoning="First"),
        decision(1, game_state=after(9), reasoning="Last", chosen_action={"unresolved": True}),
    )
    assert "No event has come of: Ada’s decision 1" in words(panel(9))
    assert "First" in panel(9)
    shown = words(panel(9, decision="0.1"))
    assert "No event has come of it." in shown
    assert "Never resolved." in shown
    assert "Last" in shown


@pytest.mark.parametrize("more", [0, 1, 2])
def test_decisions_no_event_has_come_of_that_are_not_listed_are_counted(game, panel, more):
    count = MOST_PENDING + more
    decide(game, *(decision(number, game_state=after(20)) for number in range(count)))
    shown = words(panel(9))
    assert shown.count("Ada’s decision") == MOST_PENDING
    assert (f"Nor of {more} more." in shown) == bool(more)
    assert "Nor of" not in words(panel(8))


def test_of_decisions_of_one_moment_each_can_be_shown(game, panel):
    decide(
        game,
        decision(game_state=after(4), reasoning="Ada thinks"),
        decision(0, BLAISE, game_state=after(4), reasoning="Blaise thinks"),
    )
    markup = panel(6)
    assert "Ada thinks" in markup
    assert "Decided at the same moment: Blaise’s decision 0" in words(markup)
    assert "Blaise thinks" in panel(6, decision="1.0")
    assert "Ada thinks" in panel(6, decision="1.7")


@pytest.mark.parametrize("named", ["0.1", "x", "0.9999999999999999999", "-", "0.1; drop"])
def test_a_decision_of_another_moment_cannot_be_asked_for(game, panel, named):
    decide(
        game,
        decision(game_state=after(1), reasoning="Early"),
        decision(1, game_state=after(7), reasoning="Late"),
    )
    assert "Early" in panel(4, decision=named)
    assert "Late" not in panel(4, decision=named)


def test_words_of_the_prompt_are_found_as_they_are_written(game, panel):
    decide(game, decision(game_state=after(0), prompt="Cash. Cash? <b>CASH</b> (cash)"))
    markup = panel(1, find="cash")
    assert "4 hits" in words(markup)
    assert '<mark id="hit-3">CASH</mark>' in markup
    assert "1 hit" in words(panel(1, find="cash?"))
    assert "1 hit" in words(panel(1, find="<b>"))
    assert "No hit" in words(panel(1, find=".*"))


def test_a_prompt_is_held_against_the_one_before(game, panel):
    decide(
        game,
        decision(0, game_state=after(0), prompt="You have 100 dollars <i>"),
        decision(1, game_state=after(2), prompt="You have 99 dollars <i>"),
        decision(2, game_state=after(4), prompt="You have 99 dollars <i>"),
        decision(3, game_state=after(6)),
        decision(4, game_state=after(8), prompt="x"),
    )
    assert "You have <del>100</del><ins>99</ins> dollars &lt;i&gt;" in panel(3, diff="1")
    assert "Against the prompt before" not in panel(3)
    assert "the first prompt of this player" in words(panel(1, diff="1"))
    assert "The prompt is the same as the one before" in words(panel(5, diff="1"))
    assert "No prompt was posted." in words(panel(7, diff="1"))
    assert "No prompt was posted with the decision before" in words(panel(9, diff="1"))


def test_a_huge_prompt_is_bounded_until_all_of_it_is_asked_for(game, panel):
    prompt = "All work and no play. " * 22_000
    decide(game, decision(game_state=after(0), prompt=prompt, reasoning=prompt))
    markup = panel(1)
    assert len(markup) < 200_000
    assert "Show 424,000 more characters" in words(markup)
    assert len(panel(1, whole="1")) > 480_000
    assert "500 hits or more" in words(panel(1, find="work"))


def test_hostile_text_is_shown_and_does_nothing(game, panel):
    evil = f"{SCRIPT}\u202e\u0007 {{{{ 7*7 }}}}"
    decide(
        game,
        decision(
            game_state=after(0, decision_type=evil, players=[{"player_id": ADA, "cash": evil}]),
            player_state={evil: evil},
            available_actions=[evil, {"action": evil, evil: evil}],
            chosen_action={
                "action": evil,
                "fallback": evil,
                "error": evil,
                "public_message": evil,
                "x": evil,
                "attempts": [{"raw_response": evil, "error": evil, "assistant_content": evil}],
            },
            prompt=evil,
            reasoning=evil,
            strategy_description=evil,
            model_version=evil,
        ),
    )
    for markup in (panel(1), panel(1, find="script", diff="1")):
        assert "<script" not in markup
        assert "\u202e" not in markup
        assert "\u0007" not in markup
        assert "{{ 7*7 }}" in markup


@pytest.mark.parametrize(
    "chosen",
    [
        {"attempts": 7, "usage": [], "action": 3},
        {"attempts": [None, "x", {"raw_response": 5, "validation_errors": {"a": 1}}]},
        {"attempts": [{"raw_response": {"choices": [{"message": {"content": None}}]}}] * 99},
        {"attempts": [{"parsed_tool_call": {"name": 1, "arguments": [1]}, "latency_ms": "soon"}]},
        {"usage": {"prompt_tokens": True, "completion_tokens": "9", "cost_usd": 9e18}},
        {"usage": {"prompt_tokens": 1, "cost_usd": -1}, "fallback": {"why": 1}, "error": [1]},
        {"action": "x" * 9_000, "params": {"y" * 9_000: ["z"] * 9_000}},
    ],
)
def test_a_decision_of_any_form_is_shown(game, panel, chosen):
    decide(
        game,
        decision(
            game_state=after(0, players=[{"player_id": 0, "position": 99, "cash": [1]}]),
            player_state={"in_jail": 5, "jail_cards": "many", "cash": 2**60},
            available_actions={"actions": {"x": 1}},
            chosen_action=chosen,
        ),
    )
    assert len(panel(1)) < 60_000


def test_the_page_shows_the_panel_without_script(game, client):
    decide(game, decision(game_state=after(0), reasoning="Orange wins"))
    asked = client.get("/games/g/panels/decision/1/?find=x")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/games/g/?seq=1&find=x&panel=decision"
    page = client.get(asked.headers["Location"]).text
    assert "Orange wins" in page


def test_a_broken_fold_leaves_the_decision_and_says_why_nothing_is_compared(panel):
    told = (
        ("turn_start", {"player_id": 0, "turn_number": 1}),
        ("purchase", {"player_id": 0, "position": 6, "price": "much"}),
        ("pass_go", {"player_id": 0, "amount": 1}),
    )
    game = recorded.record("g", stream(*told))
    state = after(1, players=[{"player_id": ADA, "cash": 1}])
    decide(game, decision(game_state=state, reasoning="Onward"))
    markup = words(panel(2))
    assert "Onward" in markup
    assert "The fold broke at event 1" in markup


def test_what_is_too_much_to_be_shown_of_a_choice_ends_in_dots(game, panel):
    def chosen(more):
        facts = {f"fact{at}": at for at in range(MOST_FACTS + more)}
        wrong = [f"wrong{at}" for at in range(MOST_ERRORS + more)]
        given = {f"part{at}": at for at in range(MOST_ARGUMENTS + more)}
        attempt = {**facts, "validation_errors": wrong}
        return {"action": "offer", "arguments": given, "attempts": [attempt]}

    decide(game, *(decision(at, game_state=after(at), chosen_action=chosen(at)) for at in (0, 1)))
    all_of_it, cut = words(panel(1)), words(panel(2))
    assert "…" not in all_of_it
    assert cut.count("…") == 3
    for last in (f"fact{MOST_FACTS - 1}", f"wrong{MOST_ERRORS - 1}", f"part{MOST_ARGUMENTS - 1}"):
        assert last in all_of_it
        assert last in cut

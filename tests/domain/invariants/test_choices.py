"""Decisions: menus, fallbacks, reasoning, prompts."""

from __future__ import annotations

from replay.domain.invariants import choices
from tests.domain.games import ADA, BLAISE, THREE
from tests.domain.invariants.audits import ARENA, BENCH, audited, decision, found, sentences

SALARY = ("pass_go", {"player_id": ADA, "amount": 200})


def test_a_choice_on_the_menu_is_no_finding():
    menu = [{"choice": "buy"}, {"choice": "auction"}]
    bought = decision(available_actions=menu, chosen_action={"choice": "buy"})
    assert found(decisions=(bought,)) == []


def test_a_choice_that_was_not_offered_is_found():
    menu = {"actions": [{"action_type": "end_turn"}]}
    built = decision(
        available_actions=menu,
        chosen_action={"action_type": "build_house"},
        game_state={"event_sequence": 0},
    )
    assert found(SALARY, decisions=(built,), setup=ARENA) == [("menu", 0)]
    assert sentences(SALARY, decisions=(built,), setup=ARENA) == [
        "Ada’s decision 0, build_house, was not on its menu"
    ]


def test_the_benchmarks_menu_is_read_too():
    menu = [{"action": "buy_property"}]
    right = decision(available_actions=menu, chosen_action={"action": "buy_property"})
    wrong = decision(1, available_actions=menu, chosen_action={"action": "start_auction"})
    assert found(decisions=(right, wrong), setup=BENCH) == [("menu", None)]


def test_a_fallback_is_noted_with_its_reason():
    fallen = decision(chosen_action={"fallback": "http_429"})
    report = audited(decisions=(fallen,))
    assert report.counts == {"fallback": 1}
    assert not report.is_severe
    assert "http_429" in report.findings[0].sentence


def test_reasoning_with_the_models_answer_is_provable():
    said = decision(
        reasoning="Orange is best",
        model_version="m",
        chosen_action={"attempts": [{"raw_response": '{"reasoning": "Orange is best"}'}]},
    )
    assert found(decisions=(said,)) == []


def test_reasoning_without_an_answer_cannot_be_proven():
    made_up = decision(reasoning="A balanced approach", model_version="m")
    assert found(decisions=(made_up,), setup=ARENA) == [("unprovable", None)]


def test_reasoning_the_engine_wrote_is_flagged():
    action = {"fallback": "no JSON", "reasoning_fabricated": True}
    made_up = decision(reasoning="A balanced approach", model_version="m", chosen_action=action)
    assert found(decisions=(made_up,), setup=ARENA) == [("fallback", None), ("unprovable", None)]


def shown(cash, after):
    return decision(
        game_state={
            "event_sequence": after,
            "players": [{"player_id": ADA, "cash": cash}, {"player_id": BLAISE, "cash": 1500}],
        }
    )


def test_a_prompt_that_shows_the_board_of_its_moment_is_right():
    assert found(SALARY, decisions=(shown(1700, 0), shown(1500, -1))) == []


def test_a_prompt_that_shows_another_board_is_found():
    assert found(SALARY, decisions=(shown(1500, 0),)) == [("shown", 0)]
    assert sentences(SALARY, decisions=(shown(1500, 0),)) == [
        "Ada’s decision 0 was shown another board: players.0.cash 1500 for 1700"
    ]


def test_a_prompt_may_hold_anything_and_little_of_it_is_kept():
    odd = shown("x" * 10_000, 0)
    report = audited(SALARY, decisions=(odd,))
    assert report.counts["shown"] == 1
    assert len(str(report.findings[0])) < 1_000


def test_a_prompt_of_the_arena_is_compared():
    def prompted(cash, other):
        return decision(
            player_state={"cash": cash, "position": 0, "properties": []},
            game_state={"event_sequence": -1, "opponents": [{"id": 1, "cash": other}]},
        )

    told = ("turn_start", {"player_id": ADA, "turn_number": 1})
    assert found(told, decisions=(prompted(1500, 1500),), setup=ARENA) == []
    assert found(told, decisions=(prompted(1500, 1400),), setup=ARENA) == [("shown", -1)]


def test_a_prompt_of_the_benchmark_is_compared():
    def prompted(is_mortgaged):
        deed = {"space_key": "BOARDWALK", "houses": 0, "hotel": False, "mortgaged": is_mortgaged}
        you = {"player_id": "p1", "cash": 1500, "position": "GO", "holdings": {"owned": [deed]}}
        return decision(game_state={"event_sequence": 0, "you": you})

    told = ("PROPERTY_PURCHASED", {"player_id": "p1", "space_index": 39, "price": 0})
    assert found(told, decisions=(prompted(is_mortgaged=False),), setup=BENCH) == []
    assert found(told, decisions=(prompted(is_mortgaged=True),), setup=BENCH) == [("shown", 0)]


def test_an_offer_that_is_not_shown_is_found():
    def asked(offer):
        prompt = f'{{"current_offer":{{"offer":{offer},"request":{{}}}}}}'
        return decision(game_state={"decision_type": "TRADE_RESPONSE_DECISION"}, prompt=prompt)

    assert found(decisions=(asked('{"cash":50}'),), setup=BENCH) == []
    assert found(decisions=(asked("{}"),), setup=BENCH) == [("blind", None)]


def test_a_decision_of_any_form_is_taken():
    odd = [
        decision(game_state=[1], available_actions="x", chosen_action=7, player_state=None),
        decision(game_state={"event_sequence": "x", "players": 3, "bank": []}),
        decision(available_actions=[[1]], chosen_action={"action": {}, "attempts": 5}),
    ]
    for setup in (ARENA, BENCH, THREE):
        report = audited(decisions=tuple(odd), setup=setup)
        assert report.decisions + report.counts.get("menu", 0) == len(odd)


def test_prompts_beyond_the_bound_are_counted_as_not_compared(monkeypatch):
    monkeypatch.setattr(choices, "MOST_PENDING", 3)
    report = audited(SALARY, decisions=(shown(1700, 0), shown(1500, 0)))
    assert (report.decisions, report.uncompared) == (2, 1)
    assert "shown" not in report.counts
    assert audited(SALARY, decisions=(shown(1700, 0),)).uncompared == 0

"""replay/demo/smollm2: a game that a real model sat in, as `export_game` wrote it."""

from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from games import importing
from games.importing import Choices, lines
from games.models import Game
from replay.domain import menus, state
from replay.domain.agents.llm import answer, prompt
from replay.domain.dialects import registry, testimony
from replay.domain.fold import Fold
from replay.domain.invariants import Audit
from replay.domain.setup import Seat, from_config
from tests import isolation

FOLDER = isolation.REPOSITORY / "replay" / "demo" / "smollm2"
FREE = ("game_state", "player_state", "available_actions", "chosen_action")


@pytest.fixture(scope="module")
def recorded():
    (found,) = importing.find(FOLDER)
    return importing.read(found, Choices())


@pytest.fixture(scope="module")
def decisions(recorded):
    """Each decision, and its free JSON by name."""
    return [
        (one, {name: msgspec.json.decode(getattr(one, name)) for name in FREE})
        for one in recorded.decisions()
    ]


@pytest.fixture(scope="module")
def setup(recorded):
    seats = tuple(Seat(player.player_id, player.name) for player in recorded.players)
    return from_config(msgspec.json.decode(recorded.config), seats)


def test_it_is_a_finished_game_of_one_model_among_agents(recorded, decisions):
    kinds = [player.agent_type for player in recorded.players]
    assert kinds == ["llm", "greedy", "cautious", "trader"]
    assert recorded.players[0].llm_model_name == "SmolLM2-135M-Instruct"
    assert recorded.status == "finished"
    assert {one.player_id for one, _ in decisions} == {0}
    assert len(decisions) > 50


def test_its_audit_finds_nothing_but_fallbacks(recorded, decisions, setup):
    audit = Audit(setup, registry.bind(setup), testimony.of(setup))
    audit.take(recorded.decisions())
    audit.extend(recorded.events())
    report = audit.close(recorded.status, recorded.winner_id)
    fallbacks = sum("fallback" in told["chosen_action"] for _, told in decisions)
    assert report.counts == {"fallback": fallbacks}
    assert 0 < fallbacks < len(decisions)


def test_every_decision_shows_the_board_after_the_very_event_it_names(recorded, decisions, setup):
    fold, boards = Fold(registry.bind(setup), state.initial(setup)), {}
    asked = {told["game_state"]["event_sequence"] for _, told in decisions}
    for event in recorded.events():
        fold.push(event)
        if event.sequence_number in asked:
            now = fold.state
            boards[event.sequence_number] = (
                now.turn_number,
                [(player.cash, player.position) for player in now.players],
                {at: owner for at, owner in enumerate(now.owners) if owner is not None},
            )
    for one, told in decisions:
        shown = told["game_state"]
        assert boards[shown["event_sequence"]] == (
            one.turn_number,
            [(player["cash"], player["position"]) for player in shown["players"]],
            {deed["position"]: deed["owner"] for deed in shown["properties"]},
        )
    assert len(asked) == len(decisions)


def test_every_choice_is_on_its_menu_and_the_event_after_it_is_its_own(recorded, decisions):
    actors = [event.actor_player_id for event in recorded.events()]
    for _, told in decisions:
        read = menus.read(told["available_actions"], told["chosen_action"])
        assert read.verdict is menus.Verdict.OFFERED
        after = actors[told["game_state"]["event_sequence"] + 1]
        # An auction is opened and closed by the bank.
        assert after == 0 or (after is None and read.chosen.name in {"decline", "pass"})


def parts(text):
    """A prompt's words, and its menu; jsonb does not keep the order of an entry's keys."""
    words, _, menu = text.partition("\nYour menu:\n")
    return words, msgspec.json.decode(menu)


def test_every_prompt_follows_from_what_is_recorded_beside_it(decisions):
    for one, told in decisions:
        system = prompt.system(told["player_state"])
        asked = (told["game_state"], told["player_state"], told["available_actions"])
        assert parts(one.prompt) == parts(prompt.whole(system, prompt.user(*asked)))


def test_every_word_of_reasoning_is_the_models_own(decisions):
    for one, told in decisions:
        chosen = told["chosen_action"]
        last = chosen["attempts"][-1]
        if "fallback" in chosen:
            assert (one.reasoning, last["error"]) == (None, chosen["error"])
            continue
        read = answer.read(last["raw_response"])
        assert (one.reasoning, last["error"]) == (read.reasoning, None)
        assert read.choice in {chosen["choice"], chosen["action"]}


def test_attempts_tell_how_long_they_took_and_what_they_used(decisions):
    for one, told in decisions:
        chosen = told["chosen_action"]
        spent = sum(each["latency_ms"] for each in chosen["attempts"])
        assert 0 < spent <= one.processing_time_ms
        used = [each.get("usage", {}).get("prompt_tokens", 0) for each in chosen["attempts"]]
        assert chosen["usage"].get("prompt_tokens", 0) == sum(used)


def test_it_is_small_and_tells_nothing_of_the_machine_it_was_played_on():
    files = sorted(FOLDER.iterdir())
    assert sum(file.stat().st_size for file in files) < 500_000
    text = b"\n".join(line.text for file in files for line in lines.read(Path(file)))
    for trace in (b"/root", b"/home", b"/tmp", b"/work", b"127.0.0.1", b"localhost", b".gguf"):
        assert trace not in text


@pytest.mark.django_db(transaction=True)
def test_it_imports_and_holds():
    call_command("import_game", str(FOLDER), verbosity=0)
    game = Game.objects.get()
    assert game.decisions.count() > 50
    call_command("verify_game", game.game_id)

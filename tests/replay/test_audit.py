"""The audit as page, API and command."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from games import chain, lifecycle
from games.domain.seat import Result
from games.domain.status import Status
from games.models import LLMDecision
from replay import auditing
from replay.domain.invariants import choices
from tests.domain.games import ADA, BLAISE, stream
from tests.domain.invariants.test_corpus import ARENA, BENCHMARK
from tests.replay.recorded import add, forget, record, salaries

pytestmark = pytest.mark.django_db

LAWFUL = stream(
    ("turn_start", {"player_id": ADA, "turn_number": 1}),
    ("auction_end", {"position": 39, "winner_id": ADA, "amount": 400}),
    ("game_end", {"winner_id": ADA}),
)
WRONG = stream(
    ("auction_end", {"position": 39, "winner_id": ADA, "amount": 400}),
    ("move", {"player_id": BLAISE, "to_position": 39}),
    ("rent_payment", {"payer_id": BLAISE, "owner_id": ADA, "position": 39, "amount": 51}),
    ("coffee_<b>break", {}),
)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()
    auditing.forget_all()


def tamper(game):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE game_events SET turn_number = turn_number + 1 "
            "WHERE game_uuid = %s AND sequence_number = 1",
            [game.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    auditing.forget_all()


def finish(game_id, winner=ADA):
    lifecycle.change(game_id, status=Status.FINISHED, winner_id=winner)


def verify(*arguments):
    out = io.StringIO()
    call_command("verify_game", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_a_lawful_game_has_an_empty_audit(client):
    record("g", LAWFUL)
    finish("g")
    told = client.get("/api/v1/games/g/audit").json()
    assert told == {
        "game_id": "g",
        "head": 2,
        "events": 3,
        "decisions": 0,
        "is_severe": False,
        "counts": {},
        "findings": [],
        "unread": {},
        "broken": None,
        "uncompared": 0,
        "digest": chain.at("g", 2).digest,
        "noted": {"sequence_number": 2, "digest": chain.at("g", 2).digest},
        "is_changed": False,
    }


def test_findings_are_told_with_event_expectation_and_sentence(client):
    record("g", WRONG)
    told = client.get("/api/v1/games/g/audit").json()
    assert told["is_severe"]
    assert told["counts"] == {"rent": 1, "unread": 1, "unfinished": 1}
    assert told["unread"] == {"coffee_<b>break": 1}
    assert told["findings"][0] == {
        "rule": "rent",
        "sequence_number": 2,
        "expected": [50],
        "seen": 51,
        "sentence": "Blaise pays $51 of rent on Boardwalk, where $50 is due",
    }


def test_the_audit_follows_a_growing_game(client):
    game = record("g", salaries(1))
    assert client.get("/api/v1/games/g/audit").json()["events"] == 1
    add(game, salaries(1, first=1))
    assert client.get("/api/v1/games/g/audit").json()["events"] == 2


def test_the_digest_at_any_event(client):
    record("g", salaries(3))
    for at, last in ((0, 0), (2, 2), (-1, None)):
        told = client.get("/api/v1/games/g/digest", {"at": at}).json()
        assert told == {
            "game_id": "g",
            "sequence_number": last,
            "digest": chain.at("g", last).digest,
        }
    assert client.get("/api/v1/games/g/digest").json()["sequence_number"] == 2
    assert client.get("/api/v1/games/g/digest", {"at": 3}).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/games/nobody/audit", "/games/nobody/audit/"])
def test_no_game_no_audit(client, path):
    assert client.get(path).status_code == 404


def test_the_page_links_each_finding_to_its_moment(client):
    record("g", WRONG)
    page = client.get("/games/g/audit/").content.decode()
    assert "This game has defects." in page
    assert '<a href="/games/g/?seq=2">Event 2</a>' in page
    assert "where $50 is due" in page
    assert "<b>break" not in page
    assert "coffee_&lt;b&gt;break" in page


def test_the_page_of_a_lawful_game_says_what_was_checked(client):
    record("g", LAWFUL)
    finish("g")
    page = client.get("/games/g/audit/").content.decode()
    assert "Nothing was found." in page
    assert "Bank and board hold 32 houses and 12 hotels together." in page
    assert chain.at("g", 2).digest in page


def test_a_game_without_events_can_be_audited(client):
    record("g", [])
    assert "Nothing was found." in client.get("/games/g/audit/").content.decode()


def test_a_game_nobody_can_read_is_audited_as_unread(client):
    record("g", salaries(2), dialect="klingon")
    told = client.get("/api/v1/games/g/audit").json()
    assert told["unread"] == {"pass_go": 2}
    assert "cannot be read" in client.get("/games/g/audit/").content.decode()


def test_the_timeline_leads_to_the_audit(client):
    record("g", LAWFUL)
    assert 'href="/games/g/audit/"' in client.get("/games/g/").content.decode()


def test_a_changed_record_is_seen(client):
    game = record("g", LAWFUL)
    finish("g")
    tamper(game)
    told = client.get("/api/v1/games/g/audit").json()
    assert told["is_changed"]
    assert told["is_severe"]
    assert "The record was changed." in client.get("/games/g/audit/").content.decode()


def test_verify_passes_what_holds():
    record("g", LAWFUL)
    finish("g")
    said = verify("g")
    assert "g: holds (3 events; nothing found) sha256:" in said
    assert "The game holds." in said


def test_verify_fails_on_a_defect_and_names_it():
    record("g", LAWFUL)
    finish("g")
    record("h", WRONG)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 games does not hold"):
        call_command("verify_game", "--all", stdout=out, stderr=out)
    assert "g: holds" in out.getvalue()
    assert "  rent: event 2: Blaise pays $51" in out.getvalue()


def test_verify_fails_on_a_changed_record():
    game = record("g", LAWFUL)
    finish("g")
    tamper(game)
    with pytest.raises(CommandError, match="does not hold"):
        verify("g")


@pytest.mark.parametrize("arguments", [(), ("g", "--all"), ("nobody",)])
def test_verify_says_what_it_needs(arguments):
    with pytest.raises(CommandError):
        verify(*arguments)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("benchmark/llm-107", BENCHMARK["llm-107"]),
        ("arena/arena-19", ARENA["arena-19"]),
    ],
)
def test_an_imported_game_is_audited_as_its_files_are(corpus, client, name, counts):
    call_command("import_game", corpus / name, "--game-id", "g", stdout=io.StringIO())
    told = client.get("/api/v1/games/g/audit").json()
    assert told["counts"] == counts
    assert told["broken"] is None
    assert told["unread"] == {}


def test_results_are_held_to_the_end_of_the_log_and_told_anew_when_they_change(client):
    record("g", LAWFUL)
    finish("g")
    assert client.get("/api/v1/games/g/audit").json()["counts"] == {}
    lifecycle.conclude("g", Result(player_id=ADA, final_cash=1101, is_winner=True, placement=1))
    (finding,) = client.get("/api/v1/games/g/audit").json()["findings"]
    assert (finding["rule"], finding["expected"], finding["seen"]) == ("results", 1100, 1101)


def test_prompts_that_were_not_compared_are_told_everywhere(client, monkeypatch):
    monkeypatch.setattr(choices, "MOST_PENDING", 0)
    game = record("g", LAWFUL)
    LLMDecision.objects.create(
        game_uuid=game.pk,
        player_id=ADA,
        turn_number=1,
        sequence_number=1,
        timestamp=LAWFUL[0].timestamp,
        game_state={"event_sequence": 0, "players": [{"player_id": ADA, "cash": 1}]},
        player_state={},
        available_actions=[],
        chosen_action={},
    )
    finish("g")
    assert client.get("/api/v1/games/g/audit").json()["uncompared"] == 1
    page = client.get("/games/g/audit/").content.decode()
    assert "The prompts of 1 decisions were not" in page
    assert "not compared with the board: the prompts of 1 decisions" in verify("g")

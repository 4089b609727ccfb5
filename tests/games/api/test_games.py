"""POST, GET and PATCH /api/v1/games"""

import pytest

from games.models import Game
from tests.games.api.builders import a_game, events


def test_a_new_game_is_told_back_whole(engine):
    status, body = engine.post("", a_game(metadata={"seed": 7}))
    assert status == 201
    assert {key: body[key] for key in ("game_id", "status", "config", "metadata", "head")} == {
        "game_id": "g1",
        "status": "created",
        "config": {"dialect": "native"},
        "metadata": {"seed": 7},
        "head": -1,
    }
    ada, blaise = body["players"]
    assert (ada["name"], ada["llm_model_name"], ada["is_winner"]) == ("Ada", "smol-135m", False)
    assert (blaise["player_id"], blaise["llm_model_name"], blaise["llm_parameters"]) == (
        1,
        None,
        {},
    )


def test_the_same_game_again_is_found(engine):
    made = engine.post("", a_game())[1]
    assert engine.post("", a_game()) == (200, made)
    assert Game.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"config": {"dialect": "other"}}, ["config"]),
        ({"config": {}, "metadata": {"a": 1}}, ["config", "metadata"]),
        ({"players": []}, ["players"]),
    ],
)
def test_the_same_game_id_with_other_content_tells_what_differs(engine, change, differs):
    engine.post("", a_game())
    status, body = engine.post("", a_game(**change))
    assert (status, body["code"], body["game_id"]) == (409, "game_exists", "g1")
    assert body["differs"] == differs


def test_results_told_later_do_not_make_it_another_game(engine, game):
    engine.patch("g1", {"status": "running", "players": [{"player_id": 0, "final_cash": 9}]})
    assert engine.post("", a_game())[0] == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"game_id": ""}, "game_id"),
        ({"game_id": "a/b"}, "game_id"),
        ({"game_id": ".."}, "game_id"),
        ({"game_id": "a\nb"}, "game_id"),
        ({"game_id": "a\x00b"}, "game_id"),
        ({"game_id": "x" * 5000}, "game_id"),
        ({"game_id": 7}, "game_id"),
        ({"colour": "red"}, "colour"),
        ({"config": []}, "config"),
        ({"config": {"a": "\x00"}}, "config.a"),
        ({"config": {"a": 2**64}}, "config.a"),
        ({"config": {"first_sequence": -1}}, "config.first_sequence"),
        ({"config": {"first_sequence": True}}, "config.first_sequence"),
        ({"metadata": {"a": 1e300}}, "metadata.a"),
        (
            {"players": [{"player_id": 0, "name": "A", "agent_type": "x", "seat": 1}]},
            "players[0].seat",
        ),
        ({"players": [{"player_id": 0, "agent_type": "x"}]}, "players[0].name"),
        (
            {"players": [{"player_id": 2**31, "name": "A", "agent_type": "x"}]},
            "players[0].player_id",
        ),
        ({"players": [{"player_id": 0, "name": "A\x00", "agent_type": "x"}]}, "players[0].name"),
        (
            {"players": [{"player_id": 0, "name": "A", "agent_type": "x"}] * 2},
            "players[1].player_id",
        ),
    ],
)
def test_a_game_that_cannot_be_recorded_is_refused_by_field(engine, change, field):
    status, body = engine.post("", a_game(**change))
    assert (status, body["code"], body["field"]) == (422, "invalid_field", field)
    assert Game.objects.count() == 0


def test_a_word_that_is_none_of_a_fields_is_answered_with_those_that_are(engine, game):
    status, body = engine.patch("g1", {"status": "over"})
    assert (status, body["code"], body["field"]) == (422, "invalid_field", "status")
    words = "created, running, paused, finished, error, abandoned"
    assert f"it must be one of {words}" in body["detail"]


def test_a_game_is_found_by_its_name_and_tells_its_head(engine, reader, game):
    engine.post("g1/events", events(0, 6))
    status, body = reader.get("g1")
    assert (status, body["game_id"], body["head"]) == (200, "g1", 6)


def test_names_of_games_may_hold_anything_an_address_can(engine, reader):
    for name in ("Spaß & Spiel?", "a b%2F", "<script>", "🎲", "'; --", "-", "a.b:c"):
        assert engine.post("", a_game(name))[0] == 201
        assert reader.get(_quoted(name))[1]["game_id"] == name


def test_an_unknown_game_is_not_found(reader):
    status, body = reader.get("nobody")
    assert (status, body["code"], body["game_id"]) == (404, "game_not_found", "nobody")


def test_the_list_is_newest_first_and_pages_without_repeating(engine, reader):
    names = [f"g{number}" for number in range(7)]
    for name in names:
        engine.post("", a_game(name))
    seen, cursor = [], {}
    for _ in range(4):
        status, page = reader.get(limit=3, **cursor)
        assert status == 200
        seen += [game["game_id"] for game in page["games"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == set(names)


def test_the_list_is_filtered_by_status_and_by_words(engine, reader):
    engine.post("", a_game("one"))
    engine.post("", a_game("two", players=[{"player_id": 0, "name": "Zoë", "agent_type": "x"}]))
    engine.patch("two", {"status": "running"})

    def found(**filters):
        return [game["game_id"] for game in reader.get(**filters)[1]["games"]]

    assert found(status="running") == ["two"]
    assert found(q="zoë") == ["two"]
    assert found(q="SMOL") == ["one"]
    assert found(q="%") == []
    assert found(q="one", status="running") == []


def test_the_list_costs_the_same_queries_however_long_it_is(
    engine, reader, django_assert_max_num_queries
):
    for number in range(20):
        engine.post("", a_game(f"g{number}"))
    with django_assert_max_num_queries(3):
        reader.get()


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"limit": 0}, "limit"),
        ({"limit": 1000}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"q": "a\x00b"}, "q"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"cursor": "W10"}, "cursor"),
        ({"cursor": "WyIyMDI2LTAxLTAxIiwgImEiXQ"}, "cursor"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(reader, parameters, field):
    status, body = reader.get(**parameters)
    assert (status, body["code"], body["field"]) == (422, "invalid_field", field)
    assert body["value"] == str(parameters[field]).replace("\x00", "\\u0000")


def test_a_game_is_told_how_it_went(engine, reader, game):
    engine.patch("g1", {"status": "running", "started_at": "2026-01-31T12:00:00Z"})
    status, body = engine.patch(
        "g1",
        {
            "status": "finished",
            "finished_at": "2026-01-31T13:00:00+01:00",
            "winner_id": 1,
            "total_turns": 88,
            "players": [
                {"player_id": 0, "final_cash": -3, "is_bankrupt": True, "placement": 2},
                {"player_id": 1, "final_net_worth": 2**40, "is_winner": True},
            ],
        },
    )
    assert status == 200
    assert body == reader.get("g1")[1]
    assert (body["status"], body["winner_id"], body["total_turns"]) == ("finished", 1, 88)
    assert (body["started_at"], body["finished_at"]) == (
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00Z",
    )
    ada, blaise = body["players"]
    assert (ada["final_cash"], ada["is_bankrupt"], ada["placement"]) == (-3, True, 2)
    assert (blaise["final_net_worth"], blaise["is_winner"], blaise["final_cash"]) == (
        2**40,
        True,
        None,
    )


def test_what_is_left_out_stays_and_null_takes_back(engine, game):
    engine.patch("g1", {"winner_id": 1, "total_turns": 3})
    body = engine.patch("g1", {"winner_id": None})[1]
    assert (body["winner_id"], body["total_turns"], body["status"]) == (None, 3, "created")


def test_a_finished_game_stays_finished(engine, game):
    engine.patch("g1", {"status": "finished"})
    assert engine.patch("g1", {"status": "finished"})[0] == 200
    status, body = engine.patch("g1", {"status": "running", "total_turns": 9})
    assert (status, body["code"], body["old"], body["new"]) == (
        409,
        "impossible_transition",
        "finished",
        "running",
    )
    assert Game.objects.get().total_turns == 0


def test_a_crashed_game_may_go_on(engine, game):
    engine.patch("g1", {"status": "error"})
    assert engine.patch("g1", {"status": "running"})[1]["status"] == "running"


def test_a_result_of_nobody_changes_nothing(engine, game):
    told = {"total_turns": 5, "players": [{"player_id": 0, "final_cash": 1}, {"player_id": 9}]}
    status, body = engine.patch("g1", told)
    assert (status, body["code"], body["player_id"]) == (404, "player_not_found", 9)
    assert Game.objects.get().total_turns == 0
    assert Game.objects.get().players.get(player_id=0).final_cash is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "won"}, "status"),
        ({"winner": 1}, "winner"),
        ({"winner_id": 2**31}, "winner_id"),
        ({"total_turns": -1}, "total_turns"),
        ({"total_turns": None}, "total_turns"),
        ({"started_at": "2026-01-31T12:00:00"}, "started_at"),
        ({"finished_at": "9999-12-31T23:59:59-01:00"}, "finished_at"),
        ({"players": [{"player_id": 0, "final_cash": 2**63}]}, "players[0].final_cash"),
        ({"players": [{"player_id": 0, "is_winner": 1}]}, "players[0].is_winner"),
        ({"players": [{"player_id": 0, "name": "Eve"}]}, "players[0].name"),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_field(engine, game, change, field):
    status, body = engine.patch("g1", change)
    assert (status, body["code"], body["field"]) == (422, "invalid_field", field)


def test_an_unknown_game_cannot_be_changed(engine):
    assert engine.patch("nobody", {"status": "running"})[0] == 404


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")

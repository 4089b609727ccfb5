"""The panel of forks and its form, as addresses answer them."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from games.models import Game
from replay import reading
from replay.domain import match
from replay.domain.forks.fork import Outcome
from replay.domain.rules.house import House
from replay.forking import asked, batches, beside, kin
from replay.forking.asked import ForkIn
from replay.models import ForkBatch
from replay.panels.forks import SHOWN_BATCHES
from tests.domain.games import THREE, event, stream
from tests.replay.recorded import add, forget, record

pytestmark = pytest.mark.django_db(transaction=True)

AT = 150
HTMX = {"HX-Request": "true"}
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _played():
    forget()
    events = match.play(THREE, ["greedy", "trader", "cautious"], 5, House(turn_limit=200))
    record("g", events)


def panel(client: Client, at: int = AT, game: str = "g", **query: object) -> str:
    answer = client.get(f"/games/{game}/panels/forks/{at}/", query, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def send(client: Client, headers=OWN, game: str = "g", /, **fields: object):
    given = {"at": AT, "back": f"?seq={AT}&panel=forks", "seats": ["greedy"] * 3, "turn_limit": 30}
    return client.post(f"/games/{game}/do/fork/", given | fields, headers=headers)


def test_the_form_names_the_players_the_agents_and_the_choices_there_are(client):
    markup = panel(client)
    legal = client.get("/api/v1/games/g/forks/choices", {"at": AT}).json()["choices"]
    shown = plain(markup)
    for name in ("Ada", "Blaise", "Clara", "greedy", "cautious", "trader", "random"):
        assert name in shown
    for choice in legal:
        if choice["action"] != "propose":
            assert choice["label"] in shown


def test_a_fork_by_form_leads_to_what_happened_beside_it(client):
    answer = send(client)
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert (query["seq"], query["panel"]) == ([str(AT)], ["forks"])
    shown = plain(panel(client, fork=query["fork"][0]))
    assert "What happened, and the fork" in shown
    assert "First difference" in shown
    assert shown.count("First difference") == 1


def test_every_choice_of_the_form_can_be_sent(client):
    for value in re.findall(r'<option value="(\{[^"]+)"', panel(client)):
        answer = send(client, choice=html.unescape(value))
        assert answer.status_code == 303, plain(answer.content.decode())


def test_the_script_is_told_the_fork_to_show(client):
    answer = send(client, OWN | HTMX)
    assert answer.status_code == 204
    assert Game.objects.filter(game_id=answer["X-Fork"]).exists()


def test_another_sites_page_cannot_have_games_played(client):
    client = Client(enforce_csrf_checks=True)
    assert send(client, {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert send(client, {"Origin": "https://elsewhere.example"}).status_code == 403
    assert ForkBatch.objects.count() == 0
    assert send(client, {"Origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"n": "many"}, "not a whole number"),
        ({"n": "5000"}, "<= 1000"),
        ({"seats": ["greedy"]}, "each needs an agent"),
        ({"seats": ["greedy", "genius", "greedy"]}, "by form sit random, greedy"),
        ({"seats": ["greedy", "llm:m", "greedy"]}, "by form sit random, greedy"),
        ({"choice": "fly"}, "not one of the choices"),
        ({"choice": '{"action":"fly"}'}, "it must be one of roll, pay_fine"),
        ({"at": ""}, "at"),
        ({"at": "999999"}, "no event"),
    ],
)
def test_what_a_form_gets_wrong_is_said(client, fields, says):
    answer = send(client, **fields)
    assert answer.status_code in {400, 404, 409}
    assert says.lower() in plain(answer.content.decode()).lower()


def test_a_batch_shows_shares_with_their_intervals_and_what_is_unfinished(client):
    order = asked.order(reading.open_game("g"), ForkIn(AT, n=4))
    batch, _ = batches.open_batch(order)
    wins = [(0, None), (0, None), (1, None), (None, 2)]
    played = [Outcome(k, won, led, 100, 900, (9, 8, 7)) for k, (won, led) in enumerate(wins, 1)]
    batches.note_end(batch.id, played)
    shown = plain(panel(client))
    assert "From here Ada wins 50 % ± 35 of 4 games" in shown
    assert "Stopped at the turn limit 25 %" in shown
    assert "led 1" in shown


@pytest.mark.parametrize(("more", "says"), [(0, ""), (1, "1 older one"), (2, "2 older ones")])
def test_batches_that_are_not_shown_are_counted(client, more, says):
    for seed in range(SHOWN_BATCHES + more):
        batches.open_batch(asked.order(reading.open_game("g"), ForkIn(AT, seed=seed, n=4)))
    shown = plain(panel(client))
    assert shown.count("0 of 4 games") == SHOWN_BATCHES
    assert ("not shown" in shown) == bool(more)
    assert says in shown


def test_an_open_batch_shows_how_far_it_is(client):
    order = asked.order(reading.open_game("g"), ForkIn(AT, n=40))
    batch, _ = batches.open_batch(order)
    batches.note_played(batch.id, [Outcome(1, 0, None, 100, 900, (9, 8, 7))])
    markup = panel(client)
    assert 'data-open="yes"' in markup
    assert "1 of 40 games" in plain(markup)


def test_an_interrupted_batch_says_so_and_how_it_goes_on(client):
    order = asked.order(reading.open_game("g"), ForkIn(AT, n=40))
    batches.open_batch(order)
    ForkBatch.objects.update(touched_at=None)
    markup = panel(client)
    assert 'data-open="no"' in markup
    assert "Nobody is playing these any more" in plain(markup)
    assert "Ask for the same again to go on" in plain(markup)


def test_a_moment_that_cannot_be_played_on_says_why_and_offers_no_form(client):
    head = reading.open_game("g").head
    markup = panel(client, head)
    assert "the game is over by then" in plain(markup)
    assert "fork-form" not in markup


def test_a_game_that_breaks_says_so_in_the_panel(client):
    record("broken", stream(("turn_start", {"player_id": 0, "turn_number": 1}), ("move", {})))
    assert "breaks the reading" in plain(panel(client, 1, "broken"))


def test_the_tree_shows_both_where_a_game_came_from_and_what_came_of_it(client):
    fork = parse_qs(urlsplit(send(client)["Location"]).query)["fork"][0]
    assert fork in plain(panel(client))
    shown = plain(panel(client, 5, fork))
    assert f"g left at event {AT}" in shown
    assert "this game" in shown


def test_the_tree_shows_forks_of_forks_by_one_query_for_each_generation(
    client, django_assert_max_num_queries
):
    for parent, child in (("g", "a"), ("g", "b"), ("a", "aa"), ("b", "bb"), ("aa", "aaa")):
        origin = {"game_id": parent, "at": 3, "seed": 1}
        Game.objects.create(game_id=child, metadata={"forked_from": origin})
    with django_assert_max_num_queries(9):
        family = kin.of("g")
    tree = {one.fork.game_id: one.branches for one in family.branches}
    assert tree.keys() == {"a", "b"}
    assert [one.fork.game_id for one in tree["a"]] == ["aa"]
    assert [one.fork.game_id for one in tree["a"][0].branches] == ["aaa"]
    assert "aaa" in plain(panel(client))


@pytest.mark.parametrize(
    ("family", "is_cut"),
    [
        ([("g", "1"), ("1", "2"), ("2", "3")], False),
        ([("g", "1"), ("1", "2"), ("2", "3"), ("3", "4")], True),
        ([("g", "1"), ("1", "g")], False),
        ([("g", f"{number}") for number in range(kin.MOST)], False),
        ([("g", f"{number}") for number in range(kin.MOST + 1)], True),
        ([(f"{number}", "g" if not number else f"{number - 1}") for number in range(20)], False),
        ([(f"{number}", "g" if not number else f"{number - 1}") for number in range(21)], True),
    ],
    ids=["three", "four", "circle", "all", "too many", "old", "too old"],
)
def test_a_tree_that_does_not_show_everybody_says_so(client, family, is_cut):
    for parent, child in family:
        game, _ = Game.objects.get_or_create(game_id=child)
        game.metadata = {"forked_from": {"game_id": parent, "at": 3, "seed": 1}}
        game.save(update_fields=["metadata"])
    Game.objects.get_or_create(game_id=family[-1][0])
    assert ("only these are shown" in panel(client)) == is_cut


def test_a_circle_of_origins_ends(client):
    for one, other in (("left", "right"), ("right", "left")):
        game = record(one, [])
        Game.objects.filter(pk=game.pk).update(
            metadata={"forked_from": {"game_id": other, "at": 0}}
        )
    assert "right" in plain(panel(client, -1, "left"))


def test_two_games_that_are_no_kin_are_not_set_side_by_side(client):
    record("other", [])
    assert "is no fork of this game" in plain(panel(client, fork="other"))
    assert "no game" in plain(panel(client, fork="nobody"))


def test_the_first_difference_is_the_first_pair_that_did_different_things(client):
    fork = parse_qs(urlsplit(send(client, seed=77)["Location"]).query)["fork"][0]
    there = beside.of(reading.open_game("g"), reading.open_game(fork), AT)
    row = next(row for row in there.rows if row.is_first_difference)
    assert (row.real, row.forked) == there.difference
    before = there.rows[: there.rows.index(row)]
    assert [r.real.sentence for r in before if r.real] == [
        r.forked.sentence for r in before if r.forked
    ]
    assert row.real.sentence != row.forked.sentence


def forked(client: Client) -> str:
    return parse_qs(urlsplit(send(client)["Location"]).query)["fork"][0]


def recorded_anew(seats: int = 3, **told: object) -> None:
    Game.objects.get(game_id="g").delete()
    game = record("g", [event(number, "pass_go", **told) for number in range(AT + 5)])
    game.players.filter(player_id__gte=seats).delete()


def test_a_fork_beside_the_game_it_left_is_beyond_doubt(client):
    there = beside.of(reading.open_game("g"), reading.open_game(forked(client)), AT)
    assert there.doubts == ()


def test_a_fork_beside_another_game_of_the_name_of_its_own_says_so(client):
    fork = forked(client)
    recorded_anew(player_id=0, amount=1)
    shown = plain(panel(client, fork=fork))
    assert f"The board after event {AT} differs in" in shown


def test_a_fork_is_not_set_beside_a_game_of_other_players(client):
    fork = forked(client)
    recorded_anew(seats=2, player_id=0, amount=1)
    for game, other in (("g", fork), (fork, "g")):
        assert "2 players, and the fork 3" in plain(panel(client, 1, game, fork=other))


def test_an_end_that_cannot_be_read_beside_a_fork_says_so(client):
    fork = forked(client)
    add(Game.objects.get(game_id="g"), [event(reading.open_game("g").head + 1, "move")])
    shown = plain(panel(client, fork=fork))
    assert "What happened: The fold broke at event" in shown


def test_a_hostile_name_is_shown_as_text(client):
    game = record(
        "<script>alert(1)</script>", stream(("turn_start", {"player_id": 0, "turn_number": 1}))
    )
    game.players.filter(player_id=0).update(name="<b>Ada</b>\u202e")
    markup = panel(client, 0, "<script>alert(1)</script>")
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert "\u202e" not in markup

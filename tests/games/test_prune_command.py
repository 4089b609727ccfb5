"""`manage.py prune_games`: what would go is shown, and only that goes."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from games import belonging
from games.models import Game, GameEvent, LLMDecision
from replay import pruning
from replay.models import Bookmark, Keyframe, Watch
from tests.games import recorded

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("prune_games", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def refused(*arguments: str) -> str:
    before = Game.objects.count()
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert Game.objects.count() == before
    return str(error.value)


def made(name: str, status: str = "finished", days: int = 0, **fields: Any) -> Game:
    """A game that was recorded some days ago."""
    recorded_at = timezone.now() - timedelta(days=days)
    return recorded.game(name, status=status, created_at=recorded_at, **fields)


def left() -> set[str]:
    return set(Game.objects.values_list("game_id", flat=True))


def test_a_game_goes_with_all_that_belongs_to_it_and_the_counts_are_exact():
    game = made("old", days=100)
    recorded.player(game, 0)
    recorded.events(game, range(7))
    recorded.decisions(game, range(3))
    Keyframe.objects.create(game=game, sequence_number=0, version="v", state=b"{}")
    other = made("new", days=10)
    recorded.events(other, range(2))

    said = run("--older-than", "90d", "--yes")

    assert left() == {"new"}
    for one in belonging.tables():
        assert not one.model.objects.filter(**{one.field: game.pk}).exists()
    assert GameEvent.objects.filter(game=other).count() == 2
    assert "old  finished, recorded " in said
    assert "7 events, 3 decisions" in said
    for phrase in ("Would go: 1 game, ", "Deleted: 1 game, "):
        line = next(line for line in said.splitlines() if line.startswith(phrase))
        assert "1 players, 7 game_events, 3 llm_decisions" in line
        assert "1 keyframes" in line
        assert "of data" in line


def test_a_dry_run_shows_and_deletes_nothing():
    made("old", days=100)

    said = run("--older-than", "90d", "--dry-run")

    assert "Would go: 1 game" in said
    assert "Deleted" not in said
    assert left() == {"old"}


def test_nobody_to_ask_means_nothing_is_deleted(monkeypatch: pytest.MonkeyPatch):
    made("old", days=100)
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))

    assert "Add --yes" in refused("--older-than", "90d")


@pytest.mark.parametrize(("answer", "goes"), [("yes", True), ("y", False), ("", False)])
def test_on_a_terminal_it_asks(monkeypatch: pytest.MonkeyPatch, answer: str, *, goes: bool):
    made("old", days=100)
    terminal = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)

    if goes:
        run("--older-than", "90d")
    else:
        assert refused("--older-than", "90d") == "Nothing was deleted."

    assert left() == (set() if goes else {"old"})


def test_games_that_have_not_ended_stay_unless_named():
    for status in ("created", "running", "paused", "finished", "error", "abandoned"):
        made(status, status, days=100)

    said = run("--older-than", "90d", "--yes")
    assert left() == {"created", "running", "paused"}
    assert "Left alone, not ended: 3" in said

    run("--status", "paused", "--yes")
    assert left() == {"created", "running"}

    run("running", "--yes")
    assert left() == {"created"}


def test_criteria_hold_together():
    made("old error", "error", days=100)
    made("new error", "error", days=1)
    made("old finished", days=100)

    run("--status", "abandoned,error", "--older-than", "8w", "--yes")

    assert left() == {"new error", "old finished"}


def test_the_newest_of_what_would_go_are_kept():
    for days in range(5):
        made(f"{days} days", days=days)
    made("live", "running", days=9)

    run("--keep", "2", "--yes")

    assert left() == {"0 days", "1 days", "live"}


def test_what_somebody_marked_stays_even_if_named_unless_asked_for():
    bookmarked, watched = made("bookmarked"), made("watched")
    Bookmark.objects.create(game=bookmarked, sequence_number=0, name="here")
    Watch.objects.create(game=watched, name="poor", condition="true")
    made("kept", metadata={"keep": True})
    made("kept for a reason", metadata={"keep": "paper"})
    for value in (False, None):
        made(f"not kept: {value}", metadata={"keep": value})

    said = run("--status", "finished", "--yes")
    assert left() == {"bookmarked", "watched", "kept", "kept for a reason"}
    assert "Left alone, marked by somebody: 4 (--marked)" in said

    assert "No game would go." in run("kept", "--yes")
    run("--status", "finished", "--marked", "--yes")
    assert left() == set()


def test_a_game_that_changed_since_it_was_chosen_stays():
    criteria = pruning.Criteria(statuses=("error",))
    resumed, marked, anew, gone, same = (
        made(name, "error") for name in ("resumed", "marked", "anew", "gone", "same")
    )
    games = pruning.choose(criteria).games
    Game.objects.filter(pk=resumed.pk).update(status="running")
    Bookmark.objects.create(game=marked, sequence_number=0, name="here")
    anew.delete()
    made("anew", "error", days=1)
    gone.delete()

    went = [game.game_id for game in games if pruning.delete(game, criteria) is not None]

    assert went == [same.game_id]
    assert left() == {"resumed", "marked", "anew"}


def test_an_interruption_keeps_the_rest_and_tells_what_went(monkeypatch: pytest.MonkeyPatch):
    for days in (3, 2, 1):
        recorded.events(made(f"{days} days", days=days), range(days))
    delete = pruning.delete

    def interrupted(game: Game, criteria: pruning.Criteria) -> pruning.Weight | None:
        if game.game_id == "2 days":
            raise KeyboardInterrupt
        return delete(game, criteria)

    monkeypatch.setattr(pruning, "delete", interrupted)
    out = io.StringIO()
    with pytest.raises(CommandError, match="Interrupted") as error:
        call_command("prune_games", "--status", "finished", "--yes", stdout=out, stderr=out)

    assert error.value.returncode == 130
    assert left() == {"2 days", "1 days"}
    assert "Deleted: 1 game, 3 game_events" in out.getvalue()


def test_many_games_are_listed_in_part_and_counted_in_full():
    for number in range(25):
        made(f"g{number}")

    said = run("--status", "finished", "--dry-run")
    assert "… and 5 more; -v 2 lists all" in said
    assert "Would go: 25 games" in said
    assert "g24  " in run("--status", "finished", "--dry-run", "-v", "2")


def test_names_of_engines_cannot_write_to_the_terminal():
    made("\x1b[2Jgone\n")

    said = run("--status", "finished", "--dry-run")

    assert "\x1b" not in said
    assert "\\u001b[2Jgone" in said


def test_the_counts_are_of_the_game_alone():
    game, other = made("a"), made("b")
    recorded.events(game, range(4))
    recorded.decisions(other, range(2))

    weights = pruning.weigh([game, other])

    assert weights[game.pk].rows["game_events"] == 4
    assert weights[game.pk].rows["llm_decisions"] == 0
    assert weights[other.pk].rows["llm_decisions"] == LLMDecision.objects.count() == 2
    assert weights[game.pk].size > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Nothing says which games"),
        (["--marked"], "Nothing says which games"),
        (["--older-than", "90"], "--older-than is '90': give a number"),
        (["--older-than", "0d"], "--older-than is '0d'"),
        (["--older-than", "-1d"], "expected one argument"),
        (["--older-than", "999999w"], "--older-than is '999999w'"),
        (["--older-than", "٣d"], "--older-than is '٣d'"),
        (["--status", "lost,error"], "--status is 'lost,error', and 'lost' is no status"),
        (["--status", ""], "and '' is no status"),
        (["--keep", "0"], "--keep is '0': give a whole number"),
        (["--keep", "many"], "--keep is 'many'"),
        (["there", "--keep", "5"], "--keep is '5' beside GAME_ID"),
        (["there", "nowhere"], "GAME_ID is 'nowhere', and there is no such game"),
        (["\udcff"], "there is no such game"),
        (["--keep", "1", "--dry-run", "--yes"], "contradict each other"),
    ],
)
def test_nonsense_is_refused_with_the_way_out(arguments: list[str], said: str):
    made("there", days=100)

    assert said in refused(*arguments)


def test_the_longest_age_is_a_moment():
    made("there", days=100)

    assert "No game would go." in run("--older-than", "99999w", "--dry-run")

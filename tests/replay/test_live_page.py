"""What a page that follows a game is told: how far it has come and, at the head, what to show."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import httpx
import pytest

from games import lifecycle
from games.domain.status import Status
from games.models import Game
from replay import frame as frames
from replay import live_frames
from tests.browser import games
from tests.games.live.listener import Message, messages

ROUNDS = games.rounds(20)
PATIENCE = 20.0


@pytest.fixture
def game(served: str) -> Game:
    return games.record("g", ROUNDS[:10], status="running")


@contextlib.contextmanager
def following(url: str, query: str = "") -> Iterator[Iterator[Message]]:
    address = f"{url}/games/g/live/{query}"
    with httpx.stream("GET", address, timeout=PATIENCE) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        yield messages(answer.iter_lines())


def fetched(url: str, seq: int) -> str:
    headers = {"HX-Request": "true"}
    return httpx.get(f"{url}/games/g/frame/{seq}/", headers=headers).text


def test_the_frame_comes_before_the_head_it_belongs_to(served: str, game: Game) -> None:
    with following(served, "?shown=9") as told:
        first = next(told)
        assert (first.kind, first.data["head"]) == ("head", 9)  # the page has that frame already
        games.add(game, ROUNDS[10:11])
        frame, head = next(told), next(told)
        assert (frame.kind, frame.data["seq"]) == ("frame", 10)
        assert frame.data["text"] == fetched(served, 10)
        assert (head.kind, head.data["head"]) == ("head", 10)


def test_who_has_gone_back_is_told_of_heads_alone(served: str, game: Game) -> None:
    with following(served) as told:
        next(told)
        games.add(game, ROUNDS[10:11])
        assert next(told).kind == "head"


def test_who_came_back_gets_the_frame_of_the_head_at_once(served: str, game: Game) -> None:
    with following(served, "?shown=4") as told:
        assert [next(told).kind, next(told).kind] == ["frame", "head"]


def test_all_who_follow_get_one_drawing(
    served: str, game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    render = frames.render

    def counted(recording: object, moment: object) -> str:
        drawn.append(1)
        return render(recording, moment)  # type: ignore[arg-type]

    monkeypatch.setattr(live_frames.frames, "render", counted)
    with contextlib.ExitStack() as stack:
        all_told = [stack.enter_context(following(served, "?shown=9")) for _ in range(8)]
        for told in all_told:
            next(told)
        games.add(game, ROUNDS[10:11])
        texts = {next(told).data["text"] for told in all_told}
    assert len(texts) == 1
    assert len(drawn) == 1


def test_a_frame_that_cannot_be_drawn_ends_no_stream(
    served: str, game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise ValueError

    monkeypatch.setattr(live_frames.frames, "render", broken)
    with following(served, "?shown=9") as told:
        next(told)
        games.add(game, ROUNDS[10:11])
        assert next(told).kind == "head"
        lifecycle.change("g", status=Status.FINISHED)
        assert next(told).data["status"] == "finished"
        assert list(told) == []


def test_a_game_that_grows_in_bursts_skips_to_its_latest_frame(served: str, game: Game) -> None:
    with following(served, "?shown=9") as told:
        next(told)
        adding = threading.Thread(target=lambda: [games.add(game, [one]) for one in ROUNDS[10:60]])
        adding.start()
        seen = []
        while not seen or seen[-1].data.get("head") != 59:
            seen.append(next(told))
        adding.join()
    drawn = [message.data["seq"] for message in seen if message.kind == "frame"]
    assert drawn == sorted(drawn)
    assert drawn[-1] == 59

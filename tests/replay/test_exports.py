"""What can be taken along: exactly what was recorded, and pictures that admit their doubts."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from games.models import Game
from replay.models import Bookmark, Watch
from tests.browser import games
from tests.domain.games import event

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def recorded(db: None) -> games.Game:
    return games.record("g", games.rounds(10))


def _svg(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer["Content-Type"] == "image/svg+xml"
    return ET.fromstring(answer.content)


def _captions(picture: ET.Element) -> list[str]:
    found = picture.iter(f"{SVG}text")
    return [each.text or "" for each in found if "caption" in (each.get("class") or "")]


def test_an_event_is_told_as_it_was_posted(client: Client) -> None:
    told = client.get("/games/g/export/event-1.json")
    assert told.json()["sequence_number"] == 1
    assert told.json()["payload"] == {"player_id": 0, "die1": 1, "die2": 2}
    assert told["Content-Disposition"] == "attachment; filename*=UTF-8''g-event-1.json"


def test_a_board_is_told_as_the_api_tells_it(client: Client) -> None:
    by_page = client.get("/games/g/export/state-17.json").json()
    assert by_page == client.get("/api/v1/games/g/state?at=17").json()


@pytest.mark.parametrize(
    "what", ["event--1.json", "event-40.json", "state-40.json", "board-40.svg"]
)
def test_what_does_not_exist_is_not_exported(client: Client, what: str) -> None:
    assert client.get(f"/games/g/export/{what}").status_code == 404


def test_a_picture_stands_alone_and_says_what_it_shows(client: Client) -> None:
    picture = _svg(client, "/games/g/export/board-2.svg")
    assert _captions(picture)[1] == "g · event 2"
    assert "moves" in _captions(picture)[0]
    whole = ET.tostring(picture, encoding="unicode")
    assert "Boardwalk" in whole
    assert "http" not in whole.replace("http://www.w3.org/", "")


def test_a_picture_of_a_broken_fold_says_so(client: Client, recorded: games.Game) -> None:
    games.add(recorded, [event(40, "pass_go", player_id=0, amount="much")])
    assert any("broke" in each for each in _captions(_svg(client, "/games/g/export/board-40.svg")))


def test_hostile_names_stay_text_in_a_picture(client: Client) -> None:
    games.record(
        "h", games.rounds(3), names=("</text><script>alert(1)</script>", "\x01\u202e", "c")
    )
    picture = _svg(client, "/games/h/export/board-2.svg")
    assert not list(picture.iter(f"{SVG}script"))


def test_the_whole_game_comes_back_to_the_same_digest(client: Client, tmp_path: Path) -> None:
    client.post("/games/g/do/bookmark/", {"seq": 7, "name": "odd", "colour": "red"})
    Watch.objects.create(game=Game.objects.get(), name="poor", condition="true")
    answer = client.get("/games/g/export/game.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        archive.extractall(tmp_path)
    digest = json.loads((tmp_path / "g" / "game.json").read_text())["digest"]
    Game.objects.all().delete()
    for _ in range(2):
        call_command("import_game", str(tmp_path / "g"), stdout=io.StringIO())
    assert [each.name for each in Bookmark.objects.all()] == ["odd"]
    assert [each.name for each in Watch.objects.all()] == ["poor"]
    call_command("export_game", "g", to=tmp_path / "again", stdout=io.StringIO())
    assert json.loads((tmp_path / "again" / "game.json").read_text())["digest"] == digest
    assert (tmp_path / "again" / "notes.json").read_text() == (
        tmp_path / "g" / "notes.json"
    ).read_text()


def test_a_damaged_file_of_notes_is_named(client: Client, tmp_path: Path) -> None:
    call_command("export_game", "g", to=tmp_path / "g", stdout=io.StringIO())
    (tmp_path / "g" / "notes.json").write_text('{"bookmarks": [{"sequence_number": "x"}]}')
    told = io.StringIO()
    with pytest.raises(Exception, match="1 of 1 could not be imported"):
        call_command("import_game", str(tmp_path / "g"), stdout=io.StringIO(), stderr=told)
    assert "notes.json" in told.getvalue()

"""Taking things along: an event, a board, its picture, the whole game."""

from __future__ import annotations

import tempfile
import zipfile
from functools import cache, partial
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import quote

import msgspec
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template import loader
from markupsafe import Markup

from games import exporting
from games.streaming import streamed
from replay import frame as frames
from replay import notes_file, reading
from replay.domain import snapshot
from replay.drawing import ground, plain
from replay.pages import page
from replay.recording import Recording
from replay.stream import between

BLOCK = 64 * 1024
PICTURE_CHARS = 90
"""Characters of a sentence that fit under the picture of a board."""


@page()
def event(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """One event as the engine posted it."""
    recording = reading.open_game(game_id)
    recording.check(max(sequence_number, recording.first))
    found = between(recording, sequence_number, sequence_number)
    return _json(recording, f"event-{sequence_number}", msgspec.json.encode(found[0]))


@page()
def state(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """The board after an event, as the API tells it."""
    recording = reading.open_game(game_id)
    reached = reading.state_at(recording, sequence_number)
    problem = recording.reading.problem
    told = snapshot.public(reached, recording.setup, game_id, problem)
    return _json(recording, f"state-{sequence_number}", msgspec.json.encode(told))


@page()
def picture(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """The board after an event as an SVG of its own, with every doubt about it written below."""
    recording = reading.open_game(game_id)
    moment = reading.moment(recording, sequence_number)
    sentence = moment.line.sentence if moment.line else "Before the first event"
    context = {
        "style": _style(),
        "shapes": _shapes(),
        "ground": ground.draw(),
        "told": ground.told(),
        "live": frames.lying(recording, moment.state),
        "title": f"{plain.clip(game_id, 60)} · event {sequence_number:,}",
        "sentence": plain.clip(sentence, PICTURE_CHARS),
        "doubts": [plain.clip(each, PICTURE_CHARS) for each in frames.doubts(recording, moment)],
    }
    drawn = loader.render_to_string("board.svg", context)
    response = HttpResponse(drawn, "image/svg+xml")
    return _named(response, recording, f"event-{sequence_number}", "svg")


@page()
def game(request: HttpRequest, game_id: str) -> HttpResponse:
    """The whole game, zipped: the folder that `import_game` reads."""
    recording = reading.open_game(game_id)
    packed = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=4_000_000))  # noqa: SIM115
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, exporting.folder_name(game_id)[:100])
        exporting.export(game_id, folder, beside=lambda made: notes_file.write(recording, made))
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, f"{folder.name}/{file.name}")
    packed.seek(0)
    response = FileResponse(packed, content_type="application/zip")
    # A server with an event loop would warn of a file, and read it to its end before it sends.
    response.streaming_content = streamed(request, iter(partial(packed.read, BLOCK), b""))
    return _named(cast("HttpResponse", response), recording, "game", "zip")


def _json(recording: Recording, what: str, body: bytes) -> HttpResponse:
    return _named(HttpResponse(body, "application/json"), recording, what, "json")


def _named(response: HttpResponse, recording: Recording, what: str, ending: str) -> HttpResponse:
    name = quote(f"{recording.game_id[:100]}-{what}.{ending}", safe="")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@cache
def _style() -> Markup:
    """The board's own styles, of both themes, written into the picture."""
    static = Path(settings.BASE_DIR, "static")
    texts = [(static / name).read_text() for name in ("colours.css", "board.css")]
    return Markup("\n".join(texts))  # noqa: S704 - files of ours


@cache
def _shapes() -> Markup:
    context: dict[str, Any] = {}
    return Markup(loader.render_to_string("_shapes.html", context))  # noqa: S704 - a file of ours

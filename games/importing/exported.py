"""Folders written by `export_game`: the record itself, verified by its digest before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from games.digest import (
    DECISIONS_FILE,
    GAME_FILE,
    SCHEMA,
    Digest,
    GameFile,
    PlayerLine,
)
from games.domain.envelope import Decision, Event
from games.domain.errors import InvalidField
from games.domain.numbering import first_sequence
from games.domain.status import Status
from games.importing import lines, rawjson, stream
from games.importing.detect import Found
from games.importing.recording import Choices, RecordedPlayer, Recording
from games.importing.refusals import DigestMismatch, IncompleteRecording, UnreadableFile
from games.importing.survey import LogFormat, Survey, survey

_game_file = msgspec.json.Decoder(GameFile)
_event = msgspec.json.Decoder(Event)
_decision = msgspec.json.Decoder(Decision)


class _NoFacts:
    def see(self, line: int, envelope: object) -> None:
        """An export says all in game.json."""


def read(found: Found, choices: Choices) -> Recording:
    """The game in an exported folder.

    Raises:
        DigestMismatch: the files are not what was exported.
        DamagedRecording, IncompleteRecording, UnreadableFile: see there.
    """
    file = _file(found.path)
    if choices.players:
        raise InvalidField("--players", choices.players, "an export names its players itself")
    log = _survey(found, file)
    if log.runs or log.unnumbered:
        stream.choose(log, Choices(), found.path)
    told = lines.locate(found.path, DECISIONS_FILE)
    if told is None:
        raise IncompleteRecording(str(found.path), f"{DECISIONS_FILE} is missing")
    _verify(found, told, file)
    game = file.game
    return Recording(
        path=found.path,
        game_id=choices.game_id or game.game_id,
        config=_config(game.config, choices),
        metadata=game.metadata,
        players=tuple(_player(each) for each in file.players),
        event_count=file.event_count,
        events=lambda: _events(found.log),
        decisions=lambda: _decisions(told),
        status=Status(game.status),
        winner_id=game.winner_id,
        total_turns=game.total_turns,
        started_at=game.started_at,
        finished_at=game.finished_at,
        stated_digest=None if choices.game_id or choices.dialect or choices.config else file.digest,
        exported_as=game.game_id,
    )


def _file(folder: Path) -> GameFile:
    path = folder / GAME_FILE
    try:
        file = _game_file.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(path), f"it is no game.json of an export ({error})") from error
    if file.schema != SCHEMA:
        raise UnreadableFile(
            str(path), f"its schema is {file.schema!r}, and {SCHEMA!r} is read here"
        )
    return file


def _survey(found: Found, file: GameFile) -> Survey[_NoFacts]:
    start = first_sequence(rawjson.value(file.game.config))
    form = LogFormat(
        decode=_event.decode,
        number=lambda event: event.sequence_number,
        start=lambda number: number if start is None else start,
        facts=_NoFacts,
    )
    return survey(found.log, form)


def _verify(found: Found, told: Path, file: GameFile) -> None:
    """Refuse files whose lines, as they stand, do not give the digest that game.json states."""
    digest = Digest(file.game, file.players)
    for section, path in (("events", found.log), ("decisions", told)):
        digest.begin(section)
        for line in lines.read(path):
            digest.add(line.text)
    if digest.value != file.digest:
        raise DigestMismatch(str(found.path), file.digest, digest.value)


def _events(log: Path) -> Iterator[Event]:
    return (_event.decode(line.text) for line in lines.read(log))


def _decisions(told: Path) -> Iterator[Decision]:
    return (_decision.decode(line.text) for line in lines.read(told))


def _config(config: msgspec.Raw, choices: Choices) -> msgspec.Raw:
    dialect = {} if choices.dialect is None else {"dialect": choices.dialect}
    laid_over = dialect | choices.config
    return rawjson.raw(rawjson.members(config) | laid_over) if laid_over else config


def _player(player: PlayerLine) -> RecordedPlayer:
    return RecordedPlayer(
        player_id=player.player_id,
        name=player.name,
        agent_type=player.agent_type,
        llm_model_name=player.llm_model_name,
        llm_parameters=player.llm_parameters,
        final_cash=player.final_cash,
        final_net_worth=player.final_net_worth,
        is_winner=player.is_winner,
        is_bankrupt=player.is_bankrupt,
        placement=player.placement,
    )

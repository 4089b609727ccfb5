"""An exported game imports to the same bytes, and to nothing else."""

import json
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from games import canonical, exporting, importing, ingest, intake
from games.digest import Digest, GameLine, PlayerLine
from games.domain.envelope import Decision, Event
from games.domain.identity import game_uuid
from games.importing.refusals import DigestMismatch
from games.models import Game
from tests.examples import tried
from tests.games import logs
from tests.games.logs import bench

pytestmark = pytest.mark.django_db

MOMENT = "2026-01-06T09:00:00.000001+02:00"


def imported(path: Path, **choices: Any) -> intake.Taken:
    [found] = importing.find(path)
    return intake.take(importing.read(found, importing.Choices(**choices)))


def exported(folder: Path, game_id: str) -> str:
    return exporting.export(game_id, folder).digest


def round_trip(folder: Path, game_id: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Export, delete, import, export again: the files before and after."""
    exporting.export(game_id, folder / "before")
    Game.objects.get(game_id=game_id).delete()
    imported(folder / "before")
    exporting.export(game_id, folder / "after")
    return files(folder / "before"), files(folder / "after")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def a_game(folder: Path) -> Path:
    asked = bench(1, "LLM_DECISION_REQUESTED", decision_id="run-1-dec-000000", player_id="p1")
    told = [logs.started(0), logs.resolved(0)]
    return logs.benchmark(folder / "source", [bench(0, rate=1.50), asked], told)


def test_a_game_comes_back_byte_for_byte(tmp_path: Path) -> None:
    imported(a_game(tmp_path))

    before, after = round_trip(tmp_path, "run-1")

    assert before == after
    assert set(before) == {"game.json", "events.jsonl", "decisions.jsonl"}


def test_the_digest_is_one_over_lines_anybody_can_hash() -> None:
    game = GameLine(
        game_id="g",
        status="running",
        config=msgspec.Raw(b'{"a": 1.10}'),
        metadata=msgspec.Raw(b"{}"),
    )
    player = PlayerLine(player_id=0, name="é", agent_type="x", llm_parameters=msgspec.Raw(b"{}"))
    digest = Digest(game, (player,))
    for section in ("events", "decisions"):
        digest.begin(section)

    lines = (
        '{"config":{"a": 1.10},"finished_at":null,"game_id":"g","metadata":{},'
        '"started_at":null,"status":"running","total_turns":0,"winner_id":null}\n'
        '{"agent_type":"x","final_cash":null,"final_net_worth":null,"is_bankrupt":false,'
        '"is_winner":false,"llm_model_name":null,"llm_parameters":{},"name":"é",'
        '"placement":null,"player_id":0}\n'
        '"events"\n"decisions"\n'
    )
    assert digest.value == f"sha256:{sha256(lines.encode()).hexdigest()}"


def test_the_digest_sees_every_part_of_a_game(tmp_path: Path) -> None:
    imported(a_game(tmp_path))
    key = game_uuid("run-1")
    seen = {canonical.digest_of(key)}

    Game.objects.update(metadata={"note": 1})
    seen.add(canonical.digest_of(key))
    Game.objects.get().players.update(final_cash=3)
    seen.add(canonical.digest_of(key))
    ingest.append_events(key, [event(2, b'{"x": 1}')])
    seen.add(canonical.digest_of(key))

    assert len(seen) == 4


@pytest.mark.parametrize("name", ["game.json", "events.jsonl", "decisions.jsonl"])
def test_one_changed_byte_is_refused(tmp_path: Path, name: str) -> None:
    imported(a_game(tmp_path))
    exported(tmp_path / "out", "run-1")
    Game.objects.get().delete()
    path = tmp_path / "out" / name
    path.write_bytes(path.read_bytes().replace(b"1500", b"1501").replace(b"1.5", b"1.6"))
    if name == "game.json":
        path.write_bytes(path.read_bytes().replace(b"Blaise", b"Braise"))

    with pytest.raises(DigestMismatch, match="changed or damaged after the export"):
        imported(tmp_path / "out")
    assert not Game.objects.exists()


def test_a_lost_last_line_is_refused(tmp_path: Path) -> None:
    imported(a_game(tmp_path))
    exported(tmp_path / "out", "run-1")
    Game.objects.get().delete()
    path = tmp_path / "out" / "events.jsonl"
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])

    with pytest.raises(DigestMismatch):
        imported(tmp_path / "out")


def test_a_game_without_events_comes_back_too(tmp_path: Path) -> None:
    Game.objects.create(game_id="empty", config={"first_sequence": 5})

    before, after = round_trip(tmp_path, "empty")

    assert before == after


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    imported(a_game(tmp_path))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    before = sorted(tmp_path.iterdir())

    with pytest.raises(exporting.FolderInUse):
        exported(tmp_path / "mine", "run-1")

    assert files(tmp_path / "mine") == {"notes.txt": b"keep"}
    assert sorted(tmp_path.iterdir()) == before


def test_an_export_that_fails_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(a_game(tmp_path))
    before = sorted(tmp_path.iterdir())

    def full(*_: object) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        exporting.export("run-1", tmp_path / "out", progress=full)

    assert sorted(tmp_path.iterdir()) == before


def test_the_command_prints_folder_counts_and_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(a_game(tmp_path), game_id="a/b")
    monkeypatch.chdir(tmp_path)
    out = StringIO()

    call_command("export_game", "a/b", stdout=out)

    digest = json.loads((tmp_path / "a%2Fb" / "game.json").read_bytes())["digest"]
    assert out.getvalue() == f"a%2Fb: 2 events, 1 decisions\n{digest}\n"
    with pytest.raises(CommandError, match="no game 'nobody'"):
        call_command("export_game", "nobody", stdout=out)


@pytest.mark.parametrize(
    ("game_id", "name"),
    [
        ("..", "%2E."),
        ("a/../b", "a%2F..%2Fb"),
        ("é\n", "%C3%A9%0A"),
        (".x", "%2Ex"),
        ("run 1", "run 1"),
    ],
)
def test_no_game_id_leads_out_of_the_folder(game_id: str, name: str) -> None:
    assert exporting.folder_name(game_id) == name


def event(number: int, payload: bytes, kind: str = "x") -> Event:
    moment = msgspec.convert(MOMENT, type=Event.__annotations__["timestamp"], strict=False)
    return Event(
        sequence_number=number,
        turn_number=0,
        event_type=kind,
        timestamp=moment,
        payload=msgspec.Raw(payload),
        actor_player_id=None,
    )


TEXT = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8
) | st.sampled_from(["", '"', "\\", "\u2028", "</script>", "\U0001f3b2", "a\nb\tc\r", "'; --"])
NUMBER = st.integers(-(2**63), 2**63 - 1).map(str) | st.sampled_from(
    ["1e2", "1.10", "-0.0", "0.1e-3", "1E+2", "100.000", "0.30", "-0", "1e-7"]
)


def written(data: Any) -> str:
    """JSON in which a text of kind `number` stands bare, as some engine may have written it."""
    match data:
        case ("number", text):
            return str(text)
        case list():
            return "[" + ", ".join(map(written, data)) + "]"
        case dict():
            return "{" + ",".join(f"{json.dumps(key)} :{written(data[key])}" for key in data) + "}"
    return json.dumps(data, ensure_ascii=len(str(data)) % 2 == 0)


VALUE = st.recursive(
    st.none() | st.booleans() | TEXT | st.tuples(st.just("number"), NUMBER),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
OBJECT = st.dictionaries(TEXT, VALUE, max_size=4).map(lambda data: written(data).encode())


@tried(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=TEXT.filter(bool),
    payloads=st.lists(OBJECT, min_size=1, max_size=4),
    free=st.tuples(OBJECT, OBJECT, OBJECT),
    prompt=st.none() | TEXT,
)
def test_any_hostile_game_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    payloads: list[bytes],
    free: tuple[bytes, bytes, bytes],
    prompt: str | None,
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    config, metadata, state = map(msgspec.Raw, free)
    recording = importing.Recording(
        path=folder,
        game_id=f"hostile {name}",
        config=config,
        metadata=metadata,
        players=(importing.RecordedPlayer(0, name, name, name, config),),
        event_count=len(payloads),
        events=lambda: (event(n, payload, name) for n, payload in enumerate(payloads)),
        decisions=lambda: iter([decision(state, prompt)]),
    )
    intake.take(recording)
    try:
        again = intake.take(recording)
        before, after = round_trip(folder, recording.game_id)
    finally:
        Game.objects.all().delete()

    assert not again.new
    assert before == after


def decision(state: msgspec.Raw, prompt: str | None) -> Decision:
    return Decision(
        player_id=0,
        turn_number=0,
        sequence_number=1,
        timestamp=event(0, b"{}").timestamp,
        game_state=state,
        player_state=state,
        available_actions=msgspec.Raw(b"[1.10, 1e2]"),
        chosen_action=state,
        prompt=prompt,
        reasoning=prompt,
        strategy_description=prompt,
        processing_time_ms=None,
        model_version=prompt,
    )

"""A log that is not whole is reported with its lines, and nothing is imported until told how."""

import lzma
from pathlib import Path
from typing import Any

import pytest

from games import importing
from games.importing import Choices
from games.importing.problems import Kind
from games.importing.refusals import DamagedRecording, IncompleteRecording, UnknownFormat
from tests.games import logs
from tests.games.logs import bench


def read(path: Path, **choices: Any) -> importing.Recording:
    return importing.read(importing.find(path)[0], Choices(**choices))


def problems(path: Path, **choices: Any) -> list[tuple[Kind, int, int | None]]:
    with pytest.raises(DamagedRecording) as refused:
        read(path, **choices)
    return [(problem.kind, problem.line, problem.last_line) for problem in refused.value.problems]


def test_a_hole_is_named_by_its_numbers_and_the_line_after_it(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), bench(5), bench(6)])

    with pytest.raises(DamagedRecording) as refused:
        read(folder)

    assert refused.value.detail.splitlines()[1].strip() == (
        "events.jsonl, line 3: numbers 2 to 4 are missing before it "
        "(--mark-gaps puts an explicit 'missing' event in each hole)"
    )


def test_marked_gaps_are_events_that_say_what_is_missing(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1, turn=4), bench(4, turn=9)])

    recording = read(folder, mark_gaps=True)

    marked = [
        (event.sequence_number, event.event_type, event.turn_number, bytes(event.payload))
        for event in recording.events()
    ]
    assert recording.event_count == 5
    assert marked[2:4] == [
        (2, "missing", 4, b'{"first":2,"last":3,"marked_by":"import"}'),
        (3, "missing", 4, b'{"first":2,"last":3,"marked_by":"import"}'),
    ]


def test_a_log_that_begins_late_has_a_hole_at_its_beginning(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(2, turn=1), bench(3)])

    assert problems(folder) == [(Kind.HOLE, 1, None)]
    assert [e.event_type for e in read(folder, mark_gaps=True).events()][:2] == ["missing"] * 2


def test_two_runs_in_one_file_are_listed_with_their_lines(tmp_path: Path) -> None:
    first, second = [bench(0), bench(1), bench(2)], [bench(0), bench(1)]
    folder = logs.benchmark(tmp_path / "g", first + second)

    assert problems(folder) == [(Kind.RESTART, 1, 3), (Kind.RESTART, 4, 5)]
    assert read(folder, run=1).event_count == 3
    assert read(folder, run=2).event_count == 2
    with pytest.raises(IncompleteRecording, match="holds 2 runs, and --run 3"):
        read(folder, run=3)


def test_damage_in_another_run_does_not_stand_in_the_way(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(4), bench(0), bench(1)])

    assert problems(folder, run=1) == [(Kind.HOLE, 2, None)]
    assert [event.sequence_number for event in read(folder, run=2).events()] == [0, 1]


def test_a_run_appended_after_a_cut_line_is_still_a_run(tmp_path: Path) -> None:
    glued = b'{"schema_version":"v1","run_' + logs.text([bench(0)]).strip()
    folder = logs.benchmark(tmp_path / "g", [bench(0), bench(1), glued, bench(1), bench(2)])

    assert problems(folder) == [
        (Kind.RESTART, 1, 2),
        (Kind.RESTART, 4, 5),
        (Kind.NOT_JSON, 3, None),
        (Kind.HOLE, 4, None),
    ]
    assert read(folder, run=2, mark_gaps=True).event_count == 3


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([bench(0), bench(1), bench(1), bench(2)], [(Kind.DUPLICATE, 3, None)]),
        (
            [bench(0), bench(2), bench(1), bench(3)],
            [(Kind.HOLE, 2, None), (Kind.OUT_OF_ORDER, 3, None)],
        ),
        ([bench(0), b"nonsense", bench(1)], [(Kind.NOT_JSON, 2, None)]),
        ([bench(0), b'{"seq": "1"}', bench(1)], [(Kind.MALFORMED, 2, None)]),
        ([bench(0), bench(1) | {"payload": None}], [(Kind.MALFORMED, 2, None)]),
        ([bench(0), bench(1) | {"ts_ms": 10**18}], [(Kind.MALFORMED, 2, None)]),
        ([bench(0), bench(1, "GAME_ENDED", winner_player_id=2)], [(Kind.MALFORMED, 2, None)]),
        ([bench(0), bench(10**12)], [(Kind.MALFORMED, 2, None)]),
        ([bench(0), b'{"a": "\xff"}', bench(1)], [(Kind.NOT_JSON, 2, None)]),
        ([bench(0), bench(1, actor="p9")], [(Kind.UNKNOWN_PLAYER, 2, None)]),
    ],
    ids=[
        "twice",
        "late",
        "not JSON",
        "wrong type",
        "no payload",
        "beyond year 9999",
        "winner of wrong type",
        "absurd jump",
        "not UTF-8",
        "stranger",
    ],
)
def test_what_no_option_can_mend_is_refused_under_all_of_them(
    tmp_path: Path, lines: list[Any], found: list[tuple[Kind, int, None]]
) -> None:
    folder = logs.benchmark(tmp_path / "g", lines)

    assert problems(folder) == found
    left = problems(folder, mark_gaps=True, drop_truncated=True)
    assert left == [each for each in found if each[0] is not Kind.HOLE]


def test_a_last_line_cut_off_is_dropped_only_when_told(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [])
    whole = logs.text([bench(0), bench(1), bench(2)])
    logs.write(folder / "events.jsonl", whole[:-40])

    assert problems(folder) == [(Kind.TRUNCATED, 3, None)]
    assert [e.sequence_number for e in read(folder, drop_truncated=True).events()] == [0, 1]


def test_a_last_line_without_a_line_break_is_whole(tmp_path: Path) -> None:
    folder = logs.benchmark(tmp_path / "g", [])
    logs.write(folder / "events.jsonl", logs.text([bench(0), bench(1)])[:-1])

    assert read(folder).event_count == 2


@pytest.mark.parametrize("suffix", [".xz", ".gz"])
def test_a_compressed_log_that_was_cut_gives_what_can_be_unpacked(
    tmp_path: Path, suffix: str
) -> None:
    folder = logs.benchmark(tmp_path / "g", [])
    (folder / "events.jsonl").unlink()
    many = [bench(n, actor="p1", noise=str(hash(n * 7919) ** 9)) for n in range(4000)]
    log = logs.write(folder / f"events.jsonl{suffix}", logs.text(many))
    log.write_bytes(log.read_bytes()[: log.stat().st_size * 3 // 4])

    [(kind, line, _)] = problems(folder)
    kept = read(folder, drop_truncated=True)

    assert kind is Kind.TRUNCATED
    assert 0 < kept.event_count < 4000
    assert line >= kept.event_count
    assert len(list(kept.events())) == kept.event_count


@pytest.mark.parametrize("suffix", ["", ".xz", ".gz"])
def test_a_log_reads_the_same_however_it_is_packed(tmp_path: Path, suffix: str) -> None:
    folder = logs.benchmark(tmp_path / "g", [])
    (folder / "events.jsonl").unlink()
    logs.write(folder / f"events.jsonl{suffix}", logs.text([bench(0), bench(1)]))

    assert read(folder).event_count == 2


def test_an_empty_folder_is_refused_with_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")

    with pytest.raises(UnknownFormat, match=r"events\.jsonl.*GameLogger"):
        importing.find(tmp_path)


def test_a_damaged_decisions_log_is_reported_too(tmp_path: Path) -> None:
    asked = bench(1, "LLM_DECISION_REQUESTED", decision_id="run-1-dec-000000", player_id="p1")
    decisions = [logs.started(0), b"nonsense", logs.resolved(0), logs.resolved(0)]
    folder = logs.benchmark(tmp_path / "g", [bench(0), asked], decisions)

    assert problems(folder) == [(Kind.NOT_JSON, 2, None), (Kind.DUPLICATE, 4, None)]


def test_xz_files_are_found_by_their_content_not_their_compression(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "night.jsonl.xz"
    start = logs.logger(0, "game_start", player_names=["Ada"], num_players=1)
    path.parent.mkdir()
    path.write_bytes(lzma.compress(logs.text([start])))

    assert [found.form for found in importing.find(tmp_path)] == ["gamelogger"]

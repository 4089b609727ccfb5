"""`manage.py serve` brings up the whole site by itself, and goes when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from monopoly_site import listening, watching
from monopoly_site.postgres import server
from tests import isolation
from tests.site import folders


@pytest.fixture
def data():
    """A new installation's data folder."""
    with folders.folder() as folder, folders.postgres(folder) as target:
        yield target


def serve(data, *arguments):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "manage.py", "serve", *arguments],
        cwd=isolation.REPOSITORY,
        env={
            **os.environ,
            **isolation.environment_overrides(),
            "DJANGO_SETTINGS_MODULE": "monopoly_site.settings",
            "MONOPOLY_DATA_DIR": str(data.data_dir),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def address(process):
    """Wait for the line that tells the address."""
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0].rstrip("/")
    pytest.fail(f"serve ended without an address: {process.stderr.read()}")


def ready(url):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("/readyz did not answer 200 within a minute")


def test_it_starts_from_nothing_serves_and_ends_at_once(data):
    with serve(data, "--port", "0") as process:
        try:
            url = address(process)
            ready(url)
            page = httpx.get(f"{url}/")
            assert page.status_code == 200
            # Hashed and compressed ahead, so browsers may keep it for ever.
            style = re.search(r'href="(/static/bundles/site\.[0-9a-f]{12}\.css)"', page.text)[1]
            answer = httpx.get(url + style, headers={"Accept-Encoding": "gzip"})
            assert answer.headers["content-encoding"] == "gzip"
            assert "immutable" in answer.headers["cache-control"]
            missing = httpx.get(f"{url}/nowhere/")
            assert missing.status_code == 404
            assert "Not found" in missing.text
            # An open connection, as of a browser that watches, must not hold it up.
            with socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1]))):
                told = time.monotonic()
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=20)
            assert time.monotonic() - told < 10
            assert process.returncode == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()
    assert server.pid(data) is None  # it took its database along


def test_a_taken_port_is_named_before_anything_is_started(data):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serve(data, "--port", str(port)) as process:
            _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert f"port {port}" in said
    assert "--port" in said
    assert not data.cluster.folder.exists()


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("192.0.2.1", 0)])
def test_an_address_that_can_not_be_had_is_named(host, port):
    with pytest.raises(listening.CannotListen, match=f"{host} port {port}"):
        listening.socket_on(host, port)


def test_two_at_once_on_one_new_database_both_come_up(data):
    with serve(data, "--port", "0") as first, serve(data, "--port", "0") as second:
        try:
            ready(address(first))
            ready(address(second))
            first.send_signal(signal.SIGTERM)
            first.wait(timeout=20)
            assert server.pid(data) is not None  # the second one still needs it
        finally:
            for process in (first, second):
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=20)
    assert server.pid(data) is None


def test_a_killed_database_comes_back_and_one_request_at_most_is_lost(data):
    with serve(data, "--port", "0") as process:
        try:
            url = address(process)
            ready(url)
            for _ in range(3):
                killed = server.pid(data)
                os.kill(killed, signal.SIGKILL)
                while server.pid(data) in {killed, None}:
                    time.sleep(0.05)
                first, *others = [httpx.get(f"{url}/", timeout=60).status_code for _ in range(20)]
                assert first in {200, 503}
                assert others == [200] * 19
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def test_a_database_stopped_by_hand_stays_down(data):
    with serve(data, "--port", "0") as process:
        try:
            ready(address(process))
            server.stop(data)
            time.sleep(3 * watching.EVERY_SECONDS)
            assert server.pid(data) is None
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)

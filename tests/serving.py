"""The site as it is really served: uvicorn, in a thread of the test session."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import NamedTuple

import uvicorn

from monopoly_site import listening
from monopoly_site.asgi import application


class Site(NamedTuple):
    """A served site: its address without a final slash, and its server."""

    address: str
    server: uvicorn.Server

    def rest(self) -> None:
        """Wait until the last answer is given: what it reads must not be emptied meanwhile."""
        deadline = time.monotonic() + 20
        while self.server.server_state.tasks:
            assert time.monotonic() < deadline, "a request went on for 20 seconds after its test"
            time.sleep(0.005)


@contextlib.contextmanager
def site() -> Iterator[Site]:
    """Serve on a free port until the block ends."""
    listener = listening.socket_on("127.0.0.1", 0)
    configuration = uvicorn.Config(
        application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="site")
    thread.start()
    try:
        _wait_for(server, thread)
        yield Site(listening.url(listener).rstrip("/"), server)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()
    assert not thread.is_alive(), "the served site did not end"


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the site could not be served"
        assert time.monotonic() < deadline, "the site did not start within 20 seconds"
        time.sleep(0.01)

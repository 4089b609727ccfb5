"""The site as it is really served: uvicorn, in a thread of the test session."""

import contextlib
import threading
import time
from collections.abc import Iterator

import uvicorn

from monopoly_site import listening
from monopoly_site.asgi import application


@contextlib.contextmanager
def site() -> Iterator[str]:
    """Serve on a free port until the block ends; yields the address without a final slash."""
    listener = listening.socket_on("127.0.0.1", 0)
    configuration = uvicorn.Config(
        application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="site")
    thread.start()
    try:
        _wait_for(server, thread)
        yield listening.url(listener).rstrip("/")
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

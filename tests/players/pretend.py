"""A server that speaks chat completions over real HTTP, and misbehaves as a test wants it to."""

import contextlib
import json
import threading
import time
from collections import deque
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Said:
    """One answer: status, body as bytes, headers, and how long it keeps one waiting (seconds)."""

    def __init__(self, body, status=200, delay=0.0, drip=0.0, **headers):
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.status = status
        self.delay = delay
        self.drip = drip
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def words(text, **message):
    """The body of a completion that says `text`."""
    return {
        "model": "pretend-1",
        "choices": [{"finish_reason": "stop", "message": {"content": text, **message}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 7},
    }


def choosing(choice, reasoning="Because.", **more):
    """The same, saying a choice as it should be said."""
    return words(json.dumps({"reasoning": reasoning, "choice": choice, **more}))


class Model:
    """`script`: the next answers, then `always`. `asked`: the bodies of the requests there were."""

    def __init__(self):
        self.script = deque()
        self.always = Said(choosing(1))
        self.asked = []
        self.keys = []
        self.url = ""

    def says(self, *answers):
        self.script.extend(one if isinstance(one, Said) else Said(one) for one in answers)

    def answer(self, request):
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.asked.append(body)
        self.keys.append(request.headers.get("Authorization"))
        said = self.script.popleft() if self.script else self.always
        if callable(said):
            said = said(body)
        time.sleep(said.delay)
        request.send_response(said.status)
        for name, value in {"Content-Length": str(len(said.body)), **said.headers}.items():
            request.send_header(name, value)
        request.end_headers()
        if not said.drip:
            request.wfile.write(said.body)
        for at in range(0, len(said.body) if said.drip else 0, 10):
            request.wfile.write(said.body[at : at + 10])
            request.wfile.flush()
            time.sleep(said.drip)


@contextlib.contextmanager
def model() -> Iterator[Model]:
    """Serve on a free port until the block ends."""
    one = Model()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            with contextlib.suppress(OSError):
                one.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

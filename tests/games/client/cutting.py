"""A TCP proxy that cuts connections in the middle of what they carry."""

import contextlib
import random
import socket
import struct
import threading
from collections.abc import Iterator

_RESET = struct.pack("ii", 1, 0)

_BYTES = (8000, 600)
"""After how many a doomed connection is cut on average: of requests, of their short answers."""


class Proxy:
    """Listens at `url`, leads to port `target`; `share` of the connections are cut somewhere."""

    def __init__(self, share: float, seed: int) -> None:
        self.target = 0
        self.share = share
        self.cuts = 0
        self._random = random.Random(seed)
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        for one in list(self._open):
            self._cut(one)

    def cut_all(self) -> None:
        """Cut what is open now."""
        for one in list(self._open):
            self._cut(one)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._open.add(near)
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                self._cut(near)
                continue
            far.settimeout(None)
            self._open.add(far)
            self._connect(near, far)

    def _connect(self, near: socket.socket, far: socket.socket) -> None:
        """Carry both ways; the doomed way ends after some bytes, be it request or answer."""
        budgets = [2**60, 2**60]
        if self._random.random() < self.share:
            way = self._random.randrange(2)
            budgets[way] = int(self._random.expovariate(1 / _BYTES[way]))
        for source, sink, budget in ((near, far, budgets[0]), (far, near, budgets[1])):
            threading.Thread(target=self._carry, args=(source, sink, budget), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, budget: int) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data[:budget])
                budget -= len(data)
                if budget < 0:
                    self.cuts += 1
                    break
        self._cut(source)
        self._cut(sink)

    def _cut(self, one: socket.socket) -> None:
        """End a connection with a reset, and wake whoever reads from it."""
        if one not in self._open:
            return
        self._open.discard(one)
        with contextlib.suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextlib.contextmanager
def proxy(share: float, seed: int) -> Iterator[Proxy]:
    """A proxy until the block ends."""
    one = Proxy(share, seed)
    try:
        yield one
    finally:
        one.close()

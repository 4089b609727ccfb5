"""The socket the site listens on, taken before anything slow is done."""

import errno
import socket

HIGHEST_PORT = 65535


class CannotListen(Exception):
    """The address is taken, not ours, or not allowed."""

    def __init__(self, host: str, port: int, problem: OSError | OverflowError) -> None:
        why = f"{problem}"
        if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
            why = "another program uses that port. Stop it, or choose another port with --port"
        super().__init__(f"Can't listen on {host} port {port}: {why}.")


def socket_on(host: str, port: int) -> socket.socket:
    """Return a bound socket. Raises `CannotListen` naming host, port and way out."""
    if not 0 <= port <= HIGHEST_PORT:  # getaddrinfo would quietly take it modulo 65536
        raise CannotListen(host, port, OverflowError("a port is a number from 0 to 65535"))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as problem:
        raise CannotListen(host, port, problem) from problem
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Bound alone, two servers may share a port unnoticed until the second one listens.
        listener.listen(2048)
    except (OSError, OverflowError) as problem:
        listener.close()
        raise CannotListen(host, port, problem) from problem
    return listener


def url(listener: socket.socket) -> str:
    """Return the address a browser on this machine takes."""
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:  # noqa: S104  compared, not bound
        host = "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

"""Where the page is served: an address of this machine, had before anything slow begins."""

from __future__ import annotations

import errno
import os
import socket

from corpus.errors import ClausierError

HOST, PORT = "127.0.0.1", 7860


def address(host: str | None, port: int | None) -> tuple[str, int]:
    """Where to listen; ClausierError where the port is no port."""
    wanted = os.environ.get("CLAUSIER_PORT", "") if port is None else str(port)
    if wanted and not (wanted.isdecimal() and int(wanted) < 65_536):
        raise ClausierError(f"{wanted!r} is not a port: give a number from 1 to 65535 (--port)")
    number = int(wanted) if wanted else PORT
    return host or os.environ.get("CLAUSIER_HOST") or HOST, number


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, before anything slow begins; ClausierError where it is not."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise ClausierError(
            f"no such address: {host!r}. Give an address of this machine (--host)"
        ) from error
    listener = socket.socket(family, kind, protocol)
    if os.name == "posix":
        # A port just left is free again; on Windows this option would share a port in use.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
        listener.listen()
    except OSError as error:
        listener.close()
        raise ClausierError(_unavailable(host, port, error)) from error
    return listener


def _unavailable(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use, perhaps by another Clausier. Stop it, or choose another: "
            f"--port {port + 1 if port < 65_535 else PORT}"
        )
    if isinstance(error, PermissionError):
        return f"port {port} needs rights you do not have. Choose one above 1023: --port {PORT}"
    return f"cannot listen on {host}:{port}: {error.strerror}. Choose another address (--host)"


def shown_address(listener: socket.socket) -> str:
    """The address to type in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = HOST
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

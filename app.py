"""Starts the web chat: `python app.py`, then open the address it prints."""

from __future__ import annotations

import argparse
import sys

from corpus.errors import ClausierError


def main(arguments: list[str] | None = None) -> int:
    """Serves the page until interrupted; 1 where it cannot be served."""
    parser = argparse.ArgumentParser(prog="app.py", description="Starts the web chat of Clausier.")
    parser.add_argument(
        "--host", help="address to listen on (CLAUSIER_HOST, else 127.0.0.1: this machine only)"
    )
    parser.add_argument("--port", type=int, help="port to listen on (CLAUSIER_PORT, else 7860)")
    options = parser.parse_args(arguments)

    from assistant.web.page import serve

    try:
        serve(options.host, options.port)
    except ClausierError as error:
        print(f"clausier: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

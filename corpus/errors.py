"""Errors meant to be read by the person who made the request."""


class ClausierError(Exception):
    """Something the user can act on: the message says what happened and what to do next."""

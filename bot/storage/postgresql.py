"""What is PostgreSQL's alone: a server, many writers at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import ConfigurationError

CONNECTIONS = 10
"""Kept open by one replica; twice as many at the busiest moment."""
TO_CONNECT = 10.0
"""Seconds."""
TO_ANSWER = 60.0
"""Seconds for one statement: a server that fell silent must not be waited for."""
SETTINGS = {
    "application_name": "encore",
    "default_transaction_isolation": "read committed",
    # A replica that lost its power holds rows until this has passed, and keep-alives would take two hours.
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
}
SAME = {"host", "port", "ssl", "passfile", "target_session_attrs"}
RENAMED = {"sslmode": "ssl"}
NEGOTIATED = {"channel_binding"}
"""Options of libpq that hosts put into their addresses, and that the driver settles with the server by itself."""


def with_known_options(address: URL, named: str) -> URL:
    """Return the address with its options as the driver calls them. Raises ConfigurationError for any other."""
    options = {}
    for name, value in address.query.items():
        if name in NEGOTIATED:
            continue
        if name not in SAME and name not in RENAMED:
            raise ConfigurationError(
                f"{named} has the option {name}, which is none of {', '.join(sorted(SAME | RENAMED.keys()))}."
            )
        options[RENAMED.get(name, name)] = value
    return address.set(query=options)


def open_engine(address: URL) -> AsyncEngine:
    """Return an engine that finds a server again which was away: each unit looks before it begins."""
    engine = create_async_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        connect_args={"timeout": TO_CONNECT, "command_timeout": TO_ANSWER, "server_settings": SETTINGS},
    )
    event.listen(engine.sync_engine, "handle_error", _hide_values)
    return engine


def _hide_values(context: Any) -> None:
    """Keep of an error what went wrong and where, not the values that the server quotes in its sentences."""
    error = context.original_exception
    state = getattr(error, "sqlstate", None)
    if state is None:
        return
    found = getattr(error.__cause__, "constraint_name", None)
    said = f"{type(error.__cause__).__name__}, SQLSTATE {state}{f', {found}' if found else ''}"
    for one in (error, error.__cause__, context.sqlalchemy_exception):
        if one is not None:
            one.args = (said,)
    for one in (error, error.__cause__):
        one.detail = None

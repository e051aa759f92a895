"""What to tell an operator whose database cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from bot.errors import ConfigurationError
from bot.storage.engine import POSTGRESQL, VARIABLE, file_of

NO_DATABASE = {"3D000"}
REFUSED = {"28P01", "28000"}
NOT_ALLOWED = {"42501"}
BUSY = {"57P03", "53300"}
"""SQLSTATEs, from the list of error codes in PostgreSQL's documentation."""


def place_of(address: URL) -> str:
    """Return where a database lies, fit to be shown: neither its user nor its password is in it."""
    file = file_of(address)
    if file is not None:
        return str(file)
    if address.get_backend_name() != POSTGRESQL:
        return "in memory"
    return f"{address.database or address.username or 'postgres'} on {_server(address)}"


@contextmanager
def explaining(address: URL, named: str = VARIABLE) -> Iterator[None]:
    """Raise ConfigurationError, with what to do, where the database at `address` cannot be used."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        raise explain(address, error, named) from None


def explain(address: URL, error: Exception, named: str = VARIABLE) -> ConfigurationError:
    """Return what went wrong with a database and what to do, from the driver's error."""
    if address.get_backend_name() != POSTGRESQL:
        return ConfigurationError(
            f"The database {place_of(address)} cannot be used: it is damaged, full, locked by another program, "
            f"or no database. Put it back from your copy, or name another place in {named}."
        )
    return ConfigurationError(_of_a_server(address, error, named))


def _of_a_server(address: URL, error: Exception, named: str) -> str:
    server, name = _server(address), address.database or address.username
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if state in NO_DATABASE:
        return f"There is no database {name} on {server}. Make it with createdb {name}, or mend {named}."
    if state in REFUSED:
        return (
            f"{server} refused the user {address.username} or the password. Put the right ones into {named}; "
            "in a password, @ : / % are written %40 %3A %2F %25."
        )
    if state in NOT_ALLOWED:
        return (
            f"The user {address.username} may not make or use tables in {name} on {server}. As its "
            f'administrator: ALTER DATABASE "{name}" OWNER TO "{address.username}", or name another user in {named}.'
        )
    if state in BUSY:
        return f"{server} takes no connections at the moment. Try again; {named} names it."
    if isinstance(error, OSError):
        return (
            f"{server} cannot be reached ({type(error).__name__}). Check the host and the port in {named}, "
            "and that PostgreSQL is running there."
        )
    return (
        f"The database {name} on {server} cannot be used ({state or type(error).__name__}). {named} names it."
    )


def _server(address: URL) -> str:
    host = address.host or address.query.get("host") or "this machine"
    shown = host if isinstance(host, str) else ", ".join(host)
    return f"{shown}:{address.port}" if address.port else shown

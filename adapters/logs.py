"""The log of `encore run`: one JSON object a line, lines for people at a terminal, and no private word in either.

What our own code says was written with that in mind and stands as it is. A library does not know what is private: of
what it says only its constant words are kept, and small numbers. Ids become names that only the key can tell
(`bot.storage.vault`); of an error come the class and the lines of code, never its message.
"""

from __future__ import annotations

import inspect
import json
import logging
import os
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import FrameType
from typing import Any, TextIO

import adapters
import bot
from bot.config import LogFormat, Settings
from bot.domain.members import MemberRef
from bot.fault_log import kind_of, trace_of
from bot.storage.vault import Pseudonyms

LIBRARIES = ("slack_bolt", "slack_sdk", "discord", "apscheduler", "aiohttp", "asyncpg", "sqlalchemy")
OURS = tuple(f"{os.path.normcase(package.__path__[0])}{os.sep}" for package in (bot, adapters))
"""Folders, as a record names them."""
IDS = frozenset({"member", "workspace", "group", "channel"})
"""Fields whose value is an id of a platform's."""
USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
SMALL = 1_000_000
"""Numbers below may be waits, codes and shards; ids are longer."""
WITHHELD = "(a library's words, withheld: they may hold what members typed)"
LOST = "(a line could not be written)"

log = logging.getLogger("encore")


def set_up_logging(settings: Settings, stream: TextIO | None = None) -> None:
    """Have everything that is logged, warned of or left uncaught go to `stream` (standard error), as configured."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler_for(settings, stream)], force=True)
    log.setLevel(settings.log.level.upper())
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.CRITICAL)  # requests name members and tokens
    warnings.showwarning = _warn
    sys.excepthook = _uncaught
    threading.excepthook = lambda left: _uncaught(left.exc_type, left.exc_value, left.exc_traceback)
    sys.unraisablehook = lambda left: _uncaught(left.exc_type, left.exc_value, left.exc_traceback)


def handler_for(settings: Settings, stream: TextIO | None = None) -> logging.Handler:
    """Return a handler that writes to `stream`, in the form that is configured or that fits it."""
    stream = stream or sys.stderr
    keys = tuple(key.get_secret_value() for key in settings.secrets.keys)
    names = Pseudonyms(keys, settings.secrets.key_file)
    for_people = settings.log.format is LogFormat.TEXT or (
        settings.log.format is LogFormat.AUTO and stream.isatty()
    )
    handler = _Handler(stream)
    handler.setFormatter(TextLines(names) if for_people else JsonLines(names))
    return handler


def name_of(settings: Settings, member: MemberRef) -> str:
    """Return the name under which the log knows a member, for an operator who was asked about what befell them."""
    keys = tuple(key.get_secret_value() for key in settings.secrets.keys)
    return _name_of(Pseudonyms(keys, settings.secrets.key_file), member)


class _Handler(logging.StreamHandler[TextIO]):
    """Where a line cannot be made, the usual handler prints the message with all its values."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say that a line is lost, and of which logger it was."""
        try:
            self.stream.write(f"{json.dumps({'level': 'error', 'logger': record.name, 'message': LOST})}\n")
        except (OSError, ValueError):
            return  # whoever read the log has left


class JsonLines(logging.Formatter):
    """One JSON object a line: time (RFC 3339, UTC), level, logger, message, then what else is known."""

    def __init__(self, names: Pseudonyms) -> None:
        super().__init__()
        self._names = names

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        return json.dumps({**_head(record), **_fields(record, self._names)})


class TextLines(logging.Formatter):
    """A line for people, with what else is known after it, and the lines of code of a fault beneath."""

    def __init__(self, names: Pseudonyms) -> None:
        super().__init__()
        self._names = names

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and those beneath, without the last one's end."""
        head = _head(record)
        fields = _fields(record, self._names)
        trace = str(fields.pop("trace", ""))
        more = "".join(f" {name}={value}" for name, value in fields.items())
        said = f"{head['time']} {head['level'].upper():7} {head['logger']}: {head['message']}{more}"
        return "\n  ".join(_harmless(line) for line in (said, *trace.splitlines()))


def _head(record: logging.LogRecord) -> dict[str, str]:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    message = record.getMessage() if _is_ours(record) else _constant_words(record)
    if hasattr(record, "trace"):
        message = message.partition("\n")[0]  # the lines of code are a field of their own
    return {
        "time": at.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": message,
    }


def _fields(record: logging.LogRecord, names: Pseudonyms) -> dict[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    found: dict[str, Any] = {} if error is None else {"kind": kind_of(error), "trace": trace_of(error)}
    if not _is_ours(record):
        return {**found, "at": f"{record.module}.{record.funcName}:{record.lineno}"}
    extra = {name: value for name, value in record.__dict__.items() if name not in USUAL}
    return found | dict(_shown(extra, names))


def _shown(extra: Mapping[str, Any], names: Pseudonyms) -> Iterator[tuple[str, Any]]:
    for name, value in extra.items():
        if isinstance(value, MemberRef):
            yield name, _name_of(names, value)
        elif name in IDS:
            yield name, names.of(name, str(value))
        elif value is None or isinstance(value, bool | int | float | str):
            yield name, value


def _name_of(names: Pseudonyms, member: MemberRef) -> str:
    return names.of("member", f"{member.platform.value}\0{member.workspace}\0{member.user}")


def _is_ours(record: logging.LogRecord) -> bool:
    return record.pathname.startswith(OURS)


def _constant_words(record: logging.LogRecord) -> str:
    """Return what a library says as far as it stands in its code, with small numbers filled in."""
    if not isinstance(record.msg, str) or not _stands_in_the_code(record):
        return WITHHELD
    if not record.args:
        return record.msg
    values = record.args.values() if isinstance(record.args, Mapping) else record.args
    filled = tuple(value if _is_small(value) else "…" for value in values)
    try:
        return record.msg % filled
    except (TypeError, ValueError):
        return record.msg


def _stands_in_the_code(record: logging.LogRecord) -> bool:
    """Whether the words are a constant of the function that logs them, and not put together at that moment."""
    frame: FrameType | None = inspect.currentframe()
    while frame is not None:
        code = frame.f_code
        if code.co_name == record.funcName and os.path.normcase(code.co_filename) == record.pathname:
            return record.msg in code.co_consts
        frame = frame.f_back
    return False


def _is_small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < SMALL


def _harmless(line: str) -> str:
    """Return a line that moves no cursor and begins no other line."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in line)


def _warn(
    message: Warning | str,  # noqa: ARG001 - it may quote values; the parameters are the library's
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - the same
    line: str | None = None,  # noqa: ARG001 - the same
) -> None:
    log.warning("%s at %s:%d", category.__name__, filename, lineno)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
    if error is None or not isinstance(error, Exception):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    log.critical("a fault that nobody caught", exc_info=(kind, error, trace))

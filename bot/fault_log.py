"""Logging a fault without the private words that its message may hold."""

from __future__ import annotations

import errno
import logging
import secrets
import traceback
from collections.abc import Iterator
from types import TracebackType

from bot.domain.members import MemberRef

log = logging.getLogger("encore")
MOST_CAUSES = 8
"""Of one fault; what lies deeper tells nothing new."""


def log_fault(error: Exception, where: str, *, member: MemberRef | None = None, group: str = "") -> str:
    """Log a fault's kind and the lines that it passed through, never its message; return its reference.

    Whom it befell is logged as a keyed hash. A handler that knows nothing of fields leaves it out.
    """
    reference = secrets.token_hex(4)
    kind, trace = kind_of(error), trace_of(error)
    fields: dict[str, object] = {"reference": reference, "where": where, "kind": kind, "trace": trace}
    fields |= {} if member is None else {"platform": member.platform.value, "member": member}
    fields |= {"group": group} if group else {}
    log.error("fault %s at %s: %s\n%s", reference, where, kind, trace, extra=fields)
    return reference


def kind_of(error: BaseException) -> str:
    """Return the names of an error's class and of those that caused it, outermost first, with the system's codes."""
    return " from ".join(f"{type(one).__name__}{_code(one)}" for one in _chain(error))


def trace_of(error: BaseException) -> str:
    """Return the lines of code that an error and its causes passed through, outermost first, without any value."""
    parts = [
        f"{type(one).__name__}, most recent call last:\n{_lines(one.__traceback__)}" for one in _chain(error)
    ]
    return "".join(parts).rstrip("\n")


def _lines(trace: TracebackType | None) -> str:
    return "".join(traceback.format_tb(trace))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, those inside it and those that it came of."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < MOST_CAUSES:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        cause = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        waiting += [cause] if cause is not None else []


def _code(error: BaseException) -> str:
    """Return the code that an operating system or a database gave: it has nothing of what was being written."""
    number = getattr(error, "errno", None)
    code = (
        getattr(error, "sqlite_errorname", None)
        or getattr(error, "sqlstate", None)
        or (errno.errorcode.get(number) if isinstance(number, int) else None)
    )
    return f" ({code})" if isinstance(code, str) else ""

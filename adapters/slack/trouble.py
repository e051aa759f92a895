"""Slack's troubles: what they mean for a message, and what the log says of them."""

from __future__ import annotations

import logging
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import DeliveryError, Permanent, Scope, Transient, UnknownOutcome
from bot.fault_log import log_fault

TROUBLES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, DeliveryError)
"""What a call to Slack may end in through no fault of ours, tokens that are gone included."""
INACTIVE = "account_inactive"
"""Of the member, or of the bot itself: then the whole workspace has let us go (its reference says so)."""
GONE = frozenset(
    {INACTIVE, "user_disabled", "user_not_found", "users_not_found", "user_not_visible"}
    | {"cannot_dm_bot", "is_bot"}
)
"""The member can't be written to, whatever we do."""
NO_CHANNEL = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""The channel that we remember is none any more: it is opened anew."""
NO_ENTRY = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope", "org_login_required"}
    | {"ekm_access_denied", "access_denied", "team_access_not_granted", "not_allowed_token_type"}
    | {"no_permission", "messages_tab_disabled"}
)
"""The whole workspace refuses us until somebody mends it; no reason to give a member up."""
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
ASK_AGAIN = timedelta(minutes=5)
SOON = timedelta(seconds=15)
MINUTE = timedelta(minutes=1)
INSIDE = frozenset(
    {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)

log = logging.getLogger("encore.slack")


def error_of(error: Exception) -> str:
    """Return Slack's word for what went wrong; "" for what is none of its answers."""
    if not isinstance(error, SlackApiError):
        return ""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def wait_asked_for(error: Exception) -> timedelta | None:
    """Return how long Slack asks to wait when it says that there were too many calls, else None."""
    if not isinstance(error, SlackApiError):
        return None
    if _status(error) != 429 and error_of(error) not in RATE_LIMITED:
        return None
    headers = {str(name).lower(): value for name, value in dict(error.response.headers).items()}
    value = str(headers.get("retry-after", ""))
    return timedelta(seconds=int(value)) if value.isdecimal() and int(value) > 0 else MINUTE


def seconds_asked_for(error: Exception, _: int) -> float | None:
    """Return the same in seconds, for a call that is made again."""
    wait = wait_asked_for(error)
    return wait.total_seconds() if wait is not None else None


def understood(error: Exception) -> DeliveryError:
    """Return what an error of a call that posts means for the message."""
    if isinstance(error, DeliveryError):
        return error
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Transient("Slack cannot be reached", retry_after=SOON, scope=Scope.PLATFORM)
    if isinstance(error, TROUBLES):
        return UnknownOutcome("the connection was lost")
    raise error


def log_trouble(error: Exception, where: str) -> None:
    """Log Slack's word for a trouble and nothing else of it; what is a fault of ours with its lines of code."""
    if isinstance(error, DeliveryError):
        log.warning("%s: %s", where, error.reason)
    elif isinstance(error, SlackApiError):
        log.warning("%s: Slack answered %s", where, error_of(error) or f"HTTP {_status(error)}")
    elif isinstance(error, TROUBLES):
        log.warning("%s: Slack was not reached (%s)", where, type(error).__name__)
    else:
        log_fault(error, where)


def _refused(error: SlackApiError) -> DeliveryError:
    status, word, wait = _status(error), error_of(error), wait_asked_for(error)
    if wait is not None:
        return Transient("ratelimited", retry_after=wait, scope=Scope.WORKSPACE)
    if status >= 500 or word in INSIDE or (status < 400 and not word):
        # It may have been taken before whatever broke broke, or before the answer was garbled.
        return UnknownOutcome(word or f"HTTP {status}")
    if word in GONE:
        return Permanent(word)
    if word in NO_ENTRY:
        return Transient(word, retry_after=ASK_AGAIN, scope=Scope.WORKSPACE)
    return Transient(word or f"HTTP {status}", retry_after=ASK_AGAIN, scope=Scope.CHANNEL)


def _status(error: SlackApiError) -> int:
    # An answer that is no JSON comes with aiohttp's own response, which calls it otherwise.
    named = "status_code" if hasattr(error.response, "status_code") else "status"
    return int(getattr(error.response, named, 200))

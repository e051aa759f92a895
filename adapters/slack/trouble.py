"""Slack's troubles, as delivery understands them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import DeliveryError, Permanent, Scope, Transient, UnknownOutcome

GONE = frozenset(
    {"account_inactive", "user_disabled", "user_not_found", "users_not_found", "user_not_visible"}
    | {"cannot_dm_bot", "is_bot", "messages_tab_disabled"}
)
"""The member can't be written to, whatever we do."""
NO_CHANNEL = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""The channel that we remember is none any more: it is opened anew."""
NO_ENTRY = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope", "org_login_required"}
    | {
        "ekm_access_denied",
        "access_denied",
        "team_access_not_granted",
        "not_allowed_token_type",
        "no_permission",
    }
)
"""The whole workspace refuses us until somebody mends it; no reason to give a member up."""
ASK_AGAIN = timedelta(minutes=5)
SOON = timedelta(seconds=15)
MINUTE = timedelta(minutes=1)
INSIDE = frozenset(
    {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)


def error_of(error: SlackApiError) -> str:
    """Return Slack's word for what went wrong."""
    data = error.response.data if hasattr(error.response, "data") else error.response
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def understood(error: Exception) -> DeliveryError:
    """Return what an error of a call that posts means for the message."""
    if isinstance(error, DeliveryError):
        return error
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Transient("Slack cannot be reached", retry_after=SOON, scope=Scope.PLATFORM)
    if isinstance(error, aiohttp.ClientError | asyncio.TimeoutError | TimeoutError | OSError):
        return UnknownOutcome("the connection was lost")
    raise error


def _refused(error: SlackApiError) -> DeliveryError:
    status = getattr(error.response, "status_code", 200)
    word = error_of(error)
    if status == 429 or word in {"ratelimited", "rate_limited"}:
        return Transient("ratelimited", retry_after=_asked_to_wait(error), scope=Scope.WORKSPACE)
    if status >= 500 or word in INSIDE:
        # It may have been taken before whatever broke broke.
        return UnknownOutcome(word or f"HTTP {status}")
    if word in GONE:
        return Permanent(word)
    if word in NO_ENTRY:
        return Transient(word, retry_after=ASK_AGAIN, scope=Scope.WORKSPACE)
    return Transient(word or f"HTTP {status}", retry_after=ASK_AGAIN, scope=Scope.CHANNEL)


def _asked_to_wait(error: SlackApiError) -> timedelta:
    headers = {str(name).lower(): value for name, value in dict(error.response.headers).items()}
    value = str(headers.get("retry-after", ""))
    return timedelta(seconds=int(value)) if value.isdecimal() and int(value) > 0 else MINUTE

"""Slack's part of `encore doctor`: whether Slack knows us, lets us do what we need, and can reach us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.findings import Finding, clock_of
from adapters.slack.manifest import SCOPES
from adapters.slack.remedies import ADVICE, FIND_USER, REINSTALL, WHERE
from adapters.slack.trouble import error_of
from bot.config import Settings, SlackSettings
from bot.ports import Clock

TIMEOUT = 10
"""Seconds that any one question may take."""
BEGINNINGS = {"ENCORE_SLACK__BOT_TOKEN": "xoxb-", "ENCORE_SLACK__APP_TOKEN": "xapp-"}
ROTATED = "xoxe."
"""How a token begins that ends after 12 hours."""
TEST = (
    "This is a test from Encore: private messages arrive here. Nothing needs to be done. "
    "To begin, write to Encore here, or look at its Home tab."
)
USER = re.compile(r"[UW][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """What came back of a call: Slack's data and headers, its word for an error, or why nothing came."""

    data: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    away: str = ""


def client(settings: SlackSettings) -> AsyncWebClient:
    """Return a client that asks once and does not wait long, as the bot where there is a token."""
    url = settings.api_url if settings.api_url.endswith("/") else settings.api_url + "/"
    return AsyncWebClient(
        _shown(settings.bot_token) or None, base_url=url, timeout=TIMEOUT, retry_handlers=[]
    )


async def run_checks(settings: Settings, clock: Clock) -> tuple[Finding, ...]:
    """Look at everything of Slack's. Nothing is posted, and no event is taken from a running Encore."""
    slack = settings.slack
    findings = [check_settings(slack)]
    web = client(slack)
    before = clock.now()
    answer = await _ask(web, "auth.test")
    now = before + (clock.now() - before) / 2
    if answer.away:
        findings.append(
            Finding(
                "Slack",
                False,
                f"{web.base_url} could not be reached ({answer.away}).",
                "Check this machine's internet connection, and that a firewall lets it call https://slack.com.",
            )
        )
    else:
        findings.append(Finding("Slack", True, "It can be reached."))
        findings += [*_bot(slack, answer), check_skew(answer.headers, now)]
        if slack.socket_mode:
            findings.append(await _socket(web, slack))
    if slack.http:
        findings.append(await check_public_address(settings.web.public_url))
    return tuple(findings)


def check_settings(slack: SlackSettings) -> Finding:
    """Tell whether the values belong together and look like what they should be."""
    given = _given(slack)
    for name, value in given.items():
        fault, remedy = _fault(name, value)
        if fault:
            return Finding("Slack settings", False, f"{name} {fault}.", remedy)
    missing = _missing(slack)
    if missing:
        return Finding(
            "Slack settings",
            False,
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.",
            " ".join(f"{name} is in {WHERE[name]}." for name in missing),
        )
    if slack.socket_mode:
        return Finding("Slack settings", True, "Socket Mode, one workspace.")
    many = "one workspace" if slack.bot_token else "every workspace that installs it"
    return Finding("Slack settings", True, f"HTTP, {many}.")


def check_skew(headers: Mapping[str, str], now: datetime) -> Finding:
    """Tell how far this machine's clock (`now`: aware) is from Slack's."""
    try:
        theirs = parsedate_to_datetime(_header(headers, "date"))
    except ValueError:
        return clock_of("Slack", None, now)
    theirs = theirs.replace(tzinfo=UTC) if theirs.tzinfo is None else theirs
    # Its guide to verifying requests asks to refuse those older than five minutes.
    return clock_of("Slack", theirs, now, ", and over HTTP, from 300 s on, Slack's requests are refused")


async def check_public_address(url: str) -> Finding:
    """Tell whether the address that Slack calls leads to a running Encore."""
    name = "public address"
    if not url:
        return Finding(
            name,
            None,
            "ENCORE_WEB__PUBLIC_URL is not set.",
            "Set it to the https:// address that Slack calls.",
        )
    try:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"{url.rstrip('/')}/healthz", allow_redirects=False) as response,
        ):
            status, words = response.status, await response.text(errors="replace")
    except (aiohttp.ClientError, OSError, ValueError) as error:
        status, words = 0, type(error).__name__
    if status == 200 and words.strip() == "ok":
        if not url.startswith("https://"):
            return Finding(
                name, False, f"{url} answers, and Slack calls https:// alone.", "Put HTTPS before it."
            )
        return Finding(name, True, f"Encore answers at {url}.")
    seen = f"HTTP {status}" if status else words
    return Finding(
        name,
        False,
        f"No Encore answers at {url}/healthz ({seen}).",
        "Start Encore (encore run), and have your proxy pass that address on to ENCORE_WEB__HOST and ENCORE_WEB__PORT.",
    )


async def send_test(web: AsyncWebClient, user: str) -> Finding:
    """Send one real private message to `user` (a member id), and tell what became of it."""
    name = "test message"
    if not USER.fullmatch(user):
        return Finding(name, False, "That is not a member's id.", FIND_USER)
    opened = await _ask(web, "conversations.open", users=user)
    if opened.away or opened.error:
        return _refused(name, opened, "No private conversation could be opened")
    channel = opened.data.get("channel")
    identifier = channel.get("id") if isinstance(channel, dict) else None
    posted = await _ask(web, "chat.postMessage", channel=str(identifier), text=TEST)
    if posted.away:
        return Finding(
            name, None, f"Slack did not say whether it took it ({posted.away}).", "Look whether it is there."
        )
    if posted.error:
        return _refused(name, posted, "It was not taken")
    return Finding(name, True, "Slack took it. Look for it under Apps, Encore.")


def _bot(slack: SlackSettings, answer: ApiResponse) -> list[Finding]:
    if slack.bot_token is None:
        return [
            Finding(
                "Slack's token", None, "Each workspace that installs Encore has its own, in the database."
            )
        ]
    if answer.error:
        return [_refused("Slack's token", answer, "The bot token was refused")]
    team, user = answer.data.get("team"), answer.data.get("user")
    return [
        Finding("Slack's token", True, f"Encore is @{user} in the workspace {team}."),
        check_scopes(_header(answer.headers, "x-oauth-scopes")),
    ]


def check_scopes(granted: str) -> Finding:
    """Tell whether what Slack granted, as its header names it, is what the manifest asks for."""
    name = "permissions"
    have = {scope for scope in re.split(r"[,\s]+", granted) if scope}
    if not have:
        return Finding(name, None, "Slack did not say what it granted.")
    missing = [scope for scope in SCOPES if scope not in have]
    if missing:
        whys = " ".join(f"{scope}: {SCOPES[scope]}" for scope in missing)
        return Finding(name, False, f"Slack has not granted {', '.join(missing)}. {whys}", REINSTALL)
    more = sorted(have - SCOPES.keys())
    if more:
        return Finding(name, True, f"All are granted. These are not needed: {', '.join(more)}.")
    return Finding(name, True, f"All {len(SCOPES)} are granted, and no more.")


async def _socket(web: AsyncWebClient, slack: SlackSettings) -> Finding:
    # Asking for a socket's address opens none; the address holds a ticket and is shown to nobody.
    answer = await _ask(web, "apps.connections.open", token=_shown(slack.app_token))
    if answer.away or answer.error:
        return _refused("Socket Mode", answer, "Slack offers no socket")
    return Finding("Socket Mode", True, "Slack offers a socket.")


PASSING = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
"""Slack's words for what is over in a while."""


def _refused(name: str, answer: ApiResponse, words: str) -> Finding:
    said = f"{words} ({answer.error or answer.away})."
    if answer.away or answer.error in PASSING or answer.error.startswith("HTTP 5"):
        return Finding(name, None, said, "Try again in a few minutes; status.slack.com tells of troubles.")
    return Finding(
        name, False, said, ADVICE.get(answer.error, "docs/slack.md has a table of troubles at its end.")
    )


def _fault(name: str, value: str) -> tuple[str, str]:
    """Return what is wrong with the look of a value, and what to do; nothing when it may be right."""
    if value != value.strip().strip("\"'"):
        return "has spaces or quotes around it", "Take them away."
    beginning = BEGINNINGS.get(name, "")
    if beginning and value.startswith(ROTATED):
        return "ends after 12 hours", ADVICE["token_expired"]
    if not value.startswith(beginning):
        return f"does not begin with {beginning}", f"It is in {WHERE[name]}."
    return "", ""


def _missing(slack: SlackSettings) -> tuple[str, ...]:
    """Return the settings without which those that are given cannot work."""
    if slack.socket_mode:
        return ()
    given = _given(slack)
    if "ENCORE_SLACK__APP_TOKEN" in given:
        return ("ENCORE_SLACK__BOT_TOKEN",)
    if "ENCORE_SLACK__BOT_TOKEN" in given and len(given) == 1:
        return ("ENCORE_SLACK__APP_TOKEN",)
    many = ("ENCORE_SLACK__CLIENT_ID", "ENCORE_SLACK__CLIENT_SECRET")
    needed = ["ENCORE_SLACK__SIGNING_SECRET"]
    if "ENCORE_SLACK__BOT_TOKEN" not in given or any(name in given for name in many):
        needed += many if any(name in given for name in many) else ["ENCORE_SLACK__BOT_TOKEN"]
    return tuple(name for name in needed if name not in given)


def _given(slack: SlackSettings) -> dict[str, str]:
    values = {
        "ENCORE_SLACK__BOT_TOKEN": _shown(slack.bot_token),
        "ENCORE_SLACK__APP_TOKEN": _shown(slack.app_token),
        "ENCORE_SLACK__SIGNING_SECRET": _shown(slack.signing_secret),
        "ENCORE_SLACK__CLIENT_ID": slack.client_id,
        "ENCORE_SLACK__CLIENT_SECRET": _shown(slack.client_secret),
    }
    return {name: value for name, value in values.items() if value}


async def _ask(web: AsyncWebClient, method: str, *, token: str = "", **body: str) -> ApiResponse:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        response = await web.api_call(method, json=body, headers=headers)
    except SlackApiError as error:
        return _answered(error)
    except (aiohttp.ClientError, OSError) as error:
        return ApiResponse(away=type(error).__name__)
    return ApiResponse(dict(response.data) if isinstance(response.data, dict) else {}, response.headers)


def _answered(error: SlackApiError) -> ApiResponse:
    response = error.response
    headers = getattr(response, "headers", {})
    status = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    if not isinstance(response, AsyncSlackResponse) or not error_of(error):
        # Not Slack's way to answer: a proxy or a gateway stands between us.
        return ApiResponse(headers=headers, error=f"HTTP {status}")
    return ApiResponse(headers=headers, error=error_of(error))


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _shown(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""

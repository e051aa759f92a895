"""Slack's requests into the conversation, through bolt: it verifies, we decide.

One listener for each kind of payload: bolt tries its listeners one after another, so that a listener a
command would cost more than the command (and the registry knows the commands anyway). An answer leaves as
what the listener returns, with `process_before_response`: otherwise bolt polls for it every 10 ms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import Json, quiet_logger
from adapters.slack.conversation import SlackConversation
from adapters.slack.requests import Payload
from bot.fault_log import log_fault

ANY = re.compile(r"(?s).*")
JSON_HEADERS: dict[str, str | Sequence[str]] = {"content-type": ["application/json;charset=utf-8"]}
Authorize = Callable[..., Awaitable[Any]]
Uninstalled = Callable[..., Awaitable[None]]
"""Takes the workspace, and when it let us go (aware)."""
Hearing = Callable[[Payload], Awaitable[Json | None]]
NOT_INSTALLED = (
    "Encore is not installed in this workspace any more, so it can do nothing here. Whoever runs the workspace can "
    "install it again; for 30 days it finds everything as it was."
)


def build_app(
    conversation: SlackConversation,
    *,
    authorize: Authorize,
    uninstalled: Uninstalled,
    api_url: str,
    signing_secret: str | None,
) -> AsyncApp:
    """Return the bolt app. Without a signing secret it hears Socket Mode alone, which needs none."""
    app = AsyncApp(
        name="encore",
        logger=quiet_logger("bolt"),
        signing_secret=signing_secret or "",
        request_verification_enabled=signing_secret is not None,
        authorize=authorize,
        user_facing_authorize_error_message=NOT_INSTALLED,
        client=AsyncWebClient(base_url=api_url, logger=quiet_logger("sdk")),
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.command(ANY)(_listener(conversation.command))
    app.action(ANY)(_listener(conversation.press))
    app.view_submission(ANY)(_listener(conversation.submit))
    app.view_closed(ANY)(_listener(conversation.closed))
    app.options(ANY)(_listener(conversation.suggest))
    app.global_shortcut(ANY)(_listener(conversation.shortcut))
    app.event("message")(_listener(conversation.message))
    app.event("app_home_opened")(_listener(conversation.home_opened))

    async def gone(body: Payload) -> None:
        # News may come late, after somebody has installed it again; Slack tells the second in which it happened.
        at = datetime.fromtimestamp(int(body["event_time"]), UTC) + timedelta(seconds=1)
        await uninstalled(body["team_id"], at)

    app.event("app_uninstalled")(_listener(gone))
    app.event("tokens_revoked")(_listener(_when_the_bots(gone)))
    app.error(_failed)
    return app


async def _failed(error: Exception) -> None:
    """Log a fault of ours in the house's way: bolt would log its message, which may hold private words."""
    log_fault(error, "a request of Slack's")


def _listener(hear: Hearing) -> Callable[..., Awaitable[BoltResponse]]:
    async def listener(body: dict[str, Any]) -> BoltResponse:
        answer = await hear(body)
        if answer is None:
            return BoltResponse(status=200, body="")
        return BoltResponse(status=200, body=json.dumps(answer), headers=JSON_HEADERS)

    return listener


def _when_the_bots(gone: Callable[[Payload], Awaitable[None]]) -> Hearing:
    async def revoked(body: Payload) -> None:
        # A person may take back a token of their own; ours is the bot's.
        if (body["event"].get("tokens") or {}).get("bot"):
            await gone(body)

    return revoked

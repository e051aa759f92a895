"""What Slack sends, in the shape of its reference: commands, interactions, events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.slack.fake.directory import told
from tests.slack.fake.inputs import values_of
from tests.slack.fake.state import Channel, Json, Message, ResponseAddress, State, View
from tests.slack.fake.views import state_of

if TYPE_CHECKING:
    from tests.slack.fake.people import User
    from tests.slack.fake.server import Identity


class Payloads:
    """`url` is where the fake listens, once it does."""

    def __init__(self, state: State, identity: Identity) -> None:
        self._state = state
        self._identity = identity
        self.url = ""

    def command(self, user: User, command: str, text: str, channel: Channel) -> Json:
        """Return a slash command's form ("Slash commands"); a workspace of no Grid sends no enterprise."""
        return {
            "token": self._identity.verification_token,
            "team_id": user.team,
            "team_domain": user.team.lower(),
            "channel_id": channel.id,
            "channel_name": channel.name,
            "user_id": user.id,
            "user_name": user.name.lower(),
            "command": command,
            "text": text,
            "api_app_id": self._identity.app,
            "is_enterprise_install": "false",
            "response_url": self.response_url(user, channel.id),
            "trigger_id": self._state.new_trigger(user.id),
        }

    def press(self, user: User, on: Message | View, action: Json) -> Json:
        """Return `block_actions` for a press or a choice on a message, a modal or the Home tab.

        An ephemeral message is not told again: `message` is left out.
        """
        payload = self._interaction("block_actions", user)
        payload["actions"] = [{**action, "action_ts": self._state.next_ts()}]
        if isinstance(on, View):
            trigger = self._state.new_trigger(user.id, "" if on.is_home else on.id)
            container: Json = {"type": "view", "view_id": on.id}
            return {**payload, "container": container, "trigger_id": trigger, "view": self.view(on)}
        channel = self._state.channels[on.channel]
        payload["container"] = {
            "type": "message",
            "message_ts": on.ts,
            "channel_id": on.channel,
            "is_ephemeral": bool(on.ephemeral_to),
        }
        payload["trigger_id"] = self._state.new_trigger(user.id)
        payload["channel"] = {"id": channel.id, "name": channel.name}
        payload["state"] = {"values": values_of(on.entered)}
        payload["response_url"] = self.response_url(user, on.channel, on)
        if not on.ephemeral_to:
            payload["message"] = told(on)
        return payload

    def submission(self, user: User, view: View) -> Json:
        payload = self._interaction("view_submission", user)
        trigger = self._state.new_trigger(user.id, view.id)
        return {**payload, "trigger_id": trigger, "view": self.view(view), "response_urls": []}

    def closing(self, user: User, view: View, *, cleared: bool) -> Json:
        return {**self._interaction("view_closed", user), "view": self.view(view), "is_cleared": cleared}

    def suggestion(self, user: User, view: View, block: str, action: str, typed: str) -> Json:
        return {
            **self._interaction("block_suggestion", user),
            "container": {"type": "view", "view_id": view.id},
            "block_id": block,
            "action_id": action,
            "value": typed,
            "view": self.view(view),
        }

    def shortcut(self, user: User, callback: str) -> Json:
        return {
            **self._interaction("shortcut", user),
            "action_ts": self._state.next_ts(),
            "callback_id": callback,
            "trigger_id": self._state.new_trigger(user.id),
        }

    def event(self, event: Json, team: str) -> Json:
        """Return the envelope of an event ("Events API": event_callback)."""
        own = self._identity
        return {
            "token": own.verification_token,
            "team_id": team,
            "context_team_id": team,
            "context_enterprise_id": None,
            "api_app_id": own.app,
            "event": event,
            "type": "event_callback",
            "event_id": self._state.next_id("Ev"),
            "event_time": int(self._state.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": own.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": self._state.next_id("4-"),
        }

    def message(self, user: User, message: Message) -> Json:
        """Return the event of a direct message to the app ("message.im")."""
        return {
            **told(message),
            **({"subtype": "file_share", "upload": False} if message.files else {}),
            "client_msg_id": self._state.next_id("client-"),
            "team": user.team,
            "channel": message.channel,
            "event_ts": message.ts,
            "channel_type": "im",
        }

    def home_opened(self, user: User, tab: str) -> Json:
        """Return "app_home_opened"; it has the view only once one was published."""
        event = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": user.dm_channel.id,
            "tab": tab,
            "event_ts": self._state.next_ts(),
        }
        home = self._state.homes.get(user.id)
        return event if home is None or tab != "home" else {**event, "view": self.view(home)}

    def view(self, view: View) -> Json:
        """Return a view as Slack tells it ("View object")."""
        body = view.body
        return {
            "id": view.id,
            "team_id": view.team,
            "app_id": self._identity.app,
            "app_installed_team_id": view.team,
            "bot_id": self._identity.bot,
            "type": body["type"],
            "callback_id": body.get("callback_id", ""),
            "external_id": body.get("external_id", ""),
            "private_metadata": body.get("private_metadata", ""),
            "title": body.get("title"),
            "submit": body.get("submit"),
            "close": body.get("close"),
            "blocks": view.blocks,
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "state": state_of(view),
            "hash": view.hash,
            "root_view_id": view.root or view.id,
            "previous_view_id": view.previous or None,
        }

    def response_url(self, user: User, channel: str, original: Message | None = None) -> str:
        """Return a fresh address to answer at; `original` is the message that was pressed."""
        secret = self._state.next_id("answer-")
        self._state.addresses[secret] = ResponseAddress(secret, user.id, channel, self._state.now(), original)
        return f"{self.url}/actions/{user.team}/{secret}"

    def _interaction(self, kind: str, user: User) -> Json:
        return {
            "type": kind,
            "user": {"id": user.id, "username": user.name.lower(), "name": user.name.lower(), "team_id": user.team},
            "api_app_id": self._identity.app,
            "token": self._identity.verification_token,
            "team": {"id": user.team, "domain": user.team.lower()},
            "enterprise": None,
            "is_enterprise_install": False,
        }  # fmt: skip

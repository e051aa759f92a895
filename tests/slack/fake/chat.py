"""Messages: `chat.*`."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from tests.slack.fake.directory import channel_of, told
from tests.slack.fake.limits import message_faults
from tests.slack.fake.state import Call, Channel, Json, Message, SlackError, State
from tests.slack.fake.views import name_blocks

if TYPE_CHECKING:
    from tests.slack.fake.echoes import Echoes
    from tests.slack.fake.server import Identity

KEPT = ("text", "blocks", "metadata", "thread_ts", "attachments", "files")


class Chat:
    def __init__(self, state: State, identity: Identity, echoes: Echoes) -> None:
        self._state = state
        self._identity = identity
        self._echoes = echoes

    async def post_message(self, call: Call) -> Json:
        channel = channel_of(self._state, call)
        if channel.user and self._state.users[channel.user].deleted:
            raise SlackError("user_disabled")
        if not channel.has_app:
            raise SlackError("not_in_channel")
        message = self.post(channel, call.body)
        return {"channel": channel.id, "ts": message.ts, "message": told(message)}

    async def post_ephemeral(self, call: Call) -> Json:
        channel = channel_of(self._state, call)
        user = str(call.body.get("user", ""))
        if user not in self._state.users:
            raise SlackError("user_not_in_channel")
        message = self.post(channel, call.body, ephemeral_to=user)
        return {"message_ts": message.ts}

    async def update(self, call: Call) -> Json:
        """Change one of the app's messages that everybody in the channel sees."""
        channel, message = self._own(call)
        self.change(message, call.body)
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": told(message)}

    async def delete(self, call: Call) -> Json:
        channel, message = self._own(call)
        self.remove(message)
        return {"channel": channel.id, "ts": message.ts}

    def post(self, channel: Channel, body: Json, *, ephemeral_to: str = "") -> Message:
        """Put a message of the app into a channel; raises SlackError when Slack would refuse it."""
        self.check(body)
        return self._put(channel, _kept(body, self._state), ephemeral_to)

    def share(self, channel: Channel, words: str, files: list[Json]) -> Message:
        """Put a message with files into a channel; it may have no words."""
        return self._put(channel, {"text": words, "files": files}, "")

    def _put(self, channel: Channel, kept: Json, ephemeral_to: str) -> Message:
        own = self._identity
        kept["_bot"] = {"bot_id": own.bot, "app_id": own.app, "team": channel.team}
        message = Message(channel.id, self._state.next_ts(), kept, own.bot_user, ephemeral_to)
        channel.all_messages.append(message)
        self._echoes.posted(message)
        self._state.touch()
        return message

    def change(self, message: Message, body: Json) -> None:
        """Give a message another content. Blocks stay only when no text is given ("chat.update")."""
        self.check(body)
        before = told(message)
        message.body |= _kept(body, self._state)
        if "blocks" not in body and body.get("text"):
            message.body.pop("blocks", None)
        message.edited = True
        self._echoes.changed(message, before)
        self._state.touch()

    def remove(self, message: Message) -> None:
        message.deleted = True
        self._echoes.deleted(message)
        self._state.touch()

    def check(self, body: Json) -> None:
        """Refuse what Slack refuses; what breaks a limit is also kept as a violation."""
        if not body.get("text") and not body.get("blocks") and not body.get("attachments"):
            raise SlackError("no_text")
        if faults := message_faults(body):
            self._state.violate("a message: " + "; ".join(faults))
            error = "msg_too_long" if faults[-1].startswith("text:") else "invalid_blocks"
            raise SlackError(error, errors=faults)
        metadata = body.get("metadata")
        if metadata and not (metadata.get("event_type") and isinstance(metadata.get("event_payload"), dict)):
            self._state.violate("metadata needs an event_type and an event_payload")
            raise SlackError("invalid_metadata_format")

    def _own(self, call: Call) -> tuple[Channel, Message]:
        channel = channel_of(self._state, call)
        # A message that one person alone sees has no address here: it can't be changed or deleted.
        message = channel.find(str(call.body.get("ts", "")))
        if message is None:
            raise SlackError("message_not_found")
        if message.user != self._identity.bot_user:
            raise SlackError(f"cant_{call.method.removeprefix('chat.')}_message")
        return channel, message


def _kept(body: Json, state: State) -> Json:
    """Return the parts of a message that Slack keeps, as it keeps them: every block has an id."""
    kept = {name: copy.deepcopy(body[name]) for name in KEPT if name in body}
    name_blocks(kept.get("blocks") or [], state)
    return kept

"""What Slack tells an app of its own messages: "message.im" is sent for these too, and for changes to them."""

from __future__ import annotations

import asyncio

from tests.slack.fake.delivering import EVENT, Deliverer
from tests.slack.fake.directory import told
from tests.slack.fake.payloads import Payloads
from tests.slack.fake.state import Json, Message, State


class Echoes:
    """Sent behind the app's back while it listens; `on` False keeps quiet. Nobody waits for the answers."""

    def __init__(self, state: State, payloads: Payloads, deliverer: Deliverer) -> None:
        self._state = state
        self._payloads = payloads
        self._deliverer = deliverer
        self._tasks: set[asyncio.Task[object]] = set()
        self.on = True

    def posted(self, message: Message) -> None:
        event = told(message) | {"event_ts": message.ts}
        if message.files:
            # As of anybody's files: only the user tells that they are the app's own.
            event = {name: said for name, said in event.items() if name != "bot_id"}
            event["subtype"] = "file_share"
        self._send(message, event)

    def changed(self, message: Message, before: Json) -> None:
        self._hidden(message, "message_changed", {"message": told(message), "previous_message": before})

    def deleted(self, message: Message) -> None:
        self._hidden(
            message, "message_deleted", {"deleted_ts": message.ts, "previous_message": told(message)}
        )

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _hidden(self, message: Message, subtype: str, parts: Json) -> None:
        ts = self._state.next_ts()
        self._send(
            message,
            {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts, **parts},
        )

    def _send(self, message: Message, event: Json) -> None:
        channel = self._state.channels[message.channel]
        if not (self.on and channel.is_im and not message.ephemeral_to and self._deliverer.listening):
            return
        event = {**event, "channel": channel.id, "channel_type": "im"}
        sending = self._deliverer.send(EVENT, self._payloads.event(event, channel.team))
        task = asyncio.ensure_future(sending)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

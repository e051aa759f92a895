"""A person in the workspace: what they do and what they see, the same over either transport."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack.fake.delivering import COMMAND, EVENT, INTERACTIVE, Delivery, NotAcknowledgedError
from tests.slack.fake.inputs import FEWEST_TYPED, HELD, SUGGESTING, is_empty, key_of, put
from tests.slack.fake.limits import option_faults
from tests.slack.fake.reading import button_of, field_of
from tests.slack.fake.state import Channel, Json, Message, SlackError, View
from tests.slack.fake.views import name_blocks

if TYPE_CHECKING:
    from tests.slack.fake.server import FakeSlack

ADDRESS = re.compile(r"https?://\S+")
TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack says under a modal or beside a button whose payload was not acknowledged."""


class User:
    """Somebody whom the app talks with. Actions return how the app acknowledged them.

    Every action raises NotAcknowledgedError, an AssertionError, when the app did not acknowledge it well within
    three seconds; `failures` then has what Slack told the person.
    """

    def __init__(self, slack: FakeSlack, identifier: str, team: str) -> None:
        self._slack = slack
        self.id = identifier
        self.team = team
        self.name = identifier.lower()
        self.tz = "America/New_York"
        self.admin = False
        self.owner = False
        self.deleted = False
        self.failures: list[str] = []

    @property
    def dm_channel(self) -> Channel:
        """Their direct message channel with the app, whether or not the app has opened it."""
        return self._slack.state.direct_channel(self.id)

    @property
    def dms(self) -> list[Message]:
        """What the app has written to them there, oldest first, ephemeral messages left out."""
        return [m for m in self.dm_channel.messages if m.user == self._slack.identity.bot_user]

    @property
    def ephemerals(self) -> list[Message]:
        """What the app shows to them alone, wherever, oldest first."""
        shown = [
            m
            for channel in self._slack.state.channels.values()
            for m in channel.all_messages
            if m.ephemeral_to == self.id and not m.deleted
        ]
        return sorted(shown, key=lambda m: m.at)

    @property
    def home(self) -> View | None:
        """The Home tab; None until the app has published one."""
        return self._slack.state.homes.get(self.id)

    @property
    def modals(self) -> list[View]:
        """The modals that are open, the one on top last."""
        return self._slack.state.modals.setdefault(self.id, [])

    async def command(
        self, command: str, text: str = "", *, channel: Channel | str | None = None
    ) -> Delivery:
        """Type a slash command, in the direct message with the app unless a channel is named."""
        where = self._place(channel)
        payload = self._slack.payloads.command(self, command, text, where)
        delivery = await self._send(COMMAND, payload, f'{command} failed with the error "{{}}"')
        if delivery.answer:
            address = self._slack.state.addresses[payload["response_url"].rpartition("/")[2]]
            self._show(
                lambda: self._slack.urls.respond(address, dict(delivery.answer)), f"the answer to {command}"
            )
        return delivery

    async def press(self, on: Message | View | None, label: str) -> Delivery:
        """Press a button by what it says (or how that begins, or its action_id)."""
        shown = self._visible(on)
        block, element = button_of(shown.blocks, label)
        kept = ("type", "action_id", "text", "value", "style", "url")
        action = {"block_id": block["block_id"], **{k: element[k] for k in kept if k in element}}
        return await self._interact(self._slack.payloads.press(self, shown, action))

    async def choose(self, on: Message | View | None, field: str, value: Any) -> Delivery | None:
        """Choose in a menu or fill in an input, which is called as in `submit`.

        None when the app is not told before the modal is sent: an input without `dispatch_action`.
        """
        shown = self._visible(on)
        block, element = field_of(shown.blocks, field)
        state = self._put(shown, block, element, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        action = {"block_id": block["block_id"], "action_id": element["action_id"], **state}
        return await self._interact(self._slack.payloads.press(self, shown, action))

    async def submit(self, modal: View | None, values: Mapping[str, Any] | None = None) -> Delivery:
        """Fill in the modal on top and send it. A field is called by block_id, action_id, or its label.

        Raises AssertionError for what Slack's app would not send, such as a required input left empty, and for
        an answer that Slack would drop, such as an error for a block that has no input.
        """
        view = self._on_top(modal)
        assert view.body.get("submit"), f"the modal {view.title!r} has nothing to send it with"
        for name, value in (values or {}).items():
            self._put(view, *field_of(view.blocks, name), value)
        for block in view.blocks:
            if block["type"] == "input" and not block.get("optional"):
                empty = is_empty(view.entered[key_of(block, block["element"])])
                assert not empty, f"{block['label']['text']!r} must be filled in"
        delivery = await self._send(INTERACTIVE, self._slack.payloads.submission(self, view), TROUBLE)
        assert delivery.answer is None or isinstance(delivery.answer, dict), delivery.text
        self._slack.views.answer_submission(view, delivery.answer or {})
        return delivery

    async def close(self, modal: View | None = None, *, all_of_them: bool = False) -> None:
        """Close the modal on top, or the whole stack; the app hears of it only if it asked to."""
        view = self._on_top(modal)
        closed = list(reversed(self.modals)) if all_of_them else [view]
        for one in closed:
            self.modals.remove(one)
            if one.body.get("notify_on_close"):
                payload = self._slack.payloads.closing(self, one, cleared=all_of_them)
                await self._send(INTERACTIVE, payload, TROUBLE)
        self._slack.state.touch()

    async def suggest(self, modal: View | None, field: str, typed: str) -> list[str]:
        """Type into an external select; return what it then offers, which `submit` can choose from."""
        view = self._on_top(modal)
        block, element = field_of(view.blocks, field)
        assert element["type"] in SUGGESTING, f"{field!r} is a {element['type']}"
        fewest = element.get("min_query_length", FEWEST_TYPED)
        assert len(typed) >= fewest, f"Slack asks for suggestions from {fewest} characters on"
        key = key_of(block, element)
        payload = self._slack.payloads.suggestion(self, view, *key, typed)
        delivery = await self._send(INTERACTIVE, payload, "Result not available")
        faults = option_faults(delivery.answer or {})
        assert not faults, f"the suggestions for {field!r}: {'; '.join(faults)}"
        groups = delivery.answer.get("option_groups") or [{"options": delivery.answer.get("options")}]
        view.offered[key] = [option for group in groups for option in group["options"]]
        return [option["text"]["text"] for option in view.offered[key]]

    async def dm(self, text: str, *files: Json) -> Delivery:
        """Write to the app; as in Slack, `&`, `<`, `>` arrive escaped and addresses in angle brackets.

        Files are file objects, as `FakeSlack.file` returns them.
        """
        written = ADDRESS.sub(lambda found: f"<{found[0]}>", html.escape(text, quote=False))
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        blocks: list[Json] = [{"type": "rich_text", "elements": [section]}]
        name_blocks(blocks, self._slack.state)
        ts = self._slack.state.next_ts()
        body: Json = {"text": written, "blocks": blocks, **({"files": list(files)} if files else {})}
        message = Message(self.dm_channel.id, ts, body, self.id)
        self.dm_channel.all_messages.append(message)
        return await self._event(self._slack.payloads.message(self, message))

    async def open_home(self, tab: str = "home") -> Delivery:
        """Open the app's Home tab (or "messages")."""
        return await self._event(self._slack.payloads.home_opened(self, tab))

    async def shortcut(self, callback_id: str) -> Delivery:
        """Use one of the app's global shortcuts."""
        return await self._interact(self._slack.payloads.shortcut(self, callback_id))

    def reload(self) -> None:
        """Start Slack's app anew: ephemeral messages are gone, and so are open modals."""
        for message in self.ephemerals:
            message.deleted = True
        self.modals.clear()

    async def _interact(self, payload: Json) -> Delivery:
        delivery = await self._send(INTERACTIVE, payload, TROUBLE)
        if delivery.text not in ("", '""'):
            self._slack.state.violate(f"{payload['type']} was answered with a body, which Slack throws away")
        return delivery

    async def _event(self, event: Json) -> Delivery:
        return await self._send(EVENT, self._slack.payloads.event(event, self.team), "")

    async def _send(self, kind: str, payload: Json, failure: str) -> Delivery:
        delivery = await self._slack.deliverer.send(kind, payload)
        if delivery.ok:
            return delivery
        reason = "operation_timeout" if delivery.status is None else "dispatch_failed"
        if failure:
            self.failures.append(failure.format(reason))
        what = payload.get("command") or (payload.get("event") or payload)["type"]
        raise NotAcknowledgedError(
            f"{what}: {delivery.status or 'no answer'} after {delivery.elapsed:.2f} s {delivery.text[:200]}",
            delivery,
        )

    def _show(self, show: Any, what: str) -> None:
        try:
            show()
        except SlackError as error:
            raise AssertionError(f"{what}: {error.error} {error.extra}") from None

    def _place(self, channel: Channel | str | None) -> Channel:
        if channel is None:
            return self.dm_channel
        return channel if isinstance(channel, Channel) else self._slack.state.channels[channel]

    def _visible(self, on: Message | View | None) -> Message | View:
        if isinstance(on, View):
            return on if on is self.home else self._on_top(on)
        assert on is not None, "there is nothing to press"
        assert not on.deleted, "that message is gone"
        assert on.ephemeral_to in ("", self.id), "that message is shown to somebody else"
        return on

    def _on_top(self, modal: View | None) -> View:
        assert self.modals, f"no modal is open (asked for {modal.title if modal else 'one'!r})"
        assert modal in (None, self.modals[-1]), f"{modal.title!r} is not on top"
        return self.modals[-1]

    def _put(self, shown: Message | View, block: Json, element: Json, value: Any) -> Json:
        assert element["type"] in HELD, f"nobody taught the fake to fill in a {element['type']}"
        key = key_of(block, element)
        offered = shown.offered.get(key, []) if isinstance(shown, View) else []
        state = put(element, value, offered)
        if element["type"] != "overflow":
            shown.entered[key] = state
        return state

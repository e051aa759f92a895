"""What happens between a member and Encore on Slack: each kind of payload goes in, its acknowledgement comes out.

An answer that is ready in time rides in the acknowledgement; what takes longer follows by the ways that Slack
leaves open. Nothing that a later press needs is kept in memory.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack import modals
from adapters.slack.answers import Answers
from adapters.slack.blocks import message_body
from adapters.slack.client import Json
from adapters.slack.home_tab import HomeTabs
from adapters.slack.names import path_of
from adapters.slack.public import public_body
from adapters.slack.requests import Origin, Payload, of_command, of_home, of_interaction, of_message, typed
from bot.app import App
from bot.domain.members import Caller, MemberRef, Platform
from bot.faults import log_fault
from bot.invocation import Invocation, decode
from bot.reply import Reply
from bot.text import text
from bot.views.blocks import Message, Paragraph
from bot.views.forms import Form
from bot.views.view import present

ANSWER_WITHIN = 1.0
"""Seconds until a command is acknowledged without its answer, which then follows."""
SUBMIT_WITHIN = 2.2
"""Seconds; only an acknowledgement can show an error beside its field, and Slack waits three."""
SEEN_EVENTS = 2_000
WAYS = 2_000
CITIES = ("interview add", "city")
"""The command and option whose suggestions are cities."""
WAIT = Message(
    "One moment", "One moment", (Paragraph(text("This takes a little longer. It will stand here.")),)
)


class Conversation:
    """Hears every kind of payload. The methods named after one return its acknowledgement's body, or None."""

    def __init__(self, app: App, answers: Answers, homes: HomeTabs, prefix: str = "") -> None:
        self._app = app
        self._answers = answers
        self._homes = homes
        self._prefix = prefix
        self._tasks: set[asyncio.Task[Any]] = set()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._ways: OrderedDict[MemberRef, Origin] = OrderedDict()

    async def command(self, body: Payload) -> Json | None:
        """Answer a slash command."""
        origin = self._heard(of_command(body))
        line = f"/{path_of(body['command'], self._prefix)} {typed(body.get('text') or '')}"
        invocation = self._app.read(line)
        form = self._app.form(invocation)
        if form is not None:
            self._later(self._answers.open_form(origin, invocation, form))
            return None
        handling = asyncio.create_task(self._handle(origin, invocation))
        done, _ = await asyncio.wait({handling}, timeout=ANSWER_WITHIN)
        if not done:
            self._later(self._follow(handling, origin, invocation))
            return None
        reply = handling.result()
        if reply.public is not None:
            return {"response_type": "in_channel", **public_body(reply.public)}
        if reply.form is not None:
            self._later(self._answers.open_form(origin, invocation, reply.form, reply.view))
            return None
        if reply.files:
            self._later(self._answers.send_files(origin, reply.files))
        if reply.view is None:
            return None
        return {"response_type": "ephemeral", **message_body(present(reply.view))}

    async def press(self, body: Payload) -> Json | None:
        """Take a press on a button; what it changes follows."""
        action = body["actions"][0]
        if action.get("type") != "button":
            return None
        origin = self._heard(of_interaction(body))
        self._later(self._pressed(origin, pressed(action["action_id"])))
        return None

    async def submit(self, body: Payload) -> Json | None:
        """Take a form: wrong fields are told beside them, anything else takes the form's place."""
        origin = of_interaction(body)
        view = body["view"]
        asked, values, _ = modals.submitted(view)
        invocation = Invocation(asked.path, {**asked.arguments, **values})
        handling = asyncio.create_task(self._handle(origin, invocation))
        done, _ = await asyncio.wait({handling}, timeout=SUBMIT_WITHIN)
        if not done:
            self._later(self._follow(handling, origin, invocation))
            return {"response_action": "update", "view": modals.message_view(WAIT)}
        reply = handling.result()
        if reply.form is not None and reply.form.errors and _asks_for(view, reply.form.errors):
            return {"response_action": "errors", "errors": modals.errors(reply.form)}
        return {"response_action": "update", "view": await self._answers.as_view(origin, reply)}

    async def suggest(self, body: Payload) -> Json | None:
        """Suggest cities, or whatever else a field is typed into for."""
        origin = of_interaction(body)
        asked, _, _ = modals.submitted(body.get("view") or {})
        field = str(body.get("block_id", "")).removeprefix("field:")
        caller, begun = await self._answers.caller(origin), body.get("value") or ""
        choices = await self._app.complete(caller, asked.path, field, begun)
        # Whatever a form does with a city, the cities are the same.
        return modals.suggestions(choices or await self._app.complete(caller, *CITIES, begun))

    async def closed(self, body: Payload) -> Json | None:
        """Keep what was typed into a form that is left half-way."""
        if body["view"].get("callback_id") == modals.FORM:
            asked, values, _ = modals.submitted(body["view"])
            if values:
                form = Form(title="", submit=asked, fields=())
                await self._app.keep(form, values, await self._answers.caller(of_interaction(body)))
        return None

    async def shortcut(self, body: Payload) -> Json | None:
        """Open where the member stands; it works in threads, where slash commands do not."""
        origin = self._heard(of_interaction(body))
        self._later(self._pressed(origin, Invocation("prep")))
        return None

    async def message(self, body: Payload) -> Json | None:
        """Read a direct message as a line."""
        event = body["event"]
        if event.get("channel_type") != "im" or event.get("bot_id") or event.get("subtype"):
            return None
        if not self._new(body):
            return None
        origin = self._heard(of_message(body))
        line = typed(event.get("text") or "")
        self._later(self._said(origin, self._app.read(line), event.get("thread_ts")))
        return None

    async def home_opened(self, body: Payload) -> Json | None:
        """Show the Home tab anew."""
        if body["event"].get("tab", "home") == "home":
            origin = of_home(body)
            self._homes.want(MemberRef(Platform.SLACK, origin.team, origin.user))
        return None

    async def unreachable(self, member: MemberRef) -> None:
        """Tell a member at once, where they just spoke, that private messages are refused."""
        origin = self._ways.get(member)
        if origin is None or not origin.response_url:
            return
        reply = await self._handle(origin, Invocation("greeting refused"))
        if reply.view is not None:
            await self._answers.whisper(origin, reply.view)

    async def drain(self, seconds: float) -> None:
        """Let what is under way finish."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    async def _handle(self, origin: Origin, invocation: Invocation) -> Reply:
        return await self._app.handle(invocation, await self._answers.caller(origin))

    async def _pressed(self, origin: Origin, invocation: Invocation) -> None:
        form = self._app.form(invocation)
        if form is not None:
            await self._answers.open_form(origin, invocation, form)
            return
        await self._answers.show(origin, invocation, await self._handle(origin, invocation))

    async def _said(self, origin: Origin, invocation: Invocation, thread: str | None) -> None:
        caller: Caller = await self._answers.caller(origin)
        form = self._app.form(invocation)
        reply = Reply(form=form) if form else await self._app.handle(invocation, caller)
        await self._answers.post(origin, invocation, reply, thread)

    async def _follow(self, handling: asyncio.Task[Reply], origin: Origin, invocation: Invocation) -> None:
        await self._answers.show(origin, invocation, await handling)

    def _heard(self, origin: Origin) -> Origin:
        """Remember the way back to whoever speaks, for a word that cannot wait for their next visit."""
        if origin.response_url:
            member = MemberRef(Platform.SLACK, origin.team, origin.user)
            self._ways[member] = origin
            self._ways.move_to_end(member)
            while len(self._ways) > WAYS:
                self._ways.popitem(last=False)
        return origin

    def _new(self, body: Payload) -> bool:
        """Whether an event is heard for the first time: Slack repeats those that it thinks were lost."""
        identifier = str(body.get("event_id", ""))
        if identifier and identifier in self._seen:
            return False
        self._seen[identifier] = None
        while len(self._seen) > SEEN_EVENTS:
            self._seen.popitem(last=False)
        return True

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def pressed(action_id: str) -> Invocation:
    """Return what a button asks for. Slack may write an ampersand in it as an entity, which we never do."""
    return decode(action_id.replace("&amp;", "&"))


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except SlackApiError as error:
        # The answer could not be shown; what was asked for is done, and /prep shows it.
        log_fault(error, "an answer on Slack")
    except Exception as error:  # noqa: BLE001 - the acknowledgement has left: the log is the only place for it
        log_fault(error, "Slack")


def _asks_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> bool:
    """Whether a view has a field for each of the errors."""
    asked = {
        str(block.get("block_id", "")).removeprefix("field:").partition("#")[0] for block in view["blocks"]
    }
    return errors.keys() <= asked

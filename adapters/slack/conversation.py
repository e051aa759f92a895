"""What happens between a member and Encore on Slack: each kind of payload goes in, its acknowledgement comes out.

An answer that is ready in time rides in the acknowledgement; what takes longer follows by the ways that Slack
leaves open. Nothing that a later press needs is kept in memory.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from adapters.slack import modals
from adapters.slack.answers import ALONE, Answers, in_channel
from adapters.slack.blocks import message_body
from adapters.slack.client import Json
from adapters.slack.home_tab import HomeTabs
from adapters.slack.inputs import handed_over
from adapters.slack.names import path_of
from adapters.slack.requests import (
    Origin,
    Payload,
    of_command,
    of_home,
    of_interaction,
    of_message,
    typed_in_a_command,
    typed_in_a_message,
)  # fmt: skip
from adapters.slack.trouble import log_trouble
from bot.app import App
from bot.domain.members import MemberRef, Platform
from bot.errors import InputError
from bot.invocation import Invocation, decode
from bot.reply import File, Reply
from bot.text import text
from bot.views.blocks import Message, Paragraph
from bot.views.forms import Form
from bot.views.greeting import Unreachable
from bot.views.problems import Problem
from bot.views.view import present

ANSWER_WITHIN = 1.0
"""Seconds until a command is acknowledged without its answer, which then follows."""
SUBMIT_WITHIN = 2.2
"""Seconds; only an acknowledgement can show an error beside its field, and Slack waits three."""
AFTER_THE_WAIT = 0.5
"""Seconds between "One moment" and the answer in its place, lest the two overtake each other on their ways."""
SEEN_EVENTS = 2_000
WAYS_BACK = 2_000
WAY_BACK_LASTS = 29 * 60.0
"""Seconds; a little less than the half hour of Slack's response URLs."""
WRITTEN = frozenset({None, "file_share"})
"""Subtypes of what a person has written: plain, or with files. Source: "message" events."""
CITIES = ("interview add", "city")
"""The command and option whose suggestions are cities."""
WAIT = Message(
    "One moment", "One moment", (Paragraph(text("This takes a little longer. It will stand here.")),)
)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where somebody spoke, and until when (the event loop's seconds) they can be answered there."""

    origin: Origin
    until: float


class SlackConversation:
    """Hears every kind of payload. The methods named after one return its acknowledgement's body, or None."""

    def __init__(self, app: App, answers: Answers, homes: HomeTabs, prefix: str = "") -> None:
        self._app = app
        self._answers = answers
        self._homes = homes
        self._prefix = prefix
        self._tasks: set[asyncio.Task[Any]] = set()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._ways_back: OrderedDict[MemberRef, WayBack] = OrderedDict()

    async def command(self, body: Payload) -> Json | None:
        """Answer a slash command."""
        origin = self._heard(of_command(body))
        line = f"/{path_of(body['command'], self._prefix)} {typed_in_a_command(body.get('text') or '')}"
        asked = self._app.read(line)
        form = self._app.form(asked)
        if form is not None:
            self._later(self._answers.open_form(origin, asked, form))
            return None
        handling = self._begin(self._handle(origin, asked))
        if not await _done(handling, ANSWER_WITHIN):
            self._later(self._follow(handling, origin, asked))
            return None
        reply = handling.result()
        if reply.public is not None:
            return in_channel(reply.public)
        if reply.form is not None:
            self._later(self._answers.open_form(origin, asked, reply.form, reply.view))
            return None
        if reply.files:
            self._later(self._answers.send_files(origin, reply.files))
        if reply.view is None:
            return None
        return {**ALONE, **message_body(present(reply.view))}

    async def press(self, body: Payload) -> Json | None:
        """Take a press on a button; what it changes follows."""
        action = body["actions"][0]
        if action.get("type") == "button":
            origin = self._heard(of_interaction(body))
            self._later(self._answer(origin, pressed(action["action_id"])))
        return None

    async def submit(self, body: Payload) -> Json | None:
        """Take a form: wrong fields are told beside them, anything else takes the form's place."""
        origin = of_interaction(body)
        view = body["view"]
        form, values, _ = modals.submitted(view)
        asked = Invocation(form.path, {**form.arguments, **values})
        handling = self._begin(self._fill_in(origin, form, values, handed_over(view)))
        if not await _done(handling, SUBMIT_WITHIN):
            self._later(self._follow(handling, origin, asked, after=AFTER_THE_WAIT))
            return {"response_action": "update", "view": modals.message_view(WAIT)}
        reply = handling.result()
        if reply.form is not None and reply.form.errors and _asks_for(view, reply.form.errors):
            return {"response_action": "errors", "errors": modals.errors(reply.form)}
        if reply.files:
            self._later(self._answers.send_files(origin, reply.files))
        return {
            "response_action": "update",
            "view": await self._begin(self._answers.as_modal(origin, reply)),
        }

    async def suggest(self, body: Payload) -> Json | None:
        """Suggest cities, or whatever else a field is typed into for."""
        asked, _, _ = modals.submitted(body["view"])
        option = str(body.get("block_id", "")).removeprefix("field:")
        return await self._begin(self._suggest(of_interaction(body), asked.path, option, body["value"] or ""))

    async def closed(self, body: Payload) -> Json | None:
        """Keep what was typed into a form that is left half-way."""
        if body["view"].get("callback_id") == modals.FORM:
            asked, values, _ = modals.submitted(body["view"])
            if values:
                form = Form(title="", submit=asked, fields=())
                self._later(self._keep(of_interaction(body), form, values))
        return None

    async def shortcut(self, body: Payload) -> Json | None:
        """Open where the member stands; it works in threads, where slash commands do not."""
        self._later(self._answer(of_interaction(body), Invocation("prep")))
        return None

    async def message(self, body: Payload) -> Json | None:
        """Read a direct message as a line, with the files that came with it."""
        event = body["event"]
        by_a_person = event.get("user") and not event.get("bot_id") and event.get("subtype") in WRITTEN
        # Slack tells us of the files that we hand over as it tells of a member's.
        if event.get("channel_type") == "im" and by_a_person and not _ours(body) and self._is_new(body):
            line = self._app.read(typed_in_a_message(event.get("text") or ""))
            self._later(self._answer_line(of_message(body), line, event.get("files") or ()))
        return None

    async def home_opened(self, body: Payload) -> Json | None:
        """Show the Home tab anew."""
        if body["event"].get("tab", "home") == "home":
            origin = of_home(body)
            self._homes.want(MemberRef(Platform.SLACK, origin.team, origin.user))
        return None

    async def unreachable(self, member: MemberRef) -> None:
        """Tell a member at once, where they just spoke, that private messages are refused.

        Where that can't be done, they hear of it with their next answer.
        """
        way = self._ways_back.get(member)
        if way is None or way.until < _now():
            return
        if await self._answers.whispered(way.origin, Unreachable(Platform.SLACK)):
            await self._handle(way.origin, Invocation("greeting refused"))

    async def drain(self, until: float) -> None:
        """Let what is under way finish until then (the event loop's seconds); what takes longer is stopped."""
        while self._tasks and _now() < until:
            await asyncio.wait(self._tasks, timeout=until - _now())
        late = list(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _handle(self, origin: Origin, asked: Invocation, files: Sequence[File] = ()) -> Reply:
        return await self._app.handle(asked, await self._answers.caller(origin), files)

    async def _fill_in(
        self,
        origin: Origin,
        form: Invocation,
        values: Mapping[str, str],
        handed: Mapping[str, Sequence[Payload]],
    ) -> Reply:
        """Take what was filled into a form, files included; one that can't be had is told at its field."""
        asked = Invocation(form.path, {**form.arguments, **values})
        try:
            files = await self._answers.fetch(origin, [one for found in handed.values() for one in found])
        except InputError as error:
            again = self._app.form(form)
            if again is None:
                return Reply(view=Problem(error.message, error.example))
            wrong = dict.fromkeys(handed, error.message)
            return Reply(form=replace(again, values={**again.values, **values}, errors=wrong))
        return await self._handle(origin, asked, files)

    async def _answer(self, origin: Origin, asked: Invocation) -> None:
        form = self._app.form(asked)
        if form is not None:
            await self._answers.open_form(origin, asked, form)
        else:
            await self._answers.show(origin, asked, await self._handle(origin, asked))

    async def _answer_line(self, origin: Origin, asked: Invocation, handed: Sequence[Payload]) -> None:
        command = self._app.commands.get(asked.path)
        form = self._app.form(asked)
        if handed and command is not None and command.takes_file:
            reply = await self._handle_with(origin, asked, handed)
        else:
            reply = Reply(form=form) if form else await self._handle(origin, asked)
        await self._answers.post(origin, asked, reply)

    async def _handle_with(self, origin: Origin, asked: Invocation, handed: Sequence[Payload]) -> Reply:
        try:
            files = await self._answers.fetch(origin, handed)
        except InputError as error:
            return Reply(view=Problem(error.message, error.example))
        return await self._handle(origin, asked, files)

    async def _follow(
        self, handling: asyncio.Task[Reply], origin: Origin, asked: Invocation, *, after: float = 0
    ) -> None:
        await asyncio.sleep(after)
        await self._answers.show(origin, asked, await handling)

    async def _suggest(self, origin: Origin, path: str, option: str, begun: str) -> Json:
        caller = await self._answers.caller(origin)
        choices = await self._app.complete(caller, path, option, begun)
        # Whatever a form does with a city, the cities are the same.
        return modals.suggestions(choices or await self._app.complete(caller, *CITIES, begun))

    async def _keep(self, origin: Origin, form: Form, values: Mapping[str, str]) -> None:
        await self._app.keep(form, values, await self._answers.caller(origin))

    def _heard(self, origin: Origin) -> Origin:
        """Remember the way back to whoever speaks, for a word that cannot wait for their next visit."""
        if origin.response_url:
            member = MemberRef(Platform.SLACK, origin.team, origin.user)
            self._ways_back[member] = WayBack(origin, _now() + WAY_BACK_LASTS)
            self._ways_back.move_to_end(member)
            while len(self._ways_back) > WAYS_BACK:
                self._ways_back.popitem(last=False)
        return origin

    def _is_new(self, body: Payload) -> bool:
        """Whether an event is heard for the first time: Slack repeats those that it thinks were lost."""
        identifier = str(body["event_id"])
        if identifier in self._seen:
            return False
        self._seen[identifier] = None
        while len(self._seen) > SEEN_EVENTS:
            self._seen.popitem(last=False)
        return True

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something after the acknowledgement."""
        self._begin(_logged(work))

    def _begin(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Begin something that a stop waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def pressed(action_id: str) -> Invocation:
    """Return what a button asks for. Slack may write an ampersand in it as an entity, which we never do."""
    return decode(action_id.replace("&amp;", "&"))


def _ours(body: Payload) -> bool:
    """Whether an event tells of something that we did ourselves."""
    bots = {one.get("user_id") for one in body.get("authorizations") or () if one.get("is_bot")}
    return body["event"].get("user") in bots


async def _done(task: asyncio.Task[Any], seconds: float) -> bool:
    done, _ = await asyncio.wait({task}, timeout=seconds)
    return bool(done)


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the acknowledgement has left: the log is the only place for it
        # What was asked for is done, and /prep shows it.
        log_trouble(error, "an answer on Slack")


def _asks_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> bool:
    """Whether a view has a field for each of the errors."""
    asked = {
        str(block.get("block_id", "")).removeprefix("field:").partition("#")[0] for block in view["blocks"]
    }
    return errors.keys() <= asked


def _now() -> float:
    return asyncio.get_running_loop().time()

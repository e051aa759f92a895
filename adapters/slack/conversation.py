"""What happens between a member and Encore on Slack: each kind of payload goes in, its acknowledgement comes out.

An answer that is ready in time rides in the acknowledgement; what takes longer follows by the ways that Slack
leaves open. Nothing that a later press needs is kept in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from cachetools import LRUCache, TLRUCache

from adapters.dialogue.outcomes import FormNeeded, Incoming, Outcome
from adapters.dialogue.underway import Underway, ready
from adapters.slack import modals, requests
from adapters.slack.answers import Answers, as_modal, at_once
from adapters.slack.client import Json
from adapters.slack.home_tab import HomeTabs
from adapters.slack.inputs import handed_over
from adapters.slack.names import path_of
from adapters.slack.requests import Origin, Payload
from adapters.slack.trouble import log_trouble
from bot.app import App
from bot.domain.members import MemberRef, Platform
from bot.invocation import Invocation, decode
from bot.text import text
from bot.views.blocks import Message, Paragraph, present
from bot.views.forms import Form
from bot.views.greeting import Unreachable

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


class SlackConversation:
    """Hears every kind of payload. The methods named after one return its acknowledgement's body, or None."""

    def __init__(self, app: App, answers: Answers, homes: HomeTabs, prefix: str = "") -> None:
        self._app = app
        self._answers = answers
        self._homes = homes
        self._prefix = prefix
        self.underway = Underway(log_trouble)
        self._seen: LRUCache[str, bool] = LRUCache(SEEN_EVENTS)
        self._ways_back: TLRUCache[MemberRef, Origin] = TLRUCache(
            WAYS_BACK,
            lambda _, way, now: now + WAY_BACK_LASTS,  # noqa: ARG005 - the library's signature
        )
        """Where members spoke, for as long as they can be answered there."""

    async def command(self, body: Payload) -> Json | None:
        """Answer a slash command."""
        origin = self._heard(requests.of_command(body))
        line = (
            f"/{path_of(body['command'], self._prefix)} {requests.typed_in_a_command(body.get('text') or '')}"
        )
        asking = self._ask(origin, Incoming(invocation=self._app.read(line)))
        if not await ready(asking, ANSWER_WITHIN):
            self._later(self._follow(origin, asking))
            return None
        outcome = asking.result()
        if isinstance(outcome, FormNeeded):
            self._later(self._answers.open_form(origin, outcome))
            return None
        if outcome.files and outcome.public is None:
            self._later(self._answers.send_files(origin, outcome.files))
        return at_once(outcome)

    async def press(self, body: Payload) -> Json | None:
        """Take a press on a button; what it changes follows."""
        action = body["actions"][0]
        if action.get("type") == "button":
            origin = self._heard(requests.of_interaction(body))
            self._later(self._answer(origin, pressed(action["action_id"])))
        return None

    async def submit(self, body: Payload) -> Json | None:
        """Take a form: wrong fields are told beside them, anything else takes the form's place."""
        origin = requests.of_interaction(body)
        view = body["view"]
        form, values, _ = modals.submitted(view)
        handed = [one for found in handed_over(view).values() for one in found]
        fetch = partial(self._answers.fetch, origin, handed) if handed else None
        asked = Incoming(invocation=form, typed=values, submitted=True, fetch=fetch)
        asking = self._ask(origin, asked)
        if not await ready(asking, SUBMIT_WITHIN):
            self._later(self._follow(origin, asking, after=AFTER_THE_WAIT))
            return {"response_action": "update", "view": modals.message_view(WAIT)}
        outcome = asking.result()
        if isinstance(outcome, FormNeeded):
            wrong = outcome.form.errors
            if wrong and _asks_for(view, wrong):
                return {"response_action": "errors", "errors": modals.errors(outcome.form)}
        elif outcome.files:
            self._later(self._answers.send_files(origin, outcome.files))
        return {"response_action": "update", "view": as_modal(outcome)}

    async def suggest(self, body: Payload) -> Json | None:
        """Suggest cities, or whatever else a field is typed into for."""
        asked, _, _ = modals.submitted(body["view"])
        option = str(body.get("block_id", "")).removeprefix("field:")
        begun = body["value"] or ""
        return await self.underway.begin(
            self._suggest(requests.of_interaction(body), asked.path, option, begun)
        )

    async def closed(self, body: Payload) -> Json | None:
        """Keep what was typed into a form that is left half-way."""
        if body["view"].get("callback_id") == modals.FORM:
            asked, values, _ = modals.submitted(body["view"])
            if values:
                form = Form(title="", submit=asked, fields=())
                self._later(self._answers.leave(requests.of_interaction(body), form, values))
        return None

    async def shortcut(self, body: Payload) -> Json | None:
        """Open where the member stands; it works in threads, where slash commands do not."""
        self._later(self._answer(requests.of_interaction(body), Invocation("prep")))
        return None

    async def message(self, body: Payload) -> Json | None:
        """Read a direct message as a line, with the files that came with it."""
        event = body["event"]
        by_a_person = event.get("user") and not event.get("bot_id") and event.get("subtype") in WRITTEN
        # Slack tells us of the files that we hand over as it tells of a member's.
        if event.get("channel_type") == "im" and by_a_person and not _ours(body) and self._is_new(body):
            line = self._app.read(requests.typed_in_a_message(event.get("text") or ""))
            self._later(self._answer_line(requests.of_message(body), line, event.get("files") or []))
        return None

    async def home_opened(self, body: Payload) -> Json | None:
        """Show the Home tab anew."""
        if body["event"].get("tab", "home") == "home":
            origin = requests.of_home(body)
            self._homes.want(MemberRef(Platform.SLACK, origin.team, origin.user))
        return None

    async def unreachable(self, member: MemberRef) -> None:
        """Tell a member at once, where they just spoke, that private messages are refused.

        Where that can't be done, they hear of it with their next answer.
        """
        way = self._ways_back.get(member)
        if way is not None and await self._answers.whispered(way, present(Unreachable(Platform.SLACK))):
            await self._ask(way, Incoming(invocation=Invocation("greeting refused")))

    def _ask(self, origin: Origin, asked: Incoming) -> asyncio.Task[Outcome]:
        return self.underway.begin(self._answers.ask(origin, asked))

    async def _answer(self, origin: Origin, asked: Invocation) -> None:
        await self._follow(origin, self._ask(origin, Incoming(invocation=asked)))

    async def _answer_line(self, origin: Origin, line: Invocation, handed: Sequence[Payload]) -> None:
        fetch = partial(self._answers.fetch, origin, handed) if handed else None
        asked = Incoming(invocation=line, opens=False, fetch=fetch)
        await self._answers.post(origin, await self._ask(origin, asked))

    async def _follow(self, origin: Origin, asking: asyncio.Task[Outcome], *, after: float = 0) -> None:
        await asyncio.sleep(after)
        await self._answers.show(origin, await asking)

    async def _suggest(self, origin: Origin, path: str, option: str, begun: str) -> Json:
        caller = await self._answers.caller(origin)
        choices = await self._app.complete(caller, path, option, begun)
        # Whatever a form does with a city, the cities are the same.
        return modals.suggestions(choices or await self._app.complete(caller, *CITIES, begun))

    def _heard(self, origin: Origin) -> Origin:
        """Remember the way back to whoever speaks, for a word that cannot wait for their next visit."""
        if origin.response_url:
            self._ways_back[MemberRef(Platform.SLACK, origin.team, origin.user)] = origin
        return origin

    def _is_new(self, body: Payload) -> bool:
        """Whether an event is heard for the first time: Slack repeats those that it thinks were lost."""
        identifier = str(body["event_id"])
        known = identifier in self._seen
        self._seen[identifier] = True
        return not known

    def _later(self, work: Coroutine[Any, Any, object]) -> None:
        """Do something after the acknowledgement. What was asked for is done, and /prep shows it."""
        self.underway.later(work, "an answer on Slack")


def pressed(action_id: str) -> Invocation:
    """Return what a button asks for. Slack may write an ampersand in it as an entity, which we never do."""
    return decode(action_id.replace("&amp;", "&"))


def _ours(body: Payload) -> bool:
    """Whether an event tells of something that we did ourselves."""
    bots = {one.get("user_id") for one in body.get("authorizations") or () if one.get("is_bot")}
    return body["event"].get("user") in bots


def _asks_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> bool:
    """Whether a view has a field for each of the errors."""
    asked = {
        str(block.get("block_id", "")).removeprefix("field:").partition("#")[0] for block in view["blocks"]
    }
    return errors.keys() <= asked

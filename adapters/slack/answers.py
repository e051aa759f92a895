"""Bringing an answer to where the member asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.dialogue.dialogue import Dialogue
from adapters.dialogue.outcomes import Answered, FormNeeded, Incoming, Outcome
from adapters.dialogue.underway import again
from adapters.slack import modals
from adapters.slack.blocks import message_body
from adapters.slack.client import Json, SlackClient
from adapters.slack.files import Files
from adapters.slack.messenger import Tokens
from adapters.slack.people import People, Profile
from adapters.slack.public import public_body
from adapters.slack.requests import BEFORE_ALL, Origin, Place
from adapters.slack.trouble import TROUBLES, error_of, log_trouble, seconds_asked_for
from bot.app import App
from bot.domain.members import Caller
from bot.errors import DeliveryError
from bot.reply import File, PublicMessage
from bot.views.blocks import Message, present
from bot.views.forms import Form, Input
from bot.views.problems import Problem

TOO_LATE = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}
    | {"trigger_expired", "trigger_exchanged"}
)
"""Slack's words for a form that was not opened within three seconds of the press."""
CLOSED = frozenset({"not_found", "view_not_found"})
"""Slack's words for a modal that is not open any more."""
EXPECTED = TOO_LATE | CLOSED
NO_INPUT = frozenset({"missing_scope", "invalid_arguments", "no_permission"})
"""Slack's words for a form whose input for a file needs a permission that nobody has granted yet."""
ALONE = {"response_type": "ephemeral", "replace_original": False}
"""Beside what stands there, for whoever asked and nobody else; gone on reload."""
BEFORE_EVERYBODY = {"response_type": "in_channel", "replace_original": False}
"""The same for everybody in that place; in our own direct messages that is the member alone, for good."""
LONGEST_WAIT = 30.0
"""Seconds that an answer waits when Slack asks to slow down."""
NOT_SHARED = present(
    Problem("Slack did not let me share it there. Please ask for it once more, and press Share then.")
)
NO_FILES = present(
    Problem(
        "Slack did not take the files, so they are not in our direct messages. Please try once more; if it happens "
        "again, tell whoever runs Encore."
    )
)
NOTED = Message("Noted", "Done", ())


class Answers:
    """Shows views, opens forms and hands over files, in the place that an `Origin` names.

    What Slack refuses there is brought by the next best way that only the member sees.
    """

    def __init__(self, app: App, client: SlackClient, people: People, tokens: Tokens) -> None:
        self._dialogue = Dialogue(app, carries=modals.carries)
        self._client = client
        self._people = people
        self._tokens = tokens
        self._files = Files(client, tokens)

    async def fetch(self, origin: Origin, described: Sequence[Mapping[str, Any]]) -> tuple[File, ...]:
        """Return the files that Slack describes. Raises InputError, safe to show, when one can't be had."""
        return await self._files.fetch(origin.team, described)

    async def caller(self, origin: Origin) -> Caller:
        """Return who speaks, with what Slack knows of them. Never raises for a trouble of Slack's."""
        try:
            token = await self._tokens(origin.team)
        except DeliveryError:
            profile = Profile()
        else:
            profile = await self._people.profile(token, origin.team, origin.user)
        return origin.caller(name=profile.name, zone=profile.zone, admin=profile.admin)

    async def ask(self, origin: Origin, asked: Incoming) -> Outcome:
        """Do what is asked and return what to show; a form waits for nothing that Slack knows of the member."""
        return self._dialogue.first(asked) or await self._dialogue.ask(asked, await self.caller(origin))

    async def leave(self, origin: Origin, form: Form, values: Mapping[str, str]) -> None:
        """Keep what was typed into a form that is left half-way."""
        await self._dialogue.leave(form, values, await self.caller(origin))

    async def show(self, origin: Origin, outcome: Outcome) -> None:
        """Show an answer where it was asked for: in its message, its modal, or a modal above the Home tab."""
        if isinstance(outcome, FormNeeded):
            await self.open_form(origin, outcome)
            return
        message = outcome.message
        if outcome.public is not None and not await self._respond(origin, in_channel(outcome.public)):
            message = NOT_SHARED
        await self.send_files(origin, outcome.documents)
        if message is not None:
            await self._show_message(origin, message, in_place=outcome.in_place)
        await self.send_files(origin, outcome.pictures)

    async def open_form(self, origin: Origin, needed: FormNeeded) -> None:
        """Open a form: in the modal that is open, or by the trigger. One that can't be is left a tap away."""
        try:
            await self._open(origin, needed)
        except TROUBLES as error:
            _log(error, "opening a form")
            await self.whisper(origin, await self._put_off(origin, needed))

    async def post(self, origin: Origin, outcome: Outcome) -> None:
        """Answer a line in the direct messages where it was said; a form waits there behind a button."""
        if isinstance(outcome, FormNeeded):
            outcome = Answered(message=await self._put_off(origin, outcome))
        await self.send_files(origin, outcome.documents)
        if outcome.message is not None:
            await self._write(origin, message_body(outcome.message))
        if outcome.public is not None:
            await self._write(origin, public_body(outcome.public))
        await self.send_files(origin, outcome.pictures)

    async def whisper(self, origin: Origin, message: Message) -> None:
        """Say something to whoever asked and nobody else, beside what stands there."""
        if not await self.whispered(origin, message):
            await self._write(origin, message_body(message))

    async def whispered(self, origin: Origin, message: Message) -> bool:
        """Do so by the way back that came with what they asked, if it is still open; return whether it was."""
        kind = BEFORE_EVERYBODY if origin.direct else ALONE
        return await self._respond(origin, {**kind, **message_body(message)})

    async def send_files(self, origin: Origin, files: Sequence[File]) -> None:
        """Put files into the member's direct messages with us, whatever the place they asked in.

        A picture that Slack does not take is passed over: all that it shows is in the answer's words.
        """
        for pictures in (False, True):
            some = [file for file in files if bool(file.picture_of) is pictures]
            try:
                if some:
                    await self._put_files(origin, some)
            except TROUBLES as error:
                log_trouble(error, "showing a picture" if pictures else "handing over files")
                if not pictures:
                    await self.whisper(origin, NO_FILES)

    async def _put_off(self, origin: Origin, needed: FormNeeded) -> Message:
        return present(await self._dialogue.put_off(needed, await self.caller(origin)))

    async def _put_files(self, origin: Origin, files: Sequence[File]) -> None:
        channel = await self._direct_channel(origin, await self._tokens(origin.team))
        await self._files.put(origin.team, channel, files)

    async def _show_message(self, origin: Origin, message: Message, *, in_place: bool) -> None:
        if origin.place is Place.HOME and in_place:
            # The tab shows by itself what a press there changed.
            return
        if origin.place is Place.MESSAGE and (origin.response_url or origin.direct):
            if in_place and origin.replaceable:
                replaced = {"replace_original": True, **message_body(message)}
                if await self._respond(origin, replaced):
                    return
            await self.whisper(origin, message)
            return
        try:
            await self._put(origin, modals.message_view(message))
        except TROUBLES as error:
            _log(error, "showing an answer")
            await self.whisper(origin, message)

    async def _open(self, origin: Origin, needed: FormNeeded) -> None:
        """Open a form; where Slack does not let us ask for a file, without that field."""
        try:
            await self._put(origin, as_modal(needed))
        except SlackApiError as error:
            fields = needed.form.fields
            kept = tuple(field for field in fields if field.input is not Input.FILE)
            if error_of(error) not in NO_INPUT or not kept or len(kept) == len(fields):
                raise
            log_trouble(error, "asking for a file")
            await self._put(origin, as_modal(replace(needed, form=replace(needed.form, fields=kept))))

    async def _put(self, origin: Origin, view: Json) -> None:
        """Put a view into the modal where it was asked for, or into a new one."""
        token = await self._tokens(origin.team)
        if origin.place is Place.MODAL:
            await self._client.post("views.update", token, {"view_id": origin.view_id, "view": view})
        else:
            await self._client.post("views.open", token, {"trigger_id": origin.trigger, "view": view})

    async def _respond(self, origin: Origin, body: Mapping[str, Any]) -> bool:
        if not origin.response_url:
            return False
        in_thread = origin.thread and not body["replace_original"]
        threaded = {"thread_ts": origin.thread} if in_thread else {}
        return await self._client.respond(origin.response_url, {**body, **threaded})

    async def _write(self, origin: Origin, body: Mapping[str, Any]) -> None:
        """Write into the member's direct messages with us, in the thread where they spoke there."""
        token = await self._tokens(origin.team)
        channel = await self._direct_channel(origin, token)
        threaded = {"thread_ts": origin.thread} if origin.thread and origin.direct else {}
        message = {**body, **threaded, "channel": channel}
        await again(lambda: self._client.post("chat.postMessage", token, message), _soon)

    async def _direct_channel(self, origin: Origin, token: str) -> str:
        if origin.direct:
            return origin.channel
        opened = await self._client.post("conversations.open", token, {"users": origin.user})
        return str(opened["channel"]["id"])


def in_channel(public: PublicMessage) -> Json:
    """Return a public message as an answer that everybody sees; a press on it tells that it stands before all."""
    body = public_body(public)
    for number, block in enumerate(body["blocks"]):
        if block["type"] == "actions":
            block["block_id"] = f"{BEFORE_ALL}:{number}"
    return {**BEFORE_EVERYBODY, **body}


def at_once(answered: Answered) -> Json | None:
    """Return an answer as a command's acknowledgement, or None when there is nothing to say."""
    if answered.public is not None:
        return in_channel(answered.public)
    return {**ALONE, **message_body(answered.message)} if answered.message is not None else None


def as_modal(outcome: Outcome) -> Json:
    """Return an answer, or the next form, as the modal that takes the place of the form that was sent."""
    if isinstance(outcome, FormNeeded):
        return modals.form_view(outcome.form, note=outcome.why.title if outcome.why is not None else "")
    return modals.message_view(outcome.message or NOTED)


def _soon(error: Exception, attempt: int) -> float | None:
    wait = seconds_asked_for(error, attempt)
    return wait if wait is not None and wait <= LONGEST_WAIT else None


def _log(error: Exception, where: str) -> None:
    if error_of(error) not in EXPECTED:
        log_trouble(error, where)

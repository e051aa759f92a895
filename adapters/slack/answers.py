"""Bringing an answer to where the member asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack import modals
from adapters.slack.blocks import message_body
from adapters.slack.client import Json, SlackClient
from adapters.slack.files import Files
from adapters.slack.messenger import Tokens
from adapters.slack.people import People, Profile
from adapters.slack.public import public_body
from adapters.slack.requests import BEFORE_ALL, Origin, Place
from adapters.slack.trouble import TROUBLES, error_of, log_trouble, wait_asked_for
from bot.app import App
from bot.domain.members import Caller
from bot.errors import DeliveryError
from bot.invocation import Invocation
from bot.reply import File, PublicMessage, Reply, Show
from bot.views.blocks import Message
from bot.views.forms import Form, Input
from bot.views.problems import Problem
from bot.views.view import View, present

TOO_LATE = frozenset(
    {
        "expired_trigger_id",
        "exchanged_trigger_id",
        "invalid_trigger_id",
        "trigger_expired",
        "trigger_exchanged",
    }
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
NOT_SHARED = Problem(
    "Slack did not let me share it there. Please ask for it once more, and press Share then."
)
NO_FILES = Problem(
    "Slack did not take the files, so they are not in our direct messages. Please try once more; if it happens "
    "again, tell whoever runs Encore."
)


class Answers:
    """Shows views, opens forms and hands over files, in the place that an `Origin` names.

    What Slack refuses there is brought by the next best way that only the member sees.
    """

    def __init__(self, app: App, client: SlackClient, people: People, tokens: Tokens) -> None:
        self._app = app
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

    async def show(self, origin: Origin, asked: Invocation, reply: Reply) -> None:
        """Show an answer where it was asked for: in its message, its modal, or a modal above the Home tab."""
        view = reply.view
        if reply.public is not None and not await self._share(origin, reply.public):
            view = NOT_SHARED
        documents, pictures = _apart(reply.files)
        if documents:
            await self.send_files(origin, documents)
        if reply.form is not None:
            await self.open_form(origin, asked, reply.form, view)
        elif view is not None:
            await self._show_view(origin, view, reply.show)
        if pictures:
            await self.send_files(origin, pictures)

    async def open_form(self, origin: Origin, asked: Invocation, form: Form, why: View | None = None) -> None:
        """Open a form: in the modal that is open, or by the trigger. One that can't be is left a tap away."""
        try:
            await self._open(origin, form, why)
        except TROUBLES as error:
            _log(error, "opening a form")
            await self.whisper(origin, await self._app.postpone(asked, form, await self.caller(origin)))

    async def as_modal(self, origin: Origin, reply: Reply) -> Json:
        """Return an answer as the modal that takes the place of the form that was sent."""
        if reply.form is not None:
            return await self._form_view(origin, reply.form, reply.view)
        if reply.view is None:
            return modals.message_view(Message("Noted", "Done", ()))
        return modals.message_view(present(reply.view))

    async def post(self, origin: Origin, asked: Invocation, reply: Reply) -> None:
        """Answer a line in the direct messages where it was said; a form waits there behind a button."""
        view = reply.view
        documents, pictures = _apart(reply.files)
        if documents:
            await self.send_files(origin, documents)
        if reply.form is not None:
            view = await self._app.postpone(asked, reply.form, await self.caller(origin))
        if view is not None:
            await self._write(origin, message_body(present(view)))
        if reply.public is not None:
            await self._write(origin, public_body(reply.public))
        if pictures:
            await self.send_files(origin, pictures)

    async def whisper(self, origin: Origin, view: View) -> None:
        """Say something to whoever asked and nobody else, beside what stands there."""
        if not await self.whispered(origin, view):
            await self._write(origin, message_body(present(view)))

    async def whispered(self, origin: Origin, view: View) -> bool:
        """Do so by the way back that came with what they asked, if it is still open; return whether it was."""
        kind = BEFORE_EVERYBODY if origin.direct else ALONE
        return await self._respond(origin, {**kind, **message_body(present(view))})

    async def send_files(self, origin: Origin, files: Sequence[File]) -> None:
        """Put files into the member's direct messages with us, whatever the place they asked in.

        A picture that Slack does not take is passed over: all that it shows is in the answer's words.
        """
        documents, pictures = _apart(files)
        try:
            if documents:
                await self._put_files(origin, documents)
        except TROUBLES as error:
            log_trouble(error, "handing over files")
            await self.whisper(origin, NO_FILES)
        try:
            if pictures:
                await self._put_files(origin, pictures)
        except TROUBLES as error:
            log_trouble(error, "showing a picture")

    async def _put_files(self, origin: Origin, files: Sequence[File]) -> None:
        channel = await self._direct_channel(origin, await self._tokens(origin.team))
        await self._files.put(origin.team, channel, files)

    async def _share(self, origin: Origin, public: PublicMessage) -> bool:
        return await self._respond(origin, in_channel(public))

    async def _show_view(self, origin: Origin, view: View, show: Show) -> None:
        if origin.place is Place.HOME and show is Show.UPDATE:
            # The tab shows by itself what a press there changed.
            return
        if origin.place is Place.MESSAGE and (origin.response_url or origin.direct):
            if show is Show.UPDATE and origin.replaceable:
                replaced = {"replace_original": True, **message_body(present(view))}
                if await self._respond(origin, replaced):
                    return
            await self.whisper(origin, view)
            return
        try:
            await self._put(origin, modals.message_view(present(view)))
        except TROUBLES as error:
            _log(error, "showing an answer")
            await self.whisper(origin, view)

    async def _open(self, origin: Origin, form: Form, why: View | None) -> None:
        """Open a form; where Slack does not let us ask for a file, without that field."""
        try:
            await self._put(origin, await self._form_view(origin, form, why))
        except SlackApiError as error:
            kept = tuple(field for field in form.fields if field.input is not Input.FILE)
            if error_of(error) not in NO_INPUT or not kept or len(kept) == len(form.fields):
                raise
            log_trouble(error, "asking for a file")
            await self._put(origin, await self._form_view(origin, replace(form, fields=kept), why))

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
        try:
            await self._client.post("chat.postMessage", token, message)
        except TROUBLES as error:
            wait = wait_asked_for(error)
            if wait is None or wait.total_seconds() > LONGEST_WAIT:
                raise
            await asyncio.sleep(wait.total_seconds())
            await self._client.post("chat.postMessage", token, message)

    async def _form_view(self, origin: Origin, form: Form, why: View | None) -> Json:
        note = present(why).title if why is not None else ""
        try:
            return modals.form_view(form, note=note)
        except ValueError:
            # More was typed than a modal can carry along: it goes on from a draft.
            saved = await self._app.save(form, form.values, await self.caller(origin))
            return modals.form_view(saved, note=note)

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


def _apart(files: Sequence[File]) -> tuple[tuple[File, ...], tuple[File, ...]]:
    """Return what is to be kept, and the pictures, which no answer waits for."""
    kept = tuple(file for file in files if not file.picture_of)
    return kept, tuple(file for file in files if file.picture_of)


def _log(error: Exception, where: str) -> None:
    if error_of(error) not in EXPECTED:
        log_trouble(error, where)

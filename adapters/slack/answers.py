"""Bringing an answer to where the member asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError

from adapters.slack import modals
from adapters.slack.blocks import message_body
from adapters.slack.client import Json, SlackClient
from adapters.slack.messenger import Tokens
from adapters.slack.people import People
from adapters.slack.public import public_body
from adapters.slack.requests import Origin, Place
from adapters.slack.trouble import error_of
from bot.app import App
from bot.domain.members import Caller
from bot.invocation import Invocation
from bot.reply import File, Reply, Show
from bot.views.blocks import Message
from bot.views.forms import Form
from bot.views.view import View, present

TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})
"""Slack's words for a form that was not opened within three seconds of the press."""
PRIVATE = {"response_type": "ephemeral", "replace_original": False}


class Answers:
    """Shows views, opens forms and hands over files, in the place that an `Origin` names."""

    def __init__(self, app: App, client: SlackClient, people: People, tokens: Tokens) -> None:
        self._app = app
        self._client = client
        self._people = people
        self._tokens = tokens

    async def caller(self, origin: Origin) -> Caller:
        """Return who speaks, with what Slack knows of them."""
        profile = await self._people.profile(await self._tokens(origin.team), origin.team, origin.user)
        return origin.caller(name=profile.name, zone=profile.zone, admin=profile.admin)

    async def show(self, origin: Origin, asked: Invocation, reply: Reply) -> None:
        """Show an answer where it was asked for: in its message, its modal, or a modal above the Home tab."""
        if reply.public is not None and origin.response_url:
            body = {"response_type": "in_channel", "replace_original": False, **public_body(reply.public)}
            await self._client.respond(origin.response_url, body)
        if reply.files:
            await self.send_files(origin, reply.files)
        if reply.form is not None:
            await self.open_form(origin, asked, reply.form, reply.view)
        elif reply.view is not None:
            await self._show_view(origin, reply.view, reply.show)

    async def open_form(self, origin: Origin, asked: Invocation, form: Form, why: View | None = None) -> None:
        """Open a form: in the modal that is open, or by the trigger; a late one is left a tap away."""
        token = await self._tokens(origin.team)
        view = await self._form_view(origin, form, why)
        try:
            if origin.place is Place.MODAL:
                await self._client.post("views.update", token, {"view_id": origin.view_id, "view": view})
            else:
                await self._client.post("views.open", token, {"trigger_id": origin.trigger, "view": view})
        except SlackApiError as error:
            if error_of(error) not in TOO_LATE:
                raise
            await self.whisper(origin, await self._app.postpone(asked, form, await self.caller(origin)))

    async def as_view(self, origin: Origin, reply: Reply) -> Json:
        """Return an answer as the modal that takes the place of the form that was sent."""
        if reply.files:
            await self.send_files(origin, reply.files)
        if reply.form is not None:
            return await self._form_view(origin, reply.form, reply.view)
        if reply.view is None:
            return modals.message_view(Message("Noted", "Done", ()))
        return modals.message_view(present(reply.view))

    async def post(self, origin: Origin, asked: Invocation, reply: Reply, thread: str | None = None) -> None:
        """Answer a line in the conversation where it was said."""
        view = reply.view
        if reply.files:
            await self.send_files(origin, reply.files)
        if reply.form is not None:
            view = await self._app.postpone(asked, reply.form, await self.caller(origin))
        in_thread = {"thread_ts": thread} if thread else {}
        token = await self._tokens(origin.team)
        bodies = [message_body(present(view))] if view is not None else []
        if reply.public is not None:
            bodies.append(public_body(reply.public))
        for body in bodies:
            await self._client.post(
                "chat.postMessage", token, {**body, **in_thread, "channel": origin.channel}
            )

    async def whisper(self, origin: Origin, view: View) -> None:
        """Say something to whoever asked and nobody else, beside what stands there."""
        body = message_body(present(view))
        if origin.response_url and await self._client.respond(origin.response_url, {**PRIVATE, **body}):
            return
        token = await self._tokens(origin.team)
        channel = await self._direct_channel(origin, token)
        await self._client.post("chat.postMessage", token, {**body, "channel": channel})

    async def send_files(self, origin: Origin, files: Sequence[File]) -> None:
        """Put files into the member's direct messages with us, whatever the place they asked in."""
        token = await self._tokens(origin.team)
        channel = await self._direct_channel(origin, token)
        handed = []
        for file in files:
            asked = {"filename": file.name, "length": len(file.content)}
            place = await self._client.get("files.getUploadURLExternal", token, asked)
            await self._client.upload(str(place["upload_url"]), file.content)
            handed.append({"id": place["file_id"], "title": file.name})
        complete = {"files": handed, "channel_id": channel}
        await self._client.post("files.completeUploadExternal", token, complete)

    async def _show_view(self, origin: Origin, view: View, show: Show) -> None:
        message = present(view)
        token = await self._tokens(origin.team)
        if origin.place is Place.MODAL:
            await self._client.post(
                "views.update", token, {"view_id": origin.view_id, "view": modals.message_view(message)}
            )
        elif origin.place is Place.HOME or not origin.response_url:
            # The Home tab shows what a press changed by itself; only something new needs a place of its own.
            if show is Show.NEW:
                await self._over_home(origin, token, view)
        elif show is Show.UPDATE and not origin.public:
            await self._client.respond(
                origin.response_url, {"replace_original": True, **message_body(message)}
            )
        elif origin.direct and not origin.ephemeral:
            kept: Mapping[str, Any] = {"response_type": "in_channel", "replace_original": False}
            await self._client.respond(origin.response_url, {**kept, **message_body(message)})
        else:
            await self._client.respond(origin.response_url, {**PRIVATE, **message_body(message)})

    async def _over_home(self, origin: Origin, token: str, view: View) -> None:
        opened = {"trigger_id": origin.trigger, "view": modals.message_view(present(view))}
        try:
            await self._client.post("views.open", token, opened)
        except SlackApiError as error:
            if error_of(error) not in TOO_LATE:
                raise
            await self.whisper(origin, view)

    async def _form_view(self, origin: Origin, form: Form, why: View | None) -> Json:
        note = _words(present(why)) if why is not None else ""
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


def _words(message: Message) -> str:
    return message.title

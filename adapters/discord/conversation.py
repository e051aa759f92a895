"""From what was asked to what is shown, with forms where Discord can open one and buttons where it can't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from adapters.discord.answering import Shown
from adapters.discord.attachments import Attachment, fetch
from adapters.discord.reopening import (
    MORE,
    REST,
    STANDS,
    carried,
    keeping,
    marked,
    more_button,
    overflows,
    reopening,
    rest_of,
    slim,
    waiting,
)
from adapters.discord.rest import Rest
from bot.app import App
from bot.domain.members import Caller
from bot.errors import InputError
from bot.invocation import Invocation
from bot.reply import File, Reply, Show
from bot.views.blocks import Actions, Button, Message
from bot.views.forms import Form, Input
from bot.views.problems import Problem
from bot.views.view import present

MOST_OPTIONAL = 3
"""Forms in a row that are passed over."""
TOO_LONG = Problem("That is too long to carry on with here. In fewer words it works.", example="/prep")


@dataclass(frozen=True, slots=True)
class Want:
    """What is asked: `typed` are a submitted form's values, `attached` are files that came with any of it.

    `opens` is whether a form can be the answer: it can for a command and a press. `marks` are the button's or
    modal's (see reopening.py), `key` is that of the reminder whose message was pressed.
    """

    invocation: Invocation
    typed: Mapping[str, str] = field(default_factory=dict)
    opens: bool = False
    submitted: bool = False
    marks: frozenset[str] = frozenset()
    key: str = ""
    attached: tuple[Attachment, ...] = ()

    @property
    def whole(self) -> Invocation:
        """The invocation with what was typed."""
        return Invocation(self.invocation.path, {**self.invocation.arguments, **self.typed})


class DiscordConversation:
    """The core, as Discord can show it."""

    def __init__(self, app: App, rest: Rest) -> None:
        self._app = app
        self._rest = rest

    async def hold(self, want: Want, caller: Caller) -> Shown:
        """Do what is asked and return what to show."""
        reply = await self._ask(want, caller)
        for _ in range(MOST_OPTIONAL):
            if reply.form is None or not reply.form.optional:
                break
            # It can wait: what comes next offers it again behind a button.
            reply = await self._app.handle(reply.form.submit, caller)
        if reply.form is None:
            return _answered(reply, want)
        form = await self._kept(reply.form, want, caller)
        if not carried(form):
            return Shown(message=present(TOO_LONG))
        message = (
            _beside(reply, form, want)
            if reply.view
            else waiting(form, want.whole, _typed(form, want), want.marks)
        )
        opened = None if not want.opens or reply.view is not None else _opened(form, want)
        return Shown(form=opened, message=message, update=STANDS in want.marks)

    async def _ask(self, want: Want, caller: Caller) -> Reply:
        try:
            files = await self._fetched(want)
        except InputError as error:
            return self._without(want, error)
        form = None if files else self._app.form(want.whole)
        return Reply(form=form) if form is not None else await self._app.handle(want.whole, caller, files)

    async def _fetched(self, want: Want) -> tuple[File, ...]:
        command = self._app.commands.get(want.invocation.path)
        wanted = want.attached and command is not None and command.takes_file
        return await fetch(self._rest, want.attached) if wanted else ()

    def _without(self, want: Want, error: InputError) -> Reply:
        """Return what is shown when a file can't be had: its form once more, so that no word of it is lost."""
        form = self._app.form(want.invocation) if want.submitted else None
        if form is None:
            return Reply(view=Problem(error.message, error.example))
        wrong = {field.name: error.message for field in form.fields if field.input is Input.FILE}
        return Reply(form=replace(form, values={**form.values, **want.typed}, errors=wrong))

    async def _kept(self, form: Form, want: Want, caller: Caller) -> Form:
        """Return the form, saved as a draft where what it needs would be lost otherwise."""
        fits = carried(form)
        if fits and (want.opens or "draft" in form.submit.arguments):
            return form
        typed = _typed(form, want)
        if fits:
            return await self._app.save(form, typed, caller)
        # With its arguments: a form into which nothing was typed would not be thought worth a draft.
        return slim(await self._app.save(form, {**form.submit.arguments, **typed}, caller))


def _typed(form: Form, want: Want) -> dict[str, str]:
    """Return the values of a form's fields, as they were typed last."""
    names = {item.name for item in form.fields}
    return {**form.values, **{name: value for name, value in want.typed.items() if name in names}}


def _opened(form: Form, want: Want) -> Form:
    """Return the form as a modal shows it: all of it that fits, or the rest."""
    marks = {STANDS} & want.marks
    if MORE in want.marks:
        form = rest_of(form)
        marks |= {REST}
    elif overflows(form):
        marks |= {MORE}
    return replace(form, submit=marked(form.submit, *marks))


def _answered(reply: Reply, want: Want) -> Shown:
    message = present(reply.view) if reply.view is not None else None
    if message is not None and want.submitted and MORE in want.marks:
        message = _with_button(message, more_button(want.invocation))
    if message is not None and want.key and reply.show is Show.UPDATE:
        message = keeping(message, want.key)
    return Shown(
        message=message,
        public=reply.public,
        update=reply.show is Show.UPDATE or STANDS in want.marks,
        files=reply.files,
    )


def _beside(reply: Reply, form: Form, want: Want) -> Message:
    """Return a view that says why a form is asked, and the button that opens it."""
    assert reply.view is not None
    return _with_button(present(reply.view), Button(form.title, reopening(form, want.whole) or form.submit))


def _with_button(message: Message, button: Button) -> Message:
    return replace(message, blocks=(*message.blocks, Actions((button,))))

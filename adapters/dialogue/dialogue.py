"""From what was asked to what is shown: when a form is needed, what it keeps, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from adapters.dialogue.outcomes import Answered, FormNeeded, Incoming, Outcome
from bot.app import App
from bot.domain.members import Caller
from bot.errors import InputError
from bot.fault_log import log_fault
from bot.invocation import Invocation, fits
from bot.reply import Reply
from bot.text import text
from bot.views.blocks import present
from bot.views.forms import Form, Input
from bot.views.problems import Apology, FormWaiting, Problem

MOST_OPTIONAL = 3
"""Forms in a row that are passed over."""
TOO_LONG = Problem("That is too long to carry on with here. In fewer words it works.", example="/prep")


class Dialogue:
    """The core, as a platform asks it.

    `chains` is whether a form can follow a form: where none can, one that may be passed over is, and what comes
    next offers it again behind a button. `carries` is whether a form that is open holds what submitting it needs.
    """

    def __init__(
        self, app: App, *, chains: bool = True, carries: Callable[[Form], bool] = lambda _: True
    ) -> None:
        self._app = app
        self._chains = chains
        self._carries = carries

    def first(self, asked: Incoming) -> FormNeeded | None:
        """Return the form that is to be opened before anything else is done; it does so without waiting for anything.

        None where there is none, and where it can't be opened as it is.
        """
        form = None if self._takes_files(asked) else self._app.form(asked.whole)
        if form is None or not asked.opens or not self._carries(form) or self._passes_over(form):
            return None
        return FormNeeded(form=form, asked=asked)

    async def ask(self, asked: Incoming, caller: Caller) -> Outcome:
        """Do what is asked and return what to show. Never raises: a fault is an apology."""
        try:
            return self.first(asked) or await self._outcome(await self._reply(asked, caller), asked, caller)
        except Exception as error:  # noqa: BLE001 - a fault becomes an apology, as in the core
            reference = log_fault(error, asked.invocation.path, member=caller.member, group=caller.group)
            return Answered(message=present(Apology(reference=reference)))

    async def leave(self, form: Form, values: Mapping[str, str], caller: Caller) -> Answered:
        """Keep what was typed into a form that is left half-way."""
        return Answered.of(await self._app.keep(form, values, caller))

    async def put_off(self, needed: FormNeeded, caller: Caller) -> FormWaiting:
        """Return what stands for a form that could not be opened: its button does. What the form holds is kept."""
        form = needed.form
        words = tuple(text(error) for error in form.errors.values()) or form.intro
        if form.values:
            needed = replace(needed, form=await self._app.save(form, form.values, caller))
        again = needed.again(lambda asked: fits(asked.path, asked.arguments))
        return FormWaiting(form.title, again or Invocation("prep"), words)

    async def _reply(self, asked: Incoming, caller: Caller) -> Reply:
        try:
            files = await asked.fetch() if asked.fetch and self._takes_files(asked) else ()
        except InputError as error:
            return self._without_file(asked, error)
        reply = await self._app.handle(asked.whole, caller, files)
        for _ in range(MOST_OPTIONAL):
            if reply.form is None or not self._passes_over(reply.form):
                break
            reply = await self._app.handle(reply.form.submit, caller)
        return reply

    def _without_file(self, asked: Incoming, error: InputError) -> Reply:
        """Return what is shown when a file can't be had: its form once more, so that no word of it is lost."""
        form = self._app.form(asked.invocation) if asked.submitted else None
        if form is None:
            return Reply(view=Problem(error.message, error.example))
        wrong = {field.name: error.message for field in form.fields if field.input is Input.FILE}
        return Reply(form=replace(form, values={**form.values, **asked.typed}, errors=wrong))

    async def _outcome(self, reply: Reply, asked: Incoming, caller: Caller) -> Outcome:
        if reply.form is None:
            return Answered.of(reply)
        why = present(reply.view) if reply.view is not None else None
        needed = FormNeeded(form=reply.form, asked=asked, why=why)
        form = await self._kept(needed, caller)
        return replace(needed, form=form) if self._carries(form) else Answered(message=present(TOO_LONG))

    async def _kept(self, needed: FormNeeded, caller: Caller) -> Form:
        """Return the form, saved as a draft where what it needs would be lost otherwise."""
        form, arguments = needed.form, needed.form.submit.arguments
        if not self._carries(form):
            # With its arguments: a form into which nothing was typed would not be thought worth a draft.
            return _slim(await self._app.save(form, {**arguments, **needed.typed}, caller))
        if needed.asked.opens or "draft" in arguments:
            return form
        return await self._app.save(form, needed.typed, caller)

    def _takes_files(self, asked: Incoming) -> bool:
        """Whether something came with it that is wanted: a form has files only where it asks for them."""
        command = self._app.commands.get(asked.invocation.path)
        wanted = asked.submitted or (command is not None and command.takes_file)
        return asked.fetch is not None and wanted

    def _passes_over(self, form: Form) -> bool:
        return form.optional and not self._chains


def _slim(form: Form) -> Form:
    """Return a saved form with its draft as the only argument: everything else is in the draft."""
    draft = form.submit.arguments.get("draft")
    return form if draft is None else replace(form, submit=Invocation(form.submit.path, {"draft": draft}))

"""What came in, and what is to be shown for it: an answer or a form, and nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.invocation import Invocation
from bot.reply import File, PublicMessage, Reply, Show
from bot.views.blocks import Message, present
from bot.views.forms import Form

Fetch: TypeAlias = Callable[[], Awaitable[tuple[File, ...]]]
"""Gets the files that came with what was asked. Raises InputError, safe to show, when one can't be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What is asked: `typed` are the values of a form that was sent, which `submitted` says.

    `opens` is whether a form can be opened in answer: by Discord never for a form, by nobody for a line.
    """

    invocation: Invocation
    typed: Mapping[str, str] = field(default_factory=dict)
    submitted: bool = False
    opens: bool = True
    fetch: Fetch | None = None

    @property
    def whole(self) -> Invocation:
        """The invocation with what was typed."""
        return Invocation(self.invocation.path, {**self.invocation.arguments, **self.typed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is shown, kept and shared. `in_place` means instead of what was pressed, where that is possible.

    `documents` are to keep. `pictures` show nothing that the words do not say: nothing waits for one.
    """

    message: Message | None = None
    public: PublicMessage | None = None
    documents: tuple[File, ...] = ()
    pictures: tuple[File, ...] = ()
    in_place: bool = False

    @staticmethod
    def of(reply: Reply) -> Answered:
        """Return the core's answer, laid out."""
        return Answered(
            message=present(reply.view) if reply.view is not None else None,
            public=reply.public,
            documents=tuple(file for file in reply.files if not file.picture_of),
            pictures=tuple(file for file in reply.files if file.picture_of),
            in_place=reply.show is Show.UPDATE,
        )

    @property
    def instead(self) -> Answered:
        """What is shown where no form can be opened: the answer itself."""
        return self

    @property
    def files(self) -> tuple[File, ...]:
        """Everything to hand over, documents first."""
        return (*self.documents, *self.pictures)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormNeeded:
    """A form to open, with its values and errors; `why` says what it is for, `asked` is what it came of.

    `instead` is shown where it turns out too late to open one.
    """

    form: Form
    asked: Incoming
    why: Message | None = None
    instead: Answered = field(default_factory=Answered)

    def again(self, carried: Callable[[Invocation], bool]) -> Invocation | None:
        """Return what brings the form back, filled in; None when nothing short enough to be carried does.

        The question that a draft waits for comes of the draft itself, with its errors.
        """
        asked, submit = self.asked.whole, self.form.submit
        draft = submit.arguments.get("draft")
        if draft is not None and not (asked.path.startswith("draft ") and carried(asked)):
            return Invocation(
                submit.path if submit.path == "interview add" else "draft open", {"draft": draft}
            )
        return asked if carried(asked) else None

    @property
    def typed(self) -> dict[str, str]:
        """The values of the form's fields, as they were typed last."""
        names = {item.name for item in self.form.fields}
        last = {name: value for name, value in self.asked.typed.items() if name in names}
        return {**self.form.values, **last}


Outcome: TypeAlias = Answered | FormNeeded

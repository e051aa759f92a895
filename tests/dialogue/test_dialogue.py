"""What every platform does with what was asked, each decision once; the core is made up."""

# ruff: noqa: ARG002 - the core that is made up takes what the real one takes
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from adapters.dialogue.dialogue import Dialogue
from adapters.dialogue.outcomes import Answered, FormNeeded, Incoming, Outcome
from bot.domain.members import Caller, MemberRef, Platform
from bot.errors import InputError
from bot.invocation import Invocation, fits
from bot.reply import File, PublicMessage, Reply, Show
from bot.text import text
from bot.views.blocks import Message
from bot.views.forms import Field, Form, Input
from bot.views.problems import Noted

ADA = Caller(member=MemberRef(Platform.TERMINAL, "local", "ada"))
ADD = Invocation("interview add")
FORM = Form(
    title="Add an interview",
    submit=ADD,
    fields=(
        Field(name="company", label="Company"),
        Field(name="when", label="When"),
        Field(name="file", label="The invitation", input=Input.FILE),
    ),
)
DETAILS = Form(title="Details", submit=Invocation("interview add", {"skip": "yes"}), fields=(), optional=True)
INVITE = File("invite.ics", "text/calendar", b"BEGIN")
PICTURE = File("plan.png", "image/png", b"PNG", picture_of="A plan")


class MadeUpApp:
    """Answers as told, and notes what it was asked for in order."""

    def __init__(self) -> None:
        self.forms: dict[str, Form] = {}
        self.answers: dict[str, Callable[[Invocation], Reply]] = {}
        self.did: list[tuple[str, object]] = []
        self.commands = {
            path: SimpleNamespace(takes_file=path == "prep") for path in ("prep", "tip", "interview add")
        }

    def form(self, invocation: Invocation) -> Form | None:
        return self.forms.get(invocation.path) if not invocation.arguments else None

    async def handle(self, invocation: Invocation, caller: Caller, files: Sequence[File] = ()) -> Reply:
        self.did.append(("handle", (invocation, tuple(files))))
        answer = self.answers.get(invocation.path)
        return answer(invocation) if answer else Reply(view=Noted(title="Done", message="Done."))

    async def save(self, form: Form, values: Mapping[str, str], caller: Caller) -> Form:
        self.did.append(("save", dict(values)))
        arguments = {**form.submit.arguments, "draft": "d1"} if values else form.submit.arguments
        return replace(form, submit=Invocation(form.submit.path, arguments))

    async def keep(self, form: Form, values: Mapping[str, str], caller: Caller) -> Reply:
        self.did.append(("keep", dict(values)))
        return Reply(view=Noted(title="Kept", message="Kept."))

    def done(self, what: str) -> list[object]:
        return [how for did, how in self.did if did == what]


@pytest.fixture
def app() -> MadeUpApp:
    return MadeUpApp()


def dialogue(app: MadeUpApp, **how: Any) -> Dialogue:
    return Dialogue(app, **how)  # type: ignore[arg-type]


async def ask(app: MadeUpApp, asked: Incoming, **how: Any) -> Outcome:
    return await dialogue(app, **how).ask(asked, ADA)


def submitted(**typed: str) -> Incoming:
    return Incoming(invocation=ADD, typed=typed, submitted=True)


async def no_file() -> tuple[File, ...]:
    raise InputError("I did not get the file.", example="/prep")


async def invite() -> tuple[File, ...]:
    return (INVITE,)


def says(outcome: Outcome) -> Message:
    assert isinstance(outcome, Answered)
    assert outcome.message is not None
    return outcome.message


# When a form is opened.


async def test_a_form_that_is_needed_first_is_there_before_the_core_is_asked(app: MadeUpApp) -> None:
    app.forms["interview add"] = FORM
    first = dialogue(app).first(Incoming(invocation=ADD))
    assert first is not None
    assert first.form is FORM
    assert await ask(app, Incoming(invocation=ADD)) == first
    assert app.did == []


@pytest.mark.parametrize(
    ("form", "opens", "how"),
    [
        (FORM, False, {}),
        (FORM, True, {"carries": lambda _: False}),
        (DETAILS, True, {"chains": False}),
    ],
)
def test_a_form_that_cannot_be_opened_as_it_is_does_not_come_first(
    app: MadeUpApp, form: Form, opens: bool, how: dict[str, Any]
) -> None:
    app.forms["interview add"] = form
    asked = Incoming(invocation=ADD, opens=opens)
    assert dialogue(app, **how).first(asked) is None
    assert dialogue(app).first(replace(asked, opens=True)) is not None


def test_what_was_typed_last_holds() -> None:
    asked = replace(submitted(company="Acme"), invocation=Invocation("interview add", {"company": "Bolt"}))
    assert asked.whole.arguments == {"company": "Acme"}


async def test_what_needs_no_form_is_answered(app: MadeUpApp) -> None:
    asked = Incoming(invocation=Invocation("tip"))
    assert dialogue(app).first(asked) is None
    assert says(await ask(app, asked)).title == "Done"


async def test_a_form_that_comes_back_with_errors_is_opened_again(app: MadeUpApp) -> None:
    wrong = replace(FORM, values={"company": "Acme"}, errors={"when": "Which day?"})
    app.answers["interview add"] = lambda _: Reply(form=wrong)
    outcome = await ask(app, submitted(company="Acme", when="owls", other="x"))
    assert isinstance(outcome, FormNeeded)
    assert outcome.form is wrong
    assert outcome.typed == {"company": "Acme", "when": "owls"}, "as typed last, of its own fields alone"
    assert app.done("save") == []


async def test_a_form_sent_twice_is_asked_for_twice_with_the_same_words(app: MadeUpApp) -> None:
    once, again = [await ask(app, submitted(company="Acme")) for _ in range(2)]
    assert once == again
    assert app.done("handle") == [(Invocation("interview add", {"company": "Acme"}), ())] * 2


async def test_why_a_form_is_asked_stays_with_it(app: MadeUpApp) -> None:
    why = Noted(title="Almost", message="One thing is missing.")
    app.answers["tip"] = lambda _: Reply(view=why, form=FORM)
    outcome = await ask(app, Incoming(invocation=Invocation("tip")))
    assert isinstance(outcome, FormNeeded)
    assert outcome.why is not None
    assert outcome.why.title == "Almost"


# Where a form can't be opened.


@pytest.mark.parametrize("opens", [True, False])
async def test_what_a_form_holds_is_saved_where_it_cannot_be_opened(app: MadeUpApp, opens: bool) -> None:
    wrong = replace(FORM, values={"company": "Acme"}, errors={"when": "Which day?"})
    app.answers["interview add"] = lambda _: Reply(form=wrong)
    outcome = await ask(app, replace(submitted(when="owls"), opens=opens))
    assert isinstance(outcome, FormNeeded)
    assert app.done("save") == ([] if opens else [{"company": "Acme", "when": "owls"}])
    assert ("draft" in outcome.form.submit.arguments) is not opens


async def test_what_goes_on_from_a_draft_is_not_saved_again(app: MadeUpApp) -> None:
    drafted = replace(FORM, submit=Invocation("interview add", {"draft": "d0"}))
    app.answers["interview add"] = lambda _: Reply(form=drafted)
    outcome = await ask(app, replace(submitted(when="owls"), opens=False))
    assert isinstance(outcome, FormNeeded)
    assert outcome.form is drafted
    assert app.did == [("handle", (Invocation("interview add", {"when": "owls"}), ()))]


async def test_what_a_form_needs_and_cannot_carry_lies_in_its_draft(app: MadeUpApp) -> None:
    arguments = {"what": "x" * 200, "company": "Bolt"}
    heavy = replace(FORM, submit=Invocation("interview add", arguments), values={"when": "Thu"})
    app.answers["interview add"] = lambda _: Reply(form=heavy)
    outcome = await ask(app, submitted(company="Acme"), carries=_light)
    assert isinstance(outcome, FormNeeded)
    assert outcome.form.submit == Invocation("interview add", {"draft": "d1"})
    assert app.done("save") == [{**arguments, "when": "Thu", "company": "Acme"}]


async def test_a_form_that_no_draft_makes_light_enough_says_so(app: MadeUpApp) -> None:
    app.answers["tip"] = lambda _: Reply(form=FORM)
    outcome = await ask(app, Incoming(invocation=Invocation("tip")), carries=lambda _: False)
    assert "too long" in str(says(outcome))


async def test_an_optional_form_is_passed_over_where_none_follows_a_form(app: MadeUpApp) -> None:
    app.answers["interview add"] = lambda asked: (
        Reply(form=DETAILS)
        if "skip" not in asked.arguments
        else Reply(view=Noted(title="Added", message="."))
    )
    assert says(await ask(app, submitted(company="Acme"), chains=False)).title == "Added"
    chained = await ask(app, submitted(company="Acme"))
    assert isinstance(chained, FormNeeded)
    assert chained.form is DETAILS


async def test_optional_forms_without_an_end_are_not_passed_over_for_ever(app: MadeUpApp) -> None:
    app.answers["interview add"] = lambda _: Reply(form=DETAILS)
    assert isinstance(await ask(app, submitted(company="Acme"), chains=False), FormNeeded)
    assert len(app.done("handle")) == 4


async def test_what_is_left_half_way_is_kept(app: MadeUpApp) -> None:
    left = await dialogue(app).leave(FORM, {"company": "Acme"}, ADA)
    assert says(left).title == "Kept"
    assert app.did == [("keep", {"company": "Acme"})]


# What brings a form back.


async def test_a_form_put_off_waits_behind_a_button_with_what_it_holds(app: MadeUpApp) -> None:
    wrong = replace(FORM, values={"company": "Acme"}, errors={"when": "Which day?"})
    waiting = await dialogue(app).put_off(FormNeeded(form=wrong, asked=submitted(company="Acme")), ADA)
    assert (waiting.title, waiting.intro) == (FORM.title, (text("Which day?"),))
    assert waiting.invocation == Invocation("interview add", {"draft": "d1"})
    assert app.done("save") == [{"company": "Acme"}]


async def test_an_empty_form_put_off_is_asked_for_again_as_it_was(app: MadeUpApp) -> None:
    waiting = await dialogue(app).put_off(FormNeeded(form=FORM, asked=Incoming(invocation=ADD)), ADA)
    assert waiting.invocation == ADD
    assert app.did == []


@pytest.mark.parametrize(
    ("asked", "draft", "again"),
    [
        (Invocation("interview add"), "d1", Invocation("interview add", {"draft": "d1"})),
        (Invocation("prep", {"what": "Acme"}), "", Invocation("prep", {"what": "Acme"})),
        (Invocation("draft zone", {"draft": "d1"}), "d1", Invocation("draft zone", {"draft": "d1"})),
        (Invocation("prep", {"what": "x" * 200}), "", None),
    ],
)
def test_a_form_comes_back_by_its_draft_or_as_it_was_asked_for(
    asked: Invocation, draft: str, again: Invocation | None
) -> None:
    submit = Invocation("interview add", {"draft": draft} if draft else {})
    needed = FormNeeded(form=replace(FORM, submit=submit), asked=Incoming(invocation=asked))
    assert needed.again(lambda button: fits(button.path, button.arguments)) == again


def test_the_form_of_another_command_comes_back_by_opening_its_draft() -> None:
    moving = replace(FORM, submit=Invocation("interview move", {"draft": "d1", "what": "i1"}))
    needed = FormNeeded(form=moving, asked=Incoming(invocation=Invocation("interview move")))
    assert needed.again(lambda _: True) == Invocation("draft open", {"draft": "d1"})


# Files.


async def test_files_are_fetched_where_they_are_wanted_and_no_form_stands_before_them(app: MadeUpApp) -> None:
    app.forms["prep"] = FORM
    asked = Incoming(invocation=Invocation("prep"), fetch=invite)
    assert dialogue(app).first(asked) is None
    await ask(app, asked)
    assert app.done("handle") == [(Invocation("prep"), (INVITE,))]


async def test_files_that_a_command_has_no_use_for_are_not_fetched(app: MadeUpApp) -> None:
    assert says(await ask(app, Incoming(invocation=Invocation("tip"), fetch=no_file))).title == "Done"


async def test_a_file_that_cannot_be_had_is_told_at_its_field_and_no_word_is_lost(app: MadeUpApp) -> None:
    app.forms["interview add"] = replace(FORM, values={"company": "Bolt"})
    outcome = await ask(app, replace(submitted(company="Acme"), fetch=no_file))
    assert isinstance(outcome, FormNeeded)
    assert outcome.form.errors == {"file": "I did not get the file."}
    assert outcome.form.values == {"company": "Acme"}
    assert app.done("handle") == []


async def test_without_a_form_to_tell_it_at_it_is_told(app: MadeUpApp) -> None:
    outcome = await ask(app, Incoming(invocation=Invocation("prep"), fetch=no_file))
    assert "I did not get the file." in str(says(outcome))


# Answers.


async def test_a_fault_is_an_apology_with_a_reference(
    app: MadeUpApp, caplog: pytest.LogCaptureFixture
) -> None:
    private = "Umbrella Corp"

    def broken(_: Invocation) -> Reply:
        raise RuntimeError(private)

    app.answers["tip"] = broken
    said = str(says(await ask(app, Incoming(invocation=Invocation("tip")))))
    assert private not in said + caplog.text
    assert "fault" in caplog.text


def test_an_answer_tells_what_is_kept_from_what_is_only_looked_at() -> None:
    public = PublicMessage("A tip", ())
    reply = Reply(files=(PICTURE, INVITE), public=public, show=Show.UPDATE)
    answered = Answered.of(reply)
    assert answered == Answered(public=public, documents=(INVITE,), pictures=(PICTURE,), in_place=True)
    assert answered.files == (INVITE, PICTURE)
    assert answered.instead is answered


def _light(form: Form) -> bool:
    return len(str(dict(form.submit.arguments))) < 100

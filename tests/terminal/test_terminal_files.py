"""Files that a member names at the terminal, what she pastes, and pictures."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.terminal import paths
from adapters.terminal.chat import open_session
from adapters.terminal.console import Asked
from adapters.terminal.forms import Filled, FormDialogue
from adapters.terminal.plain import PlainConsole
from adapters.terminal.prompting import Prompt
from bot.config import load_settings
from bot.domain.members import Caller, MemberRef, Platform
from bot.errors import InputError
from bot.invocation import Invocation
from bot.reply import MOST_BYTES, File, Reply
from bot.views.forms import Field, Form, Input
from tests.terminal.fakes import Said, ScriptedConsole, chat_at
from tests.terminal.receiving import CALENDAR, PICTURE, Heard, takes_files

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def invite(tmp_path: Path) -> Path:
    path = tmp_path / "my invite.ics"
    path.write_bytes(ICS)
    return path


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


# Which words are a file


def written(path: Path) -> list[str]:
    whole = str(path)
    escaped = whole.replace(" ", "\\ ")
    return [whole, f"'{whole}'", f'"{whole}"', escaped, f"{escaped} ", f"  {whole}", path.as_uri()]


@pytest.mark.parametrize("way", range(7))
def test_a_path_is_found_however_it_is_written(invite: Path, way: int) -> None:
    assert paths.named(written(invite)[way], Path("/"), bare=False) == invite


def test_a_path_counts_from_where_the_chat_was_begun(invite: Path, home: Path) -> None:
    assert paths.named("my invite.ics", home, bare=False) == invite
    assert paths.named("./my invite.ics", home, bare=False) == home / "my invite.ics"
    assert paths.named("~/my invite.ics", Path("/"), bare=False) == invite


def test_an_apostrophe_may_be_part_of_a_name(tmp_path: Path) -> None:
    file = tmp_path / "ada's invite.ics"
    file.write_bytes(ICS)
    assert paths.named(str(file), Path("/"), bare=False) == file


def test_a_file_with_a_companys_name_is_no_answer_to_prep(tmp_path: Path) -> None:
    (tmp_path / "Acme").write_bytes(b"x")
    assert paths.named("Acme", tmp_path, bare=False) is None
    assert paths.named("Acme", tmp_path, bare=True) == tmp_path / "Acme"
    assert paths.named("./Acme", tmp_path, bare=False) == tmp_path / "Acme"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Acme, data analyst, next Thu 3pm",
        "they sent me an invite.ics",
        "https://acme.example.org/invite.ics",
        "Dear Ada,\nthe file is\ninvite.ics",
        "a\0b",
        "x" * 5000,
        "~nobody-of-that-name",
    ],
)
def test_other_words_stay_words(tmp_path: Path, words: str) -> None:
    assert paths.named(words, tmp_path, bare=True) is None


@pytest.mark.parametrize(
    "words", ["invite.ics", "~/Downloads/my invite.ICS", "'mail from Acme.eml'", "/no/x.eml"]
)
def test_what_can_only_be_a_file_and_is_none_is_said(home: Path, words: str) -> None:
    with pytest.raises(InputError, match="There is no file"):
        paths.named(words, home, bare=False)


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "all.ics").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        paths.named("all.ics", tmp_path, bare=False)


# Reading it


def test_no_more_is_read_than_one_byte_beyond_what_is_taken(tmp_path: Path) -> None:
    big = tmp_path / "big.ics"
    big.write_bytes(bytes(MOST_BYTES + 50_000))
    assert len(paths.read(big).content) == MOST_BYTES + 1


def test_a_file_comes_with_its_name_and_type(invite: Path) -> None:
    assert paths.read(invite) == File("my invite.ics", "text/calendar", ICS)


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.ics"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="no file with anything in it"):
        paths.read(pipe)


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="whoever may read everything is never refused"
)
def test_a_file_that_may_not_be_read_is_said_so(invite: Path) -> None:
    invite.chmod(0)
    with pytest.raises(InputError, match="not allowed"):
        paths.read(invite)


def test_a_file_that_has_gone_meanwhile_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        paths.read(tmp_path / "gone.ics")


# In a chat


@asynccontextmanager
async def chatting(
    folder: Path, *lines: str, answer: tuple[File, ...] = ()
) -> AsyncIterator[tuple[Heard, str]]:
    """A whole chat with these lines, in this folder; what the commands were given, and what was shown."""
    (folder / "state").mkdir(exist_ok=True)
    settings = load_settings(
        database={"url": f"sqlite:///{folder / 'state' / 'encore.db'}"},
        secrets={"key_file": folder / "state" / "key"},
    )
    caller = Caller(member=MemberRef(Platform.TERMINAL, "local", "ada"), group="local", zone="Europe/London")
    shown = io.StringIO()
    console = PlainConsole(io.StringIO("".join(f"{line}\n" for line in lines)), shown, echo=True)
    async with open_session(settings, caller, console, folder=folder) as session:
        heard = takes_files(session.app)
        heard.answer = answer
        await session.run()
        yield heard, shown.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "/interview import my invite.ics",
        '/interview import "my invite.ics"',
        "/import ./my\\ invite.ics",
        "/prep {}",
        "{}",
        "'{}'",
        "import my invite.ics",
    ],
)
async def test_a_line_that_names_a_file_hands_it_over(invite: Path, tmp_path: Path, line: str) -> None:
    async with chatting(tmp_path, line.format(invite)) as (heard, shown):
        assert [file.content for file in heard.files] == [ICS]
        assert heard.lines[-1] == ""
        assert "my invite.ics of" in shown


async def test_a_path_keeps_the_signs_that_words_lose(tmp_path: Path) -> None:
    file = tmp_path / "Invite\u202fat\u00a03 \u2013 Acme\u2019s.ics"
    file.write_bytes(ICS)
    async with chatting(tmp_path, f"/interview import {file.name}") as (heard, _):
        assert [one.name for one in heard.files] == [file.name]


async def test_a_file_that_is_not_there_is_said_and_nothing_is_asked(tmp_path: Path) -> None:
    async with chatting(tmp_path, "/interview import nowhere.ics") as (heard, shown):
        assert "There is no file" in shown
        assert "nowhere.ics" in shown
        assert heard.lines == [""], "the chat begins with /prep"


async def test_words_are_words(tmp_path: Path) -> None:
    async with chatting(tmp_path, "/interview import Dear Ada, we would like to see you again") as (heard, _):
        assert heard.lines[-1] == "Dear Ada, we would like to see you again"
        assert not heard.files


async def test_a_form_asks_for_the_path_until_it_is_one(invite: Path, tmp_path: Path) -> None:
    lines = ("/interview import", "nowhere.ics", "my invite.ics", "")
    async with chatting(tmp_path, *lines) as (heard, shown):
        assert "type its path, or drop it here" in shown
        assert "There is no file" in shown
        assert [file.content for file in heard.files] == [ICS]
        assert heard.lines[-1] == ""


async def test_a_form_takes_the_words_instead(tmp_path: Path) -> None:
    lines = ("/interview import", "", "Dear Ada,", "on Thursday", "")
    async with chatting(tmp_path, *lines) as (heard, _):
        assert heard.lines[-1] == "Dear Ada,\non Thursday"
        assert not heard.files


def laid_down(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("encore-*/*")}


async def test_a_picture_is_drawn_and_not_laid_down(tmp_path: Path) -> None:
    async with chatting(tmp_path, "/prep", answer=(PICTURE,)) as (_, shown):
        assert "Written to" not in shown
    assert laid_down(tmp_path) == set()


async def test_what_is_to_be_kept_is_laid_down_without_the_picture(tmp_path: Path) -> None:
    async with chatting(tmp_path, "/prep", answer=(PICTURE, CALENDAR)) as (_, shown):
        assert "plan.ics" in shown
    assert laid_down(tmp_path) == {"plan.ics"}


FORM = Form(
    title="Bring it in",
    submit=Invocation("interview import"),
    fields=(
        Field(name="file", label="The file", input=Input.FILE, required=True),
        Field(name="note", label="A note"),
    ),
)


async def held(
    form: Form, folder: Path, *lines: str, files: dict[str, File] | None = None
) -> tuple[Filled, str]:
    console = ScriptedConsole(*lines)

    async def keep(form: Form, _: object) -> Form:
        return form

    talk = FormDialogue(
        form, console, lambda _: False, lambda _: None, keep, within=folder, files=dict(files or {})
    )
    outcome = await talk.hold()
    assert isinstance(outcome, Filled)
    return outcome, console.said


async def test_a_file_that_is_needed_is_asked_for_again(invite: Path, tmp_path: Path) -> None:
    outcome, shown = await held(FORM, tmp_path, "", invite.name, "mine")
    assert "This one is needed" in shown
    assert outcome.files["file"].content == ICS
    assert outcome.values == {"note": "mine"}


async def test_a_file_given_before_is_kept_by_enter_and_dropped_by_a_dash(tmp_path: Path) -> None:
    optional = Form(title="x", submit=FORM.submit, fields=(Field(name="file", label="F", input=Input.FILE),))
    kept, shown = await held(optional, tmp_path, "", files={"file": CALENDAR})
    assert kept.files == {"file": CALENDAR}
    assert "Enter keeps plan.ics" in shown
    dropped, _ = await held(optional, tmp_path, "-", files={"file": CALENDAR})
    assert not dropped.files


async def test_a_mail_pasted_where_a_path_is_asked_for_is_taken_for_the_words(tmp_path: Path) -> None:
    both = Form(
        title="x",
        submit=FORM.submit,
        fields=(
            Field(name="file", label="F", input=Input.FILE),
            Field(name="text", label="T", input=Input.LINES),
        ),
    )
    outcome, shown = await held(both, tmp_path, "Dear Ada,\non Thursday at 3pm")
    assert outcome.values == {"text": "Dear Ada,\non Thursday at 3pm"}
    assert not outcome.files
    assert "no path" not in shown


async def test_a_form_that_comes_back_does_not_lose_the_file(invite: Path, tmp_path: Path) -> None:
    chat = chat_at(ScriptedConsole("/tip", invite.name, "wrong", "right"), tmp_path)
    app = chat.app
    again = Form(title=FORM.title, submit=FORM.submit, fields=FORM.fields, errors={"note": "Not that."})
    app.answers["tip"] = lambda _: Reply(form=FORM)
    app.answers["interview import"] = lambda asked: (
        Reply(form=again) if asked.arguments["note"] == "wrong" else Reply(view=Said("Here it is."))
    )
    await chat.session.run()
    assert [file.content for file in app.handed] == [ICS, ICS]


# Pasting


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as opened, create_app_session(input=opened, output=DummyOutput()):
        yield opened


@pytest.mark.parametrize("asked", [Asked(prompt="> ", command=True), Asked(prompt="> ", prefill="before")])
async def test_what_is_pasted_arrives_as_one_line_with_its_breaks(keys: PipeInput, asked: Asked) -> None:
    keys.send_text("\x1b[200~Dear Ada,\r\n\rsee you on Thursday\x1b[201~\r")
    assert await Prompt().read(asked) == "Dear Ada,\n\nsee you on Thursday"

"""A coach begins an item: it lies in the right file, can be read, and is told of as unfinished."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.catalog.catalog import load
from bot.catalog.document import read_document
from bot.catalog.json_schema import rendered_schemas, write_schemas
from bot.catalog.location import builtin_packs
from bot.catalog.report import check
from bot.catalog.scaffold import FOLDERS, Begun, Wish, begin, rendered
from bot.errors import ContentError
from tests.catalog.pack_copy import PACKS

TODAY = date(2026, 11, 23)
WISHES = {
    "tip": Wish(kind="tip", topic="trust"),
    "question": Wish(kind="question", topic="pay-offer"),
    "task": Wish(kind="task", topic="virtual", lead="T-2"),
    "ask": Wish(kind="ask", to="peer"),
    "template": Wish(kind="template", purpose="thanks"),
    "rubric": Wish(kind="rubric", topic="delivery"),
    "source": Wish(kind="source", name="Ada", year="2025"),
    "plan": Wish(kind="plan", pace="light"),
    "step": Wish(kind="step", pace="light", lead="T-2"),
}


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The small pack in the place of ours."""
    ours = tmp_path / "content" / "packs" / "second-interview"
    shutil.copytree(PACKS / "small", ours)
    write_schemas(tmp_path / "content" / "schema")
    return ours.parent


@pytest.fixture
def start(packs: Path) -> Callable[..., Begun]:
    def start(wish: Wish, own: Path | None = None) -> Begun:
        return begin(wish, packs=packs, own=own, today=TODAY)

    return start


def told(packs: Path, *own: Path) -> list[str]:
    return [str(problem) for problem in check([packs, *own], today=TODAY).problems]


def test_there_is_a_wish_here_for_every_kind() -> None:
    assert WISHES.keys() == FOLDERS.keys()


@pytest.mark.parametrize("kind", sorted(WISHES))
def test_what_is_begun_in_ours_can_be_read_and_is_unfinished(
    packs: Path, start: Callable[..., Begun], kind: str
) -> None:
    if kind == "plan":
        with pytest.raises(ContentError, match="Encore has its plan of pace light already"):
            start(WISHES[kind])
        return

    begun = start(WISHES[kind])

    problems = told(packs)
    where = begun.id if kind != "step" else "plan-light"
    assert len(problems) == 1
    assert f"{where} is unfinished; write " in problems[0]
    assert problems[0].startswith(f"{begun.path}:")
    assert begun.path.read_text(encoding="utf-8").splitlines()[begun.line - 1].strip() == f"- id: {begun.id}"


@pytest.mark.parametrize("kind", sorted(WISHES))
def test_what_is_begun_in_a_pack_of_ones_own_can_be_read_and_is_unfinished(
    packs: Path, start: Callable[..., Begun], tmp_path: Path, kind: str
) -> None:
    own = tmp_path / "Ada's circle"
    if kind == "step":
        start(WISHES["plan"], own)
        title = own / "plans" / "light.yaml"
        title.write_text(title.read_text().replace("<What the plan is called>", "Ours"), encoding="utf-8")

    begun = start(WISHES[kind], own)

    problems = told(packs, own)
    assert len(problems) == 1
    assert problems[0].startswith(f"{begun.path}:")
    assert " is unfinished; write " in problems[0]
    assert begun.path.is_relative_to(own)


def test_an_id_is_the_next_that_nobody_has_used(packs: Path, start: Callable[..., Begun]) -> None:
    file = packs / "second-interview" / "tips" / "trust.yaml"
    highest = file.read_text(encoding="utf-8").count("- id: tip-trust-")

    first, second = start(WISHES["tip"]), start(WISHES["tip"])

    assert first.id == f"tip-trust-{highest + 1:03}"
    assert second.id == f"tip-trust-{highest + 2:03}"


def test_an_id_that_is_only_mentioned_is_used(packs: Path, start: Callable[..., Begun]) -> None:
    file = packs / "second-interview" / "tips" / "trust.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}# tip-trust-090 went in spring\n", encoding="utf-8")

    assert start(WISHES["tip"]).id == "tip-trust-091"


def test_a_topic_keeps_the_word_that_its_ids_have(tmp_path: Path) -> None:
    content = Path(shutil.copytree(builtin_packs().parent, tmp_path / "content"))

    def begun(kind: str, topic: str) -> str:
        return begin(Wish(kind=kind, topic=topic), packs=content / "packs", own=None, today=TODAY).id

    assert begun("tip", "company-research").startswith("tip-company-")
    assert begun("question", "tasks-presentations").startswith("q-presentations-")


def test_ids_of_ones_own_begin_with_the_pack(start: Callable[..., Begun], tmp_path: Path) -> None:
    """Our next release may use tip-trust-011, and would not be heard behind theirs."""
    own = tmp_path / "A very long name for a circle of friends"

    begun = [start(WISHES[kind], own).id for kind in ("tip", "tip", "question")]

    assert begun == [
        "tip-a-very-long-name-for-a-cir-trust-001",
        "tip-a-very-long-name-for-a-cir-trust-002",
        "q-a-very-long-name-for-a-c-pay-offer-001",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_everything_else_in_the_file_stays(packs: Path, start: Callable[..., Begun], end: str) -> None:
    file = packs / "second-interview" / "tips" / "trust.yaml"
    before = file.read_bytes().replace(b"\n", end.encode()).rstrip() + b" # mine"
    file.write_bytes(before)

    begun = start(WISHES["tip"])

    after = file.read_bytes()
    added = after.removeprefix(before)
    assert after.startswith(before)
    assert added.startswith(f"{end}{end}- id: {begun.id}{end}".encode())
    assert added.count(b"\n") == added.count(end.encode())
    assert len(told(packs)) == 1


def test_an_item_is_indented_as_its_neighbours_are(
    packs: Path, start: Callable[..., Begun], tmp_path: Path
) -> None:
    own = tmp_path / "circle"
    file = start(WISHES["tip"], own).path
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], *(f"  {line}" for line in lines[1:])]) + "\n", encoding="utf-8")

    begun = start(WISHES["tip"], own)

    assert file.read_text(encoding="utf-8").splitlines()[begun.line - 1] == f"  - id: {begun.id}"
    assert len(told(packs, own)) == 2


def test_a_step_stands_among_the_others_in_its_time(packs: Path, start: Callable[..., Begun]) -> None:
    path = packs / "second-interview" / "plans" / "light.yaml"
    before = path.read_text(encoding="utf-8")

    start(WISHES["step"])

    after = path.read_text(encoding="utf-8")
    leads = [line.split(": ")[1] for line in after.splitlines() if line.strip().startswith("lead:")]
    assert leads[:4] == ["booking", "booking", "T-2", "T-1"]
    assert set(before.splitlines()) <= set(after.splitlines())


def test_a_pack_that_is_not_there_is_made(start: Callable[..., Begun], tmp_path: Path) -> None:
    own = tmp_path / "somewhere" / "Our circle"

    first, second = start(WISHES["tip"], own), start(WISHES["tip"], own)

    assert first.new_pack
    assert not second.new_pack
    assert 'title: "Our circle"' in (own / "pack.yaml").read_text(encoding="utf-8")
    assert {path.name for path in (own / ".schema").iterdir()} == set(rendered_schemas())


def test_a_new_file_shows_an_editor_its_schema(
    packs: Path, start: Callable[..., Begun], tmp_path: Path
) -> None:
    (packs / "second-interview" / "tips" / "trust.yaml").unlink()

    for begun in (
        start(WISHES["tip"]),
        start(WISHES["tip"], tmp_path / "own"),
        start(WISHES["source"], tmp_path / "own"),
    ):
        line = begun.path.read_text(encoding="utf-8").splitlines()[0]
        place = line.removeprefix("# yaml-language-server: $schema=")
        assert (begun.path.parent / place).is_file()


def test_a_new_pack_does_not_stop_encore(packs: Path, start: Callable[..., Begun], tmp_path: Path) -> None:
    begun = start(WISHES["tip"], tmp_path / "own")

    catalog = load([packs, tmp_path / "own"])

    assert catalog.tip(begun.id) is None


def test_an_unwritten_item_that_is_live_stops_it(
    packs: Path, start: Callable[..., Begun], tmp_path: Path
) -> None:
    begun = start(WISHES["tip"], tmp_path / "own")
    text = begun.path.read_text(encoding="utf-8")
    begun.path.write_text(text.replace("status: draft", "status: live"), encoding="utf-8")

    with pytest.raises(
        ContentError, match=f"{begun.id} is unfinished; write title, body, why, do_now, or set"
    ):
        load([packs, tmp_path / "own"])


def test_a_draft_with_nothing_left_to_write_is_worth_a_look(
    packs: Path, start: Callable[..., Begun], tmp_path: Path
) -> None:
    begun = start(WISHES["source"], tmp_path / "own")
    text = begun.path.read_text(encoding="utf-8").replace("  <", "  ")
    begun.path.write_text(text.replace("//to-be-written.example", "//example.org/ada"), encoding="utf-8")

    report = check([packs, tmp_path / "own"], today=TODAY)

    assert [str(problem) for problem in report.problems] == []
    assert any(f"{begun.id} is a draft" in str(warning) for warning in report.warnings)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(kind="tp"), '"tp" is no kind of item. Did you mean tip? Choose one of: tip, question, task,'),
        (Wish(kind="tip"), "Say which topic (--topic). Choose one of: decode-stage, interviewers,"),
        (
            Wish(kind="tip", topic="trusst"),
            '"trusst" is no topic (--topic). Did you mean trust? Choose one of:',
        ),
        (Wish(kind="tip", topic="trust", lead="T-4"), '"T-4" is no lead'),
        (
            Wish(kind="ask"),
            "Say which person to ask (--to). Choose one of: manager, peer, executive, hr, panel.",
        ),
        (Wish(kind="template", purpose="thank"), "Did you mean thanks? Choose one of: agenda,"),
        (
            Wish(kind="step", pace="slow"),
            '"slow" is no pace (--pace). Choose one of: light, standard, thorough.',
        ),
        (Wish(kind="step", pace="light", lead="any"), '"any" is no lead (--lead). Choose one of: booking,'),
        (Wish(kind="source", name="ada"), "Say who found it, and in which year (--name and --year)."),
        (Wish(kind="source", name="survey", year="2014"), "There is a source-survey-2014 already."),
    ],
    ids=str,
)
def test_what_is_not_clear_is_asked_with_the_choices(
    start: Callable[..., Begun], tmp_path: Path, wish: Wish, said: str
) -> None:
    own = tmp_path / "own"

    with pytest.raises(ContentError) as refused:
        start(wish, own)

    assert said in refused.value.message
    assert not own.exists()


def test_kinds_and_topics_are_read_as_people_type_them(start: Callable[..., Begun]) -> None:
    assert start(Wish(kind="Tips", topic=" TRUST ")).id.startswith("tip-trust-")


def test_a_folder_with_other_things_is_left_alone(start: Callable[..., Begun], tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "ben.txt").write_text("Dear Ben", encoding="utf-8")

    with pytest.raises(ContentError, match="letters holds other things and no pack"):
        start(WISHES["tip"], tmp_path / "letters")

    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["ben.txt"]


def test_a_folder_of_packs_asks_which(start: Callable[..., Begun], tmp_path: Path) -> None:
    start(WISHES["tip"], tmp_path / "all" / "one")

    with pytest.raises(ContentError, match="Name one of them: one") as refused:
        start(WISHES["tip"], tmp_path / "all")

    assert refused.value.example == f"--pack {tmp_path / 'all' / 'one'}"


def test_a_file_is_no_pack(start: Callable[..., Begun], tmp_path: Path) -> None:
    (tmp_path / "own").write_text("", encoding="utf-8")

    with pytest.raises(ContentError, match="own is a file"):
        start(WISHES["tip"], tmp_path / "own")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- id: [\n", "Nothing is added until this is mended:"),
        ("[]\n", "is not a list with a hyphen before each item"),
        ("id: tip-ada-001\n", "is not a list with a hyphen before each item"),
    ],
)
def test_a_file_that_cannot_take_an_item_stays_as_it_is(
    packs: Path, start: Callable[..., Begun], text: str, said: str
) -> None:
    file = packs / "second-interview" / "tips" / "trust.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match=said):
        start(WISHES["tip"])

    assert file.read_text(encoding="utf-8") == text


def test_a_file_with_nothing_but_remarks_takes_an_item(packs: Path, start: Callable[..., Begun]) -> None:
    file = packs / "second-interview" / "tips" / "trust.yaml"
    file.write_text("# Proof 3\n", encoding="utf-8")

    assert file.read_text(encoding="utf-8") == "# Proof 3\n"
    assert start(WISHES["tip"]).line == 3


def test_an_installed_encore_asks_for_a_pack_of_ones_own(tmp_path: Path, packs: Path) -> None:
    installed = Path(shutil.copytree(packs.parent, tmp_path / "bot" / "_content")) / "packs"

    with pytest.raises(ContentError, match="Name a folder of your own"):
        begin(WISHES["tip"], packs=installed, own=None, today=TODAY)

    assert begin(WISHES["tip"], packs=installed, own=tmp_path / "own", today=TODAY).new_pack


def test_our_own_folder_is_ours(packs: Path, start: Callable[..., Begun]) -> None:
    begun = start(WISHES["tip"], packs / "second-interview")

    assert begun.pack is None


def test_what_to_do_next_is_said(start: Callable[..., Begun], tmp_path: Path) -> None:
    own = tmp_path / "own"
    begun = start(WISHES["tip"], own)

    said = rendered(begun)

    assert said.startswith(f"New pack: {own}\nBegun: {begun.id}\n  {begun.path}:{begun.line}\n")
    assert f"encore content check {own}\n" in said
    assert f"ENCORE_CONTENT__PACKS={own} encore chat\n" in said
    assert "New pack" not in rendered(replace(begun, new_pack=False))


def test_words_that_yaml_would_trip_over_can_be_written_in_place(start: Callable[..., Begun]) -> None:
    begun = start(WISHES["template"])
    text = begun.path.read_text(encoding="utf-8")
    text = text.replace("<The subject line>", "{role}: thank you")
    text = text.replace(
        "<The message, with a name in braces wherever something is filled in>",
        "Dear {name},\n\n    Thank you.",
    )
    begun.path.write_text(text, encoding="utf-8")

    template = read_document(begun.path).data[-1]

    assert template["subject"] == "{role}: thank you"
    assert template["body"] == "Dear {name},\n\nThank you."

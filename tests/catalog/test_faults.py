"""What is said of each thing that can be wrong with a pack: file, line, field, and how to mend it."""

from __future__ import annotations

import pytest

from bot.catalog.catalog import load
from bot.errors import ContentError
from tests.catalog.pack_copy import PackCopy

TIP = "tips/trust.yaml"
QUESTION = "questions/trust.yaml"
TASK = "tasks/trust.yaml"
PLAN = "plans/light.yaml"
TEMPLATE = "templates/thanks.yaml"
SOURCES = "sources.yaml"

FIELDS = [
    pytest.param(
        TIP,
        "title: Own a slip early",
        f"title: {'Own ' * 16}",
        "tips/trust.yaml:27: title: has 63 characters, 3 too many; shorten it to 60",
        id="too long",
    ),
    pytest.param(
        TIP,
        "title: Own",
        "titel: Own",
        "tips/trust.yaml:27: titel: is not a field here; did you mean title?",
        id="unknown field",
    ),
    pytest.param(
        PLAN,
        "  quiet_ok: true",
        "  colour: red",
        "plans/light.yaml:31: steps.colour: is not a field here; write one of id, lead, offset, local_time, text, "
        "task, tip, questions, plan_prompt, skip_if, quiet_ok",
        id="unknown field like no other",
    ),
    pytest.param(
        TIP,
        "  title: Own a slip early\n",
        "",
        'tips/trust.yaml:20: title: is missing; add a line "title: ..."',
        id="missing",
    ),
    pytest.param(
        TIP,
        "title: Own a slip early",
        "title:",
        "tips/trust.yaml:27: title: is empty; write something after the colon, or take the line out if it may be "
        "left out",
        id="empty value",
    ),
    pytest.param(
        TIP,
        "title: Own a slip early",
        'title: " "',
        "tips/trust.yaml:27: title: is empty; write something between the quotation marks",
        id="empty text",
    ),
    pytest.param(
        TIP,
        "title: Own a slip early",
        "title: [Own, a, slip]",
        "tips/trust.yaml:27: title: should be text but reads as a list; put it between quotation marks",
        id="list for text",
    ),
    pytest.param(
        TIP,
        "title: Own a slip early",
        "title: {slip}",
        "tips/trust.yaml:27: title: should be text but reads as a group of fields; put it between quotation marks",
        id="braces for text",
    ),
    pytest.param(
        QUESTION,
        "strong: [A real habit, What it costs others, What you do about it]",
        "strong: A real habit",
        "questions/trust.yaml:58: strong: should be a list; write [one, two], or begin each entry on a line of its "
        "own with a hyphen",
        id="text for list",
    ),
    pytest.param(
        QUESTION,
        "strong: [A real habit, What it costs others, What you do about it]",
        "strong: [A real habit]",
        "questions/trust.yaml:58: strong: has one entry; write at least 3",
        id="too few",
    ),
    pytest.param(
        QUESTION,
        "pitfalls: [A boast in disguise, No answer]",
        "pitfalls: [A boast in disguise, No answer, A yawn, A jest]",
        "questions/trust.yaml:59: pitfalls: has 4 entries; keep at most 3",
        id="too many",
    ),
    pytest.param(
        QUESTION,
        "pitfalls: [A boast in disguise, No answer]",
        f"pitfalls:\n    - No answer\n    - {'A ' * 46}",
        "questions/trust.yaml:61: pitfalls: has 91 characters, 1 too many; shorten it to 90",
        id="too long within a list",
    ),
    pytest.param(
        TIP,
        "stage: day",
        "stage: dya",
        'tips/trust.yaml:23: stage: "dya" is not in the vocabulary; did you mean day?',
        id="vocabulary, a slip",
    ),
    pytest.param(
        TIP,
        "stage: day",
        "stage: xyzzy",
        'tips/trust.yaml:23: stage: "xyzzy" is not in the vocabulary; write one of decode, research, rehearse, '
        "arrange, day, after, decide",
        id="vocabulary, no guess",
    ),
    pytest.param(
        TIP,
        "stage: day",
        "stage: [day]",
        "tips/trust.yaml:23: stage: should be one word; did you mean day?",
        id="vocabulary, a list",
    ),
    pytest.param(
        "pack.yaml",
        "language: en",
        "language: fr",
        'pack.yaml:4: language: "fr" is not in the vocabulary; write one of en',
        id="language",
    ),
    pytest.param(
        "pack.yaml",
        "version: 1.0.0",
        "version: 1.0",
        'pack.yaml:3: version: "1.0" is not a version; write three numbers, like 1.0.0',
        id="version",
    ),
    pytest.param(
        TIP,
        "minutes: 2",
        "minutes: two",
        'tips/trust.yaml:26: minutes: "two" is not a whole number; write digits, like 5',
        id="number",
    ),
    pytest.param(
        TIP,
        "minutes: 2",
        "minutes: 90",
        "tips/trust.yaml:26: minutes: is 90; write 60 or less",
        id="number too high",
    ),
    pytest.param(
        TIP,
        "minutes: 2",
        "minutes: 0",
        "tips/trust.yaml:26: minutes: is 0; write 1 or more",
        id="number too low",
    ),
    pytest.param(
        PLAN,
        "quiet_ok: true",
        "quiet_ok: perhaps",
        "plans/light.yaml:31: steps.quiet_ok: is neither yes nor no; write true or false",
        id="yes or no",
    ),
    pytest.param(
        TIP,
        "reviewed: 2026-11-01\n  lead: any",
        "reviewed: 1 Nov 2026\n  lead: any",
        'tips/trust.yaml:24: reviewed: "1 Nov 2026" is not a day; write it like 2026-11-22',
        id="day",
    ),
    pytest.param(
        TIP,
        "reviewed: 2026-11-01\n  lead: any",
        "reviewed: 2026-11-31\n  lead: any",
        'tips/trust.yaml:24: reviewed: "2026-11-31" is no day of the calendar; write one like 2026-11-22',
        id="no such day",
    ),
    pytest.param(
        PLAN,
        "local_time: 18:00",
        "local_time: 6pm",
        'plans/light.yaml:24: steps.local_time: "6pm" is not a time of day; write hours and minutes, like 08:00',
        id="time of day",
    ),
    pytest.param(
        PLAN,
        "offset: -P1D",
        "offset: 1 day",
        'plans/light.yaml:23: steps.offset: "1 day" is not an offset; write -P5D (five days before), +P5BD (five '
        "business days after) or -PT1H (an hour before)",
        id="offset",
    ),
    pytest.param(
        PLAN,
        "offset: -P1D",
        "offset: P1D",
        'plans/light.yaml:23: steps.offset: "P1D" has no sign; write - for before or + for after',
        id="offset without a sign",
    ),
    pytest.param(
        TIP,
        "id: tip-trust-002",
        "id: Tip-Trust-2",
        'tips/trust.yaml:20: id: "Tip-Trust-2" is not an id of this kind; write small letters and digits, like '
        "tip-trust-003",
        id="id",
    ),
    pytest.param(
        TIP,
        "id: tip-trust-002",
        f"id: tip-{'trust-' * 6}002",
        "tips/trust.yaml:20: id: has 43 characters; an id has at most 40",
        id="id too long",
    ),
    pytest.param(
        TIP,
        "seed: [S12]",
        "seed: [S48]",
        'tips/trust.yaml:7: seed: "S48" is not a claim; write one from S1 to S47',
        id="seed",
    ),
    pytest.param(
        TIP,
        "seed: [S12]",
        "region: Norway",
        'tips/trust.yaml:7: region: "Norway" is not a region; write any, eu or a country in two letters, like uk or '
        "us",
        id="region",
    ),
    pytest.param(
        SOURCES,
        "url: https://example.org/coaches",
        "url: example.org",
        'sources.yaml:14: url: "example.org" is not an address; write it from https:// on',
        id="address",
    ),
    pytest.param(
        TEMPLATE,
        "slots: [day,",
        "slots: [Day,",
        'templates/thanks.yaml:13: slots: "Day" is not a slot\'s name; write small letters, digits and _, at most '
        "30, like my_name",
        id="slot's name",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), FIELDS)
def test_a_wrong_field_is_told_at_its_line(pack: PackCopy, file: str, old: str, new: str, said: str) -> None:
    pack.replace(file, old, new)

    assert said in pack.problems()
    assert len([line for line in pack.problems() if line.startswith(f"{file}:")]) == 1


WHOLE_FILES = [
    pytest.param("", "tips/trust.yaml:1: is empty; add an item or delete the file", id="empty"),
    pytest.param(
        "# nothing yet\n", "tips/trust.yaml:1: is empty; add an item or delete the file", id="comment"
    ),
    pytest.param(
        "id: tip-trust-001\ntitle: One\n",
        'tips/trust.yaml:1: is not a list; begin each item with a hyphen, like "- id: ..."',
        id="no list",
    ),
    pytest.param(
        "- tip-trust-001\n",
        "tips/trust.yaml:1: should be a group of fields; write each on a line of its own, like title: ...",
        id="no fields",
    ),
    pytest.param(
        "- id: tip-trust-001\n\ttitle: One\n",
        "tips/trust.yaml:2: has a tab; use spaces in its place",
        id="tab",
    ),
    pytest.param(
        "- id: tip-trust-001\n  title: One: or two\n",
        "tips/trust.yaml:2: cannot be read from here on; put a text with a colon and a space in it between quotation "
        "marks",
        id="colon",
    ),
    pytest.param(
        '- id: tip-trust-001\n  title: "One\n',
        "tips/trust.yaml:3: cannot be read from here on; close the quotation mark or bracket that stands open above",
        id="open quotation",
    ),
    pytest.param(
        "- id: tip-trust-001\n  title: @one\n",
        "tips/trust.yaml:2: cannot be read from here on; put a text that begins with a sign between quotation marks",
        id="sign",
    ),
    pytest.param(
        '- id: tip-trust-001\n  title: "One" and two\n',
        "tips/trust.yaml:2: cannot be read from here on; look here and on the line above for a wrong indent or a "
        "missing quotation mark or bracket",
        id="quotation within a text",
    ),
    pytest.param(
        "- id: tip-trust-001\n---\n- id: tip-trust-002\n",
        "tips/trust.yaml:2: cannot be read from here on; take out the line ---",
        id="two documents",
    ),
    pytest.param(
        "- id: tip-trust-001\n  title: One\x07\n",
        "tips/trust.yaml:2: has a character that cannot be seen; type the line again",
        id="control character",
    ),
]


@pytest.mark.parametrize(("text", "said"), WHOLE_FILES)
def test_a_file_that_cannot_be_read_is_told_in_one_line(pack: PackCopy, text: str, said: str) -> None:
    pack.write(TIP, text)

    assert [line for line in pack.problems() if line.startswith(TIP)] == [said]


def test_a_field_that_stands_twice_is_told_at_the_second(pack: PackCopy) -> None:
    pack.replace(TIP, "  title: Own a slip early\n", "  title: Own a slip early\n  title: Own it\n")

    assert pack.problems() == ["tips/trust.yaml:28: title: stands twice, first on line 27; keep one"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- &one\n  id: a\n- *one\n", "tips/trust.yaml:1: is repeated by an anchor (& and *); write it out"),
        (
            "- !thing\n  id: a\n",
            "tips/trust.yaml:1: has the tag !thing; leave out the word with the exclamation mark",
        ),
        ("- ? [a]\n  : b\n", "tips/trust.yaml:1: should begin with the name of a field, like title:"),
        ("- id: " + "[" * 20 + "]" * 20, "tips/trust.yaml:1: is nested too deep; nothing in a pack is"),
    ],
)
def test_parts_of_yaml_that_packs_do_without_are_refused(pack: PackCopy, text: str, said: str) -> None:
    pack.write(TIP, text)

    assert said in pack.problems()


def test_a_file_in_another_encoding_is_told_at_the_line_of_the_first_strange_letter(pack: PackCopy) -> None:
    (pack.folder / TIP).write_bytes("- id: x\n  title: Café\n".encode("latin-1"))

    assert "tips/trust.yaml:2: is not UTF-8; save the file again with the encoding UTF-8" in pack.problems()


def test_a_byte_order_mark_does_no_harm(pack: PackCopy) -> None:
    path = pack.folder / TIP
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert pack.problems() == []


def test_a_plan_in_a_list_is_told_to_be_alone_in_its_file(pack: PackCopy) -> None:
    pack.write(PLAN, "- id: plan-light\n")

    assert pack.problems()[0] == (
        "plans/light.yaml:1: is a list; a plan has a file of its own, and no hyphen before its fields"
    )


STRANGERS = [
    ("tip/trust.yaml", "tip:1: is not a folder of a pack; did you mean tips?"),
    (
        "xyz/trust.yaml",
        "xyz:1: is not a folder of a pack; use one of tips, questions, tasks, plans, rubrics, asks, templates",
    ),
    ("tips/access.yml", "tips/access.yml:1: is not read; call it access.yaml"),
    ("tips/more/access.yaml", "tips/more:1: is a folder within a folder; move its files up"),
    ("source.yaml", "source.yaml:1: is not read here; did you mean sources.yaml?"),
    (
        "trust.yml",
        "trust.yml:1: is not read here; move it into one of tips, questions, tasks, plans, rubrics, asks, templates",
    ),
]


@pytest.mark.parametrize(("file", "said"), STRANGERS)
def test_what_looks_like_content_but_is_not_read_is_told(pack: PackCopy, file: str, said: str) -> None:
    pack.write(file, "- id: tip-trust-009\n")

    assert pack.problems() == [said]


@pytest.mark.parametrize(
    "file", ["README.md", "LICENSE", ".DS_Store", "tips/.trust.yaml.swp", "tips/notes.txt"]
)
def test_other_files_are_left_alone(pack: PackCopy, file: str) -> None:
    pack.write(file, "anything\n")

    assert pack.problems() == []


YAML_TRAPS = [
    pytest.param(PLAN, "local_time: 18:00", "local_time: 08:00", id="a time is not a number to base sixty"),
    pytest.param(TIP, "seed: [S12]", "region: no", id="no is Norway, not false"),
    pytest.param(TIP, "title: Own a slip early", "title: 1984", id="a number may be a title"),
    pytest.param(TIP, "title: Own a slip early", "title: yes", id="a yes may be a title"),
    pytest.param(PLAN, "quiet_ok: true", "quiet_ok: yes", id="yes is true where that is asked"),
    pytest.param(
        TIP, "reviewed: 2026-11-01", 'reviewed: "2026-11-01"', id="a day may stand in quotation marks"
    ),
    pytest.param(TIP, "body: When", "body: >\n    When", id="a fold may end in a line break"),
    pytest.param(QUESTION, "  rubric: rubric-story-001\n", "  rubric:\n", id="what is optional may be empty"),
]


@pytest.mark.parametrize(("file", "old", "new"), YAML_TRAPS)
def test_what_yaml_would_misread_just_works(pack: PackCopy, file: str, old: str, new: str) -> None:
    pack.replace(file, old, new)

    assert pack.problems() == []


def test_a_broken_item_does_not_make_those_that_name_it_look_broken(pack: PackCopy) -> None:
    pack.replace(TASK, "minutes: 10", "minutes: ten")

    assert pack.problems() == [
        'tasks/trust.yaml:7: minutes: "ten" is not a whole number; write digits, like 5'
    ]


def test_a_file_that_cannot_be_read_does_not_make_others_look_broken(pack: PackCopy) -> None:
    pack.replace(TASK, "text: Write", "text: Note: write")

    (said,) = pack.problems()
    assert said.startswith("tasks/trust.yaml:5: cannot be read from here on; ")


def test_what_is_said_of_a_long_text_stays_on_one_short_line(pack: PackCopy) -> None:
    pack.replace(TIP, "stage: day", 'stage: "day\n\n  ' + "and night " * 50 + '"')

    (said,) = pack.problems()
    assert said.startswith('tips/trust.yaml:23: stage: "day and night and night')
    assert len(said) < 250


def test_loading_tells_every_problem_at_once_in_order(pack: PackCopy) -> None:
    pack.replace(TIP, "minutes: 2", "minutes: two")
    pack.replace(TIP, "lead: any", "lead: never")
    pack.replace(QUESTION, "difficulty: 3", "difficulty: 4")

    with pytest.raises(ContentError) as raised:
        load([pack.folder])

    places = [line.removeprefix(f"{pack.folder}/").split(": ")[:2] for line in str(raised.value).splitlines()]
    assert places == [
        ["questions/trust.yaml:38", "difficulty"],
        ["tips/trust.yaml:25", "lead"],
        ["tips/trust.yaml:26", "minutes"],
    ]


def test_loading_tells_at_most_fifty_problems_and_how_many_more_there_are(pack: PackCopy) -> None:
    pack.write(TIP, "".join(f"- id: tip-{number}\n" for number in range(10)))

    with pytest.raises(ContentError) as raised:
        load([pack.folder])

    lines = str(raised.value).splitlines()
    assert len(lines) == 51
    assert lines[-1].startswith("... and ")


def test_what_only_a_reader_would_mind_does_not_stop_a_start(pack: PackCopy) -> None:
    pack.replace(TIP, "Nobody minds.", "You will crush it.")

    assert len(pack.problems()) == 1
    assert load([pack.folder]).tip("tip-trust-002") is not None

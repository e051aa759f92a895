"""What a machine can judge of a pack's content, told at the line where it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.pack_copy import PACKS, PackCopy

TIP = "tips/trust.yaml"
QUESTION = "questions/trust.yaml"
TASK = "tasks/trust.yaml"
PLAN = "plans/light.yaml"
TEMPLATE = "templates/thanks.yaml"
SOURCES = "sources.yaml"

STRUCTURE = [
    pytest.param(
        PLAN,
        "tip: tip-trust-001",
        "tip: tip-trust-010",
        'plans/light.yaml:11: steps.tip: "tip-trust-010" is in no pack; did you mean tip-trust-002?',
        id="a step's tip",
    ),
    pytest.param(
        PLAN,
        "task: task-trust-001",
        "task: task-zzzzzzzzzzzzzzzzz-001",
        'plans/light.yaml:10: steps.task: "task-zzzzzzzzzzzzzzzzz-001" is in no pack; add it, or take the name out',
        id="a step's task",
    ),
    pytest.param(
        PLAN,
        "[q-trust-001, q-trust-002]",
        "[q-trust-001, q-trust-005]",
        'plans/light.yaml:12: steps.questions: "q-trust-005" is in no pack; did you mean q-trust-004?',
        id="a step's question",
    ),
    pytest.param(
        QUESTION,
        "rubric-story-001",
        "rubric-storey-001",
        'questions/trust.yaml:9: rubric: "rubric-storey-001" is in no pack; did you mean rubric-story-001?',
        id="a question's rubric",
    ),
    pytest.param(
        TASK,
        "depends_on: [task-trust-001]",
        "depends_on: [task-trust-003]",
        'tasks/trust.yaml:18: depends_on: "task-trust-003" is in no pack; did you mean task-trust-002?',
        id="a task's task",
    ),
    pytest.param(
        TASK,
        "depends_on: [task-trust-001]",
        "depends_on: [task-trust-002]",
        "tasks/trust.yaml:18: depends_on: makes a circle (task-trust-002 waits for task-trust-002); take one out",
        id="a task that waits for itself",
    ),
    pytest.param(
        TASK,
        "lead: T-3",
        "lead: T-3\n  depends_on: [task-trust-002]",
        "tasks/trust.yaml:9: depends_on: makes a circle (task-trust-001 waits for task-trust-002 waits for "
        "task-trust-001); take one out",
        id="tasks that wait for each other",
    ),
    pytest.param(
        TIP,
        "topic: trust\n  stage: day",
        "topic: delivery\n  stage: day",
        'tips/trust.yaml:22: topic: is "delivery" in the file trust.yaml; move the item to delivery.yaml',
        id="another file's topic",
    ),
    pytest.param(
        TIP,
        "id: tip-trust-002",
        "id: tip-trust-001",
        'tips/trust.yaml:20: id: "tip-trust-001" is taken by {pack}/tips/trust.yaml:3; give it the next free number',
        id="an id twice",
    ),
    pytest.param(
        PLAN,
        "id: step-light-002",
        "id: step-light-001",
        'plans/light.yaml:14: steps.id: "step-light-001" is taken by {pack}/plans/light.yaml:6; give it the next '
        "free number",
        id="a step's id twice",
    ),
    pytest.param(
        PLAN,
        "    skip_if: [notice-over-36h]\n",
        "",
        'plans/light.yaml:15: steps.lead: "booking" stands 2 times; give each a skip_if, or keep one',
        id="a lead twice",
    ),
    pytest.param(
        PLAN,
        "pace: light",
        "pace: standard",
        'plans/standard.yaml:4: pace: "standard" is the pace of {pack}/plans/light.yaml already; keep one plan',
        id="a pace twice",
    ),
    pytest.param(
        PLAN,
        "lead: T-1h",
        "lead: any",
        'plans/light.yaml:28: steps.lead: "any" is no moment; write the one at which the step comes',
        id="a step at any time",
    ),
    pytest.param(
        PLAN,
        "    offset: -P1D\n",
        "",
        'plans/light.yaml:21: steps.offset: is missing; add a line "offset: ...", like -P5D',
        id="no offset",
    ),
    pytest.param(
        PLAN,
        "lead: booking",
        "lead: booking\n    offset: -P9D",
        "plans/light.yaml:8: steps.offset: does not go with booking; take it out",
        id="an offset at booking",
    ),
    pytest.param(
        PLAN,
        "offset: -P1D",
        "offset: +P1D",
        "plans/light.yaml:23: steps.offset: lies after the interview and T-1 before it; write it with -",
        id="an offset on the wrong side of the interview",
    ),
    pytest.param(
        PLAN,
        "offset: +P5BD",
        "offset: -P5BD",
        "plans/light.yaml:35: steps.offset: does not lie after the interview, as +5bd does; write it with +",
        id="an offset before the interview for a lead after it",
    ),
    pytest.param(
        PLAN,
        "offset: -PT1H",
        "offset: -PT1H\n    local_time: 09:00",
        "plans/light.yaml:30: steps.local_time: does not go with an offset in hours; take it out",
        id="a time of day with hours",
    ),
    pytest.param(
        PLAN,
        "lead: booking",
        "lead: booking\n    local_time: 09:00",
        "plans/light.yaml:8: steps.local_time: does not go with booking; take it out",
        id="a time of day at booking",
    ),
    pytest.param(
        TEMPLATE,
        "slots: [day, name, ",
        "slots: [day, ",
        "templates/thanks.yaml:7: body: {name} is not among the slots; add name to slots",
        id="a placeholder without its slot",
    ),
    pytest.param(
        TEMPLATE,
        "Dear {name}",
        "Dear {Name}",
        "templates/thanks.yaml:7: body: {Name} is no slot; write small letters and _, like {my_name}",
        id="a placeholder of another shape",
    ),
    pytest.param(
        TEMPLATE,
        "slots: [day, ",
        "slots: [day, role, ",
        'templates/thanks.yaml:13: slots: "role" is not in the text; use {role} or take it out',
        id="a slot that is not used",
    ),
    pytest.param(
        QUESTION,
        "topic: trust",
        "status: draft\n  topic: trust",
        "pack.yaml:1: questions: there are 3 of proof trust; write at least 4",
        id="too few questions for a proof",
    ),
    pytest.param(
        PLAN,
        "pace: light",
        "pace: thorough",
        "pack.yaml:1: plans: there is none of pace light; add plans/light.yaml",
        id="no plan for a pace",
    ),
]

EDITORIAL = [
    pytest.param(
        TIP,
        "Nobody minds.",
        "Nail it.",
        'tips/trust.yaml:28: body: "Nail" is worn out; say what to do in plain words',
        id="a banned word",
    ),
    pytest.param(
        PLAN,
        "One hour to go.",
        "Just be\n      yourself.",
        'plans/light.yaml:30: steps.text: "be yourself" is worn out; say what to do in plain words',
        id="banned words over two lines of a plan",
    ),
    pytest.param(
        "rubrics/answers.yaml",
        "Say because.",
        "Play your A-game.",
        'rubrics/answers.yaml:14: dimensions.next_step: "A-game" is worn out; say what to do in plain words',
        id="a banned word in a rubric",
    ),
    pytest.param(
        TIP,
        "Nobody minds.",
        "It will get you the job.",
        'tips/trust.yaml:28: body: "will get you the job" is a promise nobody can keep; say what it may help with',
        id="a promise",
    ),
    pytest.param(
        TIP,
        "Nobody minds.",
        "57% mind.",
        'tips/trust.yaml:28: body: "57%" is a statistic; name its source, of grade A or B, in sources',
        id="a statistic without a source",
    ),
    pytest.param(
        TIP,
        "sources: [source-survey-2014]\n  evidence: B",
        "sources: [source-custom-2020]\n  evidence: C",
        'tips/trust.yaml:17: why: "33%" is a statistic; name its source, of grade A or B, in sources',
        id="a statistic with a custom for its source",
    ),
    pytest.param(
        TIP,
        ", 2014)",
        ")",
        'tips/trust.yaml:17: why: "33%" is a statistic; name who found it in the text, with the year (2014)',
        id="a statistic without its year",
    ),
    pytest.param(
        TIP,
        "(Example Surveys, 2014)",
        "(a survey of 2014)",
        'tips/trust.yaml:17: why: "33%" is a statistic; name who found it in the text, like Example Surveys',
        id="a statistic without the name of who found it",
    ),
    pytest.param(
        TIP,
        "33% of employers",
        "43% of employers",
        'tips/trust.yaml:17: why: "43%" is in none of its sources; give the figure that they found',
        id="a percentage that nobody found",
    ),
    pytest.param(
        TIP,
        "Nobody minds.",
        "They decide within seven seconds.",
        'tips/trust.yaml:28: body: "seven seconds" is a figure that nobody found; take it out',
        id="a figure that everybody repeats",
    ),
    pytest.param(
        TASK,
        "Write down three promises",
        "Thinking of three promises",
        'tasks/trust.yaml:5: text: begins with "thinking"; begin with what to do, like Write or Ask',
        id="a task that does not begin with a verb",
    ),
    pytest.param(
        TASK,
        "Write down three promises",
        "Your three promises",
        'tasks/trust.yaml:5: text: begins with "your"; begin with what to do, like Write or Ask',
        id="a task that begins with a thing",
    ),
    pytest.param(
        QUESTION,
        "follow_ups: [How did they take it?, ",
        'follow_ups: ["And when did you last tell somebody bad news?", ',
        "questions/trust.yaml:15: follow_ups: asks what was asked already; ask for what comes next, or for a detail",
        id="a follow-up that asks the same",
    ),
    pytest.param(
        TIP,
        "Nobody minds.",
        "Bring your A game.",
        'tips/trust.yaml:28: body: "your A game" is worn out; say what to do in plain words',
        id="an A-game without its hyphen",
    ),
    pytest.param(
        "pack.yaml",
        "title: A small pack",
        "title: A game-changer",
        'pack.yaml:2: title: "game-changer" is worn out; say what to do in plain words',
        id="a banned word in what a pack says of itself",
    ),
    pytest.param(
        PLAN,
        "One hour to go.",
        "One in three forgets the time.",
        'plans/light.yaml:30: steps.text: "One in three" is a statistic; a plan has no sources, so move it into a tip',
        id="a statistic in a plan",
    ),
    pytest.param(
        TIP,
        "evidence: B",
        "evidence: A",
        'tips/trust.yaml:9: evidence: evidence is "A" but its sources reach B; write "evidence: B"',
        id="evidence better than its sources",
    ),
    pytest.param(
        TIP,
        "  evidence: B\n",
        "",
        'tips/trust.yaml:8: sources: evidence is "none" but its sources reach B; write "evidence: B"',
        id="evidence left out",
    ),
    pytest.param(
        TIP,
        "minutes: 2",
        "minutes: 2\n  evidence: C",
        'tips/trust.yaml:27: evidence: evidence is "C" but it names no source; write "evidence: none"',
        id="evidence without a source",
    ),
    pytest.param(
        SOURCES,
        "url: https://example.org/coaches",
        "url: https://example.org/Survey/",
        "sources.yaml:14: url: is the address of source-survey-2014 too ({pack}/sources.yaml:1); keep one of the two",
        id="an address twice",
    ),
    pytest.param(
        TIP,
        "reviewed: 2026-11-01\n  lead: any",
        "reviewed: 2027-11-01\n  lead: any",
        "tips/trust.yaml:24: reviewed: is 2027-11-01, which is still to come; write the day it was read",
        id="a review still to come",
    ),
    pytest.param(
        QUESTION,
        "prompt: Which promise of ours would you find hardest to keep?",
        "prompt: When did you last tell somebody some bad news, and how?",
        "questions/trust.yaml:41: prompt: says nearly what q-trust-001 says ({pack}/questions/trust.yaml:1), 0.92 "
        "alike; make them one, or tell them apart",
        id="a question that is asked already",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), [*STRUCTURE, *EDITORIAL])
def test_a_broken_rule_is_told_where_it_is_mended(
    pack: PackCopy, file: str, old: str, new: str, said: str
) -> None:
    pack.replace(file, old, new)

    # The name of the folder was taken out of what is said.
    assert said.replace("{pack}/", "") in pack.problems()


def test_the_small_pack_is_without_fault(pack: PackCopy) -> None:
    assert pack.problems() == []
    assert pack.warnings() == []


@pytest.mark.parametrize(
    "words",
    [
        "It was surprising: face the snails of the crushed place.",
        "Play a game of cards.",
        "Read it in 25 minutes, in two breaths, three times.",
        "Say one in ten minutes.",
        "Send 3 of the 5 notes by 09:00.",
        "Meet 4 people on floor 12 in 2019.",
        "Say it in 7 lines and 90 seconds; stop by half past nine.",
        "Nobody can promise that you will get the job.",
    ],
)
def test_plain_words_counts_times_and_minutes_are_no_fault(pack: PackCopy, words: str) -> None:
    pack.replace(TIP, "  body: When you misspeak,", f'  body: "{words}"\n  # When')
    pack.replace(TIP, "  # When stop, say so, and give the right figure. Nobody minds.\n", "")

    assert pack.problems() == []


@pytest.mark.parametrize(
    "figure",
    [
        "57 %",
        "57 per cent",
        "1 in 5",
        "three out of ten",
        "n = 358",
        "£30,000",
        "$ 5",
        "€40k",
        "40,000 dollars",
    ],
)
def test_percentages_ratios_samples_and_money_are_statistics(pack: PackCopy, figure: str) -> None:
    pack.replace(TIP, "Nobody minds.", f"It was {figure} then.")

    assert pack.problems() == [
        f'tips/trust.yaml:28: body: "{figure}" is a statistic; name its source, of grade A or B, in sources'
    ]


def test_pay_health_and_law_name_a_region_and_are_reviewed_every_year(pack: PackCopy) -> None:
    pack.write(
        "tips/pay-offer.yaml",
        """\
- id: tip-pay-001
  topic: pay-offer
  stage: decide
  reviewed: 2025-11-01
  lead: T-3
  minutes: 5
  title: Ask which benefits come with it
  body: Holidays, hours and a travel card are worth money. Put them on one page.
  why: The sum on the letter is only one line of it.
  do_now: List the three that matter to you.
""",
    )

    assert pack.problems() == [
        "tips/pay-offer.yaml:1: region: is missing, and pay-offer differs by country; write any, or where it holds",
        "tips/pay-offer.yaml:4: reviewed: is 2025-11-01, over twelve months ago; read it again and write the day",
    ]


def test_half_alike_is_a_warning_and_not_a_problem(pack: PackCopy) -> None:
    pack.replace(QUESTION, "If your desk could talk", "When did you last tell somebody good news at all")
    pack.replace(QUESTION, ", what would it complain about?", ", and where?")

    assert pack.problems() == []
    assert len(pack.warnings()) == 1
    assert "questions/trust.yaml:56: prompt: says nearly what q-trust-001 says" in pack.warnings()[0]


def test_what_is_named_but_retired_is_a_warning(pack: PackCopy) -> None:
    pack.replace(PLAN, "tip: tip-trust-001", "tip: tip-trust-002")

    assert pack.problems() == []
    assert pack.warnings() == [
        'plans/light.yaml:11: steps.tip: "tip-trust-002" is retired, not live; name another'
    ]


def test_a_slot_that_looks_like_a_slip_is_a_warning(pack: PackCopy) -> None:
    pack.replace(TEMPLATE, "Dear {name}", "Dear {nmae}")
    pack.replace(TEMPLATE, "slots: [day, name", "slots: [day, nmae")

    assert pack.problems() == []
    assert pack.warnings() == []

    pack.replace(TEMPLATE, "Dear {nmae}", "Dear {names}")
    pack.replace(TEMPLATE, "slots: [day, nmae", "slots: [day, names")

    assert pack.warnings() == [
        'templates/thanks.yaml:13: slots: "names" is a blank to fill in; did you mean name?'
    ]


def test_a_pack_that_calls_itself_the_starter_pack_is_asked_for_all_that_it_promises(pack: PackCopy) -> None:
    pack.replace("pack.yaml", "id: small", "id: second-interview")

    problems = pack.problems()

    assert "pack.yaml:1: tips: there is 1 on trust; write 6 more, for at least 7" in problems
    assert any(one.startswith("pack.yaml:1: seed: no live item rests on S1, S2, S3, ") for one in problems)


def test_hiding_what_no_earlier_pack_has_is_a_problem(pack: PackCopy, tmp_path: Path) -> None:
    later = tmp_path / "later"
    later.mkdir()
    text = (PACKS / "group" / "pack.yaml").read_text(encoding="utf-8")
    (later / "pack.yaml").write_text(text.replace("tip-trust-002", "tip-trust-003"), encoding="utf-8")

    assert pack.problems(later) == [
        f'{later}/pack.yaml:7: hide: "tip-trust-003" is in no earlier pack; did you mean tip-trust-002?'
    ]

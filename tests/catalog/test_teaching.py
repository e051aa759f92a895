"""What the page for coaches shows as good is good: every example of it stands in a pack without a problem."""

from __future__ import annotations

import re

import pytest

from bot.catalog.location import builtin_packs
from bot.catalog.packs import FOLDERS
from tests.catalog.pack_copy import PackCopy

PAGE = (builtin_packs().parent / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"Good:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)
FILES = {
    "tip": "tips/trust.yaml",
    "q": "questions/trust.yaml",
    "task": "tasks/story-bank.yaml",
    "ask": "asks/peer.yaml",
    "template": "templates/follow-up.yaml",
    "source": "sources.yaml",
}
RUBRIC = """\
- id: rubric-trust-101
  topic: trust
  stage: rehearse
  reviewed: 2026-11-22
  title: What came of it
  dimensions:
"""


def id_of(example: str) -> str:
    return example.partition("\n")[0].partition(": ")[2]


def indented(example: str, columns: int) -> str:
    return "".join(f"{' ' * columns}{line}\n" for line in example.splitlines())


def test_there_is_a_good_and_a_weak_example_of_each_kind() -> None:
    assert len(EXAMPLES) == len(FOLDERS) + 1
    assert PAGE.count("\nWeak: ") == len(EXAMPLES)


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if id_of(one).partition("-")[0] in FILES], ids=id_of
)
def test_a_good_item_is_without_a_problem(pack: PackCopy, example: str) -> None:
    file = FILES[id_of(example).partition("-")[0]]
    before = (pack.folder / file).read_text(encoding="utf-8") if (pack.folder / file).exists() else ""

    pack.write(file, f"{before}\n{example}")

    assert pack.problems() == []


def test_a_good_step_is_without_a_problem(pack: PackCopy) -> None:
    (step,) = (one for one in EXAMPLES if id_of(one).startswith("step-"))
    pack.replace("plans/light.yaml", "lead: T-1\n", "lead: T-2\n")
    pack.add("plans/light.yaml", f"\n{indented(step, 2)}")

    assert pack.problems() == []


def test_a_good_row_of_a_rubric_is_without_a_problem(pack: PackCopy) -> None:
    (row,) = (one for one in EXAMPLES if one.startswith("- name: "))
    rows = [indented(row.replace("The result", f"Row {number}"), 4) for number in range(3)]
    pack.write("rubrics/result.yaml", RUBRIC + "".join(rows))

    assert pack.problems() == []


def test_the_first_item_that_is_shown_is_a_task_as_it_would_stand(pack: PackCopy) -> None:
    (first,) = re.findall(r"This is a whole task:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)

    pack.add("tasks/trust.yaml", f"\n{first}")

    assert pack.problems() == []

"""The pack that comes with Encore can be used, and holds to the rules that a machine can judge."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.catalog.catalog import Catalog, shipped
from bot.catalog.location import builtin_packs
from bot.catalog.report import Report, check, render_report
from bot.domain.content import SIX_PROOFS, Status, Tip
from bot.domain.members import Pace


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return shipped()


@pytest.fixture(scope="module")
def report(catalog: Catalog) -> Report:
    """As on the day of the latest review, so that time alone never turns this red."""
    return check([builtin_packs()], today=max(tip.reviewed for tip in catalog.of(Tip)))


def test_it_has_no_problems(report: Report) -> None:
    assert [str(problem) for problem in report.problems] == []


def test_its_claims_are_all_cited(report: Report) -> None:
    assert [str(warning) for warning in report.warnings if warning.field == "seed"] == []


def test_it_has_a_plan_for_each_pace_and_questions_for_each_proof(catalog: Catalog) -> None:
    assert [catalog.plan(pace).pace for pace in Pace] == list(Pace)
    assert all(len(catalog.questions(proof)) >= 4 for proof in SIX_PROOFS)


def test_a_year_later_what_must_be_read_again_is_told(catalog: Catalog) -> None:
    latest = max(tip.reviewed for tip in catalog.of(Tip))

    problems = check([builtin_packs()], today=latest + timedelta(days=400)).problems

    assert problems
    assert {problem.field for problem in problems} == {"reviewed"}


def test_the_counts_are_of_live_items(report: Report, catalog: Catalog) -> None:
    assert sum(count.tips for count in report.topics) == len(catalog.tips())
    assert all(tip.status is Status.LIVE for tip in catalog.tips())


def test_the_report_ends_with_the_outcome(report: Report) -> None:
    lines = render_report(report).splitlines()

    assert lines[-1].startswith("No problems")
    assert any(line.startswith("trust ") for line in lines)


def test_a_report_begins_with_what_must_be_mended(report: Report, catalog: Catalog, tmp_path: Path) -> None:
    latest = max(tip.reviewed for tip in catalog.of(Tip))

    broken = check([builtin_packs(), tmp_path / "nowhere"], today=latest)

    assert report.passed
    assert not broken.passed
    assert render_report(broken).startswith(
        f"{tmp_path}/nowhere:1: is not a folder; correct its name or make it\n"
    )
    assert "1 problem" in render_report(broken).splitlines()[-1]

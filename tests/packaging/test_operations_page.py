"""The page for operators names commands, metrics, files and places in pages that there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from adapters.cli import _parser
from adapters.logs import IDS
from adapters.slack.manifest import EVENTS_PATH, REDIRECT_PATH
from adapters.slack.oauth import INSTALL
from adapters.web.metrics import REASONS, Metrics

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operations.md").read_text()
FENCED = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:\bencore|encore-admin|run --rm members|exec encore encore) ([a-z][\w ./:-]*)")
PLACES = {"LIST": "web", "FILE": "copy.db", "FOLDER": "packs"}
METRIC = re.compile(r"encore_[a-z_]+")


def anchors(page: str) -> set[str]:
    """Return the anchors of a page's headings, as they are made where it is shown."""
    headings = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands() -> list[str]:
    """Every command line of Encore's in the page, in code."""
    spans = [part for block in FENCED for line in block.splitlines() for part in line.split("&&")]
    spans += re.findall(
        r"`(encore [^`]+)`", re.sub(r"\s+", " ", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL))
    )
    found = [match[1].strip() for span in spans if (match := COMMAND.search(span.partition("#")[0]))]
    return sorted({line for line in found if not line.startswith(("encore", "build"))})


def families() -> set[str]:
    return {family.name for family in Metrics()._registry.collect()}


def test_the_page_has_commands() -> None:
    assert {"doctor", "db upgrade", "db backup FILE", "secrets rotate"} <= set(commands())


@pytest.mark.parametrize("line", commands())
def test_a_command_of_the_page_is_understood(line: str) -> None:
    words = [PLACES.get(word, word) for word in shlex.split(line)]
    assert _parser().parse_args(words).run is not None


def test_every_metric_is_on_the_page_and_no_other() -> None:
    told = {re.sub(r"_(?:bucket|count|sum|total)$", "", name) for name in METRIC.findall(PAGE)}
    assert told == families()


def test_the_reasons_of_the_alarms_are_reasons_that_are_counted() -> None:
    [*lists] = re.findall(r'reason=~?"([^"]+)"', PAGE)
    named = {reason for one in lists for reason in one.replace("\\|", "|").split("|")}
    assert named
    assert named <= REASONS


def test_the_paths_for_the_proxy_are_those_that_are_served() -> None:
    assert {EVENTS_PATH, REDIRECT_PATH, INSTALL} <= set(re.findall(r"`(/slack/\w+)`", PAGE))


def test_the_fields_of_the_log_are_told() -> None:
    table = PAGE[PAGE.index("## The log") : PAGE.index("## Metrics")]
    told = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))))
    assert {"time", "level", "logger", "message", "reference", "where", "kind", "trace", "at"} | IDS <= told


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", PAGE))))
def test_a_link_leads_somewhere(link: str) -> None:
    name, _, anchor = link.partition("#")
    page = (ROOT / "docs" / name).resolve() if name else ROOT / "docs/operations.md"
    assert page.exists()
    assert not anchor or anchor in anchors(page.read_text())


def test_the_files_that_are_named_are_there() -> None:
    named = set(re.findall(r"`((?:deploy|docs)/[\w.-]+)`", PAGE))
    assert "deploy/encore.service" in named
    assert all((ROOT / name).is_file() for name in named)

"""Drafts in storage: every kind comes back with every field, and so do those that the first form was stored in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import insert, update

from bot.domain.drafts import (
    KEPT_FOR,
    Asking,
    Content,
    Details,
    EventsDraft,
    FormDraft,
    InterviewDraft,
    LineDraft,
    MoveDraft,
    Origin,
    PastedDraft,
    QuestionDraft,
    Source,
    UpdateDraft,
)
from bot.domain.invitations import Candidate, Moment, ZoneSource
from bot.invocation import Invocation
from bot.ports import Store
from bot.storage.drafts import KINDS
from bot.storage.old_drafts import of_old
from bot.storage.store import SqlStore
from bot.storage.tables import drafts
from tests.persistence.samples import NOW, a_draft, a_member, writing
from tests.persistence.test_every_field import alike, every_field_set

OLD: list[dict[str, Any]] = json.loads((Path(__file__).parent / "old_drafts.json").read_text())
"""Rows as the release before this form of drafts wrote them, of every path and with every name that it knew."""


def old(path: str, **values: str) -> Content:
    return of_old(
        path, {name.replace("__", " ").replace("_of", "of:"): words for name, words in values.items()}
    )


@pytest.mark.parametrize("kind", get_args(Content), ids=lambda kind: kind.__name__)
async def test_every_field_of_every_kind_comes_back(store: Store, kind: type[Any]) -> None:
    draft = a_draft(content=every_field_set(kind))
    async with writing(store) as unit:
        await unit.members.add(a_member())
        await unit.drafts.put(draft)
    async with store.unit() as unit:
        alike(draft, await unit.drafts.get("id-ada", draft.id, NOW))
        assert await unit.drafts.of("id-ada", NOW) == (draft,)


def test_every_kind_has_a_name_of_its_own_that_stays() -> None:
    assert set(KINDS) == {"interview", "update", "move", "events", "pasted", "line", "question", "form"}
    assert set(KINDS.values()) == set(get_args(Content))


async def _with_rows(store: SqlStore, rows: list[dict[str, Any]]) -> None:
    async with writing(store) as unit:
        await unit.members.add(a_member())
    async with store._engine.begin() as connection:
        for number, row in enumerate(rows):
            saved_at = datetime.fromisoformat(row["saved_at"])
            values = {
                "id": f"old-{number}",
                "member_id": "id-ada",
                "path": row["path"],
                "values": store._vault.seal_json(row["values"]),
                "saved_at": saved_at,
                "expires_at": saved_at + KEPT_FOR,
            }
            await connection.execute(insert(drafts).values(**values))


async def test_every_draft_of_the_first_form_opens(sql_store: SqlStore) -> None:
    await _with_rows(sql_store, OLD)
    opened = datetime.fromisoformat(min(row["saved_at"] for row in OLD))
    async with sql_store.unit() as unit:
        found = await unit.drafts.of("id-ada", opened)
        assert {draft.id for draft in found} == {f"old-{number}" for number in range(len(OLD))}
        for draft in found:
            # It is kept again in the form of today, and nothing of it is lost on the way.
            await unit.drafts.put(draft)
            assert await unit.drafts.get("id-ada", draft.id, opened) == draft


@pytest.mark.parametrize("row", OLD, ids=lambda row: row["path"])
def test_no_word_of_the_first_form_is_lost(row: dict[str, Any]) -> None:
    """Whatever text stood in a row stands in what it opens as; what was a number, a date or a yes has its own place."""
    told = repr(of_old(row["path"], row["values"]))
    for name in (
        "company",
        "role",
        "notes",
        "place",
        "title",
        "uid",
        "text",
        "headline",
        "missed",
        "previous",
    ):
        assert repr(row["values"].get(name, ""))[1:-1] in told


def test_a_draft_of_an_invitation_means_what_it_meant() -> None:
    moments = "2026-12-03T15:00 UTC instant|2026-12-04T09:30 - floating"
    found = old(
        "interview add", company="Acme", when="2026-12-03 15:00", zone="Berlin", source="calendar", uid="u-1", sequence="2",
        moments=moments, checks="One.\nTwo.", their__role="Analyst", likely="yes", fresh="yes", told__clock="yes",
        typed_at="2026-11-23T09:00:00+00:00", readings="2026-12-03T16:00 Europe/Berlin",
        asking="import same?draft=d1&what=i1", details="ask", choice="yes",
    )  # fmt: skip
    assert isinstance(found, InterviewDraft)
    assert found.origin == Origin(
        source=Source.CALENDAR,
        uid="u-1",
        sequence=2,
        moments=(
            Moment(date(2026, 12, 3), time(15), "UTC", ZoneSource.INSTANT),
            Moment(date(2026, 12, 4), time(9, 30), None, ZoneSource.FLOATING),
        ),
        choice=True,
        checks=("One.", "Two."),
        theirs=Details(role="Analyst"),
        likely=True,
    )
    assert (found.zone, found.fresh, found.clock_told, found.unsure) == ("Berlin", True, True, False)
    assert found.readings == (Candidate(date(2026, 12, 3), time(16), "Europe/Berlin"),)
    assert found.asking == Asking(Invocation("import same", {"draft": "d1", "what": "i1"}))
    assert found.typed_at == datetime.fromisoformat("2026-11-23T09:00:00+00:00")


def test_each_kind_of_old_draft_is_told_by_its_path_and_names() -> None:
    renewed = {"what": "i1", "source": "message", "new__place": "Leeds", "their__place": "Leeds"}
    assert old("interview move", what="i1", when="Fri", time="4pm") == MoveDraft(
        interview_id="i1", when="Fri", time="4pm"
    )
    update = old("interview import", **renewed)
    assert isinstance(update, UpdateDraft)
    assert (update.interview_id, update.changed) == ("i1", Details(place="Leeds"))
    moving = old("interview move", **renewed, readings="2026-12-03T16:00 Europe/Berlin")
    assert isinstance(moving, MoveDraft)
    assert moving.update == update
    assert old("interview import", text="Dear Ada") == PastedDraft("Dear Ada")
    events = old(
        "interview import",
        events='[{"source": "calendar", "title": "A"}]',
        later="1",
        past="2",
        heard="x",
        picked="yes",
    )
    [event] = [InterviewDraft(origin=Origin(source=Source.CALENDAR, title="A"))]
    assert events == EventsDraft(events=(event,), later=1, past=2, heard=("x",), picked=True)
    assert old("prep", what="purple") == LineDraft("purple")
    assert old("prep", asking="several") == QuestionDraft(Asking())
    assert old("story write", _ofproof="trust", headline="I") == FormDraft(
        "story write", {"proof": "trust"}, {"headline": "I"}
    )


@pytest.mark.parametrize(
    "unknown",
    [
        {"version": 3, "kind": "practice", "marks": [1]},
        {"version": 3, "kind": "interview", "asking": {"yes": {"path": "x", "arguments": None}}},
        {"version": 3, "kind": "form", "path": "x", "about": [], "answers": "none"},
        {"events": "[1]"},
        {"events": "not even JSON"},
        [],
        "words",
        None,
    ],
    ids=repr,
)
async def test_one_that_nobody_here_can_read_holds_up_no_other(sql_store: SqlStore, unknown: Any) -> None:
    async with writing(sql_store) as unit:
        await unit.members.add(a_member())
        await unit.drafts.put(a_draft("one"))
        await unit.drafts.put(a_draft("two"))
    sealed = sql_store._vault.seal_json(unknown)
    async with sql_store._engine.begin() as connection:
        changed = {"values": sealed, "path": "interview import"}
        await connection.execute(update(drafts).where(drafts.c.id == "dr-one").values(**changed))
    async with sql_store.unit() as unit:
        assert await unit.drafts.get("id-ada", "dr-one", NOW) is None
        assert await unit.drafts.of("id-ada", NOW) == (a_draft("two"),)


def test_a_draft_is_forgotten_after_a_week() -> None:
    assert replace(a_draft(), saved_at=NOW).expires_at == NOW + KEPT_FOR

"""The fakes that other tests rest on do what the ports ask, and no less."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest

from bot import ports
from bot.domain.members import Member, MemberRef, Platform
from tests import fakes
from tests.conftest import SUNDAY

FILLED = {
    ports.UnitOfWork: fakes.FakeUnit,
    ports.Store: fakes.FakeStore,
    ports.Catalog: fakes.FakeCatalog,
    ports.Cities: fakes.FakeCities,
    ports.LooseDates: fakes.FakeLooseDates,
    ports.Members: fakes.FakeMembers,
    ports.Interviews: fakes.FakeInterviews,
    ports.OwedRows: fakes.FakeOwedRows,
    ports.Cases: fakes.FakeCases,
    ports.Sheets: fakes.FakeSheets,
    ports.Feeds: fakes.FakeFeeds,
    ports.Drafts: fakes.FakeDrafts,
    ports.Practice: fakes.FakePractice,
    ports.Inbox: fakes.FakeInbox,
    ports.Installations: fakes.FakeInstallations,
    ports.Notes: fakes.FakeNotes,
}


@pytest.mark.parametrize("port", FILLED, ids=lambda port: port.__name__)
def test_a_fake_has_every_method_of_its_port_with_the_same_parameters(port: type) -> None:
    for name, method in inspect.getmembers(port, inspect.isfunction):
        if not name.startswith("_"):
            filled = getattr(FILLED[port], name)
            assert list(inspect.signature(filled).parameters) == list(inspect.signature(method).parameters), (
                name
            )


def test_a_unit_has_every_repository() -> None:
    unit = fakes.FakeStore().unit()
    for name, kind in inspect.get_annotations(ports.UnitOfWork, eval_str=True).items():
        assert isinstance(getattr(unit, name), FILLED[kind])


def somebody(name: str = "ada") -> Member:
    return Member(id=f"id-{name}", ref=MemberRef(Platform.TERMINAL, "local", name), created_at=SUNDAY)


async def test_what_is_not_committed_is_gone() -> None:
    store = fakes.FakeStore()
    async with store.unit() as unit:
        assert not unit.changed
        await unit.members.add(somebody())
        assert unit.changed
    async with store.unit() as unit:
        assert await unit.members.by_id("id-ada") is None
        await unit.members.add(somebody())
        await unit.commit()
    async with store.unit() as unit:
        assert await unit.members.by_id("id-ada") == somebody()


async def test_keeping_twice_keeps_once_and_the_first_time() -> None:
    async with fakes.FakeStore().unit() as unit:
        await unit.practice.save("id-ada", "tip-trust-001", SUNDAY)
        await unit.practice.save("id-ada", "tip-trust-001", SUNDAY + timedelta(days=1))
        assert await unit.practice.saved("id-ada") == (("tip-trust-001", SUNDAY),)

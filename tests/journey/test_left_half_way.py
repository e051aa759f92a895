"""What was typed into a form of the journey that is left half-way is kept, and offered first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.reply import Reply
from tests.conftest import Person

FORMS = {
    "debrief": ("/interview debrief Acme", {"asked": "How I plan.", "missed": "The numbers."}),
    "story": ("/interview story trust", {"headline": "I owned up first"}),
}


@pytest.fixture
async def afterwards(member: Person) -> Person:
    await member.adds("Acme, analyst, 2026-11-26 15:00")
    member.clock.move_to(member.clock.now() + timedelta(days=5))
    return member


async def leaves(person: Person, values: dict[str, str]) -> None:
    form = person.reply.form
    assert form is not None
    person.reply = await person.encore.app.keep(form, {**form.values, **values}, person.caller)


@pytest.mark.parametrize("name", FORMS)
async def test_it_is_kept_and_goes_on_from_there(afterwards: Person, name: str) -> None:
    line, typed = FORMS[name]
    await afterwards.type(line)
    await leaves(afterwards, typed)
    assert "kept for 7 days" in afterwards.says
    await afterwards.type("/prep")
    await afterwards.press("Carry on")
    assert afterwards.reply.form is not None
    assert typed.items() <= afterwards.reply.form.values.items()
    await afterwards.fill()
    assert afterwards.reply.form is None
    for words in typed.values():
        assert words in afterwards.says
    await afterwards.type("/prep")
    assert "Carry on" not in afterwards.labels, "what was sent is no draft any more"


@pytest.mark.parametrize("name", FORMS)
async def test_left_twice_there_is_one_draft_with_the_newest_words(afterwards: Person, name: str) -> None:
    line, typed = FORMS[name]
    for _ in range(2):
        await afterwards.type(line)
        await leaves(afterwards, typed)
    async with afterwards.encore.store.unit() as unit:
        known = await unit.members.get(afterwards.caller.member)
        assert known is not None
        assert len(await unit.drafts.of(known.id, afterwards.clock.now())) == 1


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_left_untouched_leaves_nothing(afterwards: Person, name: str) -> None:
    line, _ = FORMS[name]
    await afterwards.type(line)
    await leaves(afterwards, {})
    assert "Nothing was changed" in afterwards.says


async def test_a_draft_of_something_gone_says_so_kindly(afterwards: Person) -> None:
    line, typed = FORMS["debrief"]
    await afterwards.type(line)
    await leaves(afterwards, typed)
    kept = afterwards.message.buttons[0].invocation
    await afterwards.type("/encore delete")
    await afterwards.press("Yes")
    reply: Reply = await afterwards.ask(kept)
    assert reply.form is None
    assert "fault" not in afterwards.says

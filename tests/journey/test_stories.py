"""`/interview story`: six headlines, one for each proof, kept for every interview."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.discord.limits import LABEL, MODAL_ROWS
from bot.catalog.catalog import shipped
from bot.domain.content import SIX_PROOFS, Proof
from bot.domain.keeping import DONE_BY_SIX, Story
from bot.domain.topics import title_of
from bot.invocation import Invocation, decode, encode
from bot.reply import Choice
from bot.text import plain
from bot.views.blocks import Checklist, Message, Progress, Quote, present
from bot.views.forms import Form
from bot.views.stories import story_form
from tests.conftest import HeldClock, Person, open_in
from tests.journey.research_samples import story_views

SIX = [str(proof) for proof in SIX_PROOFS]
OURS = shipped()


def asked(person: Person) -> Form:
    assert person.reply.form is not None, f"a view came instead: {person.says}"
    return person.reply.form


def checks(message: Message) -> list[str]:
    [listed] = [block for block in message.blocks if isinstance(block, Checklist)]
    return [f"{check}: {plain(said)}" for check, said in listed.items]


def progress(message: Message) -> tuple[int, int]:
    [bar] = [block for block in message.blocks if isinstance(block, Progress)]
    return bar.done, bar.total


async def tells(person: Person, proof: str, headline: str = "", **more: str) -> None:
    await person.type(f"/interview story {proof}")
    await person.fill(headline=headline or f"The day of {proof}", **more)


async def test_without_stories_the_six_are_shown_with_what_a_manager_asks(newcomer: Person) -> None:
    await newcomer.type("/interview story")
    assert progress(newcomer.message) == (0, 6)
    assert checks(newcomer.message)[2] == "open: Trust: no story yet. Can I trust you?"
    assert newcomer.labels == [
        f"Write: {title_of(Proof(name))[:1].lower()}{title_of(Proof(name))[1:]}" for name in SIX
    ]
    assert "Only you see them" in newcomer.says


async def test_a_gap_leads_to_its_form_and_the_form_to_the_story(member: Person) -> None:
    await member.type("/interview story")
    await member.press("Write: trust")
    assert asked(member).title == "Trust"
    assert [field.name for field in asked(member).fields] == ["headline", "setting", "action", "result"]
    await member.fill(headline="I owned up first", result="They kept the contract")
    assert member.message.title == "Trust"
    assert "Kept. 1 of 6 headlines." in member.says
    [quote] = [block for block in member.message.blocks if isinstance(block, Quote)]
    assert plain(quote.text) == "I owned up first"
    assert "What came of it: They kept the contract" in member.says


async def test_gaps_come_first_and_stories_behind_them(member: Person) -> None:
    await tells(member, "competence", "I ran the shift alone")
    await member.press("All six")
    assert progress(member.message) == (1, 6)
    assert checks(member.message)[0].startswith("open: Fitting the culture")
    assert checks(member.message)[-1] == "done: Doing the job: I ran the shift alone"
    assert member.labels[0] == "Write: fitting the culture"
    assert member.labels[-1] == "See: doing the job"


@pytest.mark.parametrize(
    ("typed", "title"),
    [("trust", "Trust"), ("reliable", "Reliability"), ("teamwork", "Collaboration"), ("Culture fit", "Fitting the culture")],
)  # fmt: skip
async def test_words_choose_the_proof(member: Person, typed: str, title: str) -> None:
    await member.type(f"/interview story {typed}")
    assert asked(member).title == title


@pytest.mark.parametrize("typed", ["trsut", "motivation", "x" * 300, "Acme"])
async def test_words_that_name_none_of_the_six_ask_to_choose_again(member: Person, typed: str) -> None:
    await member.type(f"/interview story {typed}")
    assert "is none of the six" in member.says
    assert len(member.labels) == 6
    assert ("Near it: Trust." in member.says) == (typed == "trsut")


async def test_a_story_without_a_headline_is_asked_for_again_with_all_that_was_typed(member: Person) -> None:
    await tells(member, "trust", " ", action="I rang them")
    assert asked(member).errors == {"headline": "A few words are enough: what would you call it?"}
    assert asked(member).values["action"] == "I rang them"
    await member.fill(headline="I owned up first")
    assert "Kept." in member.says


async def test_what_is_too_long_is_said_beside_its_field_and_kept(member: Person) -> None:
    await tells(member, "trust", "x" * 81, setting="y" * 201)
    assert set(asked(member).errors) == {"headline", "setting"}
    assert asked(member).values["setting"] == "y" * 201


async def test_what_is_missing_is_said_gently_the_result_first(member: Person) -> None:
    await tells(member, "trust")
    for said, button, field in (
        ("a result is what they remember", "Add the result", "result"),
        ("What did you do yourself?", "Add what you did", "action"),
        ("Where and when was it?", "Add where and when", "setting"),
    ):
        assert said in member.says
        await member.press(button)
        await member.fill(**{field: "Something true."})
    assert "Change it" in member.labels


async def test_changing_a_story_begins_with_what_is_there(member: Person) -> None:
    await tells(member, "trust", "I owned up first", result="They stayed")
    await member.type("/interview story trust")
    await member.press("Add what you did")
    assert dict(asked(member).values) == {"headline": "I owned up first", "result": "They stayed"}
    await member.fill(headline="I rang first", result="")
    await member.type("/interview story trust")
    assert "I rang first" in member.says
    assert "They stayed" not in member.says


async def test_an_old_button_for_a_gap_never_loses_a_story(member: Person) -> None:
    await member.type("/interview story")
    [old] = [button.invocation for button in member.message.buttons if button.label == "Write: trust"]
    await tells(member, "trust", "I owned up first")
    await member.ask(decode(encode(old)))
    assert asked(member).values["headline"] == "I owned up first"


async def test_removing_asks_once_and_a_second_press_does_no_harm(member: Person) -> None:
    await tells(member, "trust", "I owned up first")
    await member.press("Remove it")
    assert "I owned up first" in member.says
    sure = member.message.buttons[0].invocation
    await member.press("Keep it")
    assert member.message.title == "Trust"
    for _ in range(2):
        await member.ask(sure)
        assert progress(member.message) == (0, 6)


async def test_practising_a_story_draws_a_question_of_its_proof(member: Person) -> None:
    await tells(member, "trust")
    await member.press("Practise it")
    [shown] = [q for q in OURS.questions() if q.prompt in member.says]
    assert Proof.TRUST in shown.proofs


async def test_six_headlines_tick_their_tasks_for_every_interview_ahead(member: Person) -> None:
    await member.adds("Acme, data analyst, 2026-12-03 15:00")
    await member.adds("Widgets, analyst, 2026-12-04 10:00")
    for proof in SIX[:5]:
        await tells(member, proof)
        assert "Ticked off" not in member.says
    await tells(member, SIX[5])
    assert "Ticked off: Write six story headlines from memory" in member.says
    for company in ("Acme", "Widgets"):
        await member.type(f"/interview plan {company}")
        assert "done: 18:00  Write six story headlines" in member.says
    await member.type(f"/interview story {SIX[0]}")
    await member.press("Add the result")
    await member.fill(result="It held.")
    assert "Ticked off" not in member.says


async def test_stories_before_any_interview_are_kept_and_tick_nothing(member: Person) -> None:
    for proof in SIX:
        await tells(member, proof)
    assert "Kept. 6 of 6 headlines." in member.says
    assert "Ticked off" not in member.says


async def test_stories_are_the_members_own_and_survive_a_restart(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_in(tmp_path, clock) as encore:
        await tells(Person(encore, clock), "trust", "Quokkas and audits")
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"Quokkas" not in stored
    async with open_in(tmp_path, clock, seed=8) as encore:
        stranger = Person(encore, clock, "cleo")
        await stranger.type("/interview story trust")
        assert asked(stranger).values == {}
        ada = Person(encore, clock)
        await ada.type("/interview story trust")
        assert "Quokkas and audits" in ada.says


async def test_the_one_page_shows_the_headlines(member: Person) -> None:
    await member.adds("Acme, data analyst, 2026-12-03 15:00")
    await tells(member, "trust", "I owned up first")
    await member.type("/interview brief")
    assert "I owned up first" in member.says


async def test_the_six_are_suggested_while_typing(member: Person) -> None:
    app = member.encore.app
    assert [c.value for c in await app.complete(member.caller, "interview story", "proof", "")] == SIX
    found = await app.complete(member.caller, "interview story", "proof", "reli")
    assert found == (Choice("Reliability", "reliability"),)


async def test_a_button_for_what_is_no_proof_is_answered_kindly(member: Person) -> None:
    await member.ask(Invocation("story write", {"proof": "courage"}))
    assert "none of the six any more" in member.says


def test_every_task_named_is_in_the_shipped_pack() -> None:
    for task in DONE_BY_SIX:
        found = OURS.task(task)
        assert found is not None
        assert found.once


def test_a_story_says_what_would_help_most() -> None:
    assert Story(headline="x").missing == "result"
    assert Story(headline="x", setting="a", action="b", result="c").missing == ""


def test_every_view_fits_every_platform() -> None:
    for name, view in story_views("Say what you did and what came of it. " * 20).items():
        buttons = present(view).buttons
        encoded = [encode(button.invocation) for button in buttons]
        assert len(set(encoded)) == len(encoded) <= 25, name
        assert all(len(button.label) <= 75 for button in buttons), name
        assert present(view).notice == "Your stories"


@pytest.mark.parametrize("proof", [Proof(name) for name in SIX])
def test_every_form_fits_the_narrowest_platform(proof: Proof) -> None:
    form = story_form(proof, {})
    assert len(form.fields) < MODAL_ROWS, "the question stands above the fields"
    assert all(len(field.label) <= LABEL for field in form.fields)


async def test_a_number_meant_for_a_button_does_not_become_a_headline(member: Person) -> None:
    await member.type("/interview story trust")
    await member.fill(headline="1", result="They kept the contract")
    assert member.reply.form is not None
    assert "looks like a button" in member.reply.form.errors["headline"]
    assert member.reply.form.values["result"] == "They kept the contract"

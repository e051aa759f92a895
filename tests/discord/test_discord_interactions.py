"""What members do on Discord, through the real discord.py: commands, presses, forms, suggestions, direct lines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.discord import interactions
from adapters.discord.limits import ResponseType
from adapters.discord.runner import DiscordRunner
from bot.domain.members import Caller, MemberRef, Platform, Surface
from bot.encore import Encore
from bot.invocation import Invocation, decode, encode
from bot.reply import File, PublicMessage, Reply
from bot.text import text
from bot.views.forms import Field, Form
from bot.views.problems import Noted
from tests.conftest import HeldClock
from tests.discord.fake import FakeDiscord, Guild, Interaction, Message, User
from tests.discord.served import FASTER, serving, until

V2 = 1 << 15
PATIENCE = interactions.PATIENCE
"""What members are answered with, whatever tests have it be."""
Answering = Callable[[Invocation, Caller], Awaitable[Reply]]


@pytest.fixture
async def discord_(clock: HeldClock) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(now=clock.now) as opened:
        yield opened


@pytest.fixture
async def runner(encore: Encore, discord_: FakeDiscord) -> AsyncIterator[DiscordRunner]:
    async with serving(encore, discord_) as started:
        yield started


@pytest.fixture
def ada(discord_: FakeDiscord) -> User:
    return discord_.user("ada")


@pytest.fixture
def club(discord_: FakeDiscord, ada: User) -> Guild:
    return discord_.guild(people=(ada,))


def caller(person: User, *, group: str = "") -> Caller:
    return Caller(member=MemberRef(Platform.DISCORD, "", str(person.id)), group=group)


async def live_in(encore: Encore, person: User, city: str = "New York") -> None:
    asked = Invocation("encore settings", {"setting": "zone", "value": city})
    await encore.app.handle(asked, caller(person))


async def adds(person: User, **where: Guild) -> Interaction:
    """Add an interview by the form and confirm its time."""
    await person.command("interview add", **where)
    answer = await person.submit(None, {"company": "Acme", "when": "26 November 3pm"})
    assert answer.message is not None
    return await person.press(answer.message, "Right")


def message_of(answer: Interaction) -> Message:
    assert answer.message is not None, f"response {answer.response_type} shows no message"
    return answer.message


async def presses(person: User, message: Message, invocation: Invocation) -> Interaction:
    """Press a button that an older release has put on the message."""
    button = {"type": 2, "style": 2, "label": "Old", "custom_id": encode(invocation)}
    message.body["components"] = [*message.components, {"type": 1, "components": [button]}]
    return await person.press_id(message, button["custom_id"])


def answers(encore: Encore, monkeypatch: pytest.MonkeyPatch, answering: Answering) -> None:
    """Have the core answer so, whatever is asked that needs no form."""

    async def handle(invocation: Invocation, asker: Caller, _: object = ()) -> Reply:
        return await answering(invocation, asker)

    monkeypatch.setattr(encore.app, "handle", handle)


def slowly(encore: Encore, monkeypatch: pytest.MonkeyPatch, seconds: float) -> asyncio.Event:
    """Have the core take so long for each answer, longer than we wait; the event ends it."""
    monkeypatch.setattr(interactions, "PATIENCE", seconds / 3)
    monkeypatch.setattr(interactions, "PATIENCE_AFTER_FORM", seconds / 3)
    handle, hurry = encore.app.handle, asyncio.Event()

    async def late(invocation: Invocation, asker: Caller) -> Reply:
        try:
            async with asyncio.timeout(seconds):
                await hurry.wait()
        except TimeoutError:
            pass
        return await handle(invocation, asker)

    answers(encore, monkeypatch, late)
    return hurry


# Who sees what


async def test_in_a_server_only_the_caller_sees_the_answer(
    runner: DiscordRunner, ada: User, club: Guild
) -> None:
    answer = await ada.command("prep", guild=club)
    assert message_of(answer).ephemeral
    assert message_of(answer).flags & V2
    assert club.channel.messages == []


async def test_in_the_bots_own_dm_the_answer_stays(runner: DiscordRunner, ada: User) -> None:
    answer = await ada.command("prep")
    assert not message_of(answer).ephemeral
    assert ada.dms == [answer.message]


async def test_in_a_dm_of_others_only_the_caller_sees_it(
    runner: DiscordRunner, discord_: FakeDiscord
) -> None:
    ada, ben = discord_.user("ada", installed=True), discord_.user("ben")
    answer = await ada.command("prep", channel=discord_.private_channel(ada, ben))
    assert message_of(answer).ephemeral


async def test_a_server_is_a_group_only_where_encore_was_added(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Caller] = []

    async def note(_: Invocation, asker: Caller) -> Reply:
        seen.append(asker)
        return Reply(view=Noted("Noted", "Yes."))

    answers(encore, monkeypatch, note)
    ada = discord_.user("ada", installed=True)
    ours = discord_.guild("ours", people=(ada,), admins=(ada,))
    theirs = discord_.guild("theirs", people=(ada,), admins=(ada,), installed=False)
    await ada.command("prep", guild=ours)
    await ada.command("prep", guild=theirs)
    await ada.command("prep")
    assert [one.group for one in seen] == [str(ours.id), "", ""]
    assert [one.admin for one in seen] == [True, False, False]
    assert [one.surface for one in seen] == [Surface.CHANNEL, Surface.CHANNEL, Surface.DIRECT]
    assert [one.channel for one in seen] == ["", "", str(ada.dm_channel.id)]
    assert {one.member for one in seen} == {MemberRef(Platform.DISCORD, "", str(ada.id))}
    assert {one.display_name for one in seen} == {"Ada"}


# Forms


async def test_a_command_that_needs_a_form_is_answered_by_it(
    runner: DiscordRunner, ada: User, club: Guild
) -> None:
    answer = await ada.command("interview add", guild=club)
    assert answer.response_type == ResponseType.MODAL
    assert answer.modal is not None
    assert decode(answer.modal.custom_id).path == "interview add"


async def test_from_nothing_to_a_plan_in_one_private_message(
    runner: DiscordRunner, ada: User, club: Guild
) -> None:
    await ada.command("interview add", guild=club)
    asked = await ada.submit(None, {"company": "Acme", "role": "analyst", "when": "26 November 3pm"})
    assert "Your city" in message_of(asked).labels  # a form can't answer a form: a button opens the next
    opened = await ada.press(message_of(asked), "Your city")
    assert opened.response_type == ResponseType.MODAL
    confirmation = await ada.submit(None, {"city": "New York"})
    assert confirmation.message is asked.message, "what stood for the form gives way to what came of it"
    assert "Acme" in message_of(confirmation).text
    added = await ada.press(message_of(confirmation), "Right")
    assert "reminders" in message_of(added).text
    assert club.channel.messages == []


async def test_a_form_sent_after_a_restart_works(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    async with serving(encore, discord_):
        await ada.command("interview add", guild=club)
    async with serving(encore, discord_):
        answer = await ada.submit(None, {"company": "Acme", "when": "26 November 3pm"})
    assert "Right" in message_of(answer).labels


async def test_errors_in_a_form_are_told_and_the_form_comes_back_filled_in(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await ada.command("interview add", guild=club)
    wrong = await ada.submit(None, {"company": "Acme", "role": "analyst", "when": "the day of the owls"})
    assert wrong.response_type == ResponseType.MESSAGE
    assert message_of(wrong).ephemeral
    assert "When" in message_of(wrong).text
    again = await ada.press(message_of(wrong), "Correct it")
    assert again.modal is not None
    assert again.modal.values["company"] == "Acme"
    assert again.modal.values["role"] == "analyst"
    assert again.modal.values["when"] == "the day of the owls"
    right = await ada.submit(None, {"when": "26 November 3pm"})
    assert "Right" in message_of(right).labels
    assert "Correct it" not in message_of(right).labels


async def test_errors_in_a_new_time_come_back_filled_in(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await adds(ada, guild=club)
    await ada.command("interview move", guild=club, what="Acme")
    wrong = await ada.submit(None, {"when": "the day of the owls"})
    again = await ada.press(message_of(wrong), "Correct it")
    assert again.modal is not None
    assert again.modal.values["when"] == "the day of the owls"


async def test_details_that_can_wait_are_offered_behind_a_button(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await ada.command("interview add", guild=club)
    answer = await ada.submit(None, {"company": "Acme", "when": "26 November 3pm"})
    assert {"Right", "Add details"} <= set(message_of(answer).labels)
    details = await ada.press(message_of(answer), "Add details")
    assert details.modal is not None
    assert "place" in details.modal.fields


async def test_fields_that_one_modal_cannot_hold_are_asked_for_in_a_second(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await adds(ada, guild=club)
    shown = await ada.command("interview show", guild=club, what="Acme")
    edit = next(b for b in message_of(shown).buttons if b["custom_id"].startswith("interview edit"))
    await ada.press_id(message_of(shown), edit["custom_id"])
    first = await ada.submit(None, {"role": "lead analyst"})
    assert "lead analyst" in message_of(first).text
    more = await ada.press(message_of(first), "More details")
    assert more.modal is not None
    assert set(more.modal.fields) == {"notes", "round"}
    second = await ada.submit(None, {"notes": "bring the portfolio"})
    assert "bring the portfolio" in message_of(second).text
    assert "lead analyst" in message_of(second).text


async def test_an_error_in_the_second_modal_opens_that_one_again_and_costs_no_word(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await adds(ada, guild=club)
    shown = message_of(await ada.command("interview show", guild=club, what="Acme"))
    edit = next(b for b in shown.buttons if b["custom_id"].startswith("interview edit"))
    await ada.press_id(shown, edit["custom_id"])
    first = message_of(await ada.submit(None, {}))
    await ada.press(first, "More details")
    notes = " ".join(f"word{number}" for number in range(200))
    wrong = message_of(await ada.submit(None, {"notes": notes, "round": "x"}))
    assert notes in wrong.text
    again = await ada.press(wrong, "Correct it")
    assert again.modal is not None
    assert {"notes", "round"} <= set(again.modal.fields)


async def test_words_that_no_draft_keeps_are_shown_again(
    runner: DiscordRunner, encore: Encore, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    essay = "many words " * 30
    fields = (Field(name="essay", label="Essay", limit=2000),)
    asks = Form(title="Write", submit=Invocation("interview edit", {"what": "x"}), fields=fields)

    async def form(_: Invocation, __: Caller) -> Reply:
        return Reply(form=asks)

    answers(encore, monkeypatch, form)
    await ada.command("prep")
    answer = await ada.submit(None, {"essay": essay})
    assert essay[:100].strip() in message_of(answer).text


async def test_a_form_with_more_than_a_button_holds_goes_on_with_a_draft(
    runner: DiscordRunner, encore: Encore, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = {"what": "x" * 8, "when": "a very long way to say when " * 4}
    fields = (Field(name="time", label="Time", required=True),)
    asks = Form(title="One thing more", submit=Invocation("interview move", arguments), fields=fields)

    async def form(_: Invocation, __: Caller) -> Reply:
        return Reply(form=asks)

    answers(encore, monkeypatch, form)
    opened = await ada.command("prep")
    assert opened.modal is not None
    assert set(decode(opened.modal.custom_id).arguments) == {"draft"}


# Presses


async def test_a_button_works_a_month_and_a_restart_later(
    encore: Encore, discord_: FakeDiscord, ada: User, clock: HeldClock
) -> None:
    async with serving(encore, discord_):
        message = message_of(await ada.command("prep"))
    clock.move_to(clock.now() + timedelta(days=31))
    async with serving(encore, discord_):
        answer = await ada.press(message, "Add an interview")
    assert answer.modal is not None


async def test_a_reminder_that_is_pressed_stays_plain_content(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await adds(ada, guild=club)
    await encore.delivery.deliver_due()
    [greeting] = ada.dms
    assert not greeting.flags & V2
    answer = await ada.press(greeting, "I see it")
    assert answer.response_type == ResponseType.UPDATE
    assert ada.dms == [greeting]
    assert not greeting.flags & V2
    assert greeting.labels == ["Where I stand"]


async def test_an_edited_message_keeps_no_button_of_the_old_one(
    runner: DiscordRunner, encore: Encore, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ada.dm("/prep")
    await until(lambda: ada.dms)

    class Bare:
        def present(self) -> object:
            from bot.views.blocks import Message as Laid
            from bot.views.blocks import Paragraph

            return Laid("Done", "Done", (Paragraph(text("Nothing more.")),))

    async def update(_: Invocation, __: Caller) -> Reply:
        from bot.reply import Show

        return Reply(view=Bare(), show=Show.UPDATE)

    answers(encore, monkeypatch, update)
    await presses(ada, ada.dms[0], Invocation("tip"))
    assert ada.dms[0].labels == []


async def test_two_presses_at_once_add_one_interview(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    await ada.command("interview add", guild=club)
    asked = message_of(await ada.submit(None, {"company": "Acme", "when": "26 November 3pm"}))
    await asyncio.gather(ada.press(asked, "Right"), ada.press(asked, "Right"))
    listed = message_of(await ada.command("interview list", guild=club))
    assert listed.text.count("Acme") == 1


async def test_a_press_on_what_everybody_sees_changes_nothing_there(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User
) -> None:
    ben = discord_.user("ben")
    club = discord_.guild("coaches", people=(ada, ben), admins=(ben,))
    posted = message_of(await ben.command("coach card", guild=club))
    assert club.channel.messages == [posted]
    answer = await ada.press(posted, "Start privately")
    assert answer.modal is not None
    assert posted.edited == 0


async def test_an_update_asked_for_on_a_public_message_is_a_private_answer(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, ada: User
) -> None:
    ben = discord_.user("ben")
    club = discord_.guild("coaches", people=(ada, ben), admins=(ben,))
    posted = message_of(await ben.command("coach card", guild=club))
    answer = await presses(ada, posted, Invocation("greeting seen"))
    assert answer.response_type == ResponseType.MESSAGE
    assert message_of(answer).ephemeral
    assert posted.edited == 0


async def test_a_shared_tip_is_posted_by_the_press_itself(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    tip = message_of(await ada.command("tip", guild=club))
    share = next(b for b in tip.buttons if b["custom_id"].startswith("tip share"))
    answer = await ada.press_id(tip, share["custom_id"])
    assert club.channel.messages == [answer.message]
    assert not message_of(answer).ephemeral
    await until(lambda: answer.followups)
    assert [one.ephemeral for one in answer.followups] == [True]


async def test_a_button_of_an_unknown_kind_is_answered_kindly(
    runner: DiscordRunner, ada: User, club: Guild
) -> None:
    shown = message_of(await ada.command("prep", guild=club))
    answer = await presses(ada, shown, Invocation("no such thing", {"at": "all"}))
    assert "/encore help" in message_of(answer).text


@pytest.mark.parametrize(
    "custom_id", ["", "?", "%%%", "prep?what", "x" * 100, "interview confirm?draft=&at="]
)
async def test_a_button_that_says_nothing_is_answered_all_the_same(
    runner: DiscordRunner, ada: User, club: Guild, custom_id: str
) -> None:
    shown = message_of(await ada.command("prep", guild=club))
    button = {"type": 2, "style": 2, "label": "Odd", "custom_id": custom_id}
    shown.body["components"] = [{"type": 1, "components": [button]}]
    answer = await ada.press_id(shown, custom_id)
    assert answer.modal is not None or message_of(answer).text


async def test_a_fault_becomes_an_apology(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: Invocation, __: Caller) -> Reply:
        raise RuntimeError

    answers(encore, monkeypatch, broken)
    answer = await ada.command("prep", guild=club)
    assert "our fault" in message_of(answer).text


async def test_a_slow_press_on_what_everybody_sees_changes_nothing_there_either(
    encore: Encore, discord_: FakeDiscord, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = discord_.user("ben")
    club = discord_.guild("coaches", people=(ada, ben), admins=(ben,))
    async with serving(encore, discord_, faster=FASTER):
        posted = message_of(await ben.command("coach card", guild=club))
        slowly(encore, monkeypatch, 0.3)
        answer = await presses(ada, posted, Invocation("greeting seen"))
    assert answer.response_type == ResponseType.DEFERRED_MESSAGE
    assert message_of(answer).ephemeral
    assert message_of(answer) is not posted
    assert posted.edited == 0


async def test_the_cards_button_opens_the_form_for_the_presser_alone(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, ada: User
) -> None:
    await live_in(encore, ada)
    ben = discord_.user("ben")
    club = discord_.guild("coaches", people=(ada, ben), admins=(ben,))
    posted = message_of(await ben.command("coach card", guild=club))
    assert not posted.ephemeral
    await ada.press(posted, "Start privately")
    assert ben.modal is None
    answer = await ada.submit(None, {"company": "Acme", "when": "26 November 3pm"})
    assert message_of(answer).ephemeral
    assert club.channel.messages == [posted], "one card, and nothing of hers"
    assert posted.edited == 0
    assert ben.ephemerals == []


@pytest.mark.parametrize("way", ["command", "press", "line"])
async def test_a_coachs_command_is_refused_to_others_by_the_core_too(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, club: Guild, way: str
) -> None:
    coach = next(one for one in discord_.registry.commands if one["name"] == "coach")
    coach["default_member_permissions"] = None  # as who runs a server may have it, for everybody
    if way == "command":
        words = message_of(await ada.command("coach card", guild=club)).text
    elif way == "press":
        shown = message_of(await ada.command("prep", guild=club))
        words = message_of(await presses(ada, shown, Invocation("coach card"))).text
    else:
        await ada.dm("/coach card")
        await until(lambda: ada.dms)
        words = ada.dms[0].text
    assert "those who run this group" in words
    assert club.channel.messages == []


async def test_nothing_is_shared_by_the_first_press(runner: DiscordRunner, ada: User, club: Guild) -> None:
    tip = message_of(await ada.command("tip", guild=club))
    assert tip.ephemeral
    assert club.channel.messages == []
    assert any(button["custom_id"].startswith("tip share") for button in tip.buttons)


# Slowness


async def test_a_slow_answer_is_promised_and_kept(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly(encore, monkeypatch, 2.5)
    monkeypatch.setattr(interactions, "PATIENCE", PATIENCE)
    answer = await ada.command("prep", guild=club)
    assert answer.response_type == ResponseType.DEFERRED_MESSAGE
    assert answer.responded_in is not None
    assert 1.0 < answer.responded_in < 2.5
    assert message_of(answer).ephemeral
    assert "Where you stand" in message_of(answer).text or message_of(answer).text
    assert answer.followups == []


async def test_a_slow_press_changes_its_own_message(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live_in(encore, ada)
    async with serving(encore, discord_, faster=FASTER):
        await adds(ada, guild=club)
        await encore.delivery.deliver_due()
        slowly(encore, monkeypatch, 0.3)
        answer = await ada.press(ada.dms[0], "I see it")
    assert answer.response_type == ResponseType.DEFERRED_UPDATE
    assert ada.dms[0].labels == ["Where I stand"]
    assert not ada.dms[0].flags & V2


async def test_a_slow_press_with_news_sends_it_behind(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(encore, discord_, faster=FASTER):
        shown = message_of(await ada.command("prep", guild=club))
        before = shown.text
        slowly(encore, monkeypatch, 0.3)
        answer = await ada.press_id(shown, encode(Invocation("tip")))
        await until(lambda: answer.followups)
    assert [one.ephemeral for one in answer.followups] == [True]
    assert shown.text == before


async def test_a_form_that_comes_too_late_waits_behind_a_button(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live_in(encore, ada)
    async with serving(encore, discord_, faster=FASTER):
        await adds(ada, guild=club)
        hurry = slowly(encore, monkeypatch, 0.3)
        late = await ada.command("interview move", guild=club, what="Acme")
        assert late.response_type == ResponseType.DEFERRED_MESSAGE
        assert late.modal is None
        hurry.set()
        monkeypatch.setattr(interactions, "PATIENCE", 2.0)
        opened = await ada.press(message_of(late), "Move the interview")
    assert opened.modal is not None
    assert "when" in opened.modal.fields


async def test_a_public_answer_that_comes_late_is_public_all_the_same(
    encore: Encore, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = discord_.user("ben")
    club = discord_.guild("coaches", admins=(ben,))
    async with serving(encore, discord_, faster=FASTER):
        slowly(encore, monkeypatch, 0.3)
        answer = await ben.command("coach card", guild=club)
        await until(lambda: club.channel.messages)
    assert message_of(answer).ephemeral  # the promise was, since it might have had to keep private words
    assert "second interview" in club.channel.messages[0].text


async def test_a_slow_answer_to_a_user_installation_needs_no_follow_up(
    encore: Encore, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = discord_.user("ada", installed=True)
    theirs = discord_.guild("theirs", people=(ada,), installed=False)
    async with serving(encore, discord_, faster=FASTER):
        slowly(encore, monkeypatch, 0.3)
        answer = await ada.command("encore help", channel=theirs.channel)
    assert answer.by_user_install
    assert answer.followups == []
    assert message_of(answer).text


async def test_no_user_installation_needs_more_than_five_follow_ups_for_one_press(
    encore: Encore, discord_: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst: a slow share, rate limits on the way, and news that direct messages are refused."""
    ada = discord_.user("ada", installed=True)
    theirs = discord_.guild("theirs", people=(ada,), installed=False)
    async with serving(encore, discord_, faster=FASTER) as runner:
        tip = message_of(await ada.command("tip", channel=theirs.channel))
        share = next(b for b in tip.buttons if b["custom_id"].startswith("tip share"))
        slowly(encore, monkeypatch, 0.3)
        discord_.trouble.rate_limit(0.01, route="POST /webhooks/*", times=2)
        answer = await ada.press_id(tip, share["custom_id"])
        await until(lambda: theirs.channel.messages)
        for _ in range(8):
            await runner._interactions.tell_refused(caller(ada).member)
        await until(lambda: len(answer.followups) >= 2)
    assert answer.by_user_install
    assert answer.posted <= 5


async def test_a_late_answer_that_discord_refuses_becomes_an_apology(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord_.trouble.refuse(50035, route="PATCH /webhooks/*", times=1)
    async with serving(encore, discord_, faster=FASTER):
        slowly(encore, monkeypatch, 0.3)
        answer = await ada.command("prep", guild=club)
    assert "our fault" in message_of(answer).text


async def test_an_answer_that_is_ready_within_a_second_is_the_first_response(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly(encore, monkeypatch, 0.8)
    monkeypatch.setattr(interactions, "PATIENCE", PATIENCE)
    answer = await ada.command("prep", guild=club)
    assert answer.response_type == ResponseType.MESSAGE


async def test_what_a_slow_form_is_prefilled_with_is_there_behind_its_button(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live_in(encore, ada)
    async with serving(encore, discord_, faster=FASTER):
        await adds(ada, guild=club)
        shown = message_of(await ada.command("interview show", guild=club, what="Acme"))
        edit = next(b for b in shown.buttons if b["custom_id"].startswith("interview edit"))
        hurry = slowly(encore, monkeypatch, 0.3)
        late = await ada.press_id(shown, edit["custom_id"])
        assert late.modal is None
        await until(lambda: late.followups)
        hurry.set()
        monkeypatch.setattr(interactions, "PATIENCE", 2.0)
        waiting = late.followups[0]
        opened = await ada.press(waiting, waiting.labels[0])
    assert opened.modal is not None
    assert opened.modal.values["company"] == "Acme"


async def test_a_long_wait_that_discord_asks_for_is_not_sat_out(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    discord_.trouble.rate_limit(500, route="POST /interactions/*/callback")
    await ada.command("prep", guild=club, wait=False)
    await until(lambda: discord_.called("POST", "/interactions/{interaction}/{token}/callback"))
    await until(lambda: not runner._interactions._underway.tasks, seconds=5)


async def test_what_comes_too_late_ends_quietly(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    discord_.trouble.refuse(10062, route="POST /interactions/*/callback")
    async with serving(encore, discord_, faster=FASTER):
        await ada.command("prep", guild=club, wait=False)
        await until(lambda: discord_.called("POST", "/interactions/{interaction}/{token}/callback"))
        await asyncio.sleep(0.2)
    assert len(discord_.called("POST", "/interactions/{interaction}/{token}/callback")) == 1
    assert ada.ephemerals == []


async def test_an_answer_whose_reply_was_lost_is_shown_once(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    discord_.trouble.lose_reply(route="POST /interactions/*/callback")
    answer = await ada.command("prep", guild=club)
    await until(lambda: len(discord_.called("POST", "/interactions/{interaction}/{token}/callback")) == 2)
    assert ada.ephemerals == [answer.message]
    discord_.violations.clear()  # the second answer is refused: that is what makes it safe


async def test_an_answer_that_got_lost_is_sent_again(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    discord_.trouble.lose_request(route="POST /interactions/*/callback")
    assert message_of(await ada.command("prep", guild=club)).text


async def test_a_kept_promise_survives_a_fault_of_discords(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    discord_.trouble.fail(502, route="PATCH /webhooks/*")
    async with serving(encore, discord_, faster=FASTER):
        slowly(encore, monkeypatch, 0.3)
        answer = await ada.command("prep", guild=club)
    assert message_of(answer).text


async def test_an_answer_that_is_held_up_by_a_rate_limit_waits_for_its_end(
    runner: DiscordRunner, encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    discord_.trouble.rate_limit(0.2, route="POST /interactions/*/callback")
    assert message_of(await ada.command("prep", guild=club)).text
    tip = message_of(await ada.command("tip", guild=club))
    discord_.trouble.rate_limit(0.2, route="POST /webhooks/*", times=2)
    share = next(b for b in tip.buttons if b["custom_id"].startswith("tip share"))
    answer = await ada.press_id(tip, share["custom_id"])
    await until(lambda: answer.followups)
    assert len(answer.followups) == 1


# Suggestions


async def test_cities_are_suggested_while_one_types(runner: DiscordRunner, ada: User) -> None:
    found = await ada.autocomplete("interview add", "zone", "Berl")
    assert found[0].name.startswith("Berlin")
    assert len(found) <= 25


async def test_suggestions_that_take_too_long_or_fail_are_none(
    encore: Encore, discord_: FakeDiscord, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> tuple[object, ...]:
        await asyncio.sleep(30)
        return ()

    async def broken(*_: object) -> tuple[object, ...]:
        raise RuntimeError

    monkeypatch.setattr(interactions, "SUGGESTING", 0.1)
    async with serving(encore, discord_, faster=FASTER):
        for complete in (never, broken):
            monkeypatch.setattr(encore.app, "complete", complete)
            assert await ada.autocomplete("interview add", "zone", "Berl") == []


# Direct lines


async def test_a_line_to_the_bot_is_read_like_a_command(
    runner: DiscordRunner, encore: Encore, ada: User
) -> None:
    await live_in(encore, ada)
    await ada.dm("Acme, data analyst, 26 November 3pm")
    await until(lambda: ada.dms)
    assert "Acme" in ada.dms[0].text
    assert not ada.dms[0].flags & V2
    added = await ada.press(ada.dms[0], "Right")
    assert "reminders" in message_of(added).text


async def test_a_line_that_needs_a_form_gets_the_button_that_opens_it(
    runner: DiscordRunner, ada: User
) -> None:
    await ada.dm("/interview add")
    await until(lambda: ada.dms)
    opened = await ada.press(ada.dms[0], "Add an interview")
    assert opened.modal is not None
    assert "company" in opened.modal.fields
    assert "Carry on" not in message_of(await ada.command("prep")).labels, "nothing was begun yet"


async def test_the_bot_does_not_talk_to_itself(runner: DiscordRunner, ada: User) -> None:
    await ada.dm("hello")
    await until(lambda: ada.dms)
    await asyncio.sleep(0.2)
    assert len(ada.dms) == 1


async def test_what_is_said_in_a_server_is_not_ours_to_read(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    await ada.say(club.channel, "Acme, tomorrow 3pm")
    await asyncio.sleep(0.2)
    assert ada.dms == []
    assert club.channel.messages[-1].content == "Acme, tomorrow 3pm"


async def test_an_answer_to_a_line_is_never_sent_twice(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User
) -> None:
    discord_.trouble.lose_reply()
    await ada.dm("/prep")
    await until(lambda: ada.dms)
    await asyncio.sleep(0.2)
    assert len(ada.dms) == 1


# Files, and what is too long


async def test_a_file_comes_with_its_answer_and_is_shown(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def export(_: Invocation, __: Caller) -> Reply:
        files = (File("encore.json", "application/json", b'{"a": 1}'),)
        return Reply(view=Noted("Yours", "Here it is."), files=files)

    answers(encore, monkeypatch, export)
    for answer in (await ada.command("encore export", guild=club), await ada.command("encore export")):
        [file] = message_of(answer).files
        assert (file.name, file.content) == ("encore.json", b'{"a": 1}')
        shown = [part for part in message_of(answer).components if part["type"] == 13]
        assert shown == [{"type": 13, "file": {"url": "attachment://encore.json"}}]
    await ada.dm("/encore export")
    await until(lambda: len(ada.dms) == 2)
    assert [file.name for file in ada.dms[-1].files] == ["encore.json"]


async def test_an_answer_that_discord_refuses_becomes_an_apology(
    runner: DiscordRunner, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    discord_.trouble.refuse(50035, route="POST /interactions/*/callback", times=1)
    answer = await ada.command("prep", guild=club)
    assert "our fault" in message_of(answer).text


async def test_a_public_answer_reaches_no_direct_message_but_the_callers(
    runner: DiscordRunner, encore: Encore, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def share(_: Invocation, __: Caller) -> Reply:
        return Reply(public=PublicMessage("A tip", (text("Breathe."),)))

    answers(encore, monkeypatch, share)
    await ada.command("tip")
    assert "Breathe." in ada.dms[0].text


# Closed direct messages


async def test_a_member_whose_messages_are_refused_is_told_at_once(
    runner: DiscordRunner, encore: Encore, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    ada.accepts_dms = False
    added = await adds(ada, guild=club)
    await encore.delivery.deliver_due()
    await until(lambda: added.followups)
    [told] = added.followups
    assert told.ephemeral
    assert "Privacy Settings" in told.text
    again = await ada.command("prep", guild=club)
    assert "Privacy Settings" not in message_of(again).text, "once is enough"


async def test_after_a_restart_they_are_told_with_the_next_answer(
    encore: Encore, discord_: FakeDiscord, ada: User, club: Guild
) -> None:
    await live_in(encore, ada)
    ada.accepts_dms = False
    async with serving(encore, discord_):
        await adds(ada, guild=club)
    async with serving(encore, discord_):
        await encore.delivery.deliver_due()
        answer = await ada.command("prep", guild=club)
    assert "Privacy Settings" in message_of(answer).text

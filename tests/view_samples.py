"""One sample or more of every view, form and public message: as they usually are, at their longest, and hostile.

An adapter renders them all: what reads well and stays within limits here does so everywhere. They know no
platform but for the name of the one that a few views speak of.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import bot.views
from bot.commands.intake import fields
from bot.commands.intake.editing import _edit_form, _errors
from bot.commands.intake.importing import import_form
from bot.commands.intake.moving import move_form
from bot.commands.reference import grouped, options_of
from bot.commands.registry import all_commands
from bot.domain.asking import suggested
from bot.domain.content import (
    Ask,
    Asker,
    Lead,
    MessageTemplate,
    Moment,
    Purpose,
    Question,
    Source,
    Task,
    Tip,
    Topic,
)
from bot.domain.drafts import InterviewDraft
from bot.domain.interviews import Format, Interview, Outcome, Person
from bot.domain.members import INDEFINITELY, Platform, Preferences
from bot.domain.progress import PlanLine, State
from bot.domain.reminders import Later
from bot.domain.settings import Setting, changed
from bot.invocation import Invocation
from bot.reply import PublicMessage
from bot.text import shortened, text
from bot.views import (
    asking,
    confirming,
    greeting,
    home,
    interviews,
    outcomes,
    plans,
    practice,
    privacy,
    problems,
    reminders,
    settings,
    templates,
)
from bot.views.blocks import View
from bot.views.coach import CARD
from bot.views.forms import Form
from bot.views.help import CommandHelp, Help, HelpGroup
from bot.views.platforms import WORDS
from bot.views.times import long_day
from tests import journey_views
from tests.fakes import a_question, a_source, a_template, a_tip, an_ask
from tests.journey.after_samples import after_forms, after_views
from tests.journey.calendar_samples import calendar_views
from tests.journey.import_samples import invitation_views
from tests.journey.outcome_samples import outcome_forms, outcome_views
from tests.journey.research_samples import journey_forms, research_views, story_views
from tests.journey.same_hour_samples import together_views

SampleT = TypeVar("SampleT")

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
"""Sunday 22 November 2026, 10:00 in New York."""
NEW_YORK = "America/New_York"
BERLIN = "Europe/Berlin"
THURSDAY = date(2026, 11, 26)
IDENTIFIER = "k3v9tq2m7xah"
KEY = "mfzwizltoq3gk5dfn5xhg2lp"

ON_SLACK = "<!channel> <@U123> <#C1|x> <http://x.example|y> &amp; *b* _i_ ~s~ :tada:"
ON_DISCORD = "@everyone <@123> <#1> <:a:1> **b** ||s|| [y](http://x.example) # h ```c```"
UNSEEN = "\u202eright to left\u2066\u200b\x1b[31mred\x07\x00 tab\there \ud83d"
"""Turns the direction of reading, hides, colours, and ends in half a character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything that somebody typed: the member, or a coach who wrote a pack."""

    company: str
    role: str
    people: tuple[Person, ...]
    place: str
    notes: str
    typed: str
    nudge: str
    task: Task
    tip: Tip
    question: Question
    source: Source
    city: str


def _task(words: str, done_when: str) -> Task:
    tip = a_tip()
    return Task(
        id="task-trust-001",
        topic=tip.topic,
        stage=tip.stage,
        reviewed=tip.reviewed,
        text=words,
        done_when=done_when,
        minutes=15,
        lead=Lead.T_1,
    )


def _ask(w: Words) -> Ask:
    return an_ask(
        text=shortened(w.question.prompt, 160),
        listen_for=shortened(w.question.really_asking, 120),
        avoid_if=w.task.done_when,
    )


def _template(w: Words) -> MessageTemplate:
    body = f"Dear {{interviewer}},\n\n{w.tip.body}\n\n{w.tip.body}\n\nBest wishes,\n{{my_name}}"
    return a_template(body=body, topic=w.tip.topic)


def _filled(words: str, length: int) -> str:
    """Return words repeated up to a length, as a pack or a form allows at most."""
    return (words * (length // len(words) + 1))[: length - 1].rstrip() + "."


LOREM = "Say what you did, what came of it and what you would do again. "
USUAL = Words(
    company="Acme",
    role="Data analyst",
    people=(Person("Ben Example", "Head of Data"), Person("Cleo Sample")),
    place="1 Example Street, 3rd floor",
    notes="Bring the portfolio.\nAsk about the team's plans.",
    typed="next Thu 3pm",
    nudge="Tomorrow evening you will be glad of this. One story, told aloud, is enough for today.",
    task=_task("Tell one story of a kept promise aloud.", "You have told it once without stopping."),
    tip=a_tip(title="Show that you can be relied on"),
    question=a_question(prompt="Tell me about a promise that was hard to keep."),
    source=a_source(),
    city="New York",
)
LONGEST = Words(
    company=_filled("Amalgamated Widgets and Sprockets of Northumberland ", 80),
    role=_filled("Senior principal analyst for data and everything else ", 80),
    people=tuple(Person(_filled("Adelaide Wilhelmina ", 40), _filled("Head of ", 38)) for _ in range(10)),
    place="https://meet.example.org/" + "a1b2c3" * 45,
    notes=_filled(LOREM, 2000),
    typed=_filled("next Thursday, or the one after it, at three ", 120),
    nudge=_filled(LOREM, 300),
    task=_task(_filled(LOREM, 120), _filled(LOREM, 100)),
    tip=a_tip(
        title=_filled(LOREM, 60),
        body=_filled(LOREM, 300),
        why=_filled(LOREM, 160),
        do_now=_filled(LOREM, 140),
        topic=Topic.FIRST_INTERVIEW_REVIEW,
        region="eu",
        minutes=120,
    ),
    question=a_question(
        prompt=_filled(LOREM, 200),
        really_asking=_filled(LOREM, 160),
        strong=(_filled(LOREM, 90),) * 5,
        pitfalls=(_filled(LOREM, 90),) * 3,
        follow_ups=(_filled(LOREM, 120),) * 3,
    ),
    source=replace(
        a_source(),
        title=_filled("A study of studies ", 200),
        publisher=_filled("Journal of Journals ", 120),
        limits=_filled(LOREM, 300),
    ),
    city="ComodRivadavia",
)
HOSTILE = Words(
    company=ON_SLACK,
    role=ON_DISCORD,
    people=(Person(ON_SLACK, ON_DISCORD), Person(UNSEEN)),
    place="javascript:alert(1) <http://x.example|y> " + UNSEEN,
    notes=f"{ON_SLACK}\n{ON_DISCORD}\n{UNSEEN}\n> quoted\n# headed\n- listed\n\n\n1. counted",
    typed=UNSEEN,
    nudge=f"{ON_SLACK} {UNSEEN}",
    task=_task(ON_DISCORD, ON_SLACK),
    tip=a_tip(
        title="*Bold* <!here> @here :tada:", body=f"{ON_SLACK} {ON_DISCORD}", why=UNSEEN, do_now=ON_SLACK
    ),
    question=a_question(prompt=ON_SLACK, really_asking=ON_DISCORD, strong=(UNSEEN, ON_SLACK, ON_DISCORD)),
    source=replace(a_source(), title=ON_SLACK, publisher="*P* <@U1>", limits=ON_DISCORD),
    city="*<@U1>*",
)
VARIANTS: Mapping[str, Words] = {"": USUAL, "longest": LONGEST, "hostile": HOSTILE}


def an_interview(words: Words, **changes: object) -> Interview:
    """Return the interview that all samples are about: Thursday 26 November 2026, 15:00 in New York."""
    interview = Interview(
        id=IDENTIFIER,
        member_id="a-member",
        company=words.company,
        role=words.role,
        day=THURSDAY,
        time=time(15),
        zone=NEW_YORK,
        format=Format.VIDEO,
        interviewers=words.people,
        place=words.place,
        notes=words.notes,
        created_at=NOW,
        planned_from=NOW,
    )
    return replace(interview, **changes)  # type: ignore[arg-type]


def _lines(words: Words) -> tuple[PlanLine, ...]:
    def line(lead: Lead, hours: float, state: State, **more: object) -> PlanLine:
        due = NOW + timedelta(hours=hours)
        return PlanLine(lead=lead, due_at=due, state=state, action=words.task.text, **more)  # type: ignore[arg-type]

    return (
        line(Lead.BOOKING, 0, State.DONE, minutes=10),
        line(Lead.T_3, 2, State.SKIPPED, minutes=15),
        line(Lead.T_2, 26, State.MISSED),
        line(Lead.T_1, 74, State.NOW, minutes=20, includes=(Lead.T_2,), also=(words.task.text,)),
        line(Lead.MORNING, 88, State.OPEN, minutes=5),
        line(Lead.T_1H, 100, State.OPEN),
        line(Lead.AFTER_2H, 103, State.OPEN, minutes=10),
        line(Lead.AFTER_20H, 113, State.OPEN, minutes=10),
        line(Lead.AFTER_5BD, 257, State.STOPPED, minutes=5),
        line(Lead.AFTER_10BD, 425, State.STOPPED),
    )


def _plan(words: Words) -> plans.PlanView:
    return plans.PlanView(
        interview=an_interview(words),
        lines=_lines(words),
        reader_zone=BERLIN,
        now=NOW,
        left_out=(("a week before", "short notice"), ("five days before", "too late")),
    )


def _confirmation(words: Words, platform: Platform) -> confirming.Confirmation:
    return confirming.Confirmation(
        draft_id=IDENTIFIER,
        company=words.company,
        role=words.role,
        format=Format.ONSITE,
        interviewers=tuple(str(person) for person in words.people),
        place=words.place,
        notes=words.notes,
        typed=words.typed,
        candidates=(confirming.Candidate(THURSDAY, time(15), NEW_YORK),),
        reader_zone=NEW_YORK,
        now=NOW,
        privacy=WORDS[platform].privacy,
    )


def _readings() -> tuple[confirming.Candidate, ...]:
    return (
        confirming.Candidate(date(2026, 12, 3), time(3, 30), NEW_YORK),
        confirming.Candidate(date(2026, 12, 3), time(15, 30), NEW_YORK),
    )


def _home(words: Words) -> home.Home:
    return home.Home(
        now=NOW,
        reader_zone=BERLIN,
        draft=(IDENTIFIER, f"You were adding {words.company}."),
        drafts=2,
        interview=an_interview(words),
        next_step=_lines(words)[3],
        done=1,
        total=10,
        others=2,
        missed=("three days before", "two days before"),
        paused=True,
    )


def _several(words: Words, count: int) -> tuple[Interview, ...]:
    return tuple(
        an_interview(words, id=f"{IDENTIFIER[:-2]}{number:02}", day=THURSDAY + timedelta(days=number))
        for number in range(count)
    )


def _reminder(words: Words) -> reminders.ReminderView:
    return reminders.ReminderView(
        key=KEY,
        interview=an_interview(words),
        reader_zone=BERLIN,
        now=NOW,
        lead=Lead.T_1,
        words=words.nudge,
        due_at=NOW,
        task=words.task,
        tip=words.tip,
        questions=(words.question,),
        laters=tuple(Later),
    )


def _setting(setting: Setting, typed: str) -> settings.SettingChanged:
    before = Preferences(zone=BERLIN)
    return settings.SettingChanged(
        setting=setting,
        before=before,
        after=changed(before, setting, typed),
        now=NOW,
        next_due=NOW + timedelta(days=1),
        zone=NEW_YORK,
    )


def _help() -> Help:
    groups = grouped(command for command in all_commands() if command.listed)
    return Help(
        tuple(
            HelpGroup(title, tuple((command.path, command.summary) for command in commands))
            for title, commands in groups.items()
        )
    )


def _command_help() -> CommandHelp:
    command = next(command for command in all_commands() if command.path == "interview add")
    return CommandHelp(
        path=command.path,
        summary=command.summary,
        options=tuple((option.name, option.description) for option in options_of(command)),
        examples=command.examples,
    )


def _interview_views(w: Words) -> Mapping[str, View]:
    one = an_interview(w)
    moved = confirming.Candidate(THURSDAY, time(11), NEW_YORK)
    tenth = _several(w, 12)
    return {
        "interview": interviews.InterviewCard(
            interview=one, reader_zone=BERLIN, now=NOW, done=3, total=7, lead_in="Changed."
        ),
        "interview-cancelled": interviews.InterviewCard(
            interview=replace(one, cancelled=True), reader_zone=NEW_YORK, now=NOW
        ),
        "interviews": interviews.InterviewList(
            ahead=tenth, behind=(replace(one, outcome=Outcome.NEXT),), reader_zone=BERLIN, now=NOW
        ),
        "interviews-none": interviews.InterviewList(ahead=(), behind=(), reader_zone=None, now=NOW),
        "which-interview": interviews.WhichInterview(
            question="Which one moves?",
            path="interview move",
            interviews=tenth,
            now=NOW,
            reader_zone=NEW_YORK,
        ),
        "cancelled": outcomes.Cancelled(interview=one, stopped=4),
        "ask-result": outcomes.AskResult(interview=one),
        "result-offer": outcomes.ResultNoted(
            interview=replace(one, outcome=Outcome.OFFER), stopped=2, remaining=0, now=NOW
        ),
        "result-next": outcomes.ResultNoted(
            interview=replace(one, outcome=Outcome.NEXT), stopped=1, remaining=0, now=NOW
        ),
        "added": plans.Added(
            interview=one,
            reader_zone=BERLIN,
            now=NOW,
            reminders=7,
            next_reminder="today 18:00",
            first=text(f"{w.task.text} ({w.task.minutes} min)"),
            left_out=1,
        ),
        "moved": plans.Moved(
            interview=one, before=moved, reader_zone=BERLIN, now=NOW, reminders=5, next_reminder="today 18:00"
        ),
        "plan": _plan(w),
        "plan-paused": replace(_plan(w), lead_in="Done. Well done.", paused=True),
        "home": _home(w),
        "home-start": home.Home(now=NOW),
    }


def _question_views(w: Words, platform: Platform) -> Mapping[str, View]:
    two = replace(_confirmation(w, platform), candidates=_readings(), privacy=())
    return {
        "confirmation": _confirmation(w, platform),
        "confirmation-two-readings": two,
        "confirmation-guessed": replace(two, candidates=_readings()[:1], guessed=True),
        "confirmation-moving": replace(_confirmation(w, platform), moving=an_interview(w), privacy=()),
        "draft-kept": confirming.DraftKept(draft_id=IDENTIFIER),
        "unclear": confirming.Unclear(draft_id=IDENTIFIER),
        "unclear-verb": confirming.Unclear(draft_id=IDENTIFIER, verb="move"),
        "which-one": settings.WhichOne(
            f"More than one place is called “{w.city}”. Which one is yours?",
            tuple(
                (f"{w.city}, {country}", settings.set_to(Setting.ZONE, zone))
                for country, zone in (("United States", NEW_YORK), ("Germany", BERLIN))
            ),
        ),
        "form-waiting": problems.FormWaiting("Add an interview", Invocation("interview add")),
        "problem": problems.Problem(f"There is no command “{shortened(w.typed, 40)}”.", "/encore help"),
        "noted": problems.Noted("Gone", "Nothing of it is kept."),
        "apology": problems.Apology("7f3k9a"),
    }


def _reminder_views(w: Words, platform: Platform) -> Mapping[str, View]:
    return {
        "reminder": _reminder(w),
        "reminder-late": replace(
            _reminder(w),
            now=NOW + timedelta(hours=2),
            discreet=False,
            missed=(w.task, w.task),
            lead=Lead.AFTER_5BD,
            plan_prompt="If they have not written by now, a short line to them is welcome.",
            questions=(w.question, w.question),
            laters=(Later.TOMORROW,),
        ),
        "reminder-handled": reminders.ReminderHandled(
            lead=Lead.T_1,
            interview=an_interview(w),
            words="Done. Well done.",
            undo=True,
            next_words="Next: rest.",
        ),
        "greeting": greeting.GreetingView(key=KEY),
        "greeting-seen": greeting.GreetingSeen(),
        "greeting-sent": greeting.GreetingSent(),
        "unreachable": greeting.Unreachable(platform),
        "with-doubt": greeting.WithDoubt(_plan(w), platform, refused=False),
    }


def _practice_views(w: Words) -> Mapping[str, View]:
    return {
        "tip": practice.TipView(tip=w.tip, sources=(w.source,), shareable=True),
        "tip-explained": practice.TipView(
            tip=w.tip, sources=(w.source, w.source), topic=w.tip.topic, saved=True, explained=True, again=4
        ),
        "question": practice.QuestionView(question=w.question, shareable=True),
        "question-revealed": practice.QuestionView(question=w.question, saved=True, revealed=True),
        "shared": practice.Shared("tip"),
        "saved": practice.SavedList(
            items=(
                w.tip,
                w.question,
                replace(_ask(w), text="What would a good first half year look like?"),
                replace(w.tip, id="tip-trust-002", title="Bring one example of each"),
            ),
            page=2,
            pages=3,
            total=12,
            gone=1,
        ),
        "ask-whom": asking.WhomToAsk(askers=tuple(Asker)),
        "ask-whom-people": asking.WhomToAsk(
            askers=suggested(w.people),
            interview=an_interview(w),
            lead_in=f"I have no questions for “{shortened(w.typed, 40)}”, but these I have.",
        ),
        "ask": asking.AskView(ask=_ask(w)),
        "ask-person": asking.AskView(
            ask=_ask(w), to=Asker.EXECUTIVE, interview=IDENTIFIER, people=w.people, saved=True, again=18
        ),
        "template-which": templates.WhatToWrite(purposes=tuple(Purpose)),
        "template-which-after": templates.WhatToWrite(
            purposes=tuple(Purpose),
            moment=Moment.AFTER,
            interview=IDENTIFIER,
            lead_in=f"I have no message called “{shortened(w.typed, 40)}”, but these I have.",
        ),
        "template": templates.TemplateView(
            template=_template(w), interview=an_interview(w), version="template-thanks-002", several=True
        ),
        "template-blank": templates.TemplateView(template=_template(w)),
        "saved-none": practice.SavedList(items=()),
    }


def _setting_views(platform: Platform) -> Mapping[str, View]:
    held = privacy.Holdings(interviews=2, reminders=14, drafts=1, saved=5)
    return {
        "settings": settings.SettingsView(preferences=Preferences(zone=NEW_YORK), now=NOW),
        "settings-paused": settings.SettingsView(
            preferences=Preferences(paused_until=INDEFINITELY), now=NOW, guess="Berlin"
        ),
        "setting-changed": _setting(Setting.TIME, "22:00"),
        "setting-changed-zone": _setting(Setting.ZONE, NEW_YORK),
        "paused": settings.Paused(
            until=NOW + timedelta(days=3), now=NOW, zone=NEW_YORK, stopped=2, next_due=NOW + timedelta(days=4)
        ),
        "resumed": settings.ResumedView(
            now=NOW, zone=NEW_YORK, carried=("T-3",), let_go=("T-7", "T-5"), next_due=NOW + timedelta(days=1)
        ),
        "privacy": privacy.PrivacyView(platform, discreet=True),
        "exported": privacy.Exported(holdings=held, names=("encore-export.json", "encore-export.txt")),
        "delete-asked": privacy.DeleteAsked(holdings=held, token="20261122T150000Z", stale=True),
        "kept-all": privacy.KeptAll(),
        "deleted": privacy.Deleted(),
        "help": _help(),
        "command-help": _command_help(),
    }


def _all_views(words: Words, platform: Platform) -> Mapping[str, View]:
    return {
        **_interview_views(words),
        **_question_views(words, platform),
        **_reminder_views(words, platform),
        **_practice_views(words),
        **_setting_views(platform),
        **_journey_views(words, platform),
    }


def _journey_views(w: Words, platform: Platform) -> Mapping[str, View]:
    asked = _confirmation(w, platform)
    moving = replace(asked, moving=an_interview(w), privacy=())
    return {
        "plan-days": journey_views.plan_with_days(_plan(w), w.task),
        **journey_views.brief_views(an_interview(w), w.notes or w.company, BERLIN, NOW),
        **research_views(an_interview(w), _ask(w), w.notes or w.company, NOW),
        **calendar_views(_several(w, 8)),
        **outcome_views(an_interview(w), _several(w, 3), w.notes or w.company, KEY, NOW),
        **after_views(an_interview(w), _template(w), w.notes or w.company, BERLIN, NOW),
        **together_views(_reminder(w)),
        **story_views(w.notes or w.company),
        **invitation_views(asked, moving, _several(w, 8), NOW),
    }


def _typed(words: Words) -> dict[str, str]:
    return {
        "company": words.company,
        "role": words.role,
        "when": words.typed,
        "format": Format.VIDEO,
        "interviewers": shortened("\n".join(str(person) for person in words.people), 800),
        "zone": words.city,
        "place": shortened(words.place, 300),
        "notes": words.notes,
        "time": shortened(words.typed, 40),
    }


def _forms(words: Words) -> Mapping[str, Form]:
    typed, again = _typed(words), fields.again(IDENTIFIER)
    draft = InterviewDraft.of(typed)
    one = an_interview(words)
    edited = fields.answers_of(one)
    wrong = {"company": "", "round": "many"}
    question = text(f"What time on {long_day(THURSDAY)}?")
    return {
        "import": import_form(),
        **outcome_forms(an_interview(words), words.notes or words.company),
        **after_forms(an_interview(words), words.notes or "x"),
        **journey_forms(an_interview(words), words.notes or "x", NOW),
        "add": fields.first_step("", InterviewDraft()),
        "add-again": fields.first_step(IDENTIFIER, draft),
        "add-picked": fields.first_step(IDENTIFIER, replace(draft, when="2026-11-26 15:00")),
        "add-wrong": fields.first_step(IDENTIFIER, replace(draft, company=""), {
            "company": "Which company is it? A nickname will do.",
            "when": "I could not read that as a date. Write the day and the time, for example “Thu 3pm”.",
        }),
        "details": fields.second_step(IDENTIFIER, draft),
        "details-wrong": fields.second_step(IDENTIFIER, draft, {"zone": f"I don't know a city called “{words.city}”."}),
        "time": fields.missing(again, (fields.TIME,), {}, {}, question),
        "time-wrong": fields.missing(again, (fields.TIME,), typed, {"time": "I could not read that."}, question),
        "city": fields.city_form(again, "New York"),
        "city-wrong": fields.city_form(again, words.city, f"I don't know a city called “{words.city}”."),
        "nickname": replace(
            fields.missing(again, (replace(fields.COMPANY, label="What shall I call it instead?"),), {}, {}),
            title="A nickname",
        ),
        "move": move_form(IDENTIFIER),
        "move-wrong": move_form(IDENTIFIER, words.typed, {"when": "That has passed already. When is it?"}, IDENTIFIER),
        "edit": _edit_form(one, edited, {}),
        "edit-wrong": _edit_form(one, {**edited, **wrong}, _errors(one, wrong)),
        **{f"setting-{setting}": settings.setting_form(setting, _SET[setting]) for setting in Setting},
        "setting-wrong": settings.setting_form(Setting.QUIET, shortened(words.typed, 40), "From when until when?"),
    }  # fmt: skip


_SET = {
    Setting.ZONE: "Berlin",
    Setting.QUIET: "22:00-07:00",
    Setting.TIME: "18:00",
    Setting.PACE: "standard",
    Setting.DISCREET: "on",
    Setting.MINUTES: "45",
    Setting.AUDIENCE: "returner",
    Setting.REGION: "de",
}


def _public(words: Words) -> Mapping[str, PublicMessage]:
    return {
        "card": CARD,
        "shared-tip": PublicMessage(words.tip.title, practice.tip_words(words.tip)),
        "shared-question": PublicMessage("A question to practise", (text(words.question.prompt),)),
    }


def view_samples(platform: Platform) -> dict[str, View]:
    """Return the views by a name for each: "plan", "plan.longest", "plan.hostile"."""
    return _variants(lambda words: _all_views(words, platform))


def form_samples() -> dict[str, Form]:
    """Return the forms by a name for each, in the same variants."""
    return _variants(_forms)


def public_samples() -> dict[str, PublicMessage]:
    """Return what can reach a channel by a name for each, in the same variants."""
    return _variants(_public)


def _variants(make: Callable[[Words], Mapping[str, SampleT]]) -> dict[str, SampleT]:
    usual = make(USUAL)
    return {
        f"{name}.{variant}" if variant else name: sample
        for variant, words in VARIANTS.items()
        for name, sample in make(words).items()
        if not variant or sample != usual[name]
    }


def view_classes() -> Iterator[type]:
    """Find every class of the core that lays itself out."""
    for module in pkgutil.iter_modules(bot.views.__path__, "bot.views."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and hasattr(kind, "present") and not _is_protocol(kind):
                yield kind


def unsampled(samples: Sequence[View]) -> list[str]:
    """Name the view classes that no sample shows."""
    return sorted(kind.__name__ for kind in set(view_classes()) - {type(sample) for sample in samples})


def _is_protocol(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False))

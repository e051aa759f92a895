"""What belongs in each field, in a sentence: an editor shows it beside the field, and a new item in its place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMON: Mapping[str, str] = MappingProxyType(
    {
        "id": "The kind, a word for the topic and a number, like tip-trust-003. It never changes.",
        "status": "draft while you write, live when members may see it, retired instead of deleting it.",
        "topic": "What it is about. A tip, question or task stands in the file of that name.",
        "stage": "Which part of the journey it belongs to.",
        "proofs": "What a hiring manager must say yes to that it helps with; [] for none.",
        "audience": "Whom it is for; [any] for everybody.",
        "region": "Where it holds: any, eu, or a country in two letters like uk. Written out for law, pay and health.",
        "seed": "Claims of the article behind the starter pack that it rests on, like [S12]; [] in your own pack.",
        "sources": "Ids of what it leans on, from sources.yaml; [] for none.",
        "reviewed": "The day on which somebody last read it and found it right, like 2026-11-22.",
    }
)

FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "TipModel": {
            **COMMON,
            "title": "The idea in a few words",
            "body": "One idea and what to do about it. Say you, in short sentences of your own.",
            "why": "Why it helps. A figure needs its source's name and year.",
            "do_now": "The one thing to do right after reading, beginning with a verb",
            "minutes": "How many minutes do_now takes.",
            "lead": "The moment when it helps most. T-3 is three days before, +2h two hours after the start.",
            "evidence": "The best grade among its sources, or none.",
        },
        "QuestionModel": {
            **COMMON,
            "kind": "What sort of question it is. Behavioural asks what happened, situational what you would do.",
            "difficulty": "1 to warm up, 2 usual, 3 hard.",
            "asker": "Who would ask it.",
            "prompt": "The question as an interviewer would say it",
            "really_asking": "The worry behind it, in the interviewer's own words",
            "strong": "A sign of a good answer that a listener can tick off",
            "pitfalls": "A slip that the member can put right",
            "follow_ups": "What they may ask next, going further than the question",
            "rubric": "Id of the rubric that looks at an answer, like rubric-story-001.",
            "target_seconds": "How long a good answer aloud is, from 60 to 120 seconds.",
        },
        "TaskModel": {
            **COMMON,
            "text": "What to do, beginning with a verb",
            "done_when": "How anybody can see that it is finished",
            "minutes": "How many minutes it takes.",
            "lead": "The moment when it helps most.",
            "depends_on": "Ids of tasks to do first; [] for none.",
            "modality": "Which format of interview it fits.",
            "once": "true when it serves every interview, once it is done.",
        },
        "RubricModel": {
            **COMMON,
            "title": "What is looked at, in a few words",
            "dimensions": "Three to five rows, each a thing to listen for.",
        },
        "DimensionModel": {
            "name": "What this row looks at",
            "observables": "Something that a listener can say yes or no to",
            "anchors": "What this score sounds like, from 1 to 5",
            "next_step": "One thing to try next, for the scores 1 to 4",
        },
        "AskModel": {
            **COMMON,
            "text": "The question, as the member would say it",
            "to": "Whom to ask.",
            "listen_for": "What in the answer tells you something",
            "avoid_if": "When to leave it out",
        },
        "TemplateModel": {
            **COMMON,
            "purpose": "What the message is for.",
            "subject": "The subject line",
            "body": "The message, with a name in braces wherever something is filled in.",
            "slots": "Every name in braces in the subject and body. Encore knows name, company, role, day and a few more.",
        },
        "PlanModel": {
            "id": "plan- and a word, like plan-light.",
            "title": "What the plan is called",
            "summary": "How much it asks for, and over how long.",
            "pace": "Whose plan it is: one each for light, standard and thorough.",
            "steps": "The moments of the plan, in order.",
            "tasks": "Ids of the tasks that fill the days beside the steps, the most important first.",
        },
        "StepModel": {
            "id": "step-, the plan and a number, like step-light-003. It never changes.",
            "lead": "Which moment it is.",
            "offset": "How far from the interview: -P5D five days before, +P5BD five business days after, -PT1H an hour before.",
            "local_time": 'The time of day, like "18:00". Left out, it is the member\'s own.',
            "text": "What the reminder says. Warm, right for any kind of interview, never scolding.",
            "task": "Id of the task to do.",
            "tip": "Id of the tip to read.",
            "questions": "Ids of at most two questions to practise.",
            "plan_prompt": "An if-then sentence, like If I sit down with my coffee, then I write one line.",
            "skip_if": "When it is left out.",
            "quiet_ok": "true if it may come in the quiet hours.",
        },
        "SourceModel": {
            "id": "source-, who found it and the year, like source-huang-2017.",
            "status": COMMON["status"],
            "title": "What it is called",
            "publisher": "Who published it, and who wrote it",
            "year": "When it came out.",
            "url": "Where it can be read, from https:// on.",
            "grade": "A reviewed by peers or official, B a survey or an organisation's figures, C practitioners' habit.",
            "claim_supported": "What it found, in your words, with its figures",
            "limits": "What it does not show",
            "reviewed": "The day on which somebody last looked it up.",
        },
        "PackModel": {
            "id": "The pack's name in small letters, digits and hyphens.",
            "title": "The pack's name for people.",
            "version": "Three numbers, like 1.0.0.",
            "language": "The language of its words.",
            "licence": "What others may do with it, like CC-BY-4.0.",
            "summary": "What it holds, in a sentence or two.",
            "credits": "Whom its claims come from.",
            "hide": "Ids of items of earlier packs that are taken away.",
        },
        "CreditModel": {
            "seed": "The claim's number.",
            "text": "Whom it comes from.",
        },
    }
)
"""By the name of the model that holds the field, and the field's own."""

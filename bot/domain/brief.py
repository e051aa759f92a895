"""The one page for the last hour: who, where, three headlines, three questions, three facts, one line for nerves.

What stands on it is chosen by rule and never by chance, so that the page is the same at every look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest
from zlib import crc32

from bot.domain.asking import askers_of
from bot.domain.content import Ask, Asker, Lead, Proof, Tip
from bot.domain.interviews import Interview
from bot.domain.sheets import Entry
from bot.text import one_line, shortened

MOST = 3
"""Headlines, questions and facts: what one phone screen and one nervous head can hold."""
LONGEST = 140
"""Characters of a headline or a question."""
FACT = 100
"""Characters of a fact, and of the line for nerves."""
SENTENCE = re.compile(r"(.{25,}?[.!?…])\s")
"""The first one; a mark that comes sooner ends an abbreviation ("Dr. Sample has led the team since May.")."""
SENTENCE_WITHIN = re.compile(r"[.!?]\s")
QUESTION = "question"
"""The slot of the research sheet that holds what the member will ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What stands on the page. What the member has not written is simply not there.

    `reader_zone` is the member's own. `promised` is what was promised in the round before.
    """

    interview: Interview
    reader_zone: str
    headlines: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    promised: str = ""
    calm: str = ""


def headlines(stories: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return at most three headlines by proof; a story whose result is known comes first, since it can be told whole."""
    told = [stories[proof].values for proof in Proof if proof in stories]
    told.sort(key=lambda story: not (story.get("headline") and story.get("result")))
    said = (one_line(story.get("headline") or story.get("result", "")) for story in told)
    return tuple(shortened(words, LONGEST) for words in dict.fromkeys(said) if words)[:MOST]


def own_question(research: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return the question that the member wrote down, if any."""
    entry = research.get(QUESTION)
    words = one_line(entry.values.get("text", "")) if entry else ""
    return (shortened(words, LONGEST),) if words else ()


def questions(
    own: Sequence[str], kept: Sequence[Ask], library: Sequence[Ask], interview: Interview
) -> tuple[str, ...]:
    """Return at most three questions to ask: the member's own, then what they kept, then what suits whom they meet."""
    met = {asker for _, asker in askers_of(interview.interviewers)}
    fitting = sorted(kept, key=lambda ask: bool(met) and met.isdisjoint(ask.to))
    found = chain(own, (one_line(ask.text) for ask in fitting), suited(library, interview))
    return tuple(dict.fromkeys(found))[:MOST]


def suited(library: Sequence[Ask], interview: Interview) -> tuple[str, ...]:
    """Return three questions for whom the member meets, one of each sort in turn; for a manager when nobody is known.

    Only those of one sentence: one that first says what was read ("I saw that ...") is for who has read it.
    """
    met = dict.fromkeys(asker for _, asker in askers_of(interview.interviewers)) or {Asker.MANAGER: None}
    plain = [ask for ask in library if len(ask.text) <= LONGEST and not SENTENCE_WITHIN.search(ask.text)]
    plain.sort(key=lambda ask: crc32(f"{interview.id}:{ask.id}".encode()))
    by_turns = zip_longest(*([ask.text for ask in plain if asker in ask.to] for asker in met))
    return tuple(dict.fromkeys(words for words in chain.from_iterable(by_turns) if words))[:MOST]


def facts(research: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return at most three facts, the freshest first: what each note says in its first sentence."""
    entries = [entry for slot, entry in research.items() if slot != QUESTION]
    entries.sort(key=lambda entry: entry.slot)
    entries.sort(key=_as_of, reverse=True)
    said = (_fact(entry) for entry in entries)
    return tuple(words for words in dict.fromkeys(said) if words)[:MOST]


def calm(tips: Sequence[Tip], interview: Interview) -> str:
    """Return one line for nerves out of `tips`, the same for an interview at every look; empty without any."""
    lines = [one_line(f"{tip.title}. {tip.do_now}") for tip in tips if tip.lead is Lead.T_1H]
    fitting = sorted(line for line in lines if len(line) <= FACT)
    return fitting[crc32(interview.id.encode()) % len(fitting)] if fitting else ""


def promised(debrief: Mapping[str, Entry]) -> str:
    """Return what a debrief says was promised, as one line."""
    entry = debrief.get("promised")
    return shortened(one_line(entry.values.get("text", "")), LONGEST) if entry else ""


def length_for(lines: Sequence[str], room: int, least: int = 40) -> int:
    """Return at how many characters each of `lines` must be cut so that all have `room`; never under `least`."""
    lengths = [len(line) for line in lines]
    most = max(lengths, default=least)
    return next((n for n in range(most, least, -1) if sum(min(n, own) for own in lengths) <= room), least)


def _as_of(entry: Entry) -> date:
    """Return the day of what a note says; the day on which it was written where it names none."""
    try:
        return date.fromisoformat(entry.values.get("date", ""))
    except ValueError:
        return entry.saved_at.date()


def _fact(entry: Entry) -> str:
    """Return the first line of a note, of a long line its first sentence, with whom it is about."""
    first = next(
        (line.strip(" -•*\t") for line in entry.values.get("notes", "").splitlines() if line.strip()), ""
    )
    sentence = SENTENCE.match(first)
    words = one_line(sentence[1] if sentence and len(first) > FACT else first)
    name = one_line(entry.values.get("name", ""))
    if words and name and name.split()[0].casefold() not in words.casefold():
        words = f"{name}: {words}"
    return shortened(words, FACT)

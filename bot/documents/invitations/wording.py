"""What the words around a date make of it: an appointment, or something that only looks like one.

Each rule reads one sentence, since the next one often says the contrary. Words of a condition ("if you need to
cancel") take no date away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Sense(StrEnum):
    """What a date in a sentence is."""

    APPOINTMENT = "an appointment"
    OFF = "called off"
    DEADLINE = "a deadline"
    WINDOW = "a time to choose from"
    NEGATED = "a time that is not to be"
    FORMER = "a former time"


_FLAGS: Final = re.IGNORECASE
_CALLED_OFF: Final = re.compile(
    r"\b(?:cancel(?:l?ed|ling|ing|s|lation)?|call(?:ed|ing)? (?:it |this |the \w+ )?off|postpon(?:e|ed|es|ing|ement)"
    r"|put (?:\w+ ){0,3}(?:off|on hold)|on hold|pushed back|(?:not|\w+n't|no longer) (?:be )?(?:go(?:ing)? ahead|happen(?:ing)?"
    r"|tak(?:e|ing) place|proceed(?:ing)?|needed|required|continu(?:e|ing)|run(?:ning)?|able to (?:proceed|go ahead|continue|hold|offer))"
    r"|no longer (?:\w+ )?(?:on|available|able|interview\w*|meet\w*|hiring|recruiting|looking|need|going)"
    r"|is (?:now )?off\b|withdrawn|withdraw(?:ing)?|fallen through|scrapped|declin(?:e|ed|es|ing)|been filled"
    r"|(?:to|must|and|will) cancel|have to cancel|stand (?:it |this )?down|won't be (?:meeting|interviewing|needing|holding)"
    r"|(?:decided|chosen) (?:not to|against)|removed from (?:the|your) calendar|off the (?:calendar|table))",
    _FLAGS,
)
_IN_CASE: Final = re.compile(
    r"\b(?:if|in case|should you|unless|whether)\b[^.!?]*$"
    r"|\b(?:(?:need|wish|want|like|able|how|free|easy|required|asked?)s? to|please|can|may|might|must|to|or|and|policy|fee|without|late)"
    r"(?: (?:change|move|amend|re-?schedule|confirm|accept|decline|edit|manage) (?:or|and))?\s*(?:/\s*)?$",
    _FLAGS,
)
_MUST: Final = re.compile(
    r"\b(?:have|has|had|need|going|sorry|afraid|regret\w*|decided|obliged|forced|unfortunately|must)\b[^.!?]{0,60}$",
    _FLAGS,
)
_SUBJECT_OFF: Final = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|subject): *)*[\[(*]?(?:cancel?led|cancell?ation|declined|abgesagt|postponed|withdrawn)\b"
    r"(?=[^a-z]|\s(?:event|meeting|invitation|interview)|$)",
    _FLAGS,
)
_ANEW: Final = re.compile(
    r"\bnew (?:time|date|slot|day)\b|(?:re-?scheduled|re-?arranged|moved|changed|pushed(?: back)?|postponed|put back|shifted"
    r"|brought forward|re-?booked) (?:\w+ ){0,2}?(?:to|for|until)\b|\binstead\b|\b(?:is|are|will) now\b|how about|what about"
    r"|\b(?:does|do|would|will|could|can|may) (?:you|we|\w+day|the)\b.*\?|alternative(?:ly)?|propose|suggest|re-?schedul\w+ (?:it )?(?:to|for)",
    _FLAGS,
)
"""How a new time is told beside one that is off."""
_ABOUT_ALL: Final = re.compile(
    r"\b(?:this|the|your|our|that) (?:\w+ ){0,2}(?:event|interview|meeting|invitation|appointment|call|conversation|slot|round)\b"
    r"|\bit\b|\bwe\b",
    _FLAGS,
)
_DEADLINE_BEFORE: Final = re.compile(
    r"(?:\b(?:by|before|until|till|til|deadline|due|expires?|expired|expiring|expiry|laps(?:es|ing)|clos(?:es?|ing)|latest|rsvp|valid|not later than"
    r"|no later than|open|respond|reply|submit(?:ted)?|complete[d]?|return(?:ed)?|finish(?:ed)?)\b)"
    r"(?:[\s:,(-]+(?:is|are|on|at|the|date|of|for|will|be|it|in|to|this|your|close|end|day|not|later|than|business|by|before|until"
    r"|till|us|me|no|eod|cob|midnight|noon|or))*[\s:,(-]*$",
    _FLAGS,
)
_DEADLINE_WORDS: Final = re.compile(
    r"\b(?:expires?|lapses|deadline|due (?:by|on|date)|latest\b|(?:link|invitation|offer|test|task|assessment|survey) (?:\w+ ){0,3}(?:closes|ends|expires)"
    r"|applications? close)",
    _FLAGS,
)
_DEADLINE_AFTER: Final = re.compile(
    r"^\W*(?:(?:is|as|being) (?:the|your|our) (?:\w+ )?deadline|at the (?:very )?latest|or (?:earlier|sooner|before))",
    _FLAGS,
)
_NEGATED: Final = re.compile(
    r"\b(?:can(?:no|')t|can not|unable to|won't be able|will not be able|not able to|(?:not|\w+n't) (?:\w+ )?(?:available|free|possible|good|going to work|around|in the office)"
    r"|(?:needs?|has|have|had|must|going) (?:to )?be (?:re-?scheduled|re-?arranged|moved|changed|pushed back)"
    r"|(?:doesn't|does not|won't|will not|didn't|no longer|not) (?:actually )?(?:work|suit|fit)\w*|unavailable|not (?:in|around)\b"
    r"|(?:has|have|is|was|been|already|now) (?:\w+ )?(?:taken|gone|booked|filled|full)\b|fully booked|clash(?:es|ing)?|conflict(?:s|ing)?"
    r"|(?:need|have|had|forced|asked|going) to (?:re-?schedule|move|change|push|rearrange|reorganise|reorganize|find (?:a|another))"
    r"|(?:re-?schedul|rearrang)(?:e|ing) (?:your|our|the|this)|out of (?:the )?office|on (?:leave|holiday|vacation)|closed\b|except(?:ing)?\b|other than)",
    _FLAGS,
)
_EAGER: Final = re.compile(r"can(?:'|no)t wait|can not wait|cannot wait", _FLAGS)
_CONDITION: Final = re.compile(r"\b(?:if|in case|should you|unless|whether)\b", _FLAGS)
_FORMER_BEFORE: Final = re.compile(
    r"\b(?:received|applied|application (?:on|of|from|dated)|sent|posted|submitted|originally|previous(?:ly)?|former(?:ly)?|was|were|instead of"
    r"|rather than|(?:moved|rescheduled|changed|brought forward|shifted|switched|pushed back) from|not (?:on )?|no longer|old (?:time|date)"
    r"|spoke|talked|met|thank(?:s| you) for)\b[^,;]*$",
    _FLAGS,
)
_FORMER_AFTER: Final = re.compile(
    r"^[^.;]{0,60}?\b(?:(?:has|have) (?:been |now been |had to be )?(?:moved|rescheduled|changed|brought forward|shifted|switched|pushed)|is now|will now|moves to|is moving to)\b",
    _FLAGS,
)
_CHOICE: Final = re.compile(
    r"\b(?:any ?time|some ?time|slots?|pick|choose|choosing|select|book(?:ing)? (?:a|an|your|one|yourself)|availabilit(?:y|ies)|available|which (?:of|one|time|day|slot)"
    r"|what (?:works|time|suits)|when (?:works|suits|are you|you are)|whichever|suit(?:s|ed)? you|works? (?:best )?for you|options?|(?:are|be) (?:you )?(?:\w+ )?free|between"
    r"|could do|can do|possible times|let (?:me|us) know (?:when|which|what)|preferred?|preference|running interviews|hold(?:ing)? interviews|interviewing (?:all|on)|drop[- ]?in|walk[- ]?in|whenever)\b",
    _FLAGS,
)
_OPEN_BEFORE: Final = re.compile(
    r"\b(?:after|onwards? from|earliest|starting from|as of)\W*$|\d(?:st|nd|rd|th)?(?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)?\s*(?:-|to|and|&|or|/|through|until)\s*(?:the )?$"
    r"|\b(?:week|weekend|w/c|wc|week commencing|week beginning|between)(?: of| the)*\W*$|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)\w*\s*(?:-|to|and|&|/|through|until)\s*$",
    _FLAGS,
)
_OPEN_AFTER: Final = re.compile(
    r"^\W*(?:onwards?|or (?:later|after|thereafter)|and (?:later|after)|earliest)\b", _FLAGS
)
_ELSEWHERE: Final = re.compile(
    r"\b(?:webinars?|newsletter|unsubscribe|dentist|dental|doctor|gp surgery|hygienist|career(?:s)? fair|job fair|open (?:day|evening|house)|sale ends|concert"
    r"|delivery|parcel|prescription|vaccination|remind me|don't forget to|tickets?|workshop|meet-?up)\b",
    _FLAGS,
)
_ADVERTISED: Final = re.compile(r"\b(?:webinar|newsletter|masterclass|register now)\b", _FLAGS)
_OWN_INTERVIEW: Final = re.compile(
    r"\binterview (?:is|has|will|on|at|with|for|invitation|takes)\b|\binvite you\b|\byour (?:application|candidacy)\b",
    _FLAGS,
)
_INTERVIEW: Final = re.compile(
    r"interview|gespr[äa]ch|entretien|entrevista|assessment cent|panel|hiring|recruit", _FLAGS
)


def sense(sentence: str, before: str, after: str, *, hours: float) -> Sense:
    """Return what a date is that stands in a sentence between two of its parts; `hours` is how long it lasts, if said."""
    conditional = _CONDITION.search(sentence) is not None
    if _is_off(sentence):
        return Sense.OFF if not _FORMER_AFTER.search(after) else Sense.FORMER
    if _DEADLINE_BEFORE.search(before) or _DEADLINE_AFTER.search(after):
        return Sense.DEADLINE
    if _DEADLINE_WORDS.search(sentence) and not _INTERVIEW.search(before):
        return Sense.DEADLINE
    if _FORMER_BEFORE.search(before) or _FORMER_AFTER.search(after):
        return Sense.FORMER
    if _NEGATED.search(sentence) and not conditional and not _EAGER.search(sentence):
        return Sense.NEGATED
    if _OPEN_BEFORE.search(before) or _OPEN_AFTER.search(after):
        return Sense.WINDOW
    if hours >= LONG and _CHOICE.search(sentence):
        return Sense.WINDOW
    return Sense.APPOINTMENT


MARKS: Final = " \t*_#>[(!-"
"""What may stand around a heading."""
LONG: Final = 1.6
"""Hours: a range this long among words of choosing is a window, and no interview's length."""
A_DAY: Final = 4.0
"""Hours: a range this long is a window where words of choosing stand anywhere near."""


def offers_choice(words: str) -> bool:
    """Whether words offer times to choose from."""
    return _CHOICE.search(words) is not None


def calls_off(subject: str, sentences: Sequence[str]) -> bool:
    """Whether a message says that an interview is off or put off; a new time in it is another matter."""
    first = next((line for line in sentences if line.strip()), "")
    named = _SUBJECT_OFF.search(subject.strip(MARKS)) or _SUBJECT_OFF.search(first.strip(MARKS))
    return named is not None or any(_is_off(line) and _ABOUT_ALL.search(line) for line in sentences)


def tells_anew(sentence: str) -> bool:
    """Whether a sentence tells a new time."""
    return _ANEW.search(sentence) is not None


def is_elsewhere(text: str) -> bool:
    """Whether a text is about something else than an interview: a webinar, the dentist, a note to oneself."""
    if _ADVERTISED.search(text) and not _OWN_INTERVIEW.search(text):
        return True
    return _INTERVIEW.search(text) is None and _ELSEWHERE.search(text) is not None


def _is_off(sentence: str) -> bool:
    for found in _CALLED_OFF.finditer(sentence):
        before = sentence[: found.start()]
        if not _IN_CASE.search(before) or (_MUST.search(before) and not _CONDITION.search(before)):
            return True
    return False

"""Choosing what to practise next: what fits best first, and never the same again until all have been seen."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar
from zlib import crc32

from bot.domain.asking import askers_of
from bot.domain.audiences import ANY, holds_in
from bot.domain.calendar import local
from bot.domain.content import Ask, Asker, Audience, Lead, Proof, Question, Stage, Tip, Topic
from bot.domain.interviews import Format, Interview, Outcome
from bot.domain.leads import ORDER
from bot.domain.members import Preferences

HOUR = timedelta(hours=1)
JUST_BEFORE = timedelta(minutes=90)
JUST_BEHIND = timedelta(days=3)
HARDEST = 3
ANYONE = Audience.ANY
EVERYONE = (ANYONE,)
SPEAKING_OF_A_FORMAT = (Topic.VIRTUAL, Topic.LOGISTICS_ONSITE, Topic.PANEL_MULTI)
REMOTE = frozenset({Format.VIDEO, Format.PHONE})

FOR_OTHERS = 3
"""How much worse fits what is for another audience. One is a lead away from now."""
LAW_ELSEWHERE = 6
OTHER_FORMAT = 4
OTHER_SIDE = 20
"""What is for before an interview does not fit behind it, and the other way round."""
LIKELIER = 3
"""How many times likelier comes what is made for just this member among what fits as well."""


class Identified(Protocol):
    """Anything of the catalogue."""

    @property
    def id(self) -> str:
        """The permanent id."""
        ...


ItemT = TypeVar("ItemT", bound=Identified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of where a member stands; in the default one nothing is, and every time and format fits.

    `lead` is the place in the days before or after the nearest interview, `askers` whom they meet there,
    `gaps` the proofs that they have no story for yet.
    """

    lead: Lead | None = None
    format: Format = Format.UNKNOWN
    panel: bool = False
    askers: frozenset[Asker] = frozenset()
    offered: bool = False
    audience: Audience = Audience.ANY
    region: str = ANY
    gaps: frozenset[Proof] = frozenset()


@dataclass(frozen=True, slots=True)
class Fits:
    """How well each of some items fits, in their order.

    `distances` say how far each is from what fits (0: it does), `weights` how much likelier than others it comes.
    """

    distances: Sequence[int]
    weights: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chosen(Generic[ItemT]):
    """What to show next. `again` means that all had been seen and a new round begins with it."""

    item: ItemT
    again: bool = False


def situation_of(interviews: Iterable[Interview], preferences: Preferences, now: datetime) -> Situation:
    """Return where a member stands at `now` (aware): what is just behind comes before what is ahead."""
    held = sorted((i for i in interviews if not i.cancelled), key=lambda i: abs(i.starts_at - now))
    live = [i for i in held if not i.settled]
    offers = [i for i in held if i.outcome is Outcome.OFFER]
    fresh = [i for i in live if i.outcome is None and now - JUST_BEHIND < i.starts_at <= now]
    ahead = [i for i in live if i.starts_at > now]
    interview = next(iter([*fresh, *ahead, *offers, *live]), None)
    if interview is None:
        return Situation(audience=preferences.audience, region=preferences.region)
    people = interview.interviewers
    return Situation(
        lead=lead_at(interview, now),
        format=interview.format,
        panel=len(people) > 1,
        askers=frozenset(asker for _, asker in askers_of(people)),
        offered=interview.outcome is Outcome.OFFER,
        audience=preferences.audience,
        region=preferences.region,
    )


def lead_at(interview: Interview, now: datetime) -> Lead:
    """Return which of the moments around an interview `now` is nearest to; days are counted by its own calendar."""
    ahead = interview.starts_at - now
    if ahead <= timedelta(0):
        return next(lead for lead in Lead if lead.facts.until and -ahead < lead.facts.until)
    if ahead <= JUST_BEFORE:
        return Lead.T_1H
    days = (interview.day - local(now, interview.zone).date()).days
    far = {lead: lead.days_before for lead in Lead if lead.days_before is not None}
    return min(far, key=lambda lead: (abs(far[lead] - days), -far[lead]))


def fits(items: Sequence[Tip | Question | Ask], situation: Situation) -> Fits:
    """Return how well each of `items` fits a situation."""
    waits = {lead: _wait(lead, situation.lead) for lead in Lead}
    strains = [_strain(difficulty, situation.lead) for difficulty in range(HARDEST + 1)]
    deciding = situation.lead is None or _is_behind(situation.lead) or situation.offered
    here, askers, gaps, decide = situation.lead, situation.askers, situation.gaps, Stage.DECIDE
    video, onsite, panel = SPEAKING_OF_A_FORMAT
    distances, weights = [], []
    # Made at every press for the whole library, so most items must pass with few comparisons.
    for item in items:
        distance, weight = 0, 1
        if item.region != ANY or item.audience != EVERYONE:
            distance, weight = _for_whom(item, situation)
        topic = item.topic
        if topic is video or topic is onsite or topic is panel:
            further, likelier = _for_format(topic, situation)
            distance, weight = distance + further, weight * likelier
        if isinstance(item, Tip):
            distance += waits[item.lead]
            if item.lead is here:
                weight *= 2
        elif isinstance(item, Question):
            distance += strains[item.difficulty]
            if item.stage is decide and not deciding:
                distance += OTHER_SIDE
            if askers and not askers.isdisjoint(item.asker):
                weight *= 2
        if gaps and not gaps.isdisjoint(item.proofs):
            weight *= LIKELIER
        distances.append(distance)
        weights.append(weight)
    return Fits(distances, weights)


def choose(
    items: Sequence[ItemT],
    seen: Collection[str],
    rng: random.Random,
    *,
    last: str | None = None,
    member_id: str = "",
    fitting: Fits | None = None,
) -> Chosen[ItemT] | None:
    """Return one of `items` that is not in `seen`, of those that fit best; None only when there are none.

    `fitting` is of the same `items`; without it all fit alike. When all are in `seen` a new round begins,
    never with `last`, if there is another.
    A typed command does not know what came last, so each member has one item that closes every round:
    what ends one round can't begin the next.
    """
    if not items:
        return None
    fresh = [place for place, item in enumerate(items) if item.id not in seen]
    again = not fresh
    closing = items[crc32(member_id.encode()) % len(items)].id
    pool = fresh or list(range(len(items)))
    for avoided in (last, closing):
        pool = [place for place in pool if items[place].id != avoided] or pool
    if fitting is None:
        return Chosen(items[rng.choice(pool)], again)
    nearest = min(fitting.distances[place] for place in pool)
    best = [place for place in pool if fitting.distances[place] == nearest]
    [place] = rng.choices(best, [fitting.weights[place] for place in best])
    return Chosen(items[place], again)


def _for_whom(item: Tip | Question | Ask, situation: Situation) -> tuple[int, int]:
    """Return the distance and the weight by audience and region."""
    distance, weight = 0, 1
    if item.region != ANY:
        holds = holds_in(item.region, situation.region)
        distance += 0 if holds else LAW_ELSEWHERE
        weight *= LIKELIER if holds else 1
    if ANYONE not in item.audience:
        hers = situation.audience in item.audience
        distance += 0 if hers else FOR_OTHERS
        weight *= LIKELIER if hers else 1
    return distance, weight


def _for_format(topic: Topic, situation: Situation) -> tuple[int, int]:
    """Return the distance and the weight of one of the three topics that speak of a format."""
    if topic is Topic.PANEL_MULTI:
        return 0, LIKELIER if situation.panel else 1
    if situation.format is Format.UNKNOWN:
        return 0, 1
    suits = (topic is Topic.VIRTUAL) == (situation.format in REMOTE)
    return (0, LIKELIER) if suits else (OTHER_FORMAT, 1)


def _is_behind(lead: Lead | None) -> bool:
    return lead is not None and lead.after


def _wait(lead: Lead, now: Lead | None) -> int:
    """Return how many leads something is away from now, which reaches to the next one on the same side."""
    if lead is Lead.ANY or now is None:
        return 0
    if _is_behind(lead) != _is_behind(now):
        return OTHER_SIDE
    place, here = ORDER[lead], ORDER[now]
    # With a week or more left, what helps on booking still does.
    first = 0 if now is Lead.T_7 else here
    return max(0, first - place, place - here - 1)


def _strain(difficulty: int, now: Lead | None) -> int:
    """Return the distance of a hard question when the day is near: then what goes well is worth more."""
    if now is Lead.T_1:
        return max(0, difficulty - 2)
    return max(0, difficulty - 1) if now in {Lead.MORNING, Lead.T_1H} else 0

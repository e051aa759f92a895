"""A new item for a coach to write: the next free id, in the right file of our pack or of a group's own."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from bot.catalog.blanks import blank, item_lines
from bot.catalog.choosing import choose, choose_from
from bot.catalog.insertion import add_item, add_step
from bot.catalog.json_schema import EDITOR_LINE
from bot.catalog.layers import Layers, read_layers
from bot.catalog.numbering import mentioned, next_id, slug_of
from bot.catalog.own_pack import SCHEMAS, open_pack
from bot.catalog.packs import SOURCES
from bot.catalog.rules.starter import STARTER
from bot.catalog.schema import KINDS, PlanModel, StepModel
from bot.catalog.usual import USUAL
from bot.catalog.vocabulary import REVIEWED_YEARLY, id_fault
from bot.domain.content import Asker, Item, Lead, PlanTemplate, Purpose, Topic
from bot.domain.members import Pace
from bot.errors import ContentError

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "tip": "tips",
        "question": "questions",
        "task": "tasks",
        "ask": "asks",
        "template": "templates",
        "rubric": "rubrics",
        "source": "sources",
        "plan": "plans",
        "step": "plans",
    }
)
"""Each kind that can be begun, with the folder that holds it."""
PREFIXES: Mapping[str, str] = MappingProxyType({"question": "q"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to begin, in their own words; empty for what they did not say."""

    kind: str
    topic: str = ""
    to: str = ""
    purpose: str = ""
    pace: str = ""
    lead: str = ""
    name: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was begun, and where. `pack` is the group's own folder, None for ours; `new_pack` if it was made."""

    id: str
    kind: str
    path: Path
    line: int
    pack: Path | None
    new_pack: bool = False


def begin(wish: Wish, *, packs: Path, own: Path | None, today: date) -> Begun:
    """Add an item to be written, to the starter pack among `packs` or to a group's `own`; return where it is.

    Raises ContentError when the wish is not clear or a file cannot take it; nothing is written then.
    """
    kind = _kind(wish.kind)
    if own is not None and own.resolve().is_relative_to(packs.resolve()):
        own = None
    if own is None and "_content" in packs.parts:
        raise ContentError(
            "These packs belong to an installed Encore, and the next one would replace them. Name a folder of your own.",
            example=f"encore content new {kind} --pack our-pack",
        )
    scaffold = Scaffold(kind, wish, packs, own, today)
    try:
        return scaffold.write()
    except OSError as error:
        raise ContentError(
            f"{error.filename} cannot be written ({error.strerror}); see to its rights."
        ) from None


def _kind(typed: str) -> str:
    words = typed.strip().casefold()
    singular = words.removesuffix("s") if words.removesuffix("s") in FOLDERS else words
    return choose(singular, FOLDERS, "kind of item", "encore content new tip --topic trust")


class Scaffold:
    """One item to begin. What was wished for is checked before anything is made."""

    def __init__(self, kind: str, wish: Wish, packs: Path, own: Path | None, today: date) -> None:
        self._kind = kind
        self._wish = wish
        self._packs = packs
        self._own = own
        self._today = today
        self._new_pack = False
        self._own_id = ""

    def write(self) -> Begun:
        """Write it."""
        if self._kind == "plan":
            pace = choose_from(
                self._wish.pace, Pace, "pace", "encore content new plan --pace light --pack DIR"
            )
            if self._own is None:
                raise ContentError(
                    f"Encore has its plan of pace {pace} already: {self._folder / 'plans' / f'{pace}.yaml'}. Change "
                    "that one, or lay one of your own over it.",
                    example=f"encore content new plan --pace {pace} --pack our-pack",
                )
            return self._plan(pace)
        if self._kind == "step":
            return self._step()
        return self._item()

    def _item(self) -> Begun:
        make = {"ask": self._ask, "template": self._template, "source": self._source}
        slug, file, values = make.get(self._kind, self._of_topic)()
        self._open()
        identifier = slug if self._kind == "source" else self._next_id(slug)
        path = self._folder / file
        self._begin_file(path, FOLDERS[self._kind])
        common = {"id": identifier, "status": "draft", "reviewed": self._today.isoformat()}
        lines = item_lines(KINDS[FOLDERS[self._kind]], {**common, **USUAL.get(self._kind, {}), **values})
        return self._begun(identifier, path, add_item(path, lines))

    def _of_topic(self) -> tuple[str, str, dict[str, str]]:
        topic = self._topic()
        values = self._about(topic)
        if self._wish.lead and self._kind in {"tip", "task"}:
            values["lead"] = choose_from(self._wish.lead, Lead, "lead", f"{self._example(topic)} --lead T-3")
        if self._kind == "question" and "rubric-story-001" in self._layers.entries:
            values["rubric"] = "rubric-story-001"
        file = "answers.yaml" if self._kind == "rubric" else f"{topic}.yaml"
        return self._slug(topic), f"{FOLDERS[self._kind]}/{file}", values

    def _ask(self) -> tuple[str, str, dict[str, str]]:
        to = choose_from(self._wish.to, Asker, "person to ask (--to)", "encore content new ask --to peer")
        topic = self._topic(Topic.QUESTIONS_TO_ASK)
        return to, f"asks/{to}.yaml", {**self._about(topic), "to": f"[{to}]"}

    def _template(self) -> tuple[str, str, dict[str, str]]:
        example = "encore content new template --purpose thanks"
        purpose = choose_from(self._wish.purpose, Purpose, "purpose (--purpose)", example)
        topic = self._topic(purpose.facts.topic)
        return purpose, "templates/templates.yaml", {**self._about(topic), "purpose": purpose}

    def _source(self) -> tuple[str, str, dict[str, str]]:
        example = "encore content new source --name huang --year 2017"
        words = slug_of(self._wish.name)
        if not words or not re.fullmatch(r"(?:19|20)\d\d", self._wish.year):
            raise ContentError("Say who found it, and in which year (--name and --year).", example=example)
        identifier = f"source-{words}-{self._wish.year}"
        if fault := id_fault("source", identifier):
            raise ContentError(f"{identifier}: {fault}", example=example)
        if identifier in self._mentioned:
            raise ContentError(
                f"There is a {identifier} already. Name it in the sources of your item, or say more."
            )
        return identifier, SOURCES, {"year": self._wish.year}

    def _step(self) -> Begun:
        example = "encore content new step --pace light --lead T-2"
        pace = choose_from(self._wish.pace, Pace, "pace (--pace)", example)
        moments = [lead for lead in Lead if lead is not Lead.ANY]
        lead = Lead(choose(self._wish.lead, moments, "lead (--lead)", example))
        path = self._path_of_plan(pace)
        self._open()
        identifier = self._next_id(pace)
        offset = {"offset": str(lead.facts.offset)} if lead.facts.offset else {}
        lines = item_lines(StepModel, {"id": identifier, "lead": lead, **offset, "quiet_ok": "false"})
        return self._begun(identifier, path, add_step(path, lines, lead))

    def _path_of_plan(self, pace: Pace) -> Path:
        for entry, plan in self._layers.of(PlanTemplate):
            if plan.pace is pace and entry.document.path.resolve().is_relative_to(self._folder.resolve()):
                return entry.document.path
        raise ContentError(
            f"{self._folder} has no plan of pace {pace} that can be read. Begin with the whole plan.",
            example=f"encore content new plan --pace {pace} --pack {self._folder}",
        )

    def _plan(self, pace: Pace) -> Begun:
        """Copy our plan, whose steps a group then changes: the same ids, so that what was planned goes on."""
        path = self._folder / "plans" / f"{pace}.yaml"
        if path.exists():
            raise ContentError(f"{path} is there already. Change that one.")
        self._open()
        ours = (self._packs / STARTER / "plans" / f"{pace}.yaml").read_text(encoding="utf-8")
        title = f"title: {blank(PlanModel, 'title')}"
        kept = [line for line in ours.splitlines() if not line.startswith(EDITOR_LINE)]
        copied = [title if line.startswith("title:") else line for line in kept]
        self._begin_file(path, "plans")
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join(copied).lstrip("\n") + "\n")
        lines = path.read_text(encoding="utf-8").splitlines()
        return self._begun(f"plan-{pace}", path, lines.index(title) + 1)

    def _begun(self, identifier: str, path: Path, line: int) -> Begun:
        return Begun(
            id=identifier, kind=self._kind, path=path, line=line, pack=self._own, new_pack=self._new_pack
        )

    def _open(self) -> None:
        if self._own is not None:
            pack, self._new_pack = open_pack(self._own)
            self._own_id = pack.id

    def _begin_file(self, path: Path, kind: str) -> None:
        if path.exists():
            return
        schemas = self._packs.parent / "schema" if self._own is None else self._own / SCHEMAS
        path.parent.mkdir(parents=True, exist_ok=True)
        place = Path(os.path.relpath(schemas / f"{kind}.json", path.parent)).as_posix()
        path.write_text(f"{EDITOR_LINE}{place}\n\n", encoding="utf-8")

    @property
    def _folder(self) -> Path:
        return self._packs / STARTER if self._own is None else self._own

    @cached_property
    def _layers(self) -> Layers:
        own = [self._own] if self._own is not None and self._own.is_dir() else []
        return read_layers([self._packs, *own])

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        return mentioned([self._packs, *([self._own] if self._own is not None else [])])

    def _next_id(self, slug: str) -> str:
        return next_id(PREFIXES.get(self._kind, self._kind), slug, self._mentioned, pack=self._own_id)

    def _topic(self, usual: Topic | None = None) -> Topic:
        return choose_from(
            self._wish.topic or usual or "", Topic, "topic (--topic)", self._example(Topic.TRUST)
        )

    def _example(self, topic: Topic) -> str:
        return f"encore content new {self._kind} --topic {topic}"

    def _about(self, topic: Topic) -> dict[str, str]:
        """Return what items on a topic usually say of themselves, as YAML."""
        kind = KINDS[FOLDERS[self._kind]].becomes
        items = list(self._on(topic))
        alike = [item for item in items if isinstance(item, kind)] or items
        stage = Counter(item.stage for item in alike).most_common(1)
        proofs = Counter(item.proofs for item in alike).most_common(1)
        region = {"region": "any"} if topic in REVIEWED_YEARLY else {}
        return {
            "topic": topic,
            "stage": stage[0][0] if stage else "rehearse",
            "proofs": f"[{', '.join(proofs[0][0])}]" if proofs else "[]",
            "audience": "[any]",
            **region,
            "seed": "[]",
            "sources": "[]",
        }

    def _on(self, topic: Topic) -> Iterator[Item]:
        return (
            entry.item
            for entry in self._layers.entries.values()
            if isinstance(entry.item, Item) and entry.item.topic is topic
        )

    def _slug(self, topic: Topic) -> str:
        """Return the word for a topic in our ids: that of most tips on it."""
        words = [
            item.id.split("-", 1)[1].rsplit("-", 1)[0] for item in self._on(topic) if self._is_ours(item)
        ]
        return Counter(words).most_common(1)[0][0] if words else str(topic)

    def _is_ours(self, item: Item) -> bool:
        path = self._layers.entries[item.id].document.path.resolve()
        return item.id.startswith("tip-") and path.is_relative_to(self._packs.resolve())


def rendered(begun: Begun) -> str:
    """Return where the item is and what to do next, in plain lines."""
    live = "" if begun.kind in {"plan", "step"} else ", set status: live"
    check = f"encore content check {shlex.quote(str(begun.pack))}" if begun.pack else "encore content check"
    lines = [f"Begun: {begun.id}", f"  {begun.path}:{begun.line}"]
    if begun.new_pack:
        lines.insert(0, f"New pack: {begun.pack}")
    lines += [
        "",
        f"Next: write what stands in <angle brackets>{live}, and ask what is missing with:",
        f"  {check}",
    ]
    if not live:
        lines.append("Encore does not start with this plan until that is done.")
    if begun.pack:
        lines += [
            "",
            "To see it in Encore:",
            f"  ENCORE_CONTENT__PACKS={shlex.quote(str(begun.pack.resolve()))} encore chat",
        ]
    return "\n".join(lines) + "\n"

"""What a pack holds, as tables for a page: where there is much, where there is little, and what rests on what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.catalog.layers import Layers
from bot.catalog.rules.minimums import DIFFICULTIES, LEAST
from bot.catalog.vocabulary import CLAIMS
from bot.domain.content import Ask, Item, MessageTemplate, Proof, Question, Rubric, Status, Task, Tip, Topic

KINDS: tuple[tuple[str, type[Item]], ...] = (
    ("tips", Tip),
    ("questions", Question),
    ("tasks", Task),
    ("asks", Ask),
    ("templates", MessageTemplate),
    ("rubrics", Rubric),
)


def render_tables(layers: Layers) -> str:
    """Return Markdown with the live items by topic and kind, by proof and difficulty, and by claim."""
    live = [
        entry.item
        for entry in layers.entries.values()
        if isinstance(entry.item, Item) and entry.item.status is Status.LIVE
    ]
    credited = {credit.seed: pack.title for pack in layers.packs for credit in pack.credits}
    parts = [
        "### Topic by kind",
        "Live items, and in brackets the least that the check asks for.",
        _table(["topic", *(name for name, _ in KINDS)], _by_topic(live)),
        "### Proof by difficulty",
        "Live questions; a question for two proofs counts for both.",
        _table(["proof", *map(str, DIFFICULTIES), "in all"], _by_proof(live)),
        "### Claim by items",
        "The claims of the article that the starter pack grew from, each with the live items that name it in `seed`.",
        _table(["claim", "items", "which"], _by_claim(live, credited)),
    ]
    return "\n\n".join(parts) + "\n"


def _by_topic(items: Sequence[Item]) -> Iterator[list[str]]:
    for topic in Topic:
        counts = [_count(items, kind, topic) for _, kind in KINDS]
        asked = [f"{count} ({least})" for count, least in zip(counts, LEAST[topic], strict=False)]
        yield [topic, *asked, *map(str, counts[len(asked) :])]
    yield ["in all", *(str(sum(isinstance(item, kind) for item in items)) for _, kind in KINDS)]


def _count(items: Iterable[Item], kind: type[Item], topic: Topic) -> int:
    return sum(isinstance(item, kind) and item.topic is topic for item in items)


def _by_proof(items: Sequence[Item]) -> Iterator[list[str]]:
    questions = [item for item in items if isinstance(item, Question)]
    for proof in Proof:
        counts = [
            sum(one.difficulty == difficulty and proof in one.proofs for one in questions)
            for difficulty in DIFFICULTIES
        ]
        yield [proof, *map(str, counts), str(sum(counts))]


def _by_claim(items: Sequence[Item], credited: dict[str, str]) -> Iterator[list[str]]:
    for claim in CLAIMS:
        names = sorted(item.id for item in items if claim in item.seed)
        credit = [f"a credit of the pack ({credited[claim]})"] if claim in credited else []
        yield [claim, str(len(names)), ", ".join([*credit, *names])]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *("--:" if name != "which" else "---" for name in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))

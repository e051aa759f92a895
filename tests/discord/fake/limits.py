"""What Discord refuses, and the one thing that this house asks besides: who may be mentioned is always said.

The figures are those of Discord's references for messages, components, embeds, modals and application commands.
Each function returns the rules that were broken, in words; none for a body that Discord takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.discord.fake.state import COMPONENTS_V2, Json, walk

CONTENT, NONCE, EMBEDS, EMBED_TOTAL = 2000, 25, 10, 6000
CUSTOM_ID, BUTTON_LABEL, MODAL_TITLE, LABEL, DESCRIPTION = 100, 80, 45, 45, 100
ROWS, BUTTONS_A_ROW, OPTIONS, TEXT_VALUE = 5, 5, 25, 4000
V2_COMPONENTS, V2_TEXT = 40, 4000
CHOICES, CHOICE = 25, 100
ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, TITLED = (
    1, 2, 3, 4, 9, 10, 11, 12, 13, 14, 17, 18,
)  # fmt: skip
SELECTS = (3, 5, 6, 7, 8)
UPLOAD = 19
ONLY_V2 = (SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER)
IN_A_LABEL = (*SELECTS, INPUT, 19, 21, 22, 23)


def message_faults(body: Json, files: int = 0) -> list[str]:
    """Return what is wrong with a message as it will stand."""
    components = body.get("components") or []
    faults = [*_lengths(body), *_ids(components), *_parts(components)]
    if (body.get("flags") or 0) & COMPONENTS_V2:
        faults += _v2(body, components)
    else:
        faults += _rows(components)
    if files > 10:
        faults.append(f"{files} files, at most 10")
    return faults


def empty(body: Json, files: int) -> bool:
    """Whether there is nothing in a message to see."""
    return not (body.get("content") or body.get("embeds") or body.get("components") or files)


def mention_faults(body: Json) -> list[str]:
    """Return what this house finds missing: nothing that a member typed may mention anyone."""
    allowed = body.get("allowed_mentions")
    if allowed is None or allowed.get("parse") != [] or allowed.get("users") or allowed.get("roles"):
        return [f"allowed_mentions is {allowed!r}, not parse == []"]
    return []


def modal_faults(body: Json) -> list[str]:
    """Return what is wrong with a modal."""
    rows = body.get("components") or []
    faults = [*_between(body.get("title"), 1, MODAL_TITLE, "modal title"), *_ids(rows)]
    faults += _between(body.get("custom_id"), 1, CUSTOM_ID, "modal custom_id")
    if not 1 <= len(rows) <= ROWS:
        faults.append(f"a modal of {len(rows)} rows, 1 to {ROWS}")
    for row in rows:
        faults += _modal_row(row)
    return faults


def choice_faults(choices: list[Json]) -> list[str]:
    """Return what is wrong with an autocompletion's choices."""
    faults = [f"{len(choices)} choices, at most {CHOICES}"] if len(choices) > CHOICES else []
    for choice in choices:
        faults += _between(choice.get("name"), 1, CHOICE, "choice name")
        if isinstance(choice.get("value"), str):
            faults += _between(choice["value"], 1, CHOICE, "choice value")
    return faults


def _between(text: str | None, least: int, most: int, what: str) -> list[str]:
    length = len(text or "")
    return [] if least <= length <= most else [f"{what} of {length} characters, {least} to {most}: {text!r}"]


def _lengths(body: Json) -> list[str]:
    faults = _between(body.get("content"), 0, CONTENT, "content")
    faults += _between(str(body.get("nonce") or ""), 0, NONCE, "nonce")
    embeds = body.get("embeds") or []
    if len(embeds) > EMBEDS:
        faults.append(f"{len(embeds)} embeds, at most {EMBEDS}")
    for embed in embeds:
        faults += _embed(embed)
    total = sum(len(words) for embed in embeds for words in _words(embed))
    return (
        [*faults, f"embeds of {total} characters, at most {EMBED_TOTAL}"] if total > EMBED_TOTAL else faults
    )


def _embed(embed: Json) -> list[str]:
    faults = _between(embed.get("title"), 0, 256, "embed title")
    faults += _between(embed.get("description"), 0, 4096, "embed description")
    faults += _between((embed.get("footer") or {}).get("text"), 0, 2048, "embed footer")
    faults += _between((embed.get("author") or {}).get("name"), 0, 256, "embed author")
    fields = embed.get("fields") or []
    if len(fields) > 25:
        faults.append(f"{len(fields)} embed fields, at most 25")
    for part in fields:
        faults += _between(part.get("name"), 1, 256, "embed field name")
        faults += _between(part.get("value"), 1, 1024, "embed field value")
    return faults


def _words(embed: Json) -> Iterable[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for part in embed.get("fields") or []:
        yield part.get("name") or ""
        yield part.get("value") or ""


def _ids(components: list[Json]) -> list[str]:
    count = Counter(part["custom_id"] for part in walk(components) if part.get("custom_id"))
    return [f"custom_id {name!r} used {times} times" for name, times in count.items() if times > 1]


def _v2(body: Json, components: list[Json]) -> list[str]:
    faults = [
        f"{k} beside Components V2" for k in ("content", "embeds", "poll", "sticker_ids") if body.get(k)
    ]
    number = len(walk(components))
    if number > V2_COMPONENTS:
        faults.append(f"{number} components, at most {V2_COMPONENTS}")
    length = sum(len(part.get("content") or "") for part in walk(components) if part["type"] == TEXT)
    if length > V2_TEXT:
        faults.append(f"text displays of {length} characters in all, at most {V2_TEXT}")
    allowed = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
    faults += [f"component {part['type']} at the top" for part in components if part["type"] not in allowed]
    return faults


def _rows(components: list[Json]) -> list[str]:
    faults = [f"component {part['type']} at the top" for part in components if part["type"] != ROW]
    faults += [
        f"component {p['type']} without Components V2" for p in walk(components) if p["type"] in ONLY_V2
    ]
    return [*faults, f"{len(components)} rows, at most {ROWS}"] if len(components) > ROWS else faults


def _parts(components: list[Json]) -> list[str]:
    faults = []
    for part in walk(components):
        match part["type"]:
            case 1:
                faults += _row(part.get("components") or [])
            case 2:
                faults += _button(part)
            case kind if kind in SELECTS:
                faults += _select(part)
            case 9:
                faults += _section(part)
            case 10:
                faults += _between(part.get("content"), 1, V2_TEXT, "text display")
            case 17:
                faults += _container(part.get("components") or [])
            case 12:
                faults += _gallery(part.get("items") or [])
            case 11 | 13 | 14:
                pass
            case kind:
                faults.append(f"component {kind} in a message")
    return faults


def _gallery(items: list[Json]) -> list[str]:
    faults = [] if 1 <= len(items) <= 10 else [f"a gallery of {len(items)} pictures, 1 to 10"]
    for item in items:
        faults += _between(item.get("description"), 0, 1024, "description of a picture")
        if not (item.get("media") or {}).get("url"):
            faults.append("a picture without its address")
    return faults


def _row(inside: list[Json]) -> list[str]:
    kinds = [part["type"] for part in inside]
    if not kinds:
        return ["an empty row"]
    if set(kinds) == {BUTTON}:
        most = BUTTONS_A_ROW
        return [f"{len(kinds)} buttons in a row, at most {most}"] if len(kinds) > most else []
    if len(kinds) == 1 and kinds[0] in SELECTS:
        return []
    return [f"a row of components {kinds}"]


def _section(part: Json) -> list[str]:
    inside = part.get("components") or []
    faults = [] if 1 <= len(inside) <= 3 else [f"a section of {len(inside)} texts, 1 to 3"]
    if any(text["type"] != TEXT for text in inside):
        faults.append("a section holds text displays alone")
    if (part.get("accessory") or {}).get("type") not in (BUTTON, THUMBNAIL):
        faults.append("a section without a button or thumbnail beside it")
    return faults


def _container(inside: list[Json]) -> list[str]:
    allowed = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
    faults = [f"component {part['type']} in a container" for part in inside if part["type"] not in allowed]
    return faults if inside else ["an empty container"]


def _button(part: Json) -> list[str]:
    faults = _between(part.get("label"), 0, BUTTON_LABEL, "button label")
    if not part.get("label") and not part.get("emoji"):
        faults.append("a button without label and emoji")
    if part.get("style") not in (1, 2, 3, 4, 5):
        faults.append(f"button style {part.get('style')!r}")
    elif part["style"] == 5:
        if not part.get("url") or part.get("custom_id"):
            faults.append("a link button has a url and no custom_id")
    else:
        faults += _between(part.get("custom_id"), 1, CUSTOM_ID, "button custom_id")
    return faults


def _select(part: Json) -> list[str]:
    faults = _between(part.get("custom_id"), 1, CUSTOM_ID, "select custom_id")
    faults += _between(part.get("placeholder"), 0, 150, "select placeholder")
    if part["type"] != SELECT:
        return faults
    options = part.get("options") or []
    if not 1 <= len(options) <= OPTIONS:
        faults.append(f"a select of {len(options)} options, 1 to {OPTIONS}")
    for option in options:
        faults += _between(option.get("label"), 1, 100, "option label")
        faults += _between(option.get("value"), 1, 100, "option value")
        faults += _between(option.get("description"), 0, 100, "option description")
    if len({option.get("value") for option in options}) < len(options):
        faults.append("two options of a select have the same value")
    return faults


def _modal_row(row: Json) -> list[str]:
    match row["type"]:
        case 1:
            inside = row.get("components") or []
            if [part["type"] for part in inside] != [INPUT]:
                return ["a modal's action row holds one text input"]
            return [*_between(inside[0].get("label"), 1, LABEL, "input label"), *_input(inside[0])]
        case 10:
            return _between(row.get("content"), 1, V2_TEXT, "text display")
        case 18:
            return _titled(row)
        case kind:
            return [f"component {kind} in a modal"]


def _titled(row: Json) -> list[str]:
    faults = _between(row.get("label"), 1, LABEL, "label")
    faults += _between(row.get("description"), 0, DESCRIPTION, "label description")
    part = row.get("component") or {}
    kind = part.get("type")
    if kind not in IN_A_LABEL:
        return [*faults, f"component {kind} in a label"]
    if kind == INPUT:
        return [
            *faults,
            *_input(part),
            *(["a label's text input has a label too"] if part.get("label") else []),
        ]
    if kind in SELECTS:
        return [*faults, *_select(part), *(["a disabled select in a modal"] if part.get("disabled") else [])]
    if kind == UPLOAD and not 0 <= part.get("min_values", 1) <= part.get("max_values", 1) <= 10:
        faults.append("an upload of files, 0 to 10")
    return [*faults, *_between(part.get("custom_id"), 1, CUSTOM_ID, "custom_id")]


def _input(part: Json) -> list[str]:
    faults = _between(part.get("custom_id"), 1, CUSTOM_ID, "input custom_id")
    faults += _between(part.get("placeholder"), 0, 100, "input placeholder")
    if part.get("style") not in (1, 2):
        faults.append(f"input style {part.get('style')!r}")
    most = part.get("max_length") or TEXT_VALUE
    if not 1 <= most <= TEXT_VALUE or not 0 <= (part.get("min_length") or 0) <= TEXT_VALUE:
        faults.append(f"input lengths {part.get('min_length')!r} to {most}, within {TEXT_VALUE}")
    return [*faults, *_between(part.get("value"), 0, most, "input value")]

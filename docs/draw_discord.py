"""Draw what Discord is sent, as docs/drawings/discord/*.svg: from the payloads that the tests hold, not from Discord.

.venv/bin/python -m docs.draw_discord
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from docs.draw_slack import MARGIN, WIDTH, Sheet, Words, held, measure

HERE = Path(__file__).parent
PAYLOADS = HERE.parent / "tests" / "golden" / "discord"
DRAWINGS = HERE / "drawings" / "discord"
PICTURES: Mapping[str, tuple[str, str]] = {
    "prep": ("added.callback", "Only you can see this"),
    "add": ("add.modal", ""),
    "reminder": ("reminder.message", ""),
}
"""By the drawing's name: the view and kind of the payload, and what Discord puts below an answer that one person alone sees."""
CAPTION = "A drawing, made from the payload. It is not a picture of Discord."
READER = ZoneInfo("Europe/Berlin")
"""Where the reader's own clock is, who stands for everybody in the samples."""
STYLE = """
text { font: 14px Verdana, "DejaVu Sans", sans-serif; fill: #2e3035 }
.head { font-size: 17px; font-weight: 700 } .bold { font-weight: 700 } .italic { font-style: italic }
.code { font-family: ui-monospace, monospace; fill: #8a2457 } .small { font-size: 12px; fill: #5c5e66 }
.on { fill: #fff; font-weight: 700 } .link { fill: #0b63c5 } .needed { fill: #c4292f; font-weight: 700 }
"""
LOOKS = {1: 'fill="#4a55d6"', 2: 'fill="#5c5e66"', 4: 'fill="#c4292f"'}
"""Of buttons, by their style: primary, secondary, danger."""
INLINE = re.compile(
    r"\\(?P<plain>.)|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*|\*(?P<italic>(?:\\.|[^*\\])+)\*|`(?P<code>[^`]+)`"
    r"|<t:(?P<time>\d+):f>|\[(?P<link>(?:\\.|[^\]\\])+)\]\(<[^>]*>\)",
    re.DOTALL,
)
"""The Markdown that Encore writes."""
UNSEEN = "\u200b"


def runs_of(line: str, style: str = "") -> list[Words]:
    """Return what a line of Markdown says, in the styles that it says it in."""
    runs, at = [], 0
    for found in INLINE.finditer(line):
        runs.append(Words(line[at : found.start()], style))
        kind, said = next((name, words) for name, words in found.groupdict().items() if words is not None)
        if kind == "time":
            there = datetime.fromtimestamp(int(said), UTC).astimezone(READER)
            said = f"{there.day} {there:%B %Y %H:%M}"
        elif kind != "code":
            said = re.sub(r"\\(.)", r"\1", said)
        runs.append(Words(said, style if kind in {"plain", "time"} or style else kind))
        at = found.end()
    runs.append(Words(line[at:], style))
    return [Words(run.text.replace(UNSEEN, ""), run.style) for run in runs if run.text.replace(UNSEEN, "")]


def draw_text(sheet: Sheet, content: str) -> None:
    """Draw Markdown beneath the last, line by line."""
    for line in content.split("\n"):
        if line.startswith("### "):
            sheet.paragraph(runs_of(line[4:], "head"))
        elif line.startswith("-# "):
            sheet.paragraph(runs_of(line[3:], "small"))
        elif line.startswith("> "):
            _beside(sheet, runs_of(line[2:]))
        elif line.startswith("- "):
            sheet.parts.append(f'<circle cx="{sheet.left + 8:.1f}" cy="{sheet.y + 11:.1f}" r="2.5"/>')
            sheet.paragraph(runs_of(line[2:]), indent=20)
        elif line.strip():
            sheet.paragraph(runs_of(line))
        else:
            sheet.y += 8


def _beside(sheet: Sheet, runs: Sequence[Words]) -> None:
    top = sheet.y
    sheet.paragraph(runs, indent=16)
    sheet.box(sheet.left, top, 4, sheet.y - top, 'fill="#c4c9ce"')


def draw_component(sheet: Sheet, part: Mapping[str, Any]) -> None:
    """Draw one component beneath the last."""
    match part["type"]:
        case 1:
            _buttons(sheet, part["components"])
        case 10:
            draw_text(sheet, part["content"])
            sheet.y += 8
        case 14:
            sheet.box(sheet.left, sheet.y + 2, sheet.right - sheet.left, 1, 'fill="#d5d8dc"', 0)
            sheet.y += 12
        case 17:
            _container(sheet, part["components"])
        case 18:
            _field(sheet, part)
        case kind:
            raise ValueError(f"{kind}: no drawing is known for such a component")


def _container(sheet: Sheet, inside: Sequence[Mapping[str, Any]]) -> None:
    top, left, right = sheet.y, sheet.left, sheet.right
    at = len(sheet.parts)
    sheet.left, sheet.right, sheet.y = left + 18, right - 16, top + 14
    for part in inside:
        draw_component(sheet, part)
    sheet.left, sheet.right, sheet.y = left, right, sheet.y + 6
    frame = Sheet()
    frame.box(left, top, right - left, sheet.y - top, 'fill="#f5f6f8" stroke="#d5d8dc"', 8)
    sheet.parts[at:at] = frame.parts
    sheet.y += 8


def _buttons(sheet: Sheet, buttons: Sequence[Mapping[str, Any]]) -> None:
    x = sheet.left
    for button in buttons:
        width = measure(Words(button["label"], "on")) + 28
        if x + width > sheet.right + 1 and x > sheet.left:
            x, sheet.y = sheet.left, sheet.y + 40
        sheet.box(x, sheet.y, width, 32, LOOKS[button["style"]], 8)
        middle = f'x="{x + width / 2:.1f}" y="{sheet.y + 21:.1f}" text-anchor="middle"'
        sheet.parts.append(f'<text {middle}><tspan class="on">{escape(button["label"])}</tspan></text>')
        x += width + 8
    sheet.y += 40


def _field(sheet: Sheet, part: Mapping[str, Any]) -> None:
    held = part["component"]
    needed = [Words(" *", "needed")] if held.get("required") else []
    sheet.paragraph([Words(part["label"], "bold"), *needed])
    if "description" in part:
        sheet.paragraph([Words(part["description"], "small")])
    choices = [option["label"] for option in held.get("options", ())]
    height = 74.0 if held.get("style") == 2 else 36.0
    sheet.box(sheet.left, sheet.y + 2, sheet.right - sheet.left, height, 'fill="#fff" stroke="#b4b8bf"', 8)
    said = held.get("value") or held.get("placeholder", "")
    if said:
        sheet.line(sheet.left + 12, sheet.y + 25, Words(said, "" if held.get("value") else "small"))
    if choices:
        x, y = sheet.right - 22, sheet.y + 16
        sheet.parts.append(
            f'<path d="M{x:.1f} {y:.1f} l6 7 l6 -7" fill="none" stroke="#5c5e66" stroke-width="2"/>'
        )
    sheet.y += height + 6
    if choices:
        sheet.paragraph([Words(f"a list to choose from: {', '.join(choices)}", "small")])
    sheet.y += 8


def drawing(payload: Mapping[str, Any], below: str = "") -> str:
    """Return the picture of a message, an answer or a modal."""
    data = payload.get("data", payload)
    sheet = _modal(data) if "title" in data else _message(data, below)
    height = sheet.y + 36
    sheet.line(MARGIN, sheet.y + 16, Words(CAPTION, "small"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img">\n'
        f"<title>{escape(CAPTION)}</title>\n<style>{STYLE}</style>\n"
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1:.0f}" height="{height - 1:.0f}" rx="8" fill="#fff" stroke="#ddd"/>\n'
        + "\n".join(sheet.parts)
        + "\n</svg>\n"
    )


def _message(data: Mapping[str, Any], below: str) -> Sheet:
    sheet = Sheet(left=MARGIN + 52)
    sheet.parts.append(f'<circle cx="{MARGIN + 20:.1f}" cy="{sheet.y + 20:.1f}" r="20" fill="#1f3a5f"/>')
    sheet.line(MARGIN + 15, sheet.y + 25, Words("E", "on"))
    end = sheet.line(sheet.left, sheet.y + 14, Words("Encore", "bold"))
    sheet.box(end + 8, sheet.y + 1, 38, 17, LOOKS[1])
    sheet.parts.append(
        f'<text x="{end + 27:.1f}" y="{sheet.y + 14:.1f}" text-anchor="middle" style="font-size: 11px">'
        '<tspan class="on">APP</tspan></text>'
    )
    sheet.y += 28
    if data.get("content"):
        draw_text(sheet, data["content"])
        sheet.y += 8
    for part in data.get("components", ()):
        draw_component(sheet, part)
    if below:
        sheet.paragraph([Words(below, "small")])
    return sheet


def _modal(data: Mapping[str, Any]) -> Sheet:
    sheet = Sheet()
    sheet.paragraph([Words(data["title"], "head")])
    sheet.y += 12
    for part in data["components"]:
        draw_component(sheet, part)
    foot = [{"label": "Cancel", "style": 2}, {"label": "Submit", "style": 1}]
    edge = sheet.left
    sheet.left = sheet.right - sum(measure(Words(part["label"], "on")) + 28 for part in foot) - 8
    _buttons(sheet, foot)
    sheet.left = edge
    return sheet


def drawings() -> dict[str, str]:
    """Return every drawing by its file's name."""
    return {
        f"{name}.svg": drawing(held(PAYLOADS, payload), below) for name, (payload, below) in PICTURES.items()
    }


def main() -> None:
    """Write the drawings."""
    DRAWINGS.mkdir(parents=True, exist_ok=True)
    for name, drawn in drawings().items():
        (DRAWINGS / name).write_text(drawn, encoding="utf-8")
        sys.stdout.write(f"written: docs/drawings/discord/{name}\n")


if __name__ == "__main__":
    main()

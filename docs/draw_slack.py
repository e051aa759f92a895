"""Draw what Slack is sent, as docs/drawings/slack/*.svg: from the payloads that the tests hold, not from Slack.

.venv/bin/python docs/draw_slack.py
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAYLOADS = HERE.parent / "tests" / "golden" / "slack"
DRAWINGS = HERE / "drawings" / "slack"
PICTURES: Mapping[str, tuple[str, str]] = {
    "prep": ("added.message", "Only visible to you"),
    "add": ("add.modal", ""),
    "reminder": ("reminder.message", ""),
    "home": ("home-start.home", ""),
}
"""By the drawing's name: the view and kind of the payload, and what Slack puts above an answer that one person alone sees."""
CAPTION = "A drawing, made from the payload. It is not a picture of Slack."
WIDTH = 640.0
MARGIN = 24.0
SIZE = 14.0
"""Pixels of the text; lines are set at one and a half."""
SIGNS = (("iIjl.,:;'|!", 0.34), ("ftr()[]-/ ", 0.4), ("mwMW", 0.95))
"""Widths in ems of the widest font below; what is narrower leaves a little room."""
STYLE = """
text { font: 14px Verdana, "DejaVu Sans", sans-serif; fill: #1d1c1d }
.head { font-size: 17px; font-weight: 700 } .bold { font-weight: 700 } .italic { font-style: italic }
.code { font-family: ui-monospace, monospace; fill: #a6224f } .small { font-size: 12px; fill: #616061 }
.on { fill: #fff; font-weight: 700 } .link { fill: #1264a3 }
"""


@dataclass(frozen=True, slots=True)
class Words:
    """Text in one style, the name of a class above."""

    text: str
    style: str = ""


class Sheet:
    """What is drawn so far, and how far down it reaches."""

    def __init__(self, left: float = MARGIN, right: float = WIDTH - MARGIN) -> None:
        self.left = left
        self.right = right
        self.y = MARGIN
        self.parts: list[str] = []

    def box(self, x: float, y: float, width: float, height: float, look: str, round_by: float = 4) -> None:
        """Draw a rectangle; `look` is its fill and stroke."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{round_by}" {look}/>'
        )

    def line(self, x: float, baseline: float, *runs: Words) -> float:
        """Write on one line; return about where it ends."""
        spans = "".join(f'<tspan class="{run.style}">{escape(run.text)}</tspan>' for run in runs)
        self.parts.append(f'<text x="{x:.1f}" y="{baseline:.1f}">{spans}</text>')
        return x + sum(map(measure, runs))

    def paragraph(self, runs: Sequence[Words], *, indent: float = 0.0) -> None:
        """Write text, broken where it reaches the right edge."""
        step = size_of(runs[0].style if runs else "") * 1.5
        for line in broken(runs, self.right - self.left - indent):
            self.line(self.left + indent, self.y + step * 0.75, *line)
            self.y += step


def size_of(style: str) -> float:
    """Return a style's size in pixels."""
    return {"head": 17.0, "small": 12.0}.get(style, SIZE)


def measure(words: Words) -> float:
    """Return about how wide text is, in pixels."""
    if words.style == "code":
        return 0.6 * SIZE * len(words.text)
    ems = sum(_ems(sign) for sign in words.text)
    return ems * size_of(words.style) * (1.12 if words.style in {"bold", "head", "on"} else 1)


def _ems(sign: str) -> float:
    other = 0.75 if sign.isupper() else 0.63
    return next((width for signs, width in SIGNS if sign in signs), other)


def broken(runs: Sequence[Words], width: float) -> Iterator[list[Words]]:
    """Yield the lines of a text."""
    line: list[Words] = []
    used = 0.0
    for run in runs:
        for piece in re.findall(r"\n|[^\S\n]+|\S+", run.text):
            long = measure(Words(piece, run.style))
            if piece == "\n" or (used + long > width and piece.strip() and line):
                yield line
                line, used = [], 0.0
            if piece != "\n" and (line or piece.strip()):
                line = _joined(line, Words(piece, run.style))
                used += long
    yield line


def _joined(line: list[Words], more: Words) -> list[Words]:
    if line and line[-1].style == more.style:
        return [*line[:-1], Words(line[-1].text + more.text, more.style)]
    return [*line, more]


def runs_of(elements: Sequence[Mapping[str, Any]]) -> list[Words]:
    """Return what a part of rich text says; a time is told as where Slack cannot turn it into the reader's."""
    found = []
    for element in elements:
        style = next(iter(element.get("style", {})), "link" if element["type"] == "link" else "")
        found.append(Words(element.get("text", element.get("fallback", "")), style))
    return found


def draw_block(sheet: Sheet, block: Mapping[str, Any]) -> None:
    """Draw one block beneath the last."""
    kind = block["type"]
    if kind == "header":
        sheet.paragraph([Words(block["text"]["text"], "head")])
    elif kind == "rich_text":
        for part in block["elements"]:
            _rich(sheet, part)
    elif kind == "context":
        sheet.paragraph([Words(part["text"], "small") for part in block["elements"]])
    elif kind == "actions":
        _buttons(sheet, block["elements"])
    elif kind == "divider":
        sheet.box(sheet.left, sheet.y + 4, sheet.right - sheet.left, 1, 'fill="#ddd"', 0)
        sheet.y += 8
    elif kind == "input":
        _input(sheet, block)
    else:
        raise ValueError(f"{kind}: no drawing is known for such a block")
    sheet.y += 8


def _rich(sheet: Sheet, part: Mapping[str, Any]) -> None:
    top = sheet.y
    if part["type"] == "rich_text_list":
        for item in part["elements"]:
            sheet.parts.append(f'<circle cx="{sheet.left + 10:.1f}" cy="{sheet.y + 11:.1f}" r="2.5"/>')
            sheet.paragraph(runs_of(item["elements"]), indent=24)
    elif part["type"] == "rich_text_quote":
        sheet.paragraph(runs_of(part["elements"]), indent=16)
        sheet.box(sheet.left, top, 4, sheet.y - top, 'fill="#ddd"')
    else:
        sheet.paragraph(runs_of(part["elements"]))


def _buttons(sheet: Sheet, buttons: Sequence[Mapping[str, Any]]) -> None:
    x = sheet.left
    for button in buttons:
        width = measure(Words(button["text"]["text"], "bold")) + 24
        if x + width > sheet.right + 1 and x > sheet.left:
            x, sheet.y = sheet.left, sheet.y + 42
        _button(sheet, x, width, button["text"]["text"], button.get("style", ""))
        x += width + 8
    sheet.y += 36


def _button(sheet: Sheet, x: float, width: float, label: str, style: str) -> None:
    looks = {"primary": 'fill="#007a5a"', "danger": 'fill="#b3204d"'}
    sheet.box(x, sheet.y, width, 34, looks.get(style, 'fill="#fff" stroke="#bbb"'))
    look = "on" if style in looks else "bold"
    middle = f'x="{x + width / 2:.1f}" y="{sheet.y + 22:.1f}" text-anchor="middle"'
    sheet.parts.append(f'<text {middle}><tspan class="{look}">{escape(label)}</tspan></text>')


def _input(sheet: Sheet, block: Mapping[str, Any]) -> None:
    optional = [Words(" (optional)", "small")] if block.get("optional") else []
    sheet.paragraph([Words(block["label"]["text"], "bold"), *optional])
    element = block["element"]
    options = element.get("options", ()) if element["type"] in {"radio_buttons", "checkboxes"} else ()
    for option in options:
        look = 'fill="#fff" stroke="#888"'
        sheet.parts.append(f'<circle cx="{sheet.left + 10:.1f}" cy="{sheet.y + 11:.1f}" r="7" {look}/>')
        sheet.paragraph([Words(option["text"]["text"])], indent=26)
    if not options:
        _empty_field(sheet, element)
    if "hint" in block:
        sheet.paragraph([Words(block["hint"]["text"], "small")])


def _empty_field(sheet: Sheet, element: Mapping[str, Any]) -> None:
    """Draw a field as it is before anything is typed or picked."""
    waiting = {"datepicker": "Select a date", "timepicker": "Select a time"}
    height = 78 if element.get("multiline") else 36
    said = element.get("placeholder", {}).get("text") or waiting.get(element["type"], "")
    sheet.box(sheet.left, sheet.y, sheet.right - sheet.left, height, 'fill="#fff" stroke="#bbb"')
    if said:
        sheet.line(sheet.left + 12, sheet.y + 23, Words(said, "small"))
    sheet.y += height + 4


def drawing(payload: Mapping[str, Any], above: str = "") -> str:
    """Return the picture of a message, a modal or a Home tab."""
    kind = payload.get("type", "message")
    sheet = Sheet(left=MARGIN + 48) if kind == "message" else Sheet()
    {"modal": _modal_head, "home": _home_head}.get(kind, _message_head)(sheet, payload, above)
    for block in payload["blocks"]:
        draw_block(sheet, block)
    if kind == "modal":
        _modal_foot(sheet, payload)
    sheet.y += 8
    height = sheet.y + 36
    sheet.line(MARGIN, sheet.y + 16, Words(CAPTION, "small"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img">\n'
        f"<title>{escape(CAPTION)}</title>\n<style>{STYLE}</style>\n"
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1:.0f}" height="{height - 1:.0f}" rx="8" fill="#fff" stroke="#ddd"/>\n'
        + "\n".join(sheet.parts)
        + "\n</svg>\n"
    )


def _message_head(sheet: Sheet, _: Mapping[str, Any], above: str) -> None:
    if above:
        sheet.paragraph([Words(above, "small")])
    sheet.box(MARGIN, sheet.y, 36, 36, 'fill="#1f3a5f"', 8)
    sheet.line(MARGIN + 12, sheet.y + 24, Words("E", "on"))
    sheet.paragraph([Words("Encore", "bold"), Words("  APP", "small")])


def _modal_head(sheet: Sheet, payload: Mapping[str, Any], _: str) -> None:
    sheet.paragraph([Words(payload["title"]["text"], "head")])
    sheet.y += 16


def _modal_foot(sheet: Sheet, payload: Mapping[str, Any]) -> None:
    buttons = [{"text": payload[name]} for name in ("close", "submit") if name in payload]
    if "submit" in payload:
        buttons[-1]["style"] = "primary"
    widths = [measure(Words(button["text"]["text"], "bold")) + 24 for button in buttons]
    edge, sheet.left = sheet.left, sheet.right - sum(widths) - 8 * (len(widths) - 1)
    _buttons(sheet, buttons)
    sheet.left = edge


def _home_head(sheet: Sheet, *_: object) -> None:
    sheet.paragraph([Words("Encore", "head")])
    end = sheet.line(sheet.left, sheet.y + 18, Words("Home", "bold"))
    sheet.line(end, sheet.y + 18, Words("     Messages     About"))
    sheet.box(sheet.left, sheet.y + 26, end - sheet.left, 3, 'fill="#1f3a5f"', 1)
    sheet.box(sheet.left, sheet.y + 29, sheet.right - sheet.left, 1, 'fill="#ddd"', 0)
    sheet.y += 44


def held(folder: Path, payload: str) -> Mapping[str, Any]:
    """Return the payload that the tests hold in a folder, by its view and kind."""
    view, _, kind = payload.partition(".")
    kinds: Mapping[str, Any] = json.loads((folder / f"{view}.json").read_text(encoding="utf-8"))
    return dict(kinds[kind])


def drawings() -> dict[str, str]:
    """Return every drawing by its file's name."""
    return {
        f"{name}.svg": drawing(held(PAYLOADS, payload), above) for name, (payload, above) in PICTURES.items()
    }


def main() -> None:
    """Write the drawings."""
    DRAWINGS.mkdir(parents=True, exist_ok=True)
    for name, drawn in drawings().items():
        (DRAWINGS / name).write_text(drawn, encoding="utf-8")
        sys.stdout.write(f"written: docs/drawings/slack/{name}\n")


if __name__ == "__main__":
    main()

"""How Discord's clients read Markdown, as far as anything that a member types could be more than words to them."""

from __future__ import annotations

import re

from adapters.discord.markdown import SEAM

STARTS = {
    "heading": r" *#{1,3}\s",
    "subtext": r" *-#\s",
    "list": r" *(?:[*-]|\d+\.) ",
    "quote": r" *>(?:>>)?\s",
}
"""What begins a block at the beginning of a line."""
SIGNS = {
    "escape": r"\\(?P<escape>[^0-9A-Za-z\s])",
    "fence": r"```[\s\S]+?```",
    "mention": r"<@[!&]?\d+>|@everyone|@here",
    "channel": r"<#\d+>",
    "command": r"</[^>:]+:\d+>",
    "custom emoji": r"<a?:\w+:\d+>",
    "time": r"<t:-?\d+(?::\w)?>",
    "navigation": r"<id:\w+>",
    "mail": r"<[^\s<>@]+@[^\s<>@]+>",
    "telephone": r"<(?:(?:tel|sms):)?\+?[\d ()./-]+>",
    "hidden address": r"<https?://[^\s>]+>",
    "address": r"(?:https?|steam)://[^\s<]+",
    "link": r"\[(?P<link>(?:\\.|[^\]\\])+)\]\(<?[^)]+\)",
    "emoji": r":[\w+-]+:",
    "strong": r"\*\*(?P<strong>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)",
    "underline": r"__(?P<underline>(?:\\[\s\S]|[^\\])+?)__(?!_)",
    "emphasis": r"\*(?=\S)(?P<emphasis>(?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    r"|_(?P<emphasis_>(?:__|\\[\s\S]|[^\\_])+?)_\b",
    "struck": r"~~(?P<struck>[\s\S]+?)~~",
    "spoiler": r"\|\|(?P<spoiler>[\s\S]+?)\|\|",
    "code": r"(?P<fence>`+)(?P<code>[\s\S]*?[^`])(?P=fence)(?!`)",
}
"""What Discord's clients make something of, with the words inside it."""
PLAIN = re.compile(r"[^\\<@:\[*_~|`hs\n]+")
"""Words in which none of these begins."""
RULES = {name: re.compile(rule) for name, rule in SIGNS.items()}


def read(written: str) -> tuple[str, list[str]]:
    """Return what a client shows of Markdown, and what it made of it beyond words."""
    shown, made, at = "", [], 0
    while at < len(written):
        if at == 0 or written[at - 1] == "\n":
            made += [name for name, rule in STARTS.items() if re.compile(rule).match(written, at)]
        if words := PLAIN.match(written, at):
            shown, at = shown + words.group(), words.end()
            continue
        for name, rule in RULES.items():
            found = rule.match(written, at)
            if found is None:
                continue
            inner = next(
                (value for key, value in found.groupdict().items() if key != "fence" and value), None
            )
            if name in {"escape", "code"}:
                shown += inner or ""
            elif name == "hidden address":
                shown += found.group()[1:-1]
            else:
                said, more = read(inner) if inner else (found.group(), [])
                shown, made = shown + said, made + more
            made += [] if name == "escape" else [name]
            at = found.end()
            break
        else:
            shown += written[at]
            at += 1
    return shown.replace(SEAM, ""), made

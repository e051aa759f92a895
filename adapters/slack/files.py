"""Files from a member and to her: fetched from Slack with our token, put into her direct messages with us."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.client import ForeignAddressError, SlackClient
from adapters.slack.limits import ALTERNATIVE
from adapters.slack.messenger import Tokens
from adapters.slack.plain_text import on_one_line, shortened
from adapters.slack.remedies import REINSTALL
from adapters.slack.trouble import TROUBLES, error_of, log_trouble
from bot.errors import InputError
from bot.reply import MOST_BYTES, File

log = logging.getLogger("encore.slack")
MOST_FILES = 10
"""Of one message; Slack's own app lets nobody attach more."""
LONGEST_NAME = 255
ASK_ELSEWHERE = "check_file_info"
"""The `file_access` of a file of which an event tells no more than its id. Source: "File object", Slack Connect."""
NO_PERMISSION = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
EXAMPLE = "/interview import"
NOT_ADMITTED = (
    "Slack does not let me open files here yet; whoever runs Encore can change that. Until then, the words of the "
    "invitation, pasted, do as well."
)
NOT_FETCHED = "Slack did not hand me the file just now. Please send it once more, or paste its words."
NOT_HERE = "That file does not lie in Slack itself, so I cannot open it. Save it and send me the file, or paste its words."


class Files:
    """Fetches and hands over; tells the operator once for each workspace that a permission is missing."""

    def __init__(self, client: SlackClient, tokens: Tokens) -> None:
        self._client = client
        self._tokens = tokens
        self._told: set[str] = set()

    async def fetch(self, team: str, described: Sequence[Mapping[str, Any]]) -> tuple[File, ...]:
        """Return the files that Slack describes, each cut one byte beyond the most that the core reads.

        Raises InputError, safe to show, when one can't be had.
        """
        try:
            token = await self._tokens(team)
            return tuple([await self._fetched(team, token, one) for one in described[:MOST_FILES]])
        except TROUBLES as error:
            if error_of(error) in NO_PERMISSION:
                raise self._not_admitted(team) from None
            log_trouble(error, "fetching a file")
            raise InputError(NOT_FETCHED, example=EXAMPLE) from None

    async def put(self, team: str, channel: str, files: Sequence[File]) -> None:
        """Put files into a direct message channel, as one message. Raises TROUBLES."""
        token = await self._tokens(team)
        handed = []
        for file in files:
            place = await self._client.get("files.getUploadURLExternal", token, _announced(file))
            await self._client.upload(str(place["upload_url"]), file.content)
            # The title stands in notifications, what a picture shows does not.
            handed.append({"id": place["file_id"], "title": file.name})
        complete = {"files": handed, "channel_id": channel}
        await self._client.post("files.completeUploadExternal", token, complete)

    async def _fetched(self, team: str, token: str, told: Mapping[str, Any]) -> File:
        if told.get("file_access") == ASK_ELSEWHERE or not told.get("url_private_download"):
            answer = await self._client.get("files.info", token, {"file": str(told.get("id", ""))})
            told = answer.get("file") or {}
        media_type = str(told.get("mimetype") or "application/octet-stream")
        try:
            got = await self._client.download(
                str(told.get("url_private_download") or ""), token, MOST_BYTES + 1
            )
        except ForeignAddressError:
            raise InputError(NOT_HERE, example=EXAMPLE) from None
        if got.turned_away or (got.page and not _is_that_page(told, media_type, got.content)):
            raise self._not_admitted(team)
        name = on_one_line(str(told.get("name") or told.get("title") or "file"))
        return File(name[-LONGEST_NAME:], media_type, got.content)

    def _not_admitted(self, team: str) -> InputError:
        if team not in self._told:
            self._told.add(team)
            log.error(
                "Slack does not let Encore open files: its permission files:read is missing. %s", REINSTALL
            )
        return InputError(NOT_ADMITTED, example=EXAMPLE)


def _announced(file: File) -> dict[str, Any]:
    """Return what Slack asks to know of an upload. Source: files.getUploadURLExternal."""
    said = {"filename": file.name, "length": len(file.content)}
    return (
        {**said, "alt_txt": shortened(on_one_line(file.picture_of), ALTERNATIVE)} if file.picture_of else said
    )


def _is_that_page(told: Mapping[str, Any], media_type: str, content: bytes) -> bool:
    """Whether a page of HTML is what was asked for, and not the page on which Slack asks to log in.

    Slack answers with that page, and a 200, to a token that may not read files.
    """
    size = told.get("size")
    return media_type == "text/html" and (size == len(content) or len(content) > MOST_BYTES)

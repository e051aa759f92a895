"""Files to a person: `files.getUploadURLExternal`, the upload, `files.completeUploadExternal`. Hers: `files.info`."""

from __future__ import annotations

import mimetypes
from enum import Enum

from aiohttp import web

from tests.slack.fake.chat import Chat
from tests.slack.fake.directory import channel_of
from tests.slack.fake.state import Call, Json, SlackError, State, Upload

UPLOAD, DOWNLOAD = "upload", "download"
"""The names under which both are recorded among the calls, and can be made to fail."""
LONGEST_ALTERNATIVE = 1000
READ = "files:read"


class LoginPage(Enum):
    """What answers a download without the permission: Slack's page to log in, or the way there."""

    AT_ONCE = "a page, with 200"
    ELSEWHERE = "a redirect"


class Files:
    """`url` is where the fake listens, once it does."""

    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self._chat = chat
        self.url = ""
        self.login_page = LoginPage.AT_ONCE

    def held(self, name: str, content: bytes, media_type: str) -> Json:
        """Keep what a person hands over; return its file object ("File object")."""
        known = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        upload = Upload(self._state.next_id("F"), name, len(content), content, media_type=known)
        self._state.uploads[upload.id] = upload
        return self._told(upload)

    async def info(self, call: Call) -> Json:
        """Tell of a file."""
        if READ not in self._state.scopes:
            raise SlackError("missing_scope", needed=READ)
        upload = self._state.uploads.get(str(call.body.get("file", "")))
        if upload is None:
            raise SlackError("file_not_found")
        return {"file": self._told(upload)}

    async def give(self, call: Call) -> web.Response:
        """Answer a download; without a token that may read files comes a page to log in, and 200."""
        upload = self._state.uploads.get(call.body["file"])
        if call.token not in self._state.tokens or READ not in self._state.scopes:
            if self.login_page is LoginPage.ELSEWHERE:
                return web.Response(status=302, headers={"Location": f"{self.url}/login"})
            return web.Response(text="<!DOCTYPE html><html>Sign in to Slack</html>", content_type="text/html")
        if upload is None or upload.content is None:
            return web.Response(status=404)
        return web.Response(body=upload.content, content_type=upload.media_type)

    def _told(self, upload: Upload) -> Json:
        at = f"{self.url}/files-pri/{upload.id}"
        return {
            "id": upload.id,
            "name": upload.name,
            "title": upload.title or upload.name,
            "mimetype": upload.media_type,
            "size": upload.length,
            "mode": "hosted",
            "is_external": False,
            "url_private": f"{at}/{upload.name}",
            "url_private_download": f"{at}/download/{upload.name}",
        }

    async def place(self, call: Call) -> Json:
        name, length = str(call.body.get("filename", "")), str(call.body.get("length", ""))
        if not name or not length.isdecimal() or int(length) == 0:
            raise SlackError("invalid_arguments")
        alternative = str(call.body.get("alt_txt", ""))
        if len(alternative) > LONGEST_ALTERNATIVE:
            raise SlackError("alt_txt_too_large")
        upload = Upload(self._state.next_id("F"), name, int(length), alternative=alternative)
        self._state.uploads[upload.id] = upload
        return {"upload_url": f"{self.url}/upload/{upload.id}", "file_id": upload.id}

    async def take(self, identifier: str, content: bytes) -> web.Response:
        """Take the bytes, sent as the body or as a form's only file."""
        upload = self._state.uploads.get(identifier)
        if upload is None:
            return web.Response(status=404)
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def complete(self, call: Call) -> Json:
        """Share what was uploaded, if a channel is named; the app's message there has the files."""
        named = call.body.get("files")
        if not isinstance(named, list) or not named:
            raise SlackError("invalid_arguments")
        uploads = [self._finished(entry) for entry in named]
        told = [
            {"id": u.id, "name": u.name, "title": u.title, "size": u.length, "alt_txt": u.alternative}
            for u in uploads
        ]
        if call.body.get("channel_id"):
            call_there = Call(
                call.method, call.token, {"channel": call.body["channel_id"]}, call.at, team=call.team
            )
            channel = channel_of(self._state, call_there)
            for upload in uploads:
                upload.channel = channel.id
            self._chat.share(channel, str(call.body.get("initial_comment") or ""), told)
        return {"files": told}

    def _finished(self, entry: Json) -> Upload:
        upload = self._state.uploads.get(str(entry.get("id", "")))
        if upload is None or upload.content is None:
            raise SlackError("file_not_found")
        if len(upload.content) != upload.length:
            self._state.violate(f"{upload.name}: {len(upload.content)} bytes, {upload.length} were announced")
            raise SlackError("invalid_arguments")
        upload.title = str(entry.get("title") or upload.name)
        return upload


async def read(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    files = [f for f in (await request.post()).values() if isinstance(f, web.FileField)]
    return files[0].file.read() if files else b""


def token_of(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")

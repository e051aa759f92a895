"""Handing over files: `files.getUploadURLExternal`, the upload, `files.completeUploadExternal`."""

from __future__ import annotations

from aiohttp import web

from tests.slack.fake.chat import Chat
from tests.slack.fake.directory import channel_of
from tests.slack.fake.state import Call, Json, SlackError, State, Upload

UPLOAD = "upload"
"""The name under which uploads are recorded among the calls, and can be made to fail."""


class Files:
    """`url` is where the fake listens, once it does."""

    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self._chat = chat
        self.url = ""

    async def place(self, call: Call) -> Json:
        name, length = str(call.body.get("filename", "")), str(call.body.get("length", ""))
        if not name or not length.isdecimal() or int(length) == 0:
            raise SlackError("invalid_arguments")
        upload = Upload(self._state.next_id("F"), name, int(length))
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
        told = [{"id": u.id, "name": u.name, "title": u.title, "size": u.length} for u in uploads]
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

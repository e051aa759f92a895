"""A platform that takes everything, in a process of its own: what it costs is not ours.

Run as `python -m benchmarks.constant` it prints its port and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

TAKEN = {"ok": True, "ts": "1.000001", "id": "1", "channel_id": "2", "channel": {"id": "D1"}}


async def take(request: web.Request) -> web.Response:
    """Answer as Slack and Discord do when all is well."""
    await request.read()
    return web.json_response(TAKEN)


async def serve() -> None:
    """Listen until standard input ends."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


@asynccontextmanager
async def apart() -> AsyncIterator[str]:
    """Run it in another process; the value is its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.constant",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(serve())

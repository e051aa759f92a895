"""What can go wrong on demand, and Slack's rate limits when they are switched on."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from tests.slack.fake.state import Call, Json, SlackError


@dataclass(slots=True)
class Trouble:
    """One kind of failure for the calls it meets; `times` None is for good. `delay` is in real seconds."""

    method: str
    error: str = ""
    status: int = 200
    times: int | None = 1
    user: str = ""
    channels: frozenset[str] = frozenset()
    retry_after: int | None = None
    delay: float = 0
    lost: bool = False
    """The call is taken and its answer never arrives."""
    untaken: bool = False
    """The connection breaks before the call is taken."""
    met: list[Call] = field(default_factory=list)

    def meets(self, call: Call) -> bool:
        """Whether it is this call's turn to fail."""
        if self.times is not None and len(self.met) >= self.times:
            return False
        if self.method not in ("*", call.method):
            return False
        named = {str(call.body.get(key, "")) for key in ("user", "users", "user_id", "channel", "channel_id")}
        return not self.user or bool(named & (self.channels | {self.user}))

    @property
    def answers(self) -> bool:
        return bool(self.error) or self.status >= 400

    def answer(self) -> tuple[Json, int, dict[str, str]]:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return {"ok": False, "error": self.error or "internal_error"}, self.status, headers

    def end(self) -> None:
        """Let calls through again."""
        self.times = len(self.met)


@dataclass(slots=True)
class Rates:
    """Rate limits on the fake's clock, off until a number is set.

    `channel_gap` is seconds between two posts to a channel; `a_minute` is calls of a method a minute and
    workspace ("chat.postMessage" among them).
    """

    channel_gap: float = 0
    a_minute: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    _posted: dict[str, datetime] = field(default_factory=dict)
    _taken: dict[tuple[str, str], deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, call: Call, now: datetime) -> None:
        """Count a call; raises `ratelimited` with a Retry-After when it is one too many."""
        taken = self._taken[call.method, call.team]
        most = self.a_minute.get(call.method)
        while taken and (now - taken[0]).total_seconds() >= 60:
            taken.popleft()
        if most is not None and len(taken) >= most:
            self._refuse(60 - (now - taken[0]).total_seconds())
        channel = str(call.body.get("channel", ""))
        if self.channel_gap and call.method == "chat.postMessage":
            last = self._posted.get(channel)
            if last is not None and (now - last).total_seconds() < self.channel_gap:
                self._refuse(self.channel_gap - (now - last).total_seconds())
            self._posted[channel] = now
        taken.append(now)

    def _refuse(self, seconds: float) -> None:
        self.refused += 1
        raise SlackError("ratelimited", status=429, headers={"Retry-After": str(max(1, ceil(seconds)))})


class Troubles:
    """Those that wait for their call, first come first served."""

    def __init__(self) -> None:
        self.waiting: list[Trouble] = []
        self.rates = Rates()

    def meets(self, call: Call) -> Trouble | None:
        for trouble in self.waiting:
            if trouble.meets(call):
                trouble.met.append(call)
                return trouble
        return None

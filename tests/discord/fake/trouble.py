"""What can go wrong on demand: refusals, rate limits, outages, lost replies, slowness.

A rule says for which requests ("POST /channels/*/messages", shell-style, without `/api/v10`), for whom and how
many times. The first rule that fits is used up first.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tests.discord.fake.errors import REFUSALS
from tests.discord.fake.ids import Clock
from tests.discord.fake.state import Json

if TYPE_CHECKING:
    from tests.discord.fake.people import User

ANY = "*"
MESSAGES = "POST /channels/*/messages"
FOREVER = 1_000_000_000


class Kind(Enum):
    """What a rule does to a request."""

    REFUSE = "refuse"
    RATE_LIMIT = "rate limit"
    BAN = "ban"
    FAIL = "fail"
    LOSE_REQUEST = "lose the request"
    LOSE_REPLY = "lose the reply"
    SLOW = "slow"


@dataclass(slots=True, eq=False)
class Rule:
    """One trouble, with how many times it is still to happen and how often it did."""

    kind: Kind
    route: str
    user: User | None
    left: int
    code: int = 0
    status: int = 0
    seconds: float = 0.0
    scope: str = "user"
    happened: int = 0

    def fits(self, request: str, concerned: User | None) -> bool:
        """Whether a request ("POST /channels/12/messages") about this person meets the trouble."""
        return self.left > 0 and fnmatchcase(request, self.route) and self.user in (None, concerned)

    def use(self) -> Rule:
        """Count one more time."""
        self.left -= 1
        self.happened += 1
        return self

    def stop(self) -> None:
        """Let it happen no more."""
        self.left = 0


@dataclass(slots=True, eq=False)
class Window:
    """A rate limit that is counted: `limit` requests in `per` seconds for each major parameter."""

    route: str
    limit: int
    per: float
    scope: str
    taken: defaultdict[str, deque[float]]


class Trouble:
    """Every rule in force."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.rules: list[Rule] = []
        self.windows: list[Window] = []

    def refuse(
        self,
        code: int,
        *,
        route: str = MESSAGES,
        user: User | None = None,
        times: int = FOREVER,
        status: int | None = None,
    ) -> Rule:
        """Answer with a JSON error code, such as 50007 (closed DMs) or 50001 (missing access)."""
        status = status or REFUSALS[code][0]
        return self._add(Rule(Kind.REFUSE, route, user, times, code=code, status=status))

    def rate_limit(
        self,
        retry_after: float,
        *,
        route: str = MESSAGES,
        user: User | None = None,
        times: int = 1,
        scope: str = "user",
    ) -> Rule:
        """Answer 429. `scope` is "user" (this route), "shared" (this resource) or "global"."""
        return self._add(Rule(Kind.RATE_LIMIT, route, user, times, seconds=retry_after, scope=scope))

    def ban(self, *, route: str = ANY, times: int = FOREVER) -> Rule:
        """Answer 429 as Cloudflare does after 10,000 invalid requests: HTML, no `Via`, no JSON."""
        return self._add(Rule(Kind.BAN, route, None, times))

    def fail(
        self, status: int = 503, *, route: str = MESSAGES, user: User | None = None, times: int = 1
    ) -> Rule:
        """Answer 5xx without having done anything."""
        return self._add(Rule(Kind.FAIL, route, user, times, status=status))

    def lose_request(self, *, route: str = MESSAGES, user: User | None = None, times: int = 1) -> Rule:
        """Drop the connection without having done anything."""
        return self._add(Rule(Kind.LOSE_REQUEST, route, user, times))

    def lose_reply(self, *, route: str = MESSAGES, user: User | None = None, times: int = 1) -> Rule:
        """Do what is asked, then drop the connection."""
        return self._add(Rule(Kind.LOSE_REPLY, route, user, times))

    def slow(
        self, seconds: float, *, route: str = MESSAGES, user: User | None = None, times: int = FOREVER
    ) -> Rule:
        """Let a request wait before it is done."""
        return self._add(Rule(Kind.SLOW, route, user, times, seconds=seconds))

    def limit(self, limit: int, per: float, *, route: str = MESSAGES, scope: str = "user") -> Window:
        """Hold a real rate limit, announced in the headers: by channel, or for all with scope "global"."""
        window = Window(route, limit, per, scope, defaultdict(deque))
        self.windows.append(window)
        return window

    def clear(self) -> None:
        """End all trouble."""
        self.rules.clear()
        self.windows.clear()

    def meet(self, request: str, concerned: User | None) -> Rule | None:
        """Return the rule that a request meets, used up by one; None for none."""
        rule = next((rule for rule in self.rules if rule.fits(request, concerned)), None)
        return rule.use() if rule else None

    def take(self, request: str) -> tuple[dict[str, str], Json | None]:
        """Count a request against the windows; return its headers, and the body of a 429 if it is one."""
        headers = _headers(request, 1000, 999, 1.0, self._clock)
        for window in self.windows:
            if not fnmatchcase(request, window.route) or _exempt(window, request):
                continue
            taken, now = window.taken[_major(request, window)], self._clock.seconds()
            while taken and taken[0] <= now - window.per:
                taken.popleft()
            after = window.per - (now - taken[0]) if taken else window.per
            if len(taken) >= window.limit:
                return refused(after, window.scope, self._clock, request, window.limit)
            taken.append(now)
            if window.scope != "global":
                headers = _headers(request, window.limit, window.limit - len(taken), after, self._clock)
        return headers, None

    def _add(self, rule: Rule) -> Rule:
        self.rules.append(rule)
        return rule


def refused(
    retry_after: float, scope: str, clock: Clock, request: str, limit: int = 1
) -> tuple[dict[str, str], Json]:
    """Return headers and body of a 429 ("Exceeding A Rate Limit"). Discord's own have a `Via`."""
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(max(1, round(retry_after))),
        "X-RateLimit-Scope": scope,
    }
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= _headers(request, limit, 0, retry_after, clock)
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": scope == "global"}
    return headers, body


def _headers(request: str, limit: int, remaining: int, after: float, clock: Clock) -> dict[str, str]:
    shape = "/".join("*" if part.isdigit() else part for part in request.split("/"))
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{clock.now().timestamp() + after:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(shape.encode()).hexdigest()[:32],
    }


def _exempt(window: Window, request: str) -> bool:
    """Whether this is an answer to an interaction: those are not bound by the bot's global rate limit."""
    _, _, path = request.partition(" ")
    return window.scope == "global" and path.startswith(("/interactions/", "/webhooks/"))


def _major(request: str, window: Window) -> str:
    """Return what a limit is counted by: the channel, guild or webhook of the path."""
    _, _, path = request.partition(" ")
    parts = path.split("/")
    return "" if window.scope == "global" or len(parts) < 3 else "/".join(parts[1:3])

"""Discord's refusals, as delivery understands them. Source of the codes: topics/opcodes-and-status-codes."""

from __future__ import annotations

from datetime import timedelta

from adapters.discord.rest import NoAnswerError, NotSentError, RefusedError, RestError
from bot.errors import DeliveryError, Permanent, Scope, Transient, UnknownOutcome

NO_CHANNEL = 10003
ALREADY_SENT = 10008
"""Unknown message: the one that the nonce stands for."""
NO_SUCH_USER = 10013
NO_OPENING = frozenset({40003, 20026})
"""Channels are opened too fast; the bot is taken for one that sends spam. Neither says anything of the member."""
NO_ACCESS = 50001
"""Comes at times for direct messages to those who installed the application themselves, and passes."""
CLOSED = frozenset({50007, 50278})
"""Blocked by the member; refused by the member's settings, or no server is shared any more."""
SOON = timedelta(seconds=15)
LATER = timedelta(minutes=10)
ASK_THE_OPERATOR = timedelta(minutes=5)
LEAST = timedelta(seconds=1)


def understood(error: RestError, *, posting: bool) -> DeliveryError:
    """Return what an error means for a message: `posting` tells whether the request would have sent it."""
    if isinstance(error, RefusedError) and error.status < 500:
        return _refused(error)
    if isinstance(error, NotSentError) or not posting:
        return Transient(str(error), retry_after=SOON, scope=Scope.PLATFORM)
    assert isinstance(error, NoAnswerError | RefusedError)
    return UnknownOutcome(str(error))


def _refused(error: RefusedError) -> DeliveryError:
    words = str(error)
    if error.status == 429:
        wait = max(LEAST, timedelta(seconds=error.retry_after))
        return Transient(words, retry_after=wait, scope=Scope.PLATFORM if error.everything else Scope.CHANNEL)
    if error.status == 401:
        return Transient("the token is not taken", retry_after=ASK_THE_OPERATOR, scope=Scope.PLATFORM)
    if error.code in CLOSED:
        return Permanent("closed")
    if error.code == NO_SUCH_USER:
        return Permanent("gone")
    if error.code in NO_OPENING:
        return Transient("opening channels too fast", retry_after=LATER, scope=Scope.PLATFORM)
    # Without a code of Discord's, what stands before it has shut us out for a while.
    scope = Scope.PLATFORM if error.status == 403 and error.everything else Scope.CHANNEL
    return Transient(words, retry_after=LATER, scope=scope)

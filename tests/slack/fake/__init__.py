"""A Slack on loopback, for the real slack_bolt and slack_sdk to talk to.

    async with FakeSlack() as slack:                    # FakeSlack(clock=held) for a clock that the test holds
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        ...                                             # start the app; over HTTP also say where it listens:
        slack.events_url = "http://127.0.0.1:8080/slack/events"
        ada = slack.user("U1ADA", name="Ada", tz="Europe/London", admin=True)
        await ada.command("/prep", "add")
        await ada.submit(ada.modals[-1], {"company": "Acme", "day": "2026-11-26"})
        await slack.until(lambda: ada.dms)
        await ada.press(ada.dms[-1], "Done")
        assert "Acme" in ada.dms[-1].words
    # a rule of Slack's that was broken raises here

A person acts (`command`, `press`, `choose`, `submit`, `close`, `suggest`, `dm`, `open_home`, `shortcut`) and
sees (`dms`, `ephemerals`, `home`, `modals`, a channel's `messages`). An action returns once the app has
acknowledged it; what the app does later is waited for with `slack.until(...)` or `slack.quiet()`. Views and
messages are live: the same object changes when the app changes what it stands for.

Without `events_url` payloads go down the app's Socket Mode connections (`slack.app_token`, `slack.socket`, which
can `disconnect()` and `drop()`). `slack.forge` posts a request with a wrong or an old signature, `slack.again`
repeats an event.

Every call that the app makes is in `slack.calls`, posts to response URLs as "response_url" and uploads as
"upload". `slack.fail("chat.postMessage", error="ratelimited")` and its like make the next one go wrong;
`slack.limit_rates(...)` enforces limits on the fake's clock, `slack.date_skew` puts the `Date` of replies off,
`slack.uninstall()` and `slack.revoke(token)` take access away, `slack.oauth` gives codes and rotates tokens.

As Slack does, the fake tells an app that listens of its own direct messages and of changes to them
(`slack.echoes.on = False` keeps quiet).

Real time counts only where the app waits for it: three seconds to acknowledge, the delay of a slow answer, the
age of a signature. Triggers, response URLs, tokens, timestamps and rates follow the fake's clock.

What is where: `server` the fake itself, `web_api` the door of the Web API and behind it `chat`, `directory`,
`views`, `files`, `oauth`; `response_urls`; `delivering`, `socket` and `echoes` how payloads reach the app, `payloads` how
they look; `people` what a person does and sees, `inputs` what can be filled in, `reading` how blocks are read;
`limits` what Slack refuses, `trouble` what can go wrong on demand, `state` what is kept.
"""

from tests.slack.fake.delivering import Delivery, NotAcknowledgedError
from tests.slack.fake.people import User
from tests.slack.fake.server import FakeSlack, Identity
from tests.slack.fake.state import Call, Channel, Message, View
from tests.slack.fake.trouble import Trouble

__all__ = [
    "Call",
    "Channel",
    "Delivery",
    "FakeSlack",
    "Identity",
    "Message",
    "NotAcknowledgedError",
    "Trouble",
    "User",
    "View",
]

"""A Slack on loopback, for the real slack_bolt and slack_sdk to talk to.

async with FakeSlack() as slack:
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    ada = slack.user("U1ADA", name="Ada", tz="Europe/London")
    ...
    assert "Acme" in ada.dms[-1].words
# a rule of Slack's that was broken raises here
"""

from tests.slack.fake.people import User
from tests.slack.fake.server import FakeSlack, Identity
from tests.slack.fake.state import Call, Channel, Message, View
from tests.slack.fake.trouble import Trouble

__all__ = ["Call", "Channel", "FakeSlack", "Identity", "Message", "Trouble", "User", "View"]

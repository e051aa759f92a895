import pytest
from tests.conftest import HeldClock
from tests.scenarios.on_discord import DiscordStage
from tests.scenarios.on_slack import SlackStage
from tests.scenarios.on_terminal import TerminalStage
from tests.slack.conftest import patient  # noqa
ICS=b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//y//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:1@acme.example.org\r
DTSTAMP:20261120T100000Z\r
DTSTART;TZID=America/New_York:20261203T150000\r
DTEND;TZID=America/New_York:20261203T160000\r
SUMMARY:Second interview: Data analyst at Acme\r
ORGANIZER;CN=Ben Example:mailto:ben@acme.example.org\r
LOCATION:12 High Street\r
END:VEVENT\r
END:VCALENDAR\r
"""
@pytest.mark.parametrize("which", ["terminal","slack","socket","discord"])
@pytest.mark.parametrize("line", ["/prep","/interview import"])
async def test_try(which, line, tmp_path):
    clock=HeldClock()
    stage={"terminal":lambda: TerminalStage(tmp_path,clock),"slack":lambda: SlackStage(tmp_path,clock,socket=False),"socket":lambda: SlackStage(tmp_path,clock,socket=True),"discord":lambda: DiscordStage(tmp_path,clock)}[which]()
    async with stage:
        ada=await stage.member("ada")
        await ada.type("/encore settings zone New York")
        await ada.hands_over("invite.ics", ICS, line)
        print("=====", which, line); print(ada.shown.words); print(ada.shown.labels)
        await ada.press("Right")
        print(ada.shown.words); print(ada.shown.labels, ada.pictures(), await ada.files())
        await ada.type("/prep")
        print("HOME", ada.shown.words[:200], ada.pictures())

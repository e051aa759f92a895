"""What Discord answers when it refuses ("JSON Error Codes" in its API reference)."""

from __future__ import annotations

from tests.discord.fake.state import Json

REFUSALS: dict[int, tuple[int, str]] = {
    0: (404, "404: Not Found"),
    10003: (404, "Unknown Channel"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    20026: (403, "Your bot has been flagged for anti-spam"),
    30034: (400, "Maximum number of daily application command creates has been reached (200)"),
    40001: (401, "Unauthorized"),
    40003: (403, "You are opening direct messages too fast."),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has hit the maximum number of follow up messages."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
}
"""The codes with their status and words. 40003 has been seen with 400 as well as 403."""


class Refusal(Exception):  # noqa: N818 - an answer, not a fault of the fake
    """An answer with an error code. `faults` are the rules that were broken, for a person to read."""

    def __init__(self, code: int, *faults: str, status: int | None = None) -> None:
        usual, words = REFUSALS[code]
        super().__init__(f"{code} {words}: {'; '.join(faults)}")
        self.code = code
        self.status = status or usual
        self.faults = faults
        self.body: Json = {"message": words, "code": code}
        if faults and code == 50035:
            self.body["errors"] = {
                "_errors": [{"code": "BASE_TYPE_BAD", "message": fault} for fault in faults]
            }

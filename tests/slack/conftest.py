"""What the tests of Slack share."""

from __future__ import annotations

import pytest

from adapters.slack import conversation, people
from tests.slack.fake import delivering

PATIENT = 60.0


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody wait for an answer: how busy the machine is must not decide which way it comes.

    Tests of late answers make them late by themselves.
    """
    monkeypatch.setattr(conversation, "ANSWER_WITHIN", PATIENT)
    monkeypatch.setattr(conversation, "SUBMIT_WITHIN", PATIENT)
    monkeypatch.setattr(people, "PATIENCE", PATIENT)
    monkeypatch.setattr(delivering, "ACKNOWLEDGE_WITHIN", PATIENT)

"""What the tests of Discord share."""

from __future__ import annotations

import pytest

from adapters.discord import interactions

PATIENT = 2.5
"""Seconds; Discord waits for three."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everybody wait for an answer: how busy the machine is must not decide which way it comes.

    Tests of late answers make them late by themselves.
    """
    monkeypatch.setattr(interactions, "PATIENCE", PATIENT)
    monkeypatch.setattr(interactions, "PATIENCE_AFTER_FORM", PATIENT)

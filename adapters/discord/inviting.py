"""The links by which Encore comes to a server, or to one person wherever they are."""

from __future__ import annotations

from urllib.parse import urlencode

AUTHORIZE = "https://discord.com/oauth2/authorize"
NO_PERMISSIONS = "0"
"""Encore reads no channel and writes in none on its own: answers to commands need no permission."""
TO_A_SERVER, TO_A_PERSON = "0", "1"
"""Source: resources/application, "Application Integration Types"."""


def invite_link(application_id: str) -> str:
    """Return the link by which who runs a server adds Encore to it."""
    scopes = "bot applications.commands"
    asked = {"client_id": application_id, "scope": scopes, "permissions": NO_PERMISSIONS}
    return f"{AUTHORIZE}?{urlencode({**asked, 'integration_type': TO_A_SERVER})}"


def own_link(application_id: str) -> str:
    """Return the link by which anybody adds Encore for themselves, with no server's leave."""
    asked = {"client_id": application_id, "scope": "applications.commands"}
    return f"{AUTHORIZE}?{urlencode({**asked, 'integration_type': TO_A_PERSON})}"

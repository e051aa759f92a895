"""The manifest asks for the fewest permissions, names what the registry lists, and keeps to Slack's rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from adapters.slack.manifest import SCOPES, as_json, manifest
from adapters.slack.names import LONGEST, RESERVED, name_of, path_of, words_of
from bot.commands.command import Command
from bot.commands.registry import all_commands
from bot.config import SlackSettings
from bot.errors import ConfigurationError

DOCS = Path(__file__).parents[2] / "docs"
ADDRESS = "https://encore.example.org"
SOCKET = manifest(all_commands(), SlackSettings())
HTTP = manifest(all_commands(), SlackSettings(), http=f"{ADDRESS}/")


async def nothing(*_):
    raise AssertionError("a manifest runs no command")


def a_command(path: str, **more) -> Command:
    return Command(path=path, summary="Something useful", handler=nothing, **more)


def names(made: dict) -> list[str]:
    return [command["command"] for command in made["features"]["slash_commands"]]


def test_slack_is_told_the_first_words_of_what_is_listed() -> None:
    assert names(SOCKET) == ["/prep", "/interview", "/tip", "/question", "/encore", "/coach"]


def test_a_prefix_stands_before_every_name() -> None:
    made = manifest(all_commands(), SlackSettings(prefix="acme-"))
    assert names(made) == [f"/acme-{name[1:]}" for name in names(SOCKET)]


def test_what_only_buttons_lead_to_is_no_command_of_slacks() -> None:
    made = manifest([a_command("tip"), a_command("secret word", listed=False)], SlackSettings())
    assert names(made) == ["/tip"]


def test_a_name_leads_back_to_its_word_with_the_prefix_and_without() -> None:
    for word in words_of(all_commands()):
        assert path_of(name_of(word, "acme-"), "acme-") == word
        assert path_of(f"/{word}", "acme-") == word
        assert path_of(f"/{word}", "") == word


@pytest.mark.parametrize("word", ["help", "remind", "search", "status"])
def test_a_name_of_slacks_own_is_refused_and_a_prefix_frees_it(word: str) -> None:
    with pytest.raises(ConfigurationError, match="ENCORE_SLACK__PREFIX"):
        name_of(word, "")
    assert name_of(word, "acme-") == f"/acme-{word}"


def test_a_prefix_that_makes_a_name_of_slacks_own_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="/remind is a command of Slack's own"):
        manifest([a_command("mind")], SlackSettings(prefix="re"))


@pytest.mark.parametrize("prefix", ["Acme-", "acme ", "/acme-", "-", "é", "acme.", "a\n"])
def test_a_prefix_that_slack_would_not_take_is_refused(prefix: str) -> None:
    with pytest.raises(ConfigurationError, match="ENCORE_SLACK__PREFIX"):
        manifest(all_commands(), SlackSettings(prefix=prefix))


def test_a_name_may_have_32_characters_and_no_more() -> None:
    longest = "a" * (LONGEST - len("/tip"))
    assert len(name_of("tip", longest)) == LONGEST
    with pytest.raises(ConfigurationError, match="longer"):
        name_of("tip", f"{longest}a")


def test_none_of_our_names_is_slacks_own() -> None:
    assert not RESERVED & set(words_of(all_commands()))


def test_a_command_tells_what_can_follow_it() -> None:
    hints = {c["command"]: c["usage_hint"] for c in SOCKET["features"]["slash_commands"]}
    for command in all_commands():
        first, _, second = command.path.partition(" ")
        if command.listed and second:
            assert second in hints[f"/{first}"].split(" | ")
    assert hints["/tip"] == "[topic], such as: nerves"
    assert hints["/encore"].endswith("any other command")


def test_a_command_that_takes_nothing_has_no_hint() -> None:
    (made,) = manifest([a_command("tip")], SlackSettings())["features"]["slash_commands"]
    assert "usage_hint" not in made


@pytest.mark.parametrize("made", [SOCKET, HTTP], ids=["socket", "http"])
def test_lengths_keep_to_slacks_schema(made: dict) -> None:
    shown = made["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    (shortcut,) = made["features"]["shortcuts"]
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150
    commands = made["features"]["slash_commands"]
    assert len(commands) <= 50
    assert all(1 <= len(command["description"]) <= 2000 for command in commands)
    assert all(1 <= len(command.get("usage_hint", "-")) <= 1000 for command in commands)


def test_a_very_long_summary_is_cut_to_what_slack_takes() -> None:
    made = manifest([Command(path="tip", summary="a" * 3000, handler=nothing)], SlackSettings())
    assert len(made["features"]["slash_commands"][0]["description"]) == 2000


def test_the_fewest_scopes_are_asked_for() -> None:
    asked = SOCKET["oauth_config"]["scopes"]
    assert asked == {
        "bot": [
            "commands",
            "chat:write",
            "im:write",
            "im:history",
            "users:read",
            "files:read",
            "files:write",
        ]
    }


def test_the_home_tab_the_messages_tab_and_the_shortcut_are_on() -> None:
    features = SOCKET["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert features["bot_user"]["always_online"] is True
    assert [(s["type"], s["callback_id"]) for s in features["shortcuts"]] == [("global", "prep")]


@pytest.mark.parametrize("made", [SOCKET, HTTP], ids=["socket", "http"])
def test_slack_sends_what_we_hear_and_nothing_else(made: dict) -> None:
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert events == ["app_home_opened", "app_uninstalled", "message.im", "tokens_revoked"]
    assert made["settings"]["interactivity"]["is_enabled"] is True
    assert made["settings"]["org_deploy_enabled"] is False


def test_in_socket_mode_no_address_is_named() -> None:
    assert SOCKET["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(SOCKET)


def test_over_http_everything_comes_to_one_address() -> None:
    settings = HTTP["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == f"{ADDRESS}/slack/events"
    assert settings["interactivity"]["request_url"] == f"{ADDRESS}/slack/events"
    assert settings["interactivity"]["message_menu_options_url"] == f"{ADDRESS}/slack/events"
    assert {c["url"] for c in HTTP["features"]["slash_commands"]} == {f"{ADDRESS}/slack/events"}
    assert HTTP["oauth_config"]["redirect_urls"] == [f"{ADDRESS}/slack/oauth_redirect"]


@pytest.mark.parametrize(
    "url", ["http://encore.example.org", "encore.example.org", "https://", "https://a.example/?b=c", ""]
)
def test_an_address_that_slack_cannot_call_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="https://"):
        manifest(all_commands(), SlackSettings(), http=url)


def test_rotation_is_set_over_http_and_refused_in_socket_mode() -> None:
    rotating = SlackSettings(token_rotation=True)
    made = manifest(all_commands(), rotating, http=ADDRESS)
    assert made["settings"]["token_rotation_enabled"] is True
    with pytest.raises(ConfigurationError, match="ENCORE_SLACK__TOKEN_ROTATION"):
        manifest(all_commands(), rotating)


def test_no_value_that_is_secret_is_in_it() -> None:
    settings = SlackSettings.model_validate(
        dict.fromkeys(("bot_token", "app_token", "signing_secret", "client_secret"), "xoxb-not-to-be-shown")
    )
    assert "xoxb-not-to-be-shown" not in as_json(manifest(all_commands(), settings))


def test_the_manifest_in_the_docs_is_what_the_command_prints() -> None:
    """To write it anew: encore slack manifest > docs/slack-manifest.json."""
    held = (DOCS / "slack-manifest.json").read_text(encoding="utf-8")
    assert held == as_json(SOCKET)


def test_the_guide_tells_every_scope_with_the_same_reason() -> None:
    page = (DOCS / "slack.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z]+(?::[a-z]+)?)` \| (.+) \|$", page, re.MULTILINE))
    assert {scope: reason for scope, reason in rows.items() if scope in SCOPES} == SCOPES
    assert "| scope | why |" in page


def test_the_guide_has_ten_steps_and_shows_pictures_that_are_there() -> None:
    page = (DOCS / "slack.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (\d+)\. ", page, re.MULTILINE) == [str(number) for number in range(1, 11)]
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page)
    assert len(shown) == 4
    assert all((DOCS / name).is_file() for name in shown)

"""Settings, read from the environment once and frozen.

Each name below is `ENCORE_` and the path in capitals, with two underscores between the parts:
`ENCORE_DATABASE__URL`, `ENCORE_SECRETS__KEYS`, `ENCORE_CONTENT__PACKS`.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_config_path, user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigurationError


class Section(BaseModel):
    """One part of the tree."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(Section):
    """Where the data lies: an SQLAlchemy address; SQLite in the user's data folder by default."""

    url: str = Field(default_factory=lambda: f"sqlite:///{user_data_path('encore') / 'encore.db'}")


class SecretsSettings(Section):
    """The keys that encrypt what members type, newest first, separated by commas.

    With SQLite and none given, a key is made and kept in `key_file`, apart from the database.
    """

    keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    key_file: Path = Field(default_factory=lambda: user_config_path("encore") / "key")

    @field_validator("keys", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


class ContentSettings(Section):
    """A group's own packs: folders laid over ours, in this order, separated like PATH."""

    packs: Annotated[tuple[Path, ...], NoDecode] = ()

    @field_validator("packs", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value


class Role(StrEnum):
    """A part of what `encore run` does, so that each can run, and be multiplied, apart from the others."""

    WEB = "web"
    """Answers Slack over HTTP, and calendar apps that follow a private address."""
    GATEWAY = "gateway"
    """Answers members over the connections that we make: Discord's gateway, Slack's Socket Mode."""
    DELIVERY = "delivery"
    """Sends reminders."""


ALL_ROLES = frozenset(Role)


class WebSettings(Section):
    """The one HTTP server: Slack's requests and installations, calendar addresses, probes and metrics.

    It listens when Slack comes over HTTP, or when `enabled`.
    `public_url` is the address under which the outside reaches it, such as a reverse proxy's.
    """

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""


class LogFormat(StrEnum):
    """How the log of `encore run` is written."""

    AUTO = "auto"
    """For people at a terminal, as JSON anywhere else."""
    JSON = "json"
    TEXT = "text"


class LogLevel(StrEnum):
    """From which level on our own code is heard; libraries are heard from warnings on, whatever it is."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogSettings(Section):
    """What `encore run` writes to standard error."""

    format: LogFormat = LogFormat.AUTO
    level: LogLevel = LogLevel.INFO


class SlackSettings(Section):
    """One Slack app. Socket Mode needs the two tokens; HTTP needs the signing secret.

    Over HTTP either `bot_token` serves one workspace, or `client_id` and `client_secret` let many install it.
    """

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    token_rotation: bool = False
    prefix: str = ""
    api_url: str = "https://slack.com/api/"

    @property
    def socket_mode(self) -> bool:
        """Whether Slack's events come over a socket that we open."""
        return self.bot_token is not None and self.app_token is not None

    @property
    def http(self) -> bool:
        """Whether Slack calls us."""
        return not self.socket_mode and self.signing_secret is not None

    @property
    def configured(self) -> bool:
        """Whether anything of Slack is set."""
        return bool(
            self.bot_token or self.app_token or self.signing_secret or self.client_id or self.client_secret
        )


class DiscordSettings(Section):
    """One Discord application. `shards` is empty for all of them, or "first-last/total"."""

    token: SecretStr | None = None
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str = ""
    shards: str = Field(default="", pattern=r"^(\d+-\d+/\d+)?$")

    @property
    def configured(self) -> bool:
        """Whether a token is set."""
        return self.token is not None


class Settings(BaseSettings):
    """The whole tree."""

    model_config = SettingsConfigDict(
        env_prefix="ENCORE_",
        env_nested_delimiter="__",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    secrets: SecretsSettings = Field(default_factory=SecretsSettings)
    content: ContentSettings = Field(default_factory=ContentSettings)
    web: WebSettings = Field(default_factory=WebSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    slack: SlackSettings = Field(default_factory=SlackSettings)
    discord: DiscordSettings = Field(default_factory=DiscordSettings)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win over the environment.

    Raises ConfigurationError naming the variable that is wrong.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        name = "ENCORE_" + "__".join(str(part).upper() for part in problem["loc"])
        raise ConfigurationError(
            f"{name}: {problem['msg']}. Its form is described in docs/configuration.md."
        ) from None

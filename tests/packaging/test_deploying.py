"""The image, the composition and the service name what there is, and leave nothing open that need not be."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from adapters.cli import _parser
from adapters.lifecycle import roles_of
from adapters.web.server import WebServer
from bot.config import ALL_ROLES, Settings, WebSettings
from bot.delivery.engine import GRACE
from tests.packaging.test_locks import pins

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNIT = (ROOT / "deploy/encore.service").read_text()
COMPOSITION: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSITION["services"].items() if service["image"] == "encore"}
VARIABLE = re.compile(r"ENCORE_[A-Z]+__[A-Z_]*[A-Z]")
STOP = GRACE * 2
"""Seconds that a stop may take: what is being sent, then what waits for the database."""


def known() -> set[str]:
    """Every variable that the settings have."""
    return {
        f"ENCORE_{section}__{name}".upper()
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for name in field.annotation.model_fields
    }


def instructions(name: str) -> list[str]:
    """Return the arguments of one kind of instruction, continued lines joined."""
    lines = re.sub(r"\\\n", " ", DOCKERFILE).splitlines()
    return [line.partition(" ")[2].strip() for line in lines if line.startswith(f"{name} ")]


def command_in(arguments: str) -> list[str]:
    """Return a command in its exec form, which no shell stands before; any other raises."""
    return list(json.loads(arguments[arguments.index("[") :]))


def service_lines(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)


def seconds(words: str) -> int:
    return int(re.fullmatch(r"(\d+)s?", words)[1])


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "deploy/encore.service"])
def test_every_variable_that_is_named_is_a_setting(name: str) -> None:
    named = set(VARIABLE.findall((ROOT / name).read_text()))
    assert named
    assert named <= known()


# The image


def test_the_image_installs_what_is_locked_and_only_by_its_hash() -> None:
    locked = next(
        command for command in map(command_in, instructions("RUN")) if "--require-hashes" in command
    )
    assert locked[-2:] == ["--requirement", "requirements.lock"]
    assert locked[locked.index("--only-binary") + 1] == ":all:"
    ours = next(command for command in map(command_in, instructions("RUN")) if command[-1] == ".")
    assert {"--no-deps", "--no-build-isolation"} <= set(ours)


def test_only_what_builds_the_project_is_taken_out_of_the_image() -> None:
    [taken] = [command for command in map(command_in, instructions("RUN")) if "uninstall" in command]
    locked = {name for name in taken[taken.index("--yes") + 1 :] if name in pins("requirements.lock")}
    needed = {name for name in locked if name not in {"hatchling", "trove-classifiers"}}
    assert needed == set()


def test_what_the_image_copies_is_there_and_let_through() -> None:
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[0] == "*"
    sources = [
        name
        for arguments in instructions("COPY")
        if not arguments.startswith("--from")
        for name in arguments.split()[:-1]
    ]
    assert {"bot", "adapters", "content", "requirements.lock"} <= set(sources)
    for name in sources:
        assert (ROOT / name).exists()
        assert f"!{name}" in rules


@pytest.mark.parametrize("name", [".env", "bot/.env", "encore.db", "content/encore.db-wal", ".git", ".venv"])
def test_what_is_private_is_not_let_through(name: str) -> None:
    let_through = False
    for rule in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = rule.removeprefix("!").removeprefix("**/")
        if rule and any(fnmatch(part, pattern) for part in (name, *Path(name).parts)):
            let_through = rule.startswith("!")
    assert not let_through


def test_the_image_runs_as_nobody_in_particular_and_takes_signals_itself() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert command_in(*instructions("ENTRYPOINT")) == ["encore"]
    _parser().parse_args(command_in(*instructions("CMD")))


def health_check(port: int) -> int:
    [arguments] = instructions("HEALTHCHECK")
    command = command_in(arguments.partition("CMD ")[2])
    assert command[0] == "python"
    environment = {"ENCORE_WEB__PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run([sys.executable, *command[1:]], env=environment, check=False, stderr=-3).returncode


async def test_the_health_check_tells_who_answers_from_who_does_not() -> None:
    import asyncio

    server = WebServer(WebSettings(host="127.0.0.1", port=0))
    await server.start()
    port = server.port
    try:
        assert await asyncio.to_thread(health_check, port) == 0
    finally:
        await server.stop()
    assert await asyncio.to_thread(health_check, port) != 0


# The composition


@pytest.mark.parametrize("name", COMPOSITION["services"])
def test_a_container_can_do_little(name: str) -> None:
    service = COMPOSITION["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in service["tmpfs"]
    assert seconds(service["stop_grace_period"]) > STOP


@pytest.mark.parametrize("name", OURS)
def test_a_container_runs_a_command_that_there_is(name: str) -> None:
    asked = _parser().parse_args([str(word) for word in OURS[name]["command"]])
    assert asked.run is not None
    assert OURS[name]["init"] is True


def test_the_containers_together_have_every_role_and_one_has_the_gateway() -> None:
    roles = [
        (roles_of(service["command"][-1]), service.get("deploy", {}).get("replicas", 1))
        for service in OURS.values()
        if service["command"][0] == "run"
    ]
    assert frozenset().union(*(held for held, _ in roles)) == ALL_ROLES
    assert sum(number for held, number in roles if "gateway" in held) == 1


def test_the_database_is_reached_from_inside_alone_and_outlives_its_container() -> None:
    postgres = COMPOSITION["services"]["postgres"]
    assert postgres["image"] == "postgres:18"
    assert "ports" not in postgres
    assert COMPOSITION["networks"][postgres["networks"][0]]["internal"] is True
    assert postgres["volumes"] == ["database:/var/lib/postgresql"]
    assert postgres["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


def test_every_volume_and_network_is_declared() -> None:
    for service in COMPOSITION["services"].values():
        assert set(service["networks"]) <= COMPOSITION["networks"].keys()
        assert {volume.partition(":")[0] for volume in service.get("volumes", [])} <= COMPOSITION[
            "volumes"
        ].keys()


def test_what_the_composition_asks_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text()))
    offered = set(re.findall(r"^#(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked == {"POSTGRES_PASSWORD", "ENCORE_SECRETS__KEYS"}
    assert asked <= offered


# The service


def test_the_service_starts_a_command_that_there_is() -> None:
    [started] = service_lines("ExecStart")
    program, *arguments = shlex.split(started)
    assert Path(program).name == "encore"
    assert _parser().parse_args(arguments).run is not None


def test_the_service_writes_to_its_own_folders_alone() -> None:
    states = [f"/var/lib/{name}" for name in shlex.split(*service_lines("StateDirectory"))]
    paths = re.findall(r"^Environment=ENCORE_\w+=(?:sqlite:///)?(/\S+)$", UNIT, re.MULTILINE)
    assert {str(Path(path).parent) for path in paths} == set(states)
    assert service_lines("ProtectSystem") == ["strict"]
    assert service_lines("User") == ["encore"]
    assert service_lines("NoNewPrivileges") == ["yes"]
    assert service_lines("CapabilityBoundingSet") == [""]


def test_the_service_is_given_the_time_that_a_stop_takes_and_comes_back() -> None:
    assert seconds(*service_lines("TimeoutStopSec")) > STOP
    assert service_lines("KillSignal") == ["SIGTERM"]
    assert service_lines("Restart") == ["always"]


@pytest.mark.parametrize("name", ["encore.service", "encore-backup.service", "encore-backup.timer"])
def test_systemd_understands_the_units(tmp_path: Path, name: str) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine")
    for file in (ROOT / "deploy").iterdir():
        # A program in its place that is on every machine.
        (tmp_path / file.name).write_text(file.read_text().replace("/opt/encore/bin/encore", "/bin/true"))
    done = subprocess.run([program, "verify", tmp_path / name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_backup_is_of_the_database_that_the_service_writes() -> None:
    backup = (ROOT / "deploy/encore-backup.service").read_text()
    same = re.compile(r"^(?:User|Environment=ENCORE_\w+|EnvironmentFile)=.*$", re.MULTILINE)
    assert set(same.findall(backup)) == set(same.findall(UNIT))
    [started] = re.findall(r"^ExecStart=(.*)$", backup, re.MULTILINE)
    script = shlex.split(started)[-1].removeprefix("exec ").replace("$$(date +%%Y-%%m-%%dT%%H%%M%%S)", "1")
    program, *arguments = shlex.split(script)
    asked = _parser().parse_args(arguments)
    assert (Path(program).name, asked.file) == ("encore", Path("/var/lib/encore-backups/encore-1.db"))

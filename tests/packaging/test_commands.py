"""`make` finds a Python, makes .venv once and repairs it, and keeps standard output for the chat."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "make", "cat", "chmod", "cmp", "cp", "dirname", "mkdir", "mv", "rm")
PRETEND = f"""#!/bin/sh
[ "$1" = -c ] && exec '{sys.executable}' -c '@@; import sys; exec(sys.argv[1])' "$2"
"""

# An interpreter that makes an environment in no time; what its pip is asked to install goes to a log.
BASE = """#!/bin/sh
here=$(pwd -P)
case "$*" in
  -c*) exec '{python}' "$@" ;;
  '-m venv --clear .venv') ;;
  *) exit 9 ;;
esac
rm -rf .venv
mkdir -p .venv/bin
echo made >>log
printf '#!/bin/sh\\necho pip in "%s"\\n' "$here" >.venv/bin/pip
cat >.venv/bin/python <<'END'
#!/bin/sh
case "$*" in
  -c*) exec '{python}' -c 'import os, sys; sys.prefix = os.getcwd(); exec(sys.argv[1])' "$2" ;;
  '-m pip --version') echo pip in "$(pwd -P)" ;;
  '-m pip install'*) [ ! -e offline ] || exit 1
    echo "$@" >>log
    printf '#!/bin/sh\\necho chat; cat\\n' >.venv/bin/encore
    chmod +x .venv/bin/encore ;;
  *) exit 9 ;;
esac
END
chmod +x .venv/bin/pip .venv/bin/python
"""


class Checkout:
    """A folder with Encore's commands, on a machine that has the interpreters a test puts there."""

    def __init__(self, folder: Path, path: Path) -> None:
        self.folder = folder
        self.path = path

    def has(self, name: str, script: str) -> None:
        file = self.path / name
        file.write_text(script)
        file.chmod(0o755)

    def make(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.path), "LC_ALL": "C.UTF-8"}
        command = ["make", *arguments]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def installed(self) -> list[str]:
        """What was done, oldest first; forgotten once asked for."""
        log = self.folder / "log"
        done = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return ["made" if line == "made" else line.split()[-1] for line in done]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a folder, & 'quoted'"
    (folder / ".ci").mkdir(parents=True)
    for name in ("Makefile", ".ci/install.sh"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (folder / name).write_text(f"{name}\n")
    path = tmp_path / "bin"
    path.mkdir()
    for tool in TOOLS:
        where = shutil.which(tool)
        assert where is not None, f"{tool} is missing on this machine"
        (path / tool).symlink_to(where)
    return Checkout(folder, path)


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """Start the chat once."""
    checkout.has("python3", BASE.format(python=sys.executable))
    checkout.make("chat")
    assert checkout.installed == ["made", "requirements.lock", "."]
    return checkout


def test_without_any_python_it_says_what_is_needed(checkout: Checkout) -> None:
    done = checkout.make("chat")
    assert done.returncode != 0
    assert "Python 3.11 or later is needed" in done.stderr
    assert "Found: none." in done.stderr
    assert done.stdout == ""


def test_a_python_that_is_too_old_is_named(checkout: Checkout) -> None:
    checkout.has("python3", PRETEND.replace("@@", 'import sys; sys.version_info = (3, 9, 18, "final", 0)'))
    done = checkout.make("chat")
    assert done.returncode != 0
    assert "Python 3.9.18" in done.stderr


def test_a_python_without_ensurepip_is_told_apart(checkout: Checkout) -> None:
    checkout.has("python3", PRETEND.replace("@@", 'import sys; sys.modules["ensurepip"] = None'))
    done = checkout.make("test")
    assert done.returncode != 0
    assert f"apt install python3.{sys.version_info.minor}-venv" in done.stderr


def test_a_python_that_will_do_is_taken_after_others_that_will_not(checkout: Checkout) -> None:
    checkout.has("python3.13", "#!/bin/sh\nexit 127\n")  # as a version switcher's stand-in answers
    checkout.has("python3.12", PRETEND.replace("@@", 'import sys; sys.modules["ensurepip"] = None'))
    checkout.has("python3", BASE.format(python=sys.executable))
    assert checkout.make("chat").returncode == 0
    assert checkout.installed == ["made", "requirements.lock", "."]


def test_piped_lines_reach_the_chat_and_it_alone_answers(checkout: Checkout) -> None:
    checkout.has("python3", BASE.format(python=sys.executable))
    assert checkout.make("chat", typed="/tip\n").stdout == "chat\n/tip\n"


def test_a_second_run_says_and_installs_nothing(ready: Checkout) -> None:
    done = ready.make("chat", "-j4")
    assert (done.stdout, done.stderr) == ("chat\n", "")
    assert ready.installed == []


def test_a_changed_lock_is_installed_into_the_same_environment(ready: Checkout) -> None:
    (ready.folder / "requirements.lock").write_text("another release\n")
    ready.make("chat")
    assert ready.installed == ["requirements.lock", "."]


def test_the_developers_installation_holds_the_users(ready: Checkout) -> None:
    ready.make("dev-environment")
    ready.make("chat")
    assert ready.installed == ["requirements-dev.lock", "."]


@pytest.mark.parametrize("lost", ["python", "pip"])
def test_an_environment_that_was_half_made_is_made_again(ready: Checkout, lost: str) -> None:
    (ready.folder / ".venv/bin" / lost).unlink()
    (ready.folder / ".venv/.installed-run").unlink()
    ready.make("chat")
    assert ready.installed == ["made", "requirements.lock", "."]


def test_an_environment_made_by_hand_is_kept_and_completed(ready: Checkout) -> None:
    (ready.folder / ".venv/.installed-run").unlink()
    ready.make("chat")
    assert ready.installed == ["requirements.lock", "."]


def test_an_environment_that_moved_with_its_folder_is_made_again(ready: Checkout) -> None:
    ready.folder = ready.folder.rename(ready.folder.with_name("elsewhere"))
    ready.make("chat")
    assert ready.installed == ["made", "requirements.lock", "."]


def test_an_installation_that_failed_is_tried_again(ready: Checkout) -> None:
    (ready.folder / "requirements.lock").write_text("another release\n")
    (ready.folder / "offline").touch()
    assert "registry within reach?" in ready.make("chat").stderr
    (ready.folder / "offline").unlink()
    ready.make("chat")
    assert ready.installed == ["requirements.lock", "."]


def test_every_command_that_the_readme_names_is_listed_by_make() -> None:
    makefile = (ROOT / "Makefile").read_text()
    listed = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert {"chat", "test"} <= named <= listed

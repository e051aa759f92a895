#!/bin/sh
# Bring .venv up to date with a lock: `sh .ci/install.sh run` to use Encore, `dev` to work on it.
#
# PYTHON names the interpreter to make .venv with; without it the usual names are tried. Standard output
# stays empty, since it belongs to the chat, and standard input is left for the chat to read.
set -eu
exec </dev/null >&2
cd -- "$(dirname -- "$0")/.."

case ${1-} in
  run) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo 'Usage: sh .ci/install.sh run|dev' && exit 2 ;;
esac
python=.venv/bin/python
stamp=.venv/.installed-$1

say() {
  printf 'encore: %s\n' "$*"
}

# Says what an interpreter is, and why it will not do if it will not. Python 2 must be able to read this.
probe='
import sys
print("Python %d.%d.%d (%s)" % (sys.version_info[:3] + (sys.executable,)))
if sys.version_info < (3, 11):
    sys.exit(1)
try:
    import ensurepip, venv
except ImportError:
    print("    has no venv and ensurepip; on Debian and Ubuntu: apt install python%d.%d-venv" % sys.version_info[:2])
    sys.exit(1)
'

# Sets `base` to the first interpreter that can make .venv and `about` to its description, or ends in words.
find_python() {
  if [ -n "${PYTHON-}" ]; then
    set -- "$PYTHON"
  else
    set -- python3.13 python3.12 python3.11 python3.14 python3 python
  fi
  found=
  for base; do
    about=$("$base" -c "$probe" 2>/dev/null) && return
    case $found in
      *"$about"*) ;;
      *) found="$found
  $about" ;;
    esac
  done
  say "Python 3.11 or later is needed to run Encore. Looked for: $*. Found:${found:- none.}"
  say 'Install what is missing, or name another Python you have: make chat PYTHON=/path/to/python3.12'
  exit 1
}

# True if .venv can be kept. Its pip does not answer from this very folder after .venv was moved or copied,
# when its making was broken off, or when the Python it was made with is gone.
usable() {
  "$python" -c "$probe" >/dev/null 2>&1 &&
    pip=$("$python" -m pip --version 2>/dev/null) &&
    [ "$pip" = "$(.venv/bin/pip --version 2>/dev/null)" ]
}

# What an installation was made from. A stamp is a copy of it, written last.
origin() {
  "$python" -c 'import sys; print(*sys.version_info[:2], sys.prefix)' &&
    cat requirements.lock requirements-dev.lock pyproject.toml
}

# Errors alone are shown; a warning here is about the machine's own settings, or comes before an error.
pip_install() {
  "$python" -m pip install -qq --disable-pip-version-check --no-input "$@" && return
  say "pip could not install this. Is the package registry within reach? For its whole story:"
  say "  $python -m pip install $*"
  exit 1
}

if [ -x .venv/bin/encore ] && origin 2>/dev/null | cmp -s - "$stamp"; then
  exit 0
fi
if ! usable; then
  find_python
  say "making .venv with $about"
  "$base" -m venv --clear .venv
fi
rm -f "$stamp"
say "installing what $lock lists into .venv; this happens once, and again when that changes"
# Wheels only: building one would fetch build tools that no lock pins.
pip_install --require-hashes --only-binary :all: --requirement "$lock"
# The build backend is in the lock, so nothing more is fetched for the project itself.
pip_install --no-deps --no-build-isolation --editable .
origin >"$stamp.new"
mv "$stamp.new" "$stamp"
[ "$1" = run ] || cp "$stamp" .venv/.installed-run # the larger lock holds the smaller one

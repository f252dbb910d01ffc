#!/usr/bin/env bash
# Makes .venv and installs the pinned packages: `venv.sh run` for the program, `venv.sh dev` for tests too.
# A stamp holds the hash of the requirement files, so a second call costs nothing.
set -euo pipefail

PYTHON="${PYTHON:-python3}"
what="${1:-dev}"
case "$what" in
    run) file=requirements.txt ;;
    dev) file=requirements-dev.txt ;;
    *) echo "usage: venv.sh run|dev" >&2; exit 2 ;;
esac

key="$(cat requirements.txt requirements-dev.txt constraints.txt | sha256sum | cut -c1-64)"
for stamp in .venv/.installed-dev ".venv/.installed-$what"; do
    [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && exit 0
done

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed, $PYTHON is $("$PYTHON" --version 2>&1). Name another one: make PYTHON=python3.12 $what" >&2
    exit 1
fi
[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
echo "Installing Python packages ($file)" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file" </dev/null >&2 || {
    echo "The Python packages could not be installed; the message of pip is above." >&2
    exit 1
}
echo "$key" > ".venv/.installed-$what"

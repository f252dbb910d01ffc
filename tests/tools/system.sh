#!/usr/bin/env bash
# Installs the system packages that the tests need and that are missing (Debian, Ubuntu and relatives).
# `system.sh run` looks only for what the program itself needs: a Python with venv; `system.sh bench` for wrk as well.
set -euo pipefail

PYTHON="${PYTHON:-python3}"
what="${1:-all}"
missing=()

"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)

if [ "$what" != run ]; then
    found=""
    for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$browser" >/dev/null 2>&1 && found="$browser" && break
    done
    [ -n "$found" ] || [ -n "${SITCENTER_TEST_CHROMIUM:-}" ] || missing+=(chromium fonts-dejavu-core)
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
    command -v ogrinfo >/dev/null 2>&1 || missing+=(gdal-bin)
    ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || missing+=(postgresql-postgis)
fi

if [ "$what" = bench ]; then
    command -v wrk >/dev/null 2>&1 || missing+=(wrk)
fi

[ ${#missing[@]} -eq 0 ] && exit 0

say_and_stop() {
    echo "Missing system packages: ${missing[*]}. $1" >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || say_and_stop "Install them with the package manager of this system."
if [ "$(id -u)" -eq 0 ]; then
    as_root=(env DEBIAN_FRONTEND=noninteractive)
elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
else
    say_and_stop "Install them as root: apt-get install ${missing[*]}"
fi

echo "Installing system packages: ${missing[*]}" >&2
apt=("${as_root[@]}" apt-get -q -y -o DPkg::Lock::Timeout=120)
"${apt[@]}" update >&2 || say_and_stop "The package lists could not be fetched: is there a network?"

if [[ " ${missing[*]} " == *" postgresql-postgis "* ]] && ! apt-cache show postgresql-postgis >/dev/null 2>&1; then
    # Older releases have no package that follows the version of PostgreSQL.
    version="$(apt-cache depends postgresql | sed -n 's/.*Depends: postgresql-\([0-9]\+\)$/\1/p' | head -n 1)"
    missing=("${missing[@]/postgresql-postgis/postgresql-${version}-postgis-3}")
fi
if [[ " ${missing[*]} " == *" chromium "* ]] && ! apt-cache show chromium >/dev/null 2>&1; then
    # Ubuntu has it under the other name.
    for at in "${!missing[@]}"; do
        if [ "${missing[at]}" = chromium ]; then missing[at]=chromium-browser; fi
    done
fi
"${apt[@]}" install --no-install-recommends "${missing[@]}" </dev/null >&2 ||
    say_and_stop "apt-get could not install them; its message is above."

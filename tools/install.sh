#!/bin/sh
# Makes .venv and installs what the lock file $1 names, then builds the assets; quick when all is there.
set -eu
cd "$(dirname "$0")/.."
lock=$1
python=${PYTHON:-python3}

fail() {
    echo "$1" >&2
    exit 1
}

fingerprint() {
    cat "$1" pyproject.toml skillweek/__init__.py | cksum
    pwd
}

install_packages() {
    command -v "$python" >/dev/null || fail "Python 3.11 or newer is needed, but there is no $python."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Choose another with PYTHON=python3.11."
    echo "Installing packages into .venv (a minute or two) ..."
    rm -rf .venv/installed-*
    "$python" -m venv .venv >.venv.log 2>&1 ||
        fail "$python cannot make a virtual environment (on Debian: apt-get install python3-venv); see .venv.log."
    mv .venv.log .venv/install.log
    if ! .venv/bin/python -m pip install --disable-pip-version-check --retries 2 --no-input --require-hashes \
        -r "$lock" >.venv/install.log 2>&1; then
        if grep -qE 'NewConnectionError|NameResolution|ConnectTimeout|ReadTimeout|ProxyError|Errno -[23]|from versions: none' \
            .venv/install.log; then
            fail "The Python package index cannot be reached; nothing was changed. See .venv/install.log."
        elif grep -q 'No space left on device' .venv/install.log; then
            fail "There is no space left on the disk of $(pwd)."
        fi
        fail "Installing packages failed: $(grep -m1 ERROR .venv/install.log || echo 'see .venv/install.log')"
    fi
    .venv/bin/python hatch_build.py
    .venv/bin/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -q -e . \
        >>.venv/install.log 2>&1 || fail "Installing SkillWeek itself failed; see .venv/install.log."
    fingerprint "$lock" >".venv/installed-$lock"
}

# the packages for development contain those for running
for done in "$lock" requirements-dev.txt; do
    if [ -f ".venv/installed-$done" ] && [ "$(cat ".venv/installed-$done")" = "$(fingerprint "$done")" ]; then
        exec .venv/bin/python hatch_build.py
    fi
done
install_packages

#!/bin/sh
# Makes sure that the tests find Chromium, Chinese fonts and gettext: root installs them, others are told.
set -eu
missing=
[ -x /usr/bin/chromium ] || missing="$missing chromium"
command -v msgfmt >/dev/null || missing="$missing gettext"
[ -n "$(find /usr/share/fonts -iname '*NotoSansCJK*' -print -quit 2>/dev/null)" ] || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need these packages of Debian:$missing (apt-get install$missing)." >&2
    exit 1
fi
echo "Installing$missing ..."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    echo "Installing$missing failed: $(grep -m1 '^E:' "$log" || tail -1 "$log")" >&2
    exit 1
fi
rm -f "$log"

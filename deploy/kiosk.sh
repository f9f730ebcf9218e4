#!/bin/sh
# The wall on this machine's screen: waits until the board answers, opens the browser over the
# whole screen, and opens it again when it ends. An outage after that is the wall's own business:
# it keeps its picture and comes back by itself, so the browser is left alone then.
#
#   RAQUAN_WALL_SERVER    where the board is               http://127.0.0.1:8501
#   RAQUAN_WALL_SCREEN    the screen's name                none: the default screen
#   RAQUAN_WALL_BROWSER   the browser, with its options    the first of chromium, chromium-browser, ...
#   RAQUAN_WALL_PROFILE   folder of the browser, emptied   a temporary one
#   RAQUAN_WALL_PAUSE     seconds between tries            2
set -u

server=${RAQUAN_WALL_SERVER:-http://127.0.0.1:8501}
server=${server%/}
screen=${RAQUAN_WALL_SCREEN:-}
pause=${RAQUAN_WALL_PAUSE:-2}
profile=${RAQUAN_WALL_PROFILE:-${TMPDIR:-/tmp}/raquan-wall-$$}
address=$server/wall${screen:+?screen=$screen}
browser_pid=

say() { echo "kiosk: $*" >&2; }

leave() {
    trap - EXIT INT TERM HUP
    if [ -n "$browser_pid" ]; then kill "$browser_pid" 2>/dev/null; wait "$browser_pid" 2>/dev/null; fi
    rm -rf "$profile"
    exit 0
}
trap leave EXIT INT TERM HUP

find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then echo "$name"; return; fi
    done
    return 1
}

health() {
    if command -v curl >/dev/null 2>&1; then
        curl --fail --silent --max-time 5 "$server/health"
    else
        wget --quiet --timeout=5 --tries=1 --output-document=- "$server/health"
    fi
}

# The board answers before it can show anything: only "ok" means that there is a store.
wait_until_healthy() {
    until health 2>/dev/null | grep -q '"ok": *true'; do
        [ "${said:-}" ] || say "waiting for $server/health"
        said=1
        sleep "$pause"
    done
}

keep_awake() {
    if [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null 2>&1; then
        xset s off -dpms s noblank 2>/dev/null
    fi
}

browser=${RAQUAN_WALL_BROWSER:-$(find_browser)} || { say "no Chromium found"; exit 1; }

while :; do
    said=
    wait_until_healthy
    keep_awake
    rm -rf "$profile"
    say "$address"
    # $browser is words: a command and its options
    # shellcheck disable=SC2086
    $browser --kiosk --noerrdialogs --disable-session-crashed-bubble --disable-infobars \
        --incognito --no-first-run --no-default-browser-check --disable-component-update \
        --disable-background-networking --disable-sync --disable-pinch --hide-scrollbars \
        --overscroll-history-navigation=0 --disable-features=Translate,TranslateUI \
        --disable-background-timer-throttling --disable-backgrounding-occluded-windows \
        --disable-renderer-backgrounding --password-store=basic --ozone-platform-hint=auto \
        --user-data-dir="$profile" "$address" &
    browser_pid=$!
    wait "$browser_pid"
    say "the browser ended with $?"
    browser_pid=
    sleep "$pause"
done

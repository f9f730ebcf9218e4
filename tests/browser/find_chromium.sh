#!/bin/sh
# Print the path of a Chromium for the browser tests. With --install, get one when none is found:
# the distribution's package where that is permitted, else Playwright's own.
set -u

find_one() {
    if [ -n "${RAQUAN_CHROMIUM:-}" ] && [ -x "$RAQUAN_CHROMIUM" ]; then echo "$RAQUAN_CHROMIUM"; return; fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then command -v "$name"; return; fi
    done
    playwrights_own
}

playwrights_own() {
    [ -x .venv/bin/python ] || return 1
    .venv/bin/python - <<'PYTHON'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = pathlib.Path(playwright.chromium.executable_path)
print(path) if path.exists() else sys.exit(1)
PYTHON
}

find_one && exit 0
[ "${1:-}" = "--install" ] || exit 1

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2
fi
find_one && exit 0
.venv/bin/python -m playwright install chromium >&2
find_one

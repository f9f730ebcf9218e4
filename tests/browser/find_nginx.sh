#!/bin/sh
# Print the path of an nginx for the tests of several processes. With --install, get the
# distribution's package when none is found and that is permitted.
set -u

find_one() {
    if [ -n "${RAQUAN_NGINX:-}" ] && [ -x "$RAQUAN_NGINX" ]; then echo "$RAQUAN_NGINX"; return; fi
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx
}

find_one && exit 0
[ "${1:-}" = "--install" ] || exit 1

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    # RUNLEVEL: the package does not start a server of its own
    { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light; } >&2
fi
find_one

#!/bin/sh
# Print the jemalloc that the server allocates with. With --install, get the distribution's package
# when there is none and that is permitted.
set -u

find_one() { PATH="$PATH:/sbin" ldconfig -p 2>/dev/null | grep -o 'libjemalloc\.so\.2' | head -n 1 | grep .; }

find_one && exit 0
[ "${1:-}" = "--install" ] || exit 1

if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libjemalloc2; } >&2
fi
find_one

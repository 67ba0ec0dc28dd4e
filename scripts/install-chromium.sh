#!/bin/sh
# Installs the Chromium that the browser tests drive, where it is missing. For Debian and Ubuntu; asks nothing.
set -eu

if command -v chromium >/dev/null 2>&1; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo 'install-chromium: no apt-get here; install Chromium yourself, or the browser tests are skipped.' >&2
  exit 1
fi
as_root=''
if [ "$(id -u)" -ne 0 ]; then
  as_root='sudo -n'
fi
export DEBIAN_FRONTEND=noninteractive
install() {
  $as_root apt-get install --yes --no-install-recommends chromium
}
# The lists of packages may be missing or old on a fresh machine.
install || { $as_root apt-get update && install; }

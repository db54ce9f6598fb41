# Sourced by the doors beside it: makes the Python environment (.venv) and keeps it at the locked versions.
# Sets $root and $python. POSIX sh; needs python3 only.

root=$(cd "$(dirname "$0")/.." && pwd -P)
python="$root/.venv/bin/python"
export PYTHONPATH="$root"

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The environment is only good where it was made: a copied folder needs its own.
usable() {
  [ -x "$python" ] && [ "$("$python" -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$root/.venv" ]
}

make_environment() {
  base=${PARVIS_PYTHON:-python3}
  command -v "$base" >/dev/null || fail "Python is missing: apt-get install python3"
  "$base" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer is needed."
  if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
    [ "$(id -u)" = 0 ] || fail "One package of the system is missing. Type: sudo apt-get install python3-venv"
    printf 'Installing python3-venv\n' >&2
    { apt-get install -qq -y python3-venv || { apt-get update -qq && apt-get install -qq -y python3-venv; }; } \
      >/dev/null || fail "python3-venv could not be installed. Type: apt-get install python3-venv"
  fi
  printf 'Creating the Python environment in .venv\n' >&2
  rm -rf "$root/.venv"
  "$base" -m venv "$root/.venv" || fail "The Python environment could not be created in $root/.venv"
}

# prepare NAME: install requirements/NAME.txt unless this very file was installed already.
prepare() {
  usable || make_environment
  lock="$root/requirements/$1.txt"
  sum=$(cksum <"$lock")
  mark="$root/.venv/installed-$1"
  [ "$(cat "$mark" 2>/dev/null)" != "$sum" ] || return 0
  printf 'Installing the packages of requirements/%s.txt\n' "$1" >&2
  log="$root/.venv/installation.log"
  {
    "$python" -m pip install --disable-pip-version-check --no-input --no-deps --require-hashes --progress-bar off \
      -r "$lock" 2>&1 && printf '%s\n' "$sum" >"$mark"
  } | tee "$log" | count_packages "$(grep -c '^[a-zA-Z0-9].*==' "$lock")" >&2
  [ "$(cat "$mark" 2>/dev/null)" = "$sum" ] || {
    tail -n 5 "$log" >&2
    fail "The packages could not be installed: see above, and $log."
  }
}

# count_packages TOTAL: turn pip's many lines into one that counts (a line each 20 packages when not on a terminal).
count_packages() {
  if [ -t 2 ]; then live=1; else live=0; fi
  awk -v total="$1" -v live="$live" '
    /^(Collecting|Requirement already satisfied)/ {
      done++
      if (live) printf "\r\033[K  %d/%d %s", done, total, $2
      else if (done % 20 == 0) printf "  %d/%d\n", done, total
      fflush()
    }
    /^Installing collected packages/ { printf (live ? "\r\033[K" : "") "  unpacking…\n"; fflush() }
    END { if (live) printf "\r\033[K" }'
}

#!/bin/sh
# Finds Python, puts a pinned uv into var/uv, and with "sync" installs the locked dependencies into .venv.
set -eu

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    echo "Please install Python 3.11 or newer, then run make again." >&2
    exit 1
}

# Debian keeps venv in a package of its own; without ensurepip a virtual environment has no pip.
need_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    version=$("$1" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "Please install python$version-venv (Debian, Ubuntu: sudo apt-get install python$version-venv), then run make again." >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends "python$version-venv" >/dev/null
}

python=$(find_python)

if [ "${1:-}" = sync ]; then
    # An environment that is already there keeps its Python.
    if .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=.venv/bin/python
    fi
    unset VIRTUAL_ENV
    UV_PROJECT_ENVIRONMENT=.venv exec var/uv/bin/uv sync --quiet --frozen --no-python-downloads --python "$python"
fi

need_venv "$python"
echo "Getting uv, with $("$python" --version)"
"$python" -m venv --clear var/uv
var/uv/bin/python -m pip install --quiet --disable-pip-version-check --requirement tools/uv.txt
touch var/uv/bin/uv

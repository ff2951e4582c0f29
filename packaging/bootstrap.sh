#!/bin/sh
# Sets up everything Kiosk needs on this machine, then does what was asked:
#     sh packaging/bootstrap.sh demo|run|test|bench [options of the command]
# Steps that are done are skipped, an interrupted one is done again. pip's own configuration (mirror, proxy, wheels at
# hand) is respected. PYTHON=/path/to/python3.12 chooses the interpreter .venv is made with.
set -eu
cd "$(dirname "$0")/.."
trap 'exit 130' INT
trap 'exit 143' TERM

say() { echo "kiosk: $*" >&2; }
stop() {
    say "$*"
    exit 1
}

job=${1:-}
case $job in
demo | run) needs=requirements ;;
test | bench) needs=requirements-dev ;;
*)
    echo "usage: sh packaging/bootstrap.sh demo|run|test|bench [options]" >&2
    exit 2
    ;;
esac
shift

# What Qt loads, on a real display or without one, and fonts for Chinese text.
libraries="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0
libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0
fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-gkai00mp"

missing_libraries() {
    command -v dpkg-query >/dev/null 2>&1 || return 0 # another system: check_libraries tells
    # shellcheck disable=SC2086
    here=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' $libraries $(printf '%st64 ' $libraries) 2>/dev/null) || :
    for package in $libraries; do
        # Newer releases call some libraries by another name, for example libglib2.0-0t64.
        echo "$here" | grep -qx -e "$package installed" -e "${package}t64 installed" || printf ' %s' "$package"
    done
}

can_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
}

install_libraries() {
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    if can_install; then
        say "installing system libraries:$missing"
        apt-get update -q >/dev/null || say "the list of system packages could not be renewed; going on with the old one"
        # shellcheck disable=SC2086
        apt_install $missing || for package in $missing; do apt_install "$package" || :; done
        missing=$(missing_libraries)
        [ -n "$missing" ] || return 0
    fi
    say "system libraries are missing. Install them with:"
    say "    sudo apt-get install --no-install-recommends$missing"
}

# Whether what was installed can be loaded here. Stops only if it cannot: fonts and a display's libraries may be missing.
check_libraries() {
    if ! reason=$(.venv/bin/python -c 'import cv2, PySide6.QtWidgets' 2>&1); then
        echo "$reason" | tail -n 1 >&2
        stop "a system library is missing (named above). On Debian or Ubuntu, as root: apt-get install $(echo $libraries)"
    fi
}

is_right_python() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3.12 python3.11 python3; do
        if is_right_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 or 3.12 is needed and was not found. On Debian 12 or Ubuntu 24.04, as root: \
apt-get install python3 python3-venv. Elsewhere, name one: PYTHON=/path/to/python3.12"
}

make_environment() {
    # .unfinished is there while .venv is being made or changed: if it is there now, that was interrupted.
    [ ! -e .venv/.unfinished ] && is_right_python .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null &&
        return
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        venv=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        can_install || stop "$python cannot make environments. Install its module, as root: apt-get install $venv"
        say "installing $venv"
        apt-get update -q >/dev/null || :
        apt_install "$venv"
    fi
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    mkdir .venv
    : >.venv/.unfinished
    "$python" -m venv .venv
    rm .venv/.unfinished
}

# A stamp holds the check sum of what a step was done with: is_done NAME FILE…, note NAME FILE…
is_done() {
    stamp=.venv/.done-$1
    shift
    [ "$(cat "$stamp" 2>/dev/null)" = "$(cat "$@" | cksum)" ]
}
note() {
    stamp=.venv/.done-$1
    shift
    cat "$@" | cksum >"$stamp"
}

pip_install() {
    PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --no-deps --use-pep517 \
        --no-build-isolation "$@"
}

install_requirements() {
    build=packaging/requirements-build.txt
    all=packaging/requirements-dev.txt
    wanted=packaging/$needs.txt
    is_done requirements-dev $build $all && return # they include those of the program
    is_done $needs $build "$wanted" && return
    say "installing the packages in $wanted; the first time this takes some minutes"
    : >.venv/.unfinished
    if ! pip_install --require-hashes -r $build || ! pip_install --require-hashes -r "$wanted"; then
        rm .venv/.unfinished # pip gave up by itself and leaves things in order
        stop "the packages could not be installed (pip says why above). Mend that, then start again"
    fi
    rm .venv/.unfinished
    check_libraries
    note $needs $build "$wanted"
}

install_kiosk() {
    pwd >.venv/.place # an editable package knows its folder: moved, it is installed again
    is_done kiosk .venv/.place pyproject.toml && return
    say "installing kiosk"
    if ! output=$(pip_install --editable . 2>&1); then
        stop "kiosk itself could not be installed:
$output"
    fi
    note kiosk .venv/.place pyproject.toml
}

install_libraries
make_environment
install_requirements
[ -z "${missing:-}" ] || check_libraries
install_kiosk
.venv/bin/python -m kiosk models prepare >/dev/null

case $job in
test)
    export QT_QPA_PLATFORM=offscreen
    failed=
    .venv/bin/python -m ruff check . || failed="$failed ruff-check"
    .venv/bin/python -m ruff format --check . || failed="$failed ruff-format"
    .venv/bin/python -m mypy || failed="$failed mypy"
    # On both cores, a module in one piece: its tests share what is costly to make, and run in their order.
    .venv/bin/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder "$@" || failed="$failed pytest"
    [ -z "$failed" ] || stop "failed:$failed"
    ;;
*) exec .venv/bin/python -m kiosk "$job" "$@" ;;
esac

#!/bin/sh
# Sets up everything Kiosk needs on this machine, then does what was asked:
#     sh packaging/bootstrap.sh demo|test|run [options of the command]
# Every step is skipped when it is done, and an interrupted one is done again. pip's own configuration is respected.
set -eu
cd "$(dirname "$0")/.."

job=${1:-}
[ $# -gt 0 ] && shift
case $job in
demo | run) requirements=requirements ;;
test) requirements=requirements-dev ;;
*)
    echo "usage: sh packaging/bootstrap.sh demo|test|run [options]" >&2
    exit 2
    ;;
esac

say() { echo "kiosk: $*" >&2; }
stop() {
    say "$*"
    exit 1
}

libraries="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-render-util0
 libxcb-image0 libxcb-randr0 libxcb-xinerama0
 fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-gkai00mp"

# The system's libraries and fonts, through apt where that is possible.
install_libraries() {
    command -v dpkg-query >/dev/null 2>&1 || return 0 # not Debian: Qt's own error names what it misses
    missing=
    for package in $libraries; do
        state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) ||
            # Newer releases call some libraries by another name, for example libglib2.0-0t64.
            state=$(dpkg-query -W -f='${db:Status-Status}' "${package}t64" 2>/dev/null) || state=
        [ "$state" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        say "system libraries are missing. Install them, then start again:"
        say "    sudo apt-get install --no-install-recommends$missing"
        exit 1
    fi
    say "installing system libraries:$missing"
    apt-get update -q >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
}

find_python() {
    for candidate in python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c \
            'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 or 3.12 is needed. On Debian 12 or Ubuntu 24.04: apt-get install python3 python3-venv"
}

make_environment() {
    # A directory alone proves nothing: set-up may have been interrupted while it was being made.
    .venv/bin/python -c 'import pip' >/dev/null 2>&1 && return
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        venv=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 ||
            stop "Python lacks its venv module. Install it, then start again: sudo apt-get install $venv"
        say "installing $venv"
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$venv" >/dev/null
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# done_already NAME FILE…: whether the step NAME was finished with these very files; finish NAME FILE… notes it.
fingerprint() {
    shift
    cat "$@" | sha256sum | cut -d' ' -f1
}
done_already() { [ "$(cat ".venv/.done-$1" 2>/dev/null)" = "$(fingerprint "$@")" ]; }
finish() { fingerprint "$@" >".venv/.done-$1"; }

install_requirements() {
    build=packaging/requirements-build.txt
    wanted=packaging/$requirements.txt
    # The requirements of the tests include those of the program.
    done_already requirements-dev $build packaging/requirements-dev.txt packaging/requirements.txt && return
    [ $requirements = requirements ] && done_already requirements $build packaging/requirements.txt && return
    say "installing the packages of $wanted"
    pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --no-deps --require-hashes"
    $pip -r $build
    $pip --no-build-isolation -r "$wanted"
    if [ $requirements = requirements-dev ]; then
        finish requirements-dev $build packaging/requirements-dev.txt packaging/requirements.txt
    else
        finish requirements $build packaging/requirements.txt
    fi
}

install_kiosk() {
    done_already kiosk pyproject.toml kiosk/__init__.py && return
    say "installing kiosk"
    PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
    finish kiosk pyproject.toml kiosk/__init__.py
}

prepare_models() {
    done_already models models/manifest.toml ".venv/.done-$stamped" && [ -d var/models ] && return
    say "preparing the models"
    .venv/bin/kiosk models prepare >/dev/null
    finish models models/manifest.toml ".venv/.done-$stamped"
}

install_libraries
make_environment
install_requirements
install_kiosk
stamped=requirements
[ -f .venv/.done-requirements-dev ] && stamped=requirements-dev
prepare_models

case $job in
test)
    export QT_QPA_PLATFORM=offscreen
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy
    exec .venv/bin/python -m pytest "$@"
    ;;
*) exec .venv/bin/kiosk "$job" "$@" ;;
esac

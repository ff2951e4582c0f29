#!/bin/sh
# Rewrites the hashed requirements from pyproject.toml. Needs uv; only maintainers run it.
set -eu
cd "$(dirname "$0")/.."
compile="uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -p 3.11"
$compile pyproject.toml -o packaging/requirements.txt
$compile --extra dev pyproject.toml -c packaging/requirements.txt -o packaging/requirements-dev.txt
echo setuptools | $compile - -o packaging/requirements-build.txt

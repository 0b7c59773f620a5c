#!/usr/bin/env bash
# The promises of speed for indicators; --quick for a smaller file of purchases. A file given by name is measured instead of one
# that is made. KLICNIK_BINARY names the program beside which the bench is built.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
folder=$(dirname "${KLICNIK_BINARY:-build/release/klicnik}")
cmake --build "$folder" --target klicnik_indicators_bench >&2
exec "$folder/klicnik_indicators_bench" "$@"

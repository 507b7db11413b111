#!/usr/bin/env bash
# All images, each once for the same content: ./scripts/build-all.sh
# All of it: ./scripts/build-all.sh --help
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [ ! -d "$root/packages/cli/node_modules" ]; then make --silent --directory "$root" workspace >&2; fi
exec node "$root/packages/cli/bin/cashsouk.cjs" build-all "$@"

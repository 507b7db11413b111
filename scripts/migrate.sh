#!/usr/bin/env bash
# The database's pending migrations, in AWS: ./scripts/migrate.sh production
# All of it: ./scripts/migrate.sh --help
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [ ! -d "$root/packages/cli/node_modules" ]; then make --silent --directory "$root" workspace >&2; fi
exec node "$root/packages/cli/bin/cashsouk.cjs" migrate "$@"

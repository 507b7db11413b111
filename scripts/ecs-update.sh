#!/usr/bin/env bash
# Moves services by hand, as the workflow would: ./scripts/ecs-update.sh staging api --force
# All of it: ./scripts/ecs-update.sh --help
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [ ! -d "$root/packages/cli/node_modules" ]; then make --silent --directory "$root" workspace >&2; fi
exec node "$root/packages/cli/bin/cashsouk.cjs" ecs-update "$@"

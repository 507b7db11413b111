#!/usr/bin/env bash
# What stands once in an account before a workflow can deploy: ./scripts/setup-aws.sh staging --dry-run
# All of it: ./scripts/setup-aws.sh --help
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [ ! -d "$root/packages/cli/node_modules" ]; then make --silent --directory "$root" workspace >&2; fi
exec node "$root/packages/cli/bin/cashsouk.cjs" setup-aws "$@"

# Each of these needs no step before it on Debian 12 or Ubuntu with Node.js and npm: what is missing is installed, and said.
#   make deploy-local   the whole production path on this machine
#   make example        deploys examples/one-service there, a repository of its own in an account of its own
#   make status         what runs there
#   make test           everything that CI checks
#   make bench          how long it takes, and the memory it needs; what an action's start and detect-affected take
#   make soak           all properties of the library with a new seed (SEED=N: that one), among them detect-affected
#                       against turbo on 200 random workspaces (SOAK_GRAPHS=N)
#   make mutants        whether the tests of the pure core notice what is changed in it: manifest, key, verdict and
#                       affected, each with its figure (GROUP=verdict: that one; all take some twenty minutes)
#   make dev            development with reload, at localhost:3000 to 3003 and 4000 (FIRST_PORT=N: from N upwards)
#   make build          the five production images
#   make migrate        applies the migrations to the development database;
#                       also: make migrate create NAME=add_x (EMPTY=1: for SQL of your own), make migrate status,
#                       make migrate reset (FORCE=1: unasked)
#   make down           stops it; its state stays
#   make reset          stops it and forgets its state

pnpm_version := $(shell sed -n 's/.*"packageManager": "pnpm@\([^"+]*\).*/\1/p' package.json)
# A pnpm of our own, so that no global one is touched; first on PATH for turbo, which calls it too.
pnpm_folder := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/cashsouk/pnpm-$(pnpm_version)
export PATH := $(pnpm_folder)/node_modules/.bin:$(PATH)

# The SDK's version is pinned; its notice about Node 20 concerns whoever raises it.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true

dev_flags = $(if $(FIRST_PORT),--first-port $(FIRST_PORT))
local_cloud := @pnpm --silent --filter @cashsouk/local-cloud local-cloud

# `make migrate status`: the words after migrate say what it does, and are no verbs of their own.
ifeq ($(firstword $(MAKECMDGOALS)),migrate)
migration := $(wordlist 2,9,$(MAKECMDGOALS))
.PHONY: migrate $(migration)
migrate: workspace
	$(local_cloud) migrate --action "$(or $(migration),apply)" --name "$$NAME" $(if $(FORCE),--force) $(if $(EMPTY),--empty) $(dev_flags)
$(migration): migrate
	@:
else
.PHONY: help deploy-local example status test bench soak mutants dev build down reset
# What stands at the top of this file.
help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile
deploy-local: workspace
	$(local_cloud) deploy
example: workspace
	$(local_cloud) example
status: workspace
	$(local_cloud) table
test: workspace
	$(local_cloud) test
bench: workspace
	@pnpm --silent --filter @cashsouk/deploy bench
	@pnpm --silent --filter actions bench
	$(local_cloud) bench
soak: workspace
	@pnpm --silent --filter @cashsouk/deploy soak
mutants: workspace
	@failed=; for group in $(or $(GROUP),manifest key verdict affected); do \
	  GROUP=$$group pnpm exec stryker run || failed="$$failed $$group"; done; \
	  [ -z "$$failed" ] || { echo "Below its threshold, or not run:$$failed" >&2; exit 1; }
# Without pnpm in between, which would not wait for it to stop what it started.
dev: workspace
	@cd packages/local-cloud && exec node -r ts-node/register src/main.ts dev $(dev_flags)
build: workspace
	$(local_cloud) build
down: workspace
	$(local_cloud) down
reset: workspace
	$(local_cloud) reset
endif

.PHONY: workspace node
workspace: node $(pnpm_folder)/node_modules/.bin/pnpm
	@echo 'Packages of the workspace: pnpm install'
	@pnpm install --frozen-lockfile --loglevel=warn

node:
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' && command -v npm >/dev/null || \
	  { echo 'Node.js 20.19 or later with npm is needed. Run: curl -fsSL https://deb.nodesource.com/setup_24.x | sudo bash - && sudo apt-get install -y nodejs' >&2; exit 1; }

$(pnpm_folder)/node_modules/.bin/pnpm:
	@echo 'pnpm $(pnpm_version): npm install into $(pnpm_folder)'
	@npm install --silent --no-save --prefix $(pnpm_folder) pnpm@$(pnpm_version)

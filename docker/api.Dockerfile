# The API, and the two commands that its database needs: node server.mjs | migrate.mjs | database-roles.mjs.
# The context is the API's pruned workspace. No syntax line: it would be fetched, and BuildKit's own parser suffices.
ARG NODE_VERSION=24
ARG NODE_IMAGE=node:${NODE_VERSION}-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /repository
ENV CI=1 CHECKPOINT_DISABLE=1

# Packages are fetched by the lockfile alone, so that this layer outlives every change of code.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN --mount=type=secret,id=ca --mount=type=cache,id=pnpm-store,target=/pnpm/store \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi \
    && npm install --global --no-fund --no-audit "pnpm@$(node -p 'require("./package.json").packageManager.split(/[@+]/)[1]')" \
    && pnpm fetch --store-dir /pnpm/store

COPY . .
# From here on nothing is fetched; Prisma's commands would otherwise download an engine.
RUN --mount=type=cache,id=pnpm-store,target=/pnpm/store \
    pnpm install --offline --frozen-lockfile --store-dir /pnpm/store \
    && pnpm --filter @cashsouk/api generate \
    && pnpm --filter @cashsouk/api build

FROM ${NODE_IMAGE}
# Prisma's CLI looks for a folder of its own below the home folder, and the root file system is read-only.
ENV NODE_ENV=production PORT=3000 HOME=/tmp
# Owned by root: the server can read itself, not change itself.
COPY --from=build /repository/apps/api/dist /app
WORKDIR /app
# A task mounts a volume here; on Fargate it takes its owner and mode from this line, otherwise root's.
VOLUME /tmp
# The base image's user node.
USER 1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 \
    CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.mjs"]

# Last, since the key is another for every content.
ARG RELEASE
ENV RELEASE=${RELEASE}
LABEL org.cashsouk.key=${RELEASE}

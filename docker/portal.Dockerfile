# One Dockerfile for the four portals: --build-arg APP=landing|investor|issuer|admin.
# The context is the portal's pruned workspace. No syntax line: it would be fetched, and BuildKit's own parser suffices.
ARG NODE_VERSION=24
ARG NODE_IMAGE=node:${NODE_VERSION}-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /repository
ENV CI=1 NEXT_TELEMETRY_DISABLED=1

# Packages are fetched by the lockfile alone, so that this layer outlives every change of code.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN --mount=type=secret,id=ca --mount=type=cache,id=pnpm-store,target=/pnpm/store \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi \
    && npm install --global --no-fund --no-audit "pnpm@$(node -p 'require("./package.json").packageManager.split(/[@+]/)[1]')" \
    && pnpm fetch --store-dir /pnpm/store

COPY . .
ARG APP
RUN --mount=type=cache,id=pnpm-store,target=/pnpm/store \
    pnpm install --offline --frozen-lockfile --store-dir /pnpm/store \
    && pnpm --filter "@cashsouk/${APP}" build

# The image optimiser's native library is half of the server's size, and the portals optimise no images.
WORKDIR /repository/apps/${APP}/.next/standalone/apps/${APP}
RUN rm -rf ../../node_modules/.pnpm/@img+* ../../node_modules/.pnpm/sharp@* \
    && mkdir -p /repository/apps/${APP}/public \
    && mv /repository/apps/${APP}/public /repository/packages/config/src/drain.cjs . \
    && mv /repository/apps/${APP}/.next/static .next/static

FROM ${NODE_IMAGE}
ARG APP
# An idle connection is the load balancer's to close, after 60 seconds: one that the server closed first would be a 502.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 KEEP_ALIVE_TIMEOUT=65000
# Owned by root: the server can read itself, not change itself.
COPY --from=build "/repository/apps/${APP}/.next/standalone" /app
WORKDIR /app/apps/${APP}
# A task mounts a volume here; on Fargate it takes its owner and mode from this line, otherwise root's.
VOLUME /tmp
# The base image's user node.
USER 1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=15s --retries=3 \
    CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--require", "./drain.cjs", "server.js"]

# Last, since the key is another for every content.
ARG RELEASE
ENV RELEASE=${RELEASE}
LABEL org.cashsouk.key=${RELEASE}

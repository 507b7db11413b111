# PostgreSQL 15 for development and for trying production images: the database of AWS is RDS, and no image.
# On our own base, since a hub may be out of reach. The context is this folder.
ARG NODE_IMAGE=node:24-bookworm-slim
FROM ${NODE_IMAGE}

# Debian's security updates are wanted, so the major version alone is held.
# hadolint ignore=DL3008
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends postgresql-15 \
    && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/* \
    && install -d -o postgres -g postgres -m 700 /var/lib/postgresql/data
COPY postgres.sh /usr/local/bin/postgres.sh

ENV PATH=/usr/lib/postgresql/15/bin:$PATH
# A new volume takes its owner and mode from the image.
VOLUME /var/lib/postgresql/data
# Which number it has is Debian's to choose, and Docker resolves the name.
# hadolint ignore=DL3066
USER postgres
EXPOSE 5432
# PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s --retries=15 \
    CMD ["sh", "-c", "pg_isready --quiet --host=127.0.0.1 --dbname=\"$POSTGRES_DB\""]
ENTRYPOINT ["sh", "/usr/local/bin/postgres.sh"]

#!/bin/sh
# Makes the cluster with its one database where the volume has none, then becomes PostgreSQL; arguments are its settings.
set -eu
: "${POSTGRES_DB:?is required}" "${POSTGRES_USER:?is required}" "${POSTGRES_PASSWORD:?is required}"
data=/var/lib/postgresql/data/15

if [ ! -s "$data/PG_VERSION" ]; then
  # Made aside and renamed: a start that is killed in the middle leaves no half cluster.
  rm -rf "$data.new"
  umask 077
  printf '%s' "$POSTGRES_PASSWORD" >/tmp/password
  initdb --pgdata="$data.new" --username="$POSTGRES_USER" --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  rm /tmp/password
  printf 'host all all all scram-sha-256\n' >>"$data.new/pg_hba.conf"
  printf 'CREATE DATABASE "%s"\n' "$POSTGRES_DB" | postgres --single -D "$data.new" postgres
  mv "$data.new" "$data"
fi
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories= "$@"

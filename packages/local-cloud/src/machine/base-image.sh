#!/bin/sh
# Makes the files of the base image where no hub can be reached: base-image.sh NODE_FOLDER OUT_TAR (as root).
# Debian's smallest system, Node.js, npm, the certificates, a user `node` with uid 1000; no more, since the local registry holds images in memory.
set -eu
node=$1 out=$2
# Not in /tmp: it may be mounted so that no device or program works in it.
root=$(mktemp -d "$(dirname "$out")/root.XXXXXX")
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

debootstrap --variant=minbase --include=ca-certificates bookworm "$root"

cp -a "$node/bin" "$node/lib" "$root/usr/local/"
chown -R 0:0 "$root/usr/local"
chroot "$root" useradd --uid 1000 --create-home --shell /bin/sh node

rm -rf "$root"/usr/share/doc/* "$root"/usr/share/man/* "$root"/usr/share/info/* "$root"/usr/share/locale/* \
  "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/local/lib/node_modules/npm/man "$root"/usr/local/lib/node_modules/npm/docs
# The host's resolver and name must not become part of the image.
rm -f "$root/etc/resolv.conf" "$root/etc/hostname"
find "$root" -xdev -newermt 2000-01-01 -exec touch -h -d 2000-01-01 {} +
tar --numeric-owner --sort=name -C "$root" -cf "$out" .

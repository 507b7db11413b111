"""A small image from what every Debian and Ubuntu has (perl-base, dash, coreutils): nothing is fetched for the tests."""
from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
from pathlib import Path

import docker

_SERVER = Path(__file__).with_name("server.pl")
_PROGRAMS = ("/usr/bin/perl", "/bin/sh", "/bin/sleep", "/bin/true", "/bin/false", "/usr/bin/id", "/usr/bin/touch")
# By its content, so that an image of an older checkout is not taken for this one.
NAME = f"cashsouk-launcher-test:{hashlib.sha256(_SERVER.read_bytes() + repr(_PROGRAMS).encode()).hexdigest()[:12]}"


def build() -> None:
    client = docker.from_env(timeout=60)
    if any(NAME in image.tags for image in client.images.list()):
        return
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name in _files():
            tar.add(Path(name).resolve(), name, recursive=False, filter=_as_file)
        tar.add(_SERVER, "/server.pl", recursive=False)
        for folder, mode in (("/tmp", 0o1777), ("/var/data", 0o755)):
            made = tarfile.TarInfo(folder)
            made.type, made.mode = tarfile.DIRTYPE, mode
            tar.addfile(made)
    repository, tag = NAME.split(":")
    client.api.import_image_from_data(archive.getvalue(), repository=repository, tag=tag,
                                      changes=["CMD [\"/usr/bin/perl\", \"/server.pl\"]", "ENV PATH=/usr/bin:/bin"])


def _files() -> list[str]:
    linked = subprocess.run(["ldd", *_PROGRAMS], capture_output=True, text=True, check=True, timeout=20).stdout
    libraries = {word for word in linked.split() if word.startswith("/") and not word.endswith(":")}
    include = subprocess.run(["perl", "-e", "print join qq(\\n), grep { m{perl-base} } @INC"], capture_output=True,
                             text=True, check=True, timeout=20).stdout.split()
    modules = {str(path) for folder in include for path in Path(folder).rglob("*") if path.is_file()}
    return sorted({*_PROGRAMS, *libraries, *modules})


def _as_file(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    return info

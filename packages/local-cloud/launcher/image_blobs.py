"""Image layers are files: five images on one base are gigabytes otherwise, in memory and again in the saved state.

ministack keeps every layer in memory, once a repository, and writes all of them as text when it stops.

AWS: "Amazon ECR private repositories" (https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html); a layer
is named by its digest, so one file serves every repository that has it.
"""
from __future__ import annotations

from pathlib import Path

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import ecr

from launcher.config import Config


def mend(config: Config) -> None:
    folder = config.state_dir / "layers"

    class Repositories(AccountRegionScopedDict):
        def setdefault(self, name, default=None):
            return super().setdefault(name, Layers(folder))

        def update(self, restored):
            for key, digests in restored._data.items():
                self._data[key] = Layers(folder, digests)

    ecr._layer_blobs = Repositories()


class Layers(dict):
    """Digest → bytes to whoever asks; digest → size in the state that is saved."""

    def __init__(self, folder: Path, sizes: dict[str, int] | None = None):
        super().__init__(sizes or {})
        self._folder = folder

    def __setitem__(self, digest: str, content: bytes) -> None:
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".half")
            half.write_bytes(content)
            half.rename(path)
        super().__setitem__(digest, len(content))

    def __getitem__(self, digest: str) -> bytes:
        if digest not in self:
            raise KeyError(digest)
        return self._path(digest).read_bytes()

    def get(self, digest: str, default=None):
        return self[digest] if digest in self else default

    def __deepcopy__(self, memo) -> dict[str, int]:
        return dict(self.items())

    def _path(self, digest: str) -> Path:
        return self._folder / digest.replace(":", "-")

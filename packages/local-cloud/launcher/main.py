"""Starts the local cloud: LOCAL_CLOUD_CONFIG=<file.json> python main.py"""
import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from launcher.config import ConfigError, load  # noqa: E402


def main() -> int:
    try:
        config = load()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    # ministack reads its environment when it is imported.
    config.export_to_environment()
    from launcher import mends, server

    mends.apply(config)
    return server.serve(config)


if __name__ == "__main__":
    sys.exit(main())

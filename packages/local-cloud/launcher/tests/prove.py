"""Runs each test of README's table without its mend: it must fail. `python prove.py [mend …]`"""
from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

_ROW = re.compile(r"^\| `([a-z-]+)` +\|.*\| `(test_\w+)` +\|$", re.MULTILINE)
_HERE = Path(__file__).resolve().parent
_SECONDS = 600


def main(wanted: list[str]) -> int:
    rows = _ROW.findall((_HERE.parent / "README.md").read_text())
    unknown = set(wanted) - {mend for mend, _ in rows} or ({"every mend"} if not rows else set())
    if unknown:
        print(f"README.md's table has no row for {', '.join(sorted(unknown))}")
        return 2
    kept = 0
    for mend, test in rows:
        if wanted and mend not in wanted:
            continue
        started = time.monotonic()
        run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "--tb=line", "-k", test, str(_HERE)],
                             env={**os.environ, "LOCAL_CLOUD_WITHOUT": mend, "LAUNCHER_TEST_PATIENCE": "40"}, capture_output=True, text=True, timeout=_SECONDS)
        # 1: a test failed; anything else means that it passed, or that none ran.
        failed = run.returncode == 1
        kept += not failed
        print(f"{'fails' if failed else 'DOES NOT FAIL'}  {mend}: {test} ({time.monotonic() - started:.0f} s)", flush=True)
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

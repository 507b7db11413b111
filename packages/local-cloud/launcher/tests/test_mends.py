"""README's table is the whole list of mends, and each row's test exists."""
from __future__ import annotations

import re
from pathlib import Path

_LAUNCHER = Path(__file__).resolve().parent.parent


def test_every_mend_has_a_row_with_a_test_that_exists():
    listed = re.findall(r'^    "([a-z-]+)": \w+', (_LAUNCHER / "mends.py").read_text(), re.MULTILINE)
    rows = dict(re.findall(r"^\| `([a-z-]+)` +\|.*\| `(test_\w+)` +\|$", (_LAUNCHER / "README.md").read_text(), re.MULTILINE))
    assert sorted(rows) == sorted(listed)
    tests = "".join(path.read_text() for path in (_LAUNCHER / "tests").glob("test_*.py"))
    assert [test for test in rows.values() if f"def {test}(" not in tests] == []

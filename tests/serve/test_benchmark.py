"""The benchmark of the service runs, and finds no answer that is not documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "serve.py"


@pytest.mark.slow
@pytest.mark.skipif(not SCRIPT.is_file(), reason="benchmarks are in the repository only")
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read from /proc")
def test_hostile_clients_are_answered_as_it_is_documented(tmp_path):
    pytest.importorskip("uvicorn", reason="it comes with zhnlp[serve]")
    done = subprocess.run(
        [sys.executable, SCRIPT, "--minutes", "0.1", "--clients", "4"],
        cwd=tmp_path,
        env={**os.environ, "PATH": str(tmp_path)},  # where there is no wrk
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert "wrk is not installed: its part is left out." in done.stderr
    assert "5xx that are not documented: 0." in done.stdout
    assert re.search(r"\| malformed \| 400: \d+", done.stdout)
    assert re.search(r"\| good \| 200: \d+", done.stdout)

"""Whatever is asked of the API, the answer is as its description says: schemathesis, with all its checks.

A short round of each address in the suite; `API_EXAMPLES=200 pytest tests/api/test_whatever_is_asked.py` asks as many as it takes.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from qcdc.changes.store import settle
from tests.api.world import World

CONFIG = Path(__file__).parent / "schemathesis.toml"
SUPPRESSED = "all"  # of hypothesis' own checks of how fast it goes


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_question_finds_an_answer_that_is_not_described(live_server, tmp_path):
    if connection.vendor == "postgresql" and "API_EXAMPLES" not in os.environ:
        pytest.skip("It takes minutes: on PostgreSQL only where API_EXAMPLES says how much to ask")
    World().grow(2)
    while not settle():
        pass
    asked = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", f"{live_server.url}/api/v1/schema/"),
            *("--max-examples", os.environ.get("API_EXAMPLES", "1"), "--checks", "all", "--seed", "1", "--no-color"),
            *("--suppress-health-check", SUPPRESSED, "--generation-database", "none"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout[-8000:] + asked.stderr[-2000:]

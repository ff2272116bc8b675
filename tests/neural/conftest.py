"""Networks of tests run on one thread: they are tiny, and threads that wait cost more."""

import os
import sys
from random import getrandbits

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch or onnxruntime is imported


@pytest.fixture(autouse=True)
def random_torch():
    """torch draws anew for each test, and the same for the same --randomly-seed."""
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(getrandbits(60))

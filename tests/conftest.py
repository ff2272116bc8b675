"""How Hypothesis searches: the same way every time in CI, without deadlines anywhere."""

import os

from hypothesis import settings

settings.register_profile(
    "zhnlp",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    max_examples=100,
    database=None,
)
settings.load_profile("zhnlp")

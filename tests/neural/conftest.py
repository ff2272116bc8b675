"""Networks of tests run on one thread: they are tiny, and threads that wait cost more."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read when torch or onnxruntime is imported

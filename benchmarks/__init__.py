"""Side-by-side timings of gcbook against its peers: ``python -m benchmarks``.

Speed is never asserted in a test.  It is measured here, as ratios: one process per pair, one
thread, ours and the peer in turn, medians of CPU time.
"""

import os

# One thread, set before NumPy is loaded here or in a child process.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

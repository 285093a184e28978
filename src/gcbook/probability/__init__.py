"""How likely the geometric condition is (Remark 3): counted, integrated and sampled.

=====================  =============================================================
`exact`                Remark 3 as a rational number, and what follows from it
`arrangement`          the count behind it: regions of hyperplanes, patterns of signs
`planar`               d = 2 and any law of the directions, by quadrature
`sampled`              any law in any dimension, by simulation with exact intervals
=====================  =============================================================
"""

from gcbook.probability.arrangement import region_count, restriction, sign_pattern_count
from gcbook.probability.exact import (
    gc_probability,
    joint_gc_probability,
    neurons_for,
    waiting_time_probability,
)
from gcbook.probability.planar import (
    CosineLaw,
    DensityLaw,
    PlanarLaw,
    planar_gc_probability,
)
from gcbook.probability.sampled import (
    Estimate,
    clopper_pearson,
    estimate_gc_probability,
    sample_waiting_times,
)

__all__ = [
    "CosineLaw",
    "DensityLaw",
    "Estimate",
    "PlanarLaw",
    "clopper_pearson",
    "estimate_gc_probability",
    "gc_probability",
    "joint_gc_probability",
    "neurons_for",
    "planar_gc_probability",
    "region_count",
    "restriction",
    "sample_waiting_times",
    "sign_pattern_count",
    "waiting_time_probability",
]

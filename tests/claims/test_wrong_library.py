"""The rows of Sections 5.2 and 5.3, fed with the library in which one formula is wrong."""

from __future__ import annotations

import inspect
import textwrap
from importlib import import_module

import pytest

from gcbook.claims.slow_to_fast.condition import gc_steinitz
from gcbook.claims.slow_to_fast.probability import (
    rem_3,
    rem_3_coins,
    rem_3_joint,
    rem_3_nearby,
    rem_3_planar,
    rem_3_signs,
)

SIGNS, COINS, PLANE = rem_3.sign_patterns_counted, rem_3_coins, rem_3_planar
EXACT, LINES = "gcbook.probability.exact", "gcbook.probability.arrangement"
PLANAR, DRAWN = "gcbook.probability.planar", "gcbook.probability.sampled"
WRONG = [
    (SIGNS, EXACT, "_heads", "tosses - least)", "tosses - least + 1)"),
    (SIGNS, EXACT, "_heads", "least - 1)", "least)"),
    (SIGNS, EXACT, "_heads", "1 << tosses", "2 << tosses"),
    (SIGNS, EXACT, "_lower_sum", "n - j + 1", "n - j"),
    (SIGNS, EXACT, "_lower_sum", "last + 1", "last"),
    (SIGNS, EXACT, "gc_probability", "_heads(k - 1, d)", "_heads(k, d)"),
    (SIGNS, EXACT, "gc_probability", "_heads(k - 1, d)", "_heads(k - 1, d - 1)"),
    (SIGNS, EXACT, "gc_probability", "1 << (k - 1)", "1 << k"),
    (rem_3_joint.classes_are_independent, EXACT, "joint_gc_probability", "*= ", "+= "),
    (COINS.arrival_is_the_dth_head, EXACT, "waiting_time_probability", "k - 2", "k - 1"),
    (COINS.arrival_is_the_dth_head, EXACT, "waiting_time_probability", "<< (k - 1)", "<< k"),
    (COINS.duality, EXACT, "_reaches", "k - 1, d", "k, d"),
    (COINS.duality, EXACT, "_reaches", ">= target", "> target"),
    (rem_3.open_and_closed_hemispheres, LINES, "_regions", "return 2 * len", "return len"),
    (rem_3.open_and_closed_hemispheres, LINES, "_regions", "d) +", "d) + 2 *"),
    (rem_3.open_and_closed_hemispheres, LINES, "_restrict", "- normal", "+ normal"),
    (rem_3_signs.patterns_split, LINES, "sign_pattern_count", "2 * total", "total"),
    (rem_3_signs.patterns_split, LINES, "sign_pattern_count", "- 2.0 * bits", "- bits"),
    (PLANE.cosine_law, PLANAR, "planar_gc_probability", "** (k - 1)", "** k"),
    (PLANE.cosine_law, PLANAR, "planar_gc_probability", "k * law", "law"),
    (PLANE.cosine_law, PLANAR, "CosineLaw.half_mass", "/ math.pi", "/ (2 * math.pi)"),
    (PLANE.cosine_law, PLANAR, "CosineLaw.density", "2 * math.pi", "math.pi"),
    (PLANE.cosine_law_sampled, PLANAR, "CosineLaw.angles", "+ np.pi", "+ np.pi / 2"),
    (PLANE.cosine_law_sampled, DRAWN, "_successes", "np.sum(holds", "np.sum(~holds"),
    (rem_3.sampled_at_random, DRAWN, "_successes", "(size, k, d)", "(size, k - 1, d)"),
    (gc_steinitz.simplex_is_smallest, "gcbook.condition._door", "holds", "== HOLDS", "!= HOLDS"),
    (
        rem_3_nearby.zeros_are_far_from_short_starts,
        "gcbook.bounds.realisability",
        "realisability_scale",
        "1 / (2 * v",
        "1 / (v",
    ),
]


@pytest.mark.parametrize(("check", "module", "name", "right", "wrong"), WRONG)
def test_a_wrong_formula_is_noticed(monkeypatch, check, module, name, right, wrong):
    home = import_module(module)
    target = home
    for part in name.split("."):
        target = getattr(target, part)
    source = textwrap.dedent(inspect.getsource(target))
    assert right in source
    space = dict(vars(home))
    text = "from __future__ import annotations\n" + source.replace(right, wrong)
    exec(compile(text, home.__file__, "exec"), space)
    monkeypatch.setattr(target, "__code__", space[name.rpartition(".")[2]].__code__)
    assert not check.evidence().outcome.passed

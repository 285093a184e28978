"""The figures of Section 7.1: what the cells say."""

from __future__ import annotations

import matplotlib.pyplot as plt

from gcbook.experiments.benchmarks import at_a_glance, recorded_benchmarks
from gcbook.plots.verifying import draw_peers


def test_cells_say_wrong_right_slow():
    table = {
        "thin": {"ours": (0.0, None), "lp": (0.25, None), "qp": (0.0, 0.5)},
        "tall": {"ours": (0.0, None), "lp": (0.0, 37.4), "qp": (None, None)},
    }
    figure, ax = plt.subplots()
    draw_peers(table, ["ours", "lp", "qp", "none"], ax)
    said = [text.get_text() for text in ax.texts]
    assert said == [
        *("right", "25%\nwrong", "2.0×\nfaster", ""),
        *("right", "37×\nslower", "cut\noff", ""),
    ]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["thin", "tall"]
    plt.close(figure)


def test_the_record_at_a_glance():
    bench = recorded_benchmarks()
    table = at_a_glance(bench)
    assert all(
        share in (None, 0.0)
        for row in table.values()
        for share, _ in [row.get("gcbook", (0.0, None))]
    )
    assert table["thin layers"]["ECOS"][0] > 0
    assert table["generic, 20 x 3"]["nnls"][1] > 1
    assert bench["adversarial"]["wrong"] == 0
    assert bench["adversarial"]["cases"] >= 1_000_000
    assert bench["alone"]["wrong"] == bench["alone"]["undecided"] == 0
    assert bench["alone"]["proofs"] == bench["alone"]["cases"]


def test_no_peer_of_the_recorded_grid_is_twice_as_fast():
    for cell in recorded_benchmarks()["grid"]["cells"]:
        ratios = [ratio for ratio in cell["ratios"].values() if not isinstance(ratio, str)]
        assert cell["ours"] > 0
        assert min(ratios, default=3) >= 0.5

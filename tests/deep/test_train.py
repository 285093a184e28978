from __future__ import annotations

import numpy as np
import pytest

from gcbook.deep import MLP, Curve, Images, Training, digits, lenet_16, train

NETWORK = MLP((4, 8, 3))
POINTS = np.random.default_rng(0).random((30, 4))
LABELS = np.arange(30) % 3


def run(**options):
    options = {"batch": 10, "iterations": 20, "step": 0.5} | options
    return train(NETWORK, NETWORK.initial(dtype=np.float64), POINTS, LABELS, **options)


def test_the_same_seed_gives_the_same_run():
    first, again, other = run(seed=1), run(seed=1), run(seed=2)
    np.testing.assert_array_equal(first.losses, again.losses)
    assert not np.array_equal(first.losses, other.losses)


def test_one_step_is_the_formula():
    weights = NETWORK.initial(dtype=np.float64)
    _, gradient = NETWORK.loss_and_gradient(weights, POINTS, LABELS)
    after = run(batch=30, iterations=1).weights
    for start, slope, end in zip(weights, gradient, after, strict=True):
        np.testing.assert_allclose(end, start - 0.5 * slope, atol=1e-15)


def test_an_epoch_visits_every_point_once():
    seen = []

    class Spy:
        def loss_and_gradient(self, weights, points, labels):
            seen.append(points[:, 0])
            return 1.0, tuple(np.zeros_like(w) for w in weights)

    train(Spy(), (np.zeros(1),), POINTS, LABELS, batch=10, iterations=3)
    np.testing.assert_array_equal(np.sort(np.concatenate(seen)), np.sort(POINTS[:, 0]))


def test_the_start_is_left_alone():
    weights = NETWORK.initial()
    before = [w.copy() for w in weights]
    train(NETWORK, weights, POINTS, LABELS, batch=30, iterations=5, step=1.0)
    for old, new in zip(before, weights, strict=True):
        np.testing.assert_array_equal(old, new)


def test_observations_are_at_the_stated_iterations():
    result = run(every=8, observe=lambda w: float(w[0][0, 0]))
    assert result.steps == (0, 8, 16, 20)
    assert result.observed[0] == NETWORK.initial(dtype=np.float64)[0][0, 0]
    assert result.observed[-1] == result.weights[0][0, 0]
    assert run().observed == ()


def test_kept_weights_are_copies():
    result = run(every=10)
    assert not np.array_equal(result.observed[0][0], result.observed[-1][0])


def test_a_constraint_holds_at_the_start_and_after_every_step():
    result = run(every=1, constrain=lambda w: (np.maximum(w[0], 0), *w[1:]))
    assert all((w[0] >= 0).all() for w in result.observed)


def test_a_run_can_stop_early_and_says_how_far_it_came():
    result = run(until=10.0)
    assert len(result.losses) == 1
    assert not result.diverged


def test_divergence_is_reported():
    with np.errstate(all="ignore"):
        result = run(step=1e300, iterations=50)
    assert result.diverged
    assert len(result.losses) < 50


def test_a_run_that_never_halves_has_no_half_time():
    assert np.isnan(run(iterations=1).half_time())
    assert Curve(np.array([2.0, 1.5, 1.0])).half_time(window=1) == 2.0


def test_a_curve_is_read_by_its_trailing_mean():
    curve = Curve(np.array([1.0, 3.0, 5.0, -1.0, -2.0]))
    np.testing.assert_allclose(curve.smooth(2), [1, 2, 4, 2, -1.5])
    assert curve.steepest(2) == 3
    assert curve.reaches(-1.5, 2) == 4
    assert np.isnan(curve.reaches(-2, 2))


def test_a_training_is_the_call_it_stands_for():
    images = Images(POINTS.reshape(30, 2, 2), LABELS, POINTS[:3].reshape(3, 2, 2), LABELS[:3], "")
    weights = NETWORK.initial(dtype=np.float64)
    setting = Training(step=0.5, batch=10, iterations=20, until=0.9)
    ours = setting.run(NETWORK, weights, images, seed=3)
    np.testing.assert_array_equal(ours.losses, run(seed=3, until=0.9).losses)


def test_other_images_have_another_fingerprint():
    def images(pixels, labels):
        return Images(pixels.reshape(30, 2, 2), labels, pixels[:1], labels[:1], "")

    one = images(POINTS, LABELS)
    assert one.fingerprint == images(POINTS.copy(), LABELS).fingerprint
    assert one.fingerprint != images(POINTS, (LABELS + 1) % 3).fingerprint
    assert one.fingerprint != images(np.nextafter(POINTS, 2), LABELS).fingerprint


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch": 31}, r"batch must be an integer >= 1 and <= 30; got 31"),
        ({"step": 0.0}, "step must be a real number > 0; got 0.0"),
        ({"iterations": 0}, "iterations must be an integer >= 1; got 0"),
    ],
)
def test_bad_options_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        run(**options)


def test_labels_must_match():
    with pytest.raises(ValueError, match="labels must have one entry per point, 30; got 29"):
        train(NETWORK, NETWORK.initial(), POINTS, LABELS[1:], batch=10)


def test_lenet_learns_digits():
    data = digits(16)
    network = lenet_16(32)
    result = train(
        network, network.initial(scheme="he"), data.train, data.train_labels,
        step=0.1, batch=50, iterations=200,
    )  # fmt: skip
    assert network.accuracy(result.weights, data.test, data.test_labels) > 0.9


def test_the_sum_of_the_output_rows_is_conserved():
    data = digits(16)
    network = lenet_16(16)
    start = network.initial(dtype=np.float64)
    end = train(
        network, start, data.train, data.train_labels, step=0.1, batch=50, iterations=100
    ).weights
    moved = np.abs(end.fc2 - start.fc2).max()
    assert np.abs((end.fc2 - start.fc2).sum(axis=0)).max() < 1e-14
    assert moved > 1e-3

"""Section 6.2. The fast phase sets in after 400 iterations."""

from gcbook.audit import Outcome, experiment
from gcbook.claims._witness.images import images_of, trained
from gcbook.claims._words import result
from gcbook.deep import Training, lenet_28


@experiment.supports(
    twin={"scheme": "he"},
    twin_says="He's larger starting weights reach it there too",
    omits="MNIST, and batches of 1000: 1437 other images, batches of 32",
    tolerance="a factor of two either way",
    seconds=6.0,
    full={"seeds": (0, 1, 2)},
)
def onset_is_of_this_order(scheme: str = "fan-in", seeds: tuple[int, ...] = (0,)) -> Outcome:
    """The paper's network at its step 0.01 has lost half of its loss between 200 and 800 steps.

    From the uniform rule 1/sqrt(fan in); the start is not printed.
    """
    images, network, found = images_of(28), lenet_28(), []
    for seed in seeds:
        how = Training(batch=32, iterations=500, until=1.0)
        run = trained(network, images, how, scheme=scheme, seed=seed)
        found.append(float(run.half_time()))
    stands = all(200 <= one <= 800 for one in found)
    return Outcome(stands, f"half at {found}", "200 to 800", f"{images.source}, start {scheme!r}")


CLAIM, ERRATA = result(__file__, onset_is_of_this_order)

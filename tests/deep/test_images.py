"""Digits and MNIST: what is read, what is refused, and that nothing is fetched unasked."""

from __future__ import annotations

import builtins
import gzip
import hashlib

import numpy as np
import pytest

from gcbook.deep import digits, download_mnist, mnist
from gcbook.deep.mnist import FILES, SUMS, TEST_COUNTS, TRAIN_COUNTS, keep, read_idx, write_idx


@pytest.mark.parametrize("side", [8, 16, 28])
def test_digits_are_whole_and_in_range(side):
    data = digits(side)
    assert data.train.shape == (1437, side, side)
    assert data.test.shape == (360, side, side)
    assert data.train.min() == 0.0
    assert data.train.max() == 1.0
    assert np.isfinite(data.train).all()
    assert set(np.unique(data.train_labels)) == set(range(10))


def test_the_split_depends_on_the_seed_only():
    np.testing.assert_array_equal(digits(8).train, digits(8).train)
    assert not np.array_equal(digits(8).train_labels, digits(8, seed=1).train_labels)


def test_mnist_layout_has_an_empty_margin():
    images = digits(28).train
    assert not images[:, :4].any()
    assert not images[:, :, -4:].any()


def test_only_three_sizes():
    with pytest.raises(ValueError, match="side must be 8, 16 or 28; got 32"):
        digits(32)


def test_take():
    assert len(digits(8).take(20).train) == 20
    with pytest.raises(ValueError, match="count must be an integer >= 1 and <= 1437; got 2000"):
        digits(8).take(2000)


def test_without_scikit_learn_the_error_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def absent(name, *args, **kwargs):
        if name.split(".")[0] == "sklearn":
            raise ModuleNotFoundError("No module named 'sklearn'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'gcbook\[mnist\]'"):
        digits(8)


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(0)
    for name, count in zip(FILES, (6, 6, 3, 3), strict=True):
        shape = (count, 28, 28) if "images" in name else (count,)
        write_idx(tmp_path / name, rng.integers(0, 10, shape).astype(np.uint8))
    return tmp_path


def test_idx_folder_is_read(folder, monkeypatch):
    monkeypatch.setenv("MNIST_DIR", str(folder))
    data = mnist()
    assert data.train.shape == (6, 28, 28)
    assert data.test_labels.dtype == np.int64
    assert data.train.dtype == np.float32
    assert data.train.max() == np.float32(9 / 255)


def test_gzip_and_dotted_names_are_read(folder):
    for name in FILES:
        raw = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / f"{name.replace('-idx', '.idx')}.gz").write_bytes(gzip.compress(raw))
    assert len(mnist(folder).train) == 6


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_idx_round_trip_and_same_bytes(tmp_path, ending):
    array = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    write_idx(tmp_path / f"a{ending}", array)
    write_idx(tmp_path / f"b{ending}", array)
    np.testing.assert_array_equal(read_idx(tmp_path / f"a{ending}"), array)
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "must start with the idx magic .* got an empty file"),
        (b"\x00\x00\x0d\x01" + b"\x00" * 8, "must start with the idx magic .* got 00 00 0d 01"),
        (b"\x00\x00\x08\x03\x00\x00", "ends inside its header, after 6 bytes"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x05abc", r"must have 13 bytes for shape \(5,\); got 11"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x01abc", r"must have 9 bytes for shape \(1,\); got 11"),
    ],
)
def test_a_broken_file_is_refused(tmp_path, raw, message):
    (tmp_path / "file").write_bytes(raw)
    with pytest.raises(ValueError, match=message):
        read_idx(tmp_path / "file")


def test_a_cut_gzip_file_is_refused(tmp_path):
    write_idx(tmp_path / "a.gz", np.arange(200, dtype=np.uint8))
    raw = (tmp_path / "a.gz").read_bytes()
    (tmp_path / "a.gz").write_bytes(raw[:-20])
    with pytest.raises(ValueError, match="is not a complete gzip file"):
        read_idx(tmp_path / "a.gz")


def test_a_changed_file_fails_its_sum(folder):
    name = FILES[0]
    good = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / SUMS).write_text(f"{good}  {name}\n")
    assert len(mnist(folder).train) == 6
    raw = bytearray((folder / name).read_bytes())
    raw[-1] ^= 1
    (folder / name).write_bytes(bytes(raw))
    with pytest.raises(ValueError, match=f"must have SHA-256 {good}; got"):
        mnist(folder)


def test_missing_files_and_folders_are_named(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("MNIST_DIR", raising=False)
    with pytest.raises(FileNotFoundError, match="set the environment variable MNIST_DIR"):
        mnist()
    with pytest.raises(FileNotFoundError, match="the MNIST folder must exist; got"):
        mnist(tmp_path / "nowhere")
    (folder / FILES[3]).unlink()
    with pytest.raises(FileNotFoundError, match=f"must hold the file {FILES[3]}"):
        mnist(folder)


def test_images_and_labels_must_match(folder):
    write_idx(folder / FILES[1], np.zeros(5, np.uint8))
    with pytest.raises(ValueError, match=r"the train files .* must hold N square images and N lab"):
        mnist(folder)


def standing_in() -> tuple[np.ndarray, np.ndarray]:
    labels = np.concatenate(
        [np.repeat(np.arange(10), counts) for counts in (TRAIN_COUNTS, TEST_COUNTS)]
    )
    return np.zeros((70000, 784), np.uint8), labels


@pytest.mark.slow
def test_a_download_is_checked_kept_and_not_repeated(tmp_path, monkeypatch):
    pixels, labels = standing_in()
    calls = []

    class Bunch:
        data, target = pixels, labels.astype(str)

    def fetch(name, **options):
        calls.append((name, options["version"]))
        return Bunch

    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetch)
    first = download_mnist(tmp_path / "cache")
    assert first.train.shape == (60000, 28, 28)
    assert np.bincount(first.test_labels).tolist() == list(TEST_COUNTS)
    download_mnist(tmp_path / "cache")
    assert calls == [("mnist_784", 1)]
    assert len((tmp_path / "cache" / SUMS).read_text().splitlines()) == 4


def test_offline_the_message_says_what_to_do(tmp_path, monkeypatch):
    def fetch(name, **options):
        raise OSError("no route to host")

    monkeypatch.setattr("sklearn.datasets.fetch_openml", fetch)
    with pytest.raises(ConnectionError, match=r"no route to host\); .* set MNIST_DIR to it"):
        download_mnist(tmp_path)


def test_a_download_that_is_not_mnist_is_refused(tmp_path):
    pixels, labels = standing_in()
    labels = labels.copy()
    labels[0] = 1
    with pytest.raises(ValueError, match="the data must be MNIST"):
        keep(tmp_path, pixels, labels)
    assert list(tmp_path.iterdir()) == []

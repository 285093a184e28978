"""Reading model files: the formats people have, and hostile ones."""

from __future__ import annotations

import json
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gcbook.cli._files import FileError, layers

safetensors_numpy = pytest.importorskip("safetensors.numpy")


def read(path: Path, **options: bool) -> dict[str, np.ndarray | str]:
    return {
        layer.name: layer.skipped if layer.weights is None else np.asarray(layer.weights)
        for layer in layers(path, **options)
    }


def test_npy_npz_and_safetensors_give_the_same_layer(tmp_path):
    w = np.random.default_rng(0).standard_normal((5, 3)).astype(np.float32)
    np.save(tmp_path / "fc.npy", w)
    np.savez(tmp_path / "m.npz", fc=w)
    safetensors_numpy.save_file({"fc": w}, tmp_path / "m.safetensors")
    for name in ("fc.npy", "m.npz", "m.safetensors"):
        np.testing.assert_array_equal(read(tmp_path / name)["fc"], w)


def test_a_convolution_is_flattened_and_a_bias_is_named_as_skipped(tmp_path):
    np.savez(tmp_path / "m.npz", conv=np.ones((4, 3, 2, 2)), bias=np.ones(4), empty=np.ones((0, 3)))
    found = read(tmp_path / "m.npz")
    assert found["conv"].shape == (4, 12)
    assert found["bias"] == "1-dimensional, not a weight matrix"
    assert found["empty"] == "empty"


def test_transpose_reads_one_neuron_per_column(tmp_path):
    w = np.arange(6.0).reshape(2, 3)
    np.save(tmp_path / "w.npy", w)
    np.testing.assert_array_equal(read(tmp_path / "w.npy", transpose=True)["w"], w.T)


def test_bfloat16_is_widened_without_rounding(tmp_path):
    w = np.array([[1.0, -2.5], [0.15625, 3.0]], dtype=np.float32)  # exact in bfloat16
    bits = (w.view(np.uint32) >> 16).astype("<u2").tobytes()
    header = json.dumps({"w": {"dtype": "BF16", "shape": [2, 2], "data_offsets": [0, 8]}}).encode()
    path = tmp_path / "m.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + bits)
    np.testing.assert_array_equal(read(path)["w"], w)


def test_a_pickle_is_refused_and_never_loaded(tmp_path):
    ran = tmp_path / "ran"

    class Bomb:
        def __reduce__(self):
            return (Path.touch, (ran,))

    np.save(tmp_path / "bomb.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    with pytest.raises(FileError, match="which are never loaded"):
        read(tmp_path / "bomb.npy")
    (tmp_path / "raw.npy").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(FileError, match=r"not a readable \.npy file"):
        read(tmp_path / "raw.npy")
    assert not ran.exists()


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".safetensors"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 40, b"not a model at all", b"\xff" * 5000])
def test_garbage_is_a_clear_error(tmp_path, suffix, content):
    path = tmp_path / f"m{suffix}"
    path.write_bytes(content)
    with pytest.raises(FileError, match="not a readable"):
        read(path)


def test_truncated_files_are_a_clear_error(tmp_path):
    w = np.ones((50, 20))
    np.save(tmp_path / "w.npy", w)
    np.savez(tmp_path / "w.npz", w=w)
    safetensors_numpy.save_file({"w": w}, tmp_path / "w.safetensors")
    for name in ("w.npy", "w.npz", "w.safetensors"):
        path = tmp_path / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(FileError, match="not a readable"):
            read(path)


def test_an_archive_of_something_else_is_a_clear_error(tmp_path):
    with zipfile.ZipFile(tmp_path / "m.npz", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileError, match=r"member 'readme\.txt' is not a NumPy array"):
        read(tmp_path / "m.npz")


def test_a_header_that_claims_more_than_the_file_holds(tmp_path):
    header = json.dumps({"w": {"dtype": "F64", "shape": [1 << 40], "data_offsets": [0, 1 << 43]}})
    path = tmp_path / "m.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header.encode() + b"\x00" * 16)
    with pytest.raises(FileError, match="not a readable"):
        read(path)


def test_missing_files_and_unknown_formats_say_so(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "none.npy")
    (tmp_path / "m.pt").write_bytes(b"x")
    with pytest.raises(FileError, match=r"unknown format '\.pt'; expected one of"):
        read(tmp_path / "m.pt")

"""Reading model files: the formats people have, and hostile ones."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gcbook.cli._files import FileError, Layer, layers

safetensors_numpy = pytest.importorskip("safetensors.numpy")
W = np.random.default_rng(0).standard_normal((5, 3)).astype(np.float32)


def members(path: Path, **options) -> dict[str, Layer]:
    return {layer.name: layer for layer in layers(path, **options)}


def read(path: Path, **options) -> dict[str, np.ndarray | str]:
    return {
        name: (layer.skipped or layer.problem)
        if layer.weights is None
        else np.asarray(layer.weights)
        for name, layer in members(path, **options).items()
    }


def tensors(path: Path, data: bytes, **specs: tuple[str, list[int], int, int]) -> Path:
    """A safetensors file written by hand."""
    header = {
        name: {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}
        for name, (kind, shape, begin, end) in specs.items()
    }
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


def test_every_format_gives_the_same_layer(tmp_path):
    np.save(tmp_path / "fc.npy", W)
    np.savez(tmp_path / "m.npz", fc=W)
    np.savez_compressed(tmp_path / "c.npz", fc=W)
    safetensors_numpy.save_file({"fc": W}, tmp_path / "m.safetensors")
    np.savetxt(tmp_path / "fc.csv", W, delimiter=",")
    for name in ("fc.npy", "m.npz", "c.npz", "m.safetensors", "fc.csv"):
        np.testing.assert_array_equal(read(tmp_path / name)["fc"], W)


def test_an_array_stored_by_columns_is_read_by_rows(tmp_path):
    np.save(tmp_path / "w.npy", np.asfortranarray(W))
    np.savez(tmp_path / "w.npz", w=np.asfortranarray(W))
    for name in ("w.npy", "w.npz"):
        np.testing.assert_array_equal(read(tmp_path / name)["w"], W)


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
    kernel = np.arange(24.0).reshape(2, 3, 4)
    np.save(tmp_path / "w.npy", kernel)
    expected = np.moveaxis(kernel, -1, 0).reshape(4, 6)
    np.testing.assert_array_equal(read(tmp_path / "w.npy", transpose=True)["w"], expected)


def test_bfloat16_is_widened_without_rounding_one_tensor_at_a_time(tmp_path):
    w = np.array([[1.0, -2.5], [0.15625, 3.0]], dtype=np.float32)  # exact in bfloat16
    bits = (w.view(np.uint32) >> 16).astype("<u2").tobytes()
    path = tensors(tmp_path / "m.safetensors", bits, w=("BF16", [2, 2], 0, 8))
    np.testing.assert_array_equal(read(path)["w"], w)

    size = 1 << 20
    specs = {f"w{i}": ("BF16", [1024, 1024], 2 * i * size, 2 * (i + 1) * size) for i in range(12)}
    tensors(path, bytes(24 * size), **specs)
    tracemalloc.start()
    count = sum(1 for _ in layers(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 12
    assert peak < 16 * size  # one tensor as 16 and as 32 bits, and the next; not the file


def test_a_pickle_is_refused_and_never_loaded(tmp_path):
    ran = tmp_path / "ran"

    class Bomb:
        def __reduce__(self):
            return (Path.touch, (ran,))

    objects = np.array([[Bomb()]], dtype=object)
    np.save(tmp_path / "bomb.npy", objects, allow_pickle=True)
    with pytest.raises(FileError, match="which are never loaded"):
        read(tmp_path / "bomb.npy")
    (tmp_path / "raw.npy").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(FileError, match=r"not a readable \.npy file: it is a pickle"):
        read(tmp_path / "raw.npy")
    np.savez(tmp_path / "bomb.npz", allow_pickle=True, bomb=objects, w=W)
    found = read(tmp_path / "bomb.npz")
    assert "never loaded" in found["bomb"]
    np.testing.assert_array_equal(found["w"], W)
    assert not ran.exists()


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".safetensors"])
@pytest.mark.parametrize("content", [b"", b"\x00" * 40, b"not a model at all", b"\xff" * 5000])
def test_garbage_is_a_clear_error(tmp_path, suffix, content):
    path = tmp_path / f"m{suffix}"
    path.write_bytes(content)
    with pytest.raises(FileError, match=rf"not a readable \{suffix} file"):
        read(path)


def test_truncated_files_are_a_clear_error(tmp_path):
    w = np.ones((50, 20))
    np.save(tmp_path / "w.npy", w)
    np.savez(tmp_path / "w.npz", w=w)
    safetensors_numpy.save_file({"w": w}, tmp_path / "w.safetensors")
    for name in ("w.npy", "w.npz", "w.safetensors"):
        path = tmp_path / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    for name in ("w.npy", "w.npz"):
        with pytest.raises(FileError, match="not a readable"):
            read(tmp_path / name)
    assert "is the download complete?" in read(tmp_path / "w.safetensors")["w"]


def test_what_is_wrong_with_one_member_hides_no_other(tmp_path):
    path = tmp_path / "m.npz"
    np.savez(path, a=W, b=W.astype(np.longdouble), c=W, **{"late/z": W})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("readme.txt", "hello")
    raw = bytearray(path.read_bytes())
    raw[raw.index(W.tobytes(), raw.index(b"c.npy"))] ^= 1  # one bit, so that the checksum differs
    path.write_bytes(raw)
    found = members(path)
    assert list(found) == ["a", "b", "c", "late/z", "readme.txt"]
    assert [name for name, layer in found.items() if layer.weights is not None] == ["a", "late/z"]
    assert "has more than 64 bits; save it as float64" in found["b"].problem
    assert found["b"].shape == W.shape
    assert "CRC" in found["c"].problem
    assert found["readme.txt"].problem == "is not a NumPy array"


def test_a_header_that_lies_about_the_size_reserves_nothing(tmp_path):
    header = np.lib.format.header_data_from_array_1_0(W) | {"shape": (1 << 20, 1 << 20)}
    with zipfile.ZipFile(tmp_path / "m.npz", "w") as archive, archive.open("w.npy", "w") as member:
        np.lib.format.write_array_header_1_0(member, header)
        member.write(W.tobytes())
    assert "is damaged: shape (1048576, 1048576) needs" in read(tmp_path / "m.npz")["w"]


@pytest.mark.parametrize(
    "header",
    [
        f"{{'descr': '<f8', 'fortran_order': False, 'shape': (0, {1 << 70})}}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 3)}",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 3)}",
        "{'descr': 'nonsense', 'fortran_order': False, 'shape': (1, 3)}",
        "{'descr': '<f8', 'fortran_order': False}",
        "{'descr': '\\d', 'fortran_order': (",
        "[" * 500,
    ],
)
def test_headers_that_are_none(tmp_path, header):
    raw = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(24)
    (tmp_path / "w.npy").write_bytes(raw)
    with pytest.raises(FileError, match=r"not a readable \.npy file"):
        read(tmp_path / "w.npy")
    np.savez(tmp_path / "m.npz", a=W)
    with zipfile.ZipFile(tmp_path / "m.npz", "a") as archive:
        archive.writestr("b.npy", raw)
    found = members(tmp_path / "m.npz")
    assert found["a"].weights is not None
    assert found["b"].problem


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_as_numpy_never_does_is_refused_and_spoils_no_other(tmp_path, packing):
    path = tmp_path / "m.npz"
    np.savez(path, a=W)
    raw = io.BytesIO()
    np.save(raw, W)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.npy", raw.getvalue(), compress_type=packing)
    found = members(path)
    assert found["a"].weights is not None
    assert found["b"].problem == "is packed in a way that NumPy never writes"


def test_a_header_of_python_2_is_read(tmp_path):
    header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1L, 3L), }"
    raw = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(24)
    (tmp_path / "w.npy").write_bytes(raw)
    assert read(tmp_path / "w.npy")["w"].tolist() == [[0.0, 0.0, 0.0]]


def test_a_small_archive_does_not_unpack_to_more_than_the_limit(tmp_path):
    path = tmp_path / "m.npz"
    np.savez_compressed(path, a=W, bomb=np.zeros((1000, 1000)))
    found = read(path, limit=1 << 20)
    np.testing.assert_array_equal(found["a"], W)
    assert found["bomb"].startswith("declares 8000128 bytes when unpacked, more than the limit")
    assert read(path)["bomb"].shape == (1000, 1000)
    np.savez(path, large=np.zeros((1000, 1000)))  # not compressed: as large as it says
    assert read(path, limit=1 << 20)["large"].shape == (1000, 1000)


def test_malformed_tensors_are_named(tmp_path):
    path = tensors(
        tmp_path / "m.safetensors",
        W.tobytes(),
        good=("F32", [5, 3], 0, 60),
        far=("F64", [1 << 40], 0, 1 << 43),
        short=("F32", [5, 3], 0, 56),
        negative=("F32", [-5, 3], 0, 60),
        narrow=("F8_E4M3", [5, 3], 0, 15),
        deep=("F32", [1] * 100, 0, 4),
        long=("F32", [0, 1 << 70], 0, 0),
    )
    found = read(path)
    np.testing.assert_array_equal(found["good"], W)
    assert "beyond the file" in found["far"]
    assert "needs 60 bytes, its entry gives it 56" in found["short"]
    assert "malformed" in found["negative"]
    assert "its shape is not one" in found["deep"]
    assert "its shape is not one" in found["long"]
    assert "dtype F8_E4M3 is not read; convert it to float32" in found["narrow"]


def test_a_tensor_that_does_not_fit_into_memory_hides_no_other(tmp_path, monkeypatch):
    path = tensors(
        tmp_path / "m.safetensors",
        W.tobytes() + bytes(800),
        large=("F32", [20, 10], 60, 860),
        good=("F32", [5, 3], 0, 60),
    )
    within = np.fromfile

    def full(file, dtype, count, **options):
        if count > 100:
            raise MemoryError("Unable to allocate 37.3 GiB")
        return within(file, dtype, count, **options)

    monkeypatch.setattr(np, "fromfile", full)
    found = read(path)
    assert found["large"] == "does not fit into memory: Unable to allocate 37.3 GiB"
    np.testing.assert_array_equal(found["good"], W)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("m.pt", pickle.dumps({}), r"PyTorch's own format is a pickle.*safetensors\.torch"),
        ("m.pkl", b"x", "it is a pickle.*never loaded"),
        ("m.h5", b"\x89HDF\r\n\x1a\n", "HDF5.*--transpose"),
        ("m.bin", b"PK\x03\x04" + b"archive/data.pkl", "PyTorch's own format"),
        ("m.parquet", b"PAR1", r"DataFrame\.to_csv"),
        ("m.xyz", b"x", r"unknown format '\.xyz'; expected one of \.npy, \.npz"),
        ("m", b"\x93NUMPY\x01\x00", "that of a .npy file, so rename it"),
        ("a.npy", b"1 2 3\n4 5 6\n", r"it is text; .*ends in \.csv"),
        (
            "m.safetensors",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "a Git LFS pointer, .* git lfs pull",
        ),
        ("m.pt", b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        (
            "train-images-idx3-ubyte",
            struct.pack(">BBBBIII", 0, 0, 8, 3, 2, 3, 4) + bytes(24),
            "an idx file .* of 2 x 3 x 4 numbers of type uint8: data, not weights",
        ),
        ("t10k-labels-idx1-ubyte.gz", gzip.compress(b"x", mtime=0), "compressed with gzip"),
    ],
)
def test_what_is_not_read_is_named_with_its_remedy(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=message) as error:
        read(tmp_path / name)
    assert str(error.value).startswith(str(tmp_path / name))
    assert "\n" not in str(error.value)


def test_missing_files_and_directories_say_so(tmp_path):
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "none.npy")
    with pytest.raises(FileError, match="is a directory; name one file in it"):
        read(tmp_path)
    np.save(tmp_path / "w.npy", W)
    (tmp_path / "w.npy").rename(tmp_path / "w.npz")
    with pytest.raises(FileError, match=r"it is a single array, a \.npy file"):
        read(tmp_path / "w.npz")


@pytest.mark.parametrize(
    "text",
    [
        'x,"y, too",z\n1,2,True\n-1e3,.5,0\n',
        "x;y, too;z\r\n1;2;1\r\n\r\n-1000;0.5;false\r\n",
        "\ufeffx\ty, too\tz\n1\t2\t1\n-1000\t0.5\t0",
    ],
)
def test_a_table_keeps_the_names_of_its_columns(tmp_path, text):
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (layer,) = layers(path)
    assert layer.columns == ("x", "y, too", "z")
    assert layer.weights.tolist() == [[1.0, 2.0, 1.0], [-1000.0, 0.5, 0.0]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,2\n3,\n", "line 3, column 'y' is empty"),
        ("x,name\n1,setosa\n", "line 2, column 'name' holds 'setosa', which is not a number"),
        ("1,2\n3,a\n", "line 2, column 2 holds 'a'"),
        ("x,y\n1,2\n\n3\n", "line 4 has 1 cells, the first line has 2"),
        ("x\n1_000\n", "holds '1_000'"),
        ("\n\n", "no line of it holds anything"),
        ("", "it is empty"),
    ],
)
def test_a_table_that_is_not_numbers_says_where(tmp_path, text, message):
    path = tmp_path / "data.csv"
    path.write_text(text)
    with pytest.raises(FileError, match=message):
        read(path)


def test_a_table_obeys_the_limit_and_must_be_text(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("1,2\n" * 100)
    with pytest.raises(FileError, match="has 400 bytes of text, more than the limit of 399"):
        read(path, limit=399)
    path.write_bytes(b"a,b\n\xff\xfe\n")
    with pytest.raises(FileError, match="it is not text in UTF-8"):
        read(path)

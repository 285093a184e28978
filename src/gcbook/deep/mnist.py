"""MNIST itself, for readers who have it: the standard idx files, or a download on request.

Nothing here runs unless it is asked for.  `mnist` reads the four idx files (plain or gzipped) of
the folder it is given, or of the folder in the environment variable ``MNIST_DIR``.
`download_mnist` fetches the data set by name through scikit-learn and writes the four files to a
folder of your choice together with their SHA-256 sums; `mnist` checks the sums whenever they are
there.  The idx format: two zero bytes, a type byte (8 for unsigned bytes), the number of
dimensions, the dimensions as big-endian 32-bit integers, then the data.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gcbook.deep.digits import Images, _sklearn

Bytes = npt.NDArray[np.uint8]

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
SUMS = "SHA256SUMS"
# How often each digit occurs in MNIST; a download that disagrees is not MNIST.
TRAIN_COUNTS = (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949)
TEST_COUNTS = (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009)


def mnist(folder: str | Path | None = None) -> Images:
    """Read MNIST (or any data in its format) from a folder of idx files.

    Parameters
    ----------
    folder : path, optional
        Where the four files lie, plain or with the ending ``.gz``; by default the folder named by
        the environment variable ``MNIST_DIR``.

    Returns
    -------
    Images
        Pixels divided by 255, as float32.

    Raises
    ------
    FileNotFoundError
        If no folder is named, or a file is missing.
    ValueError
        If a file is not in the idx format, is cut short, fails its checksum, or images and
        labels do not match.
    """
    where = _folder(folder)
    arrays = [read_idx(_find(where, name)) for name in FILES]
    train, train_labels, test, test_labels = arrays
    parts = (("train", train, train_labels), ("t10k", test, test_labels))
    for part, images, labels in parts:
        square = images.ndim == 3 and images.shape[1] == images.shape[2]
        if not square or labels.shape != images.shape[:1]:
            raise ValueError(
                f"the {part} files in {where} must hold N square images and N labels; "
                f"got shapes {images.shape} and {labels.shape}"
            )
    return Images(
        _scaled(train),
        train_labels.astype(np.int64),
        _scaled(test),
        test_labels.astype(np.int64),
        f"idx files in {where.name}",
    )


def read_idx(path: str | Path) -> Bytes:
    """Read one idx file of unsigned bytes, plain or gzipped.

    Raises
    ------
    ValueError
        If the file is not an idx file of unsigned bytes, is too short or too long, or does not
        have the SHA-256 sum recorded beside it.
    """
    source = Path(path)
    raw = source.read_bytes()
    _check_sum(source, raw)
    if source.suffix == ".gz":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError) as error:
            raise ValueError(f"{source} is not a complete gzip file ({error})") from error
    if len(raw) < 4 or raw[:3] != b"\x00\x00\x08":
        raise ValueError(
            f"{source} must start with the idx magic 00 00 08 (unsigned bytes); "
            f"got {raw[:4].hex(' ') or 'an empty file'}"
        )
    start = 4 + 4 * raw[3]
    if len(raw) < start:
        raise ValueError(f"{source} ends inside its header, after {len(raw)} bytes")
    shape = struct.unpack(f">{raw[3]}I", raw[4:start])
    required = start + int(np.prod(shape, dtype=np.int64))
    if len(raw) != required:
        raise ValueError(
            f"{source} must have {required} bytes for shape {tuple(shape)}; got {len(raw)}"
        )
    return np.frombuffer(raw, dtype=np.uint8, offset=start).reshape(shape)


def write_idx(path: str | Path, array: Bytes) -> None:
    """Write an array of unsigned bytes as an idx file, gzipped if the name ends in ``.gz``.

    The gzip header carries no date, so the same array always gives the same file.
    """
    target = Path(path)
    data = np.ascontiguousarray(array, dtype=np.uint8)
    raw = b"\x00\x00\x08" + bytes([data.ndim]) + struct.pack(f">{data.ndim}I", *data.shape)
    raw += data.tobytes()
    target.write_bytes(gzip.compress(raw, mtime=0) if target.suffix == ".gz" else raw)


def download_mnist(folder: str | Path) -> Images:
    """Fetch MNIST by name from OpenML, keep it in `folder`, and return it.

    This is the one function of the package that uses the network, and nothing calls it for you.
    Where the folder already holds the four files they are checked and read, and nothing is
    fetched.  scikit-learn checks the download against OpenML's own checksum; we then check the
    numbers of images per digit, write the four idx files and record their SHA-256 sums.

    Raises
    ------
    ConnectionError
        If the data cannot be fetched, for instance offline.
    ValueError
        If what arrives is not MNIST.
    """
    where = Path(folder)
    if (where / SUMS).exists():
        return mnist(where)
    fetch = _sklearn("fetch_openml")
    where.mkdir(parents=True, exist_ok=True)
    try:
        bunch = fetch(
            "mnist_784", version=1, as_frame=False, parser="liac-arff", data_home=str(where)
        )
    except OSError as error:
        raise ConnectionError(
            f"MNIST could not be fetched from OpenML ({error}); if you have the idx files, put "
            "them in a folder and set MNIST_DIR to it"
        ) from error
    keep(where, np.asarray(bunch.data), np.asarray(bunch.target).astype(np.int64))
    return mnist(where)


def keep(folder: Path, pixels: npt.ArrayLike, labels: npt.ArrayLike) -> None:
    """Check that 70 000 rows are MNIST and write them as idx files with their sums.

    Raises
    ------
    ValueError
        If the shapes or the numbers of images per digit are not those of MNIST.
    """
    images = np.asarray(pixels).reshape(-1, 28, 28).astype(np.uint8)
    targets = np.asarray(labels).astype(np.uint8)
    counts = (
        tuple(np.bincount(targets[:60000], minlength=10).tolist()),
        tuple(np.bincount(targets[60000:], minlength=10).tolist()),
    )
    if len(images) != 70000 or counts != (TRAIN_COUNTS, TEST_COUNTS):
        raise ValueError(
            f"the data must be MNIST, with {TRAIN_COUNTS} training and {TEST_COUNTS} test images "
            f"per digit; got {len(images)} images with {counts[0]} and {counts[1]}"
        )
    parts = (images[:60000], targets[:60000], images[60000:], targets[60000:])
    lines = []
    for name, part in zip(FILES, parts, strict=True):
        target = folder / f"{name}.gz"
        write_idx(target, part)
        lines.append(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}\n")
    (folder / SUMS).write_text("".join(lines))


def _folder(folder: str | Path | None) -> Path:
    named = folder if folder is not None else os.environ.get("MNIST_DIR")
    if not named:
        raise FileNotFoundError(
            "no MNIST folder is named: pass `folder`, set the environment variable MNIST_DIR to a "
            "folder with the four idx files, or call download_mnist(folder)"
        )
    where = Path(named).expanduser()
    if not where.is_dir():
        raise FileNotFoundError(f"the MNIST folder must exist; got {where}")
    return where


def _find(folder: Path, name: str) -> Path:
    # some archives write a dot before idx
    spellings = [name, name.replace("-idx", ".idx")]
    for candidate in (folder / f"{s}{end}" for s in spellings for end in ("", ".gz")):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{folder} must hold the file {name} or {name}.gz")


def _check_sum(path: Path, raw: bytes) -> None:
    record = path.parent / SUMS
    if not record.exists():
        return
    for line in record.read_text().splitlines():
        expected, _, name = line.partition("  ")
        found = hashlib.sha256(raw).hexdigest()
        if name == path.name and found != expected:
            raise ValueError(f"{path} must have SHA-256 {expected}; got {found}")


def _scaled(images: Bytes) -> npt.NDArray[np.float32]:
    return (images / np.float32(255)).astype(np.float32, copy=False)

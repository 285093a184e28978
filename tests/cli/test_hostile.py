"""Whatever the bytes: an answer for each member, or one sentence; never a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcbook.audit.page.words import blocks
from gcbook.cli._certificates import file_name
from gcbook.cli._files import FORMATS, FileError, layers
from gcbook.cli._terminal import printable

W = np.random.default_rng(0).standard_normal((4, 3))
QUIET = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def sound(suffix: str) -> bytes:
    if suffix == ".safetensors":
        spec = {"a": {"dtype": "F64", "shape": [4, 3], "data_offsets": [0, 96]}}
        header = json.dumps(spec).encode()
        return struct.pack("<Q", len(header)) + header + W.tobytes()
    buffer = io.BytesIO()
    if suffix == ".npy":
        np.save(buffer, W)
    elif suffix == ".npz":
        np.savez_compressed(buffer, a=W, b=W)
    else:
        np.savetxt(buffer, W, delimiter=",", header="x,y,z", comments="")
    return buffer.getvalue()


def answered(path: Path) -> None:
    found = []
    with contextlib.suppress(FileError):
        found = list(layers(path, limit=1 << 20))
    for layer in found:
        assert (layer.weights is not None) + bool(layer.skipped) + bool(layer.problem) == 1


@pytest.mark.parametrize("suffix", FORMATS)
@QUIET
@given(data=st.data())
def test_a_file_with_some_bytes_changed(tmp_path, suffix, data):
    raw = bytearray(sound(suffix))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place] = data.draw(st.sampled_from([0, 1, 34, 44, 45, 57, 92, 123, 127, 255]))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(raw))))
    path = tmp_path / f"m{suffix}"
    path.write_bytes(bytes(raw[:cut]))
    answered(path)


@pytest.mark.parametrize("suffix", FORMATS)
@QUIET
@given(content=st.binary(max_size=300), head=st.sampled_from([b"", b"\x93NUMPY\x01\x00", b"PK"]))
def test_a_file_of_noise(tmp_path, suffix, content, head):
    path = tmp_path / f"m{suffix}"
    path.write_bytes(head + content)
    answered(path)


@pytest.mark.slow
@QUIET
@given(header=st.recursive(
    st.none() | st.booleans() | st.integers(-9, 1 << 70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["a", "dtype", "shape", "data_offsets"]), inner, max_size=3),
    max_leaves=8,
))  # fmt: skip
def test_any_json_as_the_header_of_tensors(tmp_path, header):
    text = json.dumps(header).encode()
    path = tmp_path / "m.safetensors"
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(64))
    answered(path)


@QUIET
@given(name=st.text(max_size=60))
def test_a_name_stays_in_its_folder_and_off_the_terminal(name):
    safe = file_name(name)
    assert safe
    assert not safe.startswith(".")
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert all(one.isprintable() for one in printable(name))


@QUIET
@given(text=st.text(alphabet="a<>&\"'$`*-1. \n\0\\", max_size=60))
def test_no_text_becomes_a_tag(text):
    ours = ("<p>", "<ul>", "<ol>", "<li>", "<em>", "<strong>", "<code>", "<span ")
    html = blocks(text)
    for tag in (*ours, *(one.replace("<", "</").rstrip(" ") for one in ours)):
        html = html.replace(tag, "")
    html = html.replace("</span>", "").replace('class="math notranslate nohighlight">', "")
    assert "<" not in html

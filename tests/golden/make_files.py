"""Writes tests/golden/files/: small files as other programs write them.

The safetensors files follow the format's description with nothing but struct and json; the arrays
and archives are NumPy's own. Element k of an array is first + k * step (for bool: k is odd).
"""
import gzip
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "files"


def numbers(dtype, shape, first=0.0, step=1.0):
    count = int(np.prod(shape, dtype=np.int64))
    values = np.arange(count) % 2 if dtype == np.bool_ else first + step * np.arange(count)
    return values.astype(dtype).reshape(shape)


# Larger types first, then by name: the order of the Python package.
RANKS = ["I64", "F64", "F32", "I32", "BF16", "F16", "U8", "BOOL"]
NAMES = {"int64": "I64", "float64": "F64", "float32": "F32", "int32": "I32", "float16": "F16",
         "uint8": "U8", "bool": "BOOL"}


def safetensors(arrays, metadata=None):
    """arrays: {name: array, or (dtype, shape, bytes)}"""
    entries = []
    for name, a in arrays.items():
        entries.append((name, *(a if isinstance(a, tuple) else
                                (NAMES[a.dtype.name], list(a.shape), a.tobytes()))))
    entries.sort(key=lambda e: (RANKS.index(e[1]), e[0]))
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, dtype, shape, content in entries:
        header[name] = {"dtype": dtype, "shape": shape,
                        "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def main():
    FOLDER.mkdir(exist_ok=True)

    def write(name, content):
        (FOLDER / name).write_bytes(content)

    model = {
        "fc.weight": numbers(np.float32, (2, 3), -1, 0.5),
        "fc.bias": numbers(np.float32, (2,), 0.25),
        "steps": numbers(np.int64, (), 7),
        "ids": numbers(np.int32, (2, 2), -2),
        "bytes": numbers(np.uint8, (3,), 250),
        "mask": numbers(np.bool_, (5,)),
        "double \"x\"\n\u00fc\u20ac\U0001f600": numbers(np.float64, (2,), 1e-300, 1),
        "empty": numbers(np.float32, (0, 4)),
    }
    write("model.safetensors", safetensors(model, {"format": "pt", "note": "a\\b\t\x01"}))
    halves = np.array([0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, np.inf, -np.inf], np.float16)
    bfloats = np.array([1, -2.5, 3e38, 1e-40], np.float32)
    write("short_floats.safetensors", safetensors({
        "half": halves,
        "bfloat16": ("BF16", [4], b"".join(struct.pack("<I", b)[2:] for b in
                                           bfloats.view(np.uint32)))}))

    write("f4.npy", npy(numbers(np.float32, (2, 3), -1, 0.5)))
    write("f4_column_major.npy", npy(np.asfortranarray(numbers(np.float32, (2, 3), -1, 0.5))))
    write("f8_big_endian.npy", npy(numbers(np.dtype(">f8"), (2, 2, 2), 0.5)))
    write("f2.npy", npy(numbers(np.float16, (4,), -0.5, 0.25)))
    write("i8_version_2.npy", npy(numbers(np.int64, (3,), -(2**52)), (2, 0)))
    write("i4_version_3.npy", npy(numbers(np.dtype(">i4"), (), -9), (3, 0)))
    write("u1.npy", npy(numbers(np.uint8, (0, 2))))
    write("b1.npy", npy(numbers(np.bool_, (2, 2))))
    write("u2.npy", npy(numbers(np.uint16, (2,))))
    write("object.npy", npy(np.array([None, "text"], object)))
    write("fields.npy", npy(np.zeros(2, [("x", "<f4"), ("y", "<i8")])))
    arrays = {"weight": numbers(np.float32, (20, 30), -1, 0.5), "steps": numbers(np.int64, (), 7)}
    np.savez(FOLDER / "stored.npz", **arrays)
    np.savez_compressed(FOLDER / "deflated.npz", **arrays)

    # The same bytes deflated in blocks of every type: dynamic, fixed and stored.
    content = b"".join(b"%d squared is %d, " % (k, k * k) for k in range(300))
    write("text.gz", gzip.compress(content, mtime=0))
    fixed = zlib.compressobj(9, zlib.DEFLATED, -15, strategy=zlib.Z_FIXED)
    stored = zlib.compressobj(0, zlib.DEFLATED, -15)
    for name, compressor in (("fixed", fixed), ("stored", stored)):
        head = b"\x1f\x8b\x08\x1e" + bytes(6) + b"\x03\0abc" + b"name\0" + b"comment\0"
        head += struct.pack("<H", zlib.crc32(head) & 0xffff)
        body = compressor.compress(content) + compressor.flush()
        tail = struct.pack("<II", zlib.crc32(content), len(content))
        write(f"text_{name}.gz", head + body + tail)


main()

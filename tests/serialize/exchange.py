"""Reads the files that python_test.cpp has written into a folder, and writes files for it to read:
every array doubled (bool: inverted). Uses NumPy, and the package safetensors where it is installed,
else the format's description. Prints which of the two it was.
"""
import json
import struct
import sys
from pathlib import Path

import numpy as np

try:
    import safetensors.numpy
except ImportError:
    safetensors = None

DTYPES = {"I64": "<i8", "F64": "<f8", "F32": "<f4", "I32": "<i4", "U8": "|u1", "BOOL": "|b1"}


def load_safetensors(path):
    if safetensors:
        return safetensors.numpy.load_file(path)
    content = path.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    assert length % 8 == 0
    header, data = json.loads(content[8:8 + length]), content[8 + length:]
    header.pop("__metadata__", None)
    end, arrays = 0, {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        first, last = entry["data_offsets"]
        assert first == end, "a hole or an overlap"
        end = last
        array = np.frombuffer(data[first:last], DTYPES[entry["dtype"]])
        arrays[name] = array.reshape(entry["shape"])
    assert end == len(data)
    return arrays


def save_safetensors(arrays, path):
    if safetensors:
        safetensors.numpy.save_file(arrays, path, {"format": "np"})
        return
    header, data = {"__metadata__": {"format": "np"}}, b""
    for name, a in arrays.items():
        code = next(code for code, dtype in DTYPES.items() if a.dtype == np.dtype(dtype))
        header[name] = {"dtype": code, "shape": list(a.shape),
                        "data_offsets": [len(data), len(data) + a.nbytes]}
        data += a.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def changed(a):
    return np.asarray(~a if a.dtype == np.bool_ else a * a.dtype.type(2))


def main():
    folder = Path(sys.argv[1])
    model = load_safetensors(folder / "model.safetensors")
    with np.load(folder / "model.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    assert arrays.keys() == model.keys(), (arrays.keys(), model.keys())
    for name, a in arrays.items():
        single = np.load(folder / f"{name}.npy")
        for other in (model[name], single):
            assert a.dtype == other.dtype and a.shape == other.shape, name
            assert a.tobytes() == other.tobytes(), name

    doubled = {name: changed(a) for name, a in arrays.items()}
    save_safetensors(doubled, folder / "back.safetensors")
    np.savez(folder / "back.npz", **doubled)
    np.savez_compressed(folder / "back_compressed.npz", **doubled)
    for name, a in doubled.items():
        np.save(folder / f"back_{name}.npy", np.array(a, order="F"))
        np.save(folder / f"back_swapped_{name}.npy", a.astype(a.dtype.newbyteorder(">")))
    print("the package safetensors" if safetensors else "the description of safetensors")


main()

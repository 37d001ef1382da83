"""Writes seeds/, small real files for the fuzz targets to begin with: needs Python with torch and numpy.
What has been found to go wrong stands beside them and is not written here: idx/large_strides, idx/larger_strides."""
import gzip
import io
import json
import struct
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch

FOLDER = Path(__file__).parent / "seeds"


def write(target, name, content):
    folder = FOLDER / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def saved(value, **options):
    file = io.BytesIO()
    torch.save(value, file, **options)
    return file.getvalue()


def pickle_in(file):
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read("archive/data.pkl")


def python_files():
    w = torch.arange(6.0).view(2, 3)
    model = torch.nn.Linear(1, 1)
    model.load_state_dict({"weight": torch.ones(1, 1), "bias": torch.zeros(1)})
    adam = torch.optim.Adam(model.parameters())
    lbfgs = torch.optim.LBFGS(model.parameters(), history_size=2)

    def closure():
        adam.zero_grad()
        loss = (model(torch.ones(1, 1)) ** 2).sum()
        loss.backward()
        return loss
    adam.step(closure)
    lbfgs.step(closure)
    checkpoint = {"epoch": 3, "lr": 0.1, "done": False, "note": "\u00fc", "none": None, "big": -2**40,
                  "list": [1, 2], "pair": (1, ("x", 2.5)), "empty": [], 7: {"w": [w, w.t()]},
                  "shape": torch.Size([2, 3]), "parameter": torch.nn.Parameter(w)}
    yield "tensor", saved(w)
    yield "views", saved([w, w[1:, ::2], w.t()])
    for name, dtype in (("half", torch.half), ("bool", torch.bool), ("long", torch.long)):
        yield name, saved({"w": torch.ones(2, dtype=dtype)})
    yield "model", saved(model.state_dict())
    yield "adam", saved(adam.state_dict())
    yield "lbfgs", saved(lbfgs.state_dict())
    for protocol in (2, 4):
        yield f"checkpoint{protocol}", saved(checkpoint, pickle_protocol=protocol)


def safetensors(metadata, **tensors):
    header, data = OrderedDict(), b""
    if metadata:
        header["__metadata__"] = metadata
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape,
                        "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def numpy_file(array, version=(1, 0)):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version)
    return file.getvalue()


def main():
    for name, file in python_files():
        write("pt", name, file)
        write("pickle", name, pickle_in(file))
        if name in ("tensor", "model", "adam", "lbfgs", "checkpoint2"):
            write("archive", name, file)

    plain = safetensors({}, w=("F32", [2, 3], np.arange(6, dtype=np.float32).tobytes()))
    many = safetensors({"format": "pt", "\u00fc": "\"\n"}, i=("I64", [], bytes(8)),
                       h=("F16", [2], bytes(4)), b=("BOOL", [1, 2], b"\0\1"), e=("U8", [0], b""))
    for target in ("safetensors", "archive"):
        write(target, "plain.safetensors", plain)
        write(target, "many.safetensors", many)

    f4 = np.arange(6, dtype=np.float32).reshape(2, 3)
    write("npy", "f4", numpy_file(f4))
    write("npy", "f4_column_major", numpy_file(np.asfortranarray(f4)))
    write("npy", "f8_big_endian", numpy_file(f4.astype(">f8"), (2, 0)))
    write("npy", "f2", numpy_file(f4.astype("<f2"), (3, 0)))
    write("npy", "b1", numpy_file(f4 > 1))
    write("npy", "i8", numpy_file(np.array(7)))
    for name, save in (("stored", np.savez), ("deflated", np.savez_compressed)):
        file = io.BytesIO()
        save(file, w=f4, step=np.array(7))
        write("npz", name, file.getvalue())
        write("archive", name + ".npz", file.getvalue())

    images = struct.pack(">BBBBIII", 0, 0, 8, 3, 2, 3, 2) + bytes(range(12))
    write("idx", "images", images)
    write("idx", "images.gz", gzip.compress(images, mtime=0))
    write("idx", "labels", struct.pack(">BBBBI", 0, 0, 8, 1, 3) + b"\1\2\3")

    write("csv", "numbers", b"a,b,kind\n1,2.5,x\n-3e2,0x1p3,y\n4,5,x\n,6,y\n")
    write("csv", "quotes", b"\"a \"\"b\"\"\", c,kind\r\n\"1,5\",\"x\ny\",yes\r\n2,\"z\",no\r\n\r\n3,z,no,\r\n")
    write("csv", "dates", b"\xef\xbb\xbfday;share;kind\n2024-01-31;12%;0\n01.02.2024;3,5%;1\n;NA;1\n0")
    write("csv", "euro", b"preis;kind\n1.234,5;a\n2.000,25;b\n\"3,0\";b\n1")


main()

#!/usr/bin/env python3
"""What a shared library of ours shows is ours: symbols.py LIBRARY.

Every symbol that it defines for others (`nm -D`) belongs to namespace glassgrad or is one of the debugger's
hooks, so that nothing of fmt, zlib, nlohmann-json or the standard library in it meets that of a program; and
every symbol carries the version of the interface.
"""
import re
import subprocess
import sys

OURS = re.compile(r"(?:(?:vtable|VTT|typeinfo|typeinfo name|guard variable|reference temporary #\d+|TLS init function"
                  r"|TLS wrapper function) for |(?:non-)?virtual thunk to |covariant return thunk to )?glassgrad::")


def main():
    command = ["nm", "--dynamic", "--defined-only", "--extern-only"]
    lines = {}
    for demangle in ("--no-demangle", "--demangle"):
        out = subprocess.run([*command, demangle, sys.argv[1]], check=True, capture_output=True, text=True).stdout
        lines[demangle] = [line.split(maxsplit=2)[2] for line in out.splitlines() if " A " not in line]
    foreign, unversioned = [], []
    for raw, name in zip(lines["--no-demangle"], lines["--demangle"], strict=True):
        if "@@GLASSGRAD_" not in raw:
            unversioned.append(name)
        # A template's name comes after its result's type: what stands in the mangled name is its place.
        if not (OURS.match(name) or raw.startswith("glassgrad_") or re.match(r"_ZNK?9glassgrad", raw)
                or re.match(r"_Z(GV)?ZNK?9glassgrad", raw)):
            foreign.append(name)
    for title, names in (("foreign", foreign), ("without a version", unversioned)):
        for name in names[:20]:
            print(f"{title}: {name}")
    print(f"{len(lines['--demangle'])} symbols, {len(foreign)} foreign, {len(unversioned)} without a version")
    needed = ("glassgrad::Tensor::backward", "glassgrad::nn::LinearImpl::forward", "glassgrad::optim::SGD::step",
              "vtable for glassgrad::nn::Module", "typeinfo for glassgrad::Error")
    missing = [name for name in needed if not any(line.startswith(name) for line in lines["--demangle"])]
    for name in missing:
        print(f"missing: {name}")
    sys.exit(1 if foreign or unversioned or missing or not lines["--demangle"] else 0)


main()

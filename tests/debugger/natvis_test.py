#!/usr/bin/env python3
"""The natvis file is what its description gives, and every member that it names is there."""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "debugger"))
sys.dont_write_bytecode = True
import glassgrad_natvis  # noqa: E402
import glassgrad_view as view  # noqa: E402

HEADERS = {"glassgrad::Tensor": ["tensor.h"], view.TENSOR_IMPL: ["tensor_impl.h"],
           view.NODE: ["node.h"], view.EDGE: ["node.h"], view.SAVED_TENSOR: ["node.h"],
           view.ACCUMULATE_GRAD: ["node.h"], "glassgrad::Value": ["value.h"],
           "glassgrad::ValueNode": ["value_node.h"]}

with open(os.path.join(ROOT, "debugger", "glassgrad.natvis")) as file:
    text = file.read()
assert text == glassgrad_natvis.natvis(), "glassgrad.natvis is old: run python3 debugger/glassgrad_natvis.py"
ElementTree.fromstring(text.encode())
for name, _, items in glassgrad_natvis.NATVIS:
    declared = "".join(open(os.path.join(ROOT, "autograd", h)).read() for h in HEADERS[name])
    for _, path in items:
        member = re.match(r"\w+", path).group()
        assert re.search(r"\b%s\b[^(\n]*;" % member, declared), "%s has no member %s" % (name, member)
print("natvis: %d types" % len(glassgrad_natvis.NATVIS))

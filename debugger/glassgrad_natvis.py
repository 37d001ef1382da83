"""The same members for Visual Studio and VS Code: writes glassgrad.natvis."""

import os

from glassgrad_values import VALUE_NODE
from glassgrad_memory import MAX_DIMENSIONS
from glassgrad_view import ACCUMULATE_GRAD, EDGE, NODE, SAVED_TENSOR, TENSOR_IMPL

# (type, one line, [(label, expression)])
NATVIS = [
    ("glassgrad::Tensor", [("!impl_.p_", "undefined"), ("", "{*impl_.p_}")],
     [("impl", "impl_.p_")]),
    (TENSOR_IMPL,
     [("sizes.size_ > %d" % MAX_DIMENSIONS, "uninitialised or freed"),
      ("dtype == glassgrad::ScalarType::Float",
       "{{shape={sizes} {(float*)data,[numel &lt; 8 ? numel : 8]}}}"),
      ("dtype == glassgrad::ScalarType::Double",
       "{{shape={sizes} {(double*)data,[numel &lt; 8 ? numel : 8]}}}"),
      ("", "{{shape={sizes} {dtype}}}")],
     [("sizes", "sizes"), ("strides", "strides"), ("dtype", "dtype"), ("numel", "numel"),
      ("requires_grad", "requires_grad"), ("grad_fn", "grad_fn.p_"), ("grad", "grad"),
      ("name, hooks, view", "extras")]),
    (NODE, [("", "{file_,s}:{line_}")],
     [("forward file", "file_"), ("forward line", "line_"), ("inputs", "next_edges_"),
      ("sequence_nr", "sequence_nr_")]),
    (EDGE, [("", "{function.p_}")], [("function", "function.p_"), ("input_nr", "input_nr")]),
    (SAVED_TENSOR, [("", "{tensor_}")], [("tensor", "tensor_"), ("version", "version_")]),
    ("glassgrad::Value", [("!node_", "moved from"), ("", "{*node_}")], [("node", "node_")]),
    (VALUE_NODE,
     [("name", "{name,s}: {op} data={data} grad={grad}"), ("", "{op} data={data} grad={grad}")],
     [("data", "data"), ("grad", "grad"), ("operation", "op"),
      ("operand 0", "parent[0]"), ("dy/d(operand 0)", "partial[0]"),
      ("operand 1", "parent[1]"), ("dy/d(operand 1)", "partial[1]")]),
    (ACCUMULATE_GRAD, [("", "accumulates into {variable}")], [("variable", "variable")]),
]


def natvis():
    """The text of glassgrad.natvis."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>',
             "<!-- Written by: python3 debugger/glassgrad_natvis.py -->",
             '<AutoVisualizer xmlns="http://schemas.microsoft.com/vstudio/debugger/natvis/2010">',
             '  <Type Name="glassgrad::SmallVector&lt;*,*&gt;">',
             "    <DisplayString>{data_,[size_]}</DisplayString>", "    <Expand>", "      <ArrayItems>",
             "        <Size>size_</Size>", "        <ValuePointer>data_</ValuePointer>",
             "      </ArrayItems>", "    </Expand>", "  </Type>"]
    for name, strings, items in NATVIS:
        lines.append('  <Type Name="%s" Inheritable="true">' % name)
        for condition, text in strings:
            attribute = ' Condition="%s"' % condition.replace(">", "&gt;") if condition else ""
            lines.append("    <DisplayString%s>%s</DisplayString>" % (attribute, text))
        lines.append("    <Expand>")
        lines += ['      <Item Name="%s">%s</Item>' % item for item in items]
        lines += ["    </Expand>", "  </Type>"]
    return "\n".join(lines + ["</AutoVisualizer>"]) + "\n"


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "glassgrad.natvis"), "w") as out:
        out.write(natvis())

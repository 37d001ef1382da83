#!/usr/bin/env python3
"""Writes torch/names.h, every public name of the library declared again in libtorch's namespaces, and
the list of them in docs/libtorch.md.

Programs extend these (`namespace torch { namespace nn { struct Mine : Module ...`), which C++ forbids
for an alias, and `using namespace torch;` has to find one `nn` only, which it would not after
`using namespace glassgrad;`. Clang lists the names:

    tools/torch_names.py            writes both
    tools/torch_names.py --check    fails if one is out of date
"""
import pathlib
import re
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADER = ROOT / "torch/names.h"
DOCUMENT = ROOT / "docs/libtorch.md"
# What is for users, and what programs written for libtorch name besides.
SOURCES = ["../data/detail/data_shuttle.h", "../data/detail/queue.h", "../data/detail/sequencers.h",
           "../include/glassgrad.h", "../include/glassgrad/more.h"]
INCLUDES = "".join(f'#include "{source}"\n' for source in SOURCES)
# Not for users, or under a name of libtorch's already.
PRIVATE = {"detail", "kernels", "formulas", "example", "numpy", "safetensors"}
# Nobody extends these: an alias is enough.
ALIASES = ("enumtype", "indexing", "Reduction")
# What libtorch has at another place or in another form (torch/*.h).
ELSEWHERE = {"Context", "TensorType", "WarningHandler", "globalContext", "set_warning_handler"}
# What public headers need and nobody names.
INTERNAL = {"Callbacks", "GeneratorMutex", "InSmallBlocks", "RefCounted", "TensorExtras", "TensorSynonyms", "ValueChunk",
            "VersionCounter", "allocate_block", "allocate_value_node", "check_supported", "dispose", "drop",
            "forward_line", "forward_operation", "free_block", "make_value_leaf"}


def clang(source, *options):
    command = ["clang++", "-std=c++20", "-fsyntax-only", "-ferror-limit=0", "-I", str(HEADER.parent), *options,
               "-x", "c++", "-"]
    return subprocess.run(command, input=INCLUDES + source, capture_output=True, text=True)


def accepted(names, declaration):
    """Those of the names that stand for something where `declaration` uses them."""
    # Each on a line of its own, after the #include.
    messages = clang("".join(declaration.format(i, name) + "\n" for i, name in enumerate(names))).stderr
    refused = {int(line) for line in re.findall(r"^<stdin>:(\d+):\d+: error", messages, re.M)}
    return [name for i, name in enumerate(names) if i + 1 + len(SOURCES) not in refused]


def declared():
    """The library's public names, by namespace: {"nn": {"Linear", ...}, ...}."""
    listing = clang("", "-Xclang", "-ast-list").stdout
    entries = sorted(set(re.findall(r"^(glassgrad::\w+(?:::\w+)*)$", listing, re.M)))
    spaces = set(accepted(entries, "namespace n{} = {};"))
    rest = [entry for entry in entries if entry not in spaces and entry.rpartition("::")[0] in spaces | {"glassgrad"}]
    names = {space: set() for space in ["", *(s.split("::", 1)[1] for s in spaces)] if not private(space)}
    for entry in accepted(rest, "namespace n{} {{ using {}; }}"):
        space, _, name = entry.partition("::")[2].rpartition("::")
        if space in names:
            names[space].add(name)
    names[""] -= ELSEWHERE | INTERNAL
    return names


def private(space):
    parts = set(space.split("::"))
    return space.split("::")[0] in ALIASES or bool(parts & PRIVATE) and not space.startswith("data::detail")


def using(space, names):
    prefix = "glassgrad::" + (space + "::" if space else "")
    return [f"using {prefix}{name};" for name in sorted(names)]


def header(names):
    lines = ["#pragma once",
             "// Written by tools/torch_names.py: the library's names in libtorch's namespaces, which a program",
             "// may extend.",
             "",
             *INCLUDES.splitlines(),
             "",
             "// clang-format off"]
    aliases = [f"namespace {name} = glassgrad::{name};" for name in ALIASES]
    lines += ["namespace c10 {", *using("", names[""]), *aliases, "}  // namespace c10"]
    for space in sorted(names):
        path = "torch" + ("::" + space if space else "")
        lines += [f"namespace {path} {{", *using(space, names[space]), *([] if space else aliases),
                  f"}}  // namespace {path}"]
    return "\n".join(lines + ["// clang-format on", ""])


def document(names):
    """The document with the names in it, without those that come with another: ReLUImpl, ReLUOptions."""
    lines = ["<!-- names -->"]
    for space in sorted(names):
        known = names[space]
        shown = [name for name in sorted(known, key=lambda name: (name.lower(), name))
                 if not (name.endswith("Impl") and name[:-4] in known)
                 and not (name.endswith("Options") and name[:-7] in known) and not name.startswith("_")]
        if shown and "detail" not in space:
            lines += [f"### torch{'::' * bool(space)}{space}", "", *wrapped(shown), ""]
    text = DOCUMENT.read_text()
    before, after = text.index("<!-- names -->"), text.index("<!-- end -->")
    return text[:before] + "\n".join(lines) + text[after:]


def wrapped(names):
    return textwrap.wrap(", ".join(names), 100, break_long_words=False, break_on_hyphens=False)


def main():
    names = declared()
    for path, text in (HEADER, header(names)), (DOCUMENT, document(names)):
        if "--check" not in sys.argv[1:]:
            path.write_text(text)
        elif path.read_text() != text:
            sys.exit(f"{path.relative_to(ROOT)} is out of date: run tools/torch_names.py")


main()

#!/usr/bin/env python3
"""natvis_test.py            the natvis file is XML, and what its description gives
natvis_test.py PROGRAM    gdb, which knows the layouts, understands every expression in it

Exit status as of sessions.py.
"""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import sessions

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(sessions.ROOT, "debugger"))
import glassgrad_natvis  # noqa: E402

with open(os.path.join(sessions.ROOT, "debugger", "glassgrad.natvis")) as file:
    text = file.read()
NAMESPACE = "{http://schemas.microsoft.com/vstudio/debugger/natvis/2010}"
AN_OBJECT_OF = {"glassgrad::SmallVector<*,*>": "glassgrad::Dims"}


def expressions(element):
    """In conditions, in braces, and in the elements of an expansion."""
    for node in element.iter():
        tag, content = node.tag.replace(NAMESPACE, ""), node.text or ""
        if node.get("Condition"):
            yield node.get("Condition")
        if tag == "DisplayString":
            yield from re.findall(r"(?<!\{)\{([^{}]+)\}", content)
        elif tag in ("Item", "Size", "ValuePointer"):
            yield content


def in_gdb(type_name, expression):
    """With the names of members turned into members of an object; without format specifiers."""
    for part in re.split(r",\[|\],?|,\w+$", expression) if "," in expression else [expression]:
        if part:
            yield re.sub(r"(?<![\w.:])(?!float\b|double\b)([A-Za-z_]\w*)(?![\w:])",
                         r"((%s*)0)->\1" % type_name, part)


def check_text():
    assert text == glassgrad_natvis.natvis(), (
        "glassgrad.natvis is old: run python3 debugger/glassgrad_natvis.py")
    types = ElementTree.fromstring(text.encode()).findall(NAMESPACE + "Type")
    print("natvis: %d types" % len(types))


def check_members(program):
    sessions.check_that_it_can_run("gdb", program)
    asked = []
    for kind in ElementTree.fromstring(text.encode()).findall(NAMESPACE + "Type"):
        name = AN_OBJECT_OF.get(kind.get("Name"), kind.get("Name"))
        asked += [e for expression in expressions(kind) for e in in_gdb(name, expression)]
    commands = ["set language c++"] + ["whatis " + e for e in asked]
    done = subprocess.run(
        ["gdb", "-nx", "-batch", "-iex", "set auto-load off"]
        + [word for command in commands for word in ("-ex", command)] + [program],
        capture_output=True, text=True, env=sessions.environment(), timeout=300)
    understood = done.stdout.count("type = ")
    print("natvis: gdb understands %d of %d expressions" % (understood, len(asked)))
    if understood != len(asked) or not asked:
        sys.exit(done.stderr)


check_members(sys.argv[1]) if len(sys.argv) > 1 else check_text()

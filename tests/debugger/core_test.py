#!/usr/bin/env python3
"""A core dump tells of the node in which the program stood what the program told when it stood there.

core_test.py gdb|lldb PROGRAM    gdb writes the dump; exit status as of sessions.py
"""

import os
import re
import subprocess
import sys
import tempfile

import sessions

debugger, program = sys.argv[1:]
for name in {"gdb", debugger}:
    sessions.check_that_it_can_run(name, program)


def in_core(core, commands):
    """What the debugger answers to each command, without a program that runs."""
    script = {"gdb": "source %s/debugger/glassgrad_gdb.py", "lldb": "command script import %s/debugger/glassgrad_lldb.py"}
    lines = [script[debugger] % sessions.ROOT]
    for command in commands:
        lines += [{"gdb": "echo @@\\n", "lldb": "script print('@@')"}[debugger], command]
    with tempfile.NamedTemporaryFile("w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        start = {"gdb": ["gdb", "-nx", "-q", "-iex", "set auto-load off", "-iex", "set width 0", program, core],
                 "lldb": ["lldb", "-x", "-b", "-o",
                          "settings set interpreter.stop-command-source-on-error false",
                          "-s", file.name, "-c", core, program]}[debugger]
        shown = subprocess.run(start, input="\n".join(lines) + "\n" if debugger == "gdb" else "", text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=sessions.environment(),
                               timeout=300).stdout
    shown = re.sub(r"^(\(gdb\) )+|^\(lldb\) .*\n", "", shown, flags=re.M)
    return [answer.strip() for answer in shown.split("@@\n")[1:]]


failures = []
with tempfile.TemporaryDirectory() as folder:
    core = os.path.join(folder, "core")
    node = sessions.RUN["gdb"](program, ["deep"], ["grad next mul", "gcore " + core])[0]
    node = re.sub(r"^BFD: .*\n", "", node, flags=re.M).strip()  # of debug information of the system's libraries
    shown, graph, refused = in_core(core, [
        "grad show", "grad graph loss" if debugger == "gdb" else "help", "grad next"])
    if not node.startswith("#2 MulBackward0") or shown != node:
        failures.append("where it stood:\n%s\nin the dump:\n%s" % (node, shown))
    if debugger == "gdb" and "#14 AccumulateGrad of fc1.weight" not in graph:
        failures.append("the graph in the dump:\n" + graph)
    if "nothing runs in a core dump" not in refused:
        failures.append("`grad next` in the dump:\n" + refused)
print("\n".join(failures) or "the dump tells the same")
sys.exit(bool(failures))

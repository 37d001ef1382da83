#!/usr/bin/env python3
"""The numbers of `grad graph` are those of the walk, in graphs of several shapes; a graph of thousands of
nodes is told in seconds.

order_test.py gdb|lldb PROGRAM    exit status as of sessions.py
"""

import re
import sys
import time

import sessions

SECONDS = 20  # for a session on 3,001 nodes, start of the debugger and of the program included

debugger, program = sys.argv[1:]
sessions.check_that_it_can_run(debugger, program)


def run(argument, commands):
    if debugger == "lldb":
        commands = [command.replace("grad ", "grad-", 1) for command in commands]
    return sessions.RUN[debugger](program, [argument] if argument else [], commands)


failures = []
compared = 0
for argument in ("deep", "functions", None):
    graph = re.findall(r"^#(\d+) (\S+)(?: of (\S+))?", run(argument, ["grad begin", "grad graph loss"])[1],
                       re.M)
    answers = run(argument, ["grad begin"] + ["grad next"] * len(graph))[1:]
    walk = [re.match(r"#(\d+) (\S+)(?: of (\S+))?", answer).groups("") for answer in answers]
    compared += len(graph)
    if not graph or graph != walk:
        failures.append("%s: the graph has\n%s\nthe walk\n%s" % (argument, graph, walk))

begun = time.time()
answers = run("long", ["grad begin", "grad graph loss"])
seconds = time.time() - begun
if "\n3002 nodes:\n" not in "\n" + answers[1] or seconds > SECONDS:
    failures.append("a long graph, after %.0f s:\n%s" % (seconds, answers[1]))
print("%d nodes compared; 3,002 nodes in %.1f s" % (compared, seconds))
print("\n".join(failures))
sys.exit(bool(failures))

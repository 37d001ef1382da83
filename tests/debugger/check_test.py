#!/usr/bin/env python3
"""`grad check` agrees with the rule of every operation whose forward it knows.

check_test.py PROGRAM    exit status as of sessions.py
"""

import os
import re
import sys

import sessions

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(sessions.ROOT, "debugger"))
import glassgrad_check  # noqa: E402

MAX_NODES = 500

program = sys.argv[1]
sessions.check_that_it_can_run("gdb", program)
answers = sessions.run_gdb(program, ["check"], [
    "python\nfor i in range(%d):\n"
    "    print(gdb.execute('grad next', to_string=True).split(chr(10))[0])\n"
    "    try: print(gdb.execute('grad check', to_string=True))\n"
    "    except gdb.error as error: print(error)\n"
    "    if not gdb.selected_inferior().pid: break\nend" % MAX_NODES])
verdicts = re.findall(r"^(\S+): the gradient of input \d (agrees|DIFFERS).*\n(.*)", answers[0], re.M)
checked = {name for name, _, _ in verdicts}
wrong = ["%s: %s" % (name, line.strip()) for name, verdict, line in verdicts if verdict != "agrees"]
missing = sorted(({*glassgrad_check.FORWARD, *glassgrad_check.OF_RESULT}) - checked)
print("%d operations checked at %d nodes" % (len(checked), len(verdicts)))
if wrong or missing:
    print(answers[0])
    print("wrong:", *wrong, "not checked: %s" % missing, sep="\n")
sys.exit(bool(wrong or missing))

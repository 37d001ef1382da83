#!/usr/bin/env python3
"""`grad check` agrees with the rule of every operation that knows how to compute itself once more.

check_test.py PROGRAM    exit status as of sessions.py
"""

import re
import sys

import sessions

MAX_NODES = 500

# What forwards.cpp uses, and every elementwise operation, loss and layer that it should use.
CHECKED = set("""
Add0 Add1 Sub0 Sub1 Rsub1 Mul0 Mul1 Div0 Div1 Remainder1 Pow0 Pow1 Neg0 Abs0 Exp0 Expm10 Log0 Log1P0
Log20 Log100 Sqrt0 Rsqrt0 Reciprocal0 Sin0 Cos0 Tan0 Erf0 Clamp1 Maximum0 Minimum0 Where0 MaskedFill0
MaskedFill1 Sigmoid0 Tanh0 LogSigmoid0 Silu0 Mish0 Softplus0 Gelu0 Elu0 Celu0 Relu0 Threshold0
LeakyRelu0 Hardtanh0 Hardshrink0 Softshrink0 MseLoss0 L1Loss0 SmoothL1Loss0 HuberLoss0
BinaryCrossEntropy0 BinaryCrossEntropyWithLogits0
Convolution0 AvgPool2D0 AdaptiveAvgPool2D0 UpsampleBilinear2D0 Embedding0
""".split())

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
missing = sorted({re.sub(r"(\d)$", r"Backward\1", name) for name in CHECKED} - checked)
print("%d operations checked at %d nodes" % (len(checked), len(verdicts)))
if wrong or missing:
    print(answers[0])
    print("wrong:", *wrong, "not checked: %s" % missing, sep="\n")
sys.exit(bool(wrong or missing))

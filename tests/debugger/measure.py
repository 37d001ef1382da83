#!/usr/bin/env python3
"""Measures on real sessions how well gradients can be stepped through, and prints a table.

measure.py    builds the presets debug (-O0) and debug-optimized (-O2); needs gdb and lldb

Exit status 1 if a goal is missed.
"""

import os
import re
import statistics
import subprocess
import sys

import sessions

HERE = os.path.dirname(os.path.abspath(__file__))
PRESETS = {"-O0": "debug", "-O2": "debug-optimized"}
MAX_STEPS = 300


def program(level):
    return "%s/build/%s/tests/debugger/debugger_program" % (sessions.ROOT, PRESETS[level])


def build():
    for preset in PRESETS.values():
        for command in (["cmake", "--preset", preset],
                        ["cmake", "--build", "build/" + preset, "--target", "debugger_program"]):
            subprocess.run(command, cwd=sessions.ROOT, check=True, stdout=sys.stderr)


def run(debugger, level, commands, argument=None):
    """The answers; commands are written as for gdb."""
    if debugger == "lldb":
        commands = [command.replace("grad ", "grad-", 1) for command in commands]
    return sessions.RUN[debugger](program(level), [argument] if argument else [], commands)


def on_both(debuggers, measure):
    """{"gdb -O0": measure("gdb", "-O0"), ...}"""
    return {"%s %s" % (d, o): measure(d, o) for d in debuggers for o in PRESETS}


def text(results):
    """Equal results are told once."""
    if len(set(results.values())) == 1:
        return str(next(iter(results.values())))
    return ", ".join("%s %s" % item for item in results.items())


# --- what is measured: each gives (goal, measured, whether the goal is reached) ---


def frames_between(backtrace):
    """Between the function of the program that calls backward() and the node."""
    files = re.findall(r"#\d+:? .* at (\S+?):\d+", backtrace)
    return next((i - 1 for i, file in enumerate(files) if file.endswith("program.cpp")), 99)


def frames():
    def shown(debugger, level, command):
        return frames_between(run(debugger, level, ["grad next", command])[1])
    usual = {"gdb " + o: shown("gdb", o, "bt") for o in PRESETS}
    bare = {"gdb " + o: shown("gdb", o, "bt -no-filters") for o in PRESETS}
    bare.update({"lldb " + o: shown("lldb", o, "bt") for o in PRESETS})
    return "at most 2", "%s; all of them: %s" % (text(usual), text(bare)), max(usual.values()) <= 2


def commands():
    def one(debugger, level):
        shown = run(debugger, level, ["grad next"])[0]
        return 1 if all(word in shown for word in (
            "MseLossBackward0   created at program.cpp:", "mse_loss(p, y)", "upstream ",
            "saved self ", "-> input 0: SigmoidBackward0 @ program.cpp:")) else "more"
    measured = on_both(("gdb", "lldb"), one)
    return "1", text(measured), set(measured.values()) == {1}


def steps():
    with open(HERE + "/program.cpp") as source:
        line = next(i for i, row in enumerate(source, 1) if "loss.backward()" in row)

    def count(level, *start):
        answers = run("gdb", level, [
            *start, "python n = 0; where = lambda: str(gdb.newest_frame().find_sal().symtab)",
            "python while n < %d and '/ops/' not in where(): n += 1;"
            " gdb.execute('step', to_string=True)" % MAX_STEPS,
            "python print(n)"])
        return int(answers[-1])
    measured = {o: count(o, "tbreak program.cpp:%d" % line, "run") for o in PRESETS}
    measured["-O0 after `grad begin`"] = count("-O0", "grad begin")
    return "at most 20", text(measured), max(measured.values()) <= 20


def forward_lines():
    """lines.cpp says at the end of a line which node is made there."""
    with open(HERE + "/lines.cpp") as source:
        expected = [(i, match.group(1)) for i, row in enumerate(source, 1)
                    if (match := re.search(r"// (\S+Backward\d|CppNode<\w+>)$", row))]

    def right(debugger, level):
        shown = "".join(run(debugger, level, ["grad next"] * (len(expected) + 20), "lines"))
        found = [(int(line), name) for name, line in
                 re.findall(r"#\d+ (\S+)   created at lines\.cpp:(\d+)", shown)]
        return "%d of %d" % (len(set(found) & set(expected)), len(set(found) | set(expected)))
    measured = on_both(("gdb", "lldb"), right)
    everything = {"%d of %d" % (len(expected), len(expected))}
    return "every node", text(measured), set(measured.values()) == everything


def cost():
    """Beside the fastest of all work, additions that wait for each other: one is a cycle of the processor."""
    shown = subprocess.run([program("-O2"), "cost"], capture_output=True, text=True, check=True).stdout
    nanoseconds, addition = map(float, shown.split())
    return "at most 1 ns an operation", "%.1f ns, that of %.0f additions in a row" % (
        nanoseconds, nanoseconds / addition), nanoseconds <= 1


def time_of_next():
    steps = {
        "gdb": "gdb.execute('grad next', to_string=True)",
        "lldb": "lldb.debugger.HandleCommand('grad-next')"}

    def milliseconds(debugger, level):
        python = "python " if debugger == "gdb" else "script "
        shown = run(debugger, level, [
            "grad next", python + "import time; times = [time.perf_counter()]",
            python + "[(%s, times.append(time.perf_counter())) for i in range(20)]" % steps[debugger],
            python + "print('times', times)"], "lines")[3]
        times = [float(t) for t in re.findall(r"\d+\.\d+", shown)]
        return round(1000 * statistics.median(b - a for a, b in zip(times, times[1:])))
    measured = on_both(("gdb", "lldb"), milliseconds)
    return "at most 100 ms", text({k: "%d ms" % v for k, v in measured.items()}), (
        max(measured.values()) <= 100)


def nan():
    def producers(debugger, level):
        backward = run(debugger, level, ["grad nan"], "nan")[0]
        forward = run(debugger, level, ["grad nan"], "log")[0]
        named = "SqrtBackward0   created" in backward and "LogBackward0   at" in forward
        return "the producer" if named else "another"
    measured = on_both(("gdb", "lldb"), producers)
    return "names the producer", text(measured), set(measured.values()) == {"the producer"}


def broken_locals():
    """The sessions at -O0 print an uninitialised and a freed tensor."""
    results = {d: session(d, "-O0", "%s/%s_O0.session" % (HERE, d)) for d in ("gdb", "lldb")}
    measured = {d: "no crash" if ok else "FAILED" for d, (_, ok) in results.items()}
    return "never crash, never hang", text(measured), all(ok for _, ok in results.values())


def session(debugger, level, *files):
    done = subprocess.run([sys.executable, HERE + "/sessions.py", debugger, program(level), *files],
                          capture_output=True, text=True)
    return done.stdout.strip().split("\n")[-1], done.returncode == 0


def recorded():
    results = on_both(("gdb", "lldb"), lambda d, o: session(d, o, "%s/%s.session" % (HERE, d)))
    return "in the test suite", text({k: said for k, (said, _) in results.items()}), (
        all(ok for _, ok in results.values()))


ROWS = (
    ("frames between the caller of `backward()` and a node", frames),
    ("commands from a stop anywhere to the next node, with all that belongs to it", commands),
    ("`step`s from `loss.backward()` into the first node", steps),
    ("forward line right", forward_lines),
    ("cost of the forward line at -O2", cost),
    ("`grad next` after the first, median", time_of_next),
    ("`grad nan`", nan),
    ("printers on uninitialised and freed tensors", broken_locals),
    ("recorded sessions", recorded),
)


def main():
    build()
    for debugger in ("gdb", "lldb"):
        for level in PRESETS:
            sessions.check_that_it_can_run(debugger, program(level))
    print("| measure | goal | measured |\n|---|---|---|")
    missed = []
    for title, measure in ROWS:
        goal, measured, reached = measure()
        print("| %s | %s | %s |" % (title, goal, measured), flush=True)
        missed += [] if reached else [title]
    for title in missed:
        print("Goal missed: " + title, file=sys.stderr)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs recorded debugger sessions and compares what every command prints.

sessions.py gdb|lldb PROGRAM FILE...    FILE: text with sessions, as a learner sees them:

    === two epochs
    (gdb) grad begin
    program.cpp:65: loss.backward();
    ...

A heading may name arguments of the program: `=== a NaN [nan]`. The code blocks of a Markdown file
are one session together. `--record` writes the answers into the files instead.

Exit status 77, "skipped", where there is no such debugger, the program has no debug information, or
tracing a process is not permitted.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def skip(why):
    print("SKIPPED: " + why)
    sys.exit(SKIPPED)


def normal(text, arguments=()):
    """Without what differs from run to run: addresses, numbers of processes, folders."""
    text = re.sub(r"0x[0-9a-f]+", "0x..", text)
    text = re.sub(r"\bprocess \d+", "process N", text, flags=re.I)
    text = re.sub(r"\b((?:engine|debugger)\.cpp:)[\d:]+", r"\1..", text)
    text = re.sub(r"\) \+ \d+ at ", ") + .. at ", text)  # where in a function's code
    text = re.sub(r"(Backward0::apply)\(.*", r"\1(..)", text)  # -O2 says what is inlined there
    text = text.replace(ROOT + "/", "").replace("../", "")
    lines = [line.rstrip() for line in text.split("\n")]
    noise = re.compile(r"libthread_db|^\[Inferior|^process N (exited|launched|resuming)|^BFD: error: /usr/lib/debug")
    return "\n".join(line for line in lines if line and not noise.search(line))


def environment():
    # The debugger's own Python, not another one that stands first in PATH.
    return dict(os.environ, PATH="/usr/bin:/bin:" + os.environ.get("PATH", ""), LC_ALL="C",
                TERM="dumb", COLUMNS="200", PYTHONPATH="/usr/lib/llvm-14/lib/python3.11/dist-packages")


def run_gdb(program, arguments, commands):
    script = ["set confirm off", "set pagination off", "set width 0", "set style enabled off",
              "source %s/debugger/glassgrad_gdb.py" % ROOT]
    for i, command in enumerate(commands):
        script += ["echo @@%d\\n" % i, command]
    script.append("echo @@end\\n")
    done = subprocess.run(
        ["gdb", "-nx", "-q", "-iex", "set auto-load off", "-iex", "set prompt ", "--args", program]
        + arguments, input="\n".join(script) + "\n", text=True, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=environment(), timeout=300)
    answers = {}
    for i in range(len(commands)):
        match = re.search(r"@@%d\n(.*?)@@(?:%d|end)\n" % (i, i + 1), done.stdout, re.S)
        answers[i] = match.group(1) if match else "<no answer; the debugger said:\n%s>" % done.stdout
    return [answers[i] for i in range(len(commands))]


def run_lldb(program, arguments, commands):
    script = ["settings set interpreter.stop-command-source-on-error false",
              "settings set stop-line-count-before 0", "settings set stop-line-count-after 0",
              "command script import %s/debugger/glassgrad_lldb.py" % ROOT]
    for i, command in enumerate(commands):
        script += ["script print('@@%d')" % i, command]
    script.append("script print('@@end')")
    with tempfile.NamedTemporaryFile("w", suffix=".lldb") as file:
        file.write("\n".join(script[1:]) + "\n")
        file.flush()
        done = subprocess.run(["lldb", "-x", "-b", "-o", script[0], "-s", file.name, "--", program]
                              + arguments, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment(), timeout=300)
    text = "\n".join(line for line in done.stdout.split("\n") if not line.startswith("(lldb) "))
    answers = []
    for i in range(len(commands)):
        match = re.search(r"@@%d\n(.*?)@@(?:%d|end)(?:\n|$)" % (i, i + 1), text, re.S)
        answers.append(match.group(1) if match else "<no answer; the debugger said:\n%s>" % text)
    return answers


RUN = {"gdb": run_gdb, "lldb": run_lldb}


def check_that_it_can_run(debugger, program):
    if not shutil.which(debugger):
        skip("there is no %s" % debugger)
    if not os.path.exists(program):
        skip("%s has not been built" % program)
    sections = subprocess.run(["readelf", "-S", program], capture_output=True, text=True).stdout
    if ".debug_info" not in sections:
        skip("the program has no debug information; build with the preset debug")
    probe = {"gdb": ["gdb", "-nx", "-batch", "-ex", "break main", "-ex", "run", "-ex", "info line"],
             "lldb": ["lldb", "-x", "-b", "-o", "breakpoint set -n main", "-o", "run",
                      "-o", "frame info", "--"]}[debugger]
    done = subprocess.run(probe + [program], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=environment(), timeout=120)
    if not re.search(r"Line \d+ of|frame #0", done.stdout):
        skip("tracing a process is not permitted here:\n" + done.stdout)


@functools.lru_cache
def cannot_call(program):
    """Whether gdb fails to call any function of a program on this machine: it is older than the processor."""
    done = subprocess.run(["gdb", "-nx", "-batch", "-ex", "break main", "-ex", "run",
                           "-ex", "print ((int (*)(int)) abs)(-3)", program], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=environment(), timeout=120)
    return "= 3" not in done.stdout


class Session:
    """Commands with their answers, and where they stand in the file."""

    def __init__(self, arguments):
        self.arguments, self.commands, self.answers = arguments, [], []


def parse(debugger, lines, is_markdown):
    """(parts, sessions): the parts are lines as they are, or (session, number of its command)."""
    prompt = "(%s) " % debugger
    parts, sessions, in_answer = [], [], False
    if is_markdown:
        sessions.append(Session([]))
    for line in lines:
        heading = None if is_markdown else re.match(r"=== [^\[]*(?:\[(.*)\])?", line)
        if heading:
            sessions.append(Session((heading.group(1) or "").split()))
            in_answer = False
        if line.startswith(prompt):
            session = sessions[-1]
            session.commands.append(line[len(prompt):])
            session.answers.append("")
            parts.append((session, len(session.commands) - 1))
            in_answer = True
        elif in_answer and line.startswith("```"):
            in_answer = False
            parts.append(line)
        elif in_answer:
            sessions[-1].answers[-1] += line + "\n"
        else:
            parts.append(line)
    return parts, [session for session in sessions if session.commands]


def main():
    arguments = [a for a in sys.argv[1:] if a != "--record"]
    record = "--record" in sys.argv
    debugger, program, files = arguments[0], arguments[1], arguments[2:]
    check_that_it_can_run(debugger, program)
    failures = checked = 0
    for file in files:
        with open(file) as text:
            parts, sessions = parse(debugger, text.read().split("\n"), file.endswith(".md"))
        for session in sessions:
            session.got = [normal(answer)
                           for answer in RUN[debugger](program, session.arguments, session.commands)]
            for command, expected, answer in zip(session.commands, session.answers, session.got):
                checked += 1
                if "gdb cannot call functions of a program here" in answer and cannot_call(program):
                    print("%s: (gdb) %s: not checked, %s" % (file, command, answer))
                elif not record and normal(expected) != answer:
                    failures += 1
                    print("%s: (%s) %s\n--- expected\n%s\n--- got\n%s\n" % (
                        file, debugger, command, normal(expected), answer))
        if record:
            written = []
            for part in parts:
                if isinstance(part, str):
                    if part.startswith("=== "):
                        written.append("")
                    written.append(part)
                else:
                    session, i = part
                    written.append("(%s) %s" % (debugger, session.commands[i]))
                    written += [session.got[i]] if session.got[i] else []
            text = "\n".join(written)
            if not file.endswith(".md"):
                text = re.sub(r"\n{3,}", "\n\n", text)
            with open(file, "w") as out:
                out.write(text.rstrip("\n") + "\n")
    print("%d commands, %d wrong" % (checked, failures))
    if not checked:
        print("no session found")
    sys.exit(bool(failures) or not checked)


if __name__ == "__main__":
    main()

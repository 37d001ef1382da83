#!/usr/bin/env python3
"""Runs a program on so many ranks: run.py RANKS PROGRAM [ARGS...]. The options are those that root and
machines with fewer cores than ranks need; a user's `mpirun -np 2 program` has none of them."""

import os
import subprocess
import sys


def command(ranks, program):
    """The command line for `program`, a list, on so many ranks."""
    words = ["mpirun", "-np", str(ranks), "--oversubscribe", "--bind-to", "none"]
    if os.geteuid() == 0:
        words.append("--allow-run-as-root")
    return words + list(program)


def run(ranks, program, seconds=60, **settings):
    """Runs it to its end. If that takes too long, a rank waits forever: mpirun ends them all."""
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1")
    with subprocess.Popen(
        command(ranks, program), env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings
    ) as process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.terminate()
            out, err = process.communicate()
    return subprocess.CompletedProcess(program, process.returncode, out, err)


if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    words = command(int(sys.argv[1]), sys.argv[2:])
    os.execvp(words[0], words)

#!/usr/bin/env python3
"""Runs the programs below programs/ on several ranks: programs_test.py BINARIES APPS. What goes wrong
has to end within seconds, with a text that names the rank and the cause."""

import pathlib
import re
import struct
import sys
import tempfile
import time

import run

binaries, apps = (pathlib.Path(folder) for folder in sys.argv[1:3])
failures = 0

# How ranks differ, the ranks, and what one of them has to say.
BREAKS = [
    ("throws", 2, r"rank 1 of 2: no more images"),
    ("killed", 2, r"process rank 1 .*signal 9"),
    ("segfault", 3, r"process rank 2 .*signal 11"),
    ("exits", 2, r"rank 1: has left the program after \d+ calls|exit code.* 3|rank 1.*exit"),
    ("aborts", 2, r"rank 1 of 2: ProcessGroupMPI::abort was called"),
    ("calls", 2, r"rank 0 makes call 1, allreduce of 10 Float where rank 1 makes call 1, barrier|"
                 r"rank 1 makes call 1, barrier where rank 0 makes call 1, allreduce of 10 Float"),
    ("sizes", 2, r"allreduce of 11 Float where|allreduce of 10 Float where"),
    ("sizes", 4, r"allreduce of 11 Float where|allreduce of 10 Float where"),
    ("roots", 2, r"all ranks have to make the same calls"),
    ("receives", 3, r"wait for each other forever(.|\n)*rank 1: waits for recv of 3 Float with rank 2"),
    ("batches", 2, r"wait for each other forever(.|\n)*rank 1: has left the program"),
    ("batches", 4, r"wait for each other forever(.|\n)*rank 3: has left the program"),
    ("waits_at_the_end", 2, r"wait for each other forever(.|\n)*rank 1: has left the program"),
    ("slow", 2, r"rank 0 has waited 1500 ms for call 1, allreduce of 1 Float"),
]


def expect(condition, what, done=None):
    global failures
    if condition:
        return
    failures += 1
    print(f"FAILED: {what}")
    if done:
        print(done.stdout, done.stderr, f"status {done.returncode}")


def test_what_breaks():
    for how, ranks, text in BREAKS:
        begin = time.monotonic()
        done = run.run(ranks, [binaries / "distributed_breaks", how], seconds=30)
        taken = time.monotonic() - begin
        name = f"{how} on {ranks} ranks"
        expect(done.returncode != 0, f"{name}: status 0", done)
        expect(re.search(text, done.stdout + done.stderr), f"{name}: expected {text}", done)
        expect(taken < 15, f"{name}: took {taken:.1f} s", done)
    done = run.run(2, [binaries / "distributed_breaks", "patient"], seconds=30)
    expect(done.returncode == 0 and done.stdout == "done\n", "a slow rank is no error", done)


def write_images(folder, part, count):
    """Images that are easily told apart: class c has rows 2c and 2c + 1 bright."""
    images, labels = bytearray(), bytearray()
    for k in range(count):
        image = bytearray(28 * 28)
        row = k % 10 * 2
        image[row * 28 : row * 28 + 2 * 28] = bytes([200 + k % 7]) * 56
        images += image
        labels.append(k % 10)
    folder.mkdir(exist_ok=True)
    (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 0x803, count, 28, 28) + images)
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, count) + labels)


def test_mnist(folder):
    (folder / "build").mkdir()
    done = run.run(2, [binaries / "distributed_mnist"], cwd=folder / "build")
    expect(done.returncode == 0, "distributed MNIST", done)
    for rank in (0, 1):
        expect(f"Accuracy in rank {rank} in epoch 2 - " in done.stdout, f"MNIST, rank {rank}", done)
    accuracy = re.search(r"Test accuracy - ([0-9.]+)", done.stdout)
    expect(accuracy and float(accuracy[1]) > 50, "MNIST: has learnt nothing", done)


def test_app(folder):
    """One, two and four ranks see the same batches; a checkpoint goes on with any number."""
    program = [apps / "fashion_mnist", "--distributed", "--no-plot", "--shuffle", "--momentum", "0.9"]
    program += ["--data", folder / "data", "--lr", "0.02", "--batch-size", "20"]
    if not program[0].exists():
        return
    expected = run.run(1, [*program, "--epochs", "2"], cwd=folder)
    expect(expected.stdout.count("epoch") == 2, "fashion_mnist on one rank", expected)
    for ranks in (2, 4):
        done = run.run(ranks, [*program, "--epochs", "2"], cwd=folder)
        expect(done.stdout == expected.stdout, f"fashion_mnist on {ranks} ranks", done)
    program += ["--checkpoint", "checkpoint.pt"]
    first = run.run(4, [*program, "--epochs", "1"], cwd=folder)
    second = run.run(2, [*program, "--epochs", "2"], cwd=folder)
    expect(first.stdout + second.stdout == expected.stdout, "fashion_mnist from a checkpoint", second)
    wrong = run.run(3, [*program, "--epochs", "3"], cwd=folder)
    expect(wrong.returncode != 0 and "expected a multiple of the 3 ranks, got 20" in wrong.stderr,
           "fashion_mnist with a batch that cannot be divided", wrong)


test_what_breaks()
with tempfile.TemporaryDirectory() as name:
    write_images(pathlib.Path(name) / "data", "train", 6400)
    write_images(pathlib.Path(name) / "data", "t10k", 40)
    test_mnist(pathlib.Path(name))
    write_images(pathlib.Path(name) / "data", "train", 320)
    test_app(pathlib.Path(name))
sys.exit(failures > 0)

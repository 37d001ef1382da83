#!/usr/bin/env python3
"""Runs the same work with glassgrad, as loops written by hand and, with --against-libtorch, with
libtorch, and prints a table for each kind of work. `./run bench` builds the programs, calls this and
then runs the benchmarks of scalars (Google Benchmark takes its own options, --benchmark_...).

The sides take turns within one run, each as a process of its own, all on one processor core; what is
counted is processor time. A side must compute the same as the others before it is timed. A cell says
median (best); ratios compare the best, which other programs have disturbed least. Layers
(--against-libtorch --only layer/) show the best, and what the work adds to the peak of memory of a
process of its own.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import growth

ROOT = Path(__file__).resolve().parent.parent
TOLERANCE = 2e-5  # between sides, which add in different orders


# ---- sides ----

class Side:
    """A program that serves work (against/serve.h)."""

    def __init__(self, name, build, threads, cores):
        self.name = name
        self.threads = threads
        self.process = subprocess.Popen(
            [build / "benchmarks" / "against" / f"serve_{name}", str(threads)], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(threads))
        os.sched_setaffinity(self.process.pid, cores)
        self.ask("list")
        self.items = {}
        while line := self.answer():
            work, items = line.split()
            self.items[work] = float(items)

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"compare: {self.name} ended, with exit status {self.process.wait()}")
        return line.strip()

    def open(self, work):
        self.ask(f"open {work}")
        return float(self.answer())

    def run(self, count):
        """Wall time, processor time, both in ns, and page faults."""
        self.ask(f"run {count}")
        return [float(word) for word in self.answer().split()]

    def close(self):
        self.ask("close")

    def peak(self):
        """The peak of memory so far, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def environment(threads):
    env = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    # OpenBLAS does not know every new processor and then takes kernels of 2004: help all sides.
    if "OPENBLAS_CORETYPE" not in env:
        flags = Path("/proc/cpuinfo").read_text()
        if "avx512f" in flags:
            env["OPENBLAS_CORETYPE"] = "SkylakeX"
        elif "avx2" in flags:
            env["OPENBLAS_CORETYPE"] = "Haswell"
    return env


# ---- measuring ----

class Times:
    """What the rounds of one work took on one side, in ns an item."""

    def __init__(self, values, faults=0.0):
        self.median = statistics.median(values)
        self.best = min(values)
        self.faults = faults  # page faults a call, in the last round


def check_same(work, results):
    """results: [(side, number)]"""
    first_side, expected = results[0]
    for side, got in results[1:]:
        if not abs(got - expected) <= TOLERANCE * abs(expected):
            sys.exit(f"compare: {work}: {side} computes {got!r}, {first_side} {expected!r}")


def measure(work, sides, options):
    """{side name: Times}, rounds interleaved."""
    sides = [side for side in sides if work in side.items]
    check_same(work, [(side.name, side.open(work)) for side in sides])
    clock = 0 if any(side.threads > 1 for side in sides) else 1
    counts, times, faults = {}, {side: [] for side in sides}, {}
    for side in sides:
        once = side.run(1)[clock]
        few = max(1, int(1e6 / max(once, 1)))
        once = min(once, side.run(few)[clock] / few)
        counts[side] = max(1, round(options.milliseconds * 1e6 / max(once, 1)))
    for _ in range(options.rounds):
        for side in sides:
            if clock == 0:
                time.sleep(0.03)  # the other sides' threads wait in a loop before they sleep
            result = side.run(counts[side])
            times[side].append(result[clock] / counts[side] / side.items[work])
            faults[side] = result[2] / counts[side]
    for side in sides:
        side.close()
    return {side: Times(times[side], faults[side]) for side in sides}


# ---- tables ----

class Table:
    def __init__(self, title, unit, columns):
        self.columns = columns
        self.missed = 0
        print(f"\n## {title}\n")
        self.row("work" + (f", {unit}" if unit else ""), *columns)
        print("|" + "---|" * (len(columns) + 1))

    def row(self, *cells):
        print("| " + " | ".join(cells) + " |", flush=True)


def number(value):
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def verdict(ratio, goal, reached):
    return f"{number(ratio)} ({goal}{'' if reached else ': missed'})"


def against_hand(ours, hand, most):
    """Our cost in loops written by hand."""
    if hand is None:
        return "-"
    ratio = ours / hand
    return verdict(ratio, f"at most {most:g}", ratio <= most) if most else number(ratio)


def against_libtorch(ours, theirs, least):
    """How many times faster we are."""
    if theirs is None:
        return "-"
    ratio = theirs / ours
    return verdict(ratio, f"at least {least:g}", ratio >= least) if least else number(ratio)


class Comparison:
    def __init__(self, options):
        self.options = options
        self.names = ["hand", "glassgrad"] + (["libtorch"] if options.against_libtorch else [])
        cores = os.sched_getaffinity(0)
        self.one_core = {max(cores)}
        self.sides = [Side(name, options.build, 1, self.one_core) for name in self.names]

    def wants(self, work):
        return re.search(self.options.only, work) is not None

    def table(self, title, unit, rows, scale=1.0, show=None):
        """rows: (work, most times the loops by hand, least times faster than libtorch)."""
        rows = [row for row in rows if self.wants(row[0])]
        if not rows:
            return
        show = show or (lambda t: f"{number(t.median * scale)} ({number(t.best * scale)})")
        table = Table(title, unit, self.names + ["times by hand", "times faster than libtorch"])
        for work, most, least in rows:
            times = {side.name: t for side, t in measure(work, self.sides, self.options).items()}
            best = {name: times[name].best if name in times else None
                    for name in ("hand", "glassgrad", "libtorch")}
            note = f" [{times['glassgrad'].faults:.0f} faults]" if self.options.faults else ""
            table.row(work + note, *(show(times[n]) if n in times else "-" for n in self.names),
                      against_hand(best["glassgrad"], best["hand"], most),
                      against_libtorch(best["glassgrad"], best["libtorch"], least))

    def two_threads(self, works):
        works = [work for work in works if self.wants("threads/" + work)]
        if not works:
            return
        cores = os.sched_getaffinity(0)
        if len(cores) < 2:
            print("\n(two threads: this machine has one core)")
            return
        sides = [Side(name, self.options.build, threads, cores)
                 for name in self.names for threads in (1, 2)]
        columns = [f"{side.name}, {side.threads}" for side in sides]
        table = Table("Training step on 2 threads, flush to zero", "microseconds of wall time",
                      columns + [f"speed-up of {name}" for name in self.names])
        for work in works:
            times = measure(work, sides, self.options)
            gains = []
            for one, two in zip(sides[::2], sides[1::2]):
                gain = times[one].best / times[two].best
                goal = 1.6 if "1024x1024" in work else 0.97
                gains.append(verdict(gain, f"at least {goal:g}", gain >= goal)
                             if one.name == "glassgrad" else number(gain))
            table.row(work, *(f"{number(t.median / 1e3)} ({number(t.best / 1e3)})"
                              for t in times.values()), *gains)


def growth_of_memory(name, work, options, cores):
    """MB that the work adds to the peak of a process of its own."""
    side = Side(name, options.build, 1, cores)
    before = side.peak()
    side.open(work)
    side.run(3)
    after = side.peak()
    side.process.stdin.close()
    side.process.wait()
    return after - before


def layers(comparison):
    """Layers beside libtorch: forward, with backward, and memory."""
    options = comparison.options
    sides = [side for side in comparison.sides if side.name != "hand"]
    works = [work.removesuffix("/forward") for work in sides[0].items
             if work.startswith("layer/") and work.endswith("/forward")
             and comparison.wants(work.removesuffix("/forward"))]
    if not works or not options.against_libtorch:
        return
    table = Table("Layers, beside libtorch on one thread", "",
                  ["forward, µs", "libtorch", "ours / theirs", "with backward, µs", "libtorch",
                   "ours / theirs", "memory, MB", "libtorch"])
    for work in works:
        cells = []
        for way in ("forward", "backward"):
            times = measure(f"{work}/{way}", sides, options)
            ours, theirs = (times[side].best / 1e3 for side in sides)
            cells += [number(ours), number(theirs), f"{ours / theirs:.2f}"]
        memory = [growth_of_memory(side.name, f"{work}/backward", options, comparison.one_core)
                  for side in sides]
        table.row(work.removeprefix("layer/"), *cells, *(f"{mb:.1f}" for mb in memory))


# ---- whole programs ----

def run_program(path, cores):
    """(wall time in ms, peak memory in MB, output)"""
    start = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", ",".join(map(str, cores)), path], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(1))
    output, peak = process.communicate()
    if process.returncode:
        sys.exit(f"compare: {path} failed with status {process.returncode}")
    return 1e3 * (time.perf_counter() - start), float(peak.split()[-2]) / 1024, output


def whole_program(comparison):
    """The tutorial from start to end."""
    options = comparison.options
    if not comparison.wants("program"):
        return
    runs = {name: [] for name in comparison.names}
    for _ in range(options.rounds):
        for name in comparison.names:
            path = options.build / "benchmarks" / "against" / f"tutorial_{name}"
            runs[name].append(run_program(path, comparison.one_core))
    check_same("tutorial program", [(name, float(r[0][2])) for name, r in runs.items()])
    table = Table("The tutorial as a program, start to end", "",
                  comparison.names + ["times faster (less) than libtorch"])
    for what, column, least in (("milliseconds", 0, 50), ("peak memory, MB", 1, 10)):
        times = {name: Times([r[column] for r in runs[name]]) for name in comparison.names}
        theirs = times["libtorch"].best if "libtorch" in times else None
        table.row(what, *(f"{number(t.median)} ({number(t.best)})" for t in times.values()),
                  against_libtorch(times["glassgrad"].best, theirs, least))


def compile_seconds(compiler, arguments, source):
    """User time."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([*compiler, "-std=c++20", *arguments, "-c", source, "-o",
                                    f"{folder}/out.o"])
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit(f"compare: {source} does not compile")
    return usage.ru_utime


def compile_time(comparison):
    """The tutorial's source beside three standard headers and libtorch."""
    options = comparison.options
    if not comparison.wants("compile"):
        return
    compiler = os.environ.get("CXX", "c++").split()
    source = str(ROOT / "benchmarks" / "against" / "tutorial_program.cpp")
    with tempfile.TemporaryDirectory() as folder:
        standard = Path(folder) / "standard.cpp"
        standard.write_text("#include <vector>\n#include <string>\n#include <functional>\n"
                            "int main() {}\n")
        commands = {"standard": ([], str(standard)),
                    "glassgrad": (["-iquote", str(ROOT), f"-I{ROOT}/include"], source)}
        if options.against_libtorch:
            include = cached(options.build, "torch_include")
            commands["libtorch"] = (["-DAGAINST_LIBTORCH", "-iquote", str(ROOT), "-isystem",
                                     include], source)
        seconds = {name: [] for name in commands}
        for turn in range(min(options.rounds, 10)):
            for name, (arguments, file) in commands.items():
                if name != "libtorch" or turn < 2:  # twenty seconds each
                    seconds[name].append(compile_seconds(compiler, arguments, file))
    times = {name: Times(values) for name, values in seconds.items()}
    table = Table("Compiling the tutorial's source", "seconds of user time",
                  ["vector, string, functional", *list(times)[1:],
                   "times the standard headers", "times faster than libtorch"])
    ours = times["glassgrad"].best
    table.row("compile", *(f"{number(t.median)} ({number(t.best)})" for t in times.values()),
              against_hand(ours, times["standard"].best, 2),
              against_libtorch(ours, times["libtorch"].best if "libtorch" in times else None, 10))


def cached(build, variable):
    for line in (build / "CMakeCache.txt").read_text().splitlines():
        if line.startswith(variable + ":"):
            return line.split("=", 1)[1]
    sys.exit(f"compare: CMake has not set {variable}")


# ---- everything ----

OPERATIONS = ["sigmoid", "exp", "log", "tanh", "mul", "add_row", "sum_dim0", "sum_dim1", "softmax"]
BATCHES, HIDDEN = (1, 64, 256, 1024), (128, 1024)


def run_all(comparison):
    table = comparison.table
    table("The tutorial's iteration", "microseconds",
          [("tutorial/batches", 12, 100), ("tutorial/loader", None, 80)], 1e-3)
    whole_program(comparison)
    compile_time(comparison)
    table("Tensors of two elements", "ns an operation",
          [("mul/2/forward", None, 30), ("mul/2/recording", None, 30), ("chain/1000", None, 50)])
    for way in ("forward", "backward"):
        title = "forward" if way == "forward" else "forward and backward"
        table(f"Operations, {title}", "ns an element",
              [(f"{op}/{size}/{way}", 1.2, 1) for op in OPERATIONS for size in ("1K", "1M")])
    for mode in ("default", "flush"):
        title = "flush to zero" if mode == "flush" else "denormal numbers as they come"
        table(f"A step of a 784-H-10 network (batch x H), {title}", "microseconds",
              [(f"step/{batch}x{width}/{mode}", 1.25, 2 if batch <= 64 and width == 128 else 1)
               for width in HIDDEN for batch in BATCHES], 1e-3)
    comparison.two_threads([f"step/{batch}x{width}/flush" for width in HIDDEN for batch in BATCHES])
    table("Matrix products; by hand is OpenBLAS", "GFLOP/s",
          [(f"matmul/{n}", 1.05, 1) for n in (64, 256, 1024)],
          show=lambda t: f"{number(1 / t.median)} ({number(1 / t.best)})")
    table("Adam", "ns a parameter", [("adam/1M", 1.2, 1)])
    layers(comparison)


def main():
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against-libtorch", action="store_true",
                        help="build and run libtorch's side as well")
    parser.add_argument("--only", default="", metavar="REGEX", help="work whose name matches")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--milliseconds", type=float, default=10, help="that each turn takes")
    parser.add_argument("--faults", action="store_true", help="show glassgrad's page faults a call")
    parser.add_argument("--growth", action="store_true",
                        help="measure how glassgrad's cost grows, and draw docs/images/growth.png")
    parser.add_argument("--anatomy", action="store_true",
                        help="show where one iteration of the tutorial goes, and stop")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release",
                        help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.growth:
        growth.run(lambda threads, cores: Side("glassgrad", options.build, threads, cores),
                   options.rounds)
    else:
        run_all(Comparison(options))


if __name__ == "__main__":
    main()

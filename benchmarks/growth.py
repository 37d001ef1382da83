"""How the cost of a training step grows with the batch, the parameters, the nodes of the graph and
the threads: `./run bench --growth` measures, writes docs/images/growth.csv and draws growth.png."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
MOST = 2.1  # that twice the work may cost

def microseconds(side, work, clock):
    """One turn of at least 5 ms."""
    side.open(work)
    count = max(1, round(5e6 / max(side.run(1)[clock], 1)))
    time = side.run(count)[clock] / count / 1e3
    side.close()
    return time


def measure(make_side, rounds):
    """[(what, how much, microseconds)], the best of the rounds; in each, all have a turn."""
    cores = os.sched_getaffinity(0)
    one = make_side(1, {max(cores)})
    work = [(one, name, 1, *name.split("/")[1:]) for name in one.items if name.startswith("growth/")]
    work += [(make_side(threads, cores), "step/1024x1024/flush", 0, "threads", threads)
             for threads in range(1, len(cores) + 1)]
    best = {}
    for _ in range(rounds):
        for side, name, clock, what, amount in work:
            key = (what, int(amount))
            best[key] = min(best.get(key, float("inf")), microseconds(side, name, clock))
    return [(*key, time) for key, time in best.items()]


def show_doublings(rows):
    """What each doubling cost; true if none cost more than it may."""
    within = True
    for what in ("nodes", "parameters", "batch"):
        amounts = [(amount, time) for name, amount, time in rows if name == what]
        factors = [b[1] / a[1] for a, b in zip(amounts, amounts[1:])]
        within &= max(factors) <= MOST
        for amount, time in amounts:
            print(f"{what:12} {amount:10} {time:12.2f} us")
        print(f"twice the {what} cost " + ", ".join(f"{f:.2f}" for f in factors) +
              f" times: at most {max(factors):.2f}")
    return within


def run(make_side, rounds):
    """make_side(threads, cores) starts glassgrad's side."""
    rows = measure(make_side, rounds)
    with open(IMAGES / "growth.csv", "w") as file:
        print("what,amount,microseconds", file=file)
        for what, amount, time in rows:
            print(f"{what},{amount},{time:.3f}", file=file)
    if not show_doublings(rows):
        print(f"some doubling cost more than {MOST} times")
    if subprocess.run(["gnuplot", ROOT / "benchmarks" / "growth.gnuplot"], cwd=IMAGES).returncode != 0:
        sys.exit("growth: gnuplot has not drawn the picture")
    print(f"drawn: {IMAGES / 'growth.png'}")

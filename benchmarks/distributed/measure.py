"""What training on several ranks costs: `./run bench --distributed` measures steps and reductions,
compares them with the model of schedule.py, and draws docs/images/scaling.png up to 1024 ranks; with
--model it does the last alone, which needs no MPI."""

import functools
import os
import subprocess
import sys
from pathlib import Path

from schedule import backward_seconds, ring

ROOT = Path(__file__).resolve().parent.parent.parent
IMAGES = ROOT / "docs" / "images"
PROGRAM = ROOT / "build" / "release" / "benchmarks" / "distributed" / "distributed_step"
FLOATS = (1, 31, 1000, 10000, 101770, 814090, 3000000)
# Networks, and samples of all ranks together.
WORK = (("784-128-128-10", 256), ("784-1024-1024-10", 64), ("784-1024-1024-10", 256), ("784-1024-10", 2048))


@functools.cache  # ranks with a core each compute in the run that measures them together
def run(ranks, *arguments):
    """Rows of numbers."""
    command = ["mpirun", "-np", str(ranks), "--oversubscribe", "--bind-to", "none"]
    command += ["--allow-run-as-root"] if os.geteuid() == 0 else []
    done = subprocess.run([*command, PROGRAM, *map(str, arguments)], text=True, capture_output=True,
                          timeout=300, env=dict(os.environ, OPENBLAS_NUM_THREADS="1"))
    if done.returncode:
        sys.exit(f"{' '.join(map(str, arguments))} on {ranks} ranks: {done.stderr}")
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def fit(ranks, rows):
    """alpha, beta of the ring: least squares of relative errors, both not negative."""
    best = None
    for exponent in range(0, 400):
        alpha = 1e-8 * 10 ** (exponent / 80)
        # For this alpha, the beta of least relative errors.
        a = [2 * (ranks - 1) * alpha / (t * 1e-6) for _, t in rows]
        b = [2 * (ranks - 1) * n * 4 / ranks / (t * 1e-6) for n, t in rows]
        beta = max(0.0, sum((1 - x) * y for x, y in zip(a, b)) / sum(y * y for y in b))
        error = sum((x + beta * y - 1) ** 2 for x, y in zip(a, b))
        if best is None or error < best[0]:
            best = (error, alpha, beta)
    return best[1:]


def interpolated(rows):
    """bytes -> seconds, between what has been measured."""
    def seconds(size):
        floats = size / 4
        for (n0, t0), (n1, t1) in zip(rows, rows[1:]):
            if floats <= n1 or (n1, t1) == tuple(rows[-1]):
                return max(0.0, t0 + (t1 - t0) * (floats - n0) / (n1 - n0)) * 1e-6
    return seconds


def turns(ranks):
    """How often as long a rank computes that shares its core with others."""
    return max(1.0, ranks / len(os.sched_getaffinity(0)))


def computing(ranks, kind, network, batch, *arguments):
    """What run() says of ranks that have a core each, and as many samples as `ranks` would give them.
    (A rank that takes turns with another does not see the other's time in its own.)"""
    apart = int(ranks / turns(ranks))
    return run(apart, kind, network, batch * apart // ranks, *arguments)


def measure():
    print("allreduce, microseconds")
    print(f"{'floats':>10}" + "".join(f"{ranks:>9} ranks" for ranks in (2, 4)))
    reductions = {ranks: run(ranks, "allreduce", *FLOATS) for ranks in (2, 4)}
    for row2, row4 in zip(reductions[2], reductions[4]):
        print(f"{int(row2[0]):>10}{row2[1]:>15.1f}{row4[1]:>15.1f}")
    for ranks, rows in reductions.items():
        alpha, beta = fit(ranks, rows)
        print(f"{ranks} ranks: alpha {alpha * 1e6:.2f} us, beta {beta * 1e9:.3f} ns a byte "
              f"({1e-9 / beta:.2f} GB/s)")

    copies = {ranks: [(n, t * turns(ranks)) for n, t in run(int(ranks / turns(ranks)), "copy", *FLOATS)]
              for ranks in (2, 4)}

    print("\na step, milliseconds; share: of what the ranks tell each other")
    print(f"{'network':>18}{'batch':>7}{'ranks':>6}{'alone':>9}{'together':>9}{'share':>7}{'at end':>9}"
          f"{'share':>7}{'model':>9}{'speed-up':>9}")
    for network, batch in WORK:
        first = None
        for ranks in (1, 2, 4):
            (*_, together), = run(ranks, "step", network, batch, 1)
            (*_, end), = run(ranks, "step", network, batch, 0)
            (*_, alone, _), = computing(ranks, "step", network, batch, 1)
            alone *= turns(ranks)
            first = first or alone
            model = alone
            if ranks > 1:
                ready = [(size, t * 1e-6 * turns(ranks))
                         for size, t in computing(ranks, "ready", network, batch)]
                reduced, copied = interpolated(reductions[ranks]), interpolated(copies[ranks])
                sent = backward_seconds(ready, lambda size: reduced(size) + copied(size), hides=False)
                model = alone + (sent - max(t for _, t in ready)) * 1e6
            print(f"{network:>18}{batch:>7}{ranks:>6}{alone / 1e3:>9.2f}{together / 1e3:>9.2f}"
                  f"{1 - alone / together:>7.0%}{end / 1e3:>9.2f}{1 - alone / end:>7.0%}"
                  f"{model / 1e3:>9.2f}{first / together:>9.2f}")


# Networks between machines, by what their makers promise: seconds a message, seconds a byte.
NETWORKS = (("10 Gbit/s Ethernet", 20e-6, 8 / 10e9), ("100 Gbit/s InfiniBand", 2e-6, 8 / 100e9))
FLOPS = 70e9  # operations a second of one core with OpenBLAS: 784-1024-10, 1024 samples in 47 ms


def computed(layers, batch):
    """Seconds of forward, and [(bytes, seconds)] of backward's gradients, for dense layers: a product of
    matrices forward, and two back, of which the first layer needs one."""
    products = [2 * batch * inputs * outputs / FLOPS for inputs, outputs in layers]
    gradients, when = [], 0.0
    for i in reversed(range(len(layers))):
        when += products[i] * (2 if i > 0 else 1)
        inputs, outputs = layers[i]
        gradients += [(4 * outputs, when), (4 * inputs * outputs, when)]
    return sum(products), gradients


def model():
    """scaling.csv: samples a second of many ranks over those of as many single ones, 256 samples a rank,
    for 784-1024-1024-10."""
    forward, gradients = computed(((784, 1024), (1024, 1024), (1024, 10)), 256)
    alone = forward + gradients[-1][1]
    lines = ["ranks," + ",".join(f"{name} {how}" for name, *_ in NETWORKS
                                 for how in ("at the end", "during backward"))]
    for ranks in (2**k for k in range(11)):
        row = [str(ranks)]
        for _, alpha, beta in NETWORKS:
            for overlap in (False, True):
                sent = backward_seconds(gradients, lambda size: ring(ranks, size, alpha, beta), True, overlap)
                row.append(f"{alone / (forward + sent):.4f}")
        lines.append(",".join(row))
    (IMAGES / "scaling.csv").write_text("\n".join(lines) + "\n")
    print(f"\nthe model: 784-1024-1024-10, 256 samples a rank, {alone * 1e3:.1f} ms a step alone; what is left")
    print("\n".join(lines))
    if subprocess.run(["gnuplot", ROOT / "benchmarks/distributed/scaling.gnuplot"], cwd=IMAGES).returncode:
        print("without gnuplot there is no picture")


if __name__ == "__main__":
    if "--model" not in sys.argv:
        measure()
    model()

#!/usr/bin/env python3
"""Writes distributed_sampler.txt: what torch.utils.data.DistributedSampler of PyTorch 1.13.1 deals.

    /usr/bin/python3 tests/golden/make_distributed_sampler.py [FOLDER]     (default: this folder)

Every line is one epoch of one process: size, num_replicas, rank, shuffle, seed, drop_last, epoch, and
after the colon the examples.
"""

import itertools
import pathlib
import sys

from torch.utils.data import DistributedSampler

lines = []
for size, replicas, shuffle, seed, drop_last in itertools.product(
    (1, 2, 11, 12, 100), (1, 2, 3, 4, 7), (True, False), (0, 42, 2**40 + 3), (False, True)
):
    if not shuffle and seed:
        continue
    for rank in range(replicas):
        sampler = DistributedSampler(range(size), replicas, rank, shuffle, seed, drop_last)
        if len(sampler) == 0:
            continue  # Python's own assertion fails where there are fewer examples than processes
        for epoch in (0, 1, 5):
            sampler.set_epoch(epoch)
            given = (size, replicas, rank, int(shuffle), seed, int(drop_last), epoch)
            lines.append(f"{' '.join(map(str, given))} : {' '.join(map(str, sampler))}\n")

folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
(folder / "distributed_sampler.txt").write_text("".join(lines))

#!/usr/bin/env python3
"""Writes data_parallel.txt: a small network trained by PyTorch 1.13.1's DistributedDataParallel (gloo) and
DistributedSampler, as torchrun starts it, on 1 to 4 processes.

    /usr/bin/python3 tests/golden/make_data_parallel.py [FOLDER]     (default: this folder)

Two lines for each number of processes, which they begin with: "losses" of process 0, one a step; and
"parameters" after the last, which are the same in all. Hexadecimal floats.
"""

import os
import pathlib
import sys

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def train(rank, size, folder):
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29517")
    dist.init_process_group("gloo", rank=rank, world_size=size)
    torch.set_num_threads(1)
    i, j = torch.arange(20).view(-1, 1), torch.arange(4)
    inputs = ((7 * i + 3 * j) % 11 - 5) / 8
    targets = ((5 * i) % 7 - 3) / 4
    data = TensorDataset(inputs, targets)
    torch.manual_seed(rank)  # process 0's values are broadcast
    net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    ddp = DistributedDataParallel(net)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    sampler = DistributedSampler(data, seed=3)
    losses = []
    for epoch in range(5):
        sampler.set_epoch(epoch)
        for x, y in DataLoader(data, batch_size=3, sampler=sampler):
            loss = torch.nn.functional.mse_loss(ddp(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    if rank == 0:
        values = [float(v) for p in net.parameters() for v in p.detach().flatten()]
        with open(folder / "data_parallel.txt", "a") as out:
            out.write(f"{size} losses {' '.join(map(float.hex, losses))}\n")
            out.write(f"{size} parameters {' '.join(map(float.hex, values))}\n")
    dist.destroy_process_group()


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    (target / "data_parallel.txt").write_text("")
    for processes in (1, 2, 3, 4):
        mp.spawn(train, args=(processes, target), nprocs=processes)

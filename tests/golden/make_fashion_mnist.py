"""Prints what PyTorch gives for the runs that tests/apps/fashion_mnist_test.cpp repeats: after each
of 5 epochs in order, batches of 100, lr 0.1, the test loss and the test accuracy of softmax
regression from zeros and of a 784-128-10 network with ReLU from seed 2.

Needs Debian's dataset-fashion-mnist. The network's last digits depend on the processor for which
OpenBLAS has kernels: try OPENBLAS_CORETYPE=Haswell, Prescott.
"""
import gzip
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

FOLDER = Path("/usr/share/datasets/fashion-mnist")


def read(name, header):
    content = gzip.decompress((FOLDER / name).read_bytes())
    return torch.from_numpy(np.frombuffer(content, np.uint8, offset=header).copy())


def images(part):
    return read(f"{part}-images-idx3-ubyte.gz", 16).float().div(255).view(-1, 784)


def labels(part):
    return read(f"{part}-labels-idx1-ubyte.gz", 8).long()


def run(net, x, y, test_x, test_y):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for epoch in range(1, 6):
        for i in range(0, len(x), 100):
            optimizer.zero_grad()
            F.cross_entropy(net(x[i:i + 100]), y[i:i + 100]).backward()
            optimizer.step()
        with torch.no_grad():
            scores = net(test_x)
            accuracy = (scores.argmax(1) == test_y).double().mean().item()
            print(f"epoch {epoch}, test loss {F.cross_entropy(scores, test_y).item():.5f}, "
                  f"test accuracy {accuracy:.4f}")


def main():
    data = images("train"), labels("train"), images("t10k"), labels("t10k")
    softmax = torch.nn.Linear(784, 10)
    torch.nn.init.zeros_(softmax.weight)
    torch.nn.init.zeros_(softmax.bias)
    print("softmax regression")
    run(softmax, *data)
    torch.manual_seed(2)
    print("784-128-10")
    run(torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)),
        *data)


main()

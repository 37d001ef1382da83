#!/usr/bin/env python3
"""Runs the logistic regression tutorial under PyTorch 1.13.1 and writes its golden files.

    /usr/bin/python3 tests/golden/make_tutorial.py [FOLDER]     (default: this folder)

tutorial_stdout.txt   what the tutorial prints
tutorial.csv          1000 lines: the loss of each iteration, weight and bias after its step
bad_start_bce.csv     the same from weight -5, bias -10
bad_start_mse.csv     the same with the mean squared error

Numbers are C hexadecimal floats, so that equal text means equal bits. The last bits are those of machines with fused
multiply-add: PyTorch's AVX2 kernels, and an OpenBLAS that knows its processor. One that does not falls back to kernels
without it (Prescott), where the weights drift off by one unit in the last place from iteration 14 or 274 on; hence the
two variables below.
"""
import contextlib
import io
import os
import pathlib
import sys

os.environ["OPENBLAS_CORETYPE"] = "Haswell"  # both are read while torch is loaded
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class StepData(Dataset):
    """40 points on [-2, 2), labelled by whether they lie to the right of 0.2."""

    def __init__(self):
        self.x = torch.arange(-2, 2, 0.1).view(-1, 1)
        self.y = torch.zeros(self.x.shape[0], 1)
        self.y[self.x > 0.2] = 1

    def __getitem__(self, index):
        return self.x[index], self.y[index]

    def __len__(self):
        return self.x.shape[0]


class LogisticRegression(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.linear = nn.Linear(inputs, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


def hex_float(value):
    return float(value).hex()


def train(criterion, start=None, epochs=50):
    """Prints as the tutorial does; returns the rows (iteration, loss, weight, bias)."""
    torch.manual_seed(0)
    data = StepData()
    model = LogisticRegression(1)
    if start is not None:
        with torch.no_grad():
            model.linear.weight.fill_(start[0])
            model.linear.bias.fill_(start[1])
    print("checking parameters: ", model.state_dict())
    loader = DataLoader(dataset=data, batch_size=2)
    optimizer = torch.optim.SGD(model.parameters(), lr=2)

    rows = []
    for epoch in range(epochs):
        for x, y in loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rows.append((len(rows), loss.item(), model.linear.weight.item(), model.linear.bias.item()))
        print(f"epoch = {epoch}, loss = {loss}")
    print("Done!")

    accuracy = torch.mean(((model(data.x) > 0.5) == data.y).type(torch.float))
    print("model accuracy on test data: ", accuracy)
    return rows


def write_csv(path, rows):
    lines = ["iteration,loss,weight,bias"]
    lines += [",".join([str(row[0])] + [hex_float(value) for value in row[1:]]) for row in rows]
    path.write_text("\n".join(lines) + "\n")


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        rows = train(nn.BCELoss())
    (folder / "tutorial_stdout.txt").write_text(out.getvalue())
    write_csv(folder / "tutorial.csv", rows)
    with contextlib.redirect_stdout(io.StringIO()):
        write_csv(folder / "bad_start_bce.csv", train(nn.BCELoss(), start=(-5.0, -10.0)))
        write_csv(folder / "bad_start_mse.csv", train(nn.MSELoss(), start=(-5.0, -10.0)))


if __name__ == "__main__":
    main()

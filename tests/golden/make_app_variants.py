#!/usr/bin/env python3
"""Runs the logistic regression tutorial with other settings under PyTorch 1.13.1: app_variants.txt.

    /usr/bin/python3 tests/golden/make_app_variants.py [FILE]     (default: app_variants.txt beside this script)

For each run the arguments of apps/logistic_regression after "$ ", what is printed after "> ", and the history: the
iteration, the loss, weight and bias after the step, as C hexadecimal floats.
"""
import argparse
import contextlib
import io
import pathlib
import sys

from make_tutorial import LogisticRegression, StepData, hex_float  # first: it sets torch's environment

import torch
from torch import nn
from torch.utils.data import DataLoader, random_split

VARIANTS = """
--epochs 0
--epochs 3
--epochs 4 --loss mse
--epochs 4 --loss bce-logits
--epochs 4 --loss bce-logits --start -5,-10
--epochs 4 --loss bce-logits --start 60,0
--epochs 3 --start 1.5,-0.25
--epochs 3 --start 0x1.8p+3,0
--epochs 3 --lr 0
--epochs 3 --lr 0.1
--epochs 3 --batch-size 1
--epochs 3 --batch-size 3
--epochs 3 --batch-size 7 --lr 0.5
--epochs 3 --seed 42
--epochs 3 --seed -1
--epochs 3 --seed 18446744073709551615
--epochs 3 --seed 4294967296
--epochs 4 --shuffle
--epochs 4 --shuffle --seed 123 --batch-size 3
--epochs 4 --shuffle --seed 7 --loss mse --lr 1
--epochs 4 --test-fraction 0.25
--epochs 4 --test-fraction 0.025
--epochs 4 --test-fraction 0.99 --seed 3
--epochs 4 --test-fraction 0.3 --seed 5 --shuffle
--epochs 4 --test-fraction 0.33 --seed 6 --loss bce-logits --lr 0.1
--epochs 4 --test-fraction 0.5 --seed 9 --batch-size 4 --start 2,-1
"""

CRITERIA = {"bce": nn.BCELoss(), "mse": nn.MSELoss(), "bce-logits": nn.BCEWithLogitsLoss()}


def number(text):
    return float.fromhex(text) if "0x" in text else float(text)


def parse(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--loss", choices=CRITERIA, default="bce")
    parser.add_argument("--start", type=lambda text: [number(part) for part in text.split(",")])
    parser.add_argument("--epochs", type=int, default=50)
    parser.add_argument("--lr", type=float, default=2)
    parser.add_argument("--batch-size", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--test-fraction", type=float)
    words = arguments.split()
    for i, word in enumerate(words):  # argparse takes -5,-10 for an option
        if word == "--start":
            words[i : i + 2] = [f"--start={words[i + 1]}", ""]
    return parser.parse_args([word for word in words if word])


def accuracy(model, x, y):
    return torch.mean(((model(x) > 0.5) == y).type(torch.float))


def run(options):
    """Prints as the app does; returns the rows of its history."""
    torch.manual_seed(options.seed)
    data = StepData()
    train, test = data, None
    if options.test_fraction is not None:
        train, test = random_split(data, [1 - options.test_fraction, options.test_fraction])
    model = LogisticRegression(1)
    if options.start is not None:
        with torch.no_grad():
            model.linear.weight.fill_(options.start[0])
            model.linear.bias.fill_(options.start[1])
    print("checking parameters: ", model.state_dict())
    loader = DataLoader(dataset=train, batch_size=options.batch_size, shuffle=options.shuffle)
    optimizer = torch.optim.SGD(model.parameters(), lr=options.lr)
    criterion = CRITERIA[options.loss]

    rows = []
    for epoch in range(options.epochs):
        for x, y in loader:
            loss = criterion(model.linear(x) if options.loss == "bce-logits" else model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rows.append((loss.item(), model.linear.weight.item(), model.linear.bias.item()))
        print(f"epoch = {epoch}, loss = {loss}")
    print("Done!")

    if test is not None:
        print("model accuracy on training data: ", accuracy(model, data.x[train.indices], data.y[train.indices]))
        print("model accuracy on test data: ", accuracy(model, data.x[test.indices], data.y[test.indices]))
    else:
        print("model accuracy on test data: ", accuracy(model, data.x, data.y))
    return rows


def section(arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        rows = run(parse(arguments))
    lines = [f"$ {arguments}"] + [f"> {line}" for line in out.getvalue().splitlines()]
    lines += [",".join([str(i)] + [hex_float(value) for value in row]) for i, row in enumerate(rows)]
    return "\n".join(lines) + "\n"


def main():
    default = pathlib.Path(__file__).parent / "app_variants.txt"
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    path.write_text("".join(section(arguments) for arguments in VARIANTS.strip().splitlines()))


if __name__ == "__main__":
    main()

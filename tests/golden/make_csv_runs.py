#!/usr/bin/python3
"""Writes csv_runs.txt: what PyTorch 1.13.1 makes of the penguins, with the settings that follow "$".

Each run: with --path, lines "p" with penalty, loss, test loss and how many inputs have a weight;
lines "step loss test_loss" before some steps and after the last; with --standard-errors, a line "s"
with those of all weights and the bias; and then "end" with training loss, right and rows, test loss,
right and rows, and the areas under the ROC curves of both (the positive class, or the mean over all
classes), counted pair by pair.
"""

import copy
import csv
import pathlib
import shlex
import statistics

import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

HERE = pathlib.Path(__file__).parent
PENGUINS = HERE / "../../apps/logistic_regression/data/penguins.csv"
NUMBERS = {"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"}
STEPS = {0, 1, 2, 5, 10, 20, 50, 100, 200, 500}

RUNS = [
    "--target species --test-every 5 --epochs 200",
    "--target species --test-every 5 --epochs 200 --dtype float32 --optimizer adam",
    "--target sex --positive female --test-every 3 --optimizer adam --lr 0.05 --weight-decay 0.01 --epochs 100",
    "--target sex --features bill_depth_mm,species --weight-decay 0.1 --lr 1 --epochs 50",
    "--target species --positive Gentoo --features body_mass_g --no-standardize --lr 1e-8 --epochs 10",
    "--target island --ignore year --batch-size 32 --epochs 5 --test-every 7",
    "--target species --batch-size 16 --shuffle --test-fraction 0.25 --seed 3 --epochs 4 --start random",
    "--target sex --test-fraction 0.1 --seed 11 --epochs 20 --start random --dtype float32",
    "--target species --class-weight balanced --test-every 5 --epochs 100",
    "--target species --positive Chinstrap --class-weight balanced --batch-size 32 --test-every 5 --epochs 3",
    "--target sex --l2 0.1 --optimizer adam --lr 0.05 --test-every 4 --epochs 100",
    "--target sex --l1 0.05 --l2 0.01 --test-every 4 --epochs 200",
    "--target sex --impute median --test-every 5 --epochs 50",
    "--target species --impute mean --test-every 5 --epochs 50",
    "--target sex --path l1 --test-every 4 --epochs 100",
    "--target species --path l1 --class-weight balanced --lr 0.5 --epochs 50",
    "--target species --path l2 --optimizer adam --lr 0.05 --test-every 5 --epochs 50",
    "--target sex --features bill_depth_mm,body_mass_g,year --standard-errors --epochs 500",
    "--target sex --positive female --standard-errors --test-every 5 --epochs 100",
]


def parse(text):
    arguments, options = shlex.split(text), {}
    while arguments:
        name = arguments.pop(0)
        is_flag = not arguments or arguments[0].startswith("--")
        options[name[2:]] = True if is_flag else arguments.pop(0)
    return options


def fill(values, are_numbers, options):
    """The values, with those that the training rows have most or in the middle for "NA"."""
    every = int(options.get("test-every", len(values) + 1))
    known = [v for i, v in enumerate(values) if v != "NA" and i % every != 0]
    if not are_numbers:
        usual = max(sorted(set(known)), key=known.count)
    elif options.get("impute") == "median":
        usual = statistics.median(float(v) for v in known)
    else:
        usual = statistics.fmean(float(v) for v in known)
    return [usual if v == "NA" else v for v in values]


def read(options):
    with open(PENGUINS) as file:
        rows = list(csv.DictReader(file))
    target = options["target"]
    names = options["features"].split(",") if "features" in options else \
        [name for name in rows[0] if name not in (target, options.get("ignore"))]
    rows = [row for row in rows if row[target] != "NA" and
            ("impute" in options or all(row[name] != "NA" for name in names))]
    columns = []
    for name in names:
        values = fill([row[name] for row in rows], name in NUMBERS, options)
        if name in NUMBERS:
            columns.append(("number", [float(value) for value in values]))
        else:
            columns += [("one-hot", [float(value == one) for value in values])
                        for one in sorted(set(values))]
    kinds = [kind for kind, _ in columns]
    x = torch.tensor([values for _, values in columns], dtype=torch.float64).t().contiguous()
    classes = sorted({row[target] for row in rows})
    if "positive" in options:
        y = torch.tensor([int(row[target] == options["positive"]) for row in rows])
        count = 2
    else:
        y = torch.tensor([classes.index(row[target]) for row in rows])
        count = len(classes)
    return kinds, x, y, count


def split(options, n):
    if "test-fraction" in options:
        share = float(options["test-fraction"])
        parts = random_split(range(n), [1 - share, share])
        return [torch.tensor(part.indices) for part in parts]
    every = int(options.get("test-every", 0))
    is_test = torch.arange(n) % every == 0 if every else torch.zeros(n, dtype=torch.bool)
    return torch.arange(n)[~is_test], torch.arange(n)[is_test]


def area(scores, positive):
    p, n = scores[positive], scores[~positive]
    difference = p[:, None] - n[None, :]
    return ((difference > 0).double() + (difference == 0).double() / 2).mean().item()


def softshrink_(weight, threshold):
    with torch.no_grad():
        weight.copy_(torch.nn.functional.softshrink(weight, threshold))


def make_optimizer(model, options, l2):
    decay = float(options.get("weight-decay", 0))
    groups = [{"params": [model.weight], "weight_decay": decay + l2},
              {"params": [model.bias], "weight_decay": decay}]
    if options.get("optimizer") == "adam":
        return torch.optim.Adam(groups, float(options.get("lr", 0.01)))
    return torch.optim.SGD(groups, float(options.get("lr", 0.1)))


def path(model, options, loss_of, x, labels, shares, train, test):
    """Twenty penalties, by steps on all rows: lines "p". The model starts with the shares."""
    def loss(rows):
        return loss_of(model(x[rows]), labels[rows])

    with torch.no_grad():
        logits = shares.log()
        model.bias.copy_(logits[1:] - logits[:1] if len(model.bias) == 1 else logits)
    largest = torch.autograd.grad(loss(train), model.weight)[0].abs().max().item()
    is_l1 = options["path"] == "l1"
    rate = make_optimizer(model, options, 0).param_groups[0]["lr"]
    first = largest if is_l1 else min(10 * largest, 1 / rate)
    lines = []
    for i in range(20):
        penalty = first / 1000 ** (i / 19)
        optimizer = make_optimizer(model, options, 0 if is_l1 else penalty)
        for _ in range(int(options["epochs"])):
            optimizer.zero_grad()
            loss(train).backward()
            optimizer.step()
            if is_l1:
                softshrink_(model.weight, rate * penalty)
        used = (model.weight != 0).any(0)
        of_test = f"{loss(test).item():.10f}" if len(test) else "-"
        lines.append(f"p {penalty:.6g} {loss(train).item():.10f} {of_test} "
                     f"{used.sum().item()} of {len(used)}")
    return lines


def standard_errors(model, x):
    inputs = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    p = model(x).detach().sigmoid()
    covariance = torch.linalg.pinv((inputs * p * (1 - p)).t() @ inputs, rtol=1e-10, hermitian=True)
    return "s " + " ".join(f"{error:.6f}" for error in covariance.diagonal().sqrt().tolist())


def run(text):
    options = parse(text)
    torch.manual_seed(int(options.get("seed", 0)))
    kinds, x, y, classes = read(options)
    train, test = split(options, len(y))
    if "no-standardize" not in options:
        for i, kind in enumerate(kinds):
            if kind == "number":
                x[:, i] = (x[:, i] - x[train, i].mean()) / x[train, i].std(unbiased=False)
    dtype = getattr(torch, options.get("dtype", "float64"))
    x = x.to(dtype)
    binary = classes == 2
    labels = y.to(dtype).view(-1, 1) if binary else y
    model = torch.nn.Linear(x.shape[1], 1 if binary else classes).to(dtype)
    if options.get("start", "zero") == "zero":
        for parameter in model.parameters():
            torch.nn.init.zeros_(parameter)
    loss_of = torch.nn.BCEWithLogitsLoss() if binary else torch.nn.CrossEntropyLoss()
    if "class-weight" in options:
        counts = torch.bincount(y[train], minlength=classes)
        weights = (len(train) / (classes * counts.double())).to(dtype)

        def loss_of(logits, target):
            if not binary:
                return torch.nn.functional.cross_entropy(logits, target, weight=weights)
            of_row = weights[target.long()]
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, target, reduction="none")
            return (of_row * losses).sum() / of_row.sum()

    l1 = float(options.get("l1", 0))
    optimizer = make_optimizer(model, options, float(options.get("l2", 0)))

    def loss(rows):
        return loss_of(model(x[rows]), labels[rows]).item() if len(rows) else None

    def show(value):
        return "-" if value is None else repr(value)

    lines, step = [f"$ {text}"], 0
    if "path" in options:
        shares = torch.bincount(y[train], minlength=classes).double()
        if "class-weight" in options:
            shares = shares * weights
        lines += path(copy.deepcopy(model), options, loss_of, x, labels, shares / shares.sum(),
                      train, test)
    loader = DataLoader(TensorDataset(x[train], labels[train]),
                        int(options.get("batch-size", len(train))),
                        shuffle="shuffle" in options)
    for epoch in range(int(options["epochs"])):
        test_loss = loss(test)
        for data, target in loader:
            value = loss_of(model(data), target)
            if step in STEPS:
                lines.append(f"{step} {show(value.item())} {show(test_loss)}")
            test_loss = None
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            if l1:
                softshrink_(model.weight, optimizer.param_groups[0]["lr"] * l1)
            step += 1
    lines.append(f"{step} {show(loss(train))} {show(loss(test))}")

    if "standard-errors" in options:
        lines.append(standard_errors(model, x[train]))

    def measures(rows):
        if not len(rows):
            return "- - - -"
        logits = model(x[rows]).detach().double()
        if binary:
            right = ((logits[:, 0] > 0).long() == y[rows]).sum().item()
            auc = area(logits[:, 0], y[rows] == 1)
        else:
            right = (logits.argmax(1) == y[rows]).sum().item()
            p = logits.softmax(1)
            auc = sum(area(p[:, i], y[rows] == i) for i in range(classes)) / classes
        return f"{show(loss(rows))} {right} {len(rows)} {show(auc)}"

    lines.append(f"end {measures(train)} {measures(test)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "csv_runs.txt").write_text("".join(run(text) for text in RUNS))

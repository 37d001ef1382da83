"""For python_test.cpp: reads what it has written into a folder with torch.load, goes on training what
it has begun, and writes files for it to read."""
import os
import sys
import warnings
from pathlib import Path

os.environ["OPENBLAS_CORETYPE"] = "Haswell"
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import torch

folder = Path(sys.argv[1])
warnings.simplefilter("ignore")

tensors = torch.load(folder / "tensors.pt")
assert tensors["transposed"].data_ptr() == tensors["base"].data_ptr()
assert tensors["transposed"].stride() == (1, 6) and tensors["scalar"].dim() == 0
torch.save({name: ~t if t.dtype == torch.bool else t * 2 for name, t in tensors.items()},
           folder / "back.pt")
values = torch.load(folder / "values.pt")
assert values == {"epoch": 3, "lr": 0.1, "none": None, "done": True, "pair": (1, "\u00fc"),
                  "list": [1, 2, -2**40, 300, -300], 7: {}}, values
zip64 = torch.load(folder / "zip64.pt")
assert torch.equal(zip64["w"], torch.ones(2))

# Training that was begun in C++.
x = torch.arange(-2, 2, 0.1).view(-1, 1)
y = (x > 0.2).float()
kinds = {"momentum": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
         "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad}
for name, kind in kinds.items():
    checkpoint = torch.load(folder / f"{name}.pt")
    model = torch.nn.Linear(1, 1)
    model.load_state_dict(checkpoint["model"])
    optimizer = kind(model.parameters(), lr=0.5)
    optimizer.load_state_dict(checkpoint["optimizer"])
    losses = []
    for k in range(0, 40, 2):
        loss = torch.nn.functional.binary_cross_entropy(torch.sigmoid(model(x[k:k + 2])), y[k:k + 2])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(name, *(float(loss).hex() for loss in losses))

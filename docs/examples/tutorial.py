import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

torch.manual_seed(0)


class Points(Dataset):
    def __init__(self):
        self.x = torch.arange(-2, 2, 0.1).view(-1, 1)
        self.y = torch.zeros(self.x.shape[0], 1)
        self.y[self.x > 0.2] = 1

    def __getitem__(self, i):
        return self.x[i], self.y[i]

    def __len__(self):
        return self.x.shape[0]


class LogisticRegression(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.linear = nn.Linear(inputs, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


points = Points()
loader = DataLoader(points, batch_size=2)

model = LogisticRegression(1)
criterion = nn.BCELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=2)

for epoch in range(50):
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}, loss {loss.item():.4g}")

with torch.no_grad():
    label = model(points.x) > 0.5
    accuracy = (label == points.y).float().mean()
print(f"weight {model.linear.weight.item():.6g}, accuracy {accuracy.item():.3g}")

// Checks 08_moons.h.
#include "08_moons.h"

#include "check.h"

namespace {

Network make_network(int neurons, check::Random& random) {
  Network network;
  for (int i = 0; i < neurons; ++i) {
    network.W.push_back({random.uniform(-1, 1), random.uniform(-1, 1)});
    network.b.push_back(0.1);
    network.v.push_back(random.uniform(-1, 1));
  }
  return network;
}

std::vector<Point> make_moons(int count, check::Random& random) {
  std::vector<Point> points;
  for (int i = 0; i < count; ++i) {
    const double t = random.uniform(0, 3.14159);
    if (i % 2)
      points.push_back({std::cos(t), std::sin(t), -1});
    else
      points.push_back({1 - std::cos(t), 0.5 - std::sin(t), 1});
  }
  return points;
}

check::Numbers data_of(const Network& network) {
  check::Numbers all;
  for (const Value& p : network.parameters()) all.push_back(p.data());
  return all;
}

/// A mean in plain numbers, independent of mean_loss.
double loss_of(const Network& network, const std::vector<Point>& points) {
  double sum = 0;
  for (const Point& p : points) sum += std::pow(network(p).data() - p.label, 2);
  return sum / double(points.size());
}

/// dL/dp of every parameter by differences.
check::Numbers slopes_of(const Network& network, const std::vector<Point>& points) {
  check::Numbers slopes;
  for (const Value& p : network.parameters()) {
    const double at = p.data();
    slopes.push_back(check::difference(
        [&](double t) {
          p.node->data = t;
          return loss_of(network, points);
        },
        at));
    p.node->data = at;
  }
  return slopes;
}

/// a + factor * b
check::Numbers plus(check::Numbers a, double factor, const check::Numbers& b) {
  for (size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
  return a;
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const std::vector<Point> few = make_moons(5, random);
    const Network small = make_network(2, random);
    const double lr = 0.3, mean = loss_of(small, few);
    check::near(
        "mean_loss of 5 points", mean_loss(small, few).data(), mean,
        {{mean * 5, "that is the sum; divide by the number of points"},
         {mean / 5, "the average is taken twice"},
         {0, "1 / points.size() is a division of whole numbers, 0: write 1.0 / points.size()"}});
    const check::Numbers at0 = data_of(small), g0 = slopes_of(small, few);
    train_step(small, few, lr);
    check::near(
        "parameters after one step with lr = 0.3", data_of(small), plus(at0, -lr, g0),
        {{at0, "nothing has moved: change p.node->data"},
         {plus(at0, lr, g0), "the learning rate's sign: uphill instead of downhill"},
         {plus(at0, -lr / 5, g0), "the average is taken twice: mean_loss has divided already"},
         {plus(at0, -1, g0), "the learning rate is not used"}},
        1e-5);
    const check::Numbers at1 = data_of(small), g1 = slopes_of(small, few);
    train_step(small, few, lr);
    check::near(
        "parameters after the second step", data_of(small), plus(at1, -lr, g1),
        {{plus(plus(at1, -lr, g1), -lr, g0),
          "a missing zero_grad: the gradients of the first step are still in there"},
         {at1,
          "nothing has moved: the gradients are set to 0 after backward, before they are used"}},
        1e-5);

    const std::vector<Point> moons = make_moons(30, random);
    const Network network = make_network(8, random);
    const double before = train_step(network, moons, 0.2);
    double after = before;
    for (int i = 0; i < 60; ++i) after = train_step(network, moons, 0.2);
    int right = 0;
    for (const Point& p : moons) right += network(p).data() * p.label > 0;
    check::note("30 points of two moons, 60 steps: loss " + check::text(before) + " -> " +
                check::text(after) + ", " + std::to_string(right) + " of 30 on the right side");
    check::that(after < before / 2 && right >= 24, "training does not make the loss smaller", "");
  });
}

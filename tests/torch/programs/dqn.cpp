// Q-learning with a network and a replay buffer, on a corridor whose right end is the goal.
#include <torch/torch.h>

#include <deque>
#include <iostream>
#include <random>

namespace torch {
namespace nn {
struct QNetImpl : Module {
  QNetImpl(int64_t states, int64_t actions) {
    layers = register_module("layers", Sequential(Linear(states, 24), ReLU(), Linear(24, 24),
                                                  ReLU(), Linear(24, actions)));
  }
  Tensor forward(Tensor x) { return layers->forward(x); }
  Sequential layers{nullptr};
};
TORCH_MODULE(QNet);
}  // namespace nn
}  // namespace torch

struct Transition {
  int64_t state, action, next;
  float reward, done;
};

int main() {
  const int64_t kStates = 6;
  torch::manual_seed(3);
  std::mt19937 random(3);
  torch::nn::QNet online(kStates, 2), target(kStates, 2);
  auto sync = [&] {
    torch::NoGradGuard no_grad;
    auto from = online->named_parameters();
    for (auto& parameter : target->named_parameters())
      parameter.value().copy_(from[parameter.key()]);
  };
  sync();
  torch::optim::Adam optimizer(online->parameters(), torch::optim::AdamOptions(5e-3));
  std::deque<Transition> memory;
  auto one_hot = [&](const std::vector<int64_t>& states) {
    auto x = torch::zeros({static_cast<int64_t>(states.size()), kStates});
    return x.scatter_(1, torch::tensor(states).unsqueeze(1), 1.0);
  };
  for (int episode = 0; episode < 60; ++episode) {
    int64_t state = 0;
    for (int step = 0; step < 30; ++step) {
      int64_t action = random() % 2;
      if (random() % 100 >= 40) {
        torch::NoGradGuard no_grad;
        action = online->forward(one_hot({state})).argmax(1).item<int64_t>();
      }
      int64_t next = std::max<int64_t>(0, state + (action == 1 ? 1 : -1));
      const bool done = next == kStates - 1;
      memory.push_back({state, action, next, done ? 1.0f : -0.02f, done ? 1.0f : 0.0f});
      state = next;
      if (memory.size() >= 16) {
        std::vector<int64_t> s, a, n;
        std::vector<float> r, d;
        for (int i = 0; i < 16; ++i) {
          const Transition& t = memory[random() % memory.size()];
          s.push_back(t.state), a.push_back(t.action), n.push_back(t.next);
          r.push_back(t.reward), d.push_back(t.done);
        }
        auto q = online->forward(one_hot(s)).gather(1, torch::tensor(a).unsqueeze(1)).squeeze(1);
        auto best = std::get<0>(target->forward(one_hot(n)).max(1)).detach();
        auto wanted = torch::tensor(r) + 0.9 * best * (1 - torch::tensor(d));
        auto loss = torch::smooth_l1_loss(q, wanted);
        optimizer.zero_grad();
        loss.backward();
        torch::nn::utils::clip_grad_norm_(online->parameters(), 1.0);
        optimizer.step();
      }
      if (done) break;
    }
    if (episode % 5 == 0) sync();
  }
  std::vector<int64_t> all(kStates - 1);
  std::iota(all.begin(), all.end(), 0);
  torch::NoGradGuard no_grad;
  std::cout << online->forward(one_hot(all)).argmax(1) << '\n';
}

// What the page calls.
#include <string>

#include "docs/playground/tutorial.h"
#include "docs/playground/walk.h"

using playground::json;
using playground::Loss;
using playground::Tutorial;

namespace {

std::string answer;  // belongs to the page until its next call
Tutorial trainings[] = {{Loss::squared_error, 0, 0}, {Loss::cross_entropy, 0, 0}};

}  // namespace

#define PAGE_CALLS extern "C" __attribute__((used, visibility("default")))

PAGE_CALLS const char* playground_walk(const char* text) {
  answer = playground::walk(text);
  return answer.c_str();
}

PAGE_CALLS void playground_start(double w, double b) {
  trainings[0] = Tutorial(Loss::squared_error, w, b);
  trainings[1] = Tutorial(Loss::cross_entropy, w, b);
}

/// Takes steps with both losses: [{"w", "b", "loss", "accuracy"}, the same of the other].
PAGE_CALLS const char* playground_train(int steps) {
  answer = "[";
  for (Tutorial& training : trainings) {
    for (int i = 0; i < steps; ++i) training.step();
    answer += (answer.size() > 1 ? "," : "") + std::string("{\"w\":") + json(training.w()) +
              ",\"b\":" + json(training.b()) + ",\"loss\":" + json(training.loss()) +
              ",\"accuracy\":" + json(training.accuracy()) + "}";
  }
  answer += "]";
  return answer.c_str();
}

PAGE_CALLS double playground_loss(int loss, double w, double b) {
  return Tutorial::mean_loss(static_cast<Loss>(loss), w, b);
}

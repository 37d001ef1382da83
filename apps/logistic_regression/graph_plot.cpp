// Draws the graph of one iteration.
#include "apps/logistic_regression/graph_plot.h"

#include <algorithm>

#include "apps/support/graph_picture.h"

namespace logistic_regression {

void draw_graph(const std::string& path, LogisticRegression model, const Data& data,
                const TrainingOptions& options) {
  const int64_t points = std::min(options.batch_size, data.x.size(0));
  const Tensor x = data.x.slice(0, 0, points), y = data.y.slice(0, 0, points);
  const Tensor z = model->logits(x);
  const Tensor prediction = options.loss == Loss::bce_logits ? z : sigmoid(z);
  const Tensor loss = make_criterion(options.loss).forward(prediction, y);

  std::vector<glassgrad::autograd::BackwardStep> steps;
  for (const auto& step : glassgrad::autograd::backward_steps(loss)) steps.push_back(step);
  const std::string dot = apps::graph_as_dot(steps, {{"z", z}, {"p", prediction}, {"loss", loss}});
  model->zero_grad(/*set_to_none=*/true);
  apps::draw_with_graphviz(path, dot);
}

}  // namespace logistic_regression

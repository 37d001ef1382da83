// A run on a table of the user's own.
#include "apps/logistic_regression/tables/run_csv.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <iterator>

#include "apps/logistic_regression/tables/csv_pictures.h"
#include "apps/logistic_regression/tables/ending.h"
#include "apps/logistic_regression/tables/folds.h"
#include "apps/logistic_regression/tables/metrics.h"
#include "apps/logistic_regression/tables/predict.h"
#include "apps/logistic_regression/tables/prepare.h"
#include "apps/logistic_regression/tables/report.h"
#include "apps/logistic_regression/tables/saved_model.h"
#include "apps/logistic_regression/tables/standard_errors.h"
#include "apps/support/files.h"
#include "apps/support/gnuplot.h"
#include "apps/support/program.h"
#include "apps/support/progress.h"

namespace logistic_regression {
namespace {

Split split_rows(const CsvOptions& options, int64_t rows) {
  Split split;
  if (options.test_fraction) {
    split = split_randomly(rows, *options.test_fraction);
    if (split.train.empty() || split.test.empty()) {
      throw apps::argument_error(
          "--test-fraction", fmt::format("a share that leaves both parts some of {} rows", rows),
          fmt::format("{}", *options.test_fraction));
    }
    return split;
  }
  if (options.test_every) return split_every(rows, *options.test_every);
  for (int64_t i = 0; i < rows; ++i) split.train.push_back(i);
  return split;
}

/// What to read where a model says which columns it needs.
TableOptions table_options(const CsvOptions& options, const std::optional<SavedModel>& loaded) {
  TableOptions table = options.table;
  table.keeps_missing = options.impute != Impute::none;
  if (!loaded) return table;
  table.keeps_empty = true;
  table.ignores_case = loaded->ignores_case;
  if (table.decimal == 0) table.decimal = loaded->decimal;
  if (table.target.empty()) table.target = loaded->target;
  for (const Feature& feature : loaded->features) {
    table.features.push_back(feature.name);
    if (feature.is_categorical()) table.categorical.push_back(feature.name);
    table.keeps_missing = feature.fill.has_value();
  }
  return table;
}

/// Prints what to know about the table. @throws apps::DataError if it has no row to use
void report_table(const Table& table, const std::string& path) {
  if (table.rows_read == 0) throw apps::DataError(path + ": expected rows, got none");
  if (table.rows() == 0) {
    throw apps::DataError(fmt::format(
        "{}: expected a row without a missing value, got none of {}: missing are {} (--ignore "
        "leaves a column out, --impute fills values of features in)",
        path, table.rows_read, missing_list(table, table.target.name)));
  }
  for (const std::string& note : table.notes) fmt::print(stderr, "{}: {}\n", path, note);
}

/// Starts the random numbers anew. The order in which PyTorch's scripts draw: the split, the model.
Split draw_split(const CsvOptions& options, const Run& run) {
  glassgrad::manual_seed(options.seed);
  const Split split = split_rows(options, static_cast<int64_t>(run.target.codes.size()));
  if (split.train.empty()) {
    throw apps::DataError(run.table +
                          ": expected a row without missing values to train on, got none");
  }
  return split;
}

/// @throws apps::ArgumentError for what only two classes have
void check_classes(const CsvOptions& options, size_t classes) {
  if (classes == 2 || (!options.threshold && !options.standard_errors)) return;
  throw apps::ArgumentError(fmt::format("{}: expected a target of two classes, got {}",
                                        options.threshold ? "--threshold" : "--standard-errors",
                                        classes));
}

/// @throws apps::ArgumentError for more inputs than standard errors can be computed for
void check_inputs(const CsvOptions& options, const std::vector<Feature>& features) {
  const auto inputs = static_cast<int64_t>(input_names(features).size());
  if (!options.standard_errors || inputs <= kMostInputsWithErrors) return;
  throw apps::ArgumentError(fmt::format("--standard-errors: expected at most {} inputs, got {}",
                                        kMostInputsWithErrors, inputs));
}

/// Reads the table, splits its rows, makes or takes the model.
Run prepare_run(const CsvOptions& options, const std::optional<SavedModel>& loaded) {
  Run run;
  run.table = options.table.path;
  Table table = read_table(table_options(options, loaded));
  if (loaded && table.rows() > 0) drop_unknown_rows(table, *loaded, run.table);
  report_table(table, run.table);
  run.decimal = options.table.decimal == 0 && table.is_point_known ? '.' : options.table.decimal;
  run.target = loaded ? match_target(std::move(table.target), *loaded, run.table)
                      : make_target(std::move(table.target), options.positive, run.table);
  fmt::print("{}", describe_table(table, run.target, run.table));

  check_classes(options, run.target.classes.size());
  const Split split = draw_split(options, run);
  if (options.folds > 0) {
    fmt::print("\n{}\n", describe_folds(cross_validate(table, run.target, split.train, options)));
  }
  if (options.path != Penalty::none) {
    run.path = follow_path(table, run.target, split, options);
    fmt::print("\n{}\n", describe_path(run.path));
  }
  draw_split(options, run);  // so that the model is that of a run without
  if (loaded) {
    match_features(table, *loaded, run.table);
    run.features = loaded->features;
    run.model = loaded->model;
    run.data = prepare_data(std::move(table), run.features, run.target, split,
                            run.model->linear->weight.scalar_type());
    weigh_classes(run.data, run.target, split, options);
  } else {
    Prepared prepared = prepare_new(std::move(table), run.target, split, options);
    run.features = std::move(prepared.features);
    run.model = prepared.model;
    run.data = std::move(prepared.data);
  }
  check_inputs(options, run.features);
  if (!options.quiet) {
    fmt::print("{} inputs of {} columns; {} training rows, {} test rows\n\n",
               input_names(run.features).size(), run.features.size(), split.train.size(),
               split.test.size());
  }
  return run;
}

std::string losses_text(double loss, const std::optional<double>& test_loss) {
  std::string text = fmt::format("loss {:.10f}", loss);
  if (test_loss) text += fmt::format(", test loss {:.10f}", *test_loss);
  return text;
}

/// 0, 1, 2, 5, 10, 20, 50, ...
bool is_round(int64_t number) {
  while (number >= 10 && number % 10 == 0) number /= 10;
  return number == 0 || number == 1 || number == 2 || number == 5;
}

Fit train_model(Classifier model, const PreparedData& data, const CsvOptions& options) {
  apps::Progress progress("epoch", options.fit.epochs);
  return fit(model, data.train, data.test, options.fit, [&](const Step& first) {
    progress.update(first.epoch);
    if (options.quiet || !is_round(first.epoch)) return;
    progress.clear();
    fmt::print("epoch {}: {}\n", first.epoch, losses_text(first.loss, first.test_loss));
  });
}

std::string describe_end(const Fit& fit, const CsvOptions& options) {
  if (!fit.best) return "";
  return fmt::format(
      "{} after {} epochs; kept the parameters after {}, {} loss {:.10f}\n",
      fit.epochs < options.fit.epochs ? "stopped early" : "done", fit.epochs, fit.best->epoch,
      options.test_fraction || options.test_every ? "test" : "training", fit.best->loss);
}

void print_results(const Run& run, const CsvOptions& options) {
  const std::vector<std::string> inputs = input_names(run.features);
  std::vector<double> errors;
  if (options.standard_errors) errors = standard_errors(run.model, run.data.train.x);
  fmt::print("{}\n{}\n", describe_end(run.fit, options), describe_results(run.results, run.target));
  if (!run.target.is_binary()) fmt::print("{}\n", describe_classes(run.results, run.target));
  fmt::print("{}\n{}", describe_confusion(run.results, run.target),
             describe_weights(run.model, inputs, run.target, errors));
  apps::flush_stdout();
}

void write_losses(const std::string& path, const Fit& fit, const Results& results) {
  fmt::memory_buffer csv;
  const auto out = std::back_inserter(csv);
  const auto add = [&](size_t i, double loss, const std::optional<double>& test_loss) {
    fmt::format_to(out, "{},{},{}\n", i, loss, test_loss ? fmt::format("{}", *test_loss) : "");
  };
  fmt::format_to(out, "iteration,loss,test_loss\n");
  for (size_t i = 0; i < fit.steps.size(); ++i) {
    add(i, fit.steps[i].loss, fit.steps[i].test_loss);
  }
  add(fit.steps.size(), results.train.loss,
      results.test ? std::optional(results.test->loss) : std::nullopt);
  apps::write_file(path, {csv.data(), csv.size()});
}

void check_outputs(const CsvOptions& options) {
  const PictureFiles& files = options.pictures;
  apps::check_outputs({options.history, options.save, options.output, files.any.path,
                       files.fit.path, files.loss.path, files.roc.path, files.calibration.path,
                       files.path.path});
}

apps::Pictures draw_pictures(const CsvOptions& options, const Run& run) {
  apps::Pictures pictures(options.quiet);
  const auto draw = [&](const apps::PictureFile& file, const auto& picture) {
    pictures.draw(file, [&] { picture(file.path, run); });
  };
  const PictureFiles& files = options.pictures;
  draw(files.any, can_draw_fit(run.features) ? draw_fit : draw_loss_curves);
  draw(files.fit, draw_fit);
  draw(files.loss, draw_loss_curves);
  draw(files.roc, draw_roc);
  draw(files.calibration, draw_calibration);
  draw(files.path, draw_path);
  return pictures;
}

void save(const CsvOptions& options, const SavedModel& trained) {
  if (options.save.empty()) return;
  save_model(options.save, trained);
  if (options.quiet) return;
  fmt::print(stderr, "wrote {}; in Python: {}\n", options.save, python_line(options.save, trained));
}

/// What remains to be said about how training ended; empty if it converged, or was not to.
/// @throws apps::StatusError if it diverged
std::string judge_ending(const Run& run, const CsvOptions& options) {
  if (run.fit.epochs == 0) return "";
  const Ending ending = measure_ending(run.model, run.data.train, options.fit, run.fit.start_loss);
  if (ending.has_diverged()) {
    throw apps::StatusError(kDiverged, describe_divergence(ending, options.fit));
  }
  const double tolerance = options.tolerance.value_or(kUsualTolerance);
  return ending.has_converged(tolerance) ? "" : describe_slope(ending, run.fit, tolerance);
}

/// Trains, measures and draws.
/// @param loaded    the model of before, which becomes that of now
/// @param pictures  becomes what is to be finished in the end
/// @return what remains to be said then
std::string train_on_table(const CsvOptions& options, std::optional<SavedModel>& loaded,
                           apps::Pictures& pictures) {
  Run run = prepare_run(options, loaded);
  SavedModel trained{run.target.name, run.target.classes, run.features, run.model};
  trained.decimal = run.decimal;
  trained.ignores_case = loaded ? loaded->ignores_case : options.table.ignores_case;
  trained.threshold = options.threshold.value_or(loaded ? loaded->threshold : kUsualThreshold);

  run.fit = train_model(run.model, run.data, options);
  run.results.balances_classes = options.balances_classes;
  run.results.threshold = trained.threshold;
  run.results.train = measure(run.model, run.data.train, trained.threshold);
  if (run.data.test) run.results.test = measure(run.model, *run.data.test, trained.threshold);
  print_results(run, options);

  const std::string remark = judge_ending(run, options);
  if (!remark.empty() && !options.tolerance && !options.quiet) fmt::print("\n({})\n", remark);
  save(options, trained);
  if (!options.history.empty()) write_losses(options.history, run.fit, run.results);
  pictures = draw_pictures(options, run);
  loaded = trained;
  return options.tolerance ? remark : "";
}

void predict(SavedModel model, const CsvOptions& options) {
  model.threshold = options.threshold.value_or(model.threshold);
  TableOptions table = options.table;
  table.path = options.predict;
  const Predictions predictions = predict_rows(model, table);
  fmt::print(stderr, "{}", describe_unpredicted(predictions, table.path));
  if (!options.output.empty()) return apps::write_file(options.output, predictions.csv);
  if (!options.table.path.empty()) fmt::print("\n");
  fmt::print("{}", predictions.csv);
  apps::flush_stdout();
}

}  // namespace

void run_csv(const CsvOptions& options) {
  check_outputs(options);
  std::optional<SavedModel> model;
  if (!options.load.empty()) {
    model = load_model(options.load);
    check_classes(options, model->classes.size());
  }
  std::string remark;
  apps::Pictures pictures(options.quiet);
  if (!options.table.path.empty()) remark = train_on_table(options, model, pictures);
  if (!options.predict.empty()) predict(*model, options);
  if (!remark.empty()) throw apps::StatusError(kNotConverged, remark);
  pictures.finish();
}

}  // namespace logistic_regression

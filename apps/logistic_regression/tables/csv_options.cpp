// Options of runs on tables of the user's own.
#include "apps/logistic_regression/tables/csv_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "apps/logistic_regression/option_values.h"
#include "apps/logistic_regression/options.h"
#include "apps/logistic_regression/tables/ending.h"
#include "apps/support/plot_options.h"

namespace logistic_regression {
namespace {

using apps::ArgumentError;
using apps::Option;
using Rows = std::vector<Option>;

/// What has to be judged together, after the last argument.
struct Postponed {
  std::optional<double> lr;
  std::optional<int64_t> epochs;
  std::optional<double> tolerance;
  apps::PlotOptions plot;
};

char parse_separator(const std::string& text) {
  if (text == "tab" || text == "\\t") return '\t';
  if (text.size() == 1 && std::string("\"\r\n").find(text) == std::string::npos) return text[0];
  throw ArgumentError("one character that is no quote, or tab");
}

int64_t parse_batch_size(const std::string& text) {
  if (text == "full") return 0;
  try {
    return apps::parse_integer(text, 1, std::numeric_limits<int64_t>::max());
  } catch (const ArgumentError&) {
    throw ArgumentError("full or an integer of at least 1");
  }
}

/// The value that `text` names.
template <class T>
T parse_name(const std::string& text, std::initializer_list<std::pair<const char*, T>> values,
             const char* allowed) {
  for (const auto& [name, value] : values) {
    if (text == name) return value;
  }
  throw ArgumentError(allowed);
}

std::function<void(const std::string&)> list(std::vector<std::string>& target) {
  return [&target](const std::string& text) { target = parse_list(text); };
}

std::function<void(const std::string&)> column(std::string& target) {
  return [&target](const std::string& text) {
    if (text.empty()) throw ArgumentError("a column");
    target = text;
  };
}

std::function<void(const std::string&)> unset(bool& target) {
  return [&target](const std::string&) { target = false; };
}

Rows table_rows(CsvOptions& options) {
  TableOptions& table = options.table;
  return {
      {"--csv", "FILE", "the table; a column is named as in its first line, or numbered: 1, 2, ...",
       apps::file_name(table.path)},
      {"--target", "COLUMN", "what to predict: two classes or more", column(table.target)},
      {"--positive", "VALUE", "the class to tell from all others (default: the last of two)",
       [&](const std::string& text) { options.positive = text; }},
      {"--features", "A,B,...",
       "columns to predict from (default: all others); 2-5 is a range of\n"
       "numbers, -1 the last column",
       list(table.features)},
      {"--ignore", "A,B,...", "columns to leave out", list(table.ignored)},
      {"--categorical", "A,B,...",
       "columns whose numbers are names: one input for each. Columns of texts\n"
       "are taken so anyway",
       list(table.categorical)},
      {"--missing", "A,B,...", "texts that stand for no value, as ?, beside those named below",
       list(table.missing)},
      {"--impute", "NAME",
       "keep rows that miss values of features: mean or median stands for them\n"
       "among numbers, the most frequent among texts, of the training rows",
       [&](const std::string& text) {
         options.impute = parse_name<Impute>(
             text, {{"mean", Impute::mean}, {"median", Impute::median}}, "mean or median");
       }},
      {"--ignore-case", "", "texts that differ in case and blanks alone are one",
       apps::flag(table.ignores_case)},
      {"--decimal", "C",
       "what stands before decimals: , or . (the default); the other one may\n"
       "group thousands. Without it, numbers as 1,234 are refused if it is not\n"
       "clear what they are",
       [&](const std::string& text) {
         table.decimal = parse_name<char>(text, {{",", ','}, {".", '.'}}, ", or .");
       }},
      {"--id", "COLUMN",
       "a column that names the rows: not to predict from, but beside predictions",
       column(table.id)},
      {"--skip-lines", "N", "lines before the table (default 0)",
       apps::integer(table.format.skip_lines, 0)},
      {"--skip-last", "N", "lines after it, such as totals (default 0)",
       apps::integer(table.format.skip_last, 0, 1000)},
      {"--no-header", "", "the first line is a row already", unset(table.has_header)},
      {"--separator", "C", "what stands between fields (default ,), or tab",
       [&](const std::string& text) { table.format.separator = parse_separator(text); }},
      {"--test-fraction", "F",
       "keep this share of the rows for a test, chosen as random_split does",
       [&](const std::string& text) {
         options.test_fraction = parse_in(text, std::numeric_limits<double>::min(),
                                          std::nextafter(1.0, 0.0), "a number above 0 and below 1");
       }},
      {"--test-every", "K", "or keep rows 0, K, 2K, ..., not counting those that are dropped",
       [&](const std::string& text) {
         options.test_every = apps::parse_integer(text, 2, std::numeric_limits<int64_t>::max());
       }},
      {"--no-standardize", "",
       "leave numbers as they are (default: the training rows' mean becomes 0,\n"
       "their population standard deviation 1)",
       unset(options.standardize)},
  };
}

Rows training_rows(CsvOptions& options, Postponed& postponed) {
  FitOptions& fit = options.fit;
  return {
      {"--optimizer", "NAME", "sgd (the default) or adam",
       [&](const std::string& text) {
         fit.optimizer = parse_name<Optimizer>(
             text, {{"sgd", Optimizer::sgd}, {"adam", Optimizer::adam}}, "sgd or adam");
       }},
      {"--lr", "X", "learning rate (default 0.1, for adam 0.01)",
       [&](const std::string& text) { postponed.lr = parse_lr(text); }},
      {"--weight-decay", "X", "times each parameter, is added to its gradient (default 0)",
       apps::from_zero(fit.weight_decay)},
      {"--l2", "LAMBDA",
       "adds LAMBDA/2 times the sum of w^2, over all weights w but not the\n"
       "bias, to what is minimised (default 0)",
       apps::from_zero(fit.l2)},
      {"--l1", "LAMBDA",
       "adds LAMBDA times the sum of |w|, so that weights of little use become\n"
       "0 (default 0; for sgd)",
       apps::from_zero(fit.l1)},
      {"--class-weight", "NAME",
       "balanced: rows count in the loss so that all classes weigh the same,\n"
       "however rare",
       [&](const std::string& text) {
         options.balances_classes = parse_name<bool>(text, {{"balanced", true}}, "balanced");
       }},
      {"--epochs", "N", "passes over the training rows (default 1000, after --load 0)",
       [&](const std::string& text) {
         postponed.epochs = apps::parse_integer(text, 0, std::numeric_limits<int64_t>::max());
       }},
      {"--batch-size", "N", "rows in a step, or full for all of them (the default)",
       [&](const std::string& text) { fit.batch_size = parse_batch_size(text); }},
      {"--shuffle", "", "draw a new order of the rows for each epoch, as PyTorch does",
       apps::flag(fit.shuffle)},
      {"--patience", "N",
       "early stopping: stop after N epochs without a lower test loss (without\n"
       "test rows: training loss), and keep the parameters of the lowest",
       apps::integer(fit.patience, 1)},
      {"--early-stopping", "N", "the same as --patience", apps::integer(fit.patience, 1)},
      {"--tolerance", "X",
       "training has converged if no slope of the loss is above X, in units\n"
       "of 1 / (size of the input) (default 0.02; with --epochs or --patience,\n"
       "it is only looked at if this is given)",
       [&](const std::string& text) {
         postponed.tolerance =
             parse_in(text, 0, std::numeric_limits<double>::max(), "a number of at least 0");
       }},
      {"--folds", "K",
       "before training, K times: train on all but one K-th of the training\n"
       "rows, measure on that one, which has its share of each class",
       apps::integer(options.folds, 2)},
      {"--path", "NAME",
       "l1 or l2: before training, train with twenty such penalties, from one\n"
       "that leaves no weights or hardly any down, to see which to choose",
       [&](const std::string& text) {
         options.path =
             parse_name<Penalty>(text, {{"l1", Penalty::l1}, {"l2", Penalty::l2}}, "l1 or l2");
       }},
      {"--start", "NAME", "parameters to start from: zero (the default) or random, from the seed",
       [&](const std::string& text) {
         options.starts_at_zero = parse_name<bool>(
             text, {{"zero", true}, {"zeros", true}, {"0", true}, {"random", false}},
             "zero or random");
       }},
      {"--dtype", "NAME", "float64 (the default) or float32",
       [&](const std::string& text) {
         using glassgrad::ScalarType;
         options.dtype = parse_name<ScalarType>(text,
                                                {{"float64", glassgrad::kDouble},
                                                 {"double", glassgrad::kDouble},
                                                 {"float32", glassgrad::kFloat},
                                                 {"float", glassgrad::kFloat}},
                                                "float64 or float32");
       }},
      {"--seed", "N", "seed of the random numbers (default 0)",
       [&](const std::string& text) { options.seed = parse_seed(text); }},
  };
}

Rows model_rows(CsvOptions& options) {
  return {
      {"--threshold", "P",
       "of two classes, predict the positive one if its probability is above\n"
       "P (default 0.5)",
       [&](const std::string& text) {
         options.threshold = parse_in(text, std::numeric_limits<double>::min(),
                                      std::nextafter(1.0, 0.0), "a number above 0 and below 1");
       }},
      {"--standard-errors", "",
       "of two classes, print how sure the weights are: their standard errors,\n"
       "and how likely such a weight is by chance",
       apps::flag(options.standard_errors)},
      {"--save", "FILE",
       "write the model as safetensors, or as .pt for Python's torch.load:\n"
       "linear.weight, linear.bias, and beside them how a row becomes their input",
       apps::file_name(options.save, {".safetensors", ".pt"})},
      {"--load", "FILE",
       "take such a model instead of a new one, with its columns, classes and\n"
       "standardisation; it is only measured unless --epochs is above 0",
       apps::file_name(options.load)},
      {"--predict", "FILE",
       "predict each row of another table: row,prediction,P(class),... as CSV;\n"
       "with --load, --csv may be left out",
       apps::file_name(options.predict)},
      {"--output", "FILE", "where predictions go (default: standard output)",
       apps::file_name(options.output)},
  };
}

Rows output_rows(CsvOptions& options, Postponed& postponed) {
  PictureFiles& pictures = options.pictures;
  return {
      postponed.plot.plot_row("draw what fits, .svg or .png: of one number the fitted sigmoid, of\n"
                              "two the decision boundary, otherwise the losses"),
      {"--plot-fit", "FILE", "draw the fitted sigmoid or the decision boundary",
       apps::picture_name(pictures.fit)},
      {"--plot-loss", "FILE", "draw the losses of training and test",
       apps::picture_name(pictures.loss)},
      {"--plot-roc", "FILE", "draw the ROC curve", apps::picture_name(pictures.roc)},
      {"--plot-calibration", "FILE", "draw what happens over the probabilities predicted for it",
       apps::picture_name(pictures.calibration)},
      {"--plot-path", "FILE", "draw the weights over the penalties of --path",
       apps::picture_name(pictures.path)},
      postponed.plot.no_plot_row(),
      {"--history", "FILE",
       "write iteration,loss,test_loss as CSV: the losses before each step, and\n"
       "in the last line those at the end",
       apps::file_name(options.history)},
      {"--quiet", "", "print the result alone, no line for any epoch", apps::flag(options.quiet)},
      {"--help", "", "print this text", apps::flag(options.help)},
  };
}

Rows option_table(CsvOptions& options, Postponed& postponed) {
  Rows rows = table_rows(options);
  for (const Rows& more :
       {training_rows(options, postponed), model_rows(options), output_rows(options, postponed)}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  return rows;
}

constexpr const char* kExamples = R"(
Of the rows that have a value in every column used, columns of texts become one input for each text
(1 or 0). Rows without one (empty, NA, N/A, n/a, #N/A, <NA>, NaN, NAN, nan, NULL, null) are dropped
and counted. A column is one of numbers if all of its values are: 12, -0.5, 1e-3, $1,003.34, 5 EUR,
12%. Among texts, 1, 1.0 and 01 are the same. More than two classes make a softmax regression.

  logistic_regression --csv penguins.csv --target species --test-every 5
  logistic_regression --csv penguins.csv --target sex --positive female \
      --features body_mass_g,bill_depth_mm --test-fraction 0.2 --plot boundary.svg
  logistic_regression --csv penguins.csv --target species --save species.safetensors
  logistic_regression --load species.safetensors --predict new.csv --output predictions.csv
  logistic_regression --csv breast_cancer.csv --skip-lines 1 --no-header --target 31 --positive 1 \
      --test-every 5 --optimizer adam --plot-roc roc.svg

Exit status: 0 done, 1 something failed, 2 wrong arguments, 3 training diverged and nothing was
saved, 4 training has not converged (all was done and saved).

Penguins come with the program, in apps/logistic_regression/data; breast_cancer.csv with Debian's
python3-sklearn, in /usr/lib/python3/dist-packages/sklearn/datasets/data.
)";

/// Options that the others leave nothing to say.
void check_together(const std::vector<std::string>& arguments, const CsvOptions& options) {
  if (options.table.path.empty() && options.load.empty()) {
    throw ArgumentError("--predict: expected --csv or --load beside it, got neither");
  }
  if (options.table.target.empty() && options.load.empty()) {
    throw ArgumentError("--target: expected a column beside --csv, got none");
  }
  if (!options.output.empty() && options.predict.empty()) {
    throw ArgumentError("--output: expected --predict FILE beside it, got none");
  }
  if (options.fit.optimizer != Optimizer::sgd) {
    if (options.fit.l1 > 0) {
      throw ArgumentError("--l1: expected --optimizer sgd beside it, got adam");
    }
    if (options.path == Penalty::l1) {
      throw ArgumentError("--path l1: expected --optimizer sgd beside it, got adam");
    }
  }
  if (!options.pictures.path.path.empty() && options.path == Penalty::none) {
    throw ArgumentError("--plot-path: expected --path l1 or l2 beside it, got none");
  }
  if (options.standard_errors && (options.balances_classes || options.fit.l1 > 0 ||
                                  options.fit.l2 > 0 || options.fit.weight_decay > 0)) {
    throw ArgumentError(
        "--standard-errors: expected no penalty and no class weights beside it, got one");
  }
  if (options.test_fraction && options.test_every) {
    throw apps::argument_error("--test-every", "no --test-fraction beside it",
                               std::to_string(*options.test_every));
  }
  if (options.load.empty()) return;
  const std::string of_model[] = {"--positive", "--features", "--ignore",         "--categorical",
                                  "--start",    "--dtype",    "--no-standardize", "--folds",
                                  "--path",     "--impute",   "--ignore-case"};
  for (const std::string& name : of_model) {
    for (const std::string& argument : arguments) {
      if (argument.substr(0, argument.find('=')) != name) continue;
      throw ArgumentError(name + ": expected none beside --load, whose model says it, got one");
    }
  }
}

}  // namespace

bool has_table(const std::vector<std::string>& arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    return name == "--csv" || name == "--predict";
  });
}

CsvOptions parse_csv_options(const std::vector<std::string>& arguments) {
  CsvOptions options;
  Postponed postponed;
  apps::parse_arguments(arguments, option_table(options, postponed));
  if (options.help) return options;
  check_together(arguments, options);
  options.fit.epochs = postponed.epochs.value_or(options.load.empty() ? 1000 : 0);
  options.fit.lr = postponed.lr.value_or(options.fit.optimizer == Optimizer::adam ? 0.01 : 0.1);
  options.tolerance = postponed.tolerance;
  if (!postponed.epochs && options.fit.patience == 0 && !options.tolerance) {
    options.tolerance = kUsualTolerance;
  }
  options.pictures.any = postponed.plot.chosen("");
  return options;
}

std::string csv_usage() {
  CsvOptions options;
  Postponed postponed;
  return "With --csv FILE: trains on a table, prints how well it is predicted.\n\n" +
         apps::describe(option_table(options, postponed)) + kExamples;
}

std::vector<std::string> csv_option_names() {
  CsvOptions options;
  Postponed postponed;
  std::vector<std::string> names;
  for (const Option& option : option_table(options, postponed)) names.push_back(option.name);
  return names;
}

}  // namespace logistic_regression

// Models in files, with what it takes to use them on another table.
#include "apps/logistic_regression/tables/saved_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/logistic_regression/tables/categories.h"
#include "apps/logistic_regression/value.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"

namespace logistic_regression {
namespace {

using Texts = glassgrad::OrderedDict<std::string, std::string>;
using StateDict = glassgrad::OrderedDict<std::string, Tensor>;

/// Finds what the file must hold.
class ModelFile {
 public:
  explicit ModelFile(const std::string& path) : path_(path) {
    if (glassgrad::serialize::is_python_path(path)) {
      read_torch(glassgrad::pickle::load_file(path));
      return;
    }
    state_ = glassgrad::safetensors::load_file(path);
    texts_ = glassgrad::safetensors::load_metadata(path);
  }

  const StateDict& state() const { return state_; }

  std::string text(const std::string& key) const {
    const std::string* found = texts_.find(key);
    if (found == nullptr) fail(fmt::format("a text '{}' beside the tensors", key), "none");
    return *found;
  }

  /// nullptr if there is none.
  const std::string* find(const std::string& key) const { return texts_.find(key); }

  double number(const std::string& key) const {
    const auto value = to_number(text(key));
    if (!value) fail(fmt::format("a number as text '{}'", key), apps::in_quotes(text(key)));
    return *value;
  }

  /// The texts key.0, key.1, ...
  std::vector<std::string> list(const std::string& key) const {
    std::vector<std::string> values;
    while (const std::string* value = texts_.find(fmt::format("{}.{}", key, values.size()))) {
      values.push_back(*value);
    }
    return values;
  }

  const Tensor& tensor(const std::string& name, const std::vector<int64_t>& shape) const {
    const Tensor* found = state_.find(name);
    if (found == nullptr) fail(fmt::format("a tensor '{}'", name), "none");
    if (found->sizes() != glassgrad::IntArrayRef(shape)) {
      fail(fmt::format("a tensor '{}' of shape [{}]", name, fmt::join(shape, ", ")),
           fmt::format("[{}]", fmt::join(found->sizes().vec(), ", ")));
    }
    return *found;
  }

  [[noreturn]] void fail(const std::string& expected, const std::string& came) const {
    throw apps::DataError(
        fmt::format("{}: expected {}, got {}: is it a model that was saved with --csv?", path_,
                    expected, came));
  }

 private:
  /// {"model": {"linear.weight": ..., "linear.bias": ...}, "texts": {...}}, or the model alone.
  void read_torch(const glassgrad::IValue& file) {
    if (!file.isGenericDict()) fail("a dictionary", file.tagKind());
    const auto dict = file.toGenericDict();
    state_ = glassgrad::pickle::tensors(dict.contains("model") ? dict.at("model") : file);
    if (!dict.contains("texts") || !dict.at("texts").isGenericDict()) return;
    for (const auto& entry : dict.at("texts").toGenericDict())
      texts_.insert(entry.key().toStringRef(), entry.value().toStringRef());
  }

  std::string path_;
  StateDict state_;
  Texts texts_;
};

Feature read_feature(const ModelFile& file, const std::string& key, const std::string& name) {
  Feature feature{name, file.list(key + ".category")};
  const std::string* fill = file.find(key + ".fill");
  if (feature.is_categorical()) {
    const auto& known = feature.categories;
    const auto at = fill ? std::find(known.begin(), known.end(), *fill) : known.end();
    if (fill && at == known.end())
      file.fail("a category as text '" + key + ".fill'", apps::in_quotes(*fill));
    if (fill) feature.fill = static_cast<double>(at - known.begin());
    return feature;
  }
  if (fill) feature.fill = file.number(key + ".fill");
  feature.is_percent = file.find(key + ".percent") != nullptr;
  feature.mean = file.number(key + ".mean");
  feature.scale = file.number(key + ".scale");
  return feature;
}

std::string fill_text(const Feature& feature) {
  return feature.is_categorical() ? feature.categories[static_cast<size_t>(*feature.fill)]
                                  : fmt::format("{}", *feature.fill);
}

}  // namespace

void save_model(const std::string& path, const SavedModel& saved) {
  Texts texts;
  texts.insert("target", saved.target);
  if (saved.decimal != 0) texts.insert("decimal", std::string(1, saved.decimal));
  if (saved.ignores_case) texts.insert("ignore_case", "1");
  if (saved.threshold != kUsualThreshold) {
    texts.insert("threshold", fmt::format("{}", saved.threshold));
  }
  for (size_t i = 0; i < saved.classes.size(); ++i) {
    texts.insert(fmt::format("class.{}", i), saved.classes[i]);
  }
  for (size_t i = 0; i < saved.features.size(); ++i) {
    const Feature& feature = saved.features[i];
    const std::string key = fmt::format("feature.{}", i);
    texts.insert(key + ".name", feature.name);
    for (size_t k = 0; k < feature.categories.size(); ++k) {
      texts.insert(fmt::format("{}.category.{}", key, k), feature.categories[k]);
    }
    if (feature.fill) texts.insert(key + ".fill", fill_text(feature));
    if (feature.is_categorical()) continue;
    if (feature.is_percent) texts.insert(key + ".percent", "1");
    texts.insert(key + ".mean", fmt::format("{}", feature.mean));
    texts.insert(key + ".scale", fmt::format("{}", feature.scale));
  }
  if (!glassgrad::serialize::is_python_path(path)) {
    glassgrad::safetensors::save_file(saved.model->state_dict(), path, texts);
    return;
  }
  glassgrad::Dict<std::string, glassgrad::IValue> text_dict, file;
  for (const auto& text : texts) text_dict.insert(text.key(), text.value());
  file.insert("model", glassgrad::pickle::dict(saved.model->state_dict()));
  file.insert("texts", text_dict);
  glassgrad::pickle::save_file(file, path);
}

namespace {

/// `text` as Python writes it in a program.
std::string python_string(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c >= 0 && c < ' ' ? fmt::format("\\x{:02x}", c) : std::string(1, c);
  }
  return out + "'";
}

}  // namespace

std::string python_line(const std::string& path, const SavedModel& saved) {
  const Tensor& weight = saved.model->linear->weight;
  const std::string name = python_string(path);
  return fmt::format(
      "import torch{}; model = torch.nn.Linear({}, {}, dtype=torch.{}); "
      "model.load_state_dict({{name.removeprefix('linear.'): tensor for name, tensor in "
      "{}.items()}})",
      glassgrad::serialize::is_python_path(path) ? "" : ", safetensors.torch", weight.size(1),
      weight.size(0), weight.scalar_type() == glassgrad::kDouble ? "float64" : "float32",
      glassgrad::serialize::is_python_path(path)
          ? fmt::format("torch.load({})['model']", name)
          : fmt::format("safetensors.torch.load_file({})", name));
}

SavedModel load_model(const std::string& path) {
  const ModelFile file(path);
  SavedModel saved{file.text("target"), file.list("class"), {}};
  if (const std::string* decimal = file.find("decimal")) saved.decimal = (*decimal)[0];
  saved.ignores_case = file.find("ignore_case") != nullptr;
  if (file.find("threshold") != nullptr) saved.threshold = file.number("threshold");
  if (saved.classes.size() < 2) file.fail("texts 'class.0' and 'class.1'", "fewer");
  int64_t inputs = 0;
  while (const auto name = file.find(fmt::format("feature.{}.name", saved.features.size()))) {
    const std::string key = fmt::format("feature.{}", saved.features.size());
    saved.features.push_back(read_feature(file, key, *name));
    inputs += saved.features.back().width();
  }
  const int64_t classes = static_cast<int64_t>(saved.classes.size());
  const int64_t outputs = classes == 2 ? 1 : classes;
  const Tensor& weight = file.tensor("linear.weight", {outputs, inputs});
  file.tensor("linear.bias", {outputs});
  const bool is_double = weight.scalar_type() == glassgrad::kDouble;
  saved.model = Classifier(inputs, classes, is_double ? glassgrad::kDouble : glassgrad::kFloat);
  saved.model->load_state_dict(file.state());
  return saved;
}

namespace {

constexpr size_t kShownTexts = 3;

/// Where the texts stand among those that the model knows.
std::vector<int32_t> known_codes(const Column& column, const std::vector<std::string>& known,
                                 const SavedModel& saved, const std::string& path) {
  const Categories categories(known, saved.ignores_case);
  std::vector<int32_t> codes;
  for (const std::string& text : column.categories) {
    const auto code = categories.find(text);
    if (!code) {
      throw apps::DataError(fmt::format(
          "{}: column {}: expected one of {}, which the model knows, got {}", path,
          apps::in_quotes(column.name), name_list(known), apps::in_quotes(shortened(text))));
    }
    codes.push_back(*code);
  }
  return codes;
}

void check_numbers(const Column& column, const Feature& feature, const std::string& path) {
  const auto fail = [&](const char* expected, const std::string& came) {
    throw apps::DataError(fmt::format("{}: column {}: expected {}, as the model knows it, got {}",
                                      path, apps::in_quotes(column.name), expected, came));
  };
  const auto is_number = [](double number) { return !std::isnan(number); };
  if (column.is_categorical) {
    fail("numbers", apps::in_quotes(shortened(column.categories[0])));
  } else if (column.is_percent != feature.is_percent &&
             std::any_of(column.numbers.begin(), column.numbers.end(), is_number)) {
    fail(feature.is_percent ? "numbers with %" : "numbers without %",
         feature.is_percent ? "some without" : "some with it");
  }
}

/// Which rows have a category that the model does not know, and what to say of each.
void note_unknown(const Column& column, const Feature& feature, bool ignores_case,
                  std::vector<bool>& is_known, std::vector<std::string>& texts) {
  const Categories known(feature.categories, ignores_case);
  std::vector<bool> knows;
  for (const std::string& text : column.categories) {
    knows.push_back(known.find(text).has_value());
    if (knows.back()) continue;
    texts.push_back(fmt::format("column {}: expected one of {}, got {}",
                                apps::in_quotes(column.name), name_list(feature.categories),
                                apps::in_quotes(shortened(text))));
  }
  for (size_t row = 0; row < column.codes.size(); ++row) {
    const int32_t code = column.codes[row];
    if (code != kMissingCode && !knows[code]) is_known[row] = false;
  }
}

void recode(Column& column, const std::vector<int32_t>& code_of) {
  for (int32_t& code : column.codes) {
    if (code != kMissingCode) code = code_of[code];
  }
}

}  // namespace

void drop_unknown_rows(Table& table, const SavedModel& saved, const std::string& path) {
  const int64_t rows = table.rows();
  std::vector<bool> is_known(rows, true);
  std::vector<std::string> texts;
  for (size_t i = 0; i < saved.features.size(); ++i) {
    if (!saved.features[i].is_categorical()) continue;
    note_unknown(table.features[i], saved.features[i], saved.ignores_case, is_known, texts);
  }
  if (texts.empty()) return;

  const bool shows_all = texts.size() <= kShownTexts;
  if (!shows_all) texts.resize(kShownTexts);
  const std::string list = fmt::format("{}{}", fmt::join(texts, "; "), shows_all ? "" : "; ...");
  const int64_t dropped = std::count(is_known.begin(), is_known.end(), false);
  if (dropped == rows) {
    throw apps::DataError(fmt::format(
        "{}: expected a row whose texts the model knows, got none of {} ({})", path, rows, list));
  }
  keep_rows(table, is_known);
  table.rows_unknown = dropped;
  table.notes.push_back(
      fmt::format("{} of {} rows have a text that the model does not know and are left out ({})",
                  dropped, rows, list));
}

void match_features(Table& table, const SavedModel& saved, const std::string& path) {
  for (size_t i = 0; i < saved.features.size(); ++i) {
    Column& column = table.features[i];
    const Feature& feature = saved.features[i];
    if (!feature.is_categorical()) {
      check_numbers(column, feature, path);
    } else {
      recode(column, known_codes(column, feature.categories, saved, path));
      column.categories = feature.categories;
    }
  }
}

Target match_target(Column column, const SavedModel& saved, const std::string& path) {
  const std::vector<std::string>& classes = saved.classes;
  if (classes.size() == 2 && classes[0] == "not " + classes[1]) {
    const Categories positive({classes[1]}, saved.ignores_case);
    std::vector<int32_t> code_of;
    for (const std::string& text : column.categories) {
      code_of.push_back(positive.find(text).has_value());
    }
    recode(column, code_of);
  } else {
    recode(column, known_codes(column, classes, saved, path));
  }
  return {column.name, classes, std::move(column.codes)};
}

}  // namespace logistic_regression

#include "apps/logistic_regression/saved_model.h"

#include <fmt/format.h>

#include <algorithm>

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
  explicit ModelFile(const std::string& path)
      : path_(path),
        state_(glassgrad::safetensors::load_file(path)),
        texts_(glassgrad::safetensors::load_metadata(path)) {}

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
    if (!value) fail(fmt::format("a number as text '{}'", key), apps::quoted(text(key)));
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
  std::string path_;
  StateDict state_;
  Texts texts_;
};

Feature read_feature(const ModelFile& file, const std::string& key, const std::string& name) {
  Feature feature{name, file.list(key + ".category")};
  if (feature.is_categorical()) return feature;
  feature.mean = file.number(key + ".mean");
  feature.scale = file.number(key + ".scale");
  return feature;
}

}  // namespace

void save_model(const std::string& path, const SavedModel& saved) {
  Texts texts;
  texts.insert("target", saved.target);
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
    if (feature.is_categorical()) continue;
    texts.insert(key + ".mean", fmt::format("{}", feature.mean));
    texts.insert(key + ".scale", fmt::format("{}", feature.scale));
  }
  glassgrad::safetensors::save_file(saved.model->state_dict(), path, texts);
}

SavedModel load_model(const std::string& path) {
  const ModelFile file(path);
  SavedModel saved{file.text("target"), file.list("class"), {}};
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

/// Where `text` stands among `known`.
int32_t known_code(const std::string& text, const std::vector<std::string>& known,
                   const std::string& column, const std::string& path) {
  const auto found = std::find(known.begin(), known.end(), text);
  if (found != known.end()) return static_cast<int32_t>(found - known.begin());
  throw apps::DataError(
      fmt::format("{}: column {}: expected one of {}, which the model knows, got {}", path,
                  apps::quoted(column), name_list(known), apps::quoted(shortened(text))));
}

}  // namespace

void match_features(Table& table, const SavedModel& saved, const std::string& path) {
  for (size_t i = 0; i < saved.features.size(); ++i) {
    Column& column = table.features[i];
    const Feature& feature = saved.features[i];
    if (!feature.is_categorical() && column.is_categorical) {
      throw apps::DataError(
          fmt::format("{}: column {}: expected numbers, as the model knows it, got {}", path,
                      apps::quoted(column.name), apps::quoted(shortened(column.categories[0]))));
    }
    std::vector<int32_t> code_of;
    for (const std::string& text : column.categories) {
      code_of.push_back(known_code(text, feature.categories, column.name, path));
    }
    for (int32_t& code : column.codes) code = code_of[code];
    column.categories = feature.categories;
  }
}

Target match_target(const Column& column, const SavedModel& saved, const std::string& path) {
  const bool is_one_of_many =
      saved.classes.size() == 2 && saved.classes[0] == "not " + saved.classes[1];
  std::vector<int32_t> code_of;
  for (const std::string& text : column.categories) {
    code_of.push_back(is_one_of_many ? text == saved.classes[1]
                                     : known_code(text, saved.classes, column.name, path));
  }
  Target target{column.name, saved.classes, column.codes};
  for (int32_t& code : target.codes) code = code_of[code];
  return target;
}

}  // namespace logistic_regression

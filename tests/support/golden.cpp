#include "tests/support/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace golden {
namespace {

std::vector<std::string> words(std::istringstream& line) {
  std::vector<std::string> result;
  for (std::string word; line >> word;) result.push_back(word);
  return result;
}

std::string next_word(std::istringstream& line) {
  std::string word;
  if (!(line >> word)) throw std::runtime_error("a word is missing");
  return word;
}

double to_number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);  // reads decimal, hexadecimal, nan and inf
  if (end == text.c_str() || *end != '\0') throw std::runtime_error("not a number: " + text);
  return value;
}

/// "[2,3]" -> {2, 3}; "[]" -> {}.
std::vector<std::int64_t> to_shape(const std::string& text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']')
    throw std::runtime_error("not a shape: " + text);
  std::istringstream sizes(text.substr(1, text.size() - 2));
  std::vector<std::int64_t> shape;
  for (std::string size; std::getline(sizes, size, ',');) shape.push_back(std::stoll(size));
  return shape;
}

/// "Double [2] 1.5 0x1.8p0"
Array read_array(std::istringstream& line, const std::string& dtype) {
  Array array{dtype, to_shape(next_word(line)), {}};
  std::size_t count = 1;
  for (const std::int64_t size : array.shape) count *= static_cast<std::size_t>(size);
  for (const std::string& word : words(line)) array.values.push_back(to_number(word));
  if (array.values.size() != count)
    throw std::runtime_error("the number of values does not fit the shape");
  return array;
}

Case& last_case(Table& table) {
  if (table.rows.empty() || table.rows.back().cases.empty())
    throw std::runtime_error("there is no case yet");
  return table.rows.back().cases.back();
}

void read_case(std::istringstream& line, Table& table) {
  if (table.rows.empty()) throw std::runtime_error("there is no row yet");
  const std::string id = next_word(line);
  Case next;
  next.variant = id.substr(id.find('/') + 1);
  for (const std::string& flag : words(line)) next.flags.insert(flag);
  table.rows.back().cases.push_back(next);
}

void read_promotion(std::istringstream& line, Table& table) {
  const std::string operation = next_word(line);
  if (operation == "order") {
    table.dtypes = words(line);
    return;
  }
  Promotion next{operation, next_word(line), {}, {}};
  next.left = next_word(line);
  next.results = words(line);
  if (next.results.size() != table.dtypes.size())
    throw std::runtime_error("one result type per type is needed");
  table.promotions.push_back(next);
}

void read_gradient(std::istringstream& line, Case& current) {
  const std::string dtype = next_word(line);
  if (dtype == "none") {
    current.gradients.emplace_back();
  } else {
    current.gradients.emplace_back(read_array(line, dtype));
  }
}

void read_line(const std::string& text, Table& table) {
  std::istringstream line(text);
  const std::string kind = next_word(line);
  if (kind == "row") {
    const std::string group = next_word(line);
    table.rows.push_back({group, next_word(line), {}});
  } else if (kind == "case") {
    read_case(line, table);
  } else if (kind == "in") {
    const std::string layout = next_word(line);
    const std::string dtype = next_word(line);
    last_case(table).inputs.push_back({layout, read_array(line, dtype)});
  } else if (kind == "out") {
    const std::string dtype = next_word(line);
    last_case(table).outputs.push_back(read_array(line, dtype));
  } else if (kind == "cotangent") {
    const std::string dtype = next_word(line);
    last_case(table).cotangents.push_back(read_array(line, dtype));
  } else if (kind == "gradient") {
    read_gradient(line, last_case(table));
  } else if (kind == "promotion") {
    read_promotion(line, table);
  } else if (kind == "error") {
    const std::string id = next_word(line);
    std::getline(line >> std::ws, table.errors[id]);
  } else {
    throw std::runtime_error("unknown word: " + kind);
  }
}

}  // namespace

Table load(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  Table table;
  int number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    if (text.empty() || text.front() == '#') continue;
    try {
      read_line(text, table);
    } catch (const std::exception& error) {
      throw std::runtime_error(path + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  return table;
}

}  // namespace golden

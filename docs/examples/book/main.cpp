// The book's programs: `example_book 03` prints what chapter 3 shows.
#include <iostream>
#include <map>
#include <string>

#include "docs/examples/book/chapters.h"

int main(int argc, char** argv) {
  const std::map<std::string, void (*)()> chapters = {
      {"01", book::gradients}, {"02", book::scalars},  {"03", book::tensors},
      {"04", book::graph},     {"05", book::losses},   {"06", book::modules},
      {"07", book::tutorial},  {"09", book::your_own}, {"10", book::convolution}};
  const auto chapter = chapters.find(argc == 2 ? argv[1] : "");
  if (chapter == chapters.end()) {
    std::cerr << "expected the number of a chapter with a program, as 03\n";
    return 2;
  }
  chapter->second();
}

// Any bytes as a table that logistic_regression reads. The last byte chooses how.
#include "apps/logistic_regression/tables/table.h"
#include "apps/support/arguments.h"
#include "apps/support/files.h"
#include "tests/fuzz/fuzz.h"

FUZZ(bytes, size) {
  if (size == 0) return 0;
  const uint8_t choice = bytes[size - 1];
  const fuzz::MemoryFile file(bytes, size);
  logistic_regression::TableOptions options;
  options.path = file.path();
  options.target = "-1";
  options.has_header = choice & 1;
  options.keeps_missing = choice & 2;
  options.keeps_empty = choice & 4;
  options.ignores_case = choice & 8;
  options.format.separator = choice & 16 ? ';' : ',';
  options.format.skip_lines = choice >> 6 & 1;
  options.format.skip_last = choice >> 7;
  options.shows_progress = false;
  try {
    logistic_regression::read_table(options);
  } catch (const apps::DataError&) {
  } catch (const apps::FileError&) {
  } catch (const apps::ArgumentError&) {
  }
  return 0;
}

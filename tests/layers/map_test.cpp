// autograd/README.md draws the rooms and floors that the rules know, and these are the folders that
// there are.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/layers/floors.h"
#include "tests/support/folders.h"

namespace {

namespace fs = std::filesystem;
using Floors = std::map<int, std::set<std::string>>;

const fs::path autograd = fs::path(test_support::source_path()) / "autograd";

std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The folders of the table; newest_first.h and functions.h are files.
Floors floors_of_the_table() {
  Floors floors;
  for (const layers::Room& room : layers::rooms())
    if (room.place.ends_with("/")) floors[room.floor].emplace(room.name);
  return floors;
}

/// Lines such as "  4   functions/    graph/   ..." between the fences of the first picture.
Floors floors_of_the_picture(const std::string& text) {
  const size_t begin = text.find("```"), end = text.find("```", begin + 3);
  std::istringstream lines(text.substr(begin, end - begin));
  Floors floors;
  const std::regex line_of_a_floor(R"(^ +(\d) +(.*))"), room(R"((\w+)/)");
  std::smatch found;
  for (std::string line; std::getline(lines, line);) {
    if (!std::regex_match(line, found, line_of_a_floor)) continue;
    const int floor = std::stoi(found[1]);
    const std::string rooms = found[2];
    for (std::sregex_iterator it(rooms.begin(), rooms.end(), room), none; it != none; ++it)
      floors[floor].insert((*it)[1]);
  }
  return floors;
}

TEST(Map, ThePictureShowsTheFloors) {
  EXPECT_EQ(floors_of_the_picture(read(autograd / "README.md")), floors_of_the_table());
}

TEST(Map, EveryRoomHasALine) {
  const std::string map = read(autograd / "README.md");
  for (const layers::Room& room : layers::rooms()) {
    const std::string place = fs::path(room.place).lexically_relative("autograd").generic_string();
    const std::string name(place.substr(0, place.find('/')));
    const bool is_folder = room.place.ends_with("/");
    EXPECT_NE(map.find(is_folder ? "\n| [" + name + "/](" + name + ") |"
                                 : "[" + name + "](" + name + ")"),
              map.npos)
        << room.place;
  }
}

TEST(Map, TheRoomsAreTheFolders) {
  std::set<std::string> places;
  for (const auto& entry : fs::directory_iterator(autograd)) {
    const std::string name = "autograd/" + entry.path().filename().generic_string();
    if (entry.is_directory()) places.insert(name + "/");
    if (name.ends_with(".h") || name.ends_with(".cpp")) places.insert(name);
  }
  std::set<std::string> rooms;
  for (const layers::Room& room : layers::rooms()) rooms.emplace(room.place);
  EXPECT_EQ(places, rooms);
}

}  // namespace

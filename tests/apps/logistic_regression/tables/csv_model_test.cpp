// Models that are saved, loaded and used to predict.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include <glassgrad.h>
#include "apps/support/csv.h"
#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

using Records = std::vector<std::vector<std::string>>;

Records read_records(const std::string& path) {
  apps::CsvReader reader(path);
  Records records;
  while (reader.next()) {
    records.emplace_back();
    for (size_t i = 0; i < reader.size(); ++i) records.back().emplace_back(reader[i]);
  }
  return records;
}

/// `text` from the place on where it says `from`.
std::string tail(const std::string& text, const std::string& from) {
  EXPECT_PRED2(contains, text, from);
  return text.substr(text.find(from));
}

TEST(CsvModel, IsTheSameAfterSavingAndLoading) {
  const std::string settings[] = {
      "--target species --test-every 5",
      "--target sex --positive female --features island,body_mass_g --test-every 5",
      "--target species --positive Gentoo --ignore sex --test-every 5 --dtype float32",
  };
  for (const std::string& setting : settings) {
    SCOPED_TRACE(setting);
    const Folder folder;
    const Outcome trained =
        run_penguins(folder, setting + " --epochs 100 --quiet --save m.safetensors");
    ASSERT_EQ(trained.status, 0) << trained.err;
    const Outcome loaded = run_penguins(folder, "--load m.safetensors --test-every 5 --quiet");
    EXPECT_EQ(loaded.status, 0) << loaded.err;
    EXPECT_EQ(loaded.out, trained.out);
    EXPECT_EQ(folder.files(), Names({"m.safetensors"}));
  }
}

TEST(CsvModel, GoesOnWhereItWas) {
  const Folder folder;
  const std::string setting = "--target sex --test-every 5 --quiet ";
  const Outcome whole = run_penguins(folder, setting + "--epochs 30");
  for (const std::string model : {"m.safetensors", "m.pt"}) {
    run_penguins(folder, setting + "--epochs 10 --save " + model);
    const Outcome rest =
        run_penguins(folder, "--load " + model + " --test-every 5 --epochs 20 --quiet");
    EXPECT_EQ(tail(rest.out, "weights by size"), tail(whole.out, "weights by size"));
  }
  const auto file = glassgrad::pickle::load_file(folder.path("m.pt")).toGenericDict();
  EXPECT_EQ(glassgrad::pickle::tensors(file.at("model")).size(), 2u);
  EXPECT_EQ(file.at("texts").toGenericDict().at("target").toStringRef(), "sex");
}

TEST(CsvModel, HasPyTorchsNames) {
  const Folder folder;
  run_penguins(folder, "--target species --epochs 1 --save m.safetensors");
  const auto state = glassgrad::safetensors::load_file(folder.path("m.safetensors"));
  ASSERT_EQ(state.size(), 2u);
  EXPECT_EQ(state["linear.weight"].sizes(), (std::vector<int64_t>{3, 10}));
  EXPECT_EQ(state["linear.bias"].sizes(), (std::vector<int64_t>{3}));
  EXPECT_EQ(state["linear.weight"].scalar_type(), glassgrad::kDouble);
  const auto texts = glassgrad::safetensors::load_metadata(folder.path("m.safetensors"));
  EXPECT_EQ(texts["target"], "species");
  EXPECT_EQ(texts["class.2"], "Gentoo");
  EXPECT_EQ(texts["feature.0.name"], "island");
  EXPECT_EQ(texts["feature.0.category.1"], "Dream");
}

TEST(CsvModel, PredictsEveryRow) {
  // The mean of -ln P(species) over the rows is the loss that PyTorch has after 200 epochs:
  // tests/golden/csv_runs.txt, the first run, with training and test rows 266 to 67.
  const Folder folder;
  run_penguins(folder, "--target species --test-every 5 --epochs 200 --save m.safetensors");
  const Outcome outcome = run_program(
      folder, std::string("--load m.safetensors --output p.csv --predict '") + kPenguins + "'");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, kPenguins + ": 11 of 344 rows miss a value and get no prediction\n");
  const Records rows = read_records(kPenguins), predictions = read_records(folder.path("p.csv"));
  ASSERT_EQ(predictions.size(), rows.size());
  EXPECT_EQ(predictions[0], Names({"row", "prediction", "P(Adelie)", "P(Chinstrap)", "P(Gentoo)"}));
  double loss = 0;
  int right = 0, missing = 0;
  for (size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(predictions[i][0], std::to_string(i));
    if (predictions[i][1].empty()) {
      EXPECT_EQ(predictions[i], Names({std::to_string(i), "", "", "", ""}));
      ++missing;
      continue;
    }
    right += predictions[i][1] == rows[i][0];
    double sum = 0;
    for (size_t k = 2; k < 5; ++k) {
      const double p = std::stod(predictions[i][k]);
      sum += p;
      if (predictions[0][k] == "P(" + rows[i][0] + ")") loss -= std::log(p);
    }
    EXPECT_NEAR(sum, 1, 1e-12);
  }
  EXPECT_EQ(missing, 11);
  EXPECT_EQ(right, 265 + 65);
  EXPECT_NEAR(loss, 266 * 0.0681320524532259 + 67 * 0.09423909181733486, 1e-9);
}

TEST(CsvModel, PredictsAfterTraining) {
  const Folder folder;
  folder.write("new.csv", "y,x\n?,1\n?,3\n?,?\n");
  folder.write("t.csv", "x,y\n1,\"a,\"\"b\"\n2,c\n3,c\n");
  const Outcome outcome = run_program(
      folder, "--csv t.csv --target y --missing '?' --predict new.csv --epochs 100 --quiet");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const std::string predictions = tail(outcome.out, "\nrow,");
  EXPECT_PRED2(contains, predictions, "\nrow,prediction,\"P(a,\"\"b)\",P(c)\n1,\"a,\"\"b\",0.");
  EXPECT_PRED2(contains, predictions, "\n2,c,0.");
  EXPECT_TRUE(predictions.ends_with("\n3,,,\n")) << predictions;
}

TEST(CsvModel, PredictsManyRowsInTheirOrder) {
  const Folder folder;
  folder.write("t.csv", "x,y\n-1,a\n1,b\n");
  std::string text = "x\n";
  for (int i = 0; i < 10000; ++i) text += i % 7 == 0 ? "NA\n" : i % 2 == 0 ? "-1\n" : "1\n";
  folder.write("new.csv", text);
  const Outcome outcome = run_program(
      folder, "--csv t.csv --target y --predict new.csv --output p.csv --quiet --epochs 10");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Records predictions = read_records(folder.path("p.csv"));
  ASSERT_EQ(predictions.size(), 10001u);
  for (int i = 0; i < 10000; ++i) {
    ASSERT_EQ(predictions[i + 1][1], i % 7 == 0 ? "" : i % 2 == 0 ? "a" : "b") << i;
  }
}

TEST(CsvModel, ACategoryNeverSeenCostsItsRowNotTheFile) {
  const Folder folder;
  folder.write("t.csv", "x,colour,y\n1,red,a\n2,blue,b\n3,red,a\n4,blue,b\n");
  ASSERT_EQ(run_program(folder, "--csv t.csv --target y --save m.safetensors").status, 0);
  folder.write("seen.csv", "x,colour,y\n1,red,a\n4,blue,b\n");
  folder.write("new.csv", "x,colour,y\n1,red,a\n2,green,b\n3,grey,b\n4,blue,b\n");
  const std::string measure = "--load m.safetensors --csv ";
  const Outcome seen = run_program(folder, measure + "seen.csv");
  const Outcome outcome = run_program(folder, measure + "new.csv");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(
      outcome.err,
      "new.csv: 2 of 4 rows have a text that the model does not know and are left out (column "
      "'colour': expected one of blue, red, got 'green'; column 'colour': expected one of "
      "blue, red, got 'grey')\n");
  EXPECT_EQ(outcome.out.substr(0, outcome.out.find('\n')),
            "new.csv: 4 rows, 2 dropped for texts that the model does not know");
  const auto measured = [](const std::string& out) { return out.substr(out.find("loss")); };
  EXPECT_EQ(measured(outcome.out), measured(seen.out));
}

struct WrongModel {
  std::string table;
  std::string message;
};

TEST(CsvModel, NamesWhatDoesNotFit) {
  const Folder folder;
  folder.write("t.csv", "x,colour,y\n1,red,a\n2,blue,b\n3,red,a\n");
  ASSERT_EQ(run_program(folder, "--csv t.csv --target y --save m.safetensors --epochs 3").status,
            0);
  const WrongModel predicted[] = {
      {"x,y\n1,a\n", "w.csv: expected a column 'colour', which the model needs, got x, y"},
      {"x,colour\none,red\n",
       "w.csv:2:1: column 'x': expected a finite number, got 'one' (--missing 'one' takes it for "
       "no value)"},
      {"x,colour\n1,red\n2%,red\n",
       "w.csv:3:1: column 'x': expected a number without %, got '2%' (as in the table that the "
       "model learnt from)"},
      {"x,colour\n\"1,5\",red\n",
       "w.csv:2:1: column 'x': expected a number with a decimal point, got '1,5' (--decimal , "
       "takes a comma for it)"},
      {"x,colour\n\"1,500\",red\n",
       "w.csv:2:1: column 'x': expected a number that can be read in one way only, got '1,500' (it "
       "is 1500 by --decimal . and 1.5 by --decimal ,)"},
      {"x;colour\n1;red\n",
       "w.csv: expected a column 'x', which the model needs, got x;colour: line 1 looks as if ';' "
       "stood between fields (--separator ';')"},
      {"", "w.csv: expected a line of column names, got the end of the file"},
  };
  for (const WrongModel& wrong : predicted) {
    folder.write("w.csv", wrong.table);
    const Outcome outcome =
        run_program(folder, "--load m.safetensors --predict w.csv --output p.csv");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "logistic_regression: " + wrong.message + "\n");
  }
  const WrongModel measured[] = {
      {"x,colour,y\none,red,a\n",
       "w.csv: column 'x': expected numbers, as the model knows it, got "
       "'one'"},
      {"x,colour,y\n1,green,a\n",
       "w.csv: expected a row whose texts the model knows, got none of 1 (column 'colour': "
       "expected "
       "one of blue, red, got 'green')"},
      {"x,colour,y\n1,red,c\n",
       "w.csv: column 'y': expected one of a, b, which the model knows, got 'c'"},
      {"x,colour,y\n,red,a\n",
       "w.csv: expected a row without a missing value, got none of 1: missing are x 1 (--ignore "
       "leaves a column out, --impute fills values of features in)"},
  };
  for (const WrongModel& wrong : measured) {
    folder.write("w.csv", wrong.table);
    const Outcome outcome = run_program(folder, "--load m.safetensors --csv w.csv");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "logistic_regression: " + wrong.message + "\n");
  }
  EXPECT_EQ(folder.files(), Names({"m.safetensors", "t.csv", "w.csv"}));
  folder.write("w.csv", "x,colour,y\n1%,red,a\n");
  EXPECT_EQ(
      run_program(folder, "--load m.safetensors --csv w.csv").err,
      "w.csv: column 'x': '1%' in line 2 is read as 0.01\n"
      "logistic_regression: w.csv: column 'x': expected numbers without %, as the model knows "
      "it, got some with it\n");
}

TEST(CsvModel, RefusesOtherFiles) {
  const Folder folder;
  folder.write("new.csv", "x\n1\n");
  folder.write("text", "no model");
  run_program(folder, "--epochs 1 --no-plot --save tutorial.safetensors");
  for (const std::string name : {"text", "none", "."}) {
    const Outcome outcome = run_program(folder, "--predict new.csv --load " + name);
    EXPECT_EQ(outcome.status, 1) << name;
    EXPECT_PRED2(contains, outcome.err, name) << name;
  }
  EXPECT_EQ(run_program(folder, "--predict new.csv --load tutorial.safetensors").err,
            "logistic_regression: tutorial.safetensors: expected a text 'target' beside the "
            "tensors, got none: is it a model that was saved with --csv?\n");
  // A model whose texts and tensors contradict each other.
  run_penguins(folder, "--target sex --epochs 1 --save m.safetensors");
  const auto texts = glassgrad::safetensors::load_metadata(folder.path("m.safetensors"));
  const auto wrong = [&](std::vector<int64_t> shape) {
    glassgrad::OrderedDict<std::string, glassgrad::Tensor> state;
    state.insert("linear.weight", glassgrad::zeros(shape));
    glassgrad::safetensors::save_file(state, folder.path("m.safetensors"), texts);
    return run_program(folder, "--predict new.csv --load m.safetensors").err;
  };
  EXPECT_PRED2(contains, wrong({1, 3}),
               "expected a tensor 'linear.weight' of shape [1, 11], got [1, 3]");
  EXPECT_PRED2(contains, wrong({1, 11}), "expected a tensor 'linear.bias', got none");
}

}  // namespace
}  // namespace logistic_regression

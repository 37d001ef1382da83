// Checks 16_bad_start.h.
#include "16_bad_start.h"

#include "check.h"

namespace {

struct End {
  double w, b, accuracy;
};

/// The tutorial's loop from w = -5, b = -10: 40 points, batches of 2, 50 epochs, lr 2.
End train(double (*slope)(double, double)) {
  double w = -5, b = -10;
  for (int i = 0; i < 50 * 40; i += 2) {
    double dw = 0, db = 0;
    for (int k = i % 40; k < i % 40 + 2; ++k) {
      const double x = k / 10.0 - 2, g = slope(w * x + b, k > 22) / 2;
      dw += g * x, db += g;
    }
    w -= 2 * dw, b -= 2 * db;
  }
  int right = 0;
  for (int k = 0; k < 40; ++k) right += (w * (k / 10.0 - 2) + b > 0) == (k > 22);
  return {w, b, right / 40.0};
}

void note(const std::string& loss, const End& end) {
  check::note(loss + ": w = " + check::text(end.w) + ", b = " + check::text(end.b) + ", " +
              check::text(100 * end.accuracy) + " % right");
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double p = random.uniform(0.1, 0.4), z = random.uniform(0.5, 2);
    check::near("bce(" + check::text(p) + ", 1)", bce(p, 1), -std::log(p),
                {{std::log(p), "the sign: a loss is minus the logarithm"},
                 {-std::log(1 - p), "the two logarithms are swapped: for t = 1 it is -ln p"}});
    check::near("bce(" + check::text(p) + ", 0)", bce(p, 0), -std::log(1 - p));
    check::near("bce(0, 1)", bce(0, 1), 100,
                {{double(INFINITY), "a log of zero: not below -100"},
                 {NAN, "a log of zero, times 0: NaN"}});
    check::near("bce(1, 1), a prediction that is sure and right", bce(1, 1), 0,
                {{NAN, "a log of zero, times 0: NaN; bound the logarithm, not the loss"}});

    for (double t : {0.0, 1.0}) {
      const std::string at = "(z = " + check::text(z) + ", t = " + check::text(t) + ")";
      const double q = sigmoid(z);
      check::near("bce_slope" + at, bce_slope(z, t),
                  check::difference([&](double v) { return bce(sigmoid(v), t); }, z),
                  {{t - q, "the sign: when p is too large, the slope is positive"},
                   {(q - t) / (q * (1 - q)), "that is dl/dp; multiply by dp/dz = p (1 - p)"},
                   {(q - t) * q * (1 - q), "the p (1 - p) cancels"}});
      check::near("mse_slope" + at, mse_slope(z, t), 2 * (q - t) * q * (1 - q),
                  {{2 * (q - t), "dp/dz = p (1 - p) is missing"},
                   {(q - t) * q * (1 - q), "the factor 2 of the square is missing"},
                   {2 * (q - t) * z * (1 - z), "p (1 - p) is meant of p = sigmoid(z), not of z"}});
    }

    const End cross = train(bce_slope), squared = train(mse_slope);
    check::note("from w = -5, b = -10, the tutorial's loop:");
    note("squared error", squared);
    note("cross-entropy", cross);
    check::note("at the start, for x = 1 (z = -15, t = 1): slope " +
                check::text(mse_slope(-15, 1)) + " under squared error, " +
                check::text(bce_slope(-15, 1)) + " under cross-entropy");
    // PyTorch 1.13.1 in double precision ends there.
    check::near("w, b after cross-entropy, as PyTorch has it", {cross.w, cross.b},
                {13.704495798, -3.249918666});
    check::near("w, b after squared error, as PyTorch has it", {squared.w, squared.b},
                {-3.514654234, -10.764254839});
  });
}

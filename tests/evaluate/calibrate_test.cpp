// Properties that define each calibration.
#include "tenon/calibrate.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/metrics.hpp"
#include "tenon/model.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

struct Judged {
    std::vector<double> truth, probability, weights;
};

// Outcomes drawn from sigma(slope * log-odds + intercept) of the stated probability.
Judged make_distorted(std::int64_t rows, double slope, double intercept, std::uint64_t seed) {
    Random random(seed);
    Judged data;
    for (std::int64_t i = 0; i < rows; ++i) {
        const double z = 2 * random.normal();
        data.probability.push_back(logistic_function(z));
        data.truth.push_back(random.uniform() < logistic_function(slope * z + intercept));
        data.weights.push_back(static_cast<double>(random.below(3)));
    }
    return data;
}

}  // namespace

TEST_CASE("Platt's sigmoid finds the distortion it stands for") {
    const Judged data = make_distorted(20000, 0.4, -1, 3);
    const Calibration c = calibrate(data.truth, data.probability, CalibrationMethod::platt);
    CHECK(c.converged);
    CHECK(std::fabs(c.slope - 0.4) < 0.05);
    CHECK(std::fabs(c.intercept - -1) < 0.05);
    std::vector<double> better;
    for (const double p : data.probability) better.push_back(c.apply(p));
    CHECK(classification_metrics(data.truth, better).log_loss <
          classification_metrics(data.truth, data.probability).log_loss - 0.1);
}

TEST_CASE("at Platt's maximum the residuals are at right angles to 1 and the log-odds") {
    for (const bool weighted : {false, true}) {
        const Judged data = make_distorted(300, 1.5, 0.5, 4);
        const auto weights = weighted ? data.weights : std::vector<double>();
        const Calibration c =
            calibrate(data.truth, data.probability, CalibrationMethod::platt, weights);
        double ones = 0, zeros = 0, sum = 0, along = 0;
        for (std::size_t i = 0; i < 300; ++i)
            (data.truth[i] == 1 ? ones : zeros) += weighted ? weights[i] : 1;
        for (std::size_t i = 0; i < 300; ++i) {
            const double t = data.truth[i] == 1 ? (ones + 1) / (ones + 2) : 1 / (zeros + 2);
            const double p = data.probability[i];
            const double r = (weighted ? weights[i] : 1) * (t - c.apply(p));
            sum += r;
            along += r * std::log(p / (1 - p));
        }
        CHECK(std::fabs(sum) < 1e-7);
        CHECK(std::fabs(along) < 1e-7);
    }
}

TEST_CASE("Platt's sigmoid is finite where probabilities tell the classes apart") {
    const std::vector<double> truth{0, 0, 0, 1, 1, 1}, p{0, 0.1, 0.2, 0.7, 0.9, 1};
    const Calibration c = calibrate(truth, p, CalibrationMethod::platt);
    CHECK(c.converged);
    CHECK(std::isfinite(c.slope));
    CHECK(c.slope > 0);
    CHECK(c.apply(0) < 0.5);
    CHECK(c.apply(1) > 0.5);
    // Probabilities all alike leave the share of ones, drawn to the middle.
    const std::vector<double> same(6, 0.3);
    const Calibration level = calibrate(truth, same, CalibrationMethod::platt);
    CHECK(level.converged);
    CHECK(std::fabs(level.apply(0.3) - 0.5) < 1e-9);
}

TEST_CASE("isotonic calibration ascends and no pooling of neighbours betters it") {
    const Judged data = make_distorted(400, 0.5, 0, 5);
    const Calibration c = calibrate(data.truth, data.probability, CalibrationMethod::isotonic);
    CHECK(std::is_sorted(c.knots.begin(), c.knots.end()));
    CHECK(std::is_sorted(c.values.begin(), c.values.end()));
    // max over a <= i of min over b >= i of the mean of a..b is the isotonic value (Barlow et al.).
    std::vector<std::size_t> order(400);
    for (std::size_t i = 0; i < 400; ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return data.probability[a] < data.probability[b];
    });
    std::vector<double> prefix(401, 0.0);
    for (std::size_t i = 0; i < 400; ++i) prefix[i + 1] = prefix[i] + data.truth[order[i]];
    for (std::size_t i = 0; i < 400; i += 7) {
        double most = 0;
        for (std::size_t a = 0; a <= i; ++a) {
            double least = 1;
            for (std::size_t b = i; b < 400; ++b)
                least =
                    std::min(least, (prefix[b + 1] - prefix[a]) / static_cast<double>(b + 1 - a));
            most = std::max(most, least);
        }
        CHECK(std::fabs(c.apply(data.probability[order[i]]) - most) < 1e-12);
    }
    CHECK(c.apply(0) == c.values.front());
    CHECK(c.apply(1) == c.values.back());
}

TEST_CASE("equal probabilities share one calibrated value, weights count as rows") {
    const std::vector<double> p{0.2, 0.2, 0.6, 0.6, 0.6}, y{0, 1, 1, 0, 1};
    const Calibration c = calibrate(y, p, CalibrationMethod::isotonic);
    CHECK(c.apply(0.2) == 0.5);
    CHECK(std::fabs(c.apply(0.6) - 2.0 / 3) < 1e-15);
    CHECK(std::fabs(c.apply(0.4) - (0.5 + 2.0 / 3) / 2) < 1e-15);
    const std::vector<double> fewer{0.2, 0.2, 0.6, 0.6}, outcome{0, 1, 1, 0}, w{1, 1, 2, 1};
    const Calibration weighted = calibrate(outcome, fewer, CalibrationMethod::isotonic, w);
    CHECK(weighted.values == c.values);
}

TEST_CASE("what cannot calibrate is refused") {
    const std::vector<double> ones{1, 1}, p{0.2, 0.3}, bad{0.2, 1.3}, mixed{0, 1};
    CHECK_THROWS_AS(calibrate(ones, p, CalibrationMethod::platt), Error);
    CHECK_THROWS_AS(calibrate(mixed, bad, CalibrationMethod::platt), Error);
    CHECK_THROWS_AS(calibrate({}, {}, CalibrationMethod::isotonic), Error);
    const std::vector<double> weights{1, 0};
    CHECK_THROWS_AS(calibrate(mixed, p, CalibrationMethod::isotonic, weights), Error);
}

#include "tenon/logistic_partial.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/resealed.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic.hpp"

using namespace tenon;
using test::MadeData;

namespace {

using test::distance;

// Data as slices of some rows, each an array of its own.
struct Sliced {
    std::vector<std::vector<double>> features, target;
    std::vector<std::string> names;

    Sliced(const MadeData& data, std::int64_t rows) : names(data.names()) {
        const auto values = data.row_major();
        const std::size_t p = data.columns.size(), all = data.target.size();
        for (std::size_t first = 0; first < all; first += static_cast<std::size_t>(rows)) {
            const std::size_t last = std::min(all, first + static_cast<std::size_t>(rows));
            features.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(first * p),
                                  values.begin() + static_cast<std::ptrdiff_t>(last * p));
            target.emplace_back(data.target.begin() + static_cast<std::ptrdiff_t>(first),
                                data.target.begin() + static_cast<std::ptrdiff_t>(last));
        }
    }
    RowBlock block(std::size_t k) const {
        return {
            MatrixView::row_major(features[k].data(), static_cast<std::int64_t>(target[k].size()),
                                  static_cast<std::int64_t>(names.size())),
            target[k]};
    }
    std::size_t count() const { return target.size(); }
};

// Gives the slices one after the other.
struct Reading {
    const Sliced& slices;
    std::size_t at = 0;
    int passes = 1;

    RowSource source() {
        return {[this](RowBlock& block) {
                    if (at == slices.count()) return false;
                    block = slices.block(at++);
                    return true;
                },
                [this] {
                    at = 0;
                    ++passes;
                    return true;
                }};
    }
};

template <class Partial>
void add(Partial& partial, const RowBlock& block) {
    partial.add({}, block.features, block.target, block.weights);
}

LinearModel whole_fit(const MadeData& data, const LogisticOptions& options = {}) {
    const auto values = data.column_major();
    return fit_logistic({},
                        MatrixView::column_major(values.data(), data.rows,
                                                 static_cast<std::int64_t>(data.columns.size())),
                        data.target, data.names(), options);
}

double distance(const LinearModel& a, const LinearModel& b) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    double worst = 0;
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &x = a.coefficients[j], &y = b.coefficients[j];
        REQUIRE(x.dropped == y.dropped);
        worst = std::max({worst, distance(x.estimate, y.estimate),
                          distance(x.standard_error, y.standard_error)});
    }
    REQUIRE(a.summary.rows == b.summary.rows);
    REQUIRE(a.summary.flags == b.summary.flags);
    REQUIRE(a.summary.converged == b.summary.converged);
    return std::max({worst, distance(a.summary.log_likelihood, b.summary.log_likelihood),
                     distance(a.summary.null_log_likelihood, b.summary.null_log_likelihood),
                     distance(a.summary.bic, b.summary.bic)});
}

bool same_bits(const LinearModel& a, const LinearModel& b) {
    for (std::size_t j = 0; j < a.coefficients.size(); ++j)
        if (a.coefficients[j].estimate != b.coefficients[j].estimate ||
            a.coefficients[j].standard_error != b.coefficients[j].standard_error)
            return false;
    return a.summary.log_likelihood == b.summary.log_likelihood;
}

LinearPartial first_of(const Sliced& slices) {
    LinearPartial first(slices.names);
    for (std::size_t k = 0; k < slices.count(); ++k) add(first, slices.block(k));
    return first;
}

Error fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("the call was accepted");
    return {Status::ok, ""};
}

}  // namespace

TEST_CASE("logistic regression over blocks is that over all rows") {
    const MadeData data = test::make_class_data(6000, 6, 21);
    const Sliced slices(data, 700);
    for (const bool intercept : {true, false})
        for (const double l2 : {0.0, 5.0}) {
            CAPTURE(intercept);
            CAPTURE(l2);
            LogisticOptions options;
            options.intercept = intercept;
            options.l2 = l2;
            Reading reading{slices};
            const LinearModel model = fit_logistic({}, reading.source(), data.names(), options);
            CHECK(distance(model, whole_fit(data, options)) < 1e-11);
            CHECK(reading.passes <= 14);
        }
}

TEST_CASE("nearly collinear and dependent features go the way of fit_logistic") {
    MadeData data = test::make_class_data(3000, 3, 22);
    data.columns.push_back(data.columns[0]);
    data.columns.push_back(data.columns[0]);
    for (std::size_t i = 0; i < data.target.size(); ++i) {
        data.columns[3][i] += 10 * data.columns[1][i] * data.columns[2][i];
        data.columns[4][i] += data.columns[1][i];
    }
    const Sliced slices(data, 500);
    Reading reading{slices};
    const LinearModel model = fit_logistic({}, reading.source(), data.names());
    CHECK(model.coefficients[5].dropped);
    CHECK(model.summary.condition > 1e3);
    CHECK(distance(model, whole_fit(data)) < 1e-7);
}

TEST_CASE("separation is found and named over blocks, too") {
    MadeData data = test::make_class_data(1000, 3, 23);
    data.columns[1] = data.target;
    for (std::size_t i = 0; i < data.target.size(); ++i)
        data.columns[1][i] += static_cast<double>(i % 5) * 0.1;
    const Sliced slices(data, 300);
    Reading reading{slices};
    const LinearModel model = fit_logistic({}, reading.source(), data.names());
    CHECK((model.summary.flags & fit_separation) != 0);
    CHECK(!model.summary.converged);
    CHECK(model.warnings == whole_fit(data).warnings);
}

TEST_CASE("slices merged in any order, through bytes or not, give the same bits") {
    const MadeData data = test::make_class_data(4000, 4, 24);
    const Sliced slices(data, 333);
    const LinearPartial first = first_of(slices);
    const LinearModel plain = fit_logistic({}, first, [&](LogisticPartial& partial) {
        for (std::size_t k = 0; k < slices.count(); ++k) add(partial, slices.block(k));
    });
    Random random(9);
    for (const int threads : {1, 4}) {
        Context context;
        context.threads = threads;
        const LinearModel model = fit_logistic(context, first, [&](LogisticPartial& partial) {
            const std::string task = partial.to_bytes();  // as it would be sent to workers
            std::vector<LogisticPartial> parts;
            for (std::size_t k = slices.count(); k-- > 0;) {
                parts.push_back(LogisticPartial::from_bytes(task));
                const RowBlock block = slices.block(k);
                parts.back().add(context, block.features, block.target);
            }
            while (!parts.empty()) {
                const auto at =
                    static_cast<std::size_t>(random.uniform() * static_cast<double>(parts.size()));
                const LogisticPartial taken = LogisticPartial::from_bytes(parts[at].to_bytes());
                parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
                if (parts.empty() || random.uniform() < 0.3)
                    partial.merge(taken);
                else
                    parts[0].merge(taken);
            }
        });
        CHECK(same_bits(model, plain));
    }
}

TEST_CASE("a weight of zero leaves a row out, and a whole weight is as many rows") {
    const MadeData data = test::make_class_data(800, 3, 25);
    std::vector<double> weights;
    MadeData repeated;
    repeated.columns.resize(3);
    for (std::size_t i = 0; i < data.target.size(); ++i) {
        weights.push_back(static_cast<double>(i % 3));
        for (std::size_t t = 0; t < i % 3; ++t) {
            for (std::size_t j = 0; j < 3; ++j) repeated.columns[j].push_back(data.columns[j][i]);
            repeated.target.push_back(data.target[i]);
        }
    }
    repeated.rows = static_cast<std::int64_t>(repeated.target.size());
    const Sliced slices(data, 800);
    LinearPartial first(data.names());
    RowBlock block = slices.block(0);
    block.weights = weights;
    add(first, block);
    const LinearModel model =
        fit_logistic({}, first, [&](LogisticPartial& partial) { add(partial, block); });
    const LinearModel equal = whole_fit(repeated);
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(distance(model.coefficients[j].estimate, equal.coefficients[j].estimate) < 1e-10);
        CHECK(distance(model.coefficients[j].standard_error, equal.coefficients[j].standard_error) <
              1e-10);
    }
    CHECK(distance(model.summary.log_likelihood, equal.summary.log_likelihood) < 1e-12);
    CHECK(distance(model.summary.null_log_likelihood, equal.summary.null_log_likelihood) < 1e-12);
}

TEST_CASE("rows that would not fit the budget are fitted in blocks that do") {
    // 200,000 rows of 5 features are 9.6 MB; a block of 2,000 is 96 kB.
    constexpr std::int64_t blocks = 100, rows = 2000, p = 5;
    Budget budget(1'500'000);
    Context context;
    context.budget = &budget;
    std::int64_t made = 0;
    std::vector<double> features, target;
    const RowSource source{[&](RowBlock& block) {
                               if (made == blocks) return false;
                               const auto seed = static_cast<std::uint64_t>(made++);
                               const MadeData data = test::make_class_data(rows, p, seed);
                               features = data.row_major();
                               target = data.target;
                               block = {MatrixView::row_major(features.data(), rows, p), target};
                               return true;
                           },
                           [&] {
                               made = 0;
                               return true;
                           }};
    const std::vector<std::string> names{"a", "b", "c", "d", "e"};
    const LinearModel model = fit_logistic(context, source, names);
    CHECK(model.summary.rows == blocks * rows);
    CHECK(model.summary.converged);
    CHECK(budget.peak() > 0);
    CHECK(budget.used() == 0);
    made = 0;
    CHECK(fit_linear(context, source, names).summary.rows == blocks * rows);
}

TEST_CASE("faults name the row of the source, and a source that cannot go back is refused") {
    MadeData data = test::make_class_data(900, 2, 26);
    data.columns[1][777] = std::numeric_limits<double>::quiet_NaN();
    const Sliced slices(data, 200);
    Reading reading{slices};
    Error error = fault_of([&] { fit_logistic({}, reading.source(), data.names()); });
    CHECK(error.where().row == 777);
    CHECK(error.message().find("row 777") != std::string::npos);
    data.columns[1][777] = 0;
    data.target[801] = 2;
    const Sliced again(data, 200);
    Reading other{again};
    CHECK(fault_of([&] { fit_logistic({}, other.source(), data.names()); }).status() ==
          Status::data);
    data.target[801] = 1;
    const Sliced sound(data, 200);
    Reading once{sound};
    RowSource source = once.source();
    source.rewind = {};
    CHECK(fault_of([&] { fit_logistic({}, source, data.names()); }).where().argument == "source");
    for (double& y : data.target) y = 1;
    const Sliced one_class(data, 200);
    Reading ones{one_class};
    CHECK(fault_of([&] { fit_logistic({}, ones.source(), data.names()); }).status() ==
          Status::data);
}

TEST_CASE("a pass over other rows, and partials of different passes, are refused") {
    const MadeData data = test::make_class_data(400, 2, 27);
    const Sliced slices(data, 100);
    const LinearPartial first = first_of(slices);
    CHECK(fault_of([&] {
              fit_logistic({}, first,
                           [&](LogisticPartial& partial) { add(partial, slices.block(0)); });
          }).status() == Status::data);
    std::vector<std::string> tasks;
    fit_logistic({}, first, [&](LogisticPartial& partial) {
        tasks.push_back(partial.to_bytes());
        for (std::size_t k = 0; k < slices.count(); ++k) add(partial, slices.block(k));
    });
    REQUIRE(tasks.size() > 2);
    LogisticPartial a = LogisticPartial::from_bytes(tasks[0]);
    CHECK(fault_of([&] { a.merge(LogisticPartial::from_bytes(tasks[1])); }).status() ==
          Status::argument);
    for (std::size_t length = 0; length < tasks[0].size(); ++length)
        CHECK_THROWS_AS(LogisticPartial::from_bytes(tasks[0].substr(0, length)), Error);
    for (std::size_t at = 0; at < tasks[0].size(); ++at) {
        std::string changed = tasks[0];
        changed[at] = static_cast<char>(changed[at] ^ 0x22);
        CHECK_THROWS_AS(LogisticPartial::from_bytes(changed), Error);
    }
}

TEST_CASE("a pass whose bytes were changed by someone who knows the checksum harms nothing") {
    const MadeData data = test::make_class_data(60, 2, 28);
    const Sliced slices(data, 60);
    const LinearPartial first = first_of(slices);
    std::vector<std::string> passes;
    fit_logistic({}, first, [&](LogisticPartial& partial) {
        add(partial, slices.block(0));
        passes.push_back(partial.to_bytes());
    });
    for (std::size_t at = 8; at + 8 < passes[0].size(); ++at) {
        std::string changed = passes[0];
        changed[at] = static_cast<char>(changed[at] ^ 0x80);
        try {
            LogisticPartial part = LogisticPartial::from_bytes(test::resealed(changed));
            add(part, slices.block(0));
            fit_logistic({}, first, [&](LogisticPartial& partial) { partial.merge(part); });
        } catch (const Error& error) {
            CHECK(error.status() != Status::internal);
        }
    }
}

TEST_CASE("Firth's correction by passes is that of the rows at once, separated or not") {
    for (const bool separated : {false, true}) {
        CAPTURE(separated);
        MadeData data = test::make_class_data(700, 3, 21);
        if (separated)
            for (std::size_t i = 0; i < data.target.size(); ++i)
                data.target[i] = data.columns[0][i] > 0 ? 1 : 0;
        LogisticOptions options;
        options.firth = true;
        const LinearModel whole = whole_fit(data, options);
        REQUIRE(whole.summary.converged);
        const Sliced slices(data, 130);
        std::vector<LinearModel> fits;
        for (const bool backwards : {false, true}) {
            const LogisticPass pass = [&](LogisticPartial& partial) {
                const LogisticPartial empty = LogisticPartial::from_bytes(partial.to_bytes());
                for (std::size_t k = 0; k < slices.count(); ++k) {
                    LogisticPartial part = empty;
                    add(part, slices.block(backwards ? slices.count() - 1 - k : k));
                    partial.merge(LogisticPartial::from_bytes(part.to_bytes()));
                }
            };
            fits.push_back(fit_logistic({}, first_of(slices), pass, options));
        }
        CHECK(distance(whole, fits[0]) < 1e-8);
        CHECK(same_bits(fits[0], fits[1]));
    }
}

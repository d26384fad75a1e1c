// Robust errors of models of several classes. Numbers: a sandwich in 40 digits (mpmath) of the
// log-likelihood's derivatives by differences at the maximum found by Newton's method in the same
// digits; the unweighted hc0 and cluster of multinomial ones are those of statsmodels 0.15,
// MNLogit(y, X).fit(cov_type="HC0") or (cov_type="cluster", cov_kwds={"groups": i // 5}), too.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "models/formula_data.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"

using namespace tenon;
using test::FormulaData;

namespace {

std::vector<std::int64_t> by_five(std::size_t rows) {
    std::vector<std::int64_t> clusters;
    for (std::size_t i = 0; i < rows; ++i)
        clusters.push_back(100 - static_cast<std::int64_t>(i / 5));
    return clusters;
}

ClassModel fit(const FormulaData& data, bool ordered, ErrorKind kind, bool weighted = false) {
    const auto clusters = by_five(data.target.size());
    RowExtras extras{.clusters = clusters};
    if (weighted) extras.weights = data.weights;
    return ordered
               ? fit_ordinal({}, data.features(), data.target, data.names, {.errors = kind}, extras)
               : fit_multinomial({}, data.features(), data.target, data.names, {.errors = kind},
                                 extras);
}

// Cuts first, then class after class.
std::vector<Coefficient> all_of(const ClassModel& model) {
    std::vector<Coefficient> all = model.cuts;
    for (const auto& list : model.coefficients) all.insert(all.end(), list.begin(), list.end());
    return all;
}

constexpr std::initializer_list<ErrorKind> kinds{ErrorKind::hc0, ErrorKind::hc1,
                                                 ErrorKind::cluster};
// One list a kind, in the order of kinds.
using Errors = std::initializer_list<std::initializer_list<double>>;

void check_errors(bool ordered, bool weighted, Errors truth) {
    const FormulaData data = test::make_three_classes();
    const auto plain = all_of(fit(data, ordered, ErrorKind::classical, weighted));
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        const ErrorKind kind = kinds.begin()[k];
        CAPTURE(error_kind_name(kind));
        const ClassModel model = fit(data, ordered, kind, weighted);
        CHECK(model.summary.errors == kind);
        CHECK(model.summary.clusters == (kind == ErrorKind::cluster ? 18 : 0));
        const auto robust = all_of(model);
        REQUIRE(robust.size() == truth.begin()[k].size());
        for (std::size_t j = 0; j < robust.size(); ++j) {
            CHECK(robust[j].estimate == plain[j].estimate);
            CHECK(robust[j].standard_error ==
                  doctest::Approx(truth.begin()[k].begin()[j]).epsilon(1e-9));
        }
    }
}

std::string refusal(bool ordered, const ClassModelOptions& options, const RowExtras& extras = {}) {
    const FormulaData data = test::make_three_classes();
    try {
        if (ordered)
            fit_ordinal({}, data.features(), data.target, data.names, options, extras);
        else
            fit_multinomial({}, data.features(), data.target, data.names, options, extras);
    } catch (const Error& error) {
        return error.where().argument;
    }
    return "";
}

// The rows in blocks of some, with clusters and weights.
class Blocks {
  public:
    Blocks(const FormulaData& data, std::int64_t size)
        : data_(data), size_(size), clusters_(by_five(data.target.size())) {}
    RowSource source() {
        return {[this](RowBlock& block) { return next(block); },
                [this] {
                    at_ = 0;
                    return true;
                }};
    }

  private:
    bool next(RowBlock& block) {
        const auto rows = static_cast<std::int64_t>(data_.target.size());
        const std::int64_t count = std::min(size_, rows - at_);
        if (count == 0) return false;
        const auto at = static_cast<std::size_t>(at_), n = static_cast<std::size_t>(count);
        block = {MatrixView::row_major(data_.values.data() + 2 * at_, count, 2),
                 std::span(data_.target).subspan(at, n), std::span(data_.weights).subspan(at, n)};
        block.clusters = std::span(clusters_).subspan(at, n);
        at_ += count;
        return true;
    }

    const FormulaData& data_;
    std::int64_t size_, at_ = 0;
    std::vector<std::int64_t> clusters_;
};

}  // namespace

TEST_CASE("robust errors of multinomial regression agree with a sandwich in 40 digits") {
    check_errors(false, false,
                 {{0.525702188320226, 0.0967686589126611, 0.303953762529988, 0.860291490965507,
                   0.120747043554225, 0.381123085107388},
                  {0.544153461946045, 0.100165078109063, 0.314622034731704, 0.890486293365871,
                   0.124985064223772, 0.39449987235437},
                  {0.38135094422726, 0.053740364134911, 0.29854789301708, 0.795270278422936,
                   0.10233659489889, 0.506755928501536}});
    check_errors(false, true,
                 {{0.36650300376029, 0.0638280661300248, 0.212667903819966, 0.61245731145936,
                   0.0806877506031263, 0.266910345635252},
                  {0.37276846622588, 0.0649192232241981, 0.21630351595779, 0.622927425639474,
                   0.082067128309857, 0.271473246171121},
                  {0.408981861504836, 0.0518518503967737, 0.345189222222257, 0.645731582503818,
                   0.0878391881262249, 0.486484970937291}});
}

TEST_CASE("robust errors of ordinal regression agree with a sandwich in 40 digits") {
    check_errors(true, false,
                 {{0.468373324500862, 0.560860165624959, 0.0690904692778062, 0.228755861102188},
                  {0.479141934102833, 0.573755187286041, 0.0706789634382337, 0.234015303588579},
                  {0.313005818043936, 0.489390044859037, 0.0595955832446817, 0.294182421162446}});
    check_errors(true, true,
                 {{0.306136164637279, 0.351558643586806, 0.0456476734011871, 0.156116834721302},
                  {0.309595440140217, 0.355531183730983, 0.046163482693271, 0.157880922745947},
                  {0.274045464827936, 0.373258375686926, 0.0535272622993865, 0.29791556695166}});
}

TEST_CASE("robust errors of two classes are those of binary logistic regression") {
    const FormulaData data = test::make_classes();
    const auto clusters = by_five(data.target.size());
    const RowExtras extras{.weights = data.weights, .clusters = clusters};
    for (const double l2 : {0.0, 3.0})
        for (const ErrorKind kind : kinds) {
            const LinearModel two = fit_logistic({}, data.features(), data.target, data.names,
                                                 {.l2 = l2, .errors = kind}, extras);
            const ClassModel several = fit_multinomial({}, data.features(), data.target, data.names,
                                                       {.l2 = l2, .errors = kind}, extras);
            const ClassModel ordered = fit_ordinal({}, data.features(), data.target, data.names,
                                                   {.l2 = l2, .errors = kind}, extras);
            for (std::size_t j = 0; j < 3; ++j) {
                const Coefficient &a = two.coefficients[j], &b = several.coefficients[0][j];
                const Coefficient& c = j == 0 ? ordered.cuts[0] : ordered.coefficients[0][j - 1];
                for (const Coefficient& other : {b, c}) {
                    CHECK(other.standard_error == doctest::Approx(a.standard_error).epsilon(1e-10));
                    CHECK(other.p_value == doctest::Approx(a.p_value).epsilon(1e-9));
                }
                CHECK(b.high == doctest::Approx(a.high).epsilon(1e-9));
            }
            CHECK(several.summary.error_degrees == two.summary.error_degrees);
        }
}

TEST_CASE("a source of blocks has the robust errors of the rows at once") {
    const FormulaData data = test::make_three_classes();
    for (const bool ordered : {false, true})
        for (const ErrorKind kind : kinds)
            for (const std::int64_t size : {7, 90}) {
                Blocks blocks(data, size);
                const ClassModel model =
                    ordered ? fit_ordinal({}, blocks.source(), data.names, {.errors = kind})
                            : fit_multinomial({}, blocks.source(), data.names, {.errors = kind});
                const auto whole = all_of(fit(data, ordered, kind, true)), parts = all_of(model);
                REQUIRE(parts.size() == whole.size());
                for (std::size_t j = 0; j < parts.size(); ++j)
                    CHECK(parts[j].standard_error ==
                          doctest::Approx(whole[j].standard_error).epsilon(1e-9));
                CHECK(model.summary.clusters == (kind == ErrorKind::cluster ? 18 : 0));
            }
}

TEST_CASE("robust errors of several classes survive the document of their model") {
    const FormulaData data = test::make_three_classes();
    const ClassModel model = fit(data, false, ErrorKind::cluster);
    const ClassModel again = ClassModel::from_json(model.to_json());
    CHECK(again.summary.errors == ErrorKind::cluster);
    CHECK(again.summary.clusters == 18);
    CHECK(again.summary.error_degrees == 17);
    CHECK(again.to_json() == model.to_json());
}

TEST_CASE("robust errors of several classes are refused where there are none") {
    const std::vector<std::int64_t> few(3), same(90);
    const FormulaData data = test::make_three_classes();
    for (const bool ordered : {false, true}) {
        CHECK(refusal(ordered, {.errors = ErrorKind::hc2}) == "errors");
        CHECK(refusal(ordered, {.errors = ErrorKind::hc3}) == "errors");
        CHECK(refusal(ordered, {.errors = static_cast<ErrorKind>(9)}) == "errors");
        CHECK(refusal(ordered, {.errors = ErrorKind::cluster}) == "clusters");
        CHECK(refusal(ordered, {.errors = ErrorKind::cluster}, {.clusters = few}) == "clusters");
        CHECK(refusal(ordered, {.errors = ErrorKind::cluster}, {.clusters = same}) == "clusters");
        LinearPartial first(data.names);
        first.add({}, data.features(), data.target);
        const LogisticPass pass = [&](LogisticPartial& partial) {
            partial.add({}, data.features(), data.target);
        };
        try {
            if (ordered)
                fit_ordinal({}, first, pass, {.errors = ErrorKind::hc0});
            else
                fit_multinomial({}, first, pass, {.errors = ErrorKind::hc0});
            FAIL("a partial has no rows to look at once more");
        } catch (const Error& error) {
            CHECK(error.where().argument == "errors");
        }
    }
}

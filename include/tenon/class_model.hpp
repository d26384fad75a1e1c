// Models of a target with several classes: what multinomial and ordinal regression give.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/model.hpp"

namespace tenon {

// Whether a model of this kind tells the probabilities of several classes.
constexpr bool has_classes(ModelKind kind) noexcept {
    return kind == ModelKind::multinomial || kind == ModelKind::ordinal;
}

struct ClassModelOptions {
    double l2 = 0;  // on slopes (multinomial: against class 0); intercepts and cuts are free
    double confidence = 0.95;
    std::int64_t max_iterations = 100;
    double tolerance = 1e-10;  // on the scaled gradient per unit of weight
    // hc0, hc1 and cluster hold where rows scatter otherwise than the model says; hc2 and hc3 are
    // refused: a row of several classes has no single leverage. The covariance is
    // W W' M W W' with W W' the inverse Hessian and M the scatter of the scores: of rows, times
    // n / (n - k) for hc1, or of clusters, times G / (G - 1) (n - 1) / (n - k), with Student's t of
    // G - 1 degrees; n is the sum of the weights, k the effective coefficients.
    ErrorKind errors = ErrorKind::classical;
};

// Classes are 0, ..., classes - 1; class 0 is the reference of a multinomial model and the lowest
// of an ordinal one.
struct ClassModel {
    FitSummary summary;  // kind multinomial or ordinal; parameters counts all of them
    std::int64_t classes = 0;
    // Multinomial: one list a class but the first, ln(P(k) / P(0)) = b0 + b'x, "(intercept)" first.
    // Ordinal: one list, the slopes b of logit P(Y <= k) = cut_k - b'x.
    std::vector<std::vector<Coefficient>> coefficients;
    std::vector<Coefficient> cuts;  // ordinal: classes - 1 of them, ascending; called "0|1", "1|2"
    std::vector<std::string> warnings;

    std::int64_t features() const noexcept;
    // P(class) of one record of features() numbers, into classes numbers. No allocation, no lock.
    void probabilities(const double* record, double* out) const noexcept;
    // The same where the sums are known: of a multinomial model sums[k] is ln(P(k) / P(0)) for k
    // from 1 on, of an ordinal one sums[0] is b'x. They are replaced by the `classes`
    // probabilities.
    void to_probabilities(double* sums) const noexcept;

    // One JSON document with format version and checksum; every later release reads it, and
    // probabilities after loading are bit-equal. Error(data) if a name is not UTF-8.
    std::string to_json() const;
    // Trusts nothing. Errors: parse (not JSON, another document), version (made by a newer format),
    // corrupt (checksum, or parts that contradict each other).
    static ClassModel from_json(std::string_view document);
    void save(const std::string& path) const;  // written new, synced, renamed
    static ClassModel load(const Context& context, const std::string& path);
};

}  // namespace tenon

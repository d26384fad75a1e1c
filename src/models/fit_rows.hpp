// The rows that a fit counts: checked, without those of weight 0, exposure turned into offset.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/row_extras.hpp"

namespace tenon::models {

// Error(argument) for another length than `rows`, or an exposure where `log_link` is false;
// Error(data) for a value out of range, with its row.
void check_row_extras(const RowExtras& extras, std::int64_t rows, bool log_link);
// The offset of every row, with the logarithm of its exposure; empty where there is neither.
std::vector<double> offsets_of(const RowExtras& extras);

class FitRows {
  public:
    // `factors` multiplies the weights, one a row, or is empty. Errors: argument (a length that is
    // not that of the features, exposure where `log_link` is false), data (a value out of range,
    // with its row; weights that are all 0), budget.
    FitRows(const Context& context, const MatrixView& features, std::span<const double> target,
            const RowExtras& extras, std::span<const double> factors, bool log_link);

    // Rows that are elsewhere, of this total weight.
    explicit FitRows(double total_weight) : total_weight_(total_weight) {}

    const MatrixView& features() const { return features_; }
    std::span<const double> target() const { return target_; }
    std::span<const double> weights() const { return weights_; }  // empty: all 1
    std::span<const double> offset() const { return offset_; }    // empty: all 0
    std::span<const std::int64_t> clusters() const { return clusters_; }
    // How often each row is there: its weight but for the factors. Empty: once.
    std::span<const double> repeats() const { return factored_ ? repeats_ : weights_; }
    // Of the caller, of a row that is left.
    std::int64_t row_of_caller(std::int64_t row) const {
        return kept_rows_.empty() ? row : kept_rows_[static_cast<std::size_t>(row)];
    }
    // " of weight above 0", where others were left out.
    const char* of_weight() const { return kept_rows_.empty() ? "" : " of weight above 0"; }
    double total_weight() const { return total_weight_; }

    // Target and offset become multiples, then the offset is shifted.
    void rescale(double target_factor, double offset_factor, double offset_shift);

  private:
    void take_weights(std::span<const double> given, std::span<const double> factors);
    void leave_out_weightless(const Context& context);

    MatrixView features_;
    std::span<const double> target_;
    std::vector<double> weights_, repeats_, offset_, kept_features_, kept_target_;
    std::vector<std::int64_t> clusters_, kept_rows_;
    bool factored_ = false;
    std::optional<Charge> charge_;
    double total_weight_ = 0;
};

}  // namespace tenon::models

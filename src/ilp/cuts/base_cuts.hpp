// All generators that make cuts from one base row.
#pragma once

#include <vector>

#include "ilp/cuts/mixed_cover.hpp"
#include "ilp/cuts/mixed_rounding.hpp"

namespace tenon::ilp {

class BaseCuts {
  public:
    explicit BaseCuts(const Separation& at) : at_(at), base_(at), cover_(base_), rounding_(base_) {}
    BaseCuts(const BaseCuts&) = delete;
    BaseCuts& operator=(const BaseCuts&) = delete;

    // sign * (sum row[k] v_k) <= sign * right; true if out grew. `family` names where the row is
    // from. For recipes, the weight of a row in the sum is what its logical has lost.
    bool separate(const DenseRow& row, double sign, double right, const char* family,
                  std::vector<Cut>& out);
    // sum row[k] v_k <= 0 rounded with the divisor two alone.
    bool halve(const DenseRow& row, const char* family, std::vector<Cut>& out);
    void set_row_entries(std::size_t entries) noexcept { base_.set_row_entries(entries); }
    double bound_distance(std::int32_t column) const { return base_.bound_distance(column); }

  private:
    void note_recipe(const DenseRow& row, double sign, bool halved, std::span<Cut> made) const;

    const Separation& at_;
    MixedBase base_;
    MixedCover cover_;
    MixedRounding rounding_;
};

}  // namespace tenon::ilp

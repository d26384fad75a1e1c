// All generators that make cuts from one base row.
#pragma once

#include <vector>

#include "ilp/cuts/mixed_cover.hpp"
#include "ilp/cuts/mixed_rounding.hpp"

namespace tenon::ilp {

class BaseCuts {
  public:
    explicit BaseCuts(const Separation& at) : base_(at), cover_(base_), rounding_(base_) {}
    BaseCuts(const BaseCuts&) = delete;
    BaseCuts& operator=(const BaseCuts&) = delete;

    // sign * (sum row[k] v_k) <= sign * right; true if out grew. `family` names where the row is
    // from.
    bool separate(const DenseRow& row, double sign, double right, const char* family,
                  std::vector<Cut>& out) {
        if (!base_.read(row, sign, right)) return false;
        // The rounding turns terms about, so it comes last.
        const bool covered = cover_.separate("lifted cover", out);
        const bool rounded = rounding_.separate(family, out);
        return covered || rounded;
    }
    double bound_distance(std::int32_t column) const { return base_.bound_distance(column); }

  private:
    MixedBase base_;
    MixedCover cover_;
    MixedRounding rounding_;
};

}  // namespace tenon::ilp

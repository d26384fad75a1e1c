// Cuts that have left the relaxation because they were slack for long. They still hold for the
// whole tree, and looking at them costs less than separating anew. One that no point has broken for
// many looks is forgotten, and so are the oldest where there are too many.
//
// M. Padberg, G. Rinaldi: A branch-and-cut algorithm for the resolution of large-scale symmetric
// traveling salesman problems, SIAM Review 33, 1991 (the pool).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/node/cut.hpp"

namespace tenon::ilp {

class CutPool {
  public:
    // Each once.
    void keep(std::span<const CutRef> cuts);
    // Those that the point breaks, the deepest of nearly parallel ones, at most `most`: they leave
    // the pool. All others have been looked at once more.
    std::vector<CutRef> take_broken(std::span<const double> point, std::size_t most,
                                    Control& control);
    std::size_t size() const noexcept { return cuts_.size(); }

    static constexpr std::size_t most_cuts = 500;

  private:
    struct Entry {
        CutRef cut;
        double norm;
        std::int32_t looks;  // without a break
    };
    void forget_old();

    std::vector<Entry> cuts_;
};

}  // namespace tenon::ilp

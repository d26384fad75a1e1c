// The linear relaxation at a node: the program's rows, the cuts that were added, and the bounds of
// the domain.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/cut.hpp"
#include "ilp/node/domain.hpp"

namespace tenon::ilp {

// A basis in two bits a column or row: what an open node keeps.
class PackedBasis {
  public:
    explicit PackedBasis(const Basis& basis);
    // Rows that came after the basis was packed get basic logicals.
    Basis unpack(std::int32_t rows) const;
    std::size_t bytes() const noexcept { return bits_.size(); }

  private:
    std::int32_t columns_, rows_;
    std::vector<std::uint8_t> bits_;
};

class Relaxation {
  public:
    explicit Relaxation(const MixedProgram& program);
    // The same rows for another search, with the bounds of the domain; not solved yet.
    Relaxation(const MixedProgram& program, const Relaxation& other, const Domain& domain);

    // Takes over the bounds that changed.
    void sync(Domain& domain);
    // Dual simplex to the limits; a numerical failure is tried once more from the slack basis.
    LpStatus solve(Control& control, double cutoff, std::int64_t iterations = -1);

    double objective() const noexcept { return lp_.objective(); }
    std::span<const double> primal() const noexcept { return lp_.primal(); }
    std::span<const double> reduced_costs() const noexcept { return lp_.reduced_costs(); }
    Simplex& lp() noexcept { return lp_; }
    const Simplex& lp() const noexcept { return lp_; }

    std::int32_t model_rows() const noexcept { return model_rows_; }
    std::int32_t cut_rows() const noexcept { return lp_.rows() - model_rows_; }
    void add_cuts(std::span<const Cut> cuts);
    // Takes out cuts that are slack at the present optimum and whose logicals are basic; true if
    // any.
    bool remove_slack_cuts(std::int32_t least_age);
    void remove_last_cuts(std::size_t count);
    std::span<const Cut> cuts() const noexcept { return cuts_; }
    const Cut& cut_of_row(std::int32_t row) const { return cuts_[row - model_rows_]; }

    std::shared_ptr<const PackedBasis> packed_basis() const;
    void load_basis(const PackedBasis& basis);

  private:
    Simplex lp_;
    std::int32_t model_rows_;
    std::vector<Cut> cuts_;           // one a cut row, in row order
    std::vector<std::int32_t> ages_;  // optima in a row at which the cut was slack
    std::vector<std::int32_t> touched_;
};

}  // namespace tenon::ilp

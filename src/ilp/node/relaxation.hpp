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

// A basis in two bits a column or row: what an open node keeps. Of the rows that come and go, those
// that are not basic are kept themselves, so that they can come back with the node.
class PackedBasis {
  public:
    explicit PackedBasis(const Basis& basis, std::vector<CutRef> binding = {});
    // Rows that came after the basis was packed get basic logicals.
    Basis unpack(std::int32_t rows) const;
    std::span<const CutRef> binding() const noexcept { return binding_; }
    std::size_t bytes() const noexcept { return bits_.size() + binding_.size() * sizeof(CutRef); }

  private:
    std::int32_t columns_, rows_;
    std::vector<std::uint8_t> bits_;
    std::vector<CutRef> binding_;
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
    void add_cuts(std::span<const CutRef> cuts);
    // Takes out cuts that are slack at the present optimum and whose logicals are basic; true if
    // any.
    bool remove_slack_cuts(std::int32_t least_age);
    void remove_last_cuts(std::size_t count);
    std::span<const CutRef> cuts() const noexcept { return cuts_; }
    const Cut& cut_of_row(std::int32_t row) const { return *cuts_[row - model_rows_]; }

    // The cuts of now stay; those that are added from here on come and go: nodes keep in their
    // bases which of them they need.
    void settle() noexcept { standing_ = cuts_.size(); }
    std::size_t passing_cuts() const noexcept { return cuts_.size() - standing_; }
    // One optimum more for the ages of passing cuts: of that which stands.
    void age_cuts();
    // Takes out passing cuts of that age, and the oldest of all while there are more than `most`;
    // appends them to `out`.
    void retire_cuts(std::int32_t least_age, std::size_t most, std::vector<CutRef>& out);

    std::shared_ptr<const PackedBasis> packed_basis() const;
    // With those of its cuts that have gone; returns how many have come back.
    std::size_t load_basis(const PackedBasis& basis);

  private:
    Simplex lp_;
    std::int32_t model_rows_;
    bool is_slack(std::size_t cut, const Basis& basis) const;
    // Those marked, by cut.
    void remove_cuts(std::span<const std::uint8_t> marked);

    std::vector<CutRef> cuts_;        // one a cut row, in row order
    std::size_t standing_ = 0;        // the first of them that may go in the tree
    std::vector<std::int32_t> ages_;  // optima in a row at which the cut was slack
    std::vector<std::int32_t> touched_;
};

}  // namespace tenon::ilp

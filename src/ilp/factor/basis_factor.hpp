// Solves with the basis matrix B: its LU factorisation, kept current from pivot to pivot.
//
//   ftran:  B x = b        btran:  y'B = b'
//
// Factorisation: columns and rows with one active entry are taken first, as long as there are any
// (most of an LP basis is triangular up to order); what is left, the kernel, is eliminated with
// Markowitz pivots (lu_kernel.hpp). Update: Forrest and Tomlin (J. J. H. Forrest, J. A. Tomlin:
// Updated triangular factors of the basis to maintain sparsity in the product form simplex method,
// Mathematical Programming 2, 1972): the column of the leaving variable is replaced by the spike
// R L^-1 a_q, and its row is eliminated by one row eta. Solves with few nonzeros visit only the
// entries they change (J. R. Gilbert, T. Peierls: Sparse partial pivoting in time proportional to
// arithmetic operations, SIAM J. Sci. Stat. Comput. 9, 1988; J. A. J. Hall, K. I. M. McKinnon:
// Hyper-sparsity in the revised simplex method, Comput. Optim. Appl. 32, 2005).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/stop_check.hpp"
#include "ilp/factor/lu_factors.hpp"
#include "ilp/factor/lu_kernel.hpp"
#include "ilp/factor/sparse_vector.hpp"

namespace tenon::ilp {

// Structural columns 0 .. columns - 1; variable columns + i is the logical of row i, column -e_i.
struct ColumnsView {
    std::int32_t columns = 0, rows = 0;
    const std::int64_t* start = nullptr;
    const std::int32_t* index = nullptr;
    const double* value = nullptr;
};

// The running mean density of the results of one kind of solve predicts that of the next.
struct ResultDensity {
    double expected = 0;
    void note(double density) noexcept { expected = 0.95 * expected + 0.05 * density; }
};

class BasisFactor {
  public:
    // A variable that had to leave because its column depended on others.
    struct Dependent {
        std::int32_t variable;
        std::int32_t row;  // whose logical took the place
    };

    // Factorises the columns in head and reorders head so that position equals pivot row. Where B
    // is singular, dependent columns are replaced by logicals in head and returned.
    std::vector<Dependent> factorise(const ColumnsView& columns, std::vector<std::int32_t>& head,
                                     StopCheck& stop);

    void ftran(SparseVector& x, ResultDensity& density, StopCheck& stop, bool keep_spike = false);
    void btran(SparseVector& y, ResultDensity& density, StopCheck& stop);
    // y = e_p' B^-1; keeps what update() needs for position p.
    void btran_unit(std::int32_t p, SparseVector& y, ResultDensity& density, StopCheck& stop);

    // Replaces the column at position p by the one whose ftran kept its spike. pivot is entry p of
    // that result. Needs btran_unit(p) since the last update. False: the pivots disagree, the
    // factors are useless and must be made anew.
    bool update(std::int32_t p, double pivot);

    std::int32_t updates() const noexcept { return factors_ ? factors_->updates() : 0; }
    bool valid() const noexcept { return factors_ != nullptr; }
    void invalidate() noexcept { factors_.reset(); }
    // Nonzeros of L, U and the updates, with the pivots.
    std::int64_t entries() const noexcept {
        return factors_ ? factors_->entries() + factors_->size : 0;
    }
    // Fill since factorisation made the factors this many times longer.
    double growth() const noexcept;
    // Nonzeros touched by the last factorisation, and by all solves since.
    std::int64_t factor_work() const noexcept { return factor_work_; }
    std::int64_t solve_work() const noexcept { return solve_work_; }

    // Markowitz threshold; larger is safer and fills more.
    double threshold = 0.1;

    // Factors may be shared by snapshots: update() copies first where they are.
    std::shared_ptr<const LuFactors> share() const noexcept { return factors_; }
    void adopt(std::shared_ptr<const LuFactors> factors);

  private:
    void make_workspace(std::int32_t m);
    void eliminate_triangles(const ColumnsView& columns, const std::vector<std::int32_t>& head);
    void count_active(const ColumnsView& columns, const std::vector<std::int32_t>& head);
    void take_column_singletons(const ColumnsView& columns, const std::vector<std::int32_t>& head);
    void take_row_singletons(const ColumnsView& columns, const std::vector<std::int32_t>& head);
    void eliminate_kernel(const ColumnsView& columns, const std::vector<std::int32_t>& head,
                          StopCheck& stop);
    std::vector<Dependent> replace_dependent(const ColumnsView& columns,
                                             std::vector<std::int32_t>& head);
    void assemble_lower(LuFactors& f) const;
    void assemble_upper(LuFactors& f, const ColumnsView& columns,
                        const std::vector<std::int32_t>& head);

    void ftran_lower(SparseVector& x, double expected);
    void ftran_row_etas(SparseVector& x);
    void ftran_upper(SparseVector& x, double expected);
    void btran_upper(SparseVector& y, double expected);
    void btran_row_etas(SparseVector& y);
    void btran_lower(SparseVector& y, double expected);
    std::int32_t reach(const SparseLists& lists, const SparseVector& x);
    void finish_solve(const SparseVector& x, ResultDensity& density, StopCheck& stop);

    std::shared_ptr<LuFactors> factors_;
    std::int64_t work_ = 0;  // since the last charge
    std::int64_t factor_work_ = 0, solve_work_ = 0;

    // Workspace of solves: the reach and its stacks.
    std::vector<std::int32_t> reached_, stack_node_, stack_entry_;
    std::vector<std::uint8_t> marked_;
    std::vector<double> scatter_;

    // Kept for update(): the spike, and row p of U^-1.
    std::vector<std::int32_t> spike_index_, unit_index_;
    std::vector<double> spike_value_, unit_value_;
    std::int32_t unit_position_ = -1;
    bool spike_kept_ = false;

    // Workspace of factorise().
    Elimination elimination_;
    MarkowitzKernel kernel_;
    std::int32_t kernel_begin_ = 0;
    std::vector<std::int32_t> rank_of_row_, rank_of_slot_, column_count_, row_count_, row_begin_;
    std::vector<std::int32_t> row_slot_, queue_;
};

}  // namespace tenon::ilp

// Symmetry in the tree. Of all plans that permutations of the program turn into each other, the
// tree need only reach one.
//
// A node stands for a region R of the program's plans: those with the decisions on its path. All
// other bounds at the node (propagation, reduced costs, strong branching, LP) are consequences:
// they hold for each plan in R that is better than the best one known. Nothing here takes more from
// a region than plans that have an equivalent left in it, or in its sibling; so all that is valid
// for the program (cuts, cutoffs, learned rows) stays so, and points from anywhere remain welcome.
//
// Matrices of equal blocks (blocks.hpp): the columns of a matrix row are t(1) .. t(K). Along each
// path the rows that were branched on are listed, and R holds only plans whose blocks are in
// descending lexicographic order of these rows (lexicographic.hpp). A row t that is branched on for
// the first time goes to the end of the list: decisions concern listed rows only, so any plan in R
// can be brought into order by exchanging blocks that agree in all rows listed so far, and stays in
// R. Before that, blocks whose listed rows are fixed at equal values may be renumbered at will: the
// one that is branched on comes first among its equals, so that "down" holds for all of them. In a
// row of which at most one column can be 1, it is then the only one of its equals that can be 1
// (V. Kaibel, M. Peinhardt, M. Pfetsch: Orbitopal fixing, Discrete Optimization 8, 2011; order of
// rows along the path: J. van Doornmalen, C. Hojny, A unified framework for symmetry handling,
// arXiv 2211.01295).
//
// Other symmetries: at each node a group H of permutations under which R does not change. A branch
// on x_j with orbit O under H is
//
//   x_j >= v + 1, with those of H that leave j in place,   or   x_i <= v for all i in O, with H:
//
// a plan in R with x_i >= v + 1 for some i in O has an equivalent with x_j >= v + 1 (J. Ostrowski,
// J. Linderoth, F. Rossi, S. Smriglio: Orbital branching, Mathematical Programming 126, 2011).
//
// In both cases a consequence for one column holds for its whole orbit, and is spread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/node/cut.hpp"
#include "ilp/node/domain.hpp"
#include "ilp/symmetry/blocks.hpp"
#include "ilp/symmetry/step.hpp"

namespace tenon::ilp {

class Symmetry : public DomainRule {
  public:
    Symmetry(const MixedProgram& program, SymmetryParts parts);

    // Looks for symmetries within a share of the work so far; nothing if there are none.
    static std::unique_ptr<Symmetry> find(const MixedProgram& program, Control& control);

    const SymmetryParts& parts() const noexcept { return parts_; }

    // The state of a node: that of the root, and what each link of its path says.
    void reset(Domain& domain);
    void take(const SymmetryStep& step, Domain& domain);

    // Before a branch on a column with these LP values: what both children say. `pinned` is for
    // the child upwards alone, and `orbit` for that downwards: columns that share the bound.
    SymmetryStep before_branch(std::int32_t column, std::span<const double> x,
                               const Domain& domain);
    std::vector<std::int32_t> orbit(std::int32_t column);
    // A factor for the score of a branch: decisions in a block early in the order say most of those
    // behind it.
    double appeal(std::int32_t column) const;

    // An equivalent of a plan in R, for a branch: in order by `step`, and with the largest value of
    // the orbit of `column` in `column` itself if that lies above `value`. For tests.
    std::vector<double> equivalent(std::vector<double> point, const SymmetryStep& step,
                                   std::int32_t column, double value);

    // Cuts that lie in one block have an image in each other block: those of them that are neither
    // in the list nor `known` are added, as long as there are no more than `most`.
    void add_images(std::vector<Cut>& cuts, std::span<const CutRef> known, std::size_t most) const;

    // Bounds of each orbit become the tightest ones among its columns; true if any changed.
    bool spread(Domain& domain);

    // The order of blocks.
    bool concerns(std::int32_t column) const override { return matrix_of_[column] >= 0; }
    void propagate(Domain& domain) override;

  private:
    struct Order {
        std::vector<std::int32_t> rows;    // listed, in order
        std::vector<std::uint8_t> listed;  // one a row
        std::vector<std::int32_t> blocks;
    };
    struct Group {
        std::vector<const Permutation*> kept;  // H
        std::vector<std::vector<std::int32_t>> orbits;
        bool current = false;  // the orbits are those of H
    };

    void order_blocks(std::int32_t matrix, Domain& domain);
    void close_packing_rows(std::int32_t matrix, Domain& domain);
    bool equals(std::int32_t matrix, std::size_t rows, std::int32_t one, std::int32_t other,
                const Domain& domain) const;
    // The end of the run of blocks that equal the one at `begin` in all listed rows.
    std::size_t end_of_equals(std::int32_t matrix, std::size_t begin, const Domain& domain) const;
    void find_orbits(Group& group);
    bool share(std::span<const std::int32_t> columns, Domain& domain);

    const MixedProgram& program_;
    SymmetryParts parts_;
    std::vector<std::int32_t> matrix_of_, row_of_, block_of_, group_of_;
    std::vector<std::vector<std::uint8_t>> packing_;  // matrix, row: at most one column is 1
    std::vector<Order> orders_;
    std::vector<Group> groups_;
    std::vector<double> lower_, upper_;
    std::vector<std::int32_t> columns_, label_;
};

}  // namespace tenon::ilp

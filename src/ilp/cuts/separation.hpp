// What every cut separator looks at, and the separators.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/cuts/recipe.hpp"
#include "ilp/cuts/variable_bounds.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/cut.hpp"
#include "ilp/node/domain.hpp"
#include "ilp/node/relaxation.hpp"

namespace tenon::ilp {

class CliqueTable;
class Network;        // cuts/network.hpp
struct ImpliedBound;  // node/probing.hpp

// The logicals s_i = A_i x of the rows stand behind the columns, as columns() + i.
class Separation {
  public:
    // Bounds of the columns are those of the domain as it stands, or those of the whole tree.
    enum class Holds : std::uint8_t { here, everywhere };

    // At the optimum of the relaxation, and at a point that somebody gives.
    Separation(const MixedProgram& program, const Domain& domain, const VariableBounds& bounds,
               Relaxation& relaxation, Control& control, Holds holds = Holds::here);
    Separation(const MixedProgram& program, const Domain& domain, const VariableBounds& bounds,
               Relaxation& relaxation, Control& control, std::vector<double> point);

    std::int32_t columns() const noexcept { return program.lp.columns; }
    std::int32_t rows() const noexcept { return relaxation.lp().rows(); }
    bool integer(std::int32_t k) const {
        return k < columns() ? program.integer[k] != 0 : integer_logical_[k - columns()] != 0;
    }
    double lower(std::int32_t k) const {
        return k < columns() ? lower_[k] : lp.row_lower[k - columns()];
    }
    double upper(std::int32_t k) const {
        return k < columns() ? upper_[k] : lp.row_upper[k - columns()];
    }
    double value(std::int32_t k) const {
        return k < columns() ? point[k] : activity[k - columns()];
    }
    // Entries of a row, a cut's or the program's.
    std::span<const std::int32_t> row_index(std::int32_t row) const;
    std::span<const double> row_value(std::int32_t row) const;

    const MixedProgram& program;
    const Domain& domain;
    const VariableBounds& bounds;
    Relaxation& relaxation;
    Control& control;
    const LinearProgram& lp;  // with the cuts
    // May be left out.
    const CliqueTable* cliques = nullptr;
    std::span<const ImpliedBound> implied;
    const Network* network = nullptr;
    const CutRound* round = nullptr;  // for recipes, where they are kept
    std::vector<double> point, activity;

  private:
    Separation(const MixedProgram& program, const Domain& domain, const VariableBounds& bounds,
               Relaxation& relaxation, Control& control, std::vector<double> point, Holds holds);
    void find_integer_logicals();

    std::span<const double> lower_, upper_;
    std::vector<std::uint8_t> integer_logical_;
};

// Each adds cuts that `at.point` breaks.
void separate_tableau(const Separation& at, std::vector<Cut>& out);       // tableau.cpp
void separate_aggregations(const Separation& at, std::vector<Cut>& out);  // aggregation.cpp
void separate_covers(const Separation& at, std::vector<Cut>& out);        // cover.cpp
void separate_paths(const Separation& at, std::vector<Cut>& out);         // flow_path.cpp
void separate_cliques(const Separation& at, std::vector<Cut>& out);       // clique_cuts.cpp
void separate_implied_bounds(const Separation& at,
                             std::vector<Cut>& out);                     // implied_bound_cuts.cpp
void separate_zero_halves(const Separation& at, std::vector<Cut>& out);  // zero_half.cpp
void separate_networks(const Separation& at, std::vector<Cut>& out);     // network_cuts.cpp

// selection.cpp: the deepest cuts that are not nearly parallel to a deeper one, at most `most`;
// fewer when the control stops.
void select_cuts(std::vector<Cut>& cuts, std::size_t most, Control& control);

}  // namespace tenon::ilp

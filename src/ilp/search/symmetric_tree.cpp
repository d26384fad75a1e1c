// What symmetries of the program (symmetry/symmetry.hpp) add to the tree. They are looked for when
// the first LP has not settled the program: those that are solved before pay nothing.
#include <algorithm>
#include <cmath>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

void Search::find_symmetry() {
    // A part of a larger search sees few nodes.
    if (!options_.symmetry || options_.brief || sought_symmetry_ || control_.stopped()) return;
    sought_symmetry_ = true;
    const Stint stint(control_, SearchPart::symmetry);
    symmetry_ = Symmetry::find(program_, control_);
    if (!symmetry_) return;
    domain_.set_rule(symmetry_.get());
    symmetry_->reset(domain_);
}

// Consequences for one column are consequences for its orbit. False: nothing is left.
bool Search::spread_symmetry() {
    if (!symmetry_) return true;
    const Stint stint(control_, SearchPart::symmetry);
    while (symmetry_->spread(domain_))
        if (domain_.infeasible() || !domain_.propagate()) return false;
    return true;
}

// The watched optimum goes to the child that holds it, or an equivalent of it.
void Search::hand_down_watched(const SymmetryStep& step, const Choice& choice, Node& down,
                               Node& up) {
    if (!watched_) return;
    if (choice.of_set()) {
        const bool first = std::any_of(choice.false_below.begin(), choice.false_below.end(),
                                       [&](std::int32_t j) { return (*watched_)[j] > 0.5; });
        (first ? up : down).watched = watched_;
        return;
    }
    const double low = std::floor(choice.value);
    auto point = watched_;
    if (symmetry_)
        point = std::make_shared<const std::vector<double>>(
            symmetry_->equivalent(*watched_, step, choice.column, low + 0.5));
    ((*point)[choice.column] > low + 0.5 ? up : down).watched = point;
}

}  // namespace tenon::ilp

// A cut: a x <= right, valid for every integer point of the problem (or of a subtree), and broken
// by the LP point it was made for.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tenon::ilp {

struct CutRecipe;  // cuts/recipe.hpp

struct Cut {
    std::vector<std::int32_t> index;  // columns, ascending
    std::vector<double> value;
    double right = 0;
    const char* family = "";
    std::int32_t source = -1;                 // the separator that made it
    double efficacy = 0;                      // distance from the LP point to the cut's plane
    std::shared_ptr<const CutRecipe> recipe;  // where those are kept
    bool lasting = false;  // a row of the problem that came late: it stays in the relaxation

    double activity(std::span<const double> x) const {
        double sum = 0;
        for (std::size_t k = 0; k < index.size(); ++k) sum += value[k] * x[index[k]];
        return sum;
    }
    double dot(const Cut& other) const {
        double sum = 0;
        for (std::size_t i = 0, k = 0; i < index.size() && k < other.index.size();) {
            if (index[i] < other.index[k])
                ++i;
            else if (index[i] > other.index[k])
                ++k;
            else
                sum += value[i++] * other.value[k++];
        }
        return sum;
    }
    double norm() const {
        double sum = 0;
        for (const double v : value) sum += v * v;
        return std::sqrt(sum);
    }
};

// Relaxations, bases of open nodes and the pool of one search may hold the same cut.
using CutRef = std::shared_ptr<const Cut>;

}  // namespace tenon::ilp

// Orbits of columns under a group given by generators: the classes of the relation "some generator
// maps one to the other".
#pragma once

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace tenon::ilp {

class Orbits {
  public:
    explicit Orbits(std::int32_t count) : parent_(count), size_(count, 1) {
        std::iota(parent_.begin(), parent_.end(), 0);
    }
    std::int32_t of(std::int32_t v) const {
        while (parent_[v] != v) v = parent_[v] = parent_[parent_[v]];
        return v;
    }
    bool same(std::int32_t a, std::int32_t b) const { return of(a) == of(b); }
    std::int32_t size(std::int32_t v) const { return size_[of(v)]; }
    void join(std::int32_t a, std::int32_t b) {
        a = of(a);
        b = of(b);
        if (a == b) return;
        if (size_[a] < size_[b]) std::swap(a, b);
        parent_[b] = a;
        size_[a] += size_[b];
    }

  private:
    mutable std::vector<std::int32_t> parent_;
    std::vector<std::int32_t> size_;
};

}  // namespace tenon::ilp

// A row under construction: dense values with a list of the places that were used.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenon::ilp {

class DenseRow {
  public:
    void resize(std::size_t size) {
        value_.resize(size, 0);
        used_.resize(size, 0);
    }
    std::size_t size() const noexcept { return value_.size(); }
    void add(std::int32_t place, double x) {
        if (!used_[place]) {
            used_[place] = 1;
            places_.push_back(place);
        }
        value_[place] += x;
    }
    void set_zero(std::int32_t place) { value_[place] = 0; }
    double operator[](std::int32_t place) const { return value_[place]; }
    const std::vector<std::int32_t>& places() const noexcept { return places_; }
    // Places of nonzeros, ascending. Long rows are walked along, short ones sorted.
    void list_in_order(std::vector<std::int32_t>& out) const {
        out.clear();
        if (places_.size() > value_.size() / walk_share) {
            for (std::size_t k = 0; k < value_.size(); ++k)
                if (value_[k] != 0) out.push_back(static_cast<std::int32_t>(k));
            return;
        }
        for (const std::int32_t place : places_)
            if (value_[place] != 0) out.push_back(place);
        std::sort(out.begin(), out.end());
    }
    void clear() {
        for (const std::int32_t place : places_) {
            value_[place] = 0;
            used_[place] = 0;
        }
        places_.clear();
    }

  private:
    // A place sorted costs about as much as so many walked over.
    static constexpr std::size_t walk_share = 16;

    std::vector<double> value_;
    std::vector<std::uint8_t> used_;
    std::vector<std::int32_t> places_;
};

}  // namespace tenon::ilp

// Statistics of a sliding window without subtraction.
//
// A queue as two stacks (K. Tangwongsan, M. Hirzel, S. Schneider, K.-L. Wu: General Incremental
// Sliding-Window Aggregation, VLDB 2015): readings are pushed to one stack with a running merge;
// when the other, which holds merges of suffixes, is empty, the first is turned over into it. Each
// reading is merged about three times, none is ever taken out of a sum, so errors do not gather.
// Moments merge as T. F. Chan, G. H. Golub and R. J. LeVeque (1983) have it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace tenon::features {

struct WindowMoments {
    std::int64_t count = 0;
    double mean = 0, squares = 0;  // of deviations from the mean
    double least = std::numeric_limits<double>::infinity();
    double greatest = -std::numeric_limits<double>::infinity();
    double sum = 0;

    static WindowMoments of(double x) { return {1, x, 0, x, x, x}; }

    friend WindowMoments merged(const WindowMoments& a, const WindowMoments& b) {
        if (a.count == 0) return b;
        if (b.count == 0) return a;
        WindowMoments out;
        out.count = a.count + b.count;
        const double share = static_cast<double>(b.count) / static_cast<double>(out.count);
        const double gap = b.mean - a.mean, step = gap * share;
        out.mean = a.mean + step;
        out.squares = a.squares + b.squares + gap * step * static_cast<double>(a.count);
        if (!std::isfinite(gap)) {  // an infinite reading has an infinite mean and no deviation
            out.mean = a.mean * (1 - share) + b.mean * share;
            if (!std::isfinite(out.mean)) out.squares = std::numeric_limits<double>::quiet_NaN();
        }
        out.least = std::min(a.least, b.least);
        out.greatest = std::max(a.greatest, b.greatest);
        out.sum = a.sum + b.sum;
        return out;
    }
};

class RollingWindow {
  public:
    void clear() {
        front_.clear();
        back_.clear();
        back_merge_ = {};
    }
    void push(const WindowMoments& reading) {
        back_.push_back(reading);
        back_merge_ = merged(back_merge_, reading);
    }
    void pop() {  // the oldest; there must be one
        if (front_.empty()) turn_over();
        front_.pop_back();
    }
    WindowMoments all() const {
        return front_.empty() ? back_merge_ : merged(front_.back(), back_merge_);
    }

  private:
    void turn_over() {
        WindowMoments suffix;
        for (std::size_t i = back_.size(); i-- > 0;) {
            suffix = merged(back_[i], suffix);
            front_.push_back(suffix);
        }
        back_.clear();
        back_merge_ = {};
    }

    std::vector<WindowMoments> front_;  // the oldest last; each with all that came after it here
    std::vector<WindowMoments> back_;
    WindowMoments back_merge_;
};

}  // namespace tenon::features

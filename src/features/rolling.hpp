// Statistics of a sliding window without subtraction.
//
// A queue as two stacks (K. Tangwongsan, M. Hirzel, S. Schneider, K.-L. Wu: General Incremental
// Sliding-Window Aggregation, VLDB 2015): readings are pushed to one stack with a running merge;
// when the other, which holds merges of suffixes, is empty, the first is turned over into it. Each
// reading is merged about three times, none is ever taken out of a sum, so errors do not gather.
// Moments merge as T. F. Chan, G. H. Golub and R. J. LeVeque (1983) have it.
//
// The means of a stack are kept less one of its readings, the anchor, so that the rounding of
// numbers far from zero is no part of their spread. The first stack's is its first reading, the
// other's its newest, which is in all of its suffixes: an anchor is in the window as long as
// anything is told from it, and errors are small beside the range of the window.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "base/moments.hpp"

namespace tenon::features {

struct WindowMoments {
    std::int64_t count = 0;
    double mean = 0, squares = 0;  // of deviations from the mean
    double least = std::numeric_limits<double>::infinity();
    double greatest = -std::numeric_limits<double>::infinity();
    double sum = 0;

    // `gap`: from the mean of a to that of b, whose own numbers may be less another anchor.
    static WindowMoments merged(const WindowMoments& a, const WindowMoments& b, double gap) {
        WindowMoments out;
        out.count = a.count + b.count;
        const double share = static_cast<double>(b.count) / static_cast<double>(out.count);
        const double step = gap * share;
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
    using Reading = DoubleDouble;  // NaN: a missing one

    void clear() {
        front_.clear();
        empty_back();
    }
    void push(const Reading& reading) {
        back_.push_back(reading);
        if (std::isnan(reading.hi)) return;
        if (!anchored_ && can_anchor(reading)) {
            anchored_ = true;
            back_anchor_ = reading;
        }
        back_merge_ = joined(back_merge_, single(reading, back_anchor_));
    }
    void pop() {  // the oldest; there must be one
        if (front_.empty()) turn_over();
        front_.pop_back();
    }
    WindowMoments all() const {
        const bool alone = front_.empty() || front_.back().count == 0;
        if (alone) return told(back_merge_, back_anchor_);
        const WindowMoments& older = front_.back();
        if (back_merge_.count == 0) return told(older, front_anchor_);
        const double gap = (back_merge_.mean - older.mean) + deviation(back_anchor_, front_anchor_);
        return told(WindowMoments::merged(older, back_merge_, gap), front_anchor_);
    }

  private:
    static WindowMoments single(const Reading& x, const Reading& anchor) {
        return {1, deviation(x, anchor), 0, x.hi, x.hi, x.hi};
    }
    // Both less one anchor.
    static WindowMoments joined(const WindowMoments& a, const WindowMoments& b) {
        if (a.count == 0) return b;
        if (b.count == 0) return a;
        return WindowMoments::merged(a, b, b.mean - a.mean);
    }
    static WindowMoments told(WindowMoments moments, const Reading& anchor) {
        moments.mean = anchor.hi + (moments.mean + anchor.lo);
        return moments;
    }
    // The difference from it must be finite for every finite reading.
    static bool can_anchor(const Reading& x) { return std::fabs(x.hi) < 0x1p900; }

    void empty_back() {
        back_.clear();
        back_merge_ = {};
        back_anchor_ = {};
        anchored_ = false;
    }
    void turn_over() {
        front_anchor_ = {};
        const auto newest = std::find_if(back_.rbegin(), back_.rend(), can_anchor);
        if (newest != back_.rend()) front_anchor_ = *newest;
        WindowMoments suffix;
        for (std::size_t i = back_.size(); i-- > 0;) {
            if (!std::isnan(back_[i].hi)) suffix = joined(single(back_[i], front_anchor_), suffix);
            front_.push_back(suffix);
        }
        empty_back();
    }

    std::vector<WindowMoments> front_;  // the oldest last; each with all that came after it here
    std::vector<Reading> back_;
    WindowMoments back_merge_;
    Reading front_anchor_, back_anchor_;
    bool anchored_ = false;
};

}  // namespace tenon::features

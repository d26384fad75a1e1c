#include "base/passes.hpp"

#include <algorithm>

namespace tenon {

void Passes::next(double to, std::int64_t steps) {
    done_before_ += done_ + between - left_;
    done_ = 0;
    left_ = between;
    from_ = to_;
    to_ = to;
    steps_ = steps;
    tell();
}

void Passes::tell() {
    done_ += between - left_;
    left_ = between;
    // A pass may take more steps than were foreseen.
    const double part = std::min(
        1.0, static_cast<double>(done_) / static_cast<double>(std::max<std::int64_t>(steps_, 1)));
    context_.report(
        {.phase = phase_, .share = from_ + (to_ - from_) * part, .work = done_before_ + done_});
}

}  // namespace tenon

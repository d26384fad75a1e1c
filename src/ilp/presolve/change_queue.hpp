// Which rows (or columns) changed, in the order of their last change. A reduction keeps the place
// up to which it has read and is handed what came after, so that a pass costs what changed and not
// what there is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenon::ilp {

class ChangeQueue {
  public:
    static constexpr std::int32_t none = -1;

    ChangeQueue() = default;
    // All `count` items count as changed.
    explicit ChangeQueue(std::int32_t count) : last_(static_cast<std::size_t>(count)) {
        order_.reserve(2 * last_.size());
        for (std::int32_t i = 0; i < count; ++i) {
            last_[i] = order_.size();
            order_.push_back(i);
        }
    }

    std::size_t size() const noexcept { return order_.size(); }

    void touch(std::int32_t item) {
        if (last_[item] >= front_) return;  // no reader has passed it yet
        last_[item] = order_.size();
        order_.push_back(item);
    }

    // The next changed item in [place, end), which moves place past it; none at the end. An item
    // that changed again later is skipped here and handed out there.
    std::int32_t next(std::size_t& place, std::size_t end) noexcept {
        end = end < order_.size() ? end : order_.size();
        while (place < end) {
            const std::int32_t item = order_[place];
            const bool latest = last_[item] == place++;
            if (front_ < place) front_ = place;
            if (latest) return item;
        }
        return none;
    }

  private:
    std::vector<std::int32_t> order_;
    std::vector<std::size_t> last_;  // place of the latest change in order_
    std::size_t front_ = 0;          // the furthest place any reader has read up to
};

}  // namespace tenon::ilp

// What a call holds of a budget until it returns, growing as it makes more: the columns of its
// result, one after the other.
#pragma once

#include <cstdint>

#include "tenon/context.hpp"

namespace tenon {

class HeldBytes {
  public:
    explicit HeldBytes(const Context& context) : budget_(context.budget) {}
    HeldBytes(const HeldBytes&) = delete;
    HeldBytes& operator=(const HeldBytes&) = delete;
    ~HeldBytes() {
        if (budget_) budget_->release(bytes_);
    }
    // Throws Error(budget) and holds what it held.
    void add(std::int64_t bytes) {
        if (!budget_) return;
        budget_->charge(bytes);
        bytes_ += bytes;
    }
    void give_back(std::int64_t bytes) noexcept {
        if (!budget_) return;
        budget_->release(bytes);
        bytes_ -= bytes;
    }

  private:
    Budget* budget_;
    std::int64_t bytes_ = 0;
};

}  // namespace tenon

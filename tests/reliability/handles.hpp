// Handles of the C interface that free themselves, and results drawn together into one number, so
// that two runs can be compared.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "tenon.h"

namespace reliability {

#define RELIABILITY_FREE(noun)                      \
    inline void free_handle(tenon_##noun* handle) { \
        tenon_##noun##_free(handle);                \
    }
RELIABILITY_FREE(context)
RELIABILITY_FREE(cancel)
RELIABILITY_FREE(table)
RELIABILITY_FREE(csv_reader)
RELIABILITY_FREE(table_builder)
RELIABILITY_FREE(profile)
RELIABILITY_FREE(imputer)
RELIABILITY_FREE(outlier_filter)
RELIABILITY_FREE(clean_plan)
RELIABILITY_FREE(scaler)
RELIABILITY_FREE(encoder)
RELIABILITY_FREE(feature)
RELIABILITY_FREE(model)
RELIABILITY_FREE(linear_partial)
RELIABILITY_FREE(logistic_partial)
RELIABILITY_FREE(penalty_path)
RELIABILITY_FREE(online_model)
RELIABILITY_FREE(class_model)
RELIABILITY_FREE(calibration)
RELIABILITY_FREE(problem)
RELIABILITY_FREE(solution)
RELIABILITY_FREE(solve_memory)
RELIABILITY_FREE(warm_linear)
RELIABILITY_FREE(sensitivity)
RELIABILITY_FREE(conflict)
RELIABILITY_FREE(relaxation)
RELIABILITY_FREE(plan)
RELIABILITY_FREE(report)
RELIABILITY_FREE(random)
#undef RELIABILITY_FREE

// A promise that does not hold.
struct Finding {
    std::string what;
};

inline void require(bool holds, const char* what) {
    if (!holds) throw Finding{what};
}

template <class T>
class Handle {
  public:
    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle(Handle&& other) noexcept : handle_(other.handle_) { other.handle_ = nullptr; }
    ~Handle() { free_handle(handle_); }
    // For an output parameter. A call that failed before must have left it alone.
    T** out() {
        require(handle_ == nullptr, "a failed call changed its output");
        return &handle_;
    }
    T* get() const { return handle_; }
    operator T*() const { return handle_; }
    void reset(T* handle = nullptr) {
        free_handle(handle_);
        handle_ = handle;
    }

  private:
    T* handle_ = nullptr;
};

using Table = Handle<tenon_table>;
using Model = Handle<tenon_model>;
using Problem = Handle<tenon_problem>;
using Solution = Handle<tenon_solution>;
using ContextHandle = Handle<tenon_context>;

// FNV-1a over what is put in; numbers by their bits.
class Digest {
  public:
    void add(const void* bytes, std::size_t size) {
        const auto* at = static_cast<const unsigned char*>(bytes);
        for (std::size_t i = 0; i < size; ++i) value_ = (value_ ^ at[i]) * 1099511628211u;
    }
    void add(double number) { add(&number, sizeof number); }
    void add(std::int64_t number) { add(&number, sizeof number); }
    void add(std::int32_t number) { add(static_cast<std::int64_t>(number)); }
    void add(std::string_view text) {
        add(static_cast<std::int64_t>(text.size()));
        add(text.data(), text.size());
    }
    void add(const char* text) { add(std::string_view(text ? text : "(null)")); }
    std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 14695981039346656037u;
};

// Numbers that look random and are the same everywhere.
class Numbers {
  public:
    explicit Numbers(std::uint64_t seed) : state_(seed * 2654435761u + 1) {}
    std::uint64_t next() {  // splitmix64
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit));
    }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    double normal() {  // sum of uniforms: near enough
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return sum;
    }

  private:
    std::uint64_t state_;
};

}  // namespace reliability

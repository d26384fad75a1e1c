// One run of a scenario: calls of the C interface, one after the other, of which one may meet a
// fault. A call that fails because of it is made again with the same handles, and then has to
// succeed; the rest of the scenario and its result have to be what they are without a fault.
#pragma once

#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <type_traits>

#include "handles.hpp"

namespace reliability {

class Run {
  public:
    // is_fault: a status that the fault may cause. mend: takes the fault away and says whether it
    // had happened. gate: true while the library is called, so that faults meet no one else.
    Run(std::function<bool(tenon_status)> is_fault, std::function<bool()> mend, void (*gate)(bool))
        : is_fault_(std::move(is_fault)), mend_(std::move(mend)), gate_(gate) {}

    template <class Call>
    void call(const char* name, const Call& call) {
        tenon_error err = TENON_ERROR_INIT;
        tenon_status status = gated(call, &err);
        if (status == TENON_OK) return;
        if (failures_ == 0 && is_fault_(status)) {
            require(err.code == status, "the error has another code than the status");
            require(err.message[0] != '\0', "a failed call without a message");
            require(mend_(), "a status that nothing caused");
            ++failures_;
            failed_ = name;
            err = TENON_ERROR_INIT;
            status = gated(call, &err);
        }
        if (status != TENON_OK)
            throw Finding{std::string(name) + ": status " + std::to_string(status) + ": " +
                          err.message};
    }
    // Lack of memory that is told as an outcome: once, and only if the fault had happened.
    bool mended(const char* name) {
        if (failures_ != 0) return false;
        require(mend_(), "an outcome that nothing caused");
        ++failures_;
        failed_ = name;
        return true;
    }
    // A solve, where lack of memory may be an outcome. sense 0: of several objectives, whose bound
    // is that of the one it was at.
    template <class Call>
    void solve(const char* name, tenon_sense sense, Solution& solution, const Call& solve_it) {
        call(name, solve_it);
        if (tenon_solution_outcome(solution) != TENON_MEMORY_LIMIT || !mended(name)) return;
        const double bound = tenon_solution_bound(solution);
        solution.reset();
        call(name, solve_it);
        // What was proven before memory ran out has to be true.
        if (tenon_solution_outcome(solution) != TENON_OPTIMAL) return;
        const double best = tenon_solution_objective(solution);
        if (sense * (best - bound) < -1e-6 * (1 + std::fabs(best)))
            throw Finding{"a bound of " + std::to_string(bound) + ", and a plan of " +
                          std::to_string(best)};
    }

    template <class Value>
    void add(Value value) {
        digest_.add(value);
        if (!trace_) return;
        if constexpr (std::is_arithmetic_v<Value>)
            std::printf("  %.17g\n", static_cast<double>(value));
        else
            std::printf("  %s\n", std::string(std::string_view(value ? value : "(null)")).c_str());
    }
    void add(const std::string& text) {
        digest_.add(std::string_view(text));
        if (trace_) std::printf("  %s\n", text.c_str());
    }
    // Says all that goes into the digest.
    void trace() { trace_ = true; }

    std::uint64_t digest() const { return digest_.value(); }
    int failures() const { return failures_; }
    const std::string& failed() const { return failed_; }

  private:
    template <class Call>
    tenon_status gated(const Call& call, tenon_error* err) {
        struct Gate {
            void (*gate)(bool);
            explicit Gate(void (*opens)(bool)) : gate(opens) { gate(true); }
            ~Gate() { gate(false); }
        } open(gate_);
        return call(err);
    }

    std::function<bool(tenon_status)> is_fault_;
    std::function<bool()> mend_;
    void (*gate_)(bool);
    Digest digest_;
    int failures_ = 0;
    bool trace_ = false;
    std::string failed_;
};

// RUN(tenon_x_do(..., err)) makes the call, and makes it again if a fault met it.
#define RUN(...) \
    run.call(#__VA_ARGS__, [&](tenon_error* err) -> tenon_status { return __VA_ARGS__; })

// What a table is, to the last bit, as far as CSV tells, and the types of its columns.
inline void add_table(Run& run, const tenon_table* table) {
    const std::int32_t columns = tenon_table_columns(table);
    run.add(columns);
    for (std::int32_t c = 0; c < columns; ++c) {
        run.add(tenon_table_column_type(table, c));
        run.add(tenon_table_column_name(table, c));
    }
    std::int64_t needed = 0;
    RUN(tenon_table_to_csv(table, nullptr, nullptr, 0, &needed, err));
    std::string text(static_cast<std::size_t>(needed), '\0');
    RUN(tenon_table_to_csv(table, nullptr, text.data(), needed, &needed, err));
    run.add(text);
}

// The document of a handle, by one of the functions that take capacity and needed.
template <class Write>
std::string document(Run& run, const char* name, const Write& write) {
    std::int64_t needed = 0;
    run.call(name, [&](tenon_error* err) { return write(nullptr, std::int64_t{0}, &needed, err); });
    std::string text(static_cast<std::size_t>(needed), '\0');
    run.call(name, [&](tenon_error* err) { return write(text.data(), needed, &needed, err); });
    return text;
}

}  // namespace reliability

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_solve_memory_create(tenon_solve_memory** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        *out = new tenon_solve_memory{};
    });
}

void tenon_solve_memory_free(tenon_solve_memory* memory) {
    guard_void([&] { delete memory; });
}

void tenon_solve_memory_clear(tenon_solve_memory* memory) {
    guard_void([&] {
        if (memory) memory->value.clear();
    });
}

int32_t tenon_solve_memory_problems(const tenon_solve_memory* memory) {
    return guard_value(std::int32_t{-1},
                       [&] { return memory ? memory->value.problems() : std::int32_t{-1}; });
}

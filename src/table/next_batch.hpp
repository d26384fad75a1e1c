// The next batch of a reader that the host calls again and again: a reader that failed says nothing
// more, and nothing of the host's is held between two calls.
#pragma once

#include <optional>

#include "tenon/context.hpp"
#include "tenon/error.hpp"
#include "tenon/table.hpp"

namespace tenon {

// State has context, options, reader, stopped and leave().
template <class State>
std::optional<Table> next_batch(State& state, const Context& context) {
    if (state.stopped)
        throw Error(Status::argument, "this reader stopped at an error before; read the text anew",
                    {.argument = "reader"});
    state.stopped = true;  // until it went well
    state.context = context;
    struct Leaving {
        State& state;
        ~Leaving() { state.leave(); }
    } leaving{state};
    std::optional<Table> batch = state.reader->next(state.options.rows, state.options.bytes);
    state.stopped = false;
    return batch;
}

}  // namespace tenon

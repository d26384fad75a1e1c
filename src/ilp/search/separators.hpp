// The cut separators at the root, and who of them rests.
//
// A round asks those that are awake. A separator rests when what it gave was not taken, or hardly
// any of it while it did most of the work; each time again for twice as many rounds. When the
// others find nothing, all are asked once more before the rounds end.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ilp/cuts/separation.hpp"
#include "ilp/node/workbench.hpp"

namespace tenon::ilp {

class Separators {
  public:
    explicit Separators(const SearchOptions& options);
    // Adds cuts of the separators that are awake, or of all; Cut::source says whose.
    void separate(const Separation& at, std::vector<Cut>& out);
    // One of them, awake or not: for recipes.
    void ask_again(std::int32_t separator, const Separation& at, std::vector<Cut>& out);
    // What select_cuts() has left of them.
    void learn(const std::vector<Cut>& taken, Effort& effort);

    static constexpr std::size_t count = 8;

  private:
    struct State {
        bool off = false, asked = false;
        int rest = 0, next_rest = 1;  // rounds
        std::int64_t work = 0;        // in this round
    };
    void ask(std::size_t k, const Separation& at, std::vector<Cut>& out);
    static void note_recipes(std::size_t k, const Separation& at, std::span<Cut> made);

    std::array<State, count> states_;
};

}  // namespace tenon::ilp

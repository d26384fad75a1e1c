#include "clean/sliding_medians.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "base/parallel.hpp"
#include "clean/lanes.hpp"
#include "clean/sorted_window.hpp"

namespace tenon::clean {

namespace {

constexpr std::int64_t lanes = 8;
constexpr double infinity = std::numeric_limits<double>::infinity();

// Eight windows over stretches of one length.
struct LaneRun {
    const double* readings;  // the first reading of the first window of lane 0
    std::int64_t steps;      // windows of each lane; the next lane's are that many readings on
    std::int64_t window;
    double* sorted;      // window x 8: work
    double* column;      // (steps + window - 1) x 8: work, the readings lane by lane
    double* medians;     // steps x 8
    double* deviations;  // steps x 8, or null
};

template <class Lanes>
TENON_INLINE void replace_in(double* sorted, std::int64_t window, const Lanes& old,
                             const Lanes& next) noexcept {
    Lanes here = load_lanes<Lanes>(sorted), before = same_lanes<Lanes>(-infinity);
    for (std::int64_t i = 0; i + 1 < window; ++i) {
        const Lanes above = load_lanes<Lanes>(sorted + (i + 1) * lanes);
        const Lanes rest = where_less(here, old, here, above);
        store_lanes(sorted + i * lanes, greater(before, lesser(rest, next)));
        before = rest;
        here = above;
    }
    store_lanes(sorted + (window - 1) * lanes, greater(before, next));
}

template <class Lanes>
TENON_INLINE Lanes deviation_in(const double* sorted, std::int64_t half,
                                const Lanes& centre) noexcept {
    Lanes least = same_lanes<Lanes>(infinity);
    for (std::int64_t i = 0; i <= half; ++i) {
        const Lanes below = centre - load_lanes<Lanes>(sorted + i * lanes);
        const Lanes above = load_lanes<Lanes>(sorted + (i + half) * lanes) - centre;
        least = lesser(greater(below, above), least);
    }
    return least;
}

// The lanes from `lane` on that one register holds.
template <class Lanes>
TENON_INLINE void run_lanes(const LaneRun& run, std::int64_t window, std::int64_t lane) noexcept {
    const std::int64_t half = window / 2;
    double* const sorted = run.sorted + lane;
    const double* const column = run.column + lane;
    const Lanes none = same_lanes<Lanes>(infinity);
    for (std::int64_t i = 0; i < window; ++i) store_lanes(sorted + i * lanes, none);
    for (std::int64_t i = 0; i + 1 < window; ++i)
        replace_in(sorted, window, none, load_lanes<Lanes>(column + i * lanes));
    Lanes old = none;
    for (std::int64_t i = 0; i < run.steps; ++i) {
        replace_in(sorted, window, old, load_lanes<Lanes>(column + (i + window - 1) * lanes));
        old = load_lanes<Lanes>(column + i * lanes);
        const Lanes centre = load_lanes<Lanes>(sorted + half * lanes);
        store_lanes(run.medians + i * lanes + lane, centre);
        if (run.deviations)
            store_lanes(run.deviations + i * lanes + lane, deviation_in(sorted, half, centre));
    }
}

template <class Lanes>
TENON_INLINE void run_width(const LaneRun& run, std::int64_t window) noexcept {
    for (std::int64_t i = 0; i < run.steps + window - 1; ++i)
        for (std::int64_t l = 0; l < lanes; ++l)
            run.column[i * lanes + l] = run.readings[l * run.steps + i];
    constexpr auto held = static_cast<std::int64_t>(sizeof(Lanes) / sizeof(double));
    for (std::int64_t lane = 0; lane < lanes; lane += held) run_lanes<Lanes>(run, window, lane);
}

// The usual width is unrolled and stays in registers.
template <class Lanes>
TENON_INLINE void run_any(const LaneRun& run) noexcept {
    if (run.window == 7) return run_width<Lanes>(run, 7);
    run_width<Lanes>(run, run.window);
}

void run_portable(const LaneRun& run) noexcept {
    run_any<Lanes2>(run);
}
#if TENON_VECTOR_LEVELS
TENON_TARGET_AVX2 void run_avx2(const LaneRun& run) noexcept {
    run_any<Lanes4>(run);
}
TENON_TARGET_AVX512 void run_avx512(const LaneRun& run) noexcept {
    run_any<Lanes8>(run);
}
#endif

void run_at(VectorLevel level, const LaneRun& run) noexcept {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return run_avx512(run);
    if (level == VectorLevel::avx2) return run_avx2(run);
#endif
    static_cast<void>(level);
    run_portable(run);
}

struct Found {
    std::vector<double> medians, deviations;
    void reserve(std::int64_t count, bool deviations_too) {
        medians.reserve(static_cast<std::size_t>(count));
        if (deviations_too) deviations.reserve(static_cast<std::size_t>(count));
    }
    void add(const SortedWindow& window, bool deviation_too) {
        medians.push_back(window.median());
        if (deviation_too) deviations.push_back(window.median_deviation(medians.back()));
    }
};

// The windows of readings [first, last) one after the other, cut where the readings end.
void slide_one_by_one(const Context& context, std::span<const double> readings, std::int64_t window,
                      bool want_deviations, std::int64_t stretch, std::int64_t first,
                      std::int64_t last, const WindowResult& result) {
    // Bytes that the window may move between two looks at the cancel handle: about a millisecond.
    constexpr std::int64_t bytes_between_checks = 1 << 23;
    if (first >= last) return result(stretch, first, {}, {});
    const auto n = static_cast<std::int64_t>(readings.size());
    const std::int64_t half = window / 2;
    const auto at = [&](std::int64_t i) { return readings[static_cast<std::size_t>(i)]; };
    std::int64_t low = std::max<std::int64_t>(0, first - half);
    std::int64_t high = std::min(n, first + half + 1);
    SortedWindow sorted(static_cast<std::size_t>(std::min(window, n)));
    sorted.assign(
        readings.subspan(static_cast<std::size_t>(low), static_cast<std::size_t>(high - low)));
    Found found;
    found.reserve(last - first, want_deviations);
    std::int64_t moved = 0;
    for (std::int64_t i = first; i < last; ++i) {
        const std::int64_t to = std::min(n, i + half + 1),
                           from = std::max<std::int64_t>(0, i - half);
        if (from > low && to > high) {
            sorted.replace(at(low++), at(high++));
        } else {
            for (; low < from; ++low) sorted.remove(at(low));
            for (; high < to; ++high) sorted.insert(at(high));
        }
        found.add(sorted, want_deviations);
        moved += 8 * (high - low);
        if (moved > bytes_between_checks) {
            context.check_cancelled();
            moved = 0;
        }
    }
    result(stretch, first, found.medians, found.deviations);
}

// Windows of each lane in one block: many against the window, whose filling is not used.
std::int64_t steps_of(std::int64_t window) noexcept {
    constexpr std::int64_t least = 1024, windows = 32;
    return std::max(least, windows * window);
}

// Readings of one task where one window moves alone; the first one of a task is sorted afresh.
constexpr std::int64_t alone_block = 1 << 13;

// How so many readings are divided: the first half window and what is left at the end move alone.
struct Division {
    std::int64_t half = 0, steps = 0, block = 0, blocks = 0;
    std::int64_t from = 0;   // the first reading after the blocks
    std::int64_t piece = 0;  // readings of a task that moves alone
    std::int64_t pieces = 0;
};

Division division_of(std::int64_t n, std::int64_t window) noexcept {
    Division out;
    out.half = window / 2;
    out.steps = steps_of(window);
    out.block = out.steps * lanes;
    const std::int64_t whole = std::max<std::int64_t>(0, n - 2 * out.half);
    out.blocks = window <= widest_lane_window ? whole / out.block : 0;
    out.from = out.blocks > 0 ? out.half + out.blocks * out.block : 0;
    out.piece = std::max(alone_block, window);
    out.pieces = block_count(n - out.from, out.piece);
    return out;
}

// The work memory of one block of eight windows.
class LaneBlock {
  public:
    LaneBlock(std::int64_t window, std::int64_t steps)
        : window_(window),
          steps_(steps),
          work_(std::make_unique_for_overwrite<double[]>(
              static_cast<std::size_t>(lanes * (2 * window - 1 + 5 * steps)))) {}

    // The windows of readings [first, first + 8 * steps), all of them whole.
    void run(std::span<const double> readings, std::int64_t stretch, std::int64_t first,
             bool want_deviations, VectorLevel level, const WindowResult& result) {
        const std::int64_t size = lanes * steps_;
        double* const sorted = work_.get();
        double* const column = sorted + lanes * window_;
        double* const medians = column + size + lanes * (window_ - 1);
        double* const deviations = medians + size;
        double* const straight = deviations + size;
        run_at(level, {readings.data() + first - window_ / 2, steps_, window_, sorted, column,
                       medians, want_deviations ? deviations : nullptr});
        turn(medians, straight);
        if (want_deviations) turn(deviations, straight + size);
        const auto count = static_cast<std::size_t>(size);
        result(stretch, first, {straight, count}, {straight + size, want_deviations ? count : 0});
    }

  private:
    // From step by step to lane by lane.
    void turn(const double* from, double* to) const noexcept {
        for (std::int64_t i = 0; i < steps_; ++i)
            for (std::int64_t l = 0; l < lanes; ++l) to[l * steps_ + i] = from[i * lanes + l];
    }

    std::int64_t window_, steps_;
    std::unique_ptr<double[]> work_;
};

}  // namespace

std::int64_t stretch_count(std::int64_t readings, std::int64_t window) noexcept {
    const Division division = division_of(readings, std::min(window, 2 * readings + 1));
    return (division.blocks > 0 ? 1 + division.blocks : 0) + division.pieces;
}

void slide_medians(const Context& context, std::span<const double> readings, std::int64_t window,
                   bool want_deviations, VectorLevel level, const WindowResult& result) {
    const auto n = static_cast<std::int64_t>(readings.size());
    if (n == 0) return;
    window = std::min(window, 2 * n + 1);  // wider ones hold the same
    const Division division = division_of(n, window);
    const auto alone = [&](std::int64_t stretch, std::int64_t first, std::int64_t last) {
        slide_one_by_one(context, readings, window, want_deviations, stretch, first, last, result);
    };
    std::int64_t stretch = 0;
    if (division.blocks > 0) {
        alone(0, 0, division.half);
        stretch = 1 + division.blocks;
        parallel_blocks(context, division.blocks * division.block, division.block,
                        [&](std::int64_t number, std::int64_t first, std::int64_t) {
                            LaneBlock(window, division.steps)
                                .run(readings, 1 + number, division.half + first, want_deviations,
                                     level, result);
                        });
    }
    parallel_blocks(context, n - division.from, division.piece,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        alone(stretch + number, division.from + first, division.from + last);
                    });
}

}  // namespace tenon::clean

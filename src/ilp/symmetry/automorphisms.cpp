#include "ilp/symmetry/automorphisms.hpp"

#include <algorithm>
#include <numeric>

#include "ilp/symmetry/colour_graph.hpp"
#include "ilp/symmetry/orbits.hpp"
#include "ilp/symmetry/partition.hpp"

namespace tenon::ilp {

std::int32_t Permutation::image(std::int32_t column) const {
    const auto at = std::lower_bound(moves.begin(), moves.end(), std::make_pair(column, -1));
    return at != moves.end() && at->first == column ? at->second : column;
}

namespace {

// Columns of one cell that failed, after which the others of the cell are left alone.
constexpr int most_failures = 4;

class Finder {
  public:
    Finder(const MixedProgram& program, std::int64_t work)
        : graph_(colour_graph(program)),
          allowed_(work),
          left_(graph_),
          right_(graph_),
          orbits_(graph_.columns),
          image_(graph_.vertices),
          stamp_(graph_.vertices, 0) {
        std::iota(image_.begin(), image_.end(), 0);
    }

    Automorphisms run() {
        left_.refine();
        right_.refine();
        walk_down();
        while (!levels_.empty() && !tired()) {
            const Level level = levels_.back();
            levels_.pop_back();
            left_.undo_to(level.mark);
            right_.undo_to(level.right_mark);
            try_images(level);
        }
        out_.complete = levels_.empty();
        out_.work = spent();
        return std::move(out_);
    }

  private:
    struct Level {
        std::size_t mark, right_mark;
        std::int32_t base;
    };

    std::int64_t spent() const { return left_.work() + right_.work() + work_; }
    bool tired() const { return spent() > allowed_; }

    // Individualises v in the one and w in the other; false if the two come out different.
    bool step(std::int32_t v, std::int32_t w) {
        left_.set_trace(0);
        right_.set_trace(0);
        left_.individualise(v);
        left_.refine();
        right_.individualise(w);
        right_.refine();
        return left_.trace() == right_.trace() && left_.mark() == right_.mark();
    }

    void walk_down() {
        for (std::int32_t cell = 0; cell < graph_.columns && !tired();) {
            if (left_.size(cell) == 1) {
                ++cell;
                continue;
            }
            const std::int32_t base = left_.members(cell).front();
            levels_.push_back({left_.mark(), right_.mark(), base});
            step(base, base);
        }
    }

    void try_images(const Level& level) {
        const std::int32_t base = level.base;
        const std::int32_t size = left_.size(left_.cell(base));
        if (orbits_.size(base) == size) return;
        // One image suffices if all the others form an orbit already: no need for a list then.
        const auto members = left_.members(left_.cell(base));
        const auto first = std::find_if(members.begin(), members.end(),
                                        [&](std::int32_t v) { return !orbits_.same(base, v); });
        std::vector<std::int32_t> failed;
        if (!search(level, *first)) failed.push_back(*first);
        left_.undo_to(level.mark);
        right_.undo_to(level.right_mark);
        if (orbits_.size(base) == size) return;
        work_ += size;
        const auto again = left_.members(left_.cell(base));
        const std::vector<std::int32_t> cell(again.begin(), again.end());
        for (const std::int32_t v : cell) {
            if (orbits_.size(base) == size || tired()) return;
            work_ += 1;
            if (orbits_.same(base, v)) continue;
            if (std::any_of(failed.begin(), failed.end(),
                            [&](std::int32_t f) { return orbits_.same(f, v); }))
                continue;
            if (!search(level, v)) {
                failed.push_back(v);
                if (failed.size() > most_failures) return;
            }
            left_.undo_to(level.mark);
            right_.undo_to(level.right_mark);
        }
    }

    bool search(const Level& level, std::int32_t v) {
        if (!step(level.base, v)) return false;
        if (try_images_of(level, true)) return true;
        std::int32_t cell = 0;
        while ((cell = unequal_cell(level)) >= 0) {
            if (tired()) return false;
            const auto [one, other] = next_pair(cell);
            if (!step(one, other)) return false;
        }
        return try_images_of(level, false);
    }

    bool try_images_of(const Level& level, bool close) {
        fill_images(level);
        const bool found = (close ? close_chains() : is_permutation()) && keeps_program();
        if (found) keep();
        clear_images();
        return found;
    }

    // A cell split since the level whose members differ between the two and are several.
    std::int32_t unequal_cell(const Level& level) {
        for (std::size_t k = level.mark; k < left_.mark(); ++k)
            for (const std::int32_t cell : {left_.split(k).first, left_.split(k).second}) {
                ++work_;
                if (left_.size(cell) > 1 && !equal(cell)) return cell;
            }
        return -1;
    }

    bool equal(std::int32_t cell) {
        if (right_.size(cell) != left_.size(cell)) return false;
        work_ += left_.size(cell);
        for (const std::int32_t v : left_.members(cell))
            if (right_.cell(v) != cell) return false;
        return true;
    }

    std::pair<std::int32_t, std::int32_t> next_pair(std::int32_t cell) {
        // Rows or columns beside the cell that can stay in place settle which of its members
        // correspond.
        const std::int32_t u = left_.members(cell).front();
        for (std::int64_t k = graph_.start[u]; k < graph_.start[u + 1]; ++k) {
            const std::int32_t z = graph_.neighbour[k];
            ++work_;
            if (left_.size(left_.cell(z)) > 1 && right_.cell(z) == left_.cell(z)) return {z, z};
        }
        for (const std::int32_t v : left_.members(cell)) {
            ++work_;
            if (right_.cell(v) == cell) return {v, v};
        }
        return {u, right_.members(cell).front()};
    }

    // Single cells give the images; all others stay.
    void fill_images(const Level& level) {
        for (std::size_t k = level.mark; k < left_.mark(); ++k)
            for (const std::int32_t cell : {left_.split(k).first, left_.split(k).second}) {
                if (left_.size(cell) != 1) continue;
                const std::int32_t from = left_.members(cell).front();
                const std::int32_t to = right_.members(cell).front();
                ++work_;
                if (from == to || image_[from] != from) continue;
                image_[from] = to;
                moved_.push_back(from);
            }
        ++stamp_now_;
        for (const std::int32_t v : moved_) stamp_[image_[v]] = stamp_now_;
    }

    bool is_permutation() const {
        return std::all_of(moved_.begin(), moved_.end(),
                           [&](std::int32_t v) { return stamp_[v] == stamp_now_; });
    }

    // What is mapped to a vertex that has no image yet goes around: u -> v becomes an exchange.
    bool close_chains() {
        const std::size_t count = moved_.size();
        for (std::size_t k = 0; k < count; ++k) {
            const std::int32_t v = moved_[k];
            if (stamp_[v] == stamp_now_) continue;  // the image of another
            std::int32_t end = image_[v];
            while (image_[end] != end) end = image_[end];
            image_[end] = v;
            moved_.push_back(end);
            ++work_;
        }
        return true;
    }

    // Every moved vertex has the colour of its image and the images of its edges; edges between
    // vertices that stay are their own images.
    bool keeps_program() {
        return std::all_of(moved_.begin(), moved_.end(), [&](std::int32_t v) { return keeps(v); });
    }

    bool keeps(std::int32_t v) {
        const std::int32_t w = image_[v];
        if (graph_.colour[v] != graph_.colour[w]) return false;
        const std::int64_t count = graph_.start[v + 1] - graph_.start[v];
        if (graph_.start[w + 1] - graph_.start[w] != count) return false;
        work_ += 4 * count;
        edges_.clear();
        for (std::int64_t k = graph_.start[v]; k < graph_.start[v + 1]; ++k)
            edges_.emplace_back(image_[graph_.neighbour[k]], graph_.edge[k]);
        std::sort(edges_.begin(), edges_.end());
        for (std::int64_t k = 0; k < count; ++k)
            if (edges_[k] != std::make_pair(graph_.neighbour[graph_.start[w] + k],
                                            graph_.edge[graph_.start[w] + k]))
                return false;
        return true;
    }

    void keep() {
        Permutation out;
        for (const std::int32_t v : moved_)
            if (v < graph_.columns) out.moves.emplace_back(v, image_[v]);
        std::sort(out.moves.begin(), out.moves.end());
        for (const auto& [from, to] : out.moves) orbits_.join(from, to);
        if (!out.moves.empty()) out_.generators.push_back(std::move(out));
    }

    void clear_images() {
        for (const std::int32_t v : moved_) image_[v] = v;
        moved_.clear();
    }

    const ColourGraph graph_;
    std::int64_t allowed_, work_ = 0;
    Partition left_, right_;
    Orbits orbits_;
    std::vector<Level> levels_;
    std::vector<std::int32_t> image_, moved_;
    std::vector<std::int64_t> stamp_;
    std::int64_t stamp_now_ = 0;
    std::vector<std::pair<std::int32_t, std::uint64_t>> edges_;
    Automorphisms out_;
};

}  // namespace

Automorphisms find_automorphisms(const MixedProgram& program, std::int64_t work) {
    return Finder(program, work).run();
}

}  // namespace tenon::ilp

// Pseudo-costs: by how much the bound rose, per unit of distance, each time a column was branched
// on, downwards and upwards.
//
// M. Benichou et al.: Experiments in mixed-integer linear programming, Mathematical Programming 1,
// 1971; the product score is from T. Achterberg, T. Koch, A. Martin: Branching rules revisited,
// Operations Research Letters 33, 2005.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace tenon::ilp {

class PseudoCosts {
  public:
    // Something that was recorded, for others to learn from.
    enum class Kind : std::uint8_t { gain, infeasible, implied };
    struct Lesson {
        std::int32_t column;
        bool up;
        Kind kind;
        double amount;  // gain a unit of distance; bounds that the branch implied
    };

    explicit PseudoCosts(std::int32_t columns) : down_(columns), up_(columns) {}

    void record(std::int32_t column, bool up, double gain, double distance) {
        if (distance < least_distance) return;
        learn({column, up, Kind::gain, std::max(gain, 0.0) / distance});
    }
    void record_infeasible(std::int32_t column, bool up) {
        learn({column, up, Kind::infeasible, 0});
    }
    void record_implied(std::int32_t column, bool up, std::size_t bounds) {
        learn({column, up, Kind::implied, static_cast<double>(bounds)});
    }

    // Lessons are kept while a list is given.
    void keep_lessons(std::vector<Lesson>* lessons) noexcept { lessons_ = lessons; }
    void learn(const Lesson& lesson) {
        if (lessons_) lessons_->push_back(lesson);
        Side& side = (lesson.up ? up_ : down_)[lesson.column];
        if (lesson.kind == Kind::infeasible) {
            ++side.infeasible;
            return;
        }
        Side& all = lesson.up ? all_up_ : all_down_;
        for (Side* const part : {&side, &all}) {
            const bool implied = lesson.kind == Kind::implied;
            (implied ? part->implied : part->sum) += lesson.amount;
            ++(implied ? part->propagated : part->count);
        }
    }
    // What others know, without their list.
    void adopt(const PseudoCosts& other) {
        down_ = other.down_;
        up_ = other.up_;
        all_down_ = other.all_down_;
        all_up_ = other.all_up_;
    }

    // Expected gain of a branch over `distance`; the average column stands in where nothing is
    // known.
    double gain(std::int32_t column, bool up, double distance) const {
        const Side& side = (up ? up_ : down_)[column];
        const Side& all = up ? all_up_ : all_down_;
        double rate = 1;
        if (side.count > 0)
            rate = side.sum / side.count;
        else if (all.count > 0)
            rate = all.sum / all.count;
        return rate * distance;
    }
    std::int32_t count(std::int32_t column) const {
        return std::min(down_[column].count + down_[column].infeasible,
                        up_[column].count + up_[column].infeasible);
    }
    double infeasible_share(std::int32_t column) const {
        const double seen = down_[column].count + up_[column].count + down_[column].infeasible +
                            up_[column].infeasible;
        return seen > 0 ? (down_[column].infeasible + up_[column].infeasible) / seen : 0;
    }
    // Of the bounds that its branches implied, both directions together, against those of the
    // average column: in [0, 1), and a half for the average.
    double inference(std::int32_t column) const {
        const double own = down_[column].mean_implied() + up_[column].mean_implied();
        const double average = all_down_.mean_implied() + all_up_.mean_implied();
        return own > 0 ? own / (own + average) : 0;
    }
    // What others have learned: column k here was origin[k] there.
    void take(const PseudoCosts& other, std::span<const std::int32_t> origin) {
        for (std::size_t k = 0; k < origin.size(); ++k) {
            down_[k] = other.down_[origin[k]];
            up_[k] = other.up_[origin[k]];
        }
        all_down_ = other.all_down_;
        all_up_ = other.all_up_;
    }
    // The same over other columns: j is columns[j] there, or has no place if that is -1.
    PseudoCosts renumbered(std::span<const std::int32_t> columns, std::int32_t count) const {
        PseudoCosts out(count);
        for (std::size_t j = 0; j < columns.size(); ++j) {
            if (columns[j] < 0) continue;
            out.down_[columns[j]] = down_[j];
            out.up_[columns[j]] = up_[j];
        }
        out.all_down_ = all_down_;
        out.all_up_ = all_up_;
        return out;
    }
    static double score(double down, double up) {
        return std::max(down, least_gain) * std::max(up, least_gain);
    }

  private:
    // Gains over tiny distances are noise divided by nearly nothing.
    static constexpr double least_distance = 1e-6;
    // Keeps a product with a zero side comparable.
    static constexpr double least_gain = 1e-6;

    struct Side {
        double sum = 0, implied = 0;
        std::int32_t count = 0, infeasible = 0, propagated = 0;
        double mean_implied() const { return propagated > 0 ? implied / propagated : 0; }
    };
    std::vector<Side> down_, up_;
    Side all_down_, all_up_;
    std::vector<Lesson>* lessons_ = nullptr;
};

}  // namespace tenon::ilp

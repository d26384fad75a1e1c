// drop_duplicates in the forms that only all rows together can decide: the last or the most
// complete of equal rows stays, or rows near in time count as equal. Rows are known by their
// fingerprint, their number and how much of them is there; sorted, those that are equal stand
// together.
#include <algorithm>
#include <array>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/held_bytes.hpp"
#include "base/reason_text.hpp"
#include "clean/completeness.hpp"
#include "clean/duplicate_rows.hpp"
#include "clean/fingerprints.hpp"
#include "clean/keep_rows.hpp"
#include "clean/near_times.hpp"
#include "clean/step_stream.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// Row numbers have 46 bits beside the count of present cells, which a table's columns bound.
constexpr unsigned present_bits = 18;

struct Note {
    Fingerprint key;
    std::uint64_t row_and_present;
    std::int64_t row() const noexcept {
        return static_cast<std::int64_t>(row_and_present >> present_bits);
    }
    std::uint64_t present() const noexcept {
        return row_and_present & ((std::uint64_t{1} << present_bits) - 1);
    }
};
struct TimedNote : Note {
    std::int64_t time;
};

// The rows to take out, ascending among all of the input, on their way out part by part.
class DropStream final : public StepStream {
  public:
    using Tell = std::function<Change(const Table& part, std::int64_t dropped)>;
    DropStream(std::shared_ptr<const std::vector<std::int64_t>> dropped, Tell tell)
        : dropped_(std::move(dropped)), tell_(std::move(tell)) {}

    StreamPart push(const Context& context, StreamPart part, bool) override {
        const Table before = without_changes(part.table);
        std::vector<std::int64_t> here;
        for (; next_ < dropped_->size() && (*dropped_)[next_] < rows_ + before.rows(); ++next_)
            here.push_back((*dropped_)[next_] - rows_);
        rows_ += before.rows();
        const auto runs = runs_without(before.rows(), here);
        const Change told = tell_(before, static_cast<std::int64_t>(here.size()));
        part.take({keep_rows(context, before, runs).with_change(told), rows_in(runs)});
        return part;
    }

  private:
    std::shared_ptr<const std::vector<std::int64_t>> dropped_;
    Tell tell_;
    std::size_t next_ = 0;
    std::int64_t rows_ = 0;
};

template <class Row>
class DuplicatesSurvey final : public StepSurvey {
    static constexpr bool timed = std::is_same_v<Row, TimedNote>;

  public:
    explicit DuplicatesSurvey(NearDuplicateOptions options) : options_(std::move(options)) {}

    void add(const Context& context, const Table& part) override {
        if constexpr (timed) check_near_duplicates(options_, part);
        std::vector<const Column*> columns;
        for (const std::string& key : options_.keys) columns.push_back(&part.column(key));
        auto keys = columns.empty()
                        ? std::vector<Fingerprint>(static_cast<std::size_t>(part.rows()))
                        : fingerprints_of(context, columns);
        const Column* time = timed ? &part.column(options_.time_column) : nullptr;
        if (timed) times_.emplace(time->type(), options_.tolerance);
        make_room(context, part.rows());
        for (std::int64_t row = 0; row < part.rows(); ++row) {
            if (row % rows_between_checks == 0) context.check_cancelled();
            Row note;
            note.key = keys[static_cast<std::size_t>(row)];
            note.row_and_present = static_cast<std::uint64_t>(rows_ + row) << present_bits |
                                   static_cast<std::uint64_t>(present_cells(part, row));
            if constexpr (timed) {
                if (!NearTimes::usable(*time, row)) continue;
                note.time = times_->at(*time, row);
            }
            parts_[note.key.high >> 56].push_back(note);
        }
        rows_ += part.rows();
    }

    std::unique_ptr<StepStream> stream(const Context& context) override {
        if (!dropped_) find(context);
        return std::make_unique<DropStream>(
            dropped_, [options = options_](const Table& part, std::int64_t dropped) {
                return timed ? near_duplicates_change(part, options, options.keys, dropped)
                             : duplicates_change(part, options.keys, options.keep, dropped);
            });
    }

  private:
    // Notes are charged as they come, and once more for what the lists of them have in reserve.
    void make_room(const Context& context, std::int64_t rows) {
        if (!held_) held_.emplace(context);
        try {
            held_->add(2 * rows * static_cast<std::int64_t>(sizeof(Row)));
        } catch (const Error& fault) {
            if (fault.status() != Status::budget) throw;
            throw Error(
                Status::budget,
                "of the " + count_text(rows_) + " rows so far each is remembered by " +
                    std::to_string(sizeof(Row)) +
                    " bytes, and the byte budget leaves no room for more: " + fault.message());
        }
    }

    void find(const Context& context) {
        std::vector<std::int64_t> dropped;
        for (auto& part : parts_) {
            context.check_cancelled();
            std::sort(part.begin(), part.end(), [](const Row& a, const Row& b) {
                if (!(a.key == b.key))
                    return std::pair(a.key.high, a.key.low) < std::pair(b.key.high, b.key.low);
                if constexpr (timed)
                    if (a.time != b.time) return a.time < b.time;
                return a.row_and_present < b.row_and_present;
            });
            for_clusters(
                std::span<const Row>(part), options_.keep,
                [this](const Row& a, const Row& b) { return alike(a, b); },
                [&](std::span<const Row> rows) { drop_all_but_one(rows, dropped); });
            part = {};
        }
        std::sort(dropped.begin(), dropped.end());
        held_.reset();
        held_.emplace(context);
        held_->add(static_cast<std::int64_t>(dropped.capacity() * sizeof(std::int64_t)));
        dropped_ = std::make_shared<const std::vector<std::int64_t>>(std::move(dropped));
    }

    bool alike(const Row& first, const Row& row) const noexcept {
        if (!(first.key == row.key)) return false;
        if constexpr (timed) return times_->near(first.time, row.time);
        return true;
    }

    void drop_all_but_one(std::span<const Row> rows, std::vector<std::int64_t>& dropped) const {
        const Row* stays = options_.keep == Keep::last ? &rows.back() : &rows.front();
        if (options_.keep == Keep::most_complete)
            stays = &*std::max_element(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
                return a.present() < b.present();
            });
        for (const Row& row : rows)
            if (&row != stays) dropped.push_back(row.row());
    }

    NearDuplicateOptions options_;
    std::optional<NearTimes> times_;
    std::array<std::vector<Row>, 256> parts_;  // by the first byte of the key
    std::int64_t rows_ = 0;
    std::optional<HeldBytes> held_;
    std::shared_ptr<const std::vector<std::int64_t>> dropped_;
};

}  // namespace

std::unique_ptr<StepSurvey> duplicates_survey(NearDuplicateOptions options) {
    if (options.time_column.empty())
        return std::make_unique<DuplicatesSurvey<Note>>(std::move(options));
    return std::make_unique<DuplicatesSurvey<TimedNote>>(std::move(options));
}

}  // namespace tenon::clean

// The faults planted in a production log, kind by kind: how many of them a plan finds (recall) and
// how many of its findings are planted ones (precision). What was planted where is told by
// production_5k_truth.json and by what the generator does: the reading of source row i bears the
// time 2023-11-14 22:13:20 + 5 i + (0, 1 or 2) seconds.
#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "tenon/clean_plan.hpp"
#include "tenon/csv.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

constexpr std::int64_t first_micros = 1'700'000'000'000'000, source_micros = 5'000'000;
// From production_5k_truth.json.
constexpr std::int64_t exact_duplicates = 25, key_duplicates = 25, spikes = 10, stuck_from = 2008,
                       stuck_rows = 300, outage_from = 4122, outage_rows = 120;

// Every finding has the row of the file, so that findings and planted cells can be told apart.
const char* const plan = R"({"row_id": "source", "steps": [
    {"step": "drop_duplicates"},
    {"step": "text", "columns": ["machine_id"]},
    {"step": "categories", "columns": ["machine_id"]},
    {"step": "drop_duplicates", "keys": ["timestamp", "machine_id"]},
    {"step": "spike", "columns": ["temperature", "vibration"], "group": ["machine_id"]},
    {"step": "stuck", "columns": ["pressure"]},
    {"step": "outage", "columns": ["temperature", "vibration"]}]})";

Table production_log() {
    const std::string path = test::data_path("learn/tabular/production_5k.csv");
    return path.empty() ? Table() : read_csv({}, path);
}

std::int64_t source_row(const Table& log, std::int64_t row) {
    return (log.column("timestamp").int64s()[static_cast<std::size_t>(row)] - first_micros) /
           source_micros;
}

struct Score {
    std::int64_t planted = 0, found = 0, both = 0;
    double precision() const {
        return found == 0 ? 1 : static_cast<double>(both) / static_cast<double>(found);
    }
    double recall() const {
        return planted == 0 ? 1 : static_cast<double>(both) / static_cast<double>(planted);
    }
};

Score score(const Table& cleaned, const std::function<bool(std::int64_t)>& planted,
            const std::function<bool(std::int64_t)>& found) {
    Score out;
    for (std::int64_t row = 0; row < cleaned.rows(); ++row) {
        const bool is = planted(row), was = found(row);
        out.planted += is;
        out.found += was;
        out.both += is && was;
    }
    return out;
}

void tell(const std::string& fault, const Score& s) {
    MESSAGE(fault << ": planted " << s.planted << ", found " << s.found << ", precision "
                  << s.precision() << ", recall " << s.recall());
}

}  // namespace

TEST_CASE("the planted faults of the production log are found, kind by kind") {
    const Table log = production_log();
    if (log.rows() == 0) return;
    Table cleaned;
    CleanPlan::parse(plan).fit({}, log, &cleaned);
    const auto& changes = cleaned.changes();
    const auto change = [&](const char* step, std::size_t nth = 0) -> const Change& {
        for (const Change& c : changes)
            if (c.step == step && nth-- == 0) return c;
        FAIL("no such change");
        return changes[0];
    };
    CHECK(change("drop duplicates").rows == exact_duplicates);
    CHECK(change("drop duplicates", 1).rows == key_duplicates);
    MESSAGE("exact duplicates: planted 25, found " << change("drop duplicates").rows);
    MESSAGE("key duplicates: planted 25, found " << change("drop duplicates", 1).rows);

    // Every machine is one of 24, written M-00 to M-23.
    std::set<std::string_view> machines;
    for (std::int64_t row = 0; row < cleaned.rows(); ++row)
        machines.insert(cleaned.column("machine_id").text(row));
    CHECK(machines.size() == 24);
    CHECK(*machines.begin() == "M-00");
    CHECK(*machines.rbegin() == "M-23");

    const auto flag = [&](const char* name) {
        return [&cleaned, name](std::int64_t row) { return cleaned.column(name).boolean(row); };
    };
    const auto outside = [&](const char* name, double low, double high) {
        return [&cleaned, name, low, high](std::int64_t row) {
            const double x = cleaned.column(name).number(row);
            return x < low || x > high;
        };
    };
    const auto between = [&](const char* name, bool missing, std::int64_t from,
                             std::int64_t count) {
        return [&cleaned, name, missing, from, count](std::int64_t row) {
            const std::int64_t source = source_row(cleaned, row);
            return source >= from && source < from + count &&
                   cleaned.column(name).valid(row) != missing;
        };
    };

    // No machine of the log reaches these limits but by a planted spike.
    const Score hot = score(cleaned, outside("temperature", 280, 320), flag("temperature spike"));
    const Score shaken = score(cleaned, outside("vibration", 0, 3), flag("vibration spike"));
    const Score stuck =
        score(cleaned, between("pressure", false, stuck_from, stuck_rows), flag("pressure stuck"));
    const Score cold = score(cleaned, between("temperature", true, outage_from, outage_rows),
                             flag("temperature outage"));
    const Score still = score(cleaned, between("vibration", true, outage_from, outage_rows),
                              flag("vibration outage"));
    tell("spikes of temperature", hot);
    tell("spikes of vibration", shaken);
    tell("stuck pressure", stuck);
    tell("outage of temperature", cold);
    tell("outage of vibration", still);
    CHECK(hot.planted == spikes);
    CHECK(shaken.planted == spikes);
    CHECK(cold.planted == outage_rows);
    for (const Score& s : {hot, shaken, stuck, cold, still}) {
        CHECK(s.recall() >= 0.95);
        CHECK(s.precision() >= 0.85);
    }
}

TEST_CASE("a long plan has the same bytes for any number of threads, and when it is repeated") {
    const Table log = production_log();
    if (log.rows() == 0) return;
    const char* const long_plan = R"({"row_id": "source", "steps": [
        {"step": "text"}, {"step": "categories"}, {"step": "drop_duplicates"},
        {"step": "drop_duplicates", "keys": ["machine_id"], "time": "timestamp", "tolerance": 0.5},
        {"step": "out_of_range", "columns": ["temperature"], "low": 200, "high": 400,
         "action": "missing"},
        {"step": "spike", "group": ["machine_id"], "action": "missing"},
        {"step": "outliers", "rule": "hampel", "action": "clip", "window": 11},
        {"step": "units", "group": ["machine_id"], "action": "convert"},
        {"step": "fill", "method": "linear", "group": ["machine_id"], "limit": 5},
        {"step": "fill", "method": "seasonal_mean", "time": "timestamp", "group": ["machine_id"]},
        {"step": "fill", "method": "regression"},
        {"step": "fill", "method": "mode", "columns": ["status"], "group": ["machine_id"]},
        {"step": "smooth", "method": "savitzky_golay", "group": ["machine_id"], "add": true},
        {"step": "gaps", "time": "timestamp"}, {"step": "clock_jumps", "time": "timestamp"}]})";
    Table cleaned;
    const CleanPlan fitted = CleanPlan::parse(long_plan).fit({}, log, &cleaned);
    const std::string bytes = write_csv_text(cleaned), document = fitted.to_json();
    CHECK(write_csv_text(CleanPlan::parse(document).apply({}, log)) == bytes);
    for (const int threads : {2, 4}) {
        Context context;
        context.threads = threads;
        Table other;
        CHECK(CleanPlan::parse(long_plan).fit(context, log, &other).to_json() == document);
        CHECK(write_csv_text(other) == bytes);
    }
    // Every cell that differs from the file has a reason.
    for (std::int64_t row = 0; row < cleaned.rows(); row += 401) {
        const std::int64_t source =
            cleaned.column("source").int64s()[static_cast<std::size_t>(row)];
        for (const char* name : {"machine_id", "temperature", "vibration", "status"}) {
            const Column& before = log.column(name);
            const Column& after = cleaned.column(name);
            const bool same = before.valid(source) == after.valid(row) &&
                              before.cell_text(source) == after.cell_text(row);
            CHECK(fitted.why({}, log, source, name).empty() == same);
        }
    }
}

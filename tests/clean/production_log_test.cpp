// The faults planted in a real-looking production log are found again.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "tenon/csv.hpp"
#include "tenon/duplicates.hpp"
#include "tenon/impute.hpp"
#include "tenon/outlier.hpp"
#include "test_data.hpp"

using namespace tenon;

namespace {

// From production_5k_truth.json.
constexpr std::int64_t written_rows = 5050;
constexpr std::int64_t planted_exact_duplicates = 25;
constexpr std::int64_t planted_spikes = 10;  // in temperature and in vibration

struct Sensor {
    const char* name;
    double least, greatest;  // what the machines can do; the spikes lie outside
};
constexpr Sensor sensors[] = {{"temperature", 280, 320}, {"vibration", 0, 3}};

bool is_spike(const Sensor& sensor, double reading) {
    return reading < sensor.least || reading > sensor.greatest;
}

Table production_log() {
    const std::string path = test::data_path("learn/tabular/production_5k.csv");
    return path.empty() ? Table() : read_csv({}, path);
}

}  // namespace

TEST_CASE("exact duplicates of the production log are found, no more and no fewer") {
    const Table log = production_log();
    if (log.rows() == 0) return;
    REQUIRE(log.rows() == written_rows);
    const Table distinct = drop_duplicates({}, log);
    CHECK(distinct.rows() == written_rows - planted_exact_duplicates);
    CHECK(drop_duplicates({}, log, {}, Keep::last).rows() == distinct.rows());
}

TEST_CASE("planted spikes of the production log are found by hampel and by mad") {
    const Table log = production_log();
    if (log.rows() == 0) return;
    const Table distinct = drop_duplicates({}, log);
    for (const Sensor& sensor : sensors) {
        std::int64_t spikes = 0;
        for (std::int64_t row = 0; row < distinct.rows(); ++row)
            spikes += is_spike(sensor, distinct.column(sensor.name).number(row));
        REQUIRE(spikes == planted_spikes);
        for (const OutlierRule rule : {OutlierRule::hampel, OutlierRule::mad}) {
            const std::vector<std::string> columns{sensor.name};
            const Table flagged =
                OutlierFilter::fit({}, distinct, columns, {.rule = rule}).apply({}, distinct);
            const Column& flags = flagged.column(std::string(sensor.name) + " outlier");
            std::int64_t found = 0, others = 0;
            for (std::int64_t row = 0; row < distinct.rows(); ++row) {
                if (!flags.boolean(row)) continue;
                ++(is_spike(sensor, distinct.column(sensor.name).number(row)) ? found : others);
            }
            const std::string rule_name = rule == OutlierRule::hampel ? "hampel" : "mad";
            MESSAGE(columns[0] << " by " << rule_name << ": " << found << " of " << spikes
                               << " spikes found, " << others << " other readings flagged");
            CHECK(static_cast<double>(found) >= 0.9 * static_cast<double>(spikes));
        }
    }
}

TEST_CASE("the production log can be cleaned from end to end, and the log tells the story") {
    const Table log = production_log();
    if (log.rows() == 0) return;
    const std::vector<std::string> numbers{"temperature", "pressure", "vibration"};
    Table clean = drop_duplicates({}, log);
    clean =
        OutlierFilter::fit({}, clean, numbers, {.action = OutlierAction::missing}).apply({}, clean);
    std::int64_t missing = 0;
    for (const auto& name : numbers) missing += clean.column(name).missing();
    clean = Imputer::fit({}, clean, numbers, {.fill = Fill::median}).apply({}, clean);
    std::int64_t filled = 0;
    for (const Change& change : clean.changes()) {
        CHECK_FALSE(change.reason.empty());
        if (change.step == "fill missing") filled += change.cells;
    }
    CHECK(filled == missing);
    for (const auto& name : numbers) CHECK(clean.column(name).missing() == 0);
    CHECK(drop_missing({}, clean, numbers).rows() == clean.rows());
    for (const Change& change : clean.changes())
        MESSAGE(change.step << ' ' << change.column << ": " << change.reason);
}

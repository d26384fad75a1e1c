// A file cleaned batch by batch is the file cleaned as a whole, to the last byte.
#include <doctest/doctest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <thread>

#if !defined(_WIN32)
#include <sys/stat.h>
#endif

#include "temporary_path.hpp"
#include "tenon/clean_file.hpp"
#include "tenon/error.hpp"

using namespace tenon;

namespace {

void put(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string content(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

// Whole numbers whose first missing cell comes late, readings that cannot be right, untidy words.
std::string log_text(int rows, unsigned seed) {
    std::mt19937 random(seed);
    std::string out = "count,speed,machine,state\n";
    for (int row = 0; row < rows; ++row) {
        const bool late = row > rows * 9 / 10;
        out += (late && row % 40 == 0 ? "" : std::to_string(100000 * (1 + random() % 3))) + ",";
        out += random() % 100 == 0 ? "9000" : std::to_string(random() % 50) + ".5";
        out += random() % 30 == 0 ? ",  m 1" : ",M 1";
        out += random() % 70 == 0 ? ",\n" : ",on\n";
    }
    return out;
}

CleanPlan fitted(const std::string& steps, const std::string& text) {
    return CleanPlan::parse("{\"row_id\":\"row\",\"steps\":" + steps + "}")
        .fit({}, read_csv_buffer({}, text));
}

const char* const one_row_steps =
    R"([{"step":"text","columns":["machine"]},{"step":"drop_missing","columns":["state"]},
        {"step":"out_of_range","columns":["speed"],"low":0,"high":1000,"action":"missing"},
        {"step":"outliers","rule":"iqr","action":"flag","columns":["speed"]},
        {"step":"fill","method":"median","group":["state"],"columns":["speed"]},
        {"step":"fill","method":"mean","columns":["count","speed"],"indicator":true},
        {"step":"outliers","rule":"z","action":"clip","columns":["count"]},
        {"step":"categories","columns":["machine"]}])";

}  // namespace

TEST_CASE("a file cleaned in batches is that cleaned at once: bytes, rows, counts and findings") {
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    const CleanPlan plan = fitted(one_row_steps,
                                  "count,speed,machine,state\n1,2.5,M 1,on\n"
                                  "200000,30.5,M-1,off\n,40.5,M 1,on\n");
    REQUIRE(plan.step_across_rows() == 0);
    for (const unsigned seed : {1u, 2u}) {
        put(in, log_text(6000, seed));
        const Table before = read_csv({}, in);
        const Table after = plan.apply({}, before);
        for (const std::int64_t rows : {500, 1777, 100000}) {
            CsvBatchOptions reading;
            reading.rows = rows;
            const CleanedFile done = clean_file({}, plan, in, out, reading);
            CHECK(content(out) == write_csv_text(after));
            CHECK(done.rows_before == before.rows());
            CHECK(done.rows_after == after.rows());
            CHECK(done.batches == (before.rows() + rows - 1) / rows);
            REQUIRE(done.changes.size() == after.changes().size());
            for (std::size_t i = 0; i < done.changes.size(); ++i) {
                CHECK(done.changes[i].step == after.changes()[i].step);
                CHECK(done.changes[i].column == after.changes()[i].column);
                CHECK(done.changes[i].rows == after.changes()[i].rows);
                CHECK(done.changes[i].cells == after.changes()[i].cells);
            }
            CHECK(done.findings.size() == before.findings().size());
        }
    }
}

TEST_CASE("JSON Lines cleaned in batches are those cleaned at once") {
    const std::string in = test::temporary_path("log.jsonl");
    const std::string out = test::temporary_path("out.jsonl");
    const CleanPlan plan = fitted(one_row_steps,
                                  "count,speed,machine,state\n1,2.5,M 1,on\n"
                                  "200000,30.5,M-1,off\n,40.5,M 1,on\n");
    write_jsonl({}, read_csv_buffer({}, log_text(6000, 1)), in);
    const Table before = read_jsonl({}, in);
    const Table after = plan.apply({}, before);
    for (const std::int64_t rows : {500, 1777, 100000}) {
        JsonLinesBatchOptions reading;
        reading.rows = rows;
        const CleanedFile done = clean_jsonl_file({}, plan, in, out, reading);
        CHECK(content(out) == write_jsonl_text(after));
        CHECK(done.rows_after == after.rows());
        CHECK(done.batches == (before.rows() + rows - 1) / rows);
        CHECK(done.changes.size() == after.changes().size());
    }
    const CleanPlan twice =
        fitted(R"([{"step":"drop_duplicates","keep":"last"}])", log_text(500, 4));
    JsonLinesBatchOptions reading;
    reading.rows = 700;
    const CleanedFile done = clean_jsonl_file({}, twice, in, out, reading);
    CHECK(done.step_across_rows == 0);
    CHECK(done.batches == 9);
    CHECK(content(out) == write_jsonl_text(twice.apply({}, before)));
}

#if !defined(_WIN32)

TEST_CASE("what can be read once only is read whole where a step looks at all rows ahead") {
    const std::string pipe = test::temporary_path("pipe"), out = test::temporary_path("out.csv");
    const std::string text = log_text(3000, 3);
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writer([&] { put(pipe, text); });
    const CleanPlan plan = fitted(
        R"([{"step":"drop_missing"},
            {"step":"drop_duplicates","keep":"last"}])",
        log_text(500, 4));
    CHECK(plan.step_across_rows() == 2);
    CHECK(plan.step_of_whole() == 0);
    CsvBatchOptions reading;
    reading.rows = 100;
    const CleanedFile done = clean_file({}, plan, pipe, out, reading);
    writer.join();
    CHECK(done.step_across_rows == 2);
    CHECK(done.batches == 0);
    CHECK(content(out) == write_csv_text(plan.apply({}, read_csv_buffer({}, text))));
}

TEST_CASE("a column of what can be read once only that turns float64 too late is refused by name") {
    const std::string pipe = test::temporary_path("late_pipe"),
                      out = test::temporary_path("late_out.csv");
    std::string text = "id,count\n";
    for (int row = 0; row < 300; ++row)
        text += std::to_string(row) + (row == 250 ? "," : ",4") + "\n";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writer([&] { put(pipe, text); });
    const CleanPlan plan = fitted(R"([{"step":"fill","method":"mean","columns":["count"]}])",
                                  "id,count\n1,2\n2,3\n3,\n");
    CsvBatchOptions reading;
    reading.rows = 100;
    std::string message;
    try {
        clean_file({}, plan, pipe, out, reading);
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.where().argument == "count");
        message = error.message();
    }
    writer.join();
    CHECK(message.find("\"count\"") != std::string::npos);
    CHECK(message.find(pipe) != std::string::npos);
}

#endif

namespace {

// Three machines in turn, with readings that stick, leap, are far off, or are not there, times that
// halt, and records twice.
std::string sensor_log(int rows, unsigned seed, bool infinite = false) {
    std::mt19937 random(seed);
    std::string out = "time,machine,speed,count,load\n", line;
    double level = 50;
    int second = 0, stuck = 0, off = 0;
    for (int row = 0; row < rows; ++row) {
        second += random() % 200 == 0 ? 500 : 1;
        if (stuck > 0)
            --stuck;
        else
            level = 50 + static_cast<double>(random() % 400) / 100;
        if (random() % 150 == 0) stuck = 40;
        const bool leap = random() % 60 == 0;
        std::string next = std::to_string(second) + ",M" + std::to_string(random() % 3) + ",";
        if (random() % 90 == 0) off = 1 + static_cast<int>(random() % 14);
        if (off > 0)
            --off;
        else if (random() % 20 != 0)
            next += std::to_string(leap ? level * 7 : level);
        else if (infinite)
            next += random() % 2 == 0 ? "inf" : "-inf";
        next += "," + (random() % 15 == 0 ? "" : std::to_string(random() % 6)) + ",";
        if (random() % 300 > 1) next += std::to_string(random() % 1000) + ".25";
        if (random() % 25 != 0 || line.empty()) line = next + "\n";
        out += line;
    }
    return out;
}

void check_streamed(const std::string& steps, std::int64_t rows, int log_rows = 2500,
                    bool infinite = false) {
    CAPTURE(steps);
    CAPTURE(rows);
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    const std::string text = sensor_log(log_rows, 11, infinite);
    put(in, text);
    const CleanPlan plan = fitted(steps, sensor_log(800, 12, infinite));
    REQUIRE(plan.step_of_whole() == 0);
    const Table after = plan.apply({}, read_csv_buffer({}, text));
    CsvBatchOptions reading;
    reading.rows = rows;
    const CleanedFile done = clean_file({}, plan, in, out, reading);
    CHECK(done.step_across_rows == 0);
    CHECK(done.batches > 1);
    CHECK(done.rows_after == after.rows());
    CHECK((content(out) == write_csv_text(after)));
    REQUIRE(done.changes.size() == after.changes().size());
    for (std::size_t i = 0; i < done.changes.size(); ++i) {
        CHECK(done.changes[i].step == after.changes()[i].step);
        CHECK(done.changes[i].column == after.changes()[i].column);
        CHECK(done.changes[i].rows == after.changes()[i].rows);
        CHECK(done.changes[i].cells == after.changes()[i].cells);
    }
}

}  // namespace

TEST_CASE("a column that turns float64 in a late batch does so in the rows that are remembered") {
    const std::string in = test::temporary_path("late.csv"),
                      out = test::temporary_path("late_out.csv");
    const std::string first = "machine identification count", last = "reading of the second sensor";
    std::string text = first + ",machine identification text,v," + last + "\n";
    for (int row = 0; row < 300; ++row)
        text += (row == 250 ? "" : std::to_string(row % 7)) + ",M" + std::to_string(row % 3) + "," +
                std::to_string(row % 11) + ".5," + std::to_string(row % 5) + ".25\n";
    put(in, text);
    const CleanPlan plan = fitted(
        R"([{"step":"fill","columns":["machine identification count"],"method":"mean"},
            {"step":"outliers","columns":["v"],"rule":"hampel","action":"clip"}])",
        first + ",machine identification text,v," + last +
            "\n1,M1,2.5,1.5\n2,M2,3.5,2.5\n,M1,4,3\n");
    const std::string whole = write_csv_text(plan.apply({}, read_csv_buffer({}, text)));
    for (const std::int64_t rows : {20, 90, 260}) {
        CsvBatchOptions reading;
        reading.rows = rows;
        clean_file({}, plan, in, out, reading);
        CHECK((content(out) == whole));
    }
}

TEST_CASE("a step that looks at several rows is the same in batches, to the last byte and count") {
    const char* const steps[] = {
        R"({"step":"drop_duplicates"})",
        R"({"step":"drop_duplicates","keys":["machine","count"]})",
        R"({"step":"fill","method":"previous","columns":["speed","count","load"]})",
        R"({"step":"fill","method":"next","columns":["speed","count"]})",
        R"({"step":"fill","method":"linear","columns":["speed","count","load"],"indicator":true})",
        R"({"step":"fill","method":"linear","time":"time","columns":["speed"]})",
        R"({"step":"fill","method":"previous","group":["machine"]})",
        R"({"step":"fill","method":"next","group":["machine"],"columns":["speed"]})",
        R"({"step":"fill","method":"linear","group":["machine"],"columns":["speed","load"]})",
        R"({"step":"outliers","rule":"hampel","action":"flag","columns":["speed","count"]})",
        R"({"step":"outliers","rule":"hampel","window":31,"action":"clip","columns":["speed"]})",
        R"({"step":"outliers","rule":"hampel","action":"drop","columns":["speed","load"]})",
        R"({"step":"outliers","rule":"rolling","window":9,"action":"missing","columns":["speed"]})",
        R"({"step":"smooth","columns":["speed","load"],"window":9})",
        R"({"step":"smooth","columns":["speed"],"window":21,"group":["machine"],"add":true})",
        R"({"step":"smooth","method":"moving_mean","columns":["speed","count"],"window":15})",
        R"({"step":"smooth","method":"moving_mean","columns":["load"],"group":["machine"]})",
        R"({"step":"smooth","method":"savitzky_golay","columns":["speed"],"window":11})",
        R"({"step":"smooth","method":"ewma","columns":["speed","count"],"group":["machine"]})",
        R"({"step":"smooth","method":"ewma","columns":["speed","count"],"add":true})",
        R"({"step":"smooth","method":"ewma","columns":["load"],"group":["machine"],"add":true})",
        R"({"step":"drop_duplicates","keep":"last"})",
        R"({"step":"drop_duplicates","keep":"last","keys":["machine","count"]})",
        R"({"step":"drop_duplicates","keep":"most_complete","keys":["machine","count"]})",
        R"({"step":"drop_duplicates","keys":["machine","count"],"time":"time","tolerance":20})",
        R"({"step":"drop_duplicates","keys":["machine"],"time":"speed","tolerance":0.5,
            "keep":"last"})",
        R"({"step":"drop_duplicates","keys":["count"],"time":"time","tolerance":9,
            "keep":"most_complete"})",
        R"({"step":"clock_jumps","time":"speed","group":["machine"]})",
        R"({"step":"clock_jumps","time":"count","action":"missing"})",
        R"({"step":"clock_jumps","time":"load","group":["machine","count"],"action":"drop"})",
        R"({"step":"units","columns":["speed","count"],"group":["load"],"readings":1,"near":90})",
        R"({"step":"units","columns":["speed","count"],"group":["load"],"readings":1,"far":1,
            "near":90,"action":"convert"})",
        R"({"step":"units","columns":["speed"],"group":["machine","load"],"readings":2,"far":1,
            "near":90,"action":"flag"})",
        R"({"step":"units","columns":["speed"],"group":["load"],"readings":1,"far":1,"near":90,
            "action":"missing"})",
        R"({"step":"outliers","rule":"hampel","columns":["speed"],"group":["machine"]})",
        R"({"step":"outliers","rule":"rolling","columns":["speed","load"],"group":["machine"],
            "action":"drop"})",
        R"({"step":"outliers","rule":"z","columns":["speed"],"group":["machine"],"factor":1,
            "action":"clip"})",
        R"({"step":"stuck","columns":["speed","load"],"action":"flag"})",
        R"({"step":"stuck","columns":["speed"],"group":["machine"],"readings":5,"action":"drop"})",
        R"({"step":"stuck","columns":["speed"],"tolerance":0.4,"readings":4,"action":"missing"})",
        R"({"step":"spike","columns":["speed"],"action":"flag"})",
        R"({"step":"spike","columns":["speed","load"],"group":["machine"],"action":"missing"})",
        R"({"step":"gaps","time":"time","group":["machine"]})",
        R"({"step":"fill","method":"mean","columns":["speed","count"],"limit":2,"indicator":true})",
        R"({"step":"fill","method":"median","group":["machine"],"limit":1})",
        R"({"step":"fill","method":"previous","columns":["speed","count","load"],"limit":1})",
        R"({"step":"fill","method":"previous","group":["machine"],"columns":["speed"],"limit":2})",
        R"({"step":"fill","method":"next","columns":["speed","count"],"limit":1})",
        R"({"step":"fill","method":"next","group":["machine"],"columns":["speed"],"limit":2})",
        R"({"step":"fill","method":"linear","columns":["speed","load"],"limit":1})",
        R"({"step":"fill","method":"linear","time":"time","columns":["speed"],"limit":2})",
        R"({"step":"fill","method":"linear","group":["machine"],"columns":["speed"],"limit":1})",
        R"({"step":"fill","method":"regression","columns":["speed","count","load"]})",
        R"({"step":"fill","method":"nearest","columns":["speed"],"rows":100,"indicator":true})",
        R"({"step":"outage","columns":["speed","count"],"cells":2})",
        R"({"step":"outage","columns":["speed"],"group":["machine"],"cells":3})",
        R"({"step":"outage","columns":["speed","load"],"cells":1,"action":"drop"})",
        R"({"step":"outage","columns":["speed"],"group":["machine"],"cells":2,"action":"drop"})"};
    for (const char* step : steps) {
        for (const std::int64_t rows : {7, 64, 999})
            check_streamed("[" + std::string(step) + "]", rows);
        for (const std::int64_t rows : {1, 3})
            check_streamed("[" + std::string(step) + "]", rows, 400);
    }
}

TEST_CASE("infinite readings are found in batches as in the whole") {
    for (const char* step :
         {R"({"step":"spike","columns":["speed"],"action":"flag"})",
          R"({"step":"spike","columns":["speed"],"group":["machine"],"action":"missing"})",
          R"({"step":"out_of_range","columns":["speed"],"low":0,"action":"drop"})",
          R"({"step":"outliers","rule":"hampel","columns":["speed"],"action":"clip"})",
          R"({"step":"outliers","rule":"hampel","columns":["speed"],"group":["machine"],
              "action":"clip"})",
          R"({"step":"outliers","rule":"rolling","columns":["speed"],"group":["count","machine"],
              "window":99,"action":"clip"})",
          R"({"step":"outliers","rule":"mad","columns":["speed"],"group":["machine"],"factor":1,
              "action":"missing"})"})
        for (const std::int64_t rows : {1, 7, 64})
            check_streamed("[" + std::string(step) + "]", rows, 600, true);
}

TEST_CASE("steps of every kind one after the other are the same in batches") {
    const std::string steps = R"([{"step":"drop_duplicates"},
        {"step":"spike","columns":["speed"],"group":["machine"],"action":"missing"},
        {"step":"outliers","rule":"hampel","action":"missing","columns":["load"]},
        {"step":"stuck","columns":["speed"],"readings":6,"action":"drop"},
        {"step":"fill","method":"linear","columns":["speed"],"group":["machine"]},
        {"step":"fill","method":"median","columns":["count"]},
        {"step":"fill","method":"previous","columns":["load"]},
        {"step":"smooth","method":"moving_mean","columns":["load"],"window":5,"add":true},
        {"step":"smooth","method":"ewma","columns":["speed"],"group":["machine"]},
        {"step":"gaps","time":"time"},{"step":"drop_missing"}])";
    for (const std::int64_t rows : {5, 100, 1700}) check_streamed(steps, rows, 4000);
}

TEST_CASE("steps that look at all rows ahead are the same in batches behind others and in a row") {
    const std::string steps = R"([{"step":"drop_duplicates","keep":"last"},
        {"step":"fill","method":"linear","columns":["speed"],"group":["machine"]},
        {"step":"clock_jumps","time":"speed","group":["machine"],"action":"drop"},
        {"step":"smooth","method":"ewma","columns":["count"],"add":true},
        {"step":"units","columns":["load"],"group":["machine"],"far":1,"near":90,
         "action":"convert"},
        {"step":"drop_duplicates","keys":["machine"],"time":"time","tolerance":30,
         "keep":"most_complete"},
        {"step":"fill","method":"mean","columns":["count"]}])";
    for (const std::int64_t rows : {5, 100, 1700}) check_streamed(steps, rows, 4000);
}

TEST_CASE("a season's mean with a limit is the same in batches") {
    std::mt19937 random(5);
    std::string text = "time,machine,speed\n";
    for (int row = 0; row < 900; ++row) {
        const int minutes = row * 17, hour = minutes / 60 % 24, day = minutes / 1440 + 1;
        text += "2024-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + " " +
                (hour < 10 ? "0" : "") + std::to_string(hour) + ":" +
                (minutes % 60 < 10 ? "0" : "") + std::to_string(minutes % 60) + ":00,M" +
                std::to_string(random() % 2) + ",";
        if (random() % 3 != 0) text += std::to_string(hour * 10 + static_cast<int>(random() % 5));
        text += "\n";
    }
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    put(in, text);
    for (const char* more : {R"("limit":1)", R"("limit":2,"group":["machine"],"indicator":true)"}) {
        const CleanPlan plan =
            fitted(R"([{"step":"fill","method":"seasonal_mean","season":"hour","time":"time",)" +
                       std::string(R"("columns":["speed"],)") + more + "}]",
                   text);
        REQUIRE(plan.step_of_whole() == 0);
        for (const std::int64_t rows : {7, 64, 400}) {
            CsvBatchOptions reading;
            reading.rows = rows;
            const Table after = plan.apply({}, read_csv_buffer({}, text));
            const CleanedFile done = clean_file({}, plan, in, out, reading);
            CHECK((content(out) == write_csv_text(after)));
            CHECK(done.changes.front().cells == after.changes().front().cells);
        }
    }
}

TEST_CASE("what is remembered of all rows ahead counts in the budget, and goes with the call") {
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    put(in, sensor_log(60000, 3));
    for (const char* step :
         {R"([{"step":"drop_duplicates","keep":"last"}])",
          R"([{"step":"drop_duplicates","time":"time","keys":["machine"]}])",
          R"([{"step":"clock_jumps","time":"time"}])",
          R"([{"step":"units","columns":["speed","count"],"group":["load"],"readings":1}])"}) {
        CAPTURE(step);
        const CleanPlan plan = fitted(step, sensor_log(30, 12));
        CsvBatchOptions reading;
        reading.rows = 300;
        Context context;
        Budget budget(1 << 20), large(1 << 24);
        context.budget = &budget;
        CHECK_THROWS_AS(clean_file(context, plan, in, out, reading), Error);
        CHECK(budget.used() == 0);
        context.budget = &large;
        CHECK(clean_file(context, plan, in, out, reading).batches == 200);
        CHECK(large.used() == 0);
    }
}

TEST_CASE("different rows without end are refused by a byte budget, in words") {
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    std::string text = "a\n";
    for (int row = 0; row < 200000; ++row) text += std::to_string(row) + "\n";
    put(in, text);
    const CleanPlan plan = fitted(R"([{"step":"drop_duplicates"}])", "a\n1\n2\n");
    Budget budget(3 << 20);
    Context context;
    context.budget = &budget;
    CsvBatchOptions reading;
    reading.bytes = 1 << 16;
    try {
        clean_file(context, plan, in, out, reading);
        FAIL("more was remembered than the budget allows");
    } catch (const Error& fault) {
        CHECK(fault.status() == Status::budget);
        CHECK(std::string(fault.message()).find("different rows") != std::string::npos);
    }
}

TEST_CASE("steps say whether they look at one row at a time") {
    const std::string text = log_text(200, 5);
    const auto across = [&](const std::string& step) {
        return fitted("[" + step + "]", text).step_across_rows() != 0;
    };
    CHECK_FALSE(across(R"({"step":"fill","method":"median"})"));
    CHECK(across(R"({"step":"fill","method":"median","limit":3})"));
    CHECK(across(R"({"step":"fill","method":"next"})"));
    CHECK_FALSE(across(R"({"step":"fill","method":"mean","group":["machine"]})"));
    CHECK(across(R"({"step":"fill","method":"previous","group":["machine"]})"));
    CHECK(across(R"({"step":"outliers","rule":"hampel"})"));
    CHECK(across(R"({"step":"stuck"})"));
    CHECK(across(R"({"step":"drop_duplicates"})"));
    CHECK(across(R"({"step":"smooth"})"));
}

TEST_CASE("when cleaning stops, the output that was there stays") {
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    put(in, "count,speed,machine,state\n1,2.5,M,on\n1,2.5,M,on,5\n");
    put(out, "old\n");
    const CleanPlan plan = fitted(one_row_steps, log_text(500, 6));
    CHECK_THROWS_AS(clean_file({}, plan, in, out), Error);
    put(in, "other\n1\n");
    CHECK_THROWS_AS(clean_file({}, plan, in, out), Error);
    CHECK(content(out) == "old\n");
}

TEST_CASE("a file is cleaned under a byte budget that its table would not fit into") {
    const std::string in = test::temporary_path("log.csv"), out = test::temporary_path("out.csv");
    put(in, log_text(60000, 7));
    const CleanPlan plan = fitted(one_row_steps, log_text(500, 8));
    Budget budget(1 << 20);
    Context context;
    context.budget = &budget;
    CsvBatchOptions reading;
    reading.bytes = 1 << 17;
    CHECK_THROWS_AS(read_csv(context, in), Error);
    const CleanedFile done = clean_file(context, plan, in, out, reading);
    CHECK(done.batches > 5);
    CHECK(budget.peak() < 1 << 20);
    CHECK(content(out) == write_csv_text(plan.apply({}, read_csv({}, in))));
}

TEST_CASE("the next file is read by the types of the fit") {
    const std::string in = test::temporary_path("next_in.csv"),
                      out = test::temporary_path("next_out.csv");
    const CleanPlan plan =
        fitted(R"([{"step":"fill","method":"mode","columns":["s"]}])", "s,x\na1,1\n,2\na1,3\n");
    const auto cleaned = [&](const std::string& text) {
        put(in, text);
        const Table whole = plan.apply({}, read_csv({}, in, reading_for(plan, CsvOptions())));
        CHECK(whole.column("s").type() == Type::text);
        clean_file({}, plan, in, out);
        CHECK(content(out) == write_csv_text(whole));
        return content(out);
    };
    CHECK(cleaned("s,x\n,1\n,2\n") == "s,x,row\na1,1,0\na1,2,1\n");
    CHECK(cleaned("s,x\n") == "s,x,row\n");
    CHECK(cleaned("s,x\n12,1\n,2\n") == "s,x,row\n\"12\",1,0\na1,2,1\n");
    // What the caller says of a column goes first, and a slip in its name is told.
    CHECK(read_csv({}, in, reading_for(plan, CsvOptions{.columns = {{"s", Type::int64, {}}}}))
              .column("s")
              .type() == Type::int64);
    CHECK_THROWS_AS(read_csv({}, in, reading_for(plan, CsvOptions{.text_columns = {"ss"}})), Error);
    // A file without the column is the step's to refuse.
    put(in, "x\n1\n");
    CHECK_THROWS_WITH_AS(clean_file({}, plan, in, out), doctest::Contains("step 1"), Error);
}

TEST_CASE("the next JSON Lines are read by the types of the fit") {
    const std::string in = test::temporary_path("next_in.jsonl"),
                      out = test::temporary_path("next_out.jsonl");
    const CleanPlan plan =
        fitted(R"([{"step":"fill","method":"mode","columns":["s"]}])", "s,x\na1,1\n,2\na1,3\n");
    put(in, "{\"s\":null,\"x\":1}\n{\"s\":12,\"x\":2}\n");
    clean_jsonl_file({}, plan, in, out);
    CHECK(content(out) == "{\"s\":\"a1\",\"x\":1,\"row\":0}\n{\"s\":\"12\",\"x\":2,\"row\":1}\n");
    put(in, "{\"s\":null,\"x\":1}\n");
    clean_jsonl_file({}, plan, in, out);
    CHECK(content(out) == "{\"s\":\"a1\",\"x\":1,\"row\":0}\n");
    // A sensor that was silent all day, and a day without records.
    put(in, "{\"x\":1}\n");
    const CleanedFile silent = clean_jsonl_file({}, plan, in, out);
    CHECK(content(out) == "{\"x\":1,\"s\":\"a1\",\"row\":0}\n");
    REQUIRE(silent.findings.size() == 1);
    CHECK(silent.findings[0].kind == "absent column");
    put(in, "");
    CHECK(clean_jsonl_file({}, plan, in, out).rows_after == 0);
    CHECK(content(out).empty());
    put(in, "{\"other\":1}\n");
    CHECK_THROWS_AS(clean_jsonl_file({}, plan, in, out), Error);
}

TEST_CASE("JSON Lines are cleaned in two million bytes") {
    const std::string in = test::temporary_path("small_in.jsonl"),
                      out = test::temporary_path("small_out.jsonl");
    write_jsonl({}, read_csv_buffer({}, log_text(30'000, 9)), in);
    const CleanPlan plan = fitted(one_row_steps, log_text(500, 8));
    Budget budget(2'000'000);
    Context context;
    context.budget = &budget;
    JsonLinesBatchOptions reading;
    reading.bytes = 1 << 16;
    const CleanedFile done = clean_jsonl_file(context, plan, in, out, reading);
    CHECK(done.rows_before == 30'000);
    CHECK(budget.peak() <= 2'000'000);
}

namespace {

// The next text as the plan has it read, and what cleaning its file says where it refuses.
struct NextText {
    Table table;
    std::string refusal;
};

NextText next_text(const CleanPlan& plan, const std::string& text, const CsvOptions& options = {}) {
    const std::string in = test::temporary_path("next_in.csv"),
                      out = test::temporary_path("next_out.csv");
    put(in, text);
    NextText next{read_csv({}, in, reading_for(plan, options)), ""};
    CsvBatchOptions batches;
    batches.csv = options;
    batches.rows = 2;
    try {
        clean_file({}, plan, in, out, batches);
    } catch (const Error& error) {
        next.refusal = error.message();
    }
    return next;
}

CleanPlan reread(const CleanPlan& plan) {
    return CleanPlan::parse(plan.to_json());
}

constexpr const char* fill_speed = R"([{"step":"fill","method":"median","columns":["v"]}])";

}  // namespace

TEST_CASE("the next file is read with the decimal and thousands marks of the fit") {
    const CleanPlan plan = reread(fitted(fill_speed, "v;w\n1,5;1\n;2\n2,25;3\n"));
    // A column without a fraction has the mark of the others.
    for (const auto& notation : plan.notations()) CHECK(notation.decimal == ',');
    const NextText same = next_text(plan, "v;w\n1,500;1\n3,25;2,125\n");
    CHECK(same.table.column("v").number(0) == 1.5);
    CHECK(same.table.column("w").number(1) == 2.125);
    CHECK(same.refusal.empty());

    // Guessed anew this would be 1.5 and 1.234 (or, worse, 1234): now it is told, with its line.
    const NextText other = next_text(plan, "v;w\n7;1\n1.234;2\n");
    CHECK(other.table.column("v").type() == Type::text);
    REQUIRE(other.table.findings().size() == 1);
    CHECK(other.table.findings()[0].line == 3);
    CHECK(other.table.findings()[0].text.find("1.234") != std::string::npos);
    CHECK(other.refusal.find("line 3") != std::string::npos);
    CHECK(other.refusal.find("set decimal") != std::string::npos);
    // A column of such cells alone, too.
    const NextText alone = next_text(plan, "v;w\n1.25;1\n1.5;2\n");
    CHECK(alone.table.column("v").type() == Type::text);
    REQUIRE(alone.table.findings().size() == 1);
    CHECK(alone.table.findings()[0].kind == "decimal mark");
    CHECK(alone.table.findings()[0].line == 2);
    // What the caller says goes first.
    const NextText said = next_text(plan, "v;w\n7;1\n1.25;2\n", {.decimal = '.'});
    CHECK(said.table.column("v").number(1) == 1.25);
    CHECK(said.refusal.empty());
    const NextText column_said = next_text(
        plan, "v;w\n7;1\n1.25;2\n", {.columns = {{.name = "v", .notation = {.decimal = '.'}}}});
    CHECK(column_said.table.column("v").number(1) == 1.25);
}

TEST_CASE("marks that were said of the file of the fit are those of the next one") {
    put(test::temporary_path("fit.csv"), "v;w\n1.234,5;1\n;2\n2,25;3\n");
    const Table table =
        read_csv({}, test::temporary_path("fit.csv"), {.decimal = ',', .thousands = '.'});
    const CleanPlan plan =
        reread(CleanPlan::parse(std::string("{\"steps\":") + fill_speed + "}").fit({}, table));
    const NextText next = next_text(plan, "v;w\n1.234;1.000\n3,25;2\n");
    CHECK(next.table.column("v").number(0) == 1234);
    CHECK(next.table.column("w").number(0) == 1000);
    const NextText other = next_text(plan, "v;w\n1234.5;1\n3,25;2\n");
    CHECK(other.table.column("v").type() == Type::text);
    CHECK(other.refusal.find("line 2") != std::string::npos);
    // A file parted by commas has points, and the plan knows that there are none.
    const CleanPlan points = reread(fitted(fill_speed, "v,w\n1.5,1\n2.5,2\n"));
    const NextText commas = next_text(points, "v;w\n1,5;1\n2,5;2\n");
    CHECK(commas.table.column("v").type() == Type::text);
    CHECK(commas.refusal.find("line 2") != std::string::npos);
}

TEST_CASE("missing marks that were said of the file of the fit are those of the next one") {
    const std::string text = "m,temp,n\nA,20.5,1\nA,9999,-\nA,21.5,-9\n";
    const auto fit = [](const Table& table) {
        return reread(
            CleanPlan::parse(R"({"steps":[{"step":"fill","method":"mean","columns":["temp"]}]})")
                .fit({}, table));
    };
    const auto check = [&](const CsvOptions& reading, std::int64_t missing_n) {
        const Table table = read_csv_buffer({}, text, reading);
        const CleanPlan plan = fit(table);
        const NextText next = next_text(plan, text);
        CHECK(write_csv_text(next.table) == write_csv_text(table));
        CHECK(next.table.column("n").missing() == missing_n);
        CHECK(plan.apply({}, next.table).column("temp").number(1) == 21);
    };
    check({.missing_marks = {"9999", "-", "9999"}}, 1);
    check({.missing_marks = {"-9", "-"}, .columns = {{.name = "temp", .missing_marks = {"9999"}}}},
          2);
    // What the caller says goes first, of the file and of a column; other columns have their own.
    const CleanPlan plan = fit(read_csv_buffer({}, text, {.missing_marks = {"9999", "-"}}));
    CHECK(next_text(plan, text, {.missing_marks = {"20.5"}}).table.column("temp").number(1) ==
          9999);
    const NextText column = next_text(plan, "temp,n,o\n9999,-,NA\n20.5,1,1\n1,9999,2\n",
                                      {.columns = {{.name = "temp", .missing_marks = {"20.5"}}}});
    CHECK(column.table.column("temp").number(0) == 9999);
    CHECK(column.table.column("temp").missing() == 1);
    CHECK(column.table.column("n").missing() == 2);
    CHECK(column.table.column("o").missing() == 1);
    CHECK(plan.to_json().find("\"missing\"") != std::string::npos);
    CHECK(fit(read_csv_buffer({}, text)).to_json().find("\"missing\"") == std::string::npos);
}

TEST_CASE("missing marks of the JSON Lines of the fit are those of the next ones") {
    const std::string text = "{\"t\":20.5,\"s\":\"?\"}\n{\"t\":9999}\n{\"t\":21.5,\"s\":\"x\"}\n";
    JsonLinesOptions reading;
    reading.missing_marks = {"?"};
    reading.rules = {{.name = "t", .missing_marks = {"9999"}}};
    const Table table = read_jsonl_buffer({}, text, reading);
    const CleanPlan plan =
        reread(CleanPlan::parse(R"({"steps":[{"step":"fill","method":"mean","columns":["t"]}]})")
                   .fit({}, table));
    const Table next = read_jsonl_buffer({}, text, reading_for(plan, JsonLinesOptions()));
    CHECK(write_csv_text(next) == write_csv_text(table));
    CHECK(next.column("t").missing() == 1);
    // A line without one of the columns is none of an error.
    CHECK(read_jsonl_buffer({}, "{\"s\":\"?\"}\n", reading_for(plan, JsonLinesOptions()))
              .column("s")
              .missing() == 1);
    JsonLinesOptions own;
    own.missing_marks = {"21.5"};
    CHECK(read_jsonl_buffer({}, text, reading_for(plan, own)).column("t").number(1) == 9999);
}

TEST_CASE("the next file is read with the order of day and month of the fit") {
    constexpr const char* steps = R"([{"step":"fill","method":"previous","columns":["t"]}])";
    const CleanPlan plan = reread(fitted(steps, "t,v\n3/14/2024,1\n1/2/2024,2\n"));
    const Table known = read_csv_buffer({}, "t\n2024-03-04\n");
    const NextText next = next_text(plan, "t,v\n3/4/2024,1\n");  // in which no cell tells
    REQUIRE(next.table.column("t").type() == Type::timestamp);
    CHECK(next.table.column("t").int64s()[0] == known.column("t").int64s()[0]);
    CHECK(next.refusal.empty());
    const NextText other = next_text(plan, "t,v\n3/4/2024,1\n14/3/2024,1\n");
    CHECK(other.table.column("t").type() == Type::text);
    REQUIRE(other.table.findings().size() == 1);
    CHECK(other.table.findings()[0].line == 3);
    CHECK(other.table.findings()[0].text.find("date_order") != std::string::npos);
    const NextText said =
        next_text(plan, "t,v\n3/4/2024,1\n14/3/2024,1\n", {.date_order = DateOrder::day_first});
    CHECK(said.table.column("t").type() == Type::timestamp);
}

TEST_CASE("plans without the marks of their file are read, and hostile marks are refused") {
    const auto plan = [](const std::string& field) {
        return CleanPlan::parse(R"({"schema":[{"name":"v","type":"float64")" + field +
                                R"(}],"steps":[{"step":"drop_missing","columns":["v"]}]})");
    };
    CHECK(plan("").notations()[0].decimal == 0);
    CHECK(plan(R"(,"decimal":",","thousands":"\u00a0")").notations()[0].thousands == U'\u00a0');
    for (const char* bad :
         {R"(,"decimal":"5")", R"(,"decimal":"")", R"(,"decimal":", ")", R"(,"decimal":"\u00a0")",
          R"(,"decimal":",","thousands":",")", R"(,"thousands":"\n")", R"(,"date_order":"never")",
          R"(,"missing":"9")", R"(,"missing":[9])"})
        CHECK_THROWS_AS(plan(bad), Error);
}

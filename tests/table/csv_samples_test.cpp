// Real and torturous files: each with its expectation, or at least rows or an error, never a crash.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>

#include "base/utf8.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "test_data.hpp"

using namespace tenon;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream all;
    all << file.rdbuf();
    return all.str();
}

std::vector<fs::path> samples(const std::string& folder) {
    std::vector<fs::path> out;
    const std::string root = test::data_path("learn/csv/" + folder);
    if (root.empty()) return out;
    for (const auto& entry : fs::directory_iterator(root))
        if (entry.path().extension() == ".csv") out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

// The options of an expectation file; "typed" is compared, not given.
CsvOptions options_of(const Json& json) {
    CsvOptions options;
    for (const auto& item : json.items()) {
        const std::string& key = item.key();
        const auto& value = item.value();
        if (key == "delimiter")
            options.delimiter = value.get<std::string>()[0];
        else if (key == "decimal")
            options.decimal = value.get<std::string>()[0];
        else if (key == "thousands")
            options.thousands = value.get<std::string>()[0];
        else if (key == "na")
            options.missing_marks = value.get<std::vector<std::string>>();
        else if (key == "ragged")
            options.ragged = value == "pad" ? Ragged::pad : Ragged::error;
        else if (key == "encoding")
            options.encoding = value == "latin-1" ? Encoding::latin1 : Encoding::detect;
        else
            REQUIRE_MESSAGE(key == "typed", "unknown option ", key);
    }
    return options;
}

void check_rows(const Table& table, const Json& rows, const Json& marks) {
    const Json& header = rows.at(0);
    REQUIRE(table.columns() == static_cast<std::int32_t>(header.size()));
    REQUIRE(table.rows() == static_cast<std::int64_t>(rows.size()) - 1);
    std::set<std::string> names;
    for (std::int32_t c = 0; c < table.columns(); ++c) {
        const auto expected = header[static_cast<std::size_t>(c)].get<std::string>();
        if (names.insert(expected).second) {
            CHECK(table.name(c) == expected);
        } else {  // a repeated name is told apart, and that is told
            CHECK(table.name(c).starts_with(expected + "_"));
            REQUIRE(table.findings().size() == 1);
            CHECK(table.findings()[0].kind == "repeated name");
            CHECK(table.findings()[0].column == c);
            CHECK(table.findings()[0].original == expected);
        }
        for (std::int64_t r = 0; r < table.rows(); ++r) {
            const auto cell = rows[static_cast<std::size_t>(r) + 1][static_cast<std::size_t>(c)]
                                  .get<std::string>();
            if (table.column(c).valid(r)) {
                CHECK(table.column(c).text(r) == cell);
            } else {
                const bool mark = std::find(marks.begin(), marks.end(), cell) != marks.end();
                CHECK_MESSAGE((cell.empty() || mark), "missing, but it is ", cell);
            }
        }
    }
}

// Either a table of valid UTF-8, or an Error that says where.
void check_survives(std::string_view bytes, const CsvOptions& options) {
    try {
        const Table table = read_csv_buffer({}, bytes, options);
        CHECK(table.columns() > 0);
        for (std::int32_t c = 0; c < table.columns(); ++c) {
            REQUIRE(table.column(c).size() == table.rows());
            for (std::int64_t r = 0; r < table.rows(); ++r)
                REQUIRE(invalid_utf8_at(table.column(c).cell_text(r)) == std::string::npos);
        }
    } catch (const Error& error) {
        CHECK_MESSAGE(error.where().line >= 1, error.message());
        CHECK_FALSE(error.message().empty());
    }
}

}  // namespace

TEST_CASE("the torture files give the rows or the error line their authors expect") {
    const auto files = samples("torture");
    for (const fs::path& path : files) {
        CAPTURE(path.filename().string());
        const Json expected = Json::parse(bytes_of(fs::path(path).replace_extension(".json")));
        CsvOptions options = options_of(expected.at("options"));
        options.all_text = true;
        const Json marks = expected["options"].value(
            "na", Json{"NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-"});
        if (expected.at("expect") == "rows") {
            check_rows(read_csv(Context(), path.string(), options), expected.at("rows"), marks);
        } else {
            try {
                read_csv(Context(), path.string(), options);
                FAIL_CHECK("no error");
            } catch (const Error& error) {
                CHECK(error.where().line == expected.at("error_line").get<std::int64_t>());
                CHECK(error.where().byte >= 0);
            }
        }
    }
    if (!files.empty()) CHECK(files.size() == 24);
}

TEST_CASE("torture files have the types that their authors expect") {
    const std::string root = test::data_path("learn/csv/torture");
    if (root.empty()) return;
    SUBCASE("European numbers") {
        CsvOptions options;
        options.delimiter = ';';
        options.decimal = ',';
        options.thousands = '.';
        const Table table = read_csv(Context(), root + "/semicolon_decimal_comma.csv", options);
        CHECK(table.column("a").number(0) == 1.5);
        CHECK(table.column("b").number(0) == 2000.25);
        CHECK(table.column("c").number(0) == 3);
    }
    SUBCASE("17 digits stay apart") {
        const Table table = read_csv(Context(), root + "/long_digits_id.csv");
        REQUIRE(table.column("serial").type() == Type::int64);
        CHECK(table.column("serial").int64s()[0] == 12345678901234567);
        CHECK(table.column("serial").int64s()[1] == 12345678901234568);
    }
    SUBCASE("hexadecimal makes text, and the finding says which cell did") {
        const Table table = read_csv(Context(), root + "/numbers.csv");
        CHECK(table.column("v").type() == Type::text);
        REQUIRE(table.findings().size() == 1);
        CHECK(table.findings()[0].kind == "type fallback");
        CHECK(table.findings()[0].line == 10);
        CHECK(table.findings()[0].text.find("0x10") != std::string::npos);
        CHECK(table.column("v").text(10) == " 7 ");
    }
    SUBCASE("without hexadecimal and underscore, the nearest doubles") {
        std::string bytes = bytes_of(root + "/numbers.csv");
        bytes.erase(bytes.find("0x10"), std::string("0x10\n1_000\n").size());
        CsvOptions options;
        options.missing_marks = {"NA"};
        const Table table = read_csv_buffer({}, bytes, options);
        REQUIRE(table.column("v").type() == Type::float64);
        const auto v = table.column("v").float64s();
        CHECK((v[1] == 0 && std::signbit(v[1])));
        CHECK(v[2] == 3);
        CHECK(v[3] == 0.5);
        CHECK(v[4] == 5);
        CHECK(v[5] == 1000);
        CHECK(v[6] == 0);
        CHECK(std::isinf(v[7]));
        CHECK(v[8] == 7);
        CHECK(std::isinf(v[9]));
        CHECK(v[10] == -std::numeric_limits<double>::infinity());
        CHECK(std::isnan(v[11]));
        CHECK(v[12] == 12345678901234567890.0);
        CHECK(v[13] == 0.1);
        CHECK(v[14] == 2.2250738585072011e-308);
        REQUIRE(table.findings().size() == 2);
        CHECK(table.findings()[0].kind == "number out of range");
        CHECK(table.findings()[0].line == 9);
        CHECK(table.findings()[1].kind == "digits lost");
    }
    SUBCASE("dates that do not exist are no dates") {
        CHECK(read_csv(Context(), root + "/dates.csv").column("t").type() == Type::text);
    }
}

TEST_CASE("the csv-spectrum files give their records") {
    for (const fs::path& path : samples("spectrum")) {
        CAPTURE(path.filename().string());
        const Json records = Json::parse(bytes_of(fs::path(path).replace_extension(".json")));
        CsvOptions options;
        options.all_text = true;
        const Table table = read_csv(Context(), path.string(), options);
        REQUIRE(table.rows() == static_cast<std::int64_t>(records.size()));
        for (std::int64_t r = 0; r < table.rows(); ++r)
            for (const auto& [name, value] : records[static_cast<std::size_t>(r)].items())
                CHECK(table.column(name).cell_text(r) == value.get<std::string>());
    }
}

TEST_CASE("whatever DuckDB's tests hold, there are rows or an error with a line") {
    for (const fs::path& path : samples("duckdb")) {
        CAPTURE(path.filename().string());
        const std::string bytes = bytes_of(path);
        CsvOptions options;
        check_survives(bytes, options);
        options.ragged = Ragged::pad;
        options.header = false;
        check_survives(bytes, options);
        options.quote = 0;
        options.comment = '#';
        options.encoding = Encoding::latin1;
        check_survives(bytes, options);
    }
}

TEST_CASE("samples cut anywhere and with any byte changed are read or refused") {
    std::vector<fs::path> files = samples("torture");
    const auto spectrum = samples("spectrum");
    files.insert(files.end(), spectrum.begin(), spectrum.end());
    for (const fs::path& path : samples("duckdb"))
        if (fs::file_size(path) <= 120) files.push_back(path);
    constexpr char changes[] = {'\0', '"', ',', '\n', '\r', ' ', ';', '\t', '7', '\x80', '\xFF'};
    for (const fs::path& path : files) {
        CAPTURE(path.filename().string());
        const std::string bytes = bytes_of(path);
        CsvOptions pad;
        pad.ragged = Ragged::pad;
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
            check_survives(std::string_view(bytes).substr(0, cut), {});
        for (std::size_t at = 0; at < bytes.size(); ++at)
            for (const char change : changes) {
                std::string changed = bytes;
                changed[at] = change;
                check_survives(changed, {});
                if (change == '"' || change == ',') check_survives(changed, pad);
            }
    }
}

TEST_CASE("turbofan logs parted by blanks, with blanks at the line end, have 26 columns") {
    const std::string path = test::data_path("learn/sensor/cmapss_train_FD001.txt");
    if (path.empty()) return;
    CsvOptions options;
    options.delimiter = ' ';
    options.header = false;
    const Table table = read_csv(Context(), path, options);
    CHECK(table.columns() == 26);
    CHECK(table.rows() == 20631);
    CHECK(table.column("c1").type() == Type::int64);
    CHECK(table.column("c26").number(0) == 23.4190);
}

TEST_CASE("the AI4I log has the types of its columns") {
    const std::string path = test::data_path("learn/tabular/ai4i2020.csv");
    if (path.empty()) return;
    const Table table = read_csv(Context(), path);
    CHECK(table.rows() == 10000);
    CHECK(table.column("Product ID").type() == Type::text);
    CHECK(table.column("Air temperature [K]").type() == Type::float64);
    CHECK(table.column("Rotational speed [rpm]").type() == Type::int64);
    CHECK(table.findings().empty());
}

TEST_CASE("every sample is in batches what it is as a whole, or refused both ways") {
    std::vector<fs::path> all = samples("torture");
    for (const char* folder : {"duckdb", "spectrum"})
        for (fs::path& path : samples(folder)) all.push_back(std::move(path));
    for (const fs::path& path : all) {
        CAPTURE(path.string());
        const std::string bytes = bytes_of(path);
        for (const bool lenient : {false, true}) {
            CsvBatchOptions options;
            options.csv.lenient = lenient;
            options.csv.encoding = lenient ? Encoding::guess : Encoding::detect;
            options.rows = 3;
            std::optional<Table> whole;
            try {
                whole = read_csv_buffer({}, bytes, options.csv);
            } catch (const Error&) {
            }
            std::vector<Table> parts;
            std::vector<Finding> findings;
            bool refused = false;
            try {
                CsvBatches batches = CsvBatches::of_buffer({}, bytes, options);
                while (auto batch = batches.next()) parts.push_back(std::move(*batch));
                findings = batches.findings();
            } catch (const Error&) {
                refused = true;
            }
            REQUIRE(refused == !whole.has_value());
            if (refused) continue;
            std::string joined;
            for (const Table& part : parts)
                joined += write_csv_text(part, {.header = joined.empty()});
            CHECK(joined == write_csv_text(*whole));
            REQUIRE(findings.size() == whole->findings().size());
            for (std::size_t i = 0; i < findings.size(); ++i)
                CHECK(findings[i].text == whole->findings()[i].text);
        }
    }
}

// One writer for every format, chosen by number or by name.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "base/file.hpp"
#include "random_problem.hpp"
#include "same_problem.hpp"
#include "temporary_path.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;

namespace {

std::string temporary(const char* name) {
    return test::temporary_path(name);
}

// A problem that every format holds exactly.
Problem plain_problem() {
    Problem problem(Sense::maximize);
    problem.set_name("plain");
    problem.set_offset(3);
    problem.add_column("x", ColumnType::integer, 0, 7, 2);
    problem.add_column("y", ColumnType::binary, 0, 1, 0.1);
    const std::int32_t both[] = {0, 1};
    const double weights[] = {1, 0.3};
    problem.add_row("r", 1, 5, both, weights);
    return problem;
}

}  // namespace

TEST_CASE("the name of the file chooses the format, and .gz packs") {
    const Problem problem = plain_problem();
#if defined(TENON_HAVE_ZLIB)
    const char* names[] = {"tenon_w.mps",    "tenon_w.LP",    "tenon_w.json",
                           "tenon_w.mps.gz", "tenon_w.lp.gz", "tenon_w.json.gz"};
#else
    const char* names[] = {"tenon_w.mps", "tenon_w.LP", "tenon_w.json"};
#endif
    for (const char* name : names) {
        const std::string path = temporary(name);
        CAPTURE(path);
        write_problem(problem, path);
        const std::string bytes = read_file({}, path);
        CHECK((bytes.substr(0, 2) == "\x1f\x8b") == (path.substr(path.size() - 3) == ".gz"));
        test::check_same(problem, read_problem({}, path));
        write_problem(problem, path);
        CHECK(read_file({}, path) == bytes);  // no time, no chance
        std::filesystem::remove(path);
    }
}

TEST_CASE("a format that is asked for wins over the name") {
    const std::string path = temporary("tenon_w.txt");
    for (const auto format : {ProblemFormat::mps, ProblemFormat::lp, ProblemFormat::json}) {
        write_problem(plain_problem(), path, format);
        test::check_same(plain_problem(), read_problem({}, path, format));
        CHECK(read_file({}, path) == write_problem_text(plain_problem(), format));
    }
    std::filesystem::remove(path);
    CHECK_THROWS_AS(write_problem(plain_problem(), path, static_cast<ProblemFormat>(9)), Error);
    CHECK_THROWS_AS(write_problem_text(plain_problem(), static_cast<ProblemFormat>(-1)), Error);
}

TEST_CASE("a file that cannot be written is an io error and leaves nothing") {
    const std::string path = temporary("tenon_no_such_folder/p.json");
    try {
        write_problem(plain_problem(), path);
        FAIL("written");
    } catch (const Error& error) {
        CHECK(error.status() == Status::io);
    }
}

#if defined(TENON_HAVE_ZLIB)
TEST_CASE("a large text is packed and unpacked whole") {
    Problem problem;
    for (int i = 0; i < 30000; ++i)
        problem.add_row("a_row_with_a_name_" + std::to_string(i), i, infinity, {}, {});
    const std::string path = temporary("tenon_large.mps.gz");
    write_problem(problem, path);
    CHECK(file_size_bytes(path) < 300'000);
    test::check_same(problem, read_problem({}, path));
    std::filesystem::remove(path);
}
#endif

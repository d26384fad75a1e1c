// Files that fail while the library reads or writes them. A call that reads ends as it does without
// the fault, or says that it could not read, with the byte. A call that writes ends with the new
// file, or says that it could not write, and then the old file is there as it was and nothing else
// lies beside it.
#include <dirent.h>

#include <functional>

#include "counts.hpp"
#include "faulty_files.hpp"
#include "scenarios_programs.hpp"

using namespace reliability;

namespace {

struct Names {
    std::string folder;
    std::string path(const char* name) const { return folder + "/" + name; }
};

std::string content(const std::string& path) {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) return "(none)";
    std::string bytes;
    char block[4096];
    for (std::size_t got; (got = std::fread(block, 1, sizeof block, file)) > 0;)
        bytes.append(block, got);
    std::fclose(file);
    return bytes;
}

int count_files(const std::string& folder) {
    int count = 0;
    DIR* directory = ::opendir(folder.c_str());
    require(directory != nullptr, "a folder that can be listed");
    while (const dirent* entry = ::readdir(directory)) count += entry->d_name[0] != '.';
    ::closedir(directory);
    return count;
}

struct Reading {
    const char* name;
    std::function<tenon_status(Digest&, tenon_error*)> call;
    bool cut_is_told;  // a document that ends early is refused
};
struct Writing {
    const char* name;
    const char* file;
    std::function<tenon_status(const char*, tenon_error*)> call;
};

struct Bench {
    World world;
    Table table;
    Model model;
    Problem linear, integer;
    Solution linear_answer, integer_answer;
    Handle<tenon_clean_plan> plan;
    Handle<tenon_report> report;
    PipelineOptions parts;
    std::string log, model_file, mps, lp, json, packed, basis, start, lines;
    std::vector<tenon_basis_status> columns, rows;

    explicit Bench(const Names& names) {
        log = names.path("log.csv"), model_file = names.path("model.json"),
        mps = names.path("p.mps");
        lp = names.path("p.lp"), json = names.path("p.json"), packed = names.path("p.mps.gz");
        basis = names.path("p.bas"), start = names.path("p.sol"), lines = names.path("log.jsonl");
        OK(tenon_table_write_csv(nullptr, world.table, log.c_str(), nullptr, err));
        OK(tenon_table_write_jsonl(nullptr, world.table, lines.c_str(), nullptr, err));
        PipelineOptions options;
        OK(tenon_pipeline_fit(nullptr, world.table, &options.value, model.out(), err));
        OK(tenon_model_save(model, model_file.c_str(), err));
        linear_problem(linear.out(), 5, 9);
        integer_problem(integer.out(), 14, 3);
        for (const std::string& path : {mps, lp, json, packed})
            OK(tenon_problem_write(integer, path.c_str(), TENON_FORMAT_BY_NAME, err));
        OK(tenon_problem_solve(nullptr, linear, nullptr, linear_answer.out(), err));
        tenon_solve_options certify = TENON_SOLVE_OPTIONS_INIT;
        certify.certify = 1;
        OK(tenon_problem_solve(nullptr, integer, &certify, integer_answer.out(), err));
        columns.resize(45), rows.resize(14);
        tenon_solution_column_basis(linear_answer, columns.data(), 45);
        tenon_solution_row_basis(linear_answer, rows.data(), 14);
        OK(tenon_problem_write_basis(linear, basis.c_str(), columns.data(), 45, rows.data(), 14,
                                     err));
        OK(tenon_solution_write(linear_answer, linear, start.c_str(), err));
        static constexpr char steps[] =
            R"({"steps": [{"step": "drop_duplicates"}, {"step": "fill", "method": "median"}]})";
        Handle<tenon_clean_plan> parsed;
        OK(tenon_clean_plan_parse(steps, static_cast<std::int64_t>(sizeof steps - 1), parsed.out(),
                                  err));
        OK(tenon_clean_plan_fit(nullptr, parsed, world.table, nullptr, plan.out(), err));
        OK(tenon_report_create(nullptr, report.out(), err));
        OK(tenon_report_add_table(report, "Log", world.table, 50, err));
        parts.value.outliers = nullptr;
        parts.value.impute = nullptr;
        parts.value.scaling = TENON_SCALING_NONE;
        parts.logistic.l2 = 0.5;
    }
    ~Bench() {
        for (const std::string& path :
             {log, model_file, mps, lp, json, packed, basis, start, lines})
            ::unlink(path.c_str());
    }
};

void add_rows(Digest& digest, const tenon_table* table) {
    digest.add(tenon_table_rows(table));
    digest.add(tenon_table_columns(table));
    std::int64_t needed = 0;
    OK(tenon_table_to_csv(table, nullptr, nullptr, 0, &needed, err));
    digest.add(needed);
}

std::vector<Reading> readings(Bench& b) {
    std::vector<Reading> out;
    const auto with_table = [&](const char* name, auto read) {
        out.push_back({name,
                       [read](Digest& digest, tenon_error* err) {
                           Table table;
                           const tenon_status status = read(table.out(), err);
                           if (status == TENON_OK && table.get()) add_rows(digest, table);
                           return status;
                       },
                       false});
    };
    with_table("csv", [&](tenon_table** table, tenon_error* err) {
        return tenon_table_read_csv(nullptr, b.log.c_str(), nullptr, table, err);
    });
    with_table("jsonl", [&](tenon_table** table, tenon_error* err) {
        return tenon_table_read_jsonl(nullptr, b.lines.c_str(), nullptr, table, err);
    });
    with_table("csv batches", [&](tenon_table** table, tenon_error* err) {
        Handle<tenon_csv_reader> reader;
        tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
        batch.rows = 1000;
        const tenon_status status = tenon_csv_reader_create_file(nullptr, b.log.c_str(), nullptr,
                                                                 &batch, reader.out(), err);
        return status == TENON_OK ? tenon_csv_reader_next(nullptr, reader, table, err) : status;
    });
    out.push_back({"model",
                   [&](Digest& digest, tenon_error* err) {
                       Model model;
                       const tenon_status status =
                           tenon_model_load(nullptr, b.model_file.c_str(), model.out(), err);
                       if (status == TENON_OK) digest.add(tenon_model_coefficients(model));
                       return status;
                   },
                   true});
    out.push_back({"pipeline over a file",
                   [&](Digest& digest, tenon_error* err) {
                       Model model;
                       const tenon_status status =
                           tenon_pipeline_fit_csv(nullptr, b.log.c_str(), nullptr, nullptr,
                                                  &b.parts.value, model.out(), err);
                       if (status == TENON_OK) digest.add(tenon_model_coefficients(model));
                       return status;
                   },
                   false});
    for (const std::string* path : {&b.mps, &b.lp, &b.json, &b.packed})
        out.push_back({path->c_str(),
                       [path](Digest& digest, tenon_error* err) {
                           Problem problem;
                           const tenon_status status = tenon_problem_read(
                               nullptr, path->c_str(), TENON_FORMAT_BY_NAME, problem.out(), err);
                           if (status == TENON_OK) digest.add(tenon_problem_nonzeros(problem));
                           return status;
                       },
                       path != &b.lp});
    out.push_back({"basis",
                   [&](Digest& digest, tenon_error* err) {
                       std::vector<tenon_basis_status> columns(45), rows(14);
                       const tenon_status status =
                           tenon_problem_read_basis(nullptr, b.linear, b.basis.c_str(),
                                                    columns.data(), 45, rows.data(), 14, err);
                       if (status == TENON_OK)
                           digest.add(columns.data(), columns.size() * sizeof columns[0]);
                       return status;
                   },
                   true});
    out.push_back({"start",
                   [&](Digest& digest, tenon_error* err) {
                       std::vector<double> values(45);
                       const tenon_status status = tenon_problem_read_start(
                           nullptr, b.linear, b.start.c_str(), values.data(), 45, err);
                       if (status == TENON_OK)
                           digest.add(values.data(), values.size() * sizeof values[0]);
                       return status;
                   },
                   false});
    return out;
}

std::vector<Writing> writings(Bench& b) {
    return {
        {"csv", "out.csv",
         [&](const char* to, tenon_error* err) {
             return tenon_table_write_csv(nullptr, b.world.table, to, nullptr, err);
         }},
        {"jsonl", "out.jsonl",
         [&](const char* to, tenon_error* err) {
             return tenon_table_write_jsonl(nullptr, b.world.table, to, nullptr, err);
         }},
        {"model", "out.json",
         [&](const char* to, tenon_error* err) { return tenon_model_save(b.model, to, err); }},
        {"onnx", "out.onnx",
         [&](const char* to, tenon_error* err) {
             return tenon_model_save_onnx(b.model, TENON_ONNX_DOUBLES, to, err);
         }},
        {"pmml", "out.pmml",
         [&](const char* to, tenon_error* err) { return tenon_model_save_pmml(b.model, to, err); }},
        {"mps", "out.mps",
         [&](const char* to, tenon_error* err) {
             return tenon_problem_write_mps(b.integer, to, err);
         }},
        {"lp", "out.lp",
         [&](const char* to, tenon_error* err) {
             return tenon_problem_write(b.integer, to, TENON_FORMAT_BY_NAME, err);
         }},
        {"packed mps", "out.mps.gz",
         [&](const char* to, tenon_error* err) {
             return tenon_problem_write(b.integer, to, TENON_FORMAT_BY_NAME, err);
         }},
        {"basis", "out.bas",
         [&](const char* to, tenon_error* err) {
             return tenon_problem_write_basis(b.linear, to, b.columns.data(), 45, b.rows.data(), 14,
                                              err);
         }},
        {"solution", "out.sol",
         [&](const char* to, tenon_error* err) {
             return tenon_solution_write(b.linear_answer, b.linear, to, err);
         }},
        {"certificate", "out.vipr",
         [&](const char* to, tenon_error* err) {
             return tenon_solution_write_certificate(b.integer_answer, to, err);
         }},
        {"report", "out.html",
         [&](const char* to, tenon_error* err) { return tenon_report_write(b.report, to, err); }},
        {"cleaning plan", "plan.json",
         [&](const char* to, tenon_error* err) { return tenon_clean_plan_save(b.plan, to, err); }},
        {"clean file", "cleaned.csv",
         [&](const char* to, tenon_error* err) {
             return tenon_clean_plan_apply_file(nullptr, b.plan, b.log.c_str(), nullptr, nullptr,
                                                to, nullptr, nullptr, nullptr, nullptr, err);
         }},
    };
}

struct Result {
    std::int64_t faults = 0, told = 0, findings = 0;
};

void tell(Result& result, const std::string& what, const char* name, FileFault fault,
          std::int64_t at) {
    files.active = false;
    if (++result.findings > 40) return;
    std::printf("FINDING: %s: %s, fault %d at %lld\n", name, what.c_str(), static_cast<int>(fault),
                static_cast<long long>(at));
    std::fflush(stdout);
}

template <class Call>
tenon_status attempt(FileFault fault, std::int64_t at, tenon_error& err, const Call& call) {
    err = TENON_ERROR_INIT;
    files.begin(fault, at);
    const tenon_status status = call(&err);
    files.active = false;
    return status;
}

void try_reading(const Reading& reading, std::int64_t trials_each, Numbers& random,
                 Result& result) {
    tenon_error err = TENON_ERROR_INIT;
    Digest expected;
    ok(attempt(FileFault::none, 0, err, [&](tenon_error* e) { return reading.call(expected, e); }),
       err);
    const std::int64_t bytes = files.read, opens = files.opens;
    for (const FileFault fault :
         {FileFault::short_reads, FileFault::interrupted, FileFault::read_error, FileFault::shrinks,
          FileFault::open_refused, FileFault::vanished}) {
        const bool by_open = fault == FileFault::open_refused || fault == FileFault::vanished;
        const std::int64_t places = by_open ? opens : bytes;
        for (std::int64_t k = 0;
             k < std::min(trials_each, fault == FileFault::short_reads ? 1 : places); ++k) {
            const std::int64_t at = by_open ? k : random.below(places);
            try {
                Digest digest;
                const tenon_status status = attempt(
                    fault, at, err, [&](tenon_error* e) { return reading.call(digest, e); });
                ++result.faults;
                result.told += status != TENON_OK;
                const bool harmless = fault == FileFault::short_reads ||
                                      fault == FileFault::interrupted || files.fired == 0;
                if (harmless) {
                    if (status != TENON_OK || digest.value() != expected.value())
                        tell(result, std::string("a harmless fault did harm: ") + err.message,
                             reading.name, fault, at);
                } else if (fault == FileFault::shrinks) {
                    if (status == TENON_OK && reading.cut_is_told &&
                        digest.value() != expected.value())
                        tell(result, "half a document was taken for a whole one", reading.name,
                             fault, at);
                } else if (status != TENON_E_IO || std::string(err.argument) != "path") {
                    tell(result, "status " + std::to_string(status) + ": " + err.message,
                         reading.name, fault, at);
                } else if (fault == FileFault::read_error && err.byte != at) {
                    tell(result, "the error names byte " + std::to_string(err.byte), reading.name,
                         fault, at);
                }
            } catch (const Finding& finding) {
                tell(result, finding.what, reading.name, fault, at);
            }
        }
    }
}

void try_writing(const Writing& writing, const Names& names, std::int64_t trials_each,
                 Numbers& random, Result& result) {
    const std::string path = names.path(writing.file), old = "what was there before\n";
    const auto put_old = [&] {
        std::FILE* file = std::fopen(path.c_str(), "wb");
        require(file && std::fwrite(old.data(), 1, old.size(), file) == old.size(),
                "the old file can be written");
        std::fclose(file);
    };
    tenon_error err = TENON_ERROR_INIT;
    put_old();
    ok(attempt(FileFault::none, 0, err,
               [&](tenon_error* e) { return writing.call(path.c_str(), e); }),
       err);
    const Files seen = files;
    const std::string fresh = content(path);
    require(fresh != old, "the new file is written");
    const int there = count_files(names.folder);
    const auto one = [&](FileFault fault, std::int64_t at) {
        put_old();
        const tenon_status status =
            attempt(fault, at, err, [&](tenon_error* e) { return writing.call(path.c_str(), e); });
        ++result.faults;
        result.told += status != TENON_OK;
        const std::string now = content(path);
        const bool harmless = files.fired == 0;
        if (harmless ? status != TENON_OK || now != fresh : status != TENON_E_IO || now != old)
            tell(result,
                 "status " + std::to_string(status) +
                     (now == old     ? ", old file: "
                      : now == fresh ? ", new file: "
                                     : ", half a file: ") +
                     err.message,
                 writing.name, fault, at);
        else if (!harmless && std::strstr(err.message, names.folder.c_str()) == nullptr)
            tell(result, std::string("the message does not name the file: ") + err.message,
                 writing.name, fault, at);
        if (count_files(names.folder) != there)
            tell(result, "a file is left beside it", writing.name, fault, at);
    };
    for (std::int64_t k = 0; k < std::min(trials_each, seen.written); ++k)
        for (const FileFault fault : {FileFault::no_space, FileFault::write_error})
            one(fault, random.below(seen.written));
    const std::int64_t last_open = seen.opens - 1;  // the one that is written
    for (const FileFault fault : {FileFault::open_refused, FileFault::vanished})
        one(fault, last_open);
    for (std::int64_t k = 0; k < seen.syncs; ++k) one(FileFault::sync_error, k);
    for (std::int64_t k = 0; k < seen.closes; ++k) one(FileFault::close_error, k);
    for (std::int64_t k = 0; k < seen.renames; ++k) one(FileFault::rename_refused, k);
    if (seen.syncs == 0) tell(result, "it was not synced", writing.name, FileFault::none, 0);
    if (seen.renames == 0) tell(result, "it was not renamed", writing.name, FileFault::none, 0);
    ::unlink(path.c_str());
}

}  // namespace

int main() try {
    Names names;
    char folder[] = "/tmp/tenon_files_XXXXXX";
    require(::mkdtemp(folder) != nullptr, "a folder of its own");
    names.folder = folder;
    const std::int64_t wanted = trials(2'000, 20'000);
    Result result;
    std::size_t calls = 0;
    {
        Bench bench(names);
        Numbers random(99);
        const auto reads = readings(bench);
        const auto writes = writings(bench);
        calls = reads.size() + writes.size();
        const std::int64_t each = std::max<std::int64_t>(
            1, wanted / static_cast<std::int64_t>(3 * reads.size() + 2 * writes.size()));
        for (const Reading& reading : reads) try_reading(reading, each, random, result);
        for (const Writing& writing : writes) try_writing(writing, names, each, random, result);
    }
    ::rmdir(folder);
    Counts counts("files");
    counts.set("calls", static_cast<std::int64_t>(calls));
    counts.set("faults", result.faults);
    counts.set("told", result.told);
    counts.set("findings", result.findings);
    return counts.write() && result.findings == 0 ? 0 : 1;
} catch (const Finding& finding) {
    std::printf("FINDING: %s\n", finding.what.c_str());
    return 1;
}

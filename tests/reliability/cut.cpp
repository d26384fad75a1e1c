// Files that were cut or changed on their way: every saved document and every text format, ended at
// each byte, and with bytes changed, put in, taken out and exchanged. Each is refused with a
// reason, or read: a document with a checksum then means what it meant, and what other text says
// has to be written again and read back. Reading takes no more than ten times the memory of the
// text, and leaves nothing.
//
//   reliability_cut [FORMAT [SEED]]
#include <algorithm>
#include <functional>

#include "counted_malloc.hpp"
#include "counts.hpp"
#include "scenarios_programs.hpp"

using namespace reliability;

namespace {

// A reader needs some room of its own, whatever the text: blocks of input, tables of names.
constexpr std::int64_t times_the_text = 10, room_of_its_own = std::int64_t{256} << 10;
constexpr std::int64_t tables_of_csv = std::int64_t{4} << 20;  // of the cells of a block

struct Format {
    std::string name, text;
    // The status; what was read, written again, into `back`.
    std::function<tenon_status(const std::string& text, std::string& back, tenon_error* err)> read;
    bool sealed = false;  // has a checksum
    std::int64_t room = room_of_its_own;
};

template <class Write>
std::string written(const Write& write) {
    std::int64_t needed = 0;
    OK(write(nullptr, std::int64_t{0}, &needed, err));
    std::string text(static_cast<std::size_t>(needed), '\0');
    OK(write(text.data(), needed, &needed, err));
    return text;
}

// A format of handles that are made from a text and give it back.
template <class T, class Read, class Write>
Format format(const char* name, const T* sample, bool sealed, const Read& read,
              const Write& write) {
    const auto text_of = [write](const T* handle) {
        return written([&](char* to, std::int64_t capacity, std::int64_t* needed,
                           tenon_error* err) { return write(handle, to, capacity, needed, err); });
    };
    Format made;
    made.name = name;
    made.text = text_of(sample);
    made.sealed = sealed;
    made.read = [=](const std::string& text, std::string& back, tenon_error* err) {
        Handle<T> handle;
        const tenon_status status = read(text.data(), World::size(text), handle.out(), err);
        if (status == TENON_OK) back = text_of(handle);
        return status;
    };
    return made;
}

std::string csv_of(const tenon_table* table) {
    return written([&](char* to, std::int64_t capacity, std::int64_t* needed, tenon_error* err) {
        return tenon_table_to_csv(table, nullptr, to, capacity, needed, err);
    });
}

std::string jsonl_of(const tenon_table* table) {
    std::string text;
    OK(tenon_table_write_jsonl_blocks(
        nullptr, table, nullptr,
        [](const char* bytes, std::int64_t length, void* user) -> std::int32_t {
            static_cast<std::string*>(user)->append(bytes, static_cast<std::size_t>(length));
            return 0;
        },
        &text, err));
    return text;
}

// The first two kilobytes, in whole lines.
std::string lines_of(const std::string& text) {
    return text.substr(0, text.find('\n', 2'000) + 1);
}

std::vector<Format> formats(const World& world) {
    std::vector<Format> out;
    PipelineOptions options;
    Model model;
    OK(tenon_pipeline_fit(nullptr, world.table, &options.value, model.out(), err));
    out.push_back(format("model", model.get(), true, tenon_model_from_json, tenon_model_to_json));
    ClassOptions classes;
    Model several;
    OK(tenon_pipeline_fit(nullptr, world.table, &classes.value, several.out(), err));
    out.push_back(format("model of classes", several.get(), true, tenon_model_from_json,
                         tenon_model_to_json));

    Handle<tenon_clean_plan> steps, plan;
    OK(tenon_clean_plan_parse(every_step, static_cast<std::int64_t>(sizeof every_step - 1),
                              steps.out(), err));
    OK(tenon_clean_plan_fit(nullptr, steps, world.table, nullptr, plan.out(), err));
    // Fitted plans are sealed; those that people write are not.
    out.push_back(format("fitted clean plan", plan.get(), true, tenon_clean_plan_parse,
                         tenon_clean_plan_to_json));
    out.push_back(
        format("clean plan", steps.get(), false, tenon_clean_plan_parse, tenon_clean_plan_to_json));

    const char* columns[] = {"temperature", "pressure"};
    Handle<tenon_feature> feature;
    OK(tenon_feature_fit_scale(nullptr, world.table, columns, 2, TENON_SCALING_STANDARD,
                               feature.out(), err));
    out.push_back(
        format("feature", feature.get(), true, tenon_feature_from_json, tenon_feature_to_json));

    const tenon_matrix x = world.arrays.matrix();
    const char* names[] = {"a", "b", "c"};
    Handle<tenon_linear_partial> linear;
    OK(tenon_linear_partial_create(names, 3, linear.out(), err));
    OK(tenon_linear_partial_add(linear, nullptr, &x, world.arrays.number.data(), nullptr, err));
    out.push_back(format("linear partial", linear.get(), true, tenon_linear_partial_from_bytes,
                         tenon_linear_partial_to_bytes));

    for (const tenon_problem_format kind : {TENON_FORMAT_MPS, TENON_FORMAT_LP, TENON_FORMAT_JSON}) {
        Problem problem;
        integer_problem(problem.out(), 9);
        out.push_back(format(
            kind == TENON_FORMAT_MPS  ? "mps"
            : kind == TENON_FORMAT_LP ? "lp"
                                      : "problem json",
            problem.get(), false,
            [kind](const char* bytes, std::int64_t length, tenon_problem** to, tenon_error* err) {
                return tenon_problem_read_buffer(nullptr, bytes, length, kind, to, err);
            },
            [kind](const tenon_problem* from, char* to, std::int64_t capacity, std::int64_t* needed,
                   tenon_error* err) {
                return tenon_problem_write_buffer(from, kind, to, capacity, needed, err);
            }));
    }

    Format csv;
    csv.name = "csv";
    csv.text = lines_of(world.csv);
    csv.room = tables_of_csv;
    csv.read = [](const std::string& text, std::string& back, tenon_error* err) {
        Table table;
        const tenon_status status = tenon_table_read_csv_buffer(
            nullptr, text.data(), World::size(text), nullptr, table.out(), err);
        if (status == TENON_OK) back = csv_of(table);
        return status;
    };
    out.push_back(csv);
    Format jsonl = csv;
    jsonl.name = "json lines";
    jsonl.text = lines_of(world.jsonl);
    jsonl.read = [](const std::string& text, std::string& back, tenon_error* err) {
        Table table;
        const tenon_status status = tenon_table_read_jsonl_buffer(
            nullptr, text.data(), World::size(text), nullptr, table.out(), err);
        if (status == TENON_OK) back = jsonl_of(table);
        return status;
    };
    out.push_back(jsonl);
    return out;
}

struct Tally {
    std::int64_t texts = 0, refused = 0, read = 0;
};

int findings = 0;

void tell(const Format& format, const std::string& text, const std::string& what) {
    if (++findings > 20) return;
    std::printf("FINDING: %s: %s\n", format.name.c_str(), what.c_str());
    // The text, so that it can become a test.
    const std::string path = "reliability_cut_" + std::to_string(findings);
    if (std::FILE* file = std::fopen(path.c_str(), "wb")) {
        std::fwrite(text.data(), 1, text.size(), file);
        std::fclose(file);
        std::printf("  the text: %s\n", path.c_str());
    }
}

bool is_refusal(tenon_status status) {
    switch (status) {
        case TENON_E_ARGUMENT:
        case TENON_E_DATA:
        case TENON_E_PARSE:
        case TENON_E_NOT_FOUND:
        case TENON_E_TYPE:
        case TENON_E_VERSION:
        case TENON_E_CORRUPT:
        case TENON_E_UNSUPPORTED:
            return true;
        default:
            return false;
    }
}

void try_text(const Format& format, const std::string& text, const std::string& meaning,
              Tally& tally) {
    ++tally.texts;
    tenon_error err = TENON_ERROR_INIT;
    std::string back;
    const std::int64_t blocks = memory.blocks;
    std::int64_t before = memory.bytes;
    forget_peaks();
    const tenon_status status = format.read(text, back, &err);
    const std::int64_t most = times_the_text * World::size(text) + format.room;
    if (memory.peak_bytes - before > most)
        tell(format, text,
             std::to_string(memory.peak_bytes - before) + " bytes of memory for a text of " +
                 std::to_string(text.size()));
    if (memory.blocks - blocks > (back.empty() ? 0 : 1)) tell(format, text, "memory is left");
    if (status != TENON_OK) {
        ++tally.refused;
        if (!is_refusal(status) || err.code != status || err.message[0] == '\0')
            tell(format, text,
                 "status " + std::to_string(status) + ", \"" + err.message + "\" is no reason");
        return;
    }
    ++tally.read;
    if (format.sealed) {
        if (back != meaning)
            tell(format, text, "read in spite of its checksum, with another meaning");
        return;
    }
    // What was read can be written and read again, and soon stays what it is: a name that a format
    // cannot hold is another one after the first time, and a note beside it.
    std::string again;
    err = TENON_ERROR_INIT;
    tenon_status second = format.read(back, again, &err);
    if (second == TENON_OK && again != back) {
        back = again;
        second = format.read(back, again, &err);
    }
    if (second != TENON_OK)
        tell(format, text, std::string("what was read and written is refused: ") + err.message);
    else if (again != back)
        tell(format, text, "what was read and written reads back as something else");
}

std::string changed(const std::string& sample, Numbers& random) {
    std::string text = sample;
    static constexpr char telling[] = "\"{}[],:;.-+eE0123456789 \n\r\t\\#=<>\0\xff\x80";
    for (std::int64_t edits = 1 + random.below(3); edits > 0 && !text.empty(); --edits) {
        const auto size = static_cast<std::int64_t>(text.size());
        const auto at = static_cast<std::size_t>(random.below(size));
        const char other =
            random.below(2) ? telling[random.below(static_cast<std::int64_t>(sizeof telling - 1))]
                            : static_cast<char>(random.below(256));
        const auto length = static_cast<std::size_t>(1 + random.below(random.below(8) ? 4 : 200));
        switch (random.below(6)) {
            case 0:
                text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
                break;
            case 1:
                text[at] = other;
                break;
            case 2:
                text.insert(at, 1, other);
                break;
            case 3:
                text.erase(at, length);
                break;
            case 4:  // a part comes twice
                text.insert(at, text.substr(static_cast<std::size_t>(random.below(size)), length));
                break;
            default:  // a number becomes another
                if (text[at] >= '0' && text[at] <= '9')
                    text.replace(at, 1, random.below(2) ? "99999999999999999999" : "-1e999");
                break;
        }
    }
    return text;
}

}  // namespace

int main(int argc, char** argv) try {
    const World world;
    const auto all = formats(world);
    const std::int64_t wanted = trials(100'000, 2'000'000);
    const auto seed =
        static_cast<std::uint64_t>(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
    Counts counts("cut"), by_format("texts");
    std::int64_t texts = 0, refused = 0;
    for (const Format& format : all) {
        if (argc > 1 && format.name != argv[1]) continue;
        Tally tally;
        std::string meaning;
        tenon_error err = TENON_ERROR_INIT;
        if (format.read(format.text, meaning, &err) != TENON_OK)
            tell(format, format.text, std::string("the sample is refused: ") + err.message);
        for (std::size_t end = 0; end < format.text.size(); ++end)
            try_text(format, format.text.substr(0, end), meaning, tally);
        Numbers random(seed);
        const std::int64_t share = wanted / static_cast<std::int64_t>(all.size());
        for (std::int64_t k = 0; k < share; ++k)
            try_text(format, changed(format.text, random), meaning, tally);
        std::printf("%-18s %8lld bytes, %8lld texts, %8lld refused\n", format.name.c_str(),
                    static_cast<long long>(format.text.size()), static_cast<long long>(tally.texts),
                    static_cast<long long>(tally.refused));
        by_format.set(format.name, tally.texts);
        texts += tally.texts;
        refused += tally.refused;
    }
    counts.set("formats", static_cast<std::int64_t>(all.size()));
    counts.set("texts", texts);
    counts.set("refused", refused);
    counts.set("by_format", by_format);
    counts.set("findings", findings);
    return counts.write() && findings == 0 ? 0 : 1;
} catch (const Finding& finding) {
    std::printf("FINDING: %s\n", finding.what.c_str());
    return 1;
}

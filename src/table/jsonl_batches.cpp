// JSON Lines batch by batch: a first pass finds what the columns are, a second one gives the rows.
#include <utility>

#include "table/csv_bytes.hpp"
#include "table/jsonl_reader.hpp"
#include "table/next_batch.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

struct JsonLinesBatches::State {
    State(const Context& given, std::unique_ptr<CsvBytes> from, const JsonLinesBatchOptions& how)
        : context(given), options(how), bytes(twice(given, std::move(from))), text(begin()) {
        survey = JsonLinesReader(context, text, options.lines).survey();
        if (!bytes->rewind())
            throw Error(Status::io, "the text cannot be read a second time", {.argument = "path"});
        text = begin();
        reader = std::make_unique<JsonLinesReader>(context, text, options.lines, survey);
        leave();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    // Bytes that come once only are kept.
    static std::unique_ptr<CsvBytes> twice(const Context& given, std::unique_ptr<CsvBytes> from) {
        return from->rewind() ? std::move(from) : csv_bytes_kept(given, *from);
    }
    JsonLinesText begin() {
        if (options.rows < 0 || options.bytes < 0)
            throw Error(Status::argument, "rows and bytes of a batch must not be negative",
                        {.argument = "rows"});
        constexpr std::int64_t usual_bytes = std::int64_t{1} << 24;
        if (options.rows == 0 && options.bytes == 0) options.bytes = usual_bytes;
        return JsonLinesText(context, *bytes, options.lines.max_bytes);
    }
    // Nothing of the host's is held between two calls.
    void leave() noexcept {
        text.release_charge();
        context = Context();
    }

    Context context;
    JsonLinesBatchOptions options;
    std::unique_ptr<CsvBytes> bytes;
    JsonLinesText text;
    JsonLinesSurvey survey;
    std::unique_ptr<JsonLinesReader> reader;
    bool stopped = false;
};

JsonLinesBatches::JsonLinesBatches(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonLinesBatches::JsonLinesBatches(JsonLinesBatches&&) noexcept = default;
JsonLinesBatches& JsonLinesBatches::operator=(JsonLinesBatches&&) noexcept = default;
JsonLinesBatches::~JsonLinesBatches() = default;

JsonLinesBatches JsonLinesBatches::of_file(const Context& context, const std::string& path,
                                           const JsonLinesBatchOptions& options) {
    return JsonLinesBatches(
        std::make_unique<State>(context, csv_bytes_of_file(context, path, false), options));
}

JsonLinesBatches JsonLinesBatches::of_buffer(const Context& context, std::string_view bytes,
                                             const JsonLinesBatchOptions& options) {
    return JsonLinesBatches(std::make_unique<State>(context, csv_bytes_of_memory(bytes), options));
}

JsonLinesBatches JsonLinesBatches::of_source(const Context& context, const CsvSource& source,
                                             const JsonLinesBatchOptions& options) {
    return JsonLinesBatches(std::make_unique<State>(context, csv_bytes_of_source(source), options));
}

std::optional<Table> JsonLinesBatches::next(const Context& context) {
    return next_batch(*state_, context);
}

const std::vector<Finding>& JsonLinesBatches::findings() const noexcept {
    return state_->survey.findings;
}

}  // namespace tenon

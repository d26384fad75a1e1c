// JSON Lines batch by batch: a first pass finds what the columns are, a second one gives the rows.
#include <utility>

#include "table/jsonl_reader.hpp"
#include "table/next_batch.hpp"
#include "tenon/error.hpp"
#include "tenon/jsonl.hpp"

namespace tenon {

struct JsonLinesBatches::State {
    State(const Context& given, std::string path_given, std::string_view bytes_given, bool of_file,
          const JsonLinesBatchOptions& how)
        : context(given),
          options(how),
          path(std::move(path_given)),
          bytes(bytes_given),
          text(begin(of_file)) {
        survey = JsonLinesReader(context, text, options.lines).survey();
        text = begin(of_file);
        reader = std::make_unique<JsonLinesReader>(context, text, options.lines, survey);
        leave();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    JsonLinesText begin(bool of_file) {
        check();
        if (of_file) return JsonLinesText::of_file(context, path, options.lines.max_bytes);
        return JsonLinesText(context, bytes);
    }
    void check() {
        if (options.rows < 0 || options.bytes < 0)
            throw Error(Status::argument, "rows and bytes of a batch must not be negative",
                        {.argument = "rows"});
        const std::int64_t most = options.lines.max_bytes;
        if (most < 0)
            throw Error(Status::argument, "max_bytes must not be negative",
                        {.argument = "max_bytes"});
        if (most > 0 && bytes.size() > static_cast<std::size_t>(most))
            throw Error(Status::data, "the text is larger than max_bytes",
                        {.argument = "max_bytes"});
        constexpr std::int64_t usual_bytes = std::int64_t{1} << 24;
        if (options.rows == 0 && options.bytes == 0) options.bytes = usual_bytes;
    }
    // Nothing of the host's is held between two calls.
    void leave() noexcept {
        text.release_charge();
        context = Context();
    }

    Context context;
    JsonLinesBatchOptions options;
    std::string path;
    std::string_view bytes;
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
        std::make_unique<State>(context, path, std::string_view(), true, options));
}

JsonLinesBatches JsonLinesBatches::of_buffer(const Context& context, std::string_view bytes,
                                             const JsonLinesBatchOptions& options) {
    return JsonLinesBatches(std::make_unique<State>(context, std::string(), bytes, false, options));
}

std::optional<Table> JsonLinesBatches::next(const Context& context) {
    return next_batch(*state_, context);
}

const std::vector<Finding>& JsonLinesBatches::findings() const noexcept {
    return state_->survey.findings;
}

}  // namespace tenon

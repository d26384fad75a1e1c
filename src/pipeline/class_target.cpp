#include "pipeline/class_target.hpp"

#include <algorithm>
#include <optional>

#include "base/number_text.hpp"
#include "pipeline/label.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr std::size_t most_classes = 1000;
// How many classes a message lists before it says "and others".
constexpr std::size_t listed_classes = 8;
constexpr std::int64_t rows_between_checks = 65536;

std::optional<double> number_of(const std::string& text) {
    if (text == "true") return 1.0;
    if (text == "false") return 0.0;
    return parse_double(text);
}

[[noreturn]] void refuse_level(const std::string& message) {
    throw Error(Status::argument, message, {.argument = "levels"});
}

// The first key that is not before (number, text).
std::size_t place_in(const std::vector<ClassKey>& keys, double number, std::string_view text) {
    std::size_t low = 0, high = keys.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const ClassKey& key = keys[middle];
        if (key.number < number || (key.number == number && key.text < text))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
bool is_at(const std::vector<ClassKey>& keys, std::size_t at, double number,
           std::string_view text) {
    return at < keys.size() && keys[at].number == number && keys[at].text == text;
}
void insert(std::vector<ClassKey>& keys, std::size_t at, double number, std::string_view text,
            std::size_t place) {
    keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(at),
                {number, std::string(text), static_cast<std::int64_t>(place)});
}

std::string listed(const std::vector<std::string>& classes) {
    std::string out;
    for (std::size_t k = 0; k < std::min(listed_classes, classes.size()); ++k)
        out += (k == 0 ? "\"" : ", \"") + classes[k] + "\"";
    return classes.size() > listed_classes ? out + " and others" : out;
}

void refuse_time(const Column& column, const std::string& name) {
    if (column.type() == Type::timestamp)
        throw Error(
            Status::type,
            "target \"" + name + "\" holds times; classes are texts, numbers, or true and false",
            {.argument = name});
}

Target present_classes(const Context& context, const Column& column, const std::string& name) {
    refuse_time(column, name);
    Target target;
    target.rows = present_target_rows(context, column, name);
    return target;
}

void set_places(const Context& context, const Column& column, const std::string& name,
                Target& target) {
    const ClassPlaces places(column, target.classes);
    target.values.reserve(target.rows.size());
    for (const std::int64_t row : target.rows) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::int64_t place = places.find(row);
        if (place < 0) refuse_stranger(name, row, column.cell_text(row), target.classes);
        target.values.push_back(static_cast<double>(place));
    }
}

}  // namespace

ClassPlaces::ClassPlaces(const Column& column, const std::vector<std::string>& classes)
    : column_(column) {
    if (column.missing() == column.size()) return;  // of any type
    const bool text = column.type() == Type::text;
    for (std::size_t k = 0; k < classes.size(); ++k) {
        const std::optional<double> number = text ? 0.0 : number_of(classes[k]);
        if (!number)
            refuse_level("the target holds numbers, and the level \"" + classes[k] + "\" is none");
        const std::string_view key = text ? std::string_view(classes[k]) : std::string_view();
        const std::size_t at = place_in(keys_, *number, key);
        if (is_at(keys_, at, *number, key))
            refuse_level("two levels name the same value, \"" + classes[k] + "\"");
        insert(keys_, at, *number, key, k);
    }
}

std::int64_t ClassPlaces::find(std::int64_t row) const {
    const bool text = column_.type() == Type::text;
    const double number = text ? 0.0 : column_.number(row);
    const std::string_view key = text ? column_.text(row) : std::string_view();
    const std::size_t at = place_in(keys_, number, key);
    return is_at(keys_, at, number, key) ? keys_[at].place : -1;
}

void refuse_stranger(const std::string& name, std::int64_t row, const std::string& cell,
                     const std::vector<std::string>& classes) {
    throw Error(Status::data,
                "target \"" + name + "\", row " + std::to_string(row) + ": \"" + cell +
                    "\" is none of the classes of the model, " + listed(classes) +
                    "; name it among the levels of a fit, or leave the record out",
                {.argument = name, .row = row});
}

void ClassList::add(const Column& column, std::int64_t row) {
    const bool text = column.type() == Type::text;
    const double number = text ? 0.0 : column.number(row);
    const std::string_view key = text ? column.text(row) : std::string_view();
    const std::size_t at = place_in(keys_, number, key);
    if (is_at(keys_, at, number, key)) return;
    insert(keys_, at, number, key, 0);
    text_ = text_ || text;
    boolean_ = column.type() == Type::boolean;
    if (keys_.size() > most_classes)
        throw Error(Status::data,
                    "target \"" + name_ +
                        "\" has more than 1000 different values, too many to be classes; choose "
                        "another target, or another kind of model",
                    {.argument = name_});
}

std::vector<std::string> ClassList::finish(ModelKind kind) const {
    std::vector<std::string> classes;
    for (const ClassKey& key : keys_)
        classes.push_back(text_      ? key.text
                          : boolean_ ? (key.number != 0 ? "true" : "false")
                                     : format_double(key.number));
    if (classes.size() == 1)
        throw Error(Status::data,
                    "target \"" + name_ + "\": every present value is \"" + classes.front() +
                        "\"; a model of classes needs records of two or more",
                    {.argument = name_});
    if (kind == ModelKind::ordinal && text_)
        throw Error(Status::argument,
                    "target \"" + name_ +
                        "\" is text, which has no order of its own; name its classes (levels) "
                        "from the lowest to the highest: " +
                        listed(classes),
                    {.argument = "levels"});
    return classes;
}

Target learn_class_target(const Context& context, const Column& column, const std::string& name,
                          ModelKind kind, const std::vector<std::string>& levels) {
    Target target = present_classes(context, column, name);
    target.classes = levels;
    if (levels.empty()) {
        ClassList list(name);
        for (const std::int64_t row : target.rows) {
            if (row % rows_between_checks == 0) context.check_cancelled();
            list.add(column, row);
        }
        target.classes = list.finish(kind);
    }
    set_places(context, column, name, target);
    insist_on_all(name, target.classes, target.values);
    return target;
}

void insist_on_all(const std::string& name, const std::vector<std::string>& classes,
                   const std::vector<double>& places) {
    std::vector<bool> seen(classes.size(), false);
    for (const double place : places) seen[static_cast<std::size_t>(place)] = true;
    const auto missing = std::find(seen.begin(), seen.end(), false);
    if (missing == seen.end()) return;
    const std::string& absent = classes[static_cast<std::size_t>(missing - seen.begin())];
    throw Error(Status::data,
                "target \"" + name + "\" never is \"" + absent +
                    "\", one of the levels, among the records to learn from; nothing can be "
                    "learned of it: leave it out of the levels, or take in such records",
                {.argument = "levels"});
}

Target read_class_target(const Context& context, const Column& column, const std::string& name,
                         const std::vector<std::string>& classes) {
    Target target = present_classes(context, column, name);
    target.classes = classes;
    set_places(context, column, name, target);
    return target;
}

}  // namespace tenon

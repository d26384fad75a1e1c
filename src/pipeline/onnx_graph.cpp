#include "pipeline/onnx_graph.hpp"

#include "tenon/version.hpp"

namespace tenon {

namespace {

constexpr std::int64_t ir_version = 7, core_operators = 13, ml_operators = 2;
// AttributeProto.AttributeType
enum : std::int64_t {
    a_real = 1,
    an_integer = 2,
    a_text = 3,
    reals_of = 6,
    integers_of = 7,
    texts_of = 8
};

ProtoMessage attribute(const char* name, std::int64_t type) {
    ProtoMessage out;
    out.text(1, name);
    out.integer(20, type);
    return out;
}

template <class T>
std::string raw(const std::vector<T>& values) {  // least significant byte first
    std::string out;
    for (const T value : values) {
        std::uint64_t bits = 0;
        if constexpr (sizeof(T) == 4)
            bits = std::bit_cast<std::uint32_t>(value);
        else
            bits = std::bit_cast<std::uint64_t>(value);
        for (std::size_t k = 0; k < sizeof(T); ++k)
            out.push_back(static_cast<char>(bits >> (8 * k)));
    }
    return out;
}

ProtoMessage tensor(const std::string& name, OnnxType type, std::size_t count, std::int64_t columns,
                    const std::string& bytes) {
    ProtoMessage out;
    const auto all = static_cast<std::int64_t>(count);
    out.integer(1, columns > 0 ? all / columns : all);
    if (columns > 0) out.integer(1, columns);
    out.integer(2, static_cast<std::int64_t>(type));
    out.text(8, name);
    out.text(9, bytes);
    return out;
}

}  // namespace

OnnxNode::OnnxNode(const char* type, const char* domain, const OnnxNames& inputs,
                   const OnnxNames& outputs) {
    for (const std::string& name : inputs) message_.text(1, name);
    for (const std::string& name : outputs) message_.text(2, name);
    message_.text(4, type);
    if (*domain) message_.text(7, domain);
}

OnnxNode& OnnxNode::integer(const char* name, std::int64_t value) {
    ProtoMessage a = attribute(name, an_integer);
    a.integer(3, value);
    message_.message(5, a);
    return *this;
}

OnnxNode& OnnxNode::real(const char* name, double value) {
    ProtoMessage a = attribute(name, a_real);
    a.real32(2, static_cast<float>(value));
    message_.message(5, a);
    return *this;
}

OnnxNode& OnnxNode::text(const char* name, const std::string& value) {
    ProtoMessage a = attribute(name, a_text);
    a.text(4, value);
    message_.message(5, a);
    return *this;
}

OnnxNode& OnnxNode::integers(const char* name, const std::vector<std::int64_t>& values) {
    ProtoMessage a = attribute(name, integers_of);
    for (const std::int64_t value : values) a.integer(8, value);
    message_.message(5, a);
    return *this;
}

OnnxNode& OnnxNode::reals(const char* name, const std::vector<double>& values) {
    ProtoMessage a = attribute(name, reals_of);
    for (const double value : values) a.real32(7, static_cast<float>(value));
    message_.message(5, a);
    return *this;
}

OnnxNode& OnnxNode::texts(const char* name, const std::vector<std::string>& values) {
    ProtoMessage a = attribute(name, texts_of);
    for (const std::string& value : values) a.text(9, value);
    message_.message(5, a);
    return *this;
}

std::string OnnxGraph::unused(std::string name) {
    while (!names_.insert(name).second) name += "_";
    return name;
}

std::string OnnxGraph::value() {
    return unused("tenon:" + std::to_string(++values_));
}

// A matrix of any number of rows.
ProtoMessage OnnxGraph::described(const std::string& name, OnnxType type, std::int64_t columns) {
    ProtoMessage rows, column, shape, tensor_type, value_type, out;
    rows.text(2, "rows");
    column.integer(1, columns);
    shape.message(1, rows);
    shape.message(1, column);
    tensor_type.integer(1, static_cast<std::int64_t>(type));
    tensor_type.message(2, shape);
    value_type.message(1, tensor_type);
    out.text(1, name);
    out.message(2, value_type);
    return out;
}

std::string OnnxGraph::input(const std::string& name, OnnxType type) {
    const std::string taken = unused(name);
    described_inputs_.push_back(described(taken, type, 1));
    return taken;
}

std::string OnnxGraph::output(const std::string& name, OnnxType type, std::int64_t columns) {
    const std::string taken = unused(name);
    described_outputs_.push_back(described(taken, type, columns));
    return taken;
}

std::string OnnxGraph::reals(const std::vector<double>& values, std::int64_t columns,
                             OnnxType type) {
    const std::string name = value();
    const std::string bytes = type == OnnxType::real64
                                  ? raw(values)
                                  : raw(std::vector<float>(values.begin(), values.end()));
    graph_.message(5, tensor(name, type, values.size(), columns, bytes));
    return name;
}

std::string OnnxGraph::integers(const std::vector<std::int64_t>& values) {
    const std::string name = value();
    graph_.message(5, tensor(name, OnnxType::int64, values.size(), 0, raw(values)));
    return name;
}

std::string OnnxGraph::apply(const char* type, const std::string& a) {
    std::string name = value();
    apply_to(name, type, {a});
    return name;
}

std::string OnnxGraph::apply(const char* type, const std::string& a, const std::string& b) {
    std::string name = value();
    apply_to(name, type, {a, b});
    return name;
}

std::string OnnxGraph::apply(const char* type, const std::string& a, const std::string& b,
                             const std::string& c) {
    std::string name = value();
    apply_to(name, type, {a, b, c});
    return name;
}

void OnnxGraph::apply_to(const std::string& output, const char* type, const OnnxNames& inputs) {
    add(OnnxNode(type, "", inputs, {output}));
}

std::string OnnxGraph::model(const std::string& about) {
    graph_.text(2, "tenon pipeline");
    for (const ProtoMessage& one : described_inputs_) graph_.message(11, one);
    for (const ProtoMessage& one : described_outputs_) graph_.message(12, one);
    ProtoMessage core, ml, out;
    core.text(1, "");
    core.integer(2, core_operators);
    ml.text(1, "ai.onnx.ml");
    ml.integer(2, ml_operators);
    out.integer(1, ir_version);
    out.text(2, "tenon");
    out.text(3, version());
    out.integer(5, 1);
    out.text(6, about);
    out.message(7, graph_);
    out.message(8, core);
    out.message(8, ml);
    return out.bytes();
}

}  // namespace tenon

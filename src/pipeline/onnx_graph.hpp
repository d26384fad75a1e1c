// The parts of an ONNX graph (https://onnx.ai/onnx/repo-docs/IR.html, onnx.proto of IR version 7):
// nodes, constants, inputs and outputs, with the field numbers of its messages.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/protobuf.hpp"

namespace tenon {

enum class OnnxType : std::int64_t { real32 = 1, int64 = 7, text = 8, real64 = 11 };

using OnnxNames = std::vector<std::string>;

class OnnxNode {
  public:
    // `domain` empty: ai.onnx.
    OnnxNode(const char* type, const char* domain, const OnnxNames& inputs,
             const OnnxNames& outputs);

    OnnxNode& integer(const char* name, std::int64_t value);
    OnnxNode& real(const char* name, double value);  // as a float: ONNX-ML has no other
    OnnxNode& text(const char* name, const std::string& value);
    OnnxNode& integers(const char* name, const std::vector<std::int64_t>& values);
    OnnxNode& reals(const char* name, const std::vector<double>& values);
    OnnxNode& texts(const char* name, const std::vector<std::string>& values);

    const ProtoMessage& message() const noexcept { return message_; }

  private:
    ProtoMessage message_;
};

class OnnxGraph {
  public:
    // Names of inputs and outputs are the user's; a taken one gets "_" at its end.
    std::string input(const std::string& name, OnnxType type);
    std::string output(const std::string& name, OnnxType type, std::int64_t columns);
    // A name of its own for a value inside.
    std::string value();
    // A constant of the shape; columns 0: a list.
    std::string reals(const std::vector<double>& values, std::int64_t columns, OnnxType type);
    std::string integers(const std::vector<std::int64_t>& values);

    void add(const OnnxNode& node) { graph_.message(1, node.message()); }
    // value = type(a), type(a, b) or type(a, b, c).
    std::string apply(const char* type, const std::string& a);
    std::string apply(const char* type, const std::string& a, const std::string& b);
    std::string apply(const char* type, const std::string& a, const std::string& b,
                      const std::string& c);
    // The named output of the same.
    void apply_to(const std::string& output, const char* type, const OnnxNames& inputs);

    std::string model(const std::string& about);

  private:
    std::string unused(std::string name);
    static ProtoMessage described(const std::string& name, OnnxType type, std::int64_t columns);

    ProtoMessage graph_;
    std::vector<ProtoMessage> described_inputs_, described_outputs_;
    std::set<std::string> names_;
    int values_ = 0;
};

}  // namespace tenon

#!/usr/bin/env python3
"""Writes TenonNative.cs, the P/Invoke declarations of tenon for C#, from tenon.h and tenon.symbols.

    generate.py [tenon.h tenon.symbols [TenonNative.cs]]

The translation is one to one: unsafe code with the structs, constants and pointers of the header, so that
the header's words hold for it. Text is UTF-8 bytes, a callback is a function pointer of the C calling
convention (void*), an ..._INIT macro is a method. The test `csharp` fails where the file is not current.
"""
import os
import re
import sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.join(here, "..", "..", "capi")

NUMBERS = {"int8_t": "sbyte", "uint8_t": "byte", "int16_t": "short", "uint16_t": "ushort", "int32_t": "int",
           "uint32_t": "uint", "int64_t": "long", "uint64_t": "ulong", "double": "double", "float": "float",
           "char": "byte", "void": "void", "int": "int", "size_t": "UIntPtr"}
KEYWORDS = {"out", "ref", "in", "params", "object", "string", "base", "event", "fixed", "checked", "lock", "is",
            "as", "operator", "internal", "explicit", "implicit", "default", "decimal", "byte", "long", "short"}


class Header:
    def __init__(self, text):
        text = re.sub(r"\\\n", " ", text)
        text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
        self.numbers = dict(NUMBERS)  # names that stand for a number
        for base, name in re.findall(r"typedef (\w+) (tenon_\w+);", text):
            self.numbers[name] = self.numbers[base]
        self.opaque = re.findall(r"typedef struct (tenon_\w+) \1;", text)
        self.callbacks = set(re.findall(r"typedef [\w \*]+\(\*(tenon_\w+)\)\(", text))
        self.structs = [(name, self.members(body)) for name, body in
                        re.findall(r"typedef struct (tenon_\w+) \{(.*?)\} \1;", text, re.S)]
        self.structs += [(name, self.members(body)) for name, body in
                         re.findall(r"^struct (Arrow\w+) \{(.*?)\};", text, re.S | re.M)]
        self.initials = re.findall(r"#define (TENON_(\w+)_INIT)\s+\{(.*?)\}\s*$", text, re.M)
        self.constants = re.findall(r"^#define ((?:TENON|ARROW)_\w+) +\(*(?:\(?tenon_\w+\))?(-?\d+|HUGE_VAL)\)*\s*$",
                                    text, re.M)
        self.functions = [(name, self.type(kind), [self.parameter(p) for p in parameters.split(",")])
                          for kind, name, parameters in
                          re.findall(r"TENON_API ([\w \*]+?)(tenon_\w+)\(([^;]*?)\);", text, re.S)]

    def type(self, words):
        stars = words.count("*")
        names = [word for word in re.findall(r"\w+", words) if word not in ("const", "struct")]
        name = names[0]
        if name in self.callbacks:
            return "void*" + "*" * stars
        return self.numbers.get(name, name) + "*" * stars

    def parameter(self, words):
        words = " ".join(words.split())
        if words == "void":
            return None
        name = re.search(r"(\w+)$", words).group(1)
        return self.type(words[:-len(name)]), escaped(name)

    def members(self, body):
        found = []
        for line in filter(str.strip, body.split(";")):
            words = " ".join(line.split())
            pointer = re.search(r"\(\*(\w+)\)\(", words)
            if pointer:  # a function pointer without a typedef (Arrow)
                found.append(("void*", escaped(pointer.group(1)), 0))
                continue
            first, *others = words.split(",")  # "int64_t a, b"
            name, length = re.search(r"(\w+)(?:\[(\d+)\])?$", first).groups()
            kind = self.type(first[:first.rindex(name)])
            found.append((kind, escaped(name), int(length or 0)))
            found += [(kind, escaped(other.strip()), 0) for other in others]
        return found


def escaped(name):
    return "@" + name if name in KEYWORDS else name


def initial(header, macro, noun, values):
    """A method that gives the struct as the ..._INIT macro has it."""
    struct = "tenon_" + noun.lower()
    members = dict(header.structs)[struct]
    values = [value.strip() for value in re.sub(r"\{0\}", "0", values).split(",")]
    if len(values) != len(members):
        sys.exit(f"{macro} has {len(values)} values, {struct} {len(members)} members")
    lines = []
    for (_, name, _), value in zip(members, values):
        if value.startswith("sizeof"):
            lines.append(f"{name} = (uint)sizeof({struct})")
        elif value not in ("0", "NULL"):
            lines.append(f"{name} = {value}")
    return f"        public static {struct} {macro}() => new {struct} {{ {', '.join(lines)} }};"


def generate(header, names):
    declared = [name for name, _, _ in header.functions]
    if sorted(declared) != sorted(names):
        sys.exit(f"tenon.h and tenon.symbols differ: {set(declared) ^ set(names)}")
    out = ["// P/Invoke declarations of tenon, made by generate.py from tenon.h and tenon.symbols: do not edit.",
           "// The header is the documentation: purpose, units, errors and ownership of each function.",
           "// Compile with unsafe code allowed. Text is UTF-8; a callback is a C function pointer (void*):",
           "// Marshal.GetFunctionPointerForDelegate of a delegate that is kept alive for the call.",
           "using System;", "using System.Runtime.InteropServices;", "", "namespace TenonNative", "{"]
    for name in header.opaque:
        out.append(f"    public struct {name} {{ }}")
    for name, members in header.structs:
        out += ["", "    [StructLayout(LayoutKind.Sequential)]", f"    public unsafe struct {name}", "    {"]
        for kind, member, length in members:
            out.append(f"        public fixed {kind} {member}[{length}];" if length
                       else f"        public {kind} {member};")
        out.append("    }")
    out += ["", "    public static unsafe class Tenon", "    {", '        private const string Library = "tenon";', ""]
    for name, value in header.constants:
        out.append(f"        public const double {name} = double.PositiveInfinity;" if value == "HUGE_VAL"
                   else f"        public const int {name} = {value};")
    out.append("")
    for macro, noun, values in header.initials:
        out.append(initial(header, macro, noun, values))
    for name, kind, parameters in header.functions:
        words = ", ".join(f"{type_} {parameter}" for type_, parameter in filter(None, parameters))
        out += ["", "        [DllImport(Library, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]",
                f"        public static extern {kind} {name}({words});"]
    return "\n".join(out + ["    }", "}", ""])


def main():
    header, symbols = (sys.argv[1:3] if len(sys.argv) > 2 else
                       (os.path.join(root, "include", "tenon.h"), os.path.join(root, "tenon.symbols")))
    target = sys.argv[3] if len(sys.argv) > 3 else os.path.join(here, "TenonNative.cs")
    with open(symbols, encoding="utf-8") as file:
        names = [line.split()[0] for line in file if line.startswith("tenon_")]
    with open(header, encoding="utf-8") as file:
        text = generate(Header(file.read()), names)
    with open(target, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


if __name__ == "__main__":
    main()

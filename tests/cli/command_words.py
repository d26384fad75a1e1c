"""The table by which the command names its own options in the words of the library.

Every entry must be found in the library, or it renames nothing; and what the reader of files advises
must name no option of the library once the table was applied.

    command_words.py ROOT
"""
import pathlib
import re
import sys

LITERAL = r'"((?:[^"\\\n]|\\.)*)"'


def literals(text):
    """The string literals of a source, adjacent ones joined, without their escapes."""
    text = re.sub(r"^\s*//.*$", "", text, flags=re.M)
    for run in re.finditer(rf"(?:{LITERAL}\s*)+", text):
        parts = re.findall(LITERAL, run.group(0))
        yield "".join(parts).replace('\\"', '"').replace("\\\\", "\\")


def entries(root):
    source = (root / "examples/cli/output.c").read_text()
    table = source[source.index("} renamed[] = {"):]
    table = table[:table.index("\n};")]
    pairs = []
    for row in re.finditer(rf"\{{((?:{LITERAL}\s*)+),\s*((?:{LITERAL}\s*)+)\}}", table):
        library, command = (next(literals(row.group(i))) for i in (1, 3))
        pairs.append((library, command))
    return pairs


def reword(text, pairs):
    out = ""
    while text:
        for library, command in pairs:
            if text.startswith(library):
                out += command
                text = text[len(library):]
                break
        else:
            out += text[0]
            text = text[1:]
    return out


def main():
    root = pathlib.Path(sys.argv[1])
    pairs = entries(root)
    assert len(pairs) > 20, f"only {len(pairs)} entries were found"
    said, of_reader = [], []
    for folder in ("src", "capi/src"):
        for path in sorted((root / folder).rglob("*.cpp")):
            found = list(literals(path.read_text()))
            said += found
            if path.name.startswith("csv_"):
                of_reader += [text for text in found if " " in text]
    faults = [f"no source says: {library}" for library, _ in pairs
              if not any(library in text for text in said)]
    for at, (library, _) in enumerate(pairs):
        faults += [f"never reached, as it stands behind {before!r}: {library}"
                   for before, _ in pairs[:at] if library.startswith(before)]
    option = re.compile(r"date_order|skip_lines|skip_below_header|all_text|quoted_text|read leniently|"
                        r"\bset (delimiter|decimal|thousands|comment|ragged|encoding)\b")
    faults += [f"names an option of the library: {text}" for text in of_reader
               if option.search(reword(text, pairs))]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

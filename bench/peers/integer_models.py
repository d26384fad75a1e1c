"""Models for compare_integer.py: found by set, unpacked, and with rows and columns in another order."""
import glob
import gzip
import os
import random


def name_of(path):
    base = os.path.basename(path)
    for end in (".gz", ".mps"):
        base = base[: -len(end)] if base.endswith(end) else base
    return base


def find_models(data, sets, only):
    """(set, path) of each model: a set is a folder under `data`, or a folder or file by its path."""
    found = []
    for one in sets:
        folder = one if os.path.exists(one) else os.path.join(data or ".", one)
        if os.path.isfile(folder):
            paths, label = [folder], "files"
        else:
            paths = sorted(glob.glob(os.path.join(folder, "*.mps")) + glob.glob(os.path.join(folder, "*.mps.gz")))
            label = os.path.basename(os.path.normpath(folder))
        if not paths:
            raise SystemExit(f"no .mps or .mps.gz in {folder}; give --data, the folder that holds the sets")
        found += [(label, path) for path in paths if not only or name_of(path) in only]
    return found


def lines_of(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as source:
        for line in source:
            if not line.startswith("*"):
                yield line.rstrip("\n")


def unpack(path, folder):
    """A plain file that glpsol reads too: no comments, the name in column 15."""
    plain = os.path.join(folder, name_of(path) + ".mps")
    with open(plain, "w") as target:
        for line in lines_of(path):
            if line.startswith("NAME"):
                line = "NAME          " + "".join(line.split()[1:2])
            target.write(line + "\n")
    return plain


def maximises(path):
    after = False
    for line in lines_of(path):
        words = line.upper().split()
        if words and words[0] in ("OBJSENSE", "OBJSENSE:"):
            after = True
            words = words[1:]
        if after and words:
            return words[0].startswith("MAX")
        if words and words[0] == "ROWS":
            return False
    return False


class Mps:
    """An MPS file as lists of words; names must hold no blanks."""

    def __init__(self, path):
        self.head, self.rows, self.columns, self.tail = [], [], {}, []
        self.integer, marked, section = {}, False, "NAME"
        for line in lines_of(path):
            if not line.strip():
                continue
            words = line.split()
            if line[0] not in " \t":
                section = words[0].upper()
                if section not in ("NAME", "ROWS", "COLUMNS"):
                    (self.tail if self.columns else self.head).append(words)
            elif section == "ROWS":
                self.rows.append((words[0].upper(), words[1]))
            elif section == "COLUMNS":
                if len(words) == 3 and words[1].strip("'").upper() == "MARKER":
                    marked = "INTORG" in words[2].upper()
                    continue
                if len(words) not in (3, 5):
                    raise SystemExit(f"{path}: \"{line}\" has blanks in names; it cannot be permuted")
                self.integer[words[0]] = marked
                entries = self.columns.setdefault(words[0], [])
                entries += zip(words[1::2], words[2::2])
            else:
                (self.tail if self.columns else self.head).append([""] + words)

    def write(self, path, seed):
        """Rows and columns in an order of their own; seed None: as they are."""
        order = random.Random(seed)
        free = [row for row in self.rows if row[0] == "N"]  # the objective stays first
        rows = [row for row in self.rows if row[0] != "N"]
        columns = list(self.columns)
        if seed is not None:
            order.shuffle(rows)
            order.shuffle(columns)
        place = {name: k for k, (_, name) in enumerate(free + rows)}
        with open(path, "w") as out:
            out.write("NAME          PERMUTED\n")
            for words in self.head:
                out.write(" ".join(words) + "\n")
            out.write("ROWS\n")
            for kind, name in free + rows:
                out.write(f" {kind}  {name}\n")
            out.write("COLUMNS\n")
            marked, marks = False, 0
            for name in columns + [None]:
                integer = name is not None and self.integer[name]
                if integer != marked:
                    word = "'INTORG'" if integer else "'INTEND'"
                    out.write(f"    M{marks:<7}  'MARKER'                 {word}\n")
                    marked, marks = integer, marks + 1
                if name is None:
                    break
                for row, value in sorted(self.columns[name], key=lambda entry: place[entry[0]]):
                    out.write(f"    {name:<8}  {row:<8}  {value:>12}\n")
            for words in self.tail:
                out.write(self.layout(words) + "\n")

    @staticmethod
    def layout(words):
        """A line in the fixed columns; a name of the vector is put in where it is left out."""
        if words[0]:
            return " ".join(words)
        rest = words[1:]
        if rest[0] in ("UP", "LO", "FX", "FR", "MI", "PL", "BV", "LI", "UI", "SC"):
            kind, rest = rest[0], rest[1:]
            if len(rest) == (1 if kind in ("FR", "MI", "PL", "BV") else 2):
                rest = ["BND"] + rest
            rest += [""] * (3 - len(rest))
            return f" {kind:<2} {rest[0]:<8}  {rest[1]:<8}  {rest[2]:>12}".rstrip()
        if len(rest) % 2 == 0:
            rest = ["RHS"] + rest
        out = f"    {rest[0]:<8}"
        for name, value in zip(rest[1::2], rest[2::2]):
            out += f"  {name:<8}  {value:>12}"
        return out

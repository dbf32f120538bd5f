#!/usr/bin/python3
"""The figures kept in figures.tsv (set, engine, measure, figure): read, compared, written, and as tables for the README.

  figures.py               prints the tables
  figures.py --into FILE   puts them between the comments <!-- figures --> and <!-- /figures --> of FILE
"""
import os
import re
import sys

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "figures.tsv")
RIVALS = ("xapian", "sqlite", "groonga")
FALL = 0.01
ENOUGH = 50  # questions: in a smaller set of known items one question moves the figure by more than a fall


class Figures(dict):
    """(set, engine, measure) -> number."""

    @classmethod
    def read(cls):
        figures = cls()
        if os.path.exists(PATH):
            with open(PATH, encoding="utf-8") as file:
                for line in list(file)[1:]:
                    name, engine, measure, figure = line.rstrip("\n").split("\t")
                    figures[name, engine, measure] = float(figure)
        return figures

    def write(self):
        """To the file; only what worth_keeping() says."""
        with open(PATH, "w", encoding="utf-8") as out:
            out.write("set\tengine\tmeasure\tfigure\n")
            for (name, engine, measure), figure in sorted(worth_keeping(self).items()):
                out.write(f"{name}\t{engine}\t{measure}\t{figure:.10g}\n")

    def add(self, name, engine, measures):
        for measure, figure in measures.items():
            self[name, engine, measure] = round(figure, 2 if measure == "ms" else 4)

    def sets(self, kind):
        return [name for name in sorted({key[0] for key in self}) if name.startswith(kind + "/")]

    def get_text(self, name, engine, measure):
        figure, digits = self.get((name, engine, measure)), {"n": 0, "ms": 1}.get(measure, 3)
        return "" if figure is None else f"{figure:.{digits}f}"


def guarded(name, engine, measure, now):
    """Judged sets by nDCG@10, language parity by its overlap, known items by MRR@10 where there are enough of them."""
    if engine != "repere":
        return False
    kind = name.split("/")[0]
    return measure == {"judged": "ndcg@10", "parity": "overlap"}.get(kind, "mrr@10") and \
        (kind in ("judged", "parity") or now[name, engine, "n"] >= ENOUGH)


def falls(kept, now):
    """A sentence for each figure that fell, and the names of those nobody has kept yet."""
    sentences, new = [], []
    for (name, engine, measure), figure in sorted(now.items()):
        if not guarded(name, engine, measure, now):
            continue
        before = kept.get((name, engine, measure))
        if before is None:
            new.append(name)
        elif figure < before - FALL - 1e-9:
            sentences.append(f"{name}: {measure} fell from {before:.4f} to {figure:.4f}, by more than {FALL}.")
    return sentences, new


def worth_keeping(figures):
    """What is compared, and what the tables of the README show."""
    shown = {(name, engine, measure) for _, kind, columns in TABLES for name in figures.sets(kind)
             if in_readme(kind, name[len(kind) + 1:]) for _, engine, measure in columns}
    compared = {key for key in figures if guarded(*key, figures)}
    return Figures({key: figure for key, figure in figures.items()
                    if key in shown | compared | {(name, engine, "n") for name, engine, _ in compared}})


# A table: its title, the kind of its sets, and its columns: heading, engine, measure.
OURS = [("n", "repere", "n")]
TABLES = [
    ("Judged sets: nDCG@10, beside other engines on the same documents and questions", "judged", OURS + [
        ("Repère", "repere", "ndcg@10"), ("recall@100", "repere", "recall@100"), ("MRR@10", "repere", "mrr@10"),
        ("ms", "repere", "ms"), ("without expansion", "repere expand=off", "ndcg@10"),
        ("ms", "repere expand=off", "ms"), ("Xapian", "xapian", "ndcg@10"),
        ("SQLite FTS5", "sqlite", "ndcg@10"),
        ("groonga", "groonga", "ndcg@10")]),
    ("Known items across languages: MRR@10 and success@10, the answer in the second language only", "across", OURS + [
        ("MRR", "repere", "mrr@10"), ("success", "repere", "success@10"),
        ("MRR without expansion", "repere expand=off", "mrr@10"), ("Xapian MRR", "xapian", "mrr@10"),
        ("Xapian success", "xapian", "success@10")]),
    ("Known items in one language: the work, and whether its first passage names the right page", "within", OURS + [
        ("MRR@10", "repere", "mrr@10"), ("success@1", "repere", "success@1"), ("right page", "repere", "page"),
        ("MRR without expansion", "repere expand=off", "mrr@10"), ("Xapian MRR", "xapian", "mrr@10")]),
    ("Language parity: overlap of the first ten works of the same question in three languages", "parity", OURS + [
        ("overlap", "repere", "overlap"), ("without expansion", "repere expand=off", "overlap")]),
]


def rows(figures, kind, columns):
    for name in figures.sets(kind):
        cells = [figures.get_text(name, engine, measure) for _, engine, measure in columns]
        if any(cells):
            yield [name[len(kind) + 1:], *cells]


def as_text(figures):
    lines = []
    for title, kind, columns in TABLES:
        body = list(rows(figures, kind, columns))
        if not body:
            continue
        head = ["set", *(heading for heading, _, _ in columns)]
        widths = [max(len(row[i]) for row in [head, *body]) for i in range(len(head))]
        lines += ["", title]
        for row in [head, *body]:
            lines.append("  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:]))]))
    return "\n".join(lines)


def in_readme(kind, name):
    """Of known items in one language those of all languages together; across languages each pair of the larger library."""
    one_pair = bool(re.search(r"-(en|fr|es)-(en|fr|es)\b", name))
    if kind == "across":
        return one_pair == name.startswith("library")
    return kind != "within" or not one_pair and (name.startswith("library") or " " not in name)


def as_markdown(figures):
    lines = []
    for title, kind, columns in TABLES:
        body = [row for row in rows(figures, kind, columns) if in_readme(kind, row[0])]
        if body:
            lines += ["", f"{title}:", "", "| | " + " | ".join(heading for heading, _, _ in columns) + " |",
                      "|---" * (len(columns) + 1) + "|", *("| " + " | ".join(row) + " |" for row in body)]
    return "\n".join(lines[1:]) + "\n"


def put_into(path, tables):
    with open(path, encoding="utf-8") as file:
        before, rest = file.read().split("<!-- figures -->\n")
    after = rest.split("<!-- /figures -->")[1]
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}<!-- figures -->\n{tables}<!-- /figures -->{after}")


def main():
    tables = as_markdown(Figures.read())
    if sys.argv[1:2] == ["--into"]:
        put_into(sys.argv[2], tables)
    else:
        print(tables, end="")


if __name__ == "__main__":
    main()

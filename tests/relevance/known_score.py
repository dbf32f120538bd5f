#!/usr/bin/python3
"""Scores a running daemon on sets of known items that known_items.py made.

  known_score.py ADDRESS SET... [--param k=v] [--misses]

ADDRESS is unix:/path or host:port of a daemon on the library the sets belong to. Prints a line a set, and by class of work
where the questions come from pages: MRR@10 and success@1, @10 of the work; where the work is among the first ten, how often
its first passage names the right page of the right file, alone (page) and of all questions (work first and page right: both).
--misses lists the questions whose work is not the first.
"""
import argparse
import json
import os

import repere

DEPTH = 10


def load(folder):
    with open(os.path.join(folder, "set.json"), encoding="utf-8") as file:
        info = json.load(file)
    rows = {}
    for name, part in (("queries.tsv", "\t"), ("qrels.txt", " ")):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for line in file:
                query, rest = line.rstrip("\n").split(part, 1)
                rows.setdefault(query, []).append(rest if name == "queries.tsv" else rest.split(" ")[1])
    pages = {}
    path = os.path.join(folder, "pages.tsv")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in list(file)[1:]:
                query, _, file_number, _, page, size, _ = line.rstrip("\n").split("\t")
                pages[query] = (int(file_number), int(page), size)
    return info, [(text, work, pages.get(query)) for query, (text, work) in rows.items()]


def page_is_right(hit, file, page):
    return any((passage["file"], passage["page"]) == (file, page) for passage in hit["passages"][:1])


def outcomes(client, folder, parameters):
    """A row a question: its text, its class, the rank of its work (0: not among the first), whether the page was named."""
    info, questions = load(folder)
    found = []
    for text, work, place in questions:
        hits = client.search(text, info["queries"], limit=DEPTH, passages=1 if place else 0, **parameters)["hits"]
        rank = next((n for n, hit in enumerate(hits, 1) if hit["id"] == work), 0)
        named = bool(place and rank and page_is_right(hits[rank - 1], *place[:2]))
        found.append((text, work, place[2] if place else "", rank, named))
    return found


def rank_with(ask, folder):
    """The same rows for a function from a question to ranked identifiers, which knows no pages."""
    found = []
    for text, work, place in load(folder)[1]:
        ranked = ask(text)[:DEPTH]
        found.append((text, work, place[2] if place else "", ranked.index(work) + 1 if work in ranked else 0, False))
    return found


def measures(rows):
    n = len(rows)
    ranks = [rank for _, _, _, rank, _ in rows]
    figures = {"n": n, "mrr@10": sum(1 / r for r in ranks if r) / n, "success@1": sum(r == 1 for r in ranks) / n,
               "success@10": sum(r > 0 for r in ranks) / n}
    if all(size for _, _, size, _, _ in rows):
        there = sum(r > 0 for r in ranks)
        figures["page"] = sum(named for *_, named in rows) / there if there else 0
        figures["both"] = sum(rank == 1 and named for *_, rank, named in rows) / n
    return figures


def by_class(rows):
    """Measures of all rows (under an empty name), and of those of each class of works."""
    parts = {"": rows}
    for size in ("short", "middle", "long"):
        if some := [row for row in rows if row[2] == size]:
            parts[size] = some
    return {size: measures(some) for size, some in parts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("sets", nargs="+", metavar="SET")
    parser.add_argument("--param", action="append", default=[], help="a further request parameter, name=value")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    client = repere.Client(arguments.address)
    parameters = dict(p.split("=", 1) for p in arguments.param)
    for folder in arguments.sets:
        rows = outcomes(client, folder, parameters)
        for size, figures in by_class(rows).items():
            name = os.path.basename(os.path.normpath(folder)) + (" " + size if size else "")
            print(f"{name:24}" + "  ".join(f"{k} {v:.3f}" if k != "n" else f"n {v:3}" for k, v in figures.items()), flush=True)
        if arguments.misses:
            for text, work, size, rank, _ in rows:
                if rank != 1:
                    print(f"    {rank or '-':>3}  {work} {size}: {text}")


if __name__ == "__main__":
    main()

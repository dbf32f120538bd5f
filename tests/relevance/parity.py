#!/usr/bin/python3
"""Language parity: how far the same question asked in English, French and Spanish brings the same works.

  parity.py ADDRESS library|corpus [--param k=v] [--each]

questions.tsv holds the questions, in three languages each, and which library they are about; those about both are asked of
both. Of two languages, A and B being the first ten works of each: |A and B| / max(|A|, |B|). Over ten, that is, and where both
answers are shorter over the longer one, so that finding little is not rewarded; 1 where both are empty together. A question's
overlap is the mean over the three pairs of languages, the figure the mean over the questions.
"""
import argparse
import itertools
import os
import statistics

import repere

LANGUAGES = ("en", "fr", "es")
TOP = 10


def questions(about):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "questions.tsv")
    with open(path, encoding="utf-8") as file:
        names, *rows = [line.rstrip("\n").split("\t") for line in file]
    return [row for row in (dict(zip(names, r)) for r in rows) if row["about"] in (about, "both")]


def overlap(a, b):
    return len(a & b) / max(len(a), len(b)) if a or b else 1.0


def measure(client, about, parameters):
    """A pair a question: the question, and its overlaps for en-fr, en-es and fr-es."""
    found = []
    for question in questions(about):
        answers = [client.search(question[lang], lang, limit=TOP, **parameters) for lang in LANGUAGES]
        tops = [{hit["id"] for hit in answer["hits"]} for answer in answers]
        found.append((question, [overlap(a, b) for a, b in itertools.combinations(tops, 2)]))
    return found


def mean(found):
    return statistics.fmean(x for _, overlaps in found for x in overlaps)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("about", choices=["library", "corpus"])
    parser.add_argument("--param", action="append", default=[], help="a further request parameter, name=value")
    parser.add_argument("--each", action="store_true", help="a line a question: en-fr, en-es, fr-es")
    arguments = parser.parse_args()
    found = measure(repere.Client(arguments.address), arguments.about, dict(p.split("=", 1) for p in arguments.param))
    if arguments.each:
        for question, overlaps in found:
            print(question["id"], *(f"{x:.2f}" for x in overlaps), question["en"])
    for part in ("library", "corpus", "both"):
        some = [f for f in found if f[0]["about"] == part]
        if some:
            print(f"about {part}: {mean(some):.4f} ({len(some)} questions)")
    print(f"overlap of the first ten works: {mean(found):.4f} ({len(found)} questions)")


if __name__ == "__main__":
    main()

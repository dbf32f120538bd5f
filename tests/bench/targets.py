"""Writes request targets, one a line, as readers of a portal and a malicious client would send them.

targets.py DIR     from DIR/works.tsv and DIR/questions.json: DIR/keystrokes.txt, searching.txt, mixed.txt, slow.txt

keystrokes  what is typed letter by letter, of one to three words as they stand in titles: completions at every letter
searching   the same, and at one letter in ten a search for all that begins with what stands there so far
mixed       as searching, and searches with six facets, words with filters, pages of facets, in the shares below
slow        phrases of the most frequent words, beginnings of one letter, long ORs, wide NEARs: whatever takes long"""
import collections
import itertools
import json
import os
import random
import sys
from urllib.parse import quote, urlencode

FACETS = "country,theme,year,type,language,organization"
KEYSTROKES, MIXED = 150000, 20000


def typed_texts(works, chance):
    """Titles of the first works, in chance order, over and over, and from each one to three words."""
    titles = [line.split("\t")[14].replace(".", "").lower().split() for line in itertools.islice(works, 20000)]
    while True:
        words = chance.choice(titles)
        at = chance.randrange(len(words))
        yield " ".join(words[at:at + chance.randint(1, 3)])


def keystrokes(texts, chance, searched):
    for text in texts:
        for end in range(1, len(text) + 1):
            so_far = text[:end]
            if so_far.endswith(" "):
                continue
            if chance.random() < searched:
                yield "/v1/search?" + urlencode({"q": so_far + "*", "lang": "en", "limit": 5})
            else:
                yield "/v1/suggest?" + urlencode({"q": so_far, "lang": "en"})


def searches(kinds, chance):
    words = [q for kind in kinds for q in kind["questions"] if "words" in q]
    filters = [f for kind in kinds for q in kind["questions"] for f in q.get("filters", [])]
    while True:
        pairs = [("q", " ".join(chance.choice(words)["words"])), ("lang", chance.choice(["en", "fr", "es"])), ("facet", FACETS)]
        if chance.randrange(2):
            pairs += [("filter", ":".join(f)) for f in chance.sample(filters, chance.randint(1, 2))]
        yield "/v1/search?" + urlencode(pairs)


def values(chance):
    while True:
        name = chance.choice(FACETS.split(","))
        yield f"/v1/facets/{name}?" + urlencode({"match": chance.choice("abcdefimnprst"), "lang": "en"})


def slow(frequent):
    """Each of them again and again with another limit, so that no cache answers."""
    return (target for limit in range(100, 50, -1) for target in slow_once(frequent, limit))


def slow_once(frequent, limit):
    every = f"&lang=en&limit={limit}&passages=5&facet={FACETS}"
    pairs = itertools.permutations(frequent[:8], 2)
    for a, b in pairs:
        yield "/v1/search?q=" + quote(f'"{a} {b}"') + every
        yield "/v1/search?q=" + quote(f"{a} NEAR/50 {b}") + every
    for letter in "aceipst":
        yield "/v1/search?q=" + quote(letter + "*") + every
        yield "/v1/search?q=" + quote(f"{letter}* {frequent[0]}*") + every + "&sort=title"
    for n in (10, 30):
        yield "/v1/search?q=" + quote(" OR ".join(frequent[:n])) + every
        yield "/v1/search?q=" + quote('"' + " ".join(frequent[:min(n, 12)]) + '"') + every
    yield "/v1/pivot?" + urlencode({"rows": "organization", "columns": "country", "q": frequent[100 - limit]})


def main():
    folder, chance = sys.argv[1], random.Random(1)
    count = collections.Counter()
    with open(os.path.join(folder, "works.tsv"), encoding="utf-8") as works:
        for line in itertools.islice(works, 20000):
            count.update(set(line.split("\t")[16].replace(".", "").lower().split()))
    frequent = [word for word, _ in count.most_common(400) if word.isascii() and word.isalpha()]
    with open(os.path.join(folder, "questions.json"), encoding="utf-8") as file:
        kinds = json.load(file)
    with open(os.path.join(folder, "works.tsv"), encoding="utf-8") as works:
        texts = typed_texts(works, chance)
        only = list(itertools.islice(keystrokes(texts, chance, 0), KEYSTROKES))
        typing = keystrokes(texts, chance, 0.1)
        both = list(itertools.islice(typing, KEYSTROKES))
        sources = [typing, searches(kinds, chance), values(chance)]
        mixed = [next(chance.choices(sources, (70, 25, 5))[0]) for _ in range(MIXED)]
    for name, lines in (("keystrokes", only), ("searching", both), ("mixed", mixed), ("slow", slow(frequent))):
        with open(os.path.join(folder, name + ".txt"), "w", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in lines)


main()

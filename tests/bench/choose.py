"""Chooses the questions for a library of bench_generate by how many works they find.

choose.py WORKS.tsv > QUESTIONS.json

The shares of all works below are looked for in the first works (SAMPLE), which are as good as any others: each work is drawn on
its own. Words are of ASCII letters and have no accented twins, so that every engine reads them alike. There are several
questions of each kind, so that one that is asked again is not the one just answered."""
import collections
import json
import random
import sys
import unicodedata

SAMPLE = 50000
SHARES = {"word, 7.8 %": 0.078, "word, 37 %": 0.37, "two words, 0.08 %": 0.0008, "one of four words, 13.5 %": 0.135,
          "phrase, 0.7 %": 0.007, "beginning, 18 %": 0.184, "one filter, 30 %": 0.3, "two filters, 6.7 %": 0.067}
KEEP = 24


def fold(word):
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def read_works(path):
    """The words of each field and the facets of each work."""
    for number, line in enumerate(open(path, encoding="utf-8")):
        if number == SAMPLE:
            return
        cells = line.rstrip("\n").split("\t")
        facets = {"language": [cells[2]], "year": [cells[3]], "type": [cells[4]], "organization": [cells[5]],
                  "theme": cells[6].split(","), "country": cells[7].split(",")}
        yield [cell.replace(".", " ").lower().split() for cell in cells[14:17]], facets


def nearest(counts, wanted, keep):
    return sorted(counts, key=lambda key: (abs(counts[key] / wanted - 1), str(key)))[:keep]


class Sample:
    def __init__(self, path):
        self.works_of = collections.defaultdict(list)
        self.phrases = collections.Counter()
        self.values, self.pairs = collections.Counter(), collections.Counter()
        twins = collections.defaultdict(set)
        self.size = 0
        for fields, facets in read_works(path):
            words = set(word for field in fields for word in field)
            for word in words:
                self.works_of[word].append(self.size)
            self.phrases.update(set(pair for field in fields for pair in zip(field, field[1:])))
            values = [(name, value) for name in facets for value in facets[name]]
            self.values.update(values)
            self.pairs.update((a, b) for a in values for b in values if a[0] < b[0])
            self.size += 1
        for word in self.works_of:
            twins[fold(word)].add(word)
        self.plain = {word for word in self.works_of
                      if word.isascii() and word.isalpha() and len(word) > 1 and twins[word] == {word}}
        self.count = {word: len(self.works_of[word]) for word in self.plain}
        family = collections.Counter()
        for word, works in self.works_of.items():
            family.update({fold(word)[:length]: len(works) for length in range(2, len(word) + 1)})
        # Hardly any other word begins as these do: none, then, with the same stem.
        self.steady = {word for word in self.plain
                       if len(word) > 3 and family[word[:max(4, len(word) - 3)]] < 1.01 * self.count[word]}

    def words(self, share, keep):
        return nearest(self.count, share * self.size, keep)

    def union(self, words):
        return len(set().union(*(self.works_of[word] for word in words)))

    def two_words(self, share, chance):
        """Pairs of words of which each is far more frequent than both together."""
        found = {}
        usual = sorted(word for word in self.steady if 0.004 < self.count[word] / self.size < 0.08)
        for _ in range(8000):
            a, b = chance.sample(usual, 2)
            found[a, b] = len(set(self.works_of[a]).intersection(self.works_of[b]))
        return nearest(found, share * self.size, KEEP)

    def four_words(self, share, chance):
        usual = nearest({word: self.count[word] for word in self.steady}, share / 3.6 * self.size, 30)
        found = {}
        for _ in range(300):
            four = tuple(chance.sample(usual, 4))
            found[four] = self.union(four)
        return nearest(found, share * self.size, KEEP)

    def beginnings(self, share):
        by = collections.defaultdict(set)
        for word in self.works_of:
            for length in (3, 4):
                if len(word) >= length and word[:length].isascii() and word[:length].isalpha():
                    by[word[:length]].add(word)
        near = {b: self.union(by[b]) for b in sorted(by)
                if len(by[b]) >= 20 and sum(len(self.works_of[word]) for word in by[b]) > share * self.size * 0.9}
        # An accented word is found by its plain beginning in engines that fold, and not in others.
        pure = {b: n for b, n in near.items() if not any(fold(w) != w for w in by[b])}
        return nearest(pure if len(pure) >= 4 else near, share * self.size, KEEP)


def main():
    sample, chance = Sample(sys.argv[1]), random.Random(1)
    words = {(a, b): n for (a, b), n in sample.phrases.items() if a in sample.plain and b in sample.plain and a != b}
    share = list(SHARES.items())
    kinds = [
        (share[0][0], [{"words": [w]} for w in sample.words(share[0][1], KEEP)]),
        (share[1][0], [{"words": [w]} for w in sample.words(share[1][1], 8)]),
        (share[2][0], [{"words": list(pair)} for pair in sample.two_words(share[2][1], chance)]),
        (share[3][0], [{"any": list(four)} for four in sample.four_words(share[3][1], chance)]),
        (share[4][0], [{"phrase": list(p)} for p in nearest(words, share[4][1] * sample.size, KEEP)]),
        (share[5][0], [{"beginning": b} for b in sample.beginnings(share[5][1])]),
        (share[6][0], [{"filters": [f]} for f in nearest(sample.values, share[6][1] * sample.size, 4)]),
        (share[7][0], [{"filters": list(p)} for p in nearest(sample.pairs, share[7][1] * sample.size, 8)]),
        ("all works", [{}])]
    json.dump([{"kind": kind, "questions": questions} for kind, questions in kinds], sys.stdout, indent=1)


main()

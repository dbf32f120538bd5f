#!/usr/bin/python3
"""Makes judged sets of known items out of a library's own works, in the format of evaluate.py and with pages.

  known_items.py RECORDS FILES OUT [--seed N]

RECORDS is a file of records or a folder of them, FILES the folder their files lie in. In OUT, a folder a set:

  title-A-A       a work's title in language A is asked; the answer is the work
  sentence-A-A    a sentence of 8 to 20 words of one page is asked; the answer is the work, and the page
  words-A-A       two to four words of such a sentence, drawn by how much they tell
                  (these three over the library as it is: index RECORDS and FILES)
  title-A-B       a title in A is asked of the library's texts in B alone; the answer is the work
  sentence-A-B    a sentence of the work's file in A is asked of the library's texts in B alone
                  (these two over OUT/texts-B: its records.xml and its files/, pages parted by form feeds)

A set has set.json, queries.tsv, qrels.txt and docs.jsonl; one whose questions come from pages has pages.tsv too: query,
work, number and name of the file, page, class of the work (short: at most 5 pages, long: at least 50, middle), pages of the
work. The same seed and the same library give the same sets. Works that are not public are left out, and sentences that stand
on more than one page; and of texts-B what is written in another language, the question's own sentence or title included: what
is found there is found through translation.
"""
import argparse
import collections
import copy
import json
import math
import os
import random
import re
import xml.etree.ElementTree as ElementTree

import texts

SHORT, LONG = 5, 50   # pages of a work
PER_CLASS = 40        # questions by class of work, language and kind
PER_WORK = 12         # sentences of one work asked of its translation


def size_class(pages):
    return "short" if pages <= SHORT else "long" if pages >= LONG else "middle"


def whole_text(work):
    """A work as engines get it that know no pages: abstracts, texts of the record, pages of all files."""
    parts = work.texts(texts.TERMS + "abstract") + work.texts(texts.REPERE + "text")
    return "\n\n".join(parts + [page for file in work.files for page in file.pages])


def write_docs(path, works):
    with open(path, "w", encoding="utf-8") as out:
        for work in works:
            titles = " / ".join(dict.fromkeys(work.texts(texts.TERMS + "title")))
            out.write(json.dumps({"id": work.id, "title": titles, "text": whole_text(work)}, ensure_ascii=False) + "\n")


class Question:
    def __init__(self, text, work, file=None, page=0):
        self.text, self.work, self.file, self.page = text, work, file, page


def write_set(folder, name, docs, languages, questions):
    """A judged set; docs is the file it shares with others."""
    if not questions:
        return
    path = os.path.join(folder, name)
    os.makedirs(path)
    os.link(docs, os.path.join(path, "docs.jsonl"))
    with open(os.path.join(path, "set.json"), "w", encoding="utf-8") as out:
        json.dump({"docs": languages[1], "queries": languages[0], "source": "known items"}, out)
    with open(os.path.join(path, "queries.tsv"), "w", encoding="utf-8") as out:
        out.writelines(f"{n}\t{q.text}\n" for n, q in enumerate(questions, 1))
    with open(os.path.join(path, "qrels.txt"), "w", encoding="utf-8") as out:
        out.writelines(f"{n} 0 {q.work.id} 1\n" for n, q in enumerate(questions, 1))
    if questions[0].file:
        with open(os.path.join(path, "pages.tsv"), "w", encoding="utf-8") as out:
            out.write("query\twork\tfile\thref\tpage\tclass\tpages\n")
            for n, q in enumerate(questions, 1):
                pages, file = q.work.page_count(), q.work.files.index(q.file) + 1
                out.write(f"{n}\t{q.work.id}\t{file}\t{q.file.href}\t{q.page}\t{size_class(pages)}\t{pages}\n")


class Sentences:
    """The sentences of a library by language and work: each stands on one page of one work."""

    def __init__(self, works):
        seen, self.of = collections.Counter(), {lang: collections.defaultdict(list) for lang in texts.LANGUAGES}
        for work in works:
            for file in work.files:
                for n, page in enumerate(file.pages, 1):
                    if file.lang in self.of:
                        here = dict.fromkeys(texts.sentences(page, file.lang))
                        seen.update(texts.plain(s) for s in here)
                        self.of[file.lang][work.id] += [Question(s, work, file, n) for s in here]
        self.keep_unique(works, seen)

    def keep_unique(self, works, seen):
        pages = {(file.href, n): texts.plain(page) for work in works for file in work.files
                 for n, page in enumerate(file.pages, 1)}
        titles = {texts.plain(t) for work in works for t in work.texts(texts.TERMS + "title")}
        for by_work in self.of.values():
            for work, questions in by_work.items():
                by_work[work] = [q for q in questions if seen[texts.plain(q.text)] == 1
                                 and texts.plain(q.text) in pages[q.file.href, q.page] and texts.plain(q.text) not in titles]

    def draw(self, rng, lang):
        """PER_CLASS questions a class of works, one work after the other, so that no book asks them all."""
        drawn = []
        for kind in ("short", "middle", "long"):
            piles = [rng.sample(qs, len(qs)) for _, qs in sorted(self.of[lang].items())
                     if qs and size_class(qs[0].work.page_count()) == kind]
            rng.shuffle(piles)
            left = PER_CLASS
            while left and any(piles):
                for pile in [p for p in piles if p][:left]:
                    drawn.append(pile.pop())
                    left -= 1
        return drawn


class Telling:
    """How much a word tells about the work it stands in: the logarithm of works a work that has it."""

    def __init__(self, works):
        self.works, self.count = len(works), collections.Counter()
        for work in works:
            self.count.update(set(texts.words_of(whole_text(work))))

    def words(self, rng, sentence):
        """Two to four words of the sentence in its order, the telling ones more likely; None where it has too few."""
        found = [w for w in dict.fromkeys(texts.words_of(sentence)) if len(w) > 3 and 0 < self.count[w] < self.works / 3]
        wanted = rng.randint(2, 4)
        if len(found) < wanted:
            return None
        weight = {w: math.log(self.works / self.count[w]) for w in found}
        chosen = sorted(found, key=lambda w: rng.random() ** (1 / weight[w]), reverse=True)[:wanted]
        return " ".join(w for w in found if w in chosen)


def one_language(works, folder, seed):
    docs = os.path.join(folder, "docs-all.jsonl")
    write_docs(docs, works)
    all_sentences, telling = Sentences(works), Telling(works)
    for lang in texts.LANGUAGES:
        titles = collections.Counter(texts.plain(w.title(lang)) for w in works if w.title(lang))
        write_set(folder, f"title-{lang}-{lang}", docs, (lang, lang), [
            Question(w.title(lang), w) for w in works if w.title(lang) and titles[texts.plain(w.title(lang))] == 1])
        rng = random.Random(f"{seed} {lang}")
        drawn = all_sentences.draw(rng, lang)
        write_set(folder, f"sentence-{lang}-{lang}", docs, (lang, lang), drawn)
        fewer = [(telling.words(rng, q.text), q) for q in drawn]
        write_set(folder, f"words-{lang}-{lang}", docs, (lang, lang), [
            Question(text, q.work, q.file, q.page) for text, q in fewer if text])
    return all_sentences


def only_in(work, lang, titles):
    """The work with what it has in one language: None where that is nothing."""
    record = copy.deepcopy(work.record)
    for element in list(record):
        if element.tag == texts.TERMS + "hasFormat" or element.get(texts.LANG) not in (None, lang):
            record.remove(element)
    files = []
    for file in work.files:
        if file.lang == lang:
            kept = texts.File(re.sub(r"\W+", "-", file.href) + ".txt", lang, [only_blocks(p, lang, titles) for p in file.pages])
            files.append(kept)
            element = ElementTree.SubElement(record, texts.TERMS + "hasFormat")
            element.attrib.update({"href": kept.href, texts.LANG: lang, "type": "text/plain"})
    reduced = texts.Work(record, files)
    return reduced if files or reduced.texts(texts.REPERE + "text") else None


def only_blocks(page, lang, titles):
    """The page without what it says in another language: an abstract's translation, a title's, what was left untranslated."""
    kept = []
    for block in texts.blocks(page):
        words = texts.plain(block)
        if texts.language_of(block) in (None, lang) and not any(t in words or len(words.split()) > 2 and words in t
                                                                 for t in titles):
            kept.append(block)
    return "\n\n".join(kept)


def write_texts(folder, works):
    os.makedirs(os.path.join(folder, "files"))
    root = ElementTree.Element(texts.REPERE + "records")
    for work in works:
        root.append(work.record)
        for file in work.files:
            with open(os.path.join(folder, "files", file.href), "w", encoding="utf-8") as out:
                out.write("\f".join(file.pages))
    ElementTree.register_namespace("", texts.REPERE[1:-1])
    ElementTree.register_namespace("dcterms", texts.TERMS[1:-1])
    ElementTree.ElementTree(root).write(os.path.join(folder, "records.xml"), encoding="utf-8", xml_declaration=True)


def cross_language(works, folder, seed, all_sentences):
    for to in texts.LANGUAGES:
        others = {w.id: {texts.plain(t) for lang in texts.LANGUAGES if lang != to for t in w.texts(texts.TERMS + "title", lang)
                         if texts.plain(t) != texts.plain(w.title(to) or "")} for w in works}
        reduced = [r for r in (only_in(w, to, others[w.id]) for w in works) if r]
        write_texts(os.path.join(folder, f"texts-{to}"), reduced)
        docs = os.path.join(folder, f"docs-{to}.jsonl")
        write_docs(docs, reduced)
        there = {w.id: texts.plain(" ".join(w.texts(texts.TERMS + "title")) + "\n" + whole_text(w)) for w in reduced}
        for lang in texts.LANGUAGES:
            if lang == to:
                continue
            write_set(folder, f"title-{lang}-{to}", docs, (lang, to), [
                Question(w.title(lang), w) for w in works
                if w.id in there and w.title(lang) and texts.plain(w.title(lang)) not in there[w.id]])
            rng = random.Random(f"{seed} {lang} {to}")
            asked = []
            for work, questions in sorted(all_sentences.of[lang].items()):
                found = [q for q in questions if texts.plain(q.text) not in there.get(work, "")] if work in there else []
                asked += rng.sample(found, min(PER_WORK, len(found)))
            write_set(folder, f"sentence-{lang}-{to}", docs, (lang, to), [Question(q.text, q.work) for q in asked])


def generate(records, files, out, seed=1):
    works = [w for w in texts.read_works(records, files) if w.is_public()]
    os.makedirs(out, exist_ok=True)
    cross_language(works, out, seed, one_language(works, out, seed))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records")
    parser.add_argument("files")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generate(arguments.records, arguments.files, arguments.out, arguments.seed)


if __name__ == "__main__":
    main()

"""The works of a library as pages of plain text, for what is measured on them: records, files, languages, sentences."""
import concurrent.futures
import html.parser
import os
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ElementTree

REPERE = "{urn:repere:record:1}"
TERMS = "{http://purl.org/dc/terms/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGES = ("en", "fr", "es")

# Words that no sentence of their language does without, and that the two others do not have.
FUNCTION_WORDS = {
    "en": set("the of and to in is are was that this with for be by from which have has not it as at or can will".split()),
    "fr": set("le les des et est une dans pour que qui sur par au aux du avec sont ce cette il elle ou ne pas plus".split()),
    "es": set("el los las y una para que con por del al se su es en lo como más son esta este o no ha sus".split()),
}


class TextOfHtml(html.parser.HTMLParser):
    """What a reader sees of a page: a blank line where a block ends."""
    BLOCKS = {"p", "div", "li", "h1", "h2", "h3", "h4", "td", "th", "tr", "section", "article", "title"}

    def __init__(self):
        super().__init__()
        self.parts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style")
        if tag in self.BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")
        if tag in self.BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def file_pages(path):
    """The texts of a file's pages; none where it cannot be read."""
    if path.endswith(".pdf"):
        run = subprocess.run(["pdftotext", "-q", "-enc", "UTF-8", path, "-"], capture_output=True, timeout=120, check=False)
        pages = run.stdout.decode("utf-8", "replace").split("\f")
        return pages[:-1] if pages and not pages[-1].strip() else pages
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    if path.endswith((".html", ".htm")):
        reader = TextOfHtml()
        reader.feed(text)
        return ["".join(reader.parts)]
    return text.split("\f")


class File:
    def __init__(self, href, lang, pages):
        self.href, self.lang, self.pages = href, lang, pages


class Work:
    """A record as an element, and its files with the texts of their pages."""

    def __init__(self, record, files):
        self.record, self.files = record, files
        self.id = record.findtext(TERMS + "identifier")

    def texts(self, name, lang=None):
        found = self.record.findall(name)
        return [e.text or "" for e in found if lang is None or e.get(LANG) == lang]

    def title(self, lang):
        return next(iter(self.texts(TERMS + "title", lang)), None)

    def is_public(self):
        return all(access == "public" for access in self.texts(TERMS + "accessRights"))

    def page_count(self):
        return sum(len(f.pages) for f in self.files)


def read_works(records, folder):
    """All works of a file of records, or of a folder of such files."""
    paths = sorted(os.path.join(records, n) for n in os.listdir(records)) if os.path.isdir(records) else [records]
    found = []
    for path in paths:
        root = ElementTree.parse(path).getroot()
        found += [root] if root.tag == REPERE + "record" else root.findall(REPERE + "record")
    hrefs = [f.get("href") for record in found for f in record.findall(TERMS + "hasFormat")]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = dict(zip(hrefs, pool.map(lambda href: file_pages(os.path.join(folder, href)), hrefs)))
    return [Work(record, [File(f.get("href"), f.get(LANG), texts[f.get("href")])
                          for f in record.findall(TERMS + "hasFormat")]) for record in found]


def words_of(text):
    return re.findall(r"[^\W\d_]+", text.lower())


def plain(text):
    """Words alone, without case, accents and hyphenation, to see whether one text stands in another."""
    text = re.sub(r"[-\u00ad\u2010]\s*\n\s*", "", text)
    text = re.sub(r"[\u0300-\u036f]+", "", unicodedata.normalize("NFKD", text.lower()))
    return " " + " ".join(re.findall(r"\w+", text)) + " "


def language_of(text, least=2):
    """The language whose function words lead clearly, None where none does."""
    words = words_of(text)
    counts = sorted(((sum(w in FUNCTION_WORDS[lang] for w in words), lang) for lang in LANGUAGES), reverse=True)
    return counts[0][1] if counts[0][0] >= least and counts[0][0] >= 2 * counts[1][0] else None


def blocks(page):
    """Paragraphs as pdftotext parts them, their lines joined and words at a line's end made whole."""
    for block in re.split(r"\n\s*\n", page):
        block = re.sub(r"(\w)[-\u00ad\u2010]\n\s*(?=[a-zà-ÿ])", r"\1", block)
        block = re.sub(r"\s+", " ", block).strip()
        if block:
            yield block


RUNNING = re.compile(r"[A-ZÀ-ÖØ-Ý¿¡][\w\s,;'’()«»%-]+[.?!]")


def sentences(page, lang):
    """The page's sentences of 8 to 20 words in clean running text, without what would be an operator in a question."""
    for block in blocks(page):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Ý¿¡«])", block):
            tokens = sentence.split()
            if not 8 <= len(tokens) <= 20 or not RUNNING.fullmatch(sentence) or language_of(sentence) != lang:
                continue
            words = sum(bool(re.fullmatch(r"[(«]?[^\W\d_]+([-'’][^\W\d_]+)*[,;.?!)»]*", t)) for t in tokens)
            if words >= 0.9 * len(tokens) and not any(t in ("OR", "AND", "NOT", "NEAR") or t.startswith("-") for t in tokens) \
                    and sentence.count("(") == sentence.count(")"):
                yield sentence

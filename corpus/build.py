#!/usr/bin/python3
# needs: weasyprint python3-pil poppler-utils groff fonts-liberation fonts-dejavu-core
# needs: hyphen-en-us hyphen-fr hyphen-es
"""Builds the files of the sample library from sources/.

  build.py [NAME...]   build all files, or those named (without folder and ending)
  build.py --check     compare records, files, sources and vocabularies; build nothing

A source is sources/NAME.md (a small markup, see README.md), NAME.ms (groff -ms), NAME.html or NAME.txt. The
same source and the same packages give the same bytes: time stamps come from the source's own date.
"""

import base64
import concurrent.futures
import html
import io
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ET

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "sources"
FILES = HERE / "files"
NBSP = "\u00a0"


class SourceError(Exception):
    """A source that cannot be read; the message names the file."""


# ---- The markup ------------------------------------------------------------------------------------


def read_source(path):
    """Returns the header of a source as a dict, and its body as text."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    meta = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise SourceError(f"{path}: the header line '{line}' has no colon; write 'key: value'.")
        meta[key.strip()] = value.strip()
    for key in ("title", "lang", "template", "date"):
        if key not in meta:
            raise SourceError(f"{path}: the header has no '{key}:'; add it.")
    return meta, body


def typography(text, lang):
    """Sets the spaces that must not break; French and Spanish thousands are set apart by a space."""
    if lang in ("fr", "es"):
        text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NBSP, text)
        text = re.sub(r"(?<=\d) (?=[%€$])", NBSP, text)
    if lang == "fr":
        text = re.sub(r" (?=[:;?!»])", NBSP, text)
        text = text.replace("« ", "«" + NBSP)
    return text


def inline(text, lang):
    """Markup inside a line: **strong**, *emphasis*, ^[a footnote]."""
    text = html.escape(typography(text, lang), quote=False)
    text = re.sub(r"\^\[(.+?)\]", r'<span class="note">\1</span>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"\*(.+?)\*", r"<em>\1</em>", text)


def slug(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def table(rows, lang, caption):
    """Rows of cells; the first is the head. A cell that is a number is set to the right."""
    number = re.compile(r"^[-–]?[\d\s.,]+( ?[%€$])?$|^[–—]$")
    out = ["<div class=table><table>"]
    if caption:
        out.append(f"<caption>{inline(caption, lang)}</caption>")
    for n, row in enumerate(rows):
        tag = "th" if n == 0 else "td"
        marks = (" class=number" if number.match(cell.strip("*")) else "" for cell in row)
        cells = "".join(f"<{tag}{mark}>{inline(cell, lang)}</{tag}>" for mark, cell in zip(marks, row))
        if n == 0:
            out.append(f"<thead><tr>{cells}</tr></thead><tbody>")
        else:
            out.append(f"<tr>{cells}</tr>")
    return "\n".join(out) + "</tbody></table></div>"


def bars(line, lang):
    """!bars CAPTION | UNIT | LABEL=VALUE | ... as a horizontal bar chart."""
    caption, unit, *pairs = [part.strip() for part in line.split("|")]
    values = [(name, float(value)) for name, value in (pair.rsplit("=", 1) for pair in pairs)]
    most = max(value for _, value in values)
    rows = []
    for name, value in values:
        shown = f"{value:g}".replace(".", "." if lang == "en" else ",") + NBSP + html.escape(unit)
        rows.append(
            f"<tr><td>{inline(name, lang)}</td>"
            f"<td class=bar><div style='width:{value / most * 92:.1f}%'></div></td>"
            f"<td class=number>{shown}</td></tr>"
        )
    caption = inline(caption, lang)
    return f"<table class=bars><caption>{caption}</caption><tbody>{''.join(rows)}</tbody></table>"


def figures(line, lang):
    """!figures NUMBER=WHAT | ... as large numbers side by side."""
    cells = []
    for part in line.split("|"):
        value, _, what = part.strip().partition("=")
        cells.append(f"<td><b>{inline(value, lang)}</b><br>{inline(what, lang)}</td>")
    return f"<table class=figures><tbody><tr>{''.join(cells)}</tr></tbody></table>"


def contents(body, lang):
    """!toc: the headings of the two upper levels below the front matter."""
    main = body.split("=== body ===")[-1]
    items = []
    for line in main.splitlines():
        match = re.match(r"^(##?) (.+)$", line)
        if match:
            level = len(match[1])
            items.append(f'<li class=l{level}><a href="#{slug(match[2])}">{inline(match[2], lang)}</a></li>')
    return f"<ul class=toc>{''.join(items)}</ul>"


def block(chunk, meta, body, work):
    """One chunk between blank lines, as HTML."""
    lang, lines = meta["lang"], chunk.split("\n")
    first = lines[0]
    heading = re.match(r"^(#{1,4}) (.+)$", first)
    if heading:
        level = len(heading[1])
        rest = block("\n".join(lines[1:]), meta, body, work) if lines[1:] else ""
        return f'<h{level} id="{slug(heading[2])}">{inline(heading[2], lang)}</h{level}>{rest}'
    if first == "=== body ===":
        return '</section><section class=body id=body-start>'
    if first == "---page---":
        return "<div class=break></div>"
    if first.startswith(":::"):
        name = first[3:].strip()
        rest = block("\n".join(lines[1:]), meta, body, work) if lines[1:] else ""
        return (f"<div class='{name}'>" if name else "</div>") + rest
    if first.startswith("!bars "):
        return bars(first[6:], lang)
    if first.startswith("!figures "):
        return figures(first[9:], lang)
    if first == "!toc":
        return contents(body, lang)
    if first.startswith("!scan "):
        picture = scan(SOURCES / (first[6:].strip() + ".md"), work).read_bytes()
        # In the page itself: a file's name would differ from run to run and reach the PDF.
        return f'<img class=scan src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
    caption = None
    if first.startswith("!table "):
        caption, lines = first[7:], lines[1:]
    if lines[0].startswith("|"):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
        return table(rows, lang, caption)
    for mark, tag in ((r"^- ", "ul"), (r"^\d+\. ", "ol")):
        if re.match(mark, lines[0]):
            items = "".join(f"<li>{inline(re.sub(mark, '', line), lang)}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{'<br>'.join(inline(line.rstrip(chr(92)), lang) for line in lines)}</p>"


def to_html(path, work):
    """The whole document; `work` is a folder for pictures made on the way."""
    meta, body = read_source(path)
    lang = meta["lang"]
    chunks = [chunk.strip("\n") for chunk in re.split(r"\n\s*\n", body) if chunk.strip()]
    css = "".join(
        f'<link rel=stylesheet href="{(SOURCES / "css" / name).as_uri()}">'
        for name in ("base.css", meta["template"] + ".css")
    )
    title = f"<title>{html.escape(typography(meta['title'], lang))}</title>"
    if meta.get("info") == "no":
        title = ""
    names = "".join(
        f'<meta name="{name}" content="{html.escape(meta[key])}">'
        for key, name in (("author", "author"), ("keywords", "keywords"), ("date", "dcterms.created"))
        if key in meta
    )
    masthead = (
        f"<header class=masthead><p class=kicker>{inline(meta.get('kicker', ''), lang)}</p>"
        f"<p class=title>{inline(meta['title'], lang)}</p>"
        f"<p class=subtitle>{inline(meta.get('subtitle', ''), lang)}</p>"
        f"<p class=publisher>{inline(meta.get('publisher', ''), lang)}</p></header>"
        f"<div class=running>{inline(meta.get('running', meta['title']), lang)}</div>"
    )
    blocks = "\n".join(block(chunk, meta, body, work) for chunk in chunks)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{title}{names}{css}</head>'
        f"<body class='{meta.get('class', '')}'>{masthead}"
        f"<section class=front>{blocks}</section></body></html>"
    )


# ---- PDF -------------------------------------------------------------------------------------------


def body_start(document):
    """The number of pages before the one where the body begins; 0 where there is no front matter."""
    return next((n for n, page in enumerate(document.pages) if "body-start" in page.anchors), 0)


def label_pages(document, pdf):
    """Page labels as printed: roman up to the page where the body begins, then arabic from 1."""
    import pydyf

    start = body_start(document)
    nums = pydyf.Array([0, pydyf.Dictionary({"S": "/r" if start else "/D"})])
    if start:
        nums.extend([start, pydyf.Dictionary({"S": "/D", "St": 1})])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": nums})


def soften_hyphens(pdf):
    """Has the hyphens at line ends read as soft hyphens, as layout programs export them."""
    import pydyf

    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and any(b"begincmap" in bytes(part) for part in thing.stream):
            thing.stream = [bytes(part).replace(b"<2010>", b"<00ad>") for part in thing.stream]


def finish(meta):
    """What is left to do to a PDF after its layout, as WeasyPrint calls it."""

    def finisher(document, pdf):
        if meta.get("labels") != "no":
            label_pages(document, pdf)
        if meta["template"] == "handbook":
            soften_hyphens(pdf)

    return finisher


def write_pdf(path, target, work):
    import weasyprint

    page = weasyprint.HTML(string=to_html(path, work), base_url=str(SOURCES))
    # WeasyPrint counts pages anew only for a page known by its number: lay out once to learn it.
    start = body_start(page.render())
    again = weasyprint.CSS(string="@page :nth(%d) { counter-reset: page 1 }" % (start + 1))
    page.write_pdf(
        str(target),
        stylesheets=[again] if start else None,
        finisher=finish(read_source(path)[0]),
        identifier=path.stem.encode(),
    )


def scan(path, work):
    """A source as a picture of its printed first page: grey, slightly turned, with specks. No text layer."""
    from PIL import Image, ImageFilter

    pdf, picture = work / f"{path.stem}.print.pdf", work / f"{path.stem}.jpg"
    write_pdf(path, pdf, work)
    png = subprocess.run(
        ["pdftoppm", "-singlefile", "-gray", "-png", "-r", "130", str(pdf)], check=True, capture_output=True
    ).stdout
    page = Image.open(io.BytesIO(png)).convert("L")
    page = page.rotate(0.7, resample=Image.BICUBIC, fillcolor=246).filter(ImageFilter.GaussianBlur(0.6))
    page = page.point(lambda grey: 30 + grey * 205 // 255)
    chance = random.Random(path.stem)
    for _ in range(700):
        spot = chance.randrange(page.width), chance.randrange(page.height)
        page.putpixel(spot, chance.randrange(60, 150))
    page.save(picture, "JPEG", quality=42, optimize=True)
    return picture


def write_scanned(path, target, work):
    """A PDF whose only page is a picture."""
    from PIL import Image

    picture = Image.open(scan(path, work))
    stamp = read_source(path)[0]["date"]
    when = time.strptime((stamp + "-01-01")[:10], "%Y-%m-%d")
    picture.save(str(target), "PDF", resolution=130.0, creationDate=when, modDate=when, producer="scanner")


def write_groff(path, target):
    """groff sets an accent as a glyph of its own beside the letter, as TeX did with its older fonts."""
    source = path.read_text(encoding="utf-8")
    seconds = re.search(r"^\.\\\" date: (\d+)", source, re.M)
    env = dict(os.environ, SOURCE_DATE_EPOCH=seconds[1] if seconds else "0", TZ="UTC", LC_ALL="C.UTF-8")
    command = ["groff", "-ms", "-t", "-Tpdf", str(path)]
    result = subprocess.run(command, check=True, capture_output=True, env=env)
    target.write_bytes(result.stdout)


def build(path):
    """One source into files/. Returns the target's name and size."""
    suffix = {".md": ".pdf", ".ms": ".pdf"}.get(path.suffix, path.suffix)
    target = FILES / (path.stem + suffix)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        result = work / target.name
        if path.suffix == ".md":
            if read_source(path)[0].get("scan") == "yes":
                write_scanned(path, result, work)
            else:
                write_pdf(path, result, work)
        elif path.suffix == ".ms":
            write_groff(path, result)
        elif path.suffix == ".txt":
            # As an office of 2007 would have saved it.
            result.write_bytes(path.read_text(encoding="utf-8").encode("iso-8859-1"))
        else:
            result.write_bytes(path.read_bytes())
        shutil.move(str(result), str(target))
    return target.name, target.stat().st_size


def sources():
    """Every source that becomes a file of the library; those named part-* are pages inside others."""
    return sorted(
        path
        for path in SOURCES.iterdir()
        if path.suffix in (".md", ".ms", ".html", ".txt") and not path.name.startswith("part-")
    )


# ---- Checking --------------------------------------------------------------------------------------

DCTERMS = "{http://purl.org/dc/terms/}"
REPERE = "{urn:repere:record:1}"
SKOS = "{http://www.w3.org/2004/02/skos/core#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def notations(name):
    tree = ET.parse(HERE / "vocabularies" / f"{name}.rdf")
    return {element.text for element in tree.iter(SKOS + "notation")}


def check():
    """Returns a list of sentences, one for each thing that does not fit."""
    wrong, seen, used = [], set(), set()
    known = {
        DCTERMS + "type": notations("types"),
        DCTERMS + "subject": notations("themes"),
        DCTERMS + "audience": notations("audiences"),
        DCTERMS + "spatial": notations("regions"),
        REPERE + "origin": notations("regions"),
        REPERE + "host": notations("regions"),
    }
    for path in sorted((HERE / "records").glob("*.xml")):
        for record in ET.parse(path).iter(REPERE + "record"):
            name = record.findtext(DCTERMS + "identifier")
            if name in seen:
                wrong.append(f"{path.name}: the identifier {name} is used twice.")
            seen.add(name)
            for element in record:
                values = known.get(element.tag)
                if values and XML_LANG not in element.attrib and element.text not in values:
                    wrong.append(f"{path.name}: {name}: no vocabulary has the value {element.text}.")
            for element in record.iter(DCTERMS + "hasFormat"):
                used.add(element.get("href"))
                if not (FILES / element.get("href")).is_file():
                    wrong.append(f"{path.name}: {name}: the file {element.get('href')} is missing.")
    have = {path.name for path in FILES.iterdir()}
    wrong += [f"files/{name}: no record refers to it." for name in sorted(have - used)]
    made = {path.stem for path in sources()}
    strange = sorted(name for name in have if pathlib.Path(name).stem not in made)
    wrong += [f"files/{name}: it has no source." for name in strange]
    print(f"{len(seen)} works, {len(used)} files referred to, {len(have)} files, {len(wrong)} faults")
    return wrong


def main(arguments):
    if arguments == ["--check"]:
        wrong = check()
        print("\n".join(wrong), end="\n" if wrong else "")
        return 65 if wrong else 0
    wanted = [path for path in sources() if not arguments or path.stem in arguments]
    unknown = set(arguments) - {path.stem for path in wanted}
    if unknown:
        print(f"build.py: no source is named {', '.join(sorted(unknown))}; see sources/.", file=sys.stderr)
        return 64
    FILES.mkdir(exist_ok=True)
    total = 0
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for name, size in pool.map(build, wanted):
            print(f"{size:8d}  {name}", flush=True)
            total += size
    print(f"{total:8d}  bytes in {len(wanted)} files")
    return 0


if __name__ == "__main__":
    # Font subsets are named after a hash of a string, and font tools stamp the time of day into them.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ.update(PYTHONHASHSEED="0", SOURCE_DATE_EPOCH="1704067200")
        os.execv(sys.executable, [sys.executable] + sys.argv)
    try:
        sys.exit(main(sys.argv[1:]))
    except (SourceError, subprocess.CalledProcessError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        sys.exit(70)

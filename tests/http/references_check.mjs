// references_check.mjs - exports read back by those who read such files: RIS and BibTeX by bibutils, CSL-JSON by
// citeproc-js, CSV by a reader of RFC 4180. The same works as JSON Lines say what must come back.
//
//   node references_check.mjs JSONL RIS BIB CSL CSV     prints TAP; without npm's modules citeproc is left out
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [, , jsonl, ris, bib, csl, csv] = process.argv;
let number = 0;
let failures = 0;
function say(good, name, ...why) {
  number++;
  if (!good) failures++;
  console.log(`${good ? "ok" : "not ok"} ${number} - ${name}`);
  if (!good) for (const line of why) console.log(`# ${String(line).slice(0, 1500).replaceAll("\n", "\n# ")}`);
}
const works = fs.readFileSync(jsonl, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
say(works.length > 10 && new Set(works.map((w) => w.id)).size === works.length, "the export has many works, each once", works.length);

// ---- MODS, as bibutils writes it ----

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (text) => text.replace(/&(\w+);/g, (_, name) => entities[name]).trim();
function texts(xml, element, attributes = "") {
  const found = [...xml.matchAll(new RegExp(`<${element}${attributes}(?: [^>]*)?>([^<]*)</${element}>`, "g"))];
  return found.map((m) => plain(m[1]));
}
function mods(program, file) {
  const xml = execFileSync(program, ["-nt", file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return [...xml.matchAll(/<mods ID="([^"]*)">(.*?)<\/mods>/gs)].map(([, id, body]) => {
    const [own] = body.split('<relatedItem type="host">');
    return {
      id: plain(id),
      title: texts(own, "title")[0],
      // A literal name of several words is taken apart by RIS's readers: put together it is what it was.
      names: [...body.matchAll(/<name[ >].*?<\/name>/gs)].map(([name]) => ({
        text: [...texts(name, "namePart", ' type="given"'), ...texts(name, "namePart", ' type="family"'),
               ...texts(name.replace(/<namePart type.*?<\/namePart>/g, ""), "namePart")].join(" "),
        family: texts(name, "namePart", ' type="family"')[0],
      })),
      date: texts(body, "dateIssued")[0],
      publisher: texts(body, "publisher")[0],
      abstract: texts(body, "abstract")[0],
      language: texts(body, "languageTerm")[0],
      topics: texts(body, "topic"),
      urls: texts(body, "url"),
      // BibTeX has no field for it in some entries
      series: (texts(body, "note").find((t) => t.startsWith("Series: ")) ?? "").slice(8).split("; Title")[0] || texts(body.split('<relatedItem type="host">')[1] ?? "", "title").find((t) => t !== ""),
      notes: texts(body, "note"),
    };
  });
}

const flat = (text) => text?.replace(/ +/g, " ").trim();
// What TeX itself shows otherwise than it is typed.
const typeset = (text) => flat(text)?.replaceAll('"', "”").replace(/[‘’`]/g, "'").replaceAll("⌃", "^");
const spoken = (name) => {
  const parts = name.split(",").map((part) => part.trim());
  return parts.length === 2 && parts[0] && parts[1] ? `${parts[1]} ${parts[0]}` : name.trim();
};
const labels = (work, ...names) => [...new Set(names.flatMap((name) => (work.facets[name] ?? []).map((v) => v.label)))];
const key = (id) => [...Buffer.from(id)].map((b) => {
  const c = String.fromCharCode(b);
  return /[A-Za-z0-9.:-]/.test(c) ? c : c === "_" ? "__" : `_${b.toString(16).toUpperCase().padStart(2, "0")}`;
}).join("");

function compare(name, records, idOf, seen) {
  say(records.length === works.length, `${name}: as many works as were exported`, records.length, works.length);
  const wrong = Object.fromEntries(["id", "title", "authors", "date", "publisher", "abstract", "languages", "keywords", "address", "series", "other titles"].map((k) => [k, []]));
  const check = (what, work, got, wanted) => {
    if (JSON.stringify(got ?? null) !== JSON.stringify(wanted ?? null)) wrong[what].push(`${work.id}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
  };
  works.forEach((work, i) => {
    const record = records[i] ?? { names: [], topics: [], urls: [], notes: [] };
    const first = work.files.find((f) => f.lang === "en") ?? work.files[0];
    check("id", work, record.id, idOf(work.id));
    check("title", work, seen(record.title), seen(work.title.text));
    check("authors", work, record.names.map((n) => seen(n.text)), work.creators.map((c) => seen(spoken(c))));
    check("date", work, record.date, work.issued);
    check("publisher", work, seen(record.publisher), work.publishers.length ? seen(work.publishers.join("; ")) : undefined);
    check("abstract", work, seen(record.abstract), seen(work.abstract?.text));
    check("languages", work, record.language, work.languages.length ? work.languages.join("; ") : undefined);
    check("keywords", work, record.topics.map(seen), labels(work, "theme", "country").map(seen));
    check("address", work, record.urls[0], first?.url);
    check("series", work, seen(record.series), labels(work, "series").length ? seen(labels(work, "series").join("; ")) : undefined);
    const missing = work.titles.filter((t) => t.text !== work.title.text && !record.notes.some((n) => seen(n).includes(seen(t.text))));
    check("other titles", work, missing, []);
  });
  for (const [what, lines] of Object.entries(wrong)) say(lines.length === 0, `${name}: every work's ${what} as exported`, ...lines);
}
compare("RIS, read by bibutils", mods("ris2xml", ris), (id) => id, flat);
compare("BibTeX, read by bibutils", mods("bib2xml", bib), key, typeset);
const keys = [...fs.readFileSync(bib, "utf8").matchAll(/^@\w+\{([^,]*),$/gm)].map((m) => m[1]);
say(keys.length === works.length && new Set(keys).size === keys.length && keys.every((k) => /^[\x21-\x7e]+$/.test(k)), "BibTeX: keys are ASCII and each is one work's");
const commas = works.filter((w) => w.creators.some((c) => spoken(c) !== c.trim()));
say(commas.length > 0, "some work has an author written family name first");

// ---- CSV ----

function rows(text) {
  const all = [];
  let row = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && quoted === undefined && bare === "" && row.length === 0) break;
    row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : bare);
    if (end !== ",") {
      all.push(row);
      row = [];
    }
  }
  return all;
}
{
  const text = fs.readFileSync(csv, "utf8");
  say(text.startsWith("\ufeff"), "CSV: the byte order mark that was asked for");
  const [head, ...body] = rows(text.slice(1));
  say(body.length === works.length && body.every((row) => row.length === head.length), "CSV: a row a work, a cell a column", body.length, head);
  const cell = (row, name) => row[head.indexOf(name)];
  const unguarded = (text) => text.replace(/^'(?=[ ]*[=+\-@\t\r\n])/, "");
  const wrong = works.filter((work, i) =>
    cell(body[i], "id") !== work.id || unguarded(cell(body[i], "title")) !== work.title.text || cell(body[i], "issued") !== (work.issued ?? "") ||
    unguarded(cell(body[i], "creators")) !== work.creators.join("; ") || cell(body[i], "theme") !== labels(work, "theme").join("; ") ||
    cell(body[i], "url") !== work.files.map((f) => f.url).join("; "));
  say(wrong.length === 0, "CSV: cells say what was exported", ...wrong.map((w) => w.id));
  const dangerous = body.flat().filter((c) => /^[=+\-@\t\r]/.test(c));
  say(dangerous.length === 0, "CSV: no cell is a formula to a spreadsheet", ...dangerous);
  say(works.some((w) => /^[=+\-@]/.test(w.title.text)), "some title would be a formula");
}

// ---- CSL-JSON ----

const items = JSON.parse(fs.readFileSync(csl, "utf8"));
say(items.length === works.length && items.every((item, i) => item.id === works[i].id && item.title === works[i].title.text), "CSL-JSON: every work, its id and title");
{
  const wrong = items.filter((item, i) => {
    const parts = item.issued?.["date-parts"][0].map((n) => String(n).padStart(2, "0")).join("-");
    return parts !== (works[i].issued ?? undefined);
  });
  say(wrong.length === 0, "CSL-JSON: every work's date", ...wrong.map((item) => item.id));
}
let citeproc;
try {
  citeproc = createRequire(path.resolve(process.env.REPERE_NPM ?? "build/npm", "node_modules", "x.js"))("citeproc");
} catch {
  number++;
  console.log(`ok ${number} - CSL-JSON: rendered by citeproc # SKIP npm's modules are not there`);
}
if (citeproc) {
  const locale = `<?xml version="1.0" encoding="utf-8"?><locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="en-US">
<date form="text"><date-part name="year"/></date><date form="numeric"><date-part name="year"/></date><terms>
<term name="and">and</term><term name="et-al">et al.</term><term name="open-quote">“</term><term name="close-quote">”</term>
<term name="open-inner-quote">‘</term><term name="close-inner-quote">’</term></terms></locale>`;
  const style = `<?xml version="1.0" encoding="utf-8"?><style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Everything</title><id>urn:repere:test-style</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography et-al-min="1000" et-al-use-first="999"><layout><group delimiter=" | ">
<names variable="author"><name delimiter="; " name-as-sort-order="all" sort-separator=", " delimiter-precedes-last="always"/></names>
<text variable="title"/><date variable="issued"><date-part name="year"/></date><text variable="publisher"/><text variable="URL"/>
</group></layout></bibliography></style>`;
  const engine = new citeproc.Engine({ retrieveLocale: () => locale, retrieveItem: (id) => items.find((item) => item.id === id) }, style, "en-US", true);
  engine.setOutputFormat("text");
  engine.updateItems(items.map((item) => item.id));
  const [about, lines] = engine.makeBibliography();
  say(about.bibliography_errors.length === 0 && lines.length === items.length, "CSL-JSON: rendered by citeproc, every item", JSON.stringify(about.bibliography_errors));
  const rendered = new Map(about.entry_ids.map(([id], i) => [id, lines[i]]));
  const curly = (text) => text.replace(/[‘’'`]/g, "'").replace(/[“”"]/g, '"').replace(/\s+/g, " ");
  const wrong = works.filter((work) => {
    const line = curly(rendered.get(work.id) ?? "");
    return !(line.includes(curly(work.title.text)) && (!work.issued || line.includes(work.issued.slice(0, 4))) && work.creators.every((c) => line.includes(curly(c))));
  });
  say(wrong.length === 0, "CSL-JSON: titles, authors and years are rendered", ...wrong.map((w) => `${w.id}: ${rendered.get(w.id)}`));
}
console.log(`1..${number}`);
process.exit(failures ? 1 : 0);

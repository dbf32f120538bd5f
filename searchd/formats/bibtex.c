/* bibtex.c - works as BibTeX, in UTF-8 with the characters that mean something to TeX escaped. */
#include <string.h>

#include "searchd/formats/citation.h"
#include "searchd/formats/records.h"

static void nothing(const Sheet *sheet, GString *out)
{
  (void)sheet;
  (void)out;
}

/* The id in the letters that every reader of keys takes. One to one, so that no two works share a key: what
 * is no such letter is "_" and its byte in hexadecimal, "_" itself is doubled. */
static void key(GString *out, const char *id)
{
  for (const char *p = id; *p; p++) {
    if (g_ascii_isalnum(*p) || strchr("-.:", *p))
      g_string_append_c(out, *p);
    else if (*p == '_')
      g_string_append(out, "__");
    else
      g_string_append_printf(out, "_%02X", (guchar)*p);
  }
}

/* BibTeX counts braces even where TeX takes them for text, so those are named. */
static void escape(GString *out, const char *text)
{
  g_autofree char *flat = citation_line(text);
  for (const char *p = flat; *p; p++) {
    switch (*p) {
    case '\\': g_string_append(out, "$\\backslash$"); break;
    case '{': g_string_append(out, "{\\textbraceleft}"); break;
    case '}': g_string_append(out, "{\\textbraceright}"); break;
    case '~': g_string_append(out, "{\\textasciitilde}"); break;
    case '^': g_string_append(out, "{\\textasciicircum}"); break;
    case '&':
    case '%':
    case '$':
    case '#':
    case '_': g_string_append_printf(out, "\\%c", *p); break;
    default: g_string_append_c(out, *p);
    }
  }
}

static void field(GString *out, const char *name, const char *text)
{
  if (!text || !*text)
    return;
  g_string_append_printf(out, ",\n  %s = {", name);
  escape(out, text);
  g_string_append_c(out, '}');
}

/* As `field`, the letters' case being the work's own: styles put titles into small letters otherwise. */
static void fixed_field(GString *out, const char *name, const char *text)
{
  g_string_append_printf(out, ",\n  %s = {{", name);
  escape(out, text);
  g_string_append(out, "}}");
}

static void list(GString *out, const char *name, const GPtrArray *texts, const char *between)
{
  g_autofree char *joined = citation_join(texts, between);
  field(out, name, joined);
}

/* A part of a name; braces keep "and" from dividing it. */
static void name_part(GString *out, const char *part)
{
  g_autofree char *small = g_ascii_strdown(part, -1);
  gboolean divided = strstr(small, " and ") != NULL;
  if (divided)
    g_string_append_c(out, '{');
  escape(out, part);
  if (divided)
    g_string_append_c(out, '}');
}

static void people(GString *out, const GPtrArray *creators)
{
  for (guint i = 0; creators && i < creators->len; i++) {
    g_autofree char *family = NULL;
    g_autofree char *given = NULL;
    citation_name(creators->pdata[i], &family, &given);
    g_string_append(out, i ? " and " : ",\n  author = {");
    if (family) {
      name_part(out, family);
      g_string_append(out, ", ");
      name_part(out, given);
    } else {
      g_string_append_c(out, '{');
      escape(out, creators->pdata[i]);
      g_string_append_c(out, '}');
    }
  }
  if (creators && creators->len)
    g_string_append_c(out, '}');
}

static void date(GString *out, const char *issued)
{
  static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec" };
  CitationDate date;
  if (!citation_date(issued, &date))
    return;
  g_string_append_printf(out, ",\n  year = {%04u}", date.year);
  if (date.month)
    g_string_append_printf(out, ",\n  month = %s", months[date.month - 1]);
  if (date.day)
    g_string_append_printf(out, ",\n  day = {%u}", date.day);
}

/* An address as it is: styles hand it to a command that reads nothing of it as TeX. */
static void address(GString *out, const char *url)
{
  g_string_append(out, ",\n  url = {");
  for (const char *p = url; *p; p++) {
    if (strchr("{}\\", *p) || (guchar)*p <= ' ')
      g_string_append_printf(out, "%%%02X", (guchar)*p);
    else
      g_string_append_c(out, *p);
  }
  g_string_append_c(out, '}');
}

/* What an entry has no field for: its series, where styles give it none, and its titles in other languages.
 */
static void note(GString *out, const RepereHit *hit, const GPtrArray *series)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (series && series->len) {
    g_autofree char *joined = citation_join(series, "; ");
    g_string_append_printf(text, "Series: %s", joined);
  }
  for (guint i = 0; hit->titles && i < hit->titles->len; i++) {
    const RepereText *title = hit->titles->pdata[i];
    if (strcmp(title->text, hit->title->text) == 0)
      continue;
    g_string_append_printf(text, "%sTitle", text->len ? "; " : "");
    if (*title->lang)
      g_string_append_printf(text, " (%s)", title->lang);
    g_string_append_printf(text, ": %s", title->text);
  }
  field(out, "note", text->str);
}

static void work(const Sheet *sheet, const RepereHit *hit, GString *out)
{
  g_autoptr(GPtrArray) series = citation_labels(sheet->library, hit, citation_series);
  g_autoptr(GPtrArray) keywords = citation_labels(sheet->library, hit, citation_keywords);
  g_autoptr(GPtrArray) publishers = citation_publishers_of(sheet->library, hit);
  const CitationKind *kind = citation_kind(hit);
  const RepereHitFile *file = citation_file(hit, sheet->request->question->lang);
  gboolean misc = strcmp(kind->bibtex, "misc") == 0;
  g_string_append_printf(out, "@%s{", kind->bibtex);
  key(out, hit->id);
  fixed_field(out, "title", hit->title->text);
  people(out, hit->creators);
  list(out, strcmp(kind->bibtex, "techreport") == 0 ? "institution" : "publisher", publishers, "; ");
  if (hit->type)
    field(out, "type", hit->type->label);
  date(out, hit->issued);
  if (!misc)
    list(out, "series", series, "; ");
  list(out, "language", hit->languages, "; ");
  list(out, "keywords", keywords, "; ");
  if (file)
    address(out, file->url);
  if (hit->abstract)
    field(out, "abstract", hit->abstract->text);
  note(out, hit, misc ? series : NULL);
  g_string_append(out, "\n}\n\n");
}

const RecordFormat record_bibtex = { "application/x-bibtex; charset=utf-8", "bib", nothing, work, nothing };

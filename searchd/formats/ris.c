/* ris.c - works as RIS, the tagged lines that reference managers exchange (Research Information Systems'
 * format specification, 2001 and 2011). Tags that readers take once (PB, LA) have their values on one line.
 */
#include <string.h>

#include "searchd/formats/citation.h"
#include "searchd/formats/records.h"

static void nothing(const Sheet *sheet, GString *out)
{
  (void)sheet;
  (void)out;
}

static void line(GString *out, const char *tag, const char *text)
{
  g_autofree char *flat = citation_line(text);
  if (*flat)
    g_string_append_printf(out, "%s  - %s\r\n", tag, flat);
}

static void lines(GString *out, const char *tag, const GPtrArray *texts)
{
  for (guint i = 0; texts && i < texts->len; i++)
    line(out, tag, texts->pdata[i]);
}

static void joined(GString *out, const char *tag, const GPtrArray *texts)
{
  g_autofree char *text = citation_join(texts, "; ");
  line(out, tag, text);
}

static void date(GString *out, const char *issued)
{
  CitationDate date;
  if (!citation_date(issued, &date))
    return;
  g_string_append_printf(out, "PY  - %04u\r\n", date.year);
  if (date.day)
    g_string_append_printf(out, "DA  - %04u/%02u/%02u/\r\n", date.year, date.month, date.day);
  else if (date.month)
    g_string_append_printf(out, "DA  - %04u/%02u//\r\n", date.year, date.month);
}

/* The title in other languages: there is a tag for one translation, which readers drop, and notes, which they
 * keep. */
static void other_titles(GString *out, const RepereHit *hit)
{
  for (guint i = 0; hit->titles && i < hit->titles->len; i++) {
    const RepereText *title = hit->titles->pdata[i];
    if (strcmp(title->text, hit->title->text) == 0)
      continue;
    g_autofree char *note = *title->lang ? g_strdup_printf("Title (%s): %s", title->lang, title->text)
                                         : g_strconcat("Title: ", title->text, NULL);
    line(out, "N1", note);
  }
}

static void files(GString *out, const RepereHit *hit, const char *lang)
{
  const RepereHitFile *first = citation_file(hit, lang);
  if (first)
    line(out, "UR", first->url);
  for (guint i = 0; hit->files && i < hit->files->len; i++) {
    const RepereHitFile *file = hit->files->pdata[i];
    gboolean pdf = g_strcmp0(file->media_type, "application/pdf") == 0;
    if (pdf || file != first)
      line(out, pdf ? "L1" : "L2", file->url);
  }
}

static void work(const Sheet *sheet, const RepereHit *hit, GString *out)
{
  g_autoptr(GPtrArray) series = citation_labels(sheet->library, hit, citation_series);
  g_autoptr(GPtrArray) keywords = citation_labels(sheet->library, hit, citation_keywords);
  g_autoptr(GPtrArray) publishers = citation_publishers_of(sheet->library, hit);
  line(out, "TY", citation_kind(hit)->ris);
  line(out, "ID", hit->id);
  line(out, "TI", hit->title->text);
  lines(out, "AU", hit->creators);
  date(out, hit->issued);
  joined(out, "T2", series);
  joined(out, "PB", publishers);
  joined(out, "LA", hit->languages);
  if (hit->type)
    line(out, "M3", hit->type->label);
  if (hit->abstract)
    line(out, "AB", hit->abstract->text);
  lines(out, "KW", keywords);
  other_titles(out, hit);
  files(out, hit, sheet->request->question->lang);
  g_string_append(out, "ER  - \r\n\r\n");
}

const RecordFormat record_ris = { "application/x-research-info-systems; charset=utf-8", "ris", nothing, work,
                                  nothing };

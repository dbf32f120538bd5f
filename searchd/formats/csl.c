/* csl.c - works as an array of CSL-JSON items (Citation Style Language 1.0.2, csl-data.json). */
#include "lib/json_writer.h"
#include "searchd/formats/citation.h"
#include "searchd/formats/records.h"

static void begin(const Sheet *sheet, GString *out)
{
  (void)sheet;
  g_string_append(out, "[");
}

static void end(const Sheet *sheet, GString *out)
{
  g_string_append(out, sheet->written ? "\n]\n" : "]\n");
}

static void people(RepereJson *w, const GPtrArray *creators)
{
  if (!creators || !creators->len)
    return;
  repere_json_member_open(w, "author", '[');
  for (guint i = 0; i < creators->len; i++) {
    g_autofree char *family = NULL;
    g_autofree char *given = NULL;
    citation_name(creators->pdata[i], &family, &given);
    repere_json_open(w, '{');
    if (family) {
      repere_json_member_string(w, "family", family);
      repere_json_member_string(w, "given", given);
    } else {
      repere_json_member_string(w, "literal", creators->pdata[i]);
    }
    repere_json_close(w, '}');
  }
  repere_json_close(w, ']');
}

static void date(RepereJson *w, const char *issued)
{
  CitationDate date;
  if (!citation_date(issued, &date))
    return;
  repere_json_member_open(w, "issued", '{');
  repere_json_member_open(w, "date-parts", '[');
  repere_json_open(w, '[');
  repere_json_uint(w, date.year);
  if (date.month)
    repere_json_uint(w, date.month);
  if (date.day)
    repere_json_uint(w, date.day);
  repere_json_close(w, ']');
  repere_json_close(w, ']');
  repere_json_close(w, '}');
}

/* The schema knows no null: what there is none of is left out. */
static void member(RepereJson *w, const char *name, const char *text)
{
  if (text && *text)
    repere_json_member_string(w, name, text);
}

static void list(RepereJson *w, const char *name, const GPtrArray *texts)
{
  g_autofree char *joined = citation_join(texts, "; ");
  member(w, name, joined);
}

static void work(const Sheet *sheet, const RepereHit *hit, GString *out)
{
  g_autoptr(GPtrArray) series = citation_labels(sheet->library, hit, citation_series);
  g_autoptr(GPtrArray) keywords = citation_labels(sheet->library, hit, citation_keywords);
  g_autoptr(GPtrArray) publishers = citation_publishers_of(sheet->library, hit);
  const RepereHitFile *file = citation_file(hit, sheet->request->question->lang);
  g_string_append(out, sheet->written ? ",\n" : "\n");
  RepereJson w = repere_json_on(out);
  repere_json_open(&w, '{');
  member(&w, "id", hit->id);
  member(&w, "type", citation_kind(hit)->csl);
  member(&w, "title", hit->title->text);
  people(&w, hit->creators);
  date(&w, hit->issued);
  list(&w, "publisher", publishers);
  list(&w, "collection-title", series);
  member(&w, "genre", hit->type ? hit->type->label : NULL);
  member(&w, "language", file && file->lang ? file->lang : hit->title->lang);
  list(&w, "keyword", keywords);
  member(&w, "abstract", hit->abstract ? hit->abstract->text : NULL);
  member(&w, "URL", file ? file->url : NULL);
  repere_json_close(&w, '}');
}

const RecordFormat record_csl = { "application/vnd.citationstyles.csl+json; charset=utf-8", "json", begin,
                                  work, end };

/* csv.c - works as rows (RFC 4180), guarded as lib/csv.h says. Columns are the same whatever was found: those
 * of every work, then a column a facet. What texts feed has none: a cell of some hundred concepts without their
 * pages serves nobody, and /v1/works/ID has them with theirs. */
#include "lib/csv.h"

#include <string.h>

#include "searchd/formats/citation.h"
#include "searchd/formats/records.h"

#define BETWEEN "; "
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const char *const first[] = { "id",        "title",    "lang",       "type",    "issued",
                                     "languages", "creators", "publishers", "abstract" };

/* A facet that has one of the columns above, or none. */
static gboolean is_left_out(const RepereFacet *facet)
{
  static const char *const sources[] = { "dcterms:type", "dcterms:language", "dcterms:publisher" };
  for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
    if (facet->sources && g_strv_contains((const char *const *)facet->sources, sources[i]))
      return TRUE;
  }
  return !repere_facet_is_of_records(facet);
}

static void begin(const Sheet *sheet, GString *out)
{
  if (sheet->request->bom)
    g_string_append(out, BYTE_ORDER_MARK);
  for (gsize i = 0; i < G_N_ELEMENTS(first); i++) {
    repere_csv_text(out, first[i]);
    repere_csv_comma(out);
  }
  for (guint i = 0; i < sheet->library->facets->len; i++) {
    const RepereFacet *facet = sheet->library->facets->pdata[i];
    if (is_left_out(facet))
      continue;
    repere_csv_text(out, facet->name);
    repere_csv_comma(out);
  }
  repere_csv_text(out, "url");
  repere_csv_end(out);
}

/* A cell, and the comma behind it. */
static void cell(GString *out, const char *text)
{
  repere_csv_text(out, text);
  repere_csv_comma(out);
}

static void list(GString *out, const GPtrArray *texts)
{
  g_autofree char *joined = citation_join(texts, BETWEEN);
  cell(out, joined);
}

static void facet_cell(GString *out, const RepereHit *hit, const char *name)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new();
  for (guint i = 0; hit->facets && i < hit->facets->len; i++) {
    const RepereHitFacet *facet = hit->facets->pdata[i];
    for (guint j = 0; strcmp(facet->facet, name) == 0 && j < facet->values->len; j++)
      g_ptr_array_add(labels, ((const RepereValue *)facet->values->pdata[j])->label);
  }
  list(out, labels);
}

static void work(const Sheet *sheet, const RepereHit *hit, GString *out)
{
  g_autoptr(GPtrArray) publishers = citation_publishers_of(sheet->library, hit);
  g_autoptr(GPtrArray) urls = g_ptr_array_new();
  cell(out, hit->id);
  cell(out, hit->title->text);
  cell(out, hit->title->lang);
  cell(out, hit->type ? hit->type->label : NULL);
  cell(out, hit->issued);
  list(out, hit->languages);
  list(out, hit->creators);
  list(out, publishers);
  cell(out, hit->abstract ? hit->abstract->text : NULL);
  for (guint i = 0; i < sheet->library->facets->len; i++) {
    const RepereFacet *facet = sheet->library->facets->pdata[i];
    if (!is_left_out(facet))
      facet_cell(out, hit, facet->name);
  }
  for (guint i = 0; hit->files && i < hit->files->len; i++)
    g_ptr_array_add(urls, ((const RepereHitFile *)hit->files->pdata[i])->url);
  g_autofree char *joined = citation_join(urls, BETWEEN);
  repere_csv_text(out, joined);
  repere_csv_end(out);
}

static void end(const Sheet *sheet, GString *out)
{
  (void)sheet;
  (void)out;
}

const RecordFormat record_csv = { "text/csv; charset=utf-8; header=present", "csv", begin, work, end };

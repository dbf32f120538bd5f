#include "searchd/formats/citation.h"

#include <string.h>

/* Types as libraries name them; what is not here is a document of no special kind. */
static const CitationKind kinds[] = {
  { "report", "RPRT", "techreport", "report" },
  { "evaluation-report", "RPRT", "techreport", "report" },
  { "annual-report", "RPRT", "techreport", "report" },
  { "guideline", "RPRT", "techreport", "report" },
  { "handbook", "RPRT", "techreport", "report" },
  { "factsheet", "RPRT", "techreport", "report" },
  { "knowledge-bite", "RPRT", "techreport", "report" },
  { "policy-brief", "RPRT", "techreport", "report" },
  { "case-study", "RPRT", "techreport", "report" },
  { "working-paper", "RPRT", "techreport", "report" },
  { "brochure", "PAMP", "misc", "pamphlet" },
  { "publication", "RPRT", "techreport", "report" },
  { "book", "BOOK", "book", "book" },
  { "dataset", "DATA", "misc", "dataset" },
  { "map", "MAP", "misc", "map" },
  { "video", "VIDEO", "misc", "motion_picture" },
  { "webinar", "VIDEO", "misc", "event" },
  { "event", "GEN", "misc", "event" },
  { "news", "NEWS", "misc", "article-newspaper" },
  { "discussion", "ELEC", "misc", "post" },
};

static const CitationKind any_kind = { NULL, "GEN", "misc", "document" };

const CitationKind *citation_kind(const RepereHit *hit)
{
  for (gsize i = 0; hit->type && i < G_N_ELEMENTS(kinds); i++) {
    if (strcmp(hit->type->value, kinds[i].type) == 0)
      return &kinds[i];
  }
  return &any_kind;
}

/* ---- people ---- */

void citation_name(const char *name, char **family, char **given)
{
  *family = *given = NULL;
  const char *comma = strchr(name, ',');
  if (!comma || strchr(comma + 1, ','))
    return;
  g_autofree char *before = g_strstrip(g_strndup(name, (gsize)(comma - name)));
  g_autofree char *after = g_strstrip(g_strdup(comma + 1));
  if (!*before || !*after)
    return;
  *family = g_steal_pointer(&before);
  *given = g_steal_pointer(&after);
}

/* ---- dates ---- */

/* The two digits behind a hyphen, 0 where there are none. */
static guint part(const char *text)
{
  return text[0] == '-' && g_ascii_isdigit(text[1]) && g_ascii_isdigit(text[2])
           ? (guint)(g_ascii_digit_value(text[1]) * 10 + g_ascii_digit_value(text[2]))
           : 0;
}

gboolean citation_date(const char *issued, CitationDate *date)
{
  *date = (CitationDate){ 0 };
  if (!issued || strspn(issued, "0123456789") != 4)
    return FALSE;
  date->year = (guint)g_ascii_strtoull(issued, NULL, 10);
  date->month = part(issued + 4);
  if (date->month < 1 || date->month > 12)
    date->month = 0;
  date->day = date->month ? part(issued + 7) : 0;
  if (date->day > 31)
    date->day = 0;
  return TRUE;
}

/* ---- facets by what feeds them ---- */

const char *const citation_series[] = { "dcterms:isPartOf", NULL };
const char *const citation_keywords[] = { "dcterms:subject", "dcterms:spatial", NULL };
const char *const citation_publishers[] = { "dcterms:publisher", NULL };

static gboolean is_fed(const RepereFacet *facet, const char *const *sources)
{
  for (char **source = facet->sources; source && *source; source++) {
    if (g_strv_contains(sources, *source))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *citation_labels(const RepereLibrary *library, const RepereHit *hit, const char *const *sources)
{
  GPtrArray *labels = g_ptr_array_new();
  for (guint i = 0; hit->facets && i < hit->facets->len; i++) {
    const RepereHitFacet *values = hit->facets->pdata[i];
    const RepereFacet *facet = repere_library_facet(library, values->facet);
    /* a facet of tops says again, less exactly, what another one says */
    if (!facet || facet->top || !is_fed(facet, sources))
      continue;
    for (guint j = 0; j < values->values->len; j++) {
      const RepereValue *value = values->values->pdata[j];
      if (!g_ptr_array_find_with_equal_func(labels, value->label, g_str_equal, NULL))
        g_ptr_array_add(labels, value->label);
    }
  }
  return labels;
}

GPtrArray *citation_publishers_of(const RepereLibrary *library, const RepereHit *hit)
{
  return hit->publishers && hit->publishers->len ? g_ptr_array_ref(hit->publishers)
                                                 : citation_labels(library, hit, citation_publishers);
}

/* ---- the rest ---- */

const RepereHitFile *citation_file(const RepereHit *hit, const char *lang)
{
  const RepereHitFile *first = NULL;
  for (guint i = 0; hit->files && i < hit->files->len; i++) {
    const RepereHitFile *file = hit->files->pdata[i];
    if (!file->url || !*file->url)
      continue;
    if (file->lang && strcmp(file->lang, lang) == 0)
      return file;
    if (!first)
      first = file;
  }
  return first;
}

char *citation_join(const GPtrArray *texts, const char *between)
{
  GString *joined = g_string_new(NULL);
  for (guint i = 0; texts && i < texts->len; i++)
    g_string_append_printf(joined, "%s%s", i ? between : "", (char *)texts->pdata[i]);
  return g_string_free(joined, FALSE);
}

char *citation_line(const char *text)
{
  GString *line = g_string_new(NULL);
  gboolean gap = FALSE;
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    /* no-break spaces stay: French has them before its colons */
    if (c == ' ' || g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029) {
      gap = line->len > 0;
      continue;
    }
    if (gap)
      g_string_append_c(line, ' ');
    gap = FALSE;
    g_string_append_unichar(line, c);
  }
  return g_string_free(line, FALSE);
}

/* hit.c - see hit.h */
#include "hit.h"

#include "answer.h"
#include "repere/ledger.h"
#include "repere/work.h"

static RepereText *text_in(const GArray *texts, const char *lang)
{
  const RepereStoredText *text = repere_stored_text_in(texts, lang);
  return text ? repere_text_new(text->text, text->lang) : NULL;
}

static GPtrArray *all_texts(const GArray *texts)
{
  GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)repere_text_free);
  for (guint i = 0; i < texts->len; i++) {
    const RepereStoredText *text = &g_array_index(texts, RepereStoredText, i);
    g_ptr_array_add(all, repere_text_new(text->text, text->lang));
  }
  return all;
}

static void copy_strings(const GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++) g_ptr_array_add(to, g_strdup(from->pdata[i]));
}

static void add_language(GPtrArray *languages, const char *code)
{
  if (code[0] && !g_ptr_array_find_with_equal_func(languages, code, g_str_equal, NULL))
    g_ptr_array_add(languages, g_strdup(code));
}

static void add_files(RepereHit *hit, const RepereStoredDocument *stored)
{
  for (guint i = 0; i < stored->files->len; i++) {
    const RepereStoredFile *from = &g_array_index(stored->files, RepereStoredFile, i);
    RepereHitFile *file = g_new0(RepereHitFile, 1);
    file->n = i + 1;
    file->lang = g_strdup(from->lang);
    file->url = g_strdup(from->url);
    file->media_type = g_strdup(from->media_type);
    file->outcome = g_strdup(repere_outcome_name((RepereOutcome)from->outcome));
    file->pages = from->pages;
    g_ptr_array_add(hit->files, file);
    add_language(hit->languages, from->lang);
  }
  for (guint i = 0; i < stored->pages->len; i++) {
    const RepereStoredPage *page = &g_array_index(stored->pages, RepereStoredPage, i);
    if (page->file == 0) add_language(hit->languages, page->lang);
  }
}

/* Where no file and no text says its language, the record may have. */
static void add_declared_languages(RepereHit *hit, const RepereSnapshot *snapshot, guint32 docid)
{
  char year[16];
  gsize at;
  for (guint i = 0; i < snapshot->facets && hit->languages->len == 0; i++) {
    const RepereColumn *column = &snapshot->columns[i];
    if (!g_str_equal(column->facet->sources[0], "dcterms:language")) continue;
    guint n = repere_column_of(column, docid, &at);
    for (guint v = 0; v < n; v++)
      add_language(hit->languages, repere_column_value(column, repere_column_number_at(column, at + v), year));
  }
}

static const RepereFacet *type_facet(const RepereSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->facets; i++)
    if (g_str_equal(snapshot->columns[i].facet->sources[0], "dcterms:type")) return snapshot->columns[i].facet;
  return NULL;
}

static RepereValue *type_of(const RepereSnapshot *snapshot, const RepereVocabularies *vocabularies, const char *type,
                            const char *lang)
{
  const RepereFacet *facet = type_facet(snapshot);
  const RepereVocabulary *vocabulary =
    facet && facet->vocabulary ? repere_vocabularies_get(vocabularies, facet->vocabulary) : NULL;
  if (!type[0]) return NULL;
  const char *value = vocabulary ? repere_vocabulary_value(vocabulary, type) : NULL; /* a record may say its URI */
  if (!value) value = type;
  return repere_value_new(value, facet ? repere_facet_value_label(facet, vocabularies, value, lang) : value);
}

RepereHit *repere_hit_of(const RepereLane *lane, guint32 docid, const RepereStoredDocument *stored,
                         const RepereHitAsk *ask, GError **error)
{
  GPtrArray *facets = repere_facets_of(lane, docid, ask->lang, ask->texts, error);
  if (!facets) return NULL;
  RepereHit *hit = repere_hit_new(stored->id);
  hit->facets = facets;
  hit->type = type_of(lane->snapshot, lane->vocabularies, stored->type, ask->lang);
  hit->title = text_in(stored->titles, ask->lang);
  if (!hit->title) hit->title = repere_text_new(stored->id, "");
  hit->abstract = text_in(stored->abstracts, ask->lang);
  hit->issued = stored->issued[0] ? g_strdup(stored->issued) : NULL;
  copy_strings(stored->creators, hit->creators);
  add_files(hit, stored);
  add_declared_languages(hit, lane->snapshot, docid);
  if (!ask->whole) return hit;
  hit->titles = all_texts(stored->titles);
  hit->abstracts = all_texts(stored->abstracts);
  hit->publishers = g_ptr_array_new_with_free_func(g_free);
  copy_strings(stored->publishers, hit->publishers);
  hit->points = g_array_new(FALSE, FALSE, sizeof(ReperePoint));
  g_array_append_vals(hit->points, stored->points->data, stored->points->len);
  return hit;
}

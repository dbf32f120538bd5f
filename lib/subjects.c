/* subjects.c - see subjects.h */
#include "subjects.h"

#include <math.h>
#include <roaring/roaring.h>
#include <string.h>
#include "fault.h"
#include "index.h"
#include "schema.h"
#include "values.h"

typedef struct {
  xc_database *database;
  const RepereVocabulary *vocabulary;
  const char *lang;
  guint most;
  double documents;
  char *prefix;      /* of the terms of the vocabulary's concepts */
  GHashTable *terms; /* such a term -> value, borrowed: a long value is cut in its term */
  /* the facet that says on which pages values are: */
  guint32 slot, pages_slot;   /* 0: there is none */
  GHashTable *numbers;        /* value -> its number + 1 */
  GPtrArray *values;          /* by number; owns what `numbers` has */
} Suggesting;

gboolean repere_facet_is_of_subjects(const RepereFacet *facet, const RepereVocabularies *vocabularies)
{
  return facet->vocabulary && g_strv_contains((const char *const *)facet->sources, "dcterms:subject") &&
         g_strv_contains(repere_vocabularies_names(vocabularies), facet->vocabulary);
}

static void subject_free(gpointer data)
{
  RepereSubject *subject = data;
  g_free(subject->value);
  g_free(subject->label);
  g_free(subject);
}

static void subjectless_free(gpointer data)
{
  RepereSubjectless *work = data;
  g_free(work->id);
  g_free(work->title);
  g_free(work->title_lang);
  g_ptr_array_unref(work->subjects);
  g_free(work);
}

/* ---- the pages of values ---- */

/* The facet that texts feed from the vocabulary called `name`, if need be among others; or NULL. */
static const RepereFacet *facet_of_texts(const RepereLibrary *library, const char *name)
{
  const RepereFacet *all = NULL;
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = library->facets->pdata[i];
    if (!repere_facet_is_of_texts(facet) || facet->top) continue;
    if (g_str_equal(facet->vocabulary, name)) return facet;
    if (g_str_equal(facet->vocabulary, "*")) all = facet;
  }
  return all;
}

static gboolean load_pages_facet(Suggesting *suggesting, const RepereFacet *facet, GHashTable *slots, GError **error)
{
  g_autofree char *key = repere_facet_slot_key(facet), *pages = repere_facet_pages_key(facet);
  suggesting->slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, key));
  suggesting->pages_slot = GPOINTER_TO_UINT(g_hash_table_lookup(slots, pages));
  suggesting->values = repere_index_facet_values(suggesting->database, facet->name, error);
  for (guint i = 0; suggesting->values && i < suggesting->values->len; i++)
    g_hash_table_insert(suggesting->numbers, suggesting->values->pdata[i], GUINT_TO_POINTER(i + 1));
  return suggesting->values != NULL;
}

static gboolean unpack_slots(const Suggesting *suggesting, const xc_document *document, GArray *numbers, GArray *pages,
                             xc_error *fault)
{
  xc_bytes bytes;
  if (xc_document_value(document, suggesting->slot, &bytes, fault) != XC_OK ||
      !repere_values_unpack(bytes.data, bytes.size, numbers))
    return FALSE;
  return xc_document_value(document, suggesting->pages_slot, &bytes, fault) == XC_OK &&
         repere_values_unpack_pages(bytes.data, bytes.size, numbers->len, pages);
}

/* Says of each subject on how many of the document's pages it is. */
static gboolean add_pages(const Suggesting *suggesting, guint32 docid, const GPtrArray *subjects, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (!suggesting->slot || !suggesting->pages_slot) return TRUE;
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  xc_document *document = xc_database_document(suggesting->database, docid, 0, &fault);
  gboolean read = document && unpack_slots(suggesting, document, numbers, pages, &fault);
  xc_document_free(document);
  if (!read && fault.code != XC_OK) return repere_fault(error, NULL, &fault);
  if (!read) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
                "The pages of concepts in the index are damaged; run 'repere-indexer rebuild'.");
    return FALSE;
  }
  for (guint i = 0; i < subjects->len; i++) {
    RepereSubject *subject = subjects->pdata[i];
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(suggesting->numbers, subject->value));
    for (guint n = 0; number && n < numbers->len; n++)
      if (g_array_index(numbers, guint32, n) == number - 1) subject->pages = g_array_index(pages, guint32, n);
  }
  return TRUE;
}

/* ---- the concepts of a work ---- */

static gint by_weight(gconstpointer a, gconstpointer b)
{
  const RepereSubject *one = *(const RepereSubject *const *)a, *other = *(const RepereSubject *const *)b;
  if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
  return strcmp(one->value, other->value);
}

/* What nearly all works speak of tells nothing. */
static void take_term(const Suggesting *suggesting, xc_bytes term, guint32 occurrences, guint32 works, GPtrArray *subjects)
{
  g_autofree char *key = g_strndup(term.data, term.size);
  const char *value = g_hash_table_lookup(suggesting->terms, key);
  double weight = occurrences * log((suggesting->documents + 1) / MAX(works, 1));
  if (!value || weight <= 0) return;
  const char *label = repere_vocabulary_label(suggesting->vocabulary, value, suggesting->lang);
  RepereSubject *subject = g_new(RepereSubject, 1);
  *subject = (RepereSubject){g_strdup(value), g_strdup(label ? label : value), occurrences, REPERE_PAGES_UNKNOWN, works,
                             weight};
  g_ptr_array_add(subjects, subject);
}

static gboolean is_above(const RepereVocabulary *vocabulary, const char *value, const RepereSubject *below)
{
  g_autoptr(GPtrArray) above = g_ptr_array_new();
  repere_vocabulary_with_broader(vocabulary, below->value, above);
  for (guint i = 1; i < above->len; i++)
    if (g_str_equal(above->pdata[i], value)) return TRUE;
  return FALSE;
}

/* A narrower value says all that the broader one does. */
static void choose(const Suggesting *suggesting, GPtrArray *subjects)
{
  g_ptr_array_sort(subjects, by_weight);
  for (guint i = 0; i < subjects->len;) {
    const RepereSubject *subject = subjects->pdata[i];
    gboolean said = i >= suggesting->most;
    for (guint n = 0; n < i && !said; n++) said = is_above(suggesting->vocabulary, subject->value, subjects->pdata[n]);
    if (said) g_ptr_array_remove_index(subjects, i);
    else i++;
  }
}

static gboolean find_subjects(const Suggesting *suggesting, guint32 docid, GPtrArray *subjects, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_bytes term;
  xc_termcount occurrences;
  xc_doccount works;
  gsize size = strlen(suggesting->prefix);
  xc_terms *terms = xc_database_document_terms(suggesting->database, docid, &fault);
  int state = terms ? xc_terms_skip_to(terms, suggesting->prefix, size, &term, &fault) : XC_FAILED;
  while (state == XC_ITEM && term.size > size && memcmp(term.data, suggesting->prefix, size) == 0) {
    if (xc_terms_wdf(terms, &occurrences, &fault) != XC_OK || xc_terms_frequency(terms, &works, &fault) != XC_OK) break;
    take_term(suggesting, term, occurrences, works, subjects);
    state = xc_terms_next(terms, &term, &fault);
  }
  xc_terms_free(terms);
  if (fault.code != XC_OK) return repere_fault(error, NULL, &fault);
  choose(suggesting, subjects);
  return add_pages(suggesting, docid, subjects, error);
}

static gboolean add_work(const Suggesting *suggesting, guint32 docid, GPtrArray *works, GError **error)
{
  g_autoptr(RepereStoredDocument) stored = repere_index_document_head(suggesting->database, docid, error);
  if (!stored) return FALSE;
  const RepereStoredText *title = repere_stored_text_in(stored->titles, suggesting->lang);
  RepereSubjectless *work = g_new0(RepereSubjectless, 1);
  work->docid = docid;
  work->id = g_strdup(stored->id);
  work->title = g_strdup(title ? title->text : stored->id);
  work->title_lang = g_strdup(title ? title->lang : "");
  work->subjects = g_ptr_array_new_with_free_func(subject_free);
  g_ptr_array_add(works, work);
  return find_subjects(suggesting, docid, work->subjects, error);
}

/* ---- the works ---- */

/* Takes the documents with a value in `slot` out of `without`. */
static gboolean strike_out(xc_database *database, guint32 slot, roaring_bitmap_t *without, xc_error *fault)
{
  xc_values *values = slot ? xc_database_values(database, slot, fault) : NULL;
  uint32_t docid;
  xc_bytes value;
  if (!slot) return TRUE; /* no work has one */
  int state = values ? XC_ITEM : XC_FAILED;
  while (values && (state = xc_values_next(values, &docid, &value, fault)) == XC_ITEM)
    roaring_bitmap_remove(without, docid);
  xc_values_free(values);
  return state == XC_END;
}

static roaring_bitmap_t *works_without(xc_database *database, guint32 slot, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_docid docid;
  roaring_bitmap_t *without = roaring_bitmap_create();
  xc_postings *all = xc_database_postings(database, "", 0, &fault);
  while (all && xc_postings_next(all, &docid, &fault) == XC_ITEM) roaring_bitmap_add(without, docid);
  xc_postings_free(all);
  if (fault.code == XC_OK && strike_out(database, slot, without, &fault)) return without;
  roaring_bitmap_free(without);
  repere_fault(error, NULL, &fault);
  return NULL;
}

static gint by_id(gconstpointer a, gconstpointer b)
{
  return strcmp((*(const RepereSubjectless *const *)a)->id, (*(const RepereSubjectless *const *)b)->id);
}

static GPtrArray *suggest(const Suggesting *suggesting, const roaring_bitmap_t *without, GError **error)
{
  g_autoptr(GPtrArray) works = g_ptr_array_new_with_free_func(subjectless_free);
  roaring_uint32_iterator_t each;
  for (roaring_init_iterator(without, &each); each.has_value; roaring_advance_uint32_iterator(&each))
    if (!add_work(suggesting, each.current_value, works, error)) return NULL;
  g_ptr_array_sort(works, by_id);
  return g_steal_pointer(&works);
}

GPtrArray *repere_subjects_suggest(xc_database *database, const RepereLibrary *library,
                                   const RepereVocabularies *vocabularies, const RepereFacet *facet, const char *lang,
                                   guint most, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_database_stats stats;
  g_autoptr(GHashTable) slots = repere_index_facet_slots(database, error);
  g_autoptr(GHashTable) terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
  g_autofree char *prefix = repere_term_concept(facet->vocabulary, ""), *key = repere_facet_slot_key(facet);
  Suggesting suggesting = {database, repere_vocabularies_get(vocabularies, facet->vocabulary), lang, most, 0, prefix, terms,
                           0, 0, numbers, NULL};
  if (!slots) return NULL;
  if (xc_database_get_stats(database, &stats, &fault) != XC_OK) {
    repere_fault(error, NULL, &fault);
    return NULL;
  }
  suggesting.documents = stats.documents;
  for (guint i = 0; i < repere_vocabulary_size(suggesting.vocabulary); i++) {
    const char *value = repere_vocabulary_at(suggesting.vocabulary, i);
    g_hash_table_insert(terms, repere_term_concept(facet->vocabulary, value), (gpointer)value);
  }
  const RepereFacet *texts = facet_of_texts(library, facet->vocabulary);
  if (texts && !load_pages_facet(&suggesting, texts, slots, error)) return NULL;
  roaring_bitmap_t *without = works_without(database, GPOINTER_TO_UINT(g_hash_table_lookup(slots, key)), error);
  GPtrArray *works = without ? suggest(&suggesting, without, error) : NULL;
  if (without) roaring_bitmap_free(without);
  g_clear_pointer(&suggesting.values, g_ptr_array_unref);
  return works;
}

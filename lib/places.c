/* places.c - see places.h */
#include "places.h"

#include "ascending.h"
#include "match.h"

/* More positions of a term than this in one document tell no more about which page is best. */
#define MOST_POSITIONS 20000

/* Where one term stands. */
typedef struct {
  GArray *documents; /* of guint: their numbers, ascending, */
  GArray *ends;      /* of guint: and where the positions of each end */
  GArray *positions; /* of guint32 */
} Term;

struct ReperePlaces {
  guint32 *docids;
  guint n, evidence;
  GArray **places; /* of ReperePlace: the documents of the first piece of evidence, then of the next; NULL: none */
};

/* One search for them. */
typedef struct {
  const RepereLane *lane;
  const RepereQuestion *question;
  ReperePlaces *places;
  roaring_bitmap_t *within; /* the documents */
  GHashTable *terms;        /* char * -> Term: words that stand for one often stand for another as well */
  guint32 *positions;       /* of one term in one document */
  xc_error *fault;
  GError **error;
} Finder;

static void term_free(gpointer data)
{
  Term *term = data;
  g_array_unref(term->documents);
  g_array_unref(term->ends);
  g_array_unref(term->positions);
  g_free(term);
}

/* The number of a document; -1: none of them. */
static gint number_of(const ReperePlaces *places, guint32 docid)
{
  const guint32 *at = places->n ? bsearch(&docid, places->docids, places->n, sizeof docid, repere_ascending) : NULL;
  return at ? (gint)(at - places->docids) : -1;
}

/* ---- reading ---- */

static gboolean read_positions(const Finder *finder, guint32 docid, const char *name, Term *term)
{
  size_t count = 0;
  xc_positions *positions = xc_database_positions(finder->lane->database, docid, name, XC_NUL, finder->fault);
  if (!positions) return FALSE;
  xc_code code = xc_positions_read(positions, finder->positions, MOST_POSITIONS, &count, finder->fault);
  xc_positions_free(positions);
  g_array_append_vals(term->positions, finder->positions, (guint)count);
  return code == XC_OK;
}

static gboolean read_term(const Finder *finder, const char *name, const roaring_bitmap_t *having, Term *term)
{
  roaring_uint32_iterator_t each;
  roaring_init_iterator(having, &each);
  for (; each.has_value; roaring_advance_uint32_iterator(&each)) {
    guint number = (guint)number_of(finder->places, each.current_value);
    if (!read_positions(finder, each.current_value, name, term)) return FALSE;
    g_array_append_val(term->documents, number);
    g_array_append_val(term->ends, term->positions->len);
  }
  return TRUE;
}

/* Where the documents have `name`; NULL on failure. */
static const Term *find_term(const Finder *finder, const char *name)
{
  Term *term = g_hash_table_lookup(finder->terms, name);
  const RepereLane *lane = finder->lane;
  gpointer names[] = {(gpointer)name};
  const GPtrArray one = {names, 1};
  if (term) return term;
  if (!repere_in_time(finder->question, finder->error)) return NULL;
  g_autoptr(roaring_bitmap_t) having = repere_docsets_any(lane->snapshot->docsets, lane->database, &one, finder->within,
                                                          finder->question, finder->fault, finder->error);
  if (!having) return NULL;
  term = g_new(Term, 1);
  *term = (Term){g_array_new(FALSE, FALSE, sizeof(guint)), g_array_new(FALSE, FALSE, sizeof(guint)),
                 g_array_new(FALSE, FALSE, sizeof(guint32))};
  g_hash_table_insert(finder->terms, g_strdup(name), term);
  return read_term(finder, name, having, term) ? term : NULL;
}

/* ---- places ---- */

static void add_places(GArray **places, const guint32 *positions, guint n, double share)
{
  if (!*places) *places = g_array_sized_new(FALSE, FALSE, sizeof(ReperePlace), n);
  for (guint i = 0; i < n; i++) {
    ReperePlace place = {positions[i], (float)share};
    g_array_append_val(*places, place);
  }
}

/* Those of all documents for `terms`, into `places` by the documents' numbers. */
static gboolean add_words(const Finder *finder, const GPtrArray *terms, double share, GArray **places)
{
  for (guint i = 0; i < terms->len; i++) {
    const Term *term = find_term(finder, terms->pdata[i]);
    if (!term) return FALSE;
    const guint32 *positions = (const guint32 *)(const void *)term->positions->data;
    for (guint d = 0, from = 0; d < term->documents->len; d++) {
      guint end = g_array_index(term->ends, guint, d);
      add_places(&places[g_array_index(term->documents, guint, d)], &positions[from], end - from, share);
      from = end;
    }
  }
  return TRUE;
}

/* The positions of document number `number`. */
static const guint32 *positions_in(const Term *term, guint number, guint *n)
{
  const guint *documents = (const guint *)(const void *)term->documents->data;
  const guint *at =
    documents ? bsearch(&number, documents, term->documents->len, sizeof number, repere_ascending) : NULL;
  gsize d = at ? (gsize)(at - documents) : 0;
  guint from = at && d > 0 ? g_array_index(term->ends, guint, d - 1) : 0;
  *n = at ? g_array_index(term->ends, guint, d) - from : 0;
  return (const guint32 *)(const void *)term->positions->data + from;
}

/* Where the phrase begins in the document: positions of its first word that the others follow. */
static void add_phrase(const GPtrArray *words, guint number, GArray **places)
{
  guint n, more;
  const guint32 *first = positions_in(words->pdata[0], number, &n);
  for (guint i = 0; i < n; i++) {
    gboolean whole = TRUE;
    for (guint w = 1; w < words->len && whole; w++) {
      const guint32 wanted = first[i] + w, *next = positions_in(words->pdata[w], number, &more);
      whole = more && bsearch(&wanted, next, more, sizeof wanted, repere_ascending) != NULL;
    }
    if (whole) add_places(places, &first[i], 1, 1);
  }
}

static gboolean add_phrases(const Finder *finder, const GPtrArray *terms, GArray **places)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  for (guint i = 0; i < terms->len; i++) {
    const Term *term = find_term(finder, terms->pdata[i]);
    if (!term) return FALSE;
    g_ptr_array_add(words, (gpointer)term);
  }
  for (guint i = 0; words->len && i < finder->places->n; i++) add_phrase(words, i, &places[i]);
  return TRUE;
}

static gint by_place(gconstpointer a, gconstpointer b)
{
  const ReperePlace *one = a, *other = b;
  if (one->position != other->position) return one->position > other->position ? 1 : -1;
  return (one->share < other->share) - (one->share > other->share);
}

/* Words that stand for one may stand at one position: the word itself counts there. */
static void sort_places(GArray *places)
{
  guint kept = 0;
  gboolean sorted = TRUE;
  ReperePlace *all = (ReperePlace *)(void *)places->data;
  for (guint i = 1; i < places->len && sorted; i++) sorted = by_place(&all[i - 1], &all[i]) <= 0;
  if (!sorted) qsort(all, places->len, sizeof *all, by_place);
  for (guint i = 0; i < places->len; i++)
    if (kept == 0 || all[kept - 1].position != all[i].position) all[kept++] = all[i];
  g_array_set_size(places, kept);
}

static gboolean find_all(const Finder *finder, const ReperePlan *plan)
{
  guint n = finder->places->n;
  for (guint e = 0; e < plan->evidence->len; e++) {
    const RepereEvidence *evidence = plan->evidence->pdata[e];
    GArray **places = &finder->places->places[(gsize)e * n];
    gboolean found = evidence->phrase ? add_phrases(finder, evidence->terms, places)
                                      : add_words(finder, evidence->terms, 1, places);
    if (found && evidence->translated)
      found = add_words(finder, evidence->translated, finder->lane->weights->translation, places);
    if (!found) return FALSE;
    for (guint i = 0; i < n; i++)
      if (places[i]) sort_places(places[i]);
  }
  return TRUE;
}

ReperePlaces *repere_places_find(const RepereLane *lane, const ReperePlan *plan, const guint32 *docids, guint n,
                                 const RepereQuestion *question, xc_error *fault, GError **error)
{
  g_autoptr(ReperePlaces) places = g_new0(ReperePlaces, 1);
  places->docids = g_memdup2(docids, (gsize)n * sizeof *docids);
  places->n = n;
  places->evidence = plan->evidence->len;
  places->places = g_new0(GArray *, (gsize)n * places->evidence + 1);
  g_autoptr(roaring_bitmap_t) within = roaring_bitmap_of_ptr(n, docids);
  g_autoptr(GHashTable) terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, term_free);
  g_autofree guint32 *positions = g_new(guint32, MOST_POSITIONS);
  Finder finder = {lane, question, places, within, terms, positions, fault, error};
  return n == 0 || find_all(&finder, plan) ? g_steal_pointer(&places) : NULL;
}

void repere_places_free(ReperePlaces *places)
{
  if (!places) return;
  for (gsize i = 0; i < (gsize)places->n * places->evidence; i++)
    if (places->places[i]) g_array_unref(places->places[i]);
  g_free(places->places);
  g_free(places->docids);
  g_free(places);
}

gboolean repere_places_know(const ReperePlaces *places, guint32 docid)
{
  return places && number_of(places, docid) >= 0;
}

const GArray *repere_places_of(const ReperePlaces *places, guint32 docid, guint evidence)
{
  gint number = number_of(places, docid);
  return number >= 0 && evidence < places->evidence ? places->places[(gsize)evidence * places->n + (gsize)number] : NULL;
}

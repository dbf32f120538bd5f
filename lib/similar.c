/* similar.c - works like a work; see repere/search.h
 *
 * The words that tell a work from the others are found by how often it has them and how few others do (term
 * frequency times inverse document frequency; Salton and Buckley 1988). Works that share enough of them are
 * the answer, ranked by all of them. */
#include "repere/search.h"

#include <math.h>
#include <string.h>
#include "answer.h"
#include "engine.h"
#include "plan_private.h"
#include "search_private.h"

/* The words taken. More of them make the answer slower, and hardly another one. */
#define WORDS_MOST 25
/* How many of a work's commonest words are looked up in the index: it bounds what a huge work costs. */
#define LOOKED_UP_MOST 500
/* Fewer stems than this say too little, or the work is in a language without stems: then words as written
 * count, too. */
#define STEMS_LEAST 5
/* The share of the words, of one language, that a work must have to be like another one. */
#define SHARED_LEAST 0.2
/* Shorter words tell nothing. */
#define LETTERS_LEAST 3

typedef struct {
  const char *term;
  guint32 often;  /* in the work */
  guint language; /* number of its row in the table; REPERE_LANGUAGES_MAX where it is no stem */
  double weight;  /* how much it tells */
} Word;

typedef struct {
  const char *id;
  const RepereQuestion *question;
  RepereAnswer *answer;
} Asked;

/* ---- the words of a work ---- */

/* The number of the language that `term` is a stem of. */
static guint language_of(const char *term)
{
  const RepereLanguage *language;
  for (guint i = 0; (language = repere_language_at(i)); i++)
    if (g_str_has_prefix(term, language->term_prefix)) return i;
  return REPERE_LANGUAGES_MAX;
}

/* The stem or word itself. */
static const char *bare(const char *term, guint language)
{
  return language < REPERE_LANGUAGES_MAX ? term + strlen(repere_language_at(language)->term_prefix) : term;
}

static gboolean tells(const char *word)
{
  glong letters = 0;
  for (; *word; word = g_utf8_next_char(word), letters++)
    if (!g_unichar_isalpha(g_utf8_get_char(word))) return FALSE;
  return letters >= LETTERS_LEAST;
}

/* Appends the document's terms from `from` on, as long as they begin with a byte of at least `least` and at
 * most `most`. */
static gboolean read_terms(xc_database *database, guint32 docid, char least, char most, GStringChunk *strings,
                           GArray *words, xc_error *fault)
{
  xc_bytes term;
  xc_termcount often;
  const char from[] = {least, 0};
  xc_terms *terms = xc_database_document_terms(database, docid, fault);
  int state = terms ? xc_terms_skip_to(terms, from, XC_NUL, &term, fault) : XC_FAILED;
  while (state == XC_ITEM && (guchar)term.data[0] <= (guchar)most) {
    const char *copy = g_string_chunk_insert_len(strings, term.data, (gssize)term.size);
    if (xc_terms_wdf(terms, &often, fault) != XC_OK) break;
    Word word = {copy, often, language_of(copy), 0};
    if (tells(bare(copy, word.language))) g_array_append_val(words, word);
    state = xc_terms_next(terms, &term, fault);
  }
  xc_terms_free(terms);
  return fault->code == XC_OK;
}

/* Adds the words that the stems stand for to `known`. */
static gboolean add_families(xc_database *database, const GArray *stems, GHashTable *known, xc_error *fault)
{
  for (guint i = 0; i < stems->len; i++) {
    xc_bytes word;
    int state;
    xc_terms *family = xc_database_synonyms(database, g_array_index(stems, Word, i).term, XC_NUL, fault);
    if (!family) return FALSE;
    while ((state = xc_terms_next(family, &word, fault)) == XC_ITEM)
      g_hash_table_add(known, g_strndup(word.data, word.size));
    xc_terms_free(family);
    if (state != XC_END) return FALSE;
  }
  return TRUE;
}

/* Appends the words that have no stem among `words`, and are no stop words of any language. */
static gboolean read_stemless(xc_database *database, guint32 docid, GStringChunk *strings, GArray *words,
                              xc_error *fault)
{
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint kept = words->len;
  /* Other terms begin with a capital letter (schema.h). */
  if (!add_families(database, words, known, fault) ||
      !read_terms(database, docid, 'Z' + 1, (char)0xff, strings, words, fault))
    return FALSE;
  for (guint i = kept; i < words->len; i++) {
    Word word = g_array_index(words, Word, i);
    if (!g_hash_table_contains(known, word.term) &&
        !repere_language_is_stop(NULL, word.term, strlen(word.term)))
      g_array_index(words, Word, kept++) = word;
  }
  g_array_set_size(words, kept);
  return TRUE;
}

static gint by_frequency(gconstpointer a, gconstpointer b)
{
  const Word *one = a, *other = b;
  if (one->often != other->often) return one->often > other->often ? -1 : 1;
  return strcmp(one->term, other->term);
}

static gint by_weight(gconstpointer a, gconstpointer b)
{
  const Word *one = a, *other = b;
  if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
  return strcmp(one->term, other->term);
}

/* Inverse document frequency is of the works in the word's language, else the smaller language would tell
 * more by its every word. How many those are says its commonest word here. A word that no other work has
 * finds none. */
static gboolean weigh_words(const RepereLane *lane, GArray *words, xc_error *fault)
{
  xc_doccount most[REPERE_LANGUAGES_MAX + 1] = {0};
  g_autofree xc_doccount *documents = g_new0(xc_doccount, (gsize)words->len + 1);
  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index(words, Word, i);
    if (xc_database_term_frequency(lane->database, word->term, XC_NUL, &documents[i], NULL, fault) != XC_OK)
      return FALSE;
    most[word->language] = MAX(most[word->language], documents[i]);
  }
  for (guint i = 0; i < words->len; i++) {
    Word *word = &g_array_index(words, Word, i);
    word->weight = documents[i] < 2 ? 0 : word->often * log((most[word->language] + 1.0) / documents[i]);
  }
  g_array_sort(words, by_weight);
  while (words->len && g_array_index(words, Word, words->len - 1).weight <= 0)
    g_array_set_size(words, words->len - 1);
  return TRUE;
}

/* The telling words of the document, the most telling first. */
static gboolean find_words(const RepereLane *lane, guint32 docid, GStringChunk *strings, GArray *words,
                           xc_error *fault)
{
  if (!read_terms(lane->database, docid, 'Z', 'Z', strings, words, fault)) return FALSE;
  if (words->len < STEMS_LEAST && !read_stemless(lane->database, docid, strings, words, fault)) return FALSE;
  g_array_sort(words, by_frequency);
  if (words->len > LOOKED_UP_MOST) g_array_set_size(words, LOOKED_UP_MOST);
  if (!weigh_words(lane, words, fault)) return FALSE;
  if (words->len > WORDS_MOST) g_array_set_size(words, WORDS_MOST);
  return TRUE;
}

/* ---- the works that share them ---- */

/* How many of the words are enough. A work in one language can have none of those in another. */
static guint enough(const GArray *words)
{
  guint of[REPERE_LANGUAGES_MAX + 1] = {0}, most = 0;
  for (guint i = 0; i < words->len; i++) {
    guint n = ++of[g_array_index(words, Word, i).language];
    most = MAX(most, n);
  }
  return MAX(1, (guint)ceil(SHARED_LEAST * most));
}

/* Works that have enough of the words, without the work itself. Owned. */
static roaring_bitmap_t *find_sharing(const RepereLane *lane, const GArray *words, guint32 docid,
                                      const RepereQuestion *question, xc_error *fault, GError **error)
{
  guint least = enough(words);
  guint32 size = lane->snapshot->last_docid + 1;
  g_autofree guint8 *shared = g_new0(guint8, size);
  g_autoptr(roaring_bitmap_t) sharing = roaring_bitmap_create();
  for (guint i = 0; i < words->len; i++) {
    g_autoptr(GPtrArray) term = g_ptr_array_new();
    g_ptr_array_add(term, (gpointer)g_array_index(words, Word, i).term);
    roaring_bitmap_t *have =
      repere_docsets_any(lane->snapshot->docsets, lane->database, term, NULL, question, fault, error);
    if (!have) return NULL;
    roaring_uint32_iterator_t each;
    for (roaring_init_iterator(have, &each); each.has_value; roaring_advance_uint32_iterator(&each))
      if (each.current_value < size && ++shared[each.current_value] == least)
        roaring_bitmap_add(sharing, each.current_value);
    roaring_bitmap_free(have);
  }
  roaring_bitmap_remove(sharing, docid);
  roaring_bitmap_and_inplace(sharing, lane->snapshot->visible);
  return g_steal_pointer(&sharing);
}

/* ---- as a match ---- */

/* The spellings that a stem stands for, the commonest first; a word stands for itself. */
static gboolean add_spellings(const RepereLane *lane, const Word *of, GPtrArray *spellings, xc_error *fault)
{
  xc_bytes word;
  xc_doccount most = 0, documents;
  int state;
  if (of->language == REPERE_LANGUAGES_MAX) {
    g_ptr_array_add(spellings, g_strdup(of->term));
    return TRUE;
  }
  xc_terms *family = xc_database_synonyms(lane->database, of->term, XC_NUL, fault);
  if (!family) return FALSE;
  while ((state = xc_terms_next(family, &word, fault)) == XC_ITEM) {
    if (xc_database_term_frequency(lane->database, word.data, word.size, &documents, NULL, fault) != XC_OK)
      break;
    g_ptr_array_insert(spellings, documents > most ? 0 : -1, g_strndup(word.data, word.size));
    most = MAX(most, documents);
  }
  xc_terms_free(family);
  return state == XC_END;
}

/* `shown`: the words as readers see them, each once; borrowed from the evidence. */
static gboolean add_evidence(const RepereLane *lane, const Word *word, ReperePlan *plan, GPtrArray *shown,
                             xc_error *fault)
{
  RepereEvidence *evidence = g_new0(RepereEvidence, 1);
  evidence->terms = g_ptr_array_new_with_free_func(g_free);
  evidence->weight = word->weight;
  g_ptr_array_add(plan->evidence, evidence);
  if (!add_spellings(lane, word, evidence->terms, fault)) return FALSE;
  if (evidence->terms->len == 0) g_ptr_array_add(evidence->terms, g_strdup(bare(word->term, word->language)));
  if (!g_ptr_array_find_with_equal_func(shown, evidence->terms->pdata[0], g_str_equal, NULL))
    g_ptr_array_add(shown, evidence->terms->pdata[0]);
  return TRUE;
}

/* The words as a question that finds any of them. g_free. */
static char *canonical_form(GPtrArray *shown)
{
  g_ptr_array_add(shown, NULL);
  return g_strjoinv(" OR ", (char **)shown->pdata);
}

/* What ranks by the words, as often as the work has them. */
static RepereMatcher *weigh_by(const GArray *words)
{
  RepereMatcher *matcher = plan_matcher(REPERE_MATCHER_TERMS);
  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index(words, Word, i);
    g_ptr_array_add(plan_weigh(matcher, REPERE_WEIGHED_LIKE, REPERE_FIELDS, bare(word->term, word->language),
                               sqrt(word->often)),
                    g_strdup(word->term));
  }
  return matcher;
}

/* The works that share words with document `docid` as if a question had found them. */
static RepereMatch *match_like(const RepereLane *lane, guint32 docid, const RepereQuestion *question,
                               xc_error *fault, GError **error)
{
  g_autoptr(GStringChunk) strings = g_string_chunk_new(4096);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_autoptr(GPtrArray) shown = g_ptr_array_new();
  g_autoptr(RepereMatch) match = repere_match_new(lane, question, fault, error);
  if (!match || !find_words(lane, docid, strings, words, fault)) return NULL;
  g_autoptr(roaring_bitmap_t) sharing = find_sharing(lane, words, docid, question, fault, error);
  if (!sharing) return NULL;
  roaring_bitmap_free(match->words);
  match->words = g_steal_pointer(&sharing);
  match->any = TRUE;
  match->plan->match_any = weigh_by(words);
  for (guint i = 0; i < words->len; i++)
    if (!add_evidence(lane, &g_array_index(words, Word, i), match->plan, shown, fault)) return NULL;
  g_free(match->query->canonical);
  match->query->canonical = canonical_form(shown);
  return g_steal_pointer(&match);
}

static gboolean ask(const RepereLane *lane, gpointer data, xc_error *fault, GError **error)
{
  Asked *asked = data;
  guint32 docid;
  if (!repere_find_work(lane, asked->id, &docid, fault, error)) return FALSE;
  g_autoptr(RepereMatch) match = match_like(lane, docid, asked->question, fault, error);
  if (match) asked->answer = repere_search_answer(lane, asked->question, match, fault, error);
  return asked->answer != NULL;
}

RepereAnswer *repere_similar(RepereEngine *engine, guint lane, const char *id, const RepereQuestion *question,
                             GError **error)
{
  char none[] = "";
  RepereQuestion nearest = *question;
  nearest.q = none;
  nearest.sort = REPERE_SORT_RELEVANCE;
  nearest.cursor = NULL;
  Asked asked = {id, &nearest, NULL};
  gint64 start = g_get_monotonic_time();
  if (!repere_engine_ask(engine, lane, ask, &asked, error)) return NULL;
  g_clear_pointer(&asked.answer->next, g_free); /* it would not say of which work: pages go by offset */
  asked.answer->head.took_ms = (double)(g_get_monotonic_time() - start) / 1000.0;
  return asked.answer;
}

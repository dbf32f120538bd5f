/* plan_expand.c - the words of the index that a beginning or a misspelling stands for; see plan_private.h */
#include <string.h>

#include "lexicon.h"
#include "plan_private.h"

/* What word* stands for at most, the commonest words first. Measured over 100 000 works: of beginnings
 * that 1 500 to 2 800 words have (con*, in*, pro*), these find 91 to 95 % of what all find, in a third to
 * three quarters of the time; of longer ones (inter*, 98 %) and rare ones nearly all. */
#define MOST_BEGINNINGS 200u
/* What word~ stands for at most, the nearest words first. */
#define MOST_SPELLINGS 50u
/* Of misspellings in a field, so many of the whole index are looked for in it. */
#define MOST_CANDIDATES 1000u
/* Up to so many letters, a misspelling is one edit away; else two. */
#define SHORT_WORD 5

static gint by_rank(gconstpointer a, gconstpointer b)
{
  const RepereLexiconWord *one = a, *other = b;
  if (one->distance != other->distance) return one->distance < other->distance ? -1 : 1;
  if (one->documents != other->documents) return one->documents > other->documents ? -1 : 1;
  return strcmp(one->word, other->word);
}

/* Whether the term is a folded word, not an accented spelling. */
static gboolean is_folded(const char *word)
{
  const char *at = word;
  while (*at && !(*at & 0x80)) at++;
  if (!*at) return TRUE;
  g_autofree char *folded = repere_text_fold(word, -1);
  return g_str_equal(folded, word);
}

/* The words of one field that begin so: they are few, and read from the index itself. */
static gboolean beginning_in_field(const Planner *planner, const char *prefix, const char *beginning,
                                   GArray *found, GStringChunk *strings)
{
  g_autofree char *start = g_strconcat(prefix, beginning, NULL);
  gsize skip = strlen(prefix);
  xc_bytes term;
  int state;
  xc_terms *terms = xc_database_all_terms(planner->lane->database, start, XC_NUL, planner->fault);
  if (!terms) return FALSE;
  while ((state = xc_terms_next(terms, &term, planner->fault)) == XC_ITEM) {
    xc_doccount documents = 0;
    g_autofree char *word = g_strndup(term.data + skip, term.size - skip);
    if (!is_folded(word)) continue;
    if (xc_terms_frequency(terms, &documents, planner->fault) != XC_OK) break;
    RepereLexiconWord known = {.word = g_string_chunk_insert_const(strings, word), .documents = documents};
    g_array_append_val(found, known);
  }
  xc_terms_free(terms);
  return state == XC_END;
}

/* Leaves those of `found` that the field has, with their numbers there. */
static gboolean keep_in_field(const Planner *planner, const char *prefix, GArray *found)
{
  guint kept = 0;
  for (guint i = 0; i < found->len; i++) {
    RepereLexiconWord word = g_array_index(found, RepereLexiconWord, i);
    g_autofree char *term = g_strconcat(prefix, word.word, NULL);
    if (!plan_count(planner, term, &word.documents)) return FALSE;
    if (word.documents) g_array_index(found, RepereLexiconWord, kept++) = word;
  }
  g_array_set_size(found, kept);
  return TRUE;
}

/* Finds the words; *all is how many there are. */
static gboolean look_up(const Planner *planner, const RepereNode *leaf, guint most, GArray *found,
                        GStringChunk *strings, guint *all)
{
  const char *word = ((RepereQueryWord *)leaf->words->pdata[0])->folded, *prefix = plan_prefix(leaf->field);
  const RepereLexicon *lexicon = planner->lane->snapshot->words;
  gboolean well = TRUE;
  if (leaf->kind == REPERE_NODE_BEGINNING && !prefix[0]) {
    *all = repere_lexicon_beginning(lexicon, word, most, found);
    return TRUE;
  }
  if (leaf->kind == REPERE_NODE_BEGINNING) {
    well = beginning_in_field(planner, prefix, word, found, strings);
  } else {
    guint edits = g_utf8_strlen(word, -1) <= SHORT_WORD ? 1 : 2;
    if (leaf->field == REPERE_FIELD_TITLE) lexicon = planner->lane->snapshot->title_words;
    *all = repere_lexicon_near(lexicon, word, edits, FALSE, prefix[0] ? MOST_CANDIDATES : most, found);
    if (!prefix[0] || leaf->field == REPERE_FIELD_TITLE) return TRUE;
    well = keep_in_field(planner, prefix, found);
  }
  g_array_sort(found, by_rank);
  *all = found->len;
  return well;
}

static void warn_cut(Planner *planner, const RepereNode *leaf, guint taken, guint all)
{
  const char *what = leaf->kind == REPERE_NODE_BEGINNING ? "commonest" : "nearest";
  const char *advice = leaf->kind == REPERE_NODE_BEGINNING ? "; a longer beginning stands for fewer" : "";
  g_ptr_array_add(planner->plan->warnings,
                  g_strdup_printf("%s stands for %u words; the %u %s are looked for%s.", leaf->text, all,
                                  taken, what, advice));
}

/* Where the question has had its words, a beginning or a misspelling is the word that it says. */
static gboolean plain_word(Planner *planner, const RepereNode *leaf, GPtrArray *words, double *documents)
{
  guint32 count;
  const char *word = ((RepereQueryWord *)leaf->words->pdata[0])->folded;
  g_autofree char *term = g_strconcat(plan_prefix(leaf->field), word, NULL);
  if (!planner->exhausted)
    g_ptr_array_add(
      planner->plan->warnings,
      g_strdup_printf("The words with * and ~ stand for too many words together; from %s on they are read as "
                      "the words themselves.",
                      leaf->text));
  planner->exhausted = TRUE;
  g_ptr_array_add(words, g_strdup(word));
  if (!plan_count(planner, term, &count)) return FALSE;
  *documents = count;
  return TRUE;
}

gboolean plan_expand(Planner *planner, const RepereNode *leaf, GPtrArray *words, double *documents)
{
  if (planner->expansions == 0) return plain_word(planner, leaf, words, documents);
  guint most =
          MIN(leaf->kind == REPERE_NODE_BEGINNING ? MOST_BEGINNINGS : MOST_SPELLINGS, planner->expansions),
        all = 0;
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RepereLexiconWord));
  GStringChunk *strings = g_string_chunk_new(1024);
  gboolean well = look_up(planner, leaf, most, found, strings, &all);
  guint taken = MIN(found->len, most);
  for (guint i = 0; i < taken && well; i++) {
    const RepereLexiconWord *word = &g_array_index(found, RepereLexiconWord, i);
    g_ptr_array_add(words, g_strdup(word->word));
    *documents += word->documents;
  }
  planner->expansions -= taken;
  if (well && all > taken) warn_cut(planner, leaf, taken, all);
  g_string_chunk_free(strings);
  return well;
}

/* completion.c - see completion.h */
#include "completion.h"

#include <stdlib.h>
#include <string.h>
#include "facets.h"
#include "repere/text.h"
#include "schema.h"
#include "spelled.h"

#define CHUNK 4096 /* documents read at once */

guint repere_completion_language(const RepereCompletion *completion, const RepereLibrary *library,
                                 const char *lang)
{
  guint i = 0;
  while (i < completion->languages && !g_str_equal(library->languages[i], lang)) i++;
  return i;
}

/* ---- works: which may be seen, in which languages ---- */

static const RepereColumn *language_column(const RepereSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->facets; i++)
    if (g_str_equal(snapshot->columns[i].facet->sources[0], "dcterms:language")) return &snapshot->columns[i];
  return NULL;
}

static guint8 languages_of(const RepereCompletion *completion, const RepereLibrary *library,
                           const RepereColumn *column, guint32 docid)
{
  gsize at;
  char year[16];
  guint8 languages = 0;
  for (guint n = repere_column_of(column, docid, &at); n > 0; n--, at++) {
    const char *code = repere_column_value(column, repere_column_number_at(column, at), year);
    guint i = repere_completion_language(completion, library, code);
    if (i < completion->languages) languages |= (guint8)(1u << i);
  }
  return languages;
}

static void mark_works(RepereCompletion *completion, const RepereSnapshot *snapshot,
                       const RepereLibrary *library)
{
  const RepereColumn *column = language_column(snapshot);
  roaring_uint32_iterator_t work;
  completion->languages = MIN(g_strv_length(library->languages), REPERE_COMPLETION_LANGUAGES);
  for (guint i = 0; i < completion->languages; i++)
    completion->language[i] = repere_language(library->languages[i]);
  completion->last_docid = snapshot->last_docid;
  completion->documents = g_new0(guint8, (gsize)snapshot->last_docid + 1);
  roaring_init_iterator(snapshot->visible, &work);
  for (; work.has_value; roaring_advance_uint32_iterator(&work)) {
    guint32 docid = work.current_value;
    guint8 languages = column ? languages_of(completion, library, column, docid) : 0;
    completion->documents[docid] = REPERE_COMPLETION_VISIBLE | languages;
  }
  if (snapshot->state.works == snapshot->documents) return;
  completion->works = g_new(guint32, repere_lexicon_size(snapshot->words) + 1);
  memset(completion->works, 0xff, (repere_lexicon_size(snapshot->words) + 1) * sizeof(guint32));
}

/* ---- titles ---- */

/* Appends the places of the works that have `word` in their title. */
static gboolean add_title_word(xc_database *database, const char *word, const RepereOrder *order,
                               GArray *items, xc_error *fault)
{
  xc_docid docids[CHUNK];
  gsize n = CHUNK;
  g_autofree char *term = g_strconcat(repere_field_row(REPERE_FIELD_TITLE)->prefix, word, NULL);
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  gboolean read = postings != NULL;
  while (read && n == CHUNK) {
    read = xc_postings_read(postings, docids, NULL, CHUNK, &n, fault) == XC_OK;
    for (gsize i = 0; read && i < n; i++) {
      guint32 place = docids[i] <= order->last_docid ? order->places[docids[i]] : G_MAXUINT32;
      if (place != G_MAXUINT32) g_array_append_val(items, place);
    }
  }
  xc_postings_free(postings);
  return read;
}

static gboolean load_titles(RepereCompletion *completion, const RepereSnapshot *snapshot, xc_error *fault)
{
  RepereWordIndex *titles = &completion->titles;
  xc_database *database = snapshot->handles[0];
  GArray *items = g_array_new(FALSE, FALSE, sizeof(guint32));
  guint words = repere_lexicon_size(snapshot->title_words);
  completion->newest =
      repere_orders_get(snapshot->orders, database, REPERE_SORT_NEWEST, "", NULL, fault, NULL);
  gboolean read = completion->newest != NULL;
  titles->words = snapshot->title_words;
  titles->size = read ? completion->newest->size : 0;
  titles->starts = g_new0(guint32, (gsize)words + 1);
  for (guint i = 0; i < words && read; i++) {
    read = add_title_word(database, repere_lexicon_word(titles->words, i), completion->newest, items, fault);
    titles->starts[i + 1] = items->len;
  }
  titles->items = (guint32 *)(void *)g_array_free(items, FALSE);
  return read;
}

/* ---- labels ---- */

typedef struct {
  RepereCompletionLabel label;
  const char *text; /* borrowed, or of `strings` below */
  guint32 works;
} Named;

static int by_works(const void *a, const void *b)
{
  const Named *one = a, *other = b;
  if (one->works != other->works) return one->works > other->works ? -1 : 1;
  int order = strcmp(one->text, other->text);
  if (order) return order;
  if (one->label.column != other->label.column) return one->label.column < other->label.column ? -1 : 1;
  return (one->label.number > other->label.number) - (one->label.number < other->label.number);
}

/* The labels of one value of a facet that readers know of: what several languages call the same is one. */
static void name_value(const RepereColumn *column, guint32 column_number, guint32 number,
                       const RepereLibrary *library, guint languages, const RepereVocabularies *vocabularies,
                       GStringChunk *strings, GArray *named)
{
  char year[16];
  const char *value = repere_column_value(column, number, year);
  guint first = named->len;
  for (guint l = 0; l < languages; l++) {
    const char *text = repere_facet_value_label(column->facet, vocabularies, value, library->languages[l]);
    guint same = first;
    while (same < named->len && !g_str_equal(g_array_index(named, Named, same).text, text)) same++;
    if (same == named->len) {
      Named fresh = {
          {column_number, number, 0}, g_string_chunk_insert_const(strings, text), column->totals[number]};
      g_array_append_val(named, fresh);
    }
    g_array_index(named, Named, same).label.languages |= (guint8)(1u << l);
  }
}

/* The label as column and completion have it folded. */
static const char *folded_label(const RepereSnapshot *snapshot, const Named *named)
{
  const RepereColumn *column = &snapshot->columns[named->label.column];
  guint language = 0;
  while (!(named->label.languages >> language & 1u)) language++;
  return column->labels ? column->labels[language].folded[named->label.number] : named->text;
}

/* What texts feed is offered where nothing else is called so: four times the same country, as what works are about, where
 * people come from, where they are and what is mentioned, would leave no room for others. Of several, the one with most
 * works; `named` is in that order. */
static void drop_repeats(const RepereSnapshot *snapshot, GArray *named)
{
  g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
  guint kept = 0;
  for (guint i = 0; i < named->len; i++) {
    const Named *label = &g_array_index(named, Named, i);
    if (!repere_facet_is_of_texts(snapshot->columns[label->label.column].facet))
      g_hash_table_add(taken, (gpointer)folded_label(snapshot, label));
  }
  for (guint i = 0; i < named->len; i++) {
    Named label = g_array_index(named, Named, i);
    gboolean of_texts = repere_facet_is_of_texts(snapshot->columns[label.label.column].facet);
    if (of_texts && !g_hash_table_add(taken, (gpointer)folded_label(snapshot, &label))) continue;
    g_array_index(named, Named, kept++) = label;
  }
  g_array_set_size(named, kept);
}

typedef struct {
  RepereWordIndexBuilder *builder;
  guint32 item;
} Labelling;

static void add_label_word(const RepereToken *token, gpointer data)
{
  Labelling *labelling = data;
  repere_word_index_builder_add(labelling->builder, token->word->folded, labelling->item);
}

static void load_labels(RepereCompletion *completion, const RepereSnapshot *snapshot,
                        const RepereLibrary *library, const RepereVocabularies *vocabularies)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(Named));
  g_autoptr(GStringChunk) strings = g_string_chunk_new(1 << 14);
  Labelling labelling = {repere_word_index_builder_new(), 0};
  for (guint c = 0; c < snapshot->facets; c++)
    for (guint32 n = 0; n < snapshot->columns[c].size; n++)
      if (snapshot->columns[c].totals[n] && !repere_facet_is_of_quality(snapshot->columns[c].facet))
        name_value(&snapshot->columns[c], c, n, library, completion->languages, vocabularies, strings, named);
  if (named->len) qsort(named->data, named->len, sizeof(Named), by_works);
  drop_repeats(snapshot, named);
  completion->label = g_new(RepereCompletionLabel, (gsize)named->len + 1);
  for (guint i = 0; i < named->len; i++) {
    const Named *label = &g_array_index(named, Named, i);
    completion->label[i] = label->label;
    labelling.item = i;
    repere_analyze(analyzer, label->text, strlen(label->text), NULL, add_label_word, &labelling);
    repere_analyzer_trim(analyzer);
  }
  repere_word_index_builder_finish(labelling.builder, &completion->labels);
}

/* ---- all ---- */

RepereCompletion *repere_completion_new(const RepereSnapshot *snapshot, const RepereLibrary *library,
                                        const RepereVocabularies *vocabularies, xc_error *fault)
{
  g_autoptr(RepereCompletion) completion = g_new0(RepereCompletion, 1);
  g_mutex_init(&completion->lock);
  completion->spelled = g_hash_table_new_full(NULL, NULL, NULL, repere_spelled_unref);
  mark_works(completion, snapshot, library);
  load_labels(completion, snapshot, library, vocabularies);
  return load_titles(completion, snapshot, fault) ? g_steal_pointer(&completion) : NULL;
}

void repere_completion_free(RepereCompletion *completion)
{
  if (!completion) return;
  repere_word_index_clear(&completion->titles);
  repere_word_index_clear(&completion->labels);
  g_hash_table_unref(completion->spelled);
  g_mutex_clear(&completion->lock);
  g_free(completion->label);
  g_free(completion->documents);
  g_free(completion->works);
  g_free(completion);
}

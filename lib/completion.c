/* completion.c - see completion.h */
#include "completion.h"

#include <stdlib.h>
#include <string.h>
#include "facets.h"
#include "fault.h"
#include "repere/text.h"
#include "schema.h"
#include "spelled.h"

#define CHUNK 4096 /* documents read at once */

guint repere_completion_language(const RepereCompletion *completion, const RepereLibrary *library, const char *lang)
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

static guint8 languages_of(const RepereCompletion *completion, const RepereLibrary *library, const RepereColumn *column,
                           guint32 docid)
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

static void mark_works(RepereCompletion *completion, const RepereSnapshot *snapshot, const RepereLibrary *library)
{
  const RepereColumn *column = language_column(snapshot);
  roaring_uint32_iterator_t work;
  completion->languages = MIN(g_strv_length(library->languages), REPERE_COMPLETION_LANGUAGES);
  for (guint i = 0; i < completion->languages; i++) completion->language[i] = repere_language(library->languages[i]);
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

/* The digits of a date (W3CDTF), as a number of eight: "2021-06" is 20210600, before any day of that month. */
static guint32 number_of_date(xc_bytes date)
{
  guint32 number = 0;
  guint digits = 0;
  for (gsize i = 0; i < date.size && digits < 8; i++) {
    if (g_ascii_isdigit(date.data[i])) {
      number = number * 10 + (guint32)(date.data[i] - '0');
      digits++;
    } else if (date.data[i] != '-') break;
  }
  for (; digits < 8; digits++) number *= 10;
  return number;
}

static int by_number(const void *a, const void *b)
{
  guint64 one = *(const guint64 *)a, other = *(const guint64 *)b;
  return (one > other) - (one < other);
}

/* A number a work that sorts the newest first, its docid below. */
static guint64 *dated_works(const RepereSnapshot *snapshot, const guint8 *documents, guint32 *works, xc_error *fault)
{
  guint64 *dated = g_new(guint64, (gsize)snapshot->state.works + 1);
  g_autofree guint32 *dates = g_new0(guint32, (gsize)snapshot->last_docid + 1);
  xc_values *values = xc_database_values(snapshot->handles[0], REPERE_SLOT_ISSUED, fault);
  int state = XC_FAILED;
  uint32_t docid;
  xc_bytes date;
  while (values && (state = xc_values_next(values, &docid, &date, fault)) == XC_ITEM)
    if (docid <= snapshot->last_docid) dates[docid] = number_of_date(date);
  xc_values_free(values);
  *works = 0;
  for (guint32 d = 1; d <= snapshot->last_docid && *works < snapshot->state.works; d++)
    if (documents[d] & REPERE_COMPLETION_VISIBLE) dated[(*works)++] = (guint64)(G_MAXUINT32 - dates[d]) << 32 | d;
  qsort(dated, *works, sizeof *dated, by_number);
  if (state == XC_END) return dated;
  g_free(dated);
  return NULL;
}

/* Appends the ranks of the works that have `word` in their title. */
static gboolean add_title_word(xc_database *database, const char *word, const guint32 *ranks, guint32 last_docid,
                               GArray *items, xc_error *fault)
{
  xc_docid docids[CHUNK];
  gsize n = CHUNK;
  g_autofree char *term = g_strconcat(repere_field_row(REPERE_FIELD_TITLE)->prefix, word, NULL);
  xc_postings *postings = xc_database_postings(database, term, XC_NUL, fault);
  gboolean read = postings != NULL;
  while (read && n == CHUNK) {
    read = xc_postings_read(postings, docids, NULL, CHUNK, &n, fault) == XC_OK;
    for (gsize i = 0; read && i < n; i++)
      if (docids[i] <= last_docid && ranks[docids[i]] != G_MAXUINT32) g_array_append_val(items, ranks[docids[i]]);
  }
  xc_postings_free(postings);
  return read;
}

static gboolean add_title_words(RepereCompletion *completion, const RepereSnapshot *snapshot, const guint32 *ranks,
                                xc_error *fault)
{
  RepereWordIndex *titles = &completion->titles;
  guint words = repere_lexicon_size(titles->words);
  GArray *items = g_array_new(FALSE, FALSE, sizeof(guint32));
  gboolean read = TRUE;
  titles->starts = g_new0(guint32, (gsize)words + 1);
  for (guint i = 0; i < words && read; i++) {
    titles->starts[i] = items->len;
    read = add_title_word(snapshot->handles[0], repere_lexicon_word(titles->words, i), ranks, snapshot->last_docid, items,
                          fault);
  }
  titles->starts[words] = items->len;
  titles->items = (guint32 *)(void *)g_array_free(items, FALSE);
  return read;
}

static gboolean load_titles(RepereCompletion *completion, const RepereSnapshot *snapshot, xc_error *fault)
{
  RepereWordIndex *titles = &completion->titles;
  g_autofree guint64 *dated = dated_works(snapshot, completion->documents, &titles->size, fault);
  g_autofree guint32 *ranks = g_new(guint32, (gsize)snapshot->last_docid + 1);
  if (!dated) return FALSE;
  completion->newest = g_new(guint32, (gsize)titles->size + 1);
  memset(ranks, 0xff, ((gsize)snapshot->last_docid + 1) * sizeof *ranks);
  for (guint32 i = 0; i < titles->size; i++) {
    completion->newest[i] = (guint32)dated[i];
    ranks[completion->newest[i]] = i;
  }
  titles->words = repere_lexicon_load(snapshot->handles[0], repere_field_row(REPERE_FIELD_TITLE)->prefix, fault);
  return titles->words && add_title_words(completion, snapshot, ranks, fault);
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

/* The labels of one value: what several languages call the same is one. */
static void name_value(const RepereColumn *column, guint32 column_number, guint32 number, const RepereLibrary *library,
                       guint languages, const RepereVocabularies *vocabularies, GStringChunk *strings, GArray *named)
{
  char year[16];
  const char *value = repere_column_value(column, number, year);
  guint first = named->len;
  for (guint l = 0; l < languages; l++) {
    const char *text = repere_facet_value_label(column->facet, vocabularies, value, library->languages[l]);
    guint same = first;
    while (same < named->len && !g_str_equal(g_array_index(named, Named, same).text, text)) same++;
    if (same == named->len) {
      Named fresh = {{column_number, number, 0}, g_string_chunk_insert_const(strings, text), column->totals[number]};
      g_array_append_val(named, fresh);
    }
    g_array_index(named, Named, same).label.languages |= (guint8)(1u << l);
  }
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

static void load_labels(RepereCompletion *completion, const RepereSnapshot *snapshot, const RepereLibrary *library,
                        const RepereVocabularies *vocabularies)
{
  g_autoptr(RepereAnalyzer) analyzer = repere_analyzer_new();
  g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(Named));
  g_autoptr(GStringChunk) strings = g_string_chunk_new(1 << 14);
  Labelling labelling = {repere_word_index_builder_new(), 0};
  for (guint c = 0; c < snapshot->facets; c++)
    for (guint32 n = 0; n < snapshot->columns[c].size; n++)
      if (snapshot->columns[c].totals[n])
        name_value(&snapshot->columns[c], c, n, library, completion->languages, vocabularies, strings, named);
  if (named->len) qsort(named->data, named->len, sizeof(Named), by_works);
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
                                        const RepereVocabularies *vocabularies, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(RepereCompletion) completion = g_new0(RepereCompletion, 1);
  g_mutex_init(&completion->lock);
  completion->spelled = g_hash_table_new_full(NULL, NULL, NULL, repere_spelled_unref);
  mark_works(completion, snapshot, library);
  load_labels(completion, snapshot, library, vocabularies);
  if (load_titles(completion, snapshot, &fault)) return g_steal_pointer(&completion);
  repere_fault(error, NULL, &fault);
  return NULL;
}

void repere_completion_free(RepereCompletion *completion)
{
  if (!completion) return;
  repere_word_index_clear(&completion->titles);
  repere_word_index_clear(&completion->labels);
  g_hash_table_unref(completion->spelled);
  g_mutex_clear(&completion->lock);
  g_free(completion->newest);
  g_free(completion->label);
  g_free(completion->documents);
  g_free(completion->works);
  g_free(completion);
}

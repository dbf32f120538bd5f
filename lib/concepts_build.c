/* concepts_build.c - labels to the automaton; see concepts_private.h for what it is.
 *
 * Every form of every label becomes a path of label words. Sorted, paths that begin alike stand together,
 * and the trie is what each path does not share with the one before. */
#include <string.h>
#include "concept_forms.h"
#include "concepts_private.h"
#include "repere/text.h"

#define COUNTRIES "iso3166"

enum { STEMS = 4 }; /* that one label word may have */

/* A label word: a word of a text that has any of these keys is that word. 0 where there are fewer. */
typedef struct {
  guint32 folded;
  guint32 stems[STEMS];
} Symbol;

typedef struct {
  guint32 first, words;           /* in `words`, and then in `path` */
  const RepereLanguage *language; /* or NULL */
  gboolean exact;                 /* no stems: names */
  gboolean capitals;              /* its vocabulary writes everything in capitals: accents may be missing */
  RepereConceptOutput output;
} Form;

typedef struct {
  RepereConcepts *concepts;
  RepereAnalyzer *analyzer;
  GString *terms;
  guint32 n_cells;

  GPtrArray *words; /* of RepereWord: of all forms, one behind the other */
  GArray *forms;    /* of Form */
  GHashTable
    *spelt; /* RepereWord without accents -> GPtrArray of the accented RepereWords it may stand for */
  GHashTable *symbols; /* Symbol -> its number */
  GPtrArray *kept;     /* of Symbol, in numbers' order */
  GArray *path;        /* of guint32, as `words`: numbers of symbols */

  /* of the label being read */
  const RepereVocabularyLabel *label;
  guint vocabulary, concept;
  gboolean capitals, exact;
} Builder;

/* ---- terms ---- */

static void put_term(RepereConcepts *concepts, RepereConceptTerm term)
{
  guint32 at = term.hash & concepts->cells_mask;
  while (concepts->cells[at].key != 0)
    at = (at + 1) & concepts->cells_mask;
  concepts->cells[at] = term;
}

static void grow_terms(RepereConcepts *concepts)
{
  RepereConceptTerm *old = concepts->cells;
  guint32 n = concepts->cells_mask + 1;
  concepts->cells_mask = 2 * n - 1;
  concepts->cells = g_new0(RepereConceptTerm, 2 * (gsize)n);
  for (guint32 i = 0; i < n; i++)
    if (old[i].key != 0)
      put_term(concepts, old[i]);
  g_free(old);
}

/* The key of prefix + text, made where it is new. */
static guint32 key_of(Builder *builder, const char *prefix, const char *text)
{
  RepereConcepts *concepts = builder->concepts;
  const gsize at = builder->terms->len;
  g_string_append(builder->terms, prefix);
  g_string_append(builder->terms, text);
  const gsize size = builder->terms->len - at;
  concepts->terms = builder->terms->str;
  guint32 key = repere_concepts_key(concepts, builder->terms->str + at, size);
  if (key != 0) {
    g_string_truncate(builder->terms, at);
    return key;
  }
  if (2 * ++concepts->n_keys > concepts->cells_mask)
    grow_terms(concepts);
  RepereConceptTerm term = {repere_concept_hash_term(builder->terms->str + at, size), concepts->n_keys,
                            (guint32)at, (guint32)size};
  put_term(concepts, term);
  return concepts->n_keys;
}

/* ---- label words ---- */

static guint symbol_hash(gconstpointer data)
{
  const Symbol *symbol = data;
  guint hash = symbol->folded * 0x9E3779B9u;
  for (guint i = 0; i < STEMS; i++)
    hash = (hash ^ symbol->stems[i]) * 0x9E3779B9u;
  return hash ^ hash >> 15;
}

static gboolean symbol_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(Symbol)) == 0;
}

static void add_stem(Builder *builder, Symbol *symbol, const RepereWord *word, const RepereLanguage *language)
{
  if (language == NULL || word->stem == NULL)
    return;
  guint32 key = key_of(builder, language->term_prefix, word->stem);
  for (guint i = 0; i < STEMS; i++) {
    if (symbol->stems[i] == key)
      return;
    if (symbol->stems[i] == 0) {
      symbol->stems[i] = key;
      return;
    }
  }
}

/* Adds the stems of the accented words that the first `size` bytes of `spelling`, followed by `ending`, may
 * stand for. */
static void add_spelt(Builder *builder, Symbol *symbol, const char *spelling, gsize size, const char *ending,
                      const RepereLanguage *language)
{
  g_autofree char *plain = g_strdup_printf("%.*s%s", (int)size, spelling, ending);
  const RepereWord *word = repere_analyzer_word(builder->analyzer, plain, strlen(plain), language);
  const GPtrArray *spelt = word != NULL ? g_hash_table_lookup(builder->spelt, word) : NULL;
  for (guint i = 0; spelt != NULL && i < spelt->len; i++)
    add_stem(builder, symbol, g_ptr_array_index(spelt, i), language);
}

/* Unaccented capitals are stemmed as the words they may stand for, too: INTEGRACION as integración, REFUGIES
 * as réfugié, whichever number another vocabulary writes them in. */
static void add_accented(Builder *builder, Symbol *symbol, const RepereWord *word,
                         const RepereLanguage *language)
{
  const gsize size = strlen(word->folded);
  add_spelt(builder, symbol, word->folded, size, "", language);
  if (g_str_has_suffix(word->folded, "s"))
    add_spelt(builder, symbol, word->folded, size - 1, "", language);
  else
    add_spelt(builder, symbol, word->folded, size, "s", language);
}

static guint32 symbol_of(Builder *builder, const RepereWord *word, const Form *form)
{
  Symbol symbol;
  memset(&symbol, 0, sizeof symbol);
  symbol.folded = key_of(builder, "", word->folded);
  if (!form->exact)
    add_stem(builder, &symbol, word, form->language);
  if (form->capitals && form->language != NULL && !word->stop)
    add_accented(builder, &symbol, word, form->language);
  gpointer number;
  if (g_hash_table_lookup_extended(builder->symbols, &symbol, NULL, &number))
    return GPOINTER_TO_UINT(number);
  Symbol *kept = g_memdup2(&symbol, sizeof symbol);
  g_hash_table_insert(builder->symbols, kept, GUINT_TO_POINTER(builder->kept->len));
  g_ptr_array_add(builder->kept, kept);
  return builder->kept->len - 1;
}

/* Notes which accented words the unaccented ones of this language may stand for. */
static void learn_spelling(Builder *builder, RepereWord *word, const RepereLanguage *language)
{
  if (word->written == NULL || language == NULL)
    return;
  RepereWord *plain = repere_analyzer_word(builder->analyzer, word->folded, strlen(word->folded), language);
  GPtrArray *spelt = g_hash_table_lookup(builder->spelt, plain);
  if (spelt == NULL) {
    spelt = g_ptr_array_new();
    g_hash_table_insert(builder->spelt, plain, spelt);
  }
  if (!g_ptr_array_find(spelt, word, NULL))
    g_ptr_array_add(spelt, word);
}

/* ---- forms ---- */

static void on_token(const RepereToken *token, gpointer data)
{
  Builder *builder = data;
  g_ptr_array_add(builder->words, token->word);
}

static gboolean is_content(const RepereWord *word, const RepereLanguage *language)
{
  const char *written = word->written != NULL ? word->written : word->folded;
  gboolean digits = strspn(word->folded, "0123456789.") == strlen(word->folded);
  gboolean stop = language != NULL ? word->stop : repere_language_is_stop(NULL, written, strlen(written));
  return !stop && !digits && *g_utf8_next_char(word->folded) != '\0';
}

/* Without its accents the word is a stop word of some language: "thé" would be found in every line of English
 * that stands in a French text. In capitals accents may be missing everywhere. */
static gboolean is_taken_for_stop(const Builder *builder, const RepereWord *word)
{
  return (word->written != NULL || builder->capitals) &&
         repere_language_is_stop(NULL, word->folded, strlen(word->folded));
}

/* A word counts in texts of all languages but those where it is a stop word: "ONU", but not "DES". */
static guint texts_everywhere(const RepereWord *word)
{
  guint texts = REPERE_CONCEPT_EVERYWHERE;
  for (guint i = 0; repere_language_at(i) != NULL; i++)
    if (repere_language_is_stop(repere_language_at(i), word->folded, strlen(word->folded)))
      texts &= ~(1u << i);
  return texts;
}

static guint texts_of_single(const Builder *builder, const char *form, const RepereWord *word,
                             const RepereLanguage *language)
{
  gboolean acronym = !builder->capitals && repere_concept_is_capitals(form);
  if (acronym || *builder->label->lang == '\0')
    return texts_everywhere(word);
  return REPERE_CONCEPT_UNKNOWN | (language != NULL ? 1u << repere_language_index(language) : 0);
}

static void on_form(const char *text, gboolean stripped, gboolean single, gpointer data)
{
  Builder *builder = data;
  const RepereLanguage *language = repere_language(builder->label->lang);
  Form form = {.first = builder->words->len,
               .language = language,
               .exact = builder->exact,
               .capitals = builder->capitals};
  form.words = repere_analyze(builder->analyzer, text, strlen(text), language, on_token, builder);
  gboolean content = FALSE;
  for (guint i = 0; i < form.words; i++)
    content = content || is_content(g_ptr_array_index(builder->words, form.first + i), language);
  const gboolean lone = form.words == 1;
  if (!content || form.words > REPERE_CONCEPT_WORDS ||
      (lone && (!single || is_taken_for_stop(builder, g_ptr_array_index(builder->words, form.first))))) {
    g_ptr_array_set_size(builder->words, (int)form.first);
    return;
  }
  for (guint i = 0; i < form.words && !builder->capitals; i++)
    learn_spelling(builder, g_ptr_array_index(builder->words, form.first + i), language);
  guint texts = REPERE_CONCEPT_EVERYWHERE;
  if (form.words == 1)
    texts = texts_of_single(builder, text, g_ptr_array_index(builder->words, form.first), language);
  form.output.concept = builder->concept;
  form.output.texts = (RepereConceptTexts)texts;
  form.output.vocabulary = (guint16)builder->vocabulary & 0x3FFF;
  form.output.rank = stripped                  ? REPERE_CONCEPT_STRIPPED
                   : builder->label->preferred ? REPERE_CONCEPT_PREFERRED
                                               : REPERE_CONCEPT_ALTERNATIVE;
  g_array_append_val(builder->forms, form);
}

static Form *form_at(const Builder *builder, guint i)
{
  return &g_array_index(builder->forms, Form, i);
}

static const RepereWord *word_of(const Builder *builder, const Form *form)
{
  return g_ptr_array_index(builder->words, form->first);
}

/* Words that are labels of their concept in every language of the table that it has count everywhere:
 * names. `languages`: bits of those. */
static void find_names(Builder *builder, guint from, guint languages)
{
  if ((languages & (languages - 1)) == 0)
    return;
  g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal); /* folded word -> bits */
  for (guint i = from; i < builder->forms->len; i++) {
    const Form *form = form_at(builder, i);
    if (form->words != 1 || form->language == NULL)
      continue;
    gpointer folded = (gpointer)word_of(builder, form)->folded;
    guint bits =
      GPOINTER_TO_UINT(g_hash_table_lookup(said, folded)) | 1u << repere_language_index(form->language);
    g_hash_table_insert(said, folded, GUINT_TO_POINTER(bits));
  }
  for (guint i = from; i < builder->forms->len; i++) {
    Form *form = form_at(builder, i);
    if (form->words == 1 &&
        GPOINTER_TO_UINT(g_hash_table_lookup(said, word_of(builder, form)->folded)) == languages)
      form->output.texts |= (RepereConceptTexts)texts_everywhere(word_of(builder, form));
  }
}

static void read_concept(Builder *builder, const GArray *labels)
{
  const guint from = builder->forms->len;
  guint languages = 0;
  for (guint i = 0; i < labels->len; i++) {
    builder->label = &g_array_index(labels, RepereVocabularyLabel, i);
    const RepereLanguage *language = repere_language(builder->label->lang);
    languages |= language != NULL ? 1u << repere_language_index(language) : 0;
    repere_concept_forms(builder->label->text, builder->label->lang, on_form, builder);
  }
  find_names(builder, from, languages);
}

static gboolean writes_capitals(const RepereVocabulary *vocabulary, GArray *labels)
{
  guint capitals = 0, n = 0;
  for (guint i = 0; i < repere_vocabulary_size(vocabulary); i++) {
    g_array_set_size(labels, 0);
    repere_vocabulary_labels(vocabulary, i, labels);
    n += labels->len;
    for (guint k = 0; k < labels->len; k++)
      capitals += repere_concept_is_capitals(g_array_index(labels, RepereVocabularyLabel, k).text) ? 1 : 0;
  }
  return 2 * capitals > n;
}

static void read_vocabulary(Builder *builder, const RepereVocabularies *vocabularies, const char *name)
{
  const RepereVocabulary *vocabulary = repere_vocabularies_get(vocabularies, name);
  RepereConceptVocabulary entry = {vocabulary, name, builder->concepts->size};
  g_autoptr(GArray) labels = g_array_new(FALSE, FALSE, sizeof(RepereVocabularyLabel));
  builder->vocabulary = builder->concepts->vocabularies->len;
  builder->capitals = writes_capitals(vocabulary, labels);
  builder->exact = strcmp(name, COUNTRIES) == 0; /* all forms of theirs are labels */
  g_array_append_val(builder->concepts->vocabularies, entry);
  for (guint i = 0; i < repere_vocabulary_size(vocabulary); i++) {
    g_array_set_size(labels, 0);
    repere_vocabulary_labels(vocabulary, i, labels);
    builder->concept = builder->concepts->size++;
    read_concept(builder, labels);
  }
}

/* ---- the trie ---- */

static int compare_paths(const guint32 *path, const Form *a, const Form *b)
{
  const guint32 n = MIN(a->words, b->words);
  for (guint32 i = 0; i < n; i++)
    if (path[a->first + i] != path[b->first + i])
      return path[a->first + i] < path[b->first + i] ? -1 : 1;
  return a->words == b->words ? 0 : a->words < b->words ? -1 : 1;
}

/* By path; what ends at one node by vocabulary, rank and concept. */
static int by_path(gconstpointer a, gconstpointer b, gpointer path)
{
  const Form *x = a, *y = b;
  const int order = compare_paths(path, x, y);
  if (order != 0)
    return order;
  if (x->output.vocabulary != y->output.vocabulary)
    return x->output.vocabulary < y->output.vocabulary ? -1 : 1;
  if (x->output.rank != y->output.rank)
    return x->output.rank < y->output.rank ? -1 : 1;
  return x->output.concept < y->output.concept ? -1 : x->output.concept > y->output.concept;
}

static void make_paths(Builder *builder)
{
  g_array_set_size(builder->path, builder->words->len);
  for (guint i = 0; i < builder->forms->len; i++) {
    const Form *form = form_at(builder, i);
    for (guint k = 0; k < form->words; k++)
      g_array_index(builder->path, guint32, form->first + k) =
        symbol_of(builder, g_ptr_array_index(builder->words, form->first + k), form);
  }
  g_array_sort_with_data(builder->forms, by_path, builder->path->data);
}

/* An edge, while they are not in order. */
typedef struct {
  guint32 node;
  RepereConceptEdge edge;
} Link;

static int by_node_and_key(gconstpointer a, gconstpointer b)
{
  const Link *x = a, *y = b;
  if (x->node != y->node)
    return x->node < y->node ? -1 : 1;
  return x->edge.key < y->edge.key ? -1 : x->edge.key > y->edge.key;
}

static void add_links(const Builder *builder, GArray *links, guint32 node, guint32 symbol, guint32 next)
{
  const Symbol *keys = g_ptr_array_index(builder->kept, symbol);
  Link link = {node, {keys->folded, next}};
  g_array_append_val(links, link);
  for (guint i = 0; i < STEMS && keys->stems[i] != 0; i++) {
    link.edge.key = keys->stems[i];
    g_array_append_val(links, link);
  }
}

static gboolean same_kind(const Form *a, const Form *b)
{
  return a->output.vocabulary == b->output.vocabulary && a->output.rank == b->output.rank;
}

/* The outputs of forms from … to - 1, which end at one node. Those of one concept are one; what several
 * concepts of a vocabulary are called when stripped names none. */
static void add_outputs(const Builder *builder, guint from, guint to, GArray *outputs)
{
  for (guint i = from, end; i < to; i = end) {
    const Form *first = form_at(builder, i);
    for (end = i + 1; end < to && same_kind(first, form_at(builder, end));)
      end++;
    if (first->output.rank == REPERE_CONCEPT_STRIPPED &&
        first->output.concept != form_at(builder, end - 1)->output.concept)
      continue;
    for (guint k = i; k < end; k++) {
      const RepereConceptOutput *output = &form_at(builder, k)->output;
      if (k > i && form_at(builder, k - 1)->output.concept == output->concept)
        g_array_index(outputs, RepereConceptOutput, outputs->len - 1).texts |= output->texts;
      else
        g_array_append_val(outputs, *output);
    }
  }
}

/* Puts the links in order; where the root's begin is known for each key. */
static void make_edges(RepereConcepts *concepts, GArray *links)
{
  g_array_sort(links, by_node_and_key);
  concepts->edges = g_new(RepereConceptEdge, links->len + 1);
  concepts->begins = g_new0(guint32, concepts->n_keys + 2);
  guint32 node = 0, key = 0;
  for (guint i = 0; i < links->len; i++) {
    const Link *link = &g_array_index(links, Link, i);
    while (node < link->node)
      concepts->nodes[++node].edge = i;
    while (link->node == 0 && key < link->edge.key)
      concepts->begins[++key] = i;
    concepts->edges[i] = link->edge;
  }
  while (node < concepts->n_nodes)
    concepts->nodes[++node].edge = links->len;
  while (key <= concepts->n_keys)
    concepts->begins[++key] = concepts->nodes[1].edge;
}

/* How many words two paths have in common at their beginning. */
static guint32 shared(const Builder *builder, const Form *a, const Form *b)
{
  const guint32 *path = (const guint32 *)(gpointer)builder->path->data;
  guint32 n = 0;
  while (n < a->words && n < b->words && path[a->first + n] == path[b->first + n])
    n++;
  return n;
}

static void make_trie(Builder *builder)
{
  RepereConcepts *concepts = builder->concepts;
  g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(Link));
  g_autoptr(GArray) outputs = g_array_new(FALSE, FALSE, sizeof(RepereConceptOutput));
  g_autoptr(GArray) made = g_array_new(FALSE, FALSE, sizeof(RepereConceptNode));
  guint32 nodes[REPERE_CONCEPT_WORDS + 1] = {0}; /* on the path of the form before */
  const guint32 *path = (const guint32 *)(gpointer)builder->path->data;
  RepereConceptNode node = {0, 0};
  g_array_append_val(made, node);
  for (guint i = 0, to; i < builder->forms->len; i = to) {
    const Form *form = form_at(builder, i);
    for (guint32 at = i > 0 ? shared(builder, form, form - 1) : 0; at < form->words; at++) {
      nodes[at + 1] = made->len;
      node.output = outputs->len;
      g_array_append_val(made, node);
      add_links(builder, links, nodes[at], path[form->first + at], nodes[at + 1]);
    }
    for (to = i + 1; to < builder->forms->len && compare_paths(path, form, form_at(builder, to)) == 0;)
      to++;
    add_outputs(builder, i, to, outputs);
  }
  concepts->n_nodes = made->len;
  node.output = outputs->len;
  g_array_append_val(made, node);
  concepts->nodes = g_memdup2(made->data, made->len * sizeof(RepereConceptNode));
  concepts->outputs = g_memdup2(outputs->data, outputs->len * sizeof(RepereConceptOutput));
  make_edges(concepts, links);
}

/* ---- the road ---- */

static void finish_terms(Builder *builder)
{
  RepereConcepts *concepts = builder->concepts;
  concepts->terms_size = builder->terms->len;
  concepts->terms = g_realloc(g_string_free(builder->terms, FALSE), concepts->terms_size + 1);
}

RepereConcepts *repere_concepts_new(const RepereVocabularies *vocabularies)
{
  Builder builder = {.concepts = g_new0(RepereConcepts, 1)};
  RepereConcepts *concepts = builder.concepts;
  concepts->vocabularies = g_array_new(FALSE, FALSE, sizeof(RepereConceptVocabulary));
  concepts->cells_mask = 1023;
  concepts->cells = g_new0(RepereConceptTerm, concepts->cells_mask + 1);
  builder.analyzer = repere_analyzer_new();
  builder.terms = g_string_new(NULL);
  builder.words = g_ptr_array_new();
  builder.forms = g_array_new(FALSE, FALSE, sizeof(Form));
  builder.spelt =
    g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  builder.symbols = g_hash_table_new(symbol_hash, symbol_equal);
  builder.kept = g_ptr_array_new_with_free_func(g_free);
  builder.path = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (const char *const *name = repere_vocabularies_names(vocabularies); *name != NULL; name++)
    read_vocabulary(&builder, vocabularies, *name);
  read_vocabulary(&builder, vocabularies, COUNTRIES);
  make_paths(&builder);
  make_trie(&builder);
  finish_terms(&builder);
  g_ptr_array_unref(builder.words);
  g_array_unref(builder.forms);
  g_hash_table_unref(builder.spelt);
  g_hash_table_unref(builder.symbols);
  g_ptr_array_unref(builder.kept);
  g_array_unref(builder.path);
  repere_analyzer_free(builder.analyzer);
  return concepts;
}

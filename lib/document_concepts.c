/* document_concepts.c - see document_concepts.h */
#include "document_concepts.h"

#include <string.h>
#include "ascending.h"
#include "postings.h"

/* ---- labels made late ---- */

struct RepereConceptSource {
  const RepereVocabularies *vocabularies;
  GMutex lock;
  RepereConcepts *concepts; /* NULL: nobody asked yet */
};

RepereConceptSource *repere_concept_source_new(const RepereVocabularies *vocabularies)
{
  RepereConceptSource *source = g_new0(RepereConceptSource, 1);
  source->vocabularies = vocabularies;
  g_mutex_init(&source->lock);
  return source;
}

void repere_concept_source_free(RepereConceptSource *source)
{
  if (!source) return;
  repere_concepts_free(source->concepts);
  g_mutex_clear(&source->lock);
  g_free(source);
}

const RepereConcepts *repere_concept_source_get(RepereConceptSource *source)
{
  g_mutex_lock(&source->lock);
  if (!source->concepts) source->concepts = repere_concepts_new(source->vocabularies);
  g_mutex_unlock(&source->lock);
  return source->concepts;
}

/* ---- the finder ---- */

/* A word of the postings that stands in labels. */
typedef struct {
  const char *bytes; /* in the postings */
  gsize size;
  guint32 number;                      /* from 1, once it has positions */
  guint32 folded;                      /* keys of RepereConceptWord; 0: in no label */
  guint32 stems[REPERE_LANGUAGES_MAX]; /* by the language's place in the table */
} Word;

/* What is known of a concept in this document. */
typedef struct {
  guint32 occurrences;
  guint32 last_page; /* the number behind that of the last page it was on; 0: on none */
} Seen;

struct RepereConceptFinder {
  RepereConceptSource *source;
  const RepereConcepts *concepts;
  Seen *seen;          /* by concept; zero but for those of `touched` */
  GArray *touched;     /* of guint32 */
  GArray *pages;       /* of RepereConceptPage */
  GArray *run, *found; /* of RepereConceptWord, RepereConceptMatch: of one text */
  /* while postings are read: */
  GHashTable *words; /* of Word *, by their bytes */
  GPtrArray *placed; /* of Word *: those with a number, by number - 1 */
  guint32 *places;   /* by position, counted from the first text's: the number of the word there, or 0 */
  guint32 first, size;
};

/* FNV-1a (Fowler, Noll, Vo): words are a few bytes. */
static guint hash_word(gconstpointer data)
{
  const Word *word = data;
  guint32 hash = 2166136261u;
  for (gsize i = 0; i < word->size; i++) hash = (hash ^ (guchar)word->bytes[i]) * 16777619u;
  return hash;
}

static gboolean equal_words(gconstpointer a, gconstpointer b)
{
  const Word *one = a, *other = b;
  return one->size == other->size && memcmp(one->bytes, other->bytes, one->size) == 0;
}

RepereConceptFinder *repere_concept_finder_new(RepereConceptSource *source)
{
  RepereConceptFinder *finder = g_new0(RepereConceptFinder, 1);
  finder->source = source;
  finder->touched = g_array_new(FALSE, FALSE, sizeof(guint32));
  finder->pages = g_array_new(FALSE, FALSE, sizeof(RepereConceptPage));
  finder->run = g_array_new(FALSE, FALSE, sizeof(RepereConceptWord));
  finder->found = g_array_new(FALSE, FALSE, sizeof(RepereConceptMatch));
  finder->words = g_hash_table_new_full(hash_word, equal_words, g_free, NULL);
  finder->placed = g_ptr_array_new();
  return finder;
}

void repere_concept_finder_free(RepereConceptFinder *finder)
{
  if (!finder) return;
  g_array_unref(finder->touched);
  g_array_unref(finder->pages);
  g_array_unref(finder->run);
  g_array_unref(finder->found);
  g_hash_table_unref(finder->words);
  g_ptr_array_unref(finder->placed);
  g_free(finder->seen);
  g_free(finder);
}

/* ---- the words of the postings ---- */

static Word *find_word(const RepereConceptFinder *finder, const char *bytes, gsize size)
{
  Word wanted = {.bytes = bytes, .size = size};
  return g_hash_table_lookup(finder->words, &wanted);
}

static Word *add_word(RepereConceptFinder *finder, const char *bytes, gsize size)
{
  Word *word = find_word(finder, bytes, size);
  if (word) return word;
  word = g_new0(Word, 1);
  word->bytes = bytes;
  word->size = size;
  word->folded = repere_concepts_key(finder->concepts, bytes, size);
  g_hash_table_add(finder->words, word);
  return word;
}

/* The language that the posting's term is a stem of. */
static const RepereLanguage *stem_language(const ReperePosting *posting)
{
  const RepereLanguage *language;
  for (guint i = 0; (language = repere_language_at(i)); i++) {
    gsize size = strlen(language->term_prefix);
    if (posting->size > size && memcmp(posting->term, language->term_prefix, size) == 0) return language;
  }
  return NULL;
}

/* A word as folded may have two stems, by its accented spellings: the first that stands in a label is taken.
 */
static void take_stem(RepereConceptFinder *finder, const ReperePosting *posting)
{
  const RepereLanguage *language = posting->family_size ? stem_language(posting) : NULL;
  guint32 key = language ? repere_concepts_key(finder->concepts, posting->term, posting->size) : 0;
  if (!key) return;
  for (guint i = 0; i < posting->family_size; i++) {
    Word *word = add_word(finder, posting->family[i].word, posting->family[i].size);
    guint32 *stem = &word->stems[repere_language_index(language)];
    if (!*stem) *stem = key;
  }
}

/* Words of any field have the positions of the text; those of a title and other fields stand behind the
 * field's prefix. FALSE where the term is no word of a text that concepts are looked for in. */
static gboolean strip_field(const ReperePosting *posting, const char **bytes, gsize *size)
{
  static const RepereTextField fields[] = {REPERE_FIELD_TITLE, REPERE_FIELD_ABSTRACT, REPERE_FIELD_KEYWORD};
  *bytes = posting->term;
  *size = posting->size;
  if (!g_ascii_isupper(posting->term[0])) return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    const char *prefix = repere_field_row(fields[i])->prefix;
    gsize skip = strlen(prefix);
    if (posting->size <= skip || memcmp(posting->term, prefix, skip) != 0) continue;
    if (g_ascii_isupper(posting->term[skip])) continue; /* a stem, or the prefix is a longer one */
    *bytes += skip;
    *size -= skip;
    return TRUE;
  }
  return FALSE;
}

static void place_word(RepereConceptFinder *finder, const ReperePosting *posting, guint32 base)
{
  const char *bytes;
  gsize size;
  if (!posting->count || !strip_field(posting, &bytes, &size)) return;
  Word *word = find_word(finder, bytes, size);
  if (!word && !repere_concepts_key(finder->concepts, bytes, size)) return;
  if (!word) word = add_word(finder, bytes, size);
  if (!word->number) {
    g_ptr_array_add(finder->placed, word);
    word->number = finder->placed->len;
  }
  for (guint i = 0; i < posting->count; i++) {
    guint32 place = base + posting->positions[i] - finder->first; /* before the first text it is a huge one */
    if (place < finder->size) finder->places[place] = word->number;
  }
}

static void read_postings(RepereConceptFinder *finder, GBytes *postings, guint32 base)
{
  ReperePosting posting;
  g_autoptr(ReperePostingsReader) stems = repere_postings_reader_new(postings);
  g_autoptr(ReperePostingsReader) words = repere_postings_reader_new(postings);
  /* Capitals come before small letters, but not before all that a word may begin with; and words of fields
   * before stems. */
  while (repere_postings_next(stems, &posting) == 1 && (guchar)posting.term[0] <= 'Z')
    take_stem(finder, &posting);
  while (repere_postings_next(words, &posting) == 1) place_word(finder, &posting, base);
}

/* ---- the texts ---- */

static void note(RepereConceptFinder *finder, guint32 concept, guint32 page)
{
  Seen *seen = &finder->seen[concept];
  if (seen->occurrences++ == 0) g_array_append_val(finder->touched, concept);
  if (page == REPERE_NO_PAGE || seen->last_page == page + 1) return;
  RepereConceptPage on = {page, concept};
  seen->last_page = page + 1;
  g_array_append_val(finder->pages, on);
}

/* Of words that stand in no label one is enough, however many they are: no label goes over it. */
static void find_in_text(RepereConceptFinder *finder, const RepereConceptText *text)
{
  const guint32 *places = finder->places + (text->start - finder->first);
  gboolean other = TRUE;
  g_array_set_size(finder->run, 0);
  g_array_set_size(finder->found, 0);
  for (guint32 i = 0; i < text->words; i++) {
    const Word *of = places[i] ? finder->placed->pdata[places[i] - 1] : NULL;
    RepereConceptWord word = {0, 0};
    if (!of && other) continue;
    if (of) word.folded = of->folded;
    if (of && text->language) word.stem = of->stems[repere_language_index(text->language)];
    other = !of;
    g_array_append_val(finder->run, word);
  }
  const RepereConceptWord *words = (const RepereConceptWord *)(const void *)finder->run->data;
  repere_concepts_find(finder->concepts, words, finder->run->len, text->language, finder->found);
  for (guint i = 0; i < finder->found->len; i++)
    note(finder, g_array_index(finder->found, RepereConceptMatch, i).concept, text->page);
}

void repere_concept_finder_read(RepereConceptFinder *finder, GBytes *postings, guint32 base,
                                const RepereConceptText *texts, guint n)
{
  guint32 last = 0;
  finder->first = G_MAXUINT32;
  for (guint i = 0; i < n; i++) {
    finder->first = MIN(finder->first, texts[i].start);
    last = MAX(last, texts[i].start + texts[i].words);
  }
  if (last <= finder->first) return;
  if (!finder->concepts) {
    finder->concepts = repere_concept_source_get(finder->source);
    finder->seen = g_new0(Seen, (gsize)repere_concepts_size(finder->concepts) + 1);
  }
  finder->size = last - finder->first;
  finder->places = g_new0(guint32, finder->size);
  read_postings(finder, postings, base);
  for (guint i = 0; i < n; i++) find_in_text(finder, &texts[i]);
  g_clear_pointer(&finder->places, g_free);
  g_hash_table_remove_all(finder->words);
  g_ptr_array_set_size(finder->placed, 0);
}

/* ---- what was found ---- */

char *repere_concept_finder_term(const RepereConceptFinder *finder, guint32 concept)
{
  RepereConceptName name;
  repere_concepts_name(finder->concepts, concept, &name);
  return repere_term_concept(name.vocabulary_name, name.value);
}

RepereFoundConcepts *repere_concept_finder_take(RepereConceptFinder *finder)
{
  RepereFoundConcepts *found = g_new0(RepereFoundConcepts, 1);
  found->counts = g_array_sized_new(FALSE, FALSE, sizeof(RepereConceptCount), finder->touched->len);
  found->pages = finder->pages;
  finder->pages = g_array_new(FALSE, FALSE, sizeof(RepereConceptPage));
  g_array_sort(finder->touched, repere_ascending);
  for (guint i = 0; i < finder->touched->len; i++) {
    guint32 concept = g_array_index(finder->touched, guint32, i);
    RepereConceptCount count = {concept, finder->seen[concept].occurrences};
    finder->seen[concept] = (Seen){0, 0};
    g_array_append_val(found->counts, count);
  }
  g_array_set_size(finder->touched, 0);
  return found;
}

void repere_found_concepts_free(RepereFoundConcepts *found)
{
  if (!found) return;
  g_array_unref(found->counts);
  g_array_unref(found->pages);
  g_free(found);
}

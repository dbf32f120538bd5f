/* vocabulary.c - see repere/vocabulary.h */
#include "country_names.h"
#include "skos.h"
#include "plain.h"
#include "quality.h"
#include "repere/language.h"
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

/* ---- one vocabulary ---- */

RepereVocabulary *repere_vocabulary_new(const char *name, RepereVocabularyKind kind)
{
  RepereVocabulary *vocabulary = g_new0(RepereVocabulary, 1);
  vocabulary->name = g_strdup(name);
  vocabulary->kind = kind;
  vocabulary->strings = g_string_chunk_new(65536);
  vocabulary->concepts = g_array_new(FALSE, FALSE, sizeof(RepereConcept));
  vocabulary->labels = g_array_new(FALSE, FALSE, sizeof(RepereLabel));
  vocabulary->links = g_array_new(FALSE, FALSE, sizeof(RepereLink));
  vocabulary->places = g_hash_table_new(g_str_hash, g_str_equal);
  return vocabulary;
}

void repere_vocabulary_free(RepereVocabulary *vocabulary)
{
  if (vocabulary == NULL)
    return;
  g_free(vocabulary->name);
  g_hash_table_unref(vocabulary->places);
  g_array_unref(vocabulary->concepts);
  g_array_unref(vocabulary->labels);
  g_array_unref(vocabulary->links);
  g_string_chunk_free(vocabulary->strings);
  g_clear_pointer(&vocabulary->members, g_ptr_array_unref);
  g_clear_pointer(&vocabulary->unique, g_array_unref);
  g_free(vocabulary);
}

static const RepereConcept *concept_at(const RepereVocabulary *vocabulary, guint32 place)
{
  return &g_array_index(vocabulary->concepts, RepereConcept, place);
}

static RepereLabel *label_at(const RepereVocabulary *vocabulary, guint32 place)
{
  return &g_array_index(vocabulary->labels, RepereLabel, place);
}

void repere_vocabulary_add_label(RepereVocabulary *vocabulary, guint32 *chain, const char *lang,
                                 const char *text)
{
  guint32 place = vocabulary->labels->len;
  RepereLabel label = {g_string_chunk_insert_const(vocabulary->strings, lang),
                       g_string_chunk_insert(vocabulary->strings, text), REPERE_CONCEPT_NONE, place, FALSE};
  if (*chain == REPERE_CONCEPT_NONE) {
    *chain = place;
  } else {
    RepereLabel *first = label_at(vocabulary, *chain);
    label_at(vocabulary, first->last)->next = place;
    first->last = place;
  }
  g_array_append_val(vocabulary->labels, label);
}

guint32 repere_vocabulary_place(const RepereVocabulary *vocabulary, const char *written)
{
  guint found = GPOINTER_TO_UINT(g_hash_table_lookup(vocabulary->places, written));
  return found > 0 ? found - 1 : REPERE_CONCEPT_NONE;
}

/* ---- all of them in one ---- */

/* The first member that knows `written`, or NULL. */
static const RepereVocabulary *member_with(const RepereVocabulary *all, const char *written)
{
  for (guint i = 0; i < all->members->len; i++) {
    const RepereVocabulary *member = g_ptr_array_index(all->members, i);
    if (repere_vocabulary_place(member, written) != REPERE_CONCEPT_NONE)
      return member;
  }
  return NULL;
}

/* The place of `value` in `*vocabulary`, which becomes the member that has it where it is several in one. */
static guint32 place_in(const RepereVocabulary **vocabulary, const char *value)
{
  if ((*vocabulary)->kind == REPERE_VOCABULARY_ALL) {
    const RepereVocabulary *member = member_with(*vocabulary, value);
    if (member == NULL)
      return REPERE_CONCEPT_NONE;
    *vocabulary = member;
  }
  return repere_vocabulary_place(*vocabulary, value);
}

/* Concept number i of the whole; `*vocabulary` becomes the member that has it, likewise. NULL past the end. */
static const RepereConcept *numbered(const RepereVocabulary **vocabulary, guint i)
{
  if (i >= repere_vocabulary_size(*vocabulary))
    return NULL;
  if ((*vocabulary)->kind != REPERE_VOCABULARY_ALL)
    return concept_at(*vocabulary, i);
  const RepereMember *member = &g_array_index((*vocabulary)->unique, RepereMember, i);
  *vocabulary = g_ptr_array_index((*vocabulary)->members, member->member);
  return concept_at(*vocabulary, member->place);
}

static void add_member(RepereVocabulary *all, const RepereVocabulary *member)
{
  RepereMember entry = {(guint16)all->members->len, 0};
  for (; entry.place < member->concepts->len; entry.place++)
    if (member_with(all, concept_at(member, entry.place)->value) == NULL)
      g_array_append_val(all->unique, entry);
  g_ptr_array_add(all->members, (gpointer)member);
}

static RepereVocabulary *all_new(void)
{
  RepereVocabulary *all = repere_vocabulary_new("*", REPERE_VOCABULARY_ALL);
  all->members = g_ptr_array_new();
  all->unique = g_array_new(FALSE, FALSE, sizeof(RepereMember));
  return all;
}

/* ---- values and labels ---- */

static guint32 place_of_country(const RepereVocabulary *vocabulary, const char *written)
{
  char code[4] = "";
  if (strlen(written) >= sizeof code)
    return REPERE_CONCEPT_NONE;
  for (gsize i = 0; written[i] != '\0'; i++)
    code[i] = g_ascii_toupper(written[i]);
  return repere_vocabulary_place(vocabulary, code);
}

static guint32 place_of_language(const RepereVocabulary *vocabulary, const char *written)
{
  char code[REPERE_PLAIN_CODE];
  repere_plain_language(written, code);
  return repere_vocabulary_place(vocabulary, code);
}

const char *repere_vocabulary_value(const RepereVocabulary *vocabulary, const char *written)
{
  guint32 place = REPERE_CONCEPT_NONE;
  switch (vocabulary->kind) {
  case REPERE_VOCABULARY_ALL:
  case REPERE_VOCABULARY_SKOS:
    place = place_in(&vocabulary, written);
    break;
  case REPERE_VOCABULARY_COUNTRIES:
    place = place_of_country(vocabulary, written);
    break;
  case REPERE_VOCABULARY_LANGUAGES:
    place = place_of_language(vocabulary, written);
    break;
  }
  return place != REPERE_CONCEPT_NONE ? concept_at(vocabulary, place)->value : NULL;
}

const char *repere_vocabulary_label(const RepereVocabulary *vocabulary, const char *value, const char *lang)
{
  guint32 place = place_in(&vocabulary, value);
  if (place == REPERE_CONCEPT_NONE)
    return NULL;
  guint32 first = concept_at(vocabulary, place)->preferred;
  const char *english = NULL;
  for (guint32 i = first; i != REPERE_CONCEPT_NONE; i = label_at(vocabulary, i)->next) {
    const RepereLabel *label = label_at(vocabulary, i);
    if (lang != NULL && strcmp(label->lang, lang) == 0)
      return label->text;
    if (english == NULL && strcmp(label->lang, "en") == 0)
      english = label->text;
  }
  if (english != NULL)
    return english;
  if (first != REPERE_CONCEPT_NONE)
    return label_at(vocabulary, first)->text;
  return vocabulary->countries != NULL
           ? repere_vocabulary_label(vocabulary->countries, concept_at(vocabulary, place)->value, lang)
           : NULL;
}

const char *repere_vocabulary_parent(const RepereVocabulary *vocabulary, const char *value)
{
  guint32 place = place_in(&vocabulary, value);
  if (place == REPERE_CONCEPT_NONE || concept_at(vocabulary, place)->parent == REPERE_CONCEPT_NONE)
    return NULL;
  return concept_at(vocabulary, concept_at(vocabulary, place)->parent)->value;
}

static void add_place(GArray *places, guint32 place)
{
  if (places->len >= REPERE_BROADER_MOST)
    return;
  for (guint i = 0; i < places->len; i++)
    if (g_array_index(places, guint32, i) == place)
      return;
  g_array_append_val(places, place);
}

void repere_vocabulary_with_broader(const RepereVocabulary *vocabulary, const char *value, GPtrArray *values)
{
  guint32 start = place_in(&vocabulary, value);
  if (start == REPERE_CONCEPT_NONE)
    return;
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_val(places, start);
  for (guint i = 0; i < MIN(places->len, REPERE_BROADER_MOST); i++) {
    const RepereConcept *concept = concept_at(vocabulary, g_array_index(places, guint32, i));
    g_ptr_array_add(values, (gpointer)concept->value);
    if (concept->parent != REPERE_CONCEPT_NONE)
      add_place(places, concept->parent);
    for (guint32 at = concept->further; at != REPERE_CONCEPT_NONE;
         at = g_array_index(vocabulary->links, RepereLink, at).next)
      add_place(places, g_array_index(vocabulary->links, RepereLink, at).broad);
  }
}

const char *repere_vocabulary_top(const RepereVocabulary *vocabulary, const char *value)
{
  guint32 place = place_in(&vocabulary, value);
  if (place == REPERE_CONCEPT_NONE)
    return NULL;
  while (concept_at(vocabulary, place)->parent != REPERE_CONCEPT_NONE)
    place = concept_at(vocabulary, place)->parent;
  return concept_at(vocabulary, place)->value;
}

guint repere_vocabulary_size(const RepereVocabulary *vocabulary)
{
  return vocabulary->kind == REPERE_VOCABULARY_ALL ? vocabulary->unique->len : vocabulary->concepts->len;
}

const char *repere_vocabulary_at(const RepereVocabulary *vocabulary, guint i)
{
  const RepereConcept *concept = numbered(&vocabulary, i);
  return concept != NULL ? concept->value : NULL;
}

static void append_labels(const RepereVocabulary *vocabulary, guint32 first, gboolean preferred, GArray *labels)
{
  for (guint32 at = first; at != REPERE_CONCEPT_NONE; at = label_at(vocabulary, at)->next) {
    RepereVocabularyLabel label = {label_at(vocabulary, at)->lang, label_at(vocabulary, at)->text, preferred};
    if (!label_at(vocabulary, at)->hidden)
      g_array_append_val(labels, label);
  }
}

void repere_vocabulary_labels(const RepereVocabulary *vocabulary, guint i, GArray *labels)
{
  const RepereConcept *concept = numbered(&vocabulary, i);
  if (concept == NULL)
    return;
  append_labels(vocabulary, concept->preferred, TRUE, labels);
  append_labels(vocabulary, concept->alternative, FALSE, labels);
}

/* ---- ICU's ---- */

guint32 repere_vocabulary_add_code(RepereVocabulary *vocabulary, const char *code)
{
  const char *kept = g_string_chunk_insert(vocabulary->strings, code);
  RepereConcept concept = {.notation = kept,
                           .value = kept,
                           .parent = REPERE_CONCEPT_NONE,
                           .further = REPERE_CONCEPT_NONE,
                           .preferred = REPERE_CONCEPT_NONE,
                           .alternative = REPERE_CONCEPT_NONE};
  g_array_append_val(vocabulary->concepts, concept);
  g_hash_table_insert(vocabulary->places, (gpointer)kept, GUINT_TO_POINTER(vocabulary->concepts->len));
  return vocabulary->concepts->len - 1;
}

typedef int32_t (*NameFunc)(const ULocaleDisplayNames *names, const char *code, UChar *name, int32_t room,
                            UErrorCode *status);

/* The names of every code in one language, as they start a line of a list. Codes that ICU has no name for get
 * none. */
static void add_names(RepereVocabulary *vocabulary, const char *lang, NameFunc name_of)
{
  UDisplayContext contexts[] = {UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU, UDISPCTX_STANDARD_NAMES};
  UErrorCode status = U_ZERO_ERROR;
  ULocaleDisplayNames *names = uldn_openForContext(lang, contexts, G_N_ELEMENTS(contexts), &status);
  for (guint i = 0; U_SUCCESS(status) && i < vocabulary->concepts->len; i++) {
    RepereConcept *concept = &g_array_index(vocabulary->concepts, RepereConcept, i);
    UErrorCode failed = U_ZERO_ERROR;
    UChar wide[256];
    char name[1024];
    (void)name_of(names, concept->value, wide, G_N_ELEMENTS(wide), &failed);
    u_strToUTF8(name, sizeof name, NULL, wide, -1, &failed);
    if (U_SUCCESS(failed) && failed != U_STRING_NOT_TERMINATED_WARNING && strcmp(name, concept->value) != 0)
      repere_vocabulary_add_label(vocabulary, &concept->preferred, lang, name);
  }
  uldn_close(names);
}

static RepereVocabulary *name_all(RepereVocabulary *vocabulary, NameFunc name_of)
{
  gboolean english = FALSE;
  for (guint i = 0; repere_language_at(i) != NULL; i++) {
    const char *code = repere_language_at(i)->code;
    add_names(vocabulary, code, name_of);
    english = english || strcmp(code, "en") == 0;
  }
  if (!english)
    add_names(vocabulary, "en", name_of);
  return vocabulary;
}

RepereVocabulary *repere_icu_countries(void)
{
  RepereVocabulary *vocabulary = repere_vocabulary_new("iso3166", REPERE_VOCABULARY_COUNTRIES);
  for (const char *const *code = uloc_getISOCountries(); *code != NULL; code++)
    (void)repere_vocabulary_add_code(vocabulary, *code);
  name_all(vocabulary, uldn_regionDisplayName);
  repere_country_names_add(vocabulary);
  return vocabulary;
}

RepereVocabulary *repere_icu_languages(void)
{
  RepereVocabulary *vocabulary = repere_vocabulary_new("iso639", REPERE_VOCABULARY_LANGUAGES);
  for (const char *const *code = uloc_getISOLanguages(); *code != NULL; code++)
    (void)repere_vocabulary_add_code(vocabulary, *code);
  return name_all(vocabulary, uldn_languageDisplayName);
}

/* ---- all of a library's ---- */

struct RepereVocabularies {
  GHashTable *by_name; /* name -> RepereVocabulary *, owned */
  GPtrArray *names;    /* of the file vocabularies, in order; NULL-terminated; borrowed from them */
  char *unread;        /* the first file that could not be read, or NULL */
};

static RepereVocabularies *vocabularies_new(void)
{
  RepereVocabularies *vocabularies = g_new0(RepereVocabularies, 1);
  vocabularies->by_name =
    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)repere_vocabulary_free);
  vocabularies->names = g_ptr_array_new();
  return vocabularies;
}

void repere_vocabularies_free(RepereVocabularies *vocabularies)
{
  if (vocabularies == NULL)
    return;
  g_hash_table_unref(vocabularies->by_name);
  g_ptr_array_unref(vocabularies->names);
  g_free(vocabularies->unread);
  g_free(vocabularies);
}

static void add_vocabulary(RepereVocabularies *vocabularies, RepereVocabulary *vocabulary)
{
  g_hash_table_insert(vocabularies->by_name, vocabulary->name, vocabulary);
}

static void load_file(RepereVocabularies *vocabularies, const char *folder, const char *file,
                      GPtrArray *problems)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_autofree char *name = g_strndup(file, strlen(file) - strlen(".rdf"));
  if (g_hash_table_contains(vocabularies->by_name, name)) {
    if (problems != NULL)
      g_ptr_array_add(
        problems, g_strdup_printf("%s: the name \"%s\" is that of a vocabulary that is always there; give "
                                  "the file another name.",
                                  path, name));
    return;
  }
  g_autoptr(GError) cause = NULL;
  RepereVocabulary *vocabulary = repere_skos_read(path, name, problems, &cause);
  if (vocabulary == NULL) {
    if (problems != NULL)
      g_ptr_array_add(problems, g_strdup(cause->message));
    if (vocabularies->unread == NULL)
      vocabularies->unread = g_steal_pointer(&path);
    return;
  }
  vocabulary->countries = g_hash_table_lookup(vocabularies->by_name, "iso3166");
  add_vocabulary(vocabularies, vocabulary);
  add_member(g_hash_table_lookup(vocabularies->by_name, "*"), vocabulary);
  g_ptr_array_add(vocabularies->names, vocabulary->name);
}

static int by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the *.rdf in `folder`, in order; NULL and an error where it cannot be read. */
static GPtrArray *list_files(const char *folder, GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
  if (dir == NULL) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: the folder of vocabularies cannot be read (%s); correct "
                "[library] vocabularies.",
                folder, cause->message);
    return NULL;
  }
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  for (const char *file = g_dir_read_name(dir); file != NULL; file = g_dir_read_name(dir))
    if (g_str_has_suffix(file, ".rdf") && file[0] != '.')
      g_ptr_array_add(files, g_strdup(file));
  g_ptr_array_sort(files, by_text);
  return files;
}

RepereVocabularies *repere_vocabularies_load(const char *folder, GPtrArray *problems, GError **error)
{
  g_autoptr(GPtrArray) files = folder != NULL ? list_files(folder, error) : g_ptr_array_new();
  if (files == NULL)
    return NULL;
  RepereVocabularies *vocabularies = vocabularies_new();
  add_vocabulary(vocabularies, all_new());
  add_vocabulary(vocabularies, repere_icu_countries());
  add_vocabulary(vocabularies, repere_icu_languages());
  add_vocabulary(vocabularies, repere_quality_vocabulary());
  for (guint i = 0; i < files->len; i++)
    load_file(vocabularies, folder, g_ptr_array_index(files, i), problems);
  g_ptr_array_add(vocabularies->names, NULL);
  return vocabularies;
}

const RepereVocabulary *repere_vocabularies_get(const RepereVocabularies *vocabularies, const char *name)
{
  return g_hash_table_lookup(vocabularies->by_name, name);
}

const char *repere_vocabularies_unread(const RepereVocabularies *vocabularies)
{
  return vocabularies->unread;
}

const char *const *repere_vocabularies_names(const RepereVocabularies *vocabularies)
{
  return (const char *const *)vocabularies->names->pdata;
}

/* country_names.c - see country_names.h */
#include "country_names.h"
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/uldnames.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>
#include "repere/language.h"
#include "repere/text.h"

#define NAME_UNITS 256

typedef struct {
  RepereVocabulary *countries;
  const char *lang;
  guint32 place;     /* of the country */
  GHashTable *known; /* its labels of this language so far, folded */
  GHashTable *never; /* what is no label, folded */
} Namer;

static RepereConcept *concept_at(const RepereVocabulary *countries, guint32 place)
{
  return &g_array_index(countries->concepts, RepereConcept, place);
}

static void add_name(Namer *namer, const char *name)
{
  g_autofree char *folded = repere_text_fold(name, -1);
  if (g_hash_table_contains(namer->never, folded) || g_hash_table_contains(namer->known, folded))
    return;
  repere_vocabulary_add_label(namer->countries, &concept_at(namer->countries, namer->place)->alternative,
                              namer->lang, name);
  g_hash_table_add(namer->known, g_steal_pointer(&folded));
}

/* ---- genders and numbers ---- */

static void add_form(Namer *namer, const char *stem, gsize cut, const char *ending)
{
  gsize size = strlen(stem);
  g_autofree char *form = g_strdup_printf("%.*s%s", (int)(size - MIN(cut, size)), stem, ending);
  add_name(namer, form);
}

static void inflect_en(Namer *namer, const char *word)
{
  static const char *const SAME[] = {"ese", "ish", "ch", "s", "sh", "z"};
  for (gsize i = 0; i < G_N_ELEMENTS(SAME); i++)
    if (g_str_has_suffix(word, SAME[i]))
      return;
  add_form(namer, word, 0, "s");
}

static void inflect_fr(Namer *namer, const char *word)
{
  gboolean doubled = g_str_has_suffix(word, "en") || g_str_has_suffix(word, "on");
  if (!g_str_has_suffix(word, "s"))
    add_form(namer, word, 0, "s");
  if (g_str_has_suffix(word, "e") || g_str_has_suffix(word, "é") || g_str_has_suffix(word, "è"))
    return;
  add_form(namer, word, 0, doubled ? "ne" : "e");
  add_form(namer, word, 0, doubled ? "nes" : "es");
}

static void inflect_es(Namer *namer, const char *word)
{
  /* the accent of the last syllable goes where another follows: alemán, alemanes */
  static const struct {
    const char *ending, *plain;
  } ACCENTED[] = {{"és", "es"}, {"án", "an"}, {"ín", "in"}, {"ón", "on"}};
  if (g_str_has_suffix(word, "o")) {
    add_form(namer, word, 0, "s");
    add_form(namer, word, 1, "a");
    add_form(namer, word, 1, "as");
    return;
  }
  if (g_str_has_suffix(word, "a") || g_str_has_suffix(word, "e") || g_str_has_suffix(word, "é")) {
    add_form(namer, word, 0, "s");
    return;
  }
  if (g_str_has_suffix(word, "í") || g_str_has_suffix(word, "ú")) {
    add_form(namer, word, 0, "es");
    add_form(namer, word, 0, "s");
    return;
  }
  g_autofree char *plain = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(ACCENTED) && plain == NULL; i++)
    if (g_str_has_suffix(word, ACCENTED[i].ending))
      plain =
        g_strdup_printf("%.*s%s", (int)(strlen(word) - strlen(ACCENTED[i].ending)), word, ACCENTED[i].plain);
  if (plain == NULL)
    plain = g_strdup(word);
  add_form(namer, plain, 0, "es");
  add_form(namer, plain, 0, "a");
  add_form(namer, plain, 0, "as");
}

/* A demonym in all its forms; of several words the last one changes. */
static void add_demonym(Namer *namer, const char *word)
{
  add_name(namer, word);
  if (strcmp(namer->lang, "en") == 0)
    inflect_en(namer, word);
  else if (strcmp(namer->lang, "fr") == 0)
    inflect_fr(namer, word);
  else if (strcmp(namer->lang, "es") == 0)
    inflect_es(namer, word);
}

/* What a feminine adjective is in the masculine: a currency is of one gender only. */
static char *masculine(const char *lang, const char *word)
{
  static const struct {
    const char *lang, *feminine, *masculine;
  } ENDINGS[] = {{"fr", "enne", "en"}, {"fr", "aise", "ais"}, {"fr", "oise", "ois"}, {"fr", "aine", "ain"},
                 {"fr", "ane", "an"},  {"fr", "ole", "ol"},   {"es", "esa", "és"},   {"es", "a", "o"}};
  for (gsize i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
    if (strcmp(lang, ENDINGS[i].lang) == 0 && g_str_has_suffix(word, ENDINGS[i].feminine))
      return g_strdup_printf("%.*s%s", (int)(strlen(word) - strlen(ENDINGS[i].feminine)), word,
                             ENDINGS[i].masculine);
  return NULL;
}

/* ---- ICU ---- */

static char *to_utf8(const UChar *wide, int32_t length)
{
  char name[4 * NAME_UNITS];
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(name, sizeof name, NULL, wide, length, &status);
  return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING ? g_strdup(name) : NULL;
}

/* CLDR writes "&" and "St." in English where others write words. */
static void add_written_out(Namer *namer, const char *name)
{
  add_name(namer, name);
  if (strcmp(namer->lang, "en") != 0)
    return;
  g_autoptr(GString) out = g_string_new(name);
  g_string_replace(out, " & ", " and ", 0);
  add_name(namer, out->str);
  if (g_str_has_prefix(out->str, "St. "))
    g_string_replace(out, "St. ", "Saint ", 1);
  add_name(namer, out->str);
}

static void add_short(Namer *namer, const ULocaleDisplayNames *names)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar wide[NAME_UNITS];
  const char *code = concept_at(namer->countries, namer->place)->value;
  int32_t length = uldn_regionDisplayName(names, code, wide, NAME_UNITS, &status);
  g_autofree char *name = U_SUCCESS(status) && length < NAME_UNITS ? to_utf8(wide, length) : NULL;
  if (name != NULL && strcmp(name, code) != 0)
    add_written_out(namer, name);
}

/* Another name that CLDR has in `table`, which may be NULL. */
static void add_variant(Namer *namer, const UResourceBundle *table)
{
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;
  const UChar *wide =
    table == NULL
      ? NULL
      : ures_getStringByKey(table, concept_at(namer->countries, namer->place)->value, &length, &status);
  g_autofree char *name =
    wide != NULL && U_SUCCESS(status) && length < NAME_UNITS ? to_utf8(wide, length) : NULL;
  if (name != NULL)
    add_written_out(namer, name);
}

/* ---- demonyms in the names of currencies ---- */

/* Whether each part of `word` (between hyphens) begins like some word of `name`; `*same` where it is such
 * words. Both folded. */
static gboolean is_like(const char *word, char *const *name, gboolean *same)
{
  g_auto(GStrv) parts = g_strsplit(word, "-", -1);
  *same = TRUE;
  for (guint i = 0; parts[i] != NULL; i++) {
    gboolean like = FALSE, equal = FALSE;
    for (guint k = 0; name[k] != NULL; k++) {
      like = like || (strlen(name[k]) >= 3 && strncmp(parts[i], name[k], 3) == 0);
      equal = equal || strcmp(parts[i], name[k]) == 0;
    }
    if (!like)
      return FALSE;
    *same = *same && equal;
  }
  return parts[0] != NULL;
}

/* The demonym in `currency`, a name like "South Sudanese Pound" or "livre sud-soudanaise": the words in a
 * row that begin like those of the country's name, where one differs from them. The currency's own word
 * stands last in English and first in the others. */
static char *demonym_in(const char *currency, const char *lang, const char *country)
{
  g_autofree char *plain = g_strndup(currency, strcspn(currency, "("));
  g_autofree char *folded_name = repere_text_fold(country, -1);
  g_auto(GStrv) words = g_strsplit(g_strstrip(plain), " ", -1);
  g_auto(GStrv) name = g_strsplit_set(folded_name, " -&", -1);
  guint n = g_strv_length(words), from = strcmp(lang, "en") == 0 ? 0 : 1, to = from == 0 && n > 0 ? n - 1 : n;
  GString *demonym = g_string_new(NULL);
  gboolean differs = FALSE;
  for (guint i = from; i < to; i++) {
    g_autofree char *folded = repere_text_fold(words[i], -1);
    gboolean same = FALSE;
    if (is_like(folded, name, &same)) {
      g_string_append_printf(demonym, "%s%s", demonym->len > 0 ? " " : "", words[i]);
      differs = differs || !same;
    } else if (demonym->len > 0) {
      break;
    }
  }
  if (!differs)
    g_string_truncate(demonym, 0);
  return g_string_free(demonym, demonym->len == 0);
}

static void add_from_currency(Namer *namer, const char *currency)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[4];
  UBool choice;
  int32_t length = 0;
  u_charsToUChars(currency, code, 4);
  const UChar *wide = ucurr_getName(code, namer->lang, UCURR_LONG_NAME, &choice, &length, &status);
  g_autofree char *name =
    U_SUCCESS(status) && wide != NULL && length < NAME_UNITS ? to_utf8(wide, length) : NULL;
  const RepereConcept *country = concept_at(namer->countries, namer->place);
  const char *label = repere_vocabulary_label(namer->countries, country->value, namer->lang);
  g_autofree char *demonym = name != NULL && label != NULL ? demonym_in(name, namer->lang, label) : NULL;
  if (demonym == NULL)
    return;
  add_demonym(namer, demonym);
  g_autofree char *male = masculine(namer->lang, demonym);
  if (male != NULL)
    add_demonym(namer, male);
}

/* ---- the table ---- */

static const RepereCountryRow *row_of(const char *code)
{
  for (const RepereCountryRow *row = repere_country_rows; row->code != NULL; row++)
    if (strcmp(row->code, code) == 0)
      return row;
  return NULL;
}

/* What the table says of the country in this language: first what is no name of it, or else what is. */
static void read_row(Namer *namer, const RepereCountryRow *row, guint language, gboolean never)
{
  if (row == NULL || language >= G_N_ELEMENTS(row->names) || row->names[language] == NULL)
    return;
  g_auto(GStrv) names = g_strsplit(row->names[language], ";", -1);
  for (guint i = 0; names[i] != NULL; i++) {
    if (never && *names[i] == '-')
      g_hash_table_add(namer->never, repere_text_fold(names[i] + 1, -1));
    else if (!never && *names[i] == '=')
      add_written_out(namer, names[i] + 1);
    else if (!never && *names[i] != '-' && *names[i] != '\0')
      add_demonym(namer, names[i]);
  }
}

/* ---- the road ---- */

/* The names that lists show are known; those that mean something else are hidden. */
static void note_preferred(Namer *namer)
{
  GArray *labels = namer->countries->labels;
  guint32 at = concept_at(namer->countries, namer->place)->preferred;
  g_autofree char *name = NULL;
  for (; at != REPERE_CONCEPT_NONE; at = g_array_index(labels, RepereLabel, at).next) {
    RepereLabel *label = &g_array_index(labels, RepereLabel, at);
    if (strcmp(label->lang, namer->lang) != 0)
      continue;
    g_autofree char *folded = repere_text_fold(label->text, -1);
    label->hidden = g_hash_table_contains(namer->never, folded);
    name = g_strdup(label->text);
    g_hash_table_add(namer->known, g_steal_pointer(&folded));
  }
  if (name != NULL)
    add_written_out(namer, name);
}

typedef struct {
  ULocaleDisplayNames *brief;
  UResourceBundle *region, *variants;
  GPtrArray *currencies; /* codes, owned by ICU's list */
} Source;

static void name_country(Namer *namer, const Source *source, guint language)
{
  const char *code = concept_at(namer->countries, namer->place)->value;
  const RepereCountryRow *row = row_of(code);
  g_hash_table_remove_all(namer->known);
  g_hash_table_remove_all(namer->never);
  read_row(namer, row, language, TRUE);
  note_preferred(namer);
  if (source->brief != NULL)
    add_short(namer, source->brief);
  add_variant(namer, source->variants);
  for (guint i = 0; i < source->currencies->len; i++)
    if (strncmp(g_ptr_array_index(source->currencies, i), code, 2) == 0)
      add_from_currency(namer, g_ptr_array_index(source->currencies, i));
  read_row(namer, row, language, FALSE);
}

static GPtrArray *all_currencies(void)
{
  UErrorCode status = U_ZERO_ERROR;
  GPtrArray *codes = g_ptr_array_new_with_free_func(g_free);
  UEnumeration *all = ucurr_openISOCurrencies(UCURR_ALL, &status);
  int32_t length;
  for (const char *code; U_SUCCESS(status) && (code = uenum_next(all, &length, &status)) != NULL;)
    if (length == 3)
      g_ptr_array_add(codes, g_strdup(code));
  uenum_close(all);
  return codes;
}

void repere_country_names_add(RepereVocabulary *countries)
{
  UDisplayContext contexts[] = {UDISPCTX_LENGTH_SHORT};
  Namer namer = {.countries = countries};
  Source source = {.currencies = all_currencies()};
  namer.known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  namer.never = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; repere_language_at(i) != NULL; i++) {
    UErrorCode status = U_ZERO_ERROR;
    namer.lang = repere_language_at(i)->code;
    source.brief = uldn_openForContext(namer.lang, contexts, G_N_ELEMENTS(contexts), &status);
    status = U_ZERO_ERROR;
    source.region = ures_open(U_ICUDATA_NAME "-region", namer.lang, &status);
    source.variants =
      U_SUCCESS(status) ? ures_getByKey(source.region, "Countries%variant", NULL, &status) : NULL;
    for (namer.place = 0; namer.place < countries->concepts->len; namer.place++)
      name_country(&namer, &source, i);
    ures_close(source.variants);
    ures_close(source.region);
    uldn_close(source.brief);
  }
  g_hash_table_unref(namer.known);
  g_hash_table_unref(namer.never);
  g_ptr_array_unref(source.currencies);
}

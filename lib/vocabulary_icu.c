/* vocabulary_icu.c - countries and languages by ICU's names: see skos.h */
#include "country_names.h"
#include "repere/language.h"
#include "skos.h"
#include <string.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

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

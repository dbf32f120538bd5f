/* collate.c - see collate.h */
#include "collate.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include "repere/language.h"

/* One collator a language of the table, and one more for all others; made once, read-only after: so threads share them. */
static UCollator *collator_of(const char *lang)
{
  static UCollator *collators[REPERE_LANGUAGES_MAX + 1];
  static gsize ready;
  if (g_once_init_enter(&ready)) {
    UErrorCode status = U_ZERO_ERROR;
    collators[REPERE_LANGUAGES_MAX] = ucol_open("", &status);
    for (guint i = 0; i < REPERE_LANGUAGES_MAX && repere_language_at(i); i++) {
      status = U_ZERO_ERROR;
      collators[i] = ucol_open(repere_language_at(i)->code, &status);
    }
    g_once_init_leave(&ready, 1);
  }
  const RepereLanguage *language = repere_language(lang);
  return collators[language ? repere_language_index(language) : REPERE_LANGUAGES_MAX];
}

char *repere_collation_key(const char *text, const char *lang)
{
  UCollator *collator = collator_of(lang);
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = 0;
  u_strFromUTF8WithSub(NULL, 0, &length, text, -1, 0xfffd, NULL, &status);
  g_autofree UChar *utf16 = g_new(UChar, length + 1);
  status = U_ZERO_ERROR;
  u_strFromUTF8WithSub(utf16, length + 1, NULL, text, -1, 0xfffd, NULL, &status);
  int32_t size = collator ? ucol_getSortKey(collator, utf16, length, NULL, 0) : 0;
  if (size <= 0) return g_strdup(text);
  char *key = g_malloc((gsize)size + 1);
  ucol_getSortKey(collator, utf16, length, (uint8_t *)key, size);
  key[size] = '\0';
  return key;
}

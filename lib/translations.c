/* translations.c - see translations.h
 *
 * A value is: longest, and for each entry: language (its place in the table), sources, weight, number of
 * words, the label and each stem. Numbers are those of varint.h, a string is its size and bytes. */
#include "translations.h"

#include <string.h>
#include "varint.h"

#define KEY_BYTES 245 /* of a metadata key: as Xapian's terms */
#define TEXT_BYTES 600

void repere_translation_clear(RepereTranslation *translation)
{
  g_clear_pointer(&translation->stems, g_strfreev);
  g_clear_pointer(&translation->label, g_free);
}

GArray *repere_translations_new(void)
{
  GArray *translations = g_array_new(FALSE, TRUE, sizeof(RepereTranslation));
  g_array_set_clear_func(translations, (GDestroyNotify)repere_translation_clear);
  return translations;
}

/* ---- packing ---- */

static void append_text(GByteArray *bytes, const char *text)
{
  gsize size = strlen(text);
  repere_varint_append(bytes, (guint32)size);
  g_byte_array_append(bytes, (const guint8 *)text, (guint)size);
}

GBytes *repere_translations_pack(const GArray *translations, guint longest)
{
  GByteArray *bytes = g_byte_array_new();
  repere_varint_append(bytes, longest);
  for (guint i = 0; i < translations->len; i++) {
    const RepereTranslation *one = &g_array_index(translations, RepereTranslation, i);
    repere_varint_append(bytes, repere_language_index(one->language));
    repere_varint_append(bytes, one->sources);
    repere_varint_append(bytes, one->weight);
    repere_varint_append(bytes, one->words);
    append_text(bytes, one->label);
    for (guint w = 0; w < one->words; w++) append_text(bytes, one->stems[w]);
  }
  return g_byte_array_free_to_bytes(bytes);
}

static char *read_text(const guint8 **at, const guint8 *end)
{
  guint32 size;
  if (!repere_varint_read(at, end, &size) || size == 0 || size > TEXT_BYTES || size > (gsize)(end - *at))
    return NULL;
  const char *text = (const char *)*at;
  *at += size;
  return g_utf8_validate_len(text, size, NULL) ? g_strndup(text, size) : NULL;
}

static gboolean read_one(const guint8 **at, const guint8 *end, RepereTranslation *one)
{
  guint32 language, sources, weight, words;
  memset(one, 0, sizeof *one);
  if (!repere_varint_read(at, end, &language) || !repere_varint_read(at, end, &sources) ||
      !repere_varint_read(at, end, &weight) || !repere_varint_read(at, end, &words))
    return FALSE;
  one->language = repere_language_at(language);
  if (!one->language || weight == 0 || weight > 100 || words == 0 || words > REPERE_TRANSLATION_WORDS)
    return FALSE;
  one->sources = sources;
  one->weight = (guint8)weight;
  one->words = words;
  one->label = read_text(at, end);
  one->stems = g_new0(char *, words + 1);
  gboolean whole = one->label != NULL;
  for (guint w = 0; w < words && whole; w++) whole = (one->stems[w] = read_text(at, end)) != NULL;
  return whole;
}

guint repere_translations_unpack(const void *bytes, gsize size, GArray *found)
{
  const guint8 *at = bytes, *end = at ? at + size : NULL;
  guint32 longest = 0;
  RepereTranslation one;
  if (!at || !repere_varint_read(&at, end, &longest)) return 0;
  while (at < end) {
    if (!read_one(&at, end, &one)) {
      repere_translation_clear(&one);
      break;
    }
    g_array_append_val(found, one);
  }
  return MIN(longest, REPERE_TRANSLATION_WORDS);
}

/* ---- merging ---- */

/* The likeliest first; what follows only makes the order the same everywhere. */
static gint by_weight(gconstpointer a, gconstpointer b)
{
  const RepereTranslation *one = a, *other = b;
  if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
  if (one->works != other->works) return one->works > other->works ? -1 : 1;
  if (one->language != other->language) return one->language < other->language ? -1 : 1;
  return strcmp(one->label, other->label);
}

static gboolean same_words(const RepereTranslation *one, const RepereTranslation *other)
{
  return one->language == other->language && one->words == other->words &&
         g_strv_equal((const char *const *)one->stems, (const char *const *)other->stems);
}

void repere_translations_sort(GArray *translations)
{
  g_array_sort(translations, by_weight);
}

gboolean repere_translations_merge(GArray *translations, RepereTranslation *fresh)
{
  for (guint i = 0; i < translations->len; i++) {
    RepereTranslation *one = &g_array_index(translations, RepereTranslation, i);
    if (!same_words(one, fresh)) continue;
    gboolean changed = (one->sources | fresh->sources) != one->sources || fresh->weight > one->weight ||
                       !g_str_equal(one->label, fresh->label);
    one->sources |= fresh->sources;
    one->weight = MAX(one->weight, fresh->weight);
    one->works = MAX(one->works, fresh->works);
    g_free(one->label);
    one->label = g_steal_pointer(&fresh->label);
    repere_translation_clear(fresh);
    return changed;
  }
  g_array_append_val(translations, *fresh);
  memset(fresh, 0, sizeof *fresh);
  return TRUE;
}

void repere_translations_cut(GArray *translations, guint words, guint compounds)
{
  guint taken[REPERE_LANGUAGES_MAX][2] = {{0}}, kept = 0;
  for (guint i = 0; i < translations->len; i++) {
    RepereTranslation *one = &g_array_index(translations, RepereTranslation, i);
    gboolean compound = one->words > 1;
    if (taken[repere_language_index(one->language)][compound]++ >= (compound ? compounds : words)) {
      repere_translation_clear(one);
      continue;
    }
    RepereTranslation *place = &g_array_index(translations, RepereTranslation, kept++);
    if (place == one) continue;
    *place = *one;
    memset(one, 0, sizeof *one);
  }
  g_array_set_size(translations, kept);
}

/* ---- looking up ---- */

char *repere_translations_key(const RepereLanguage *language, const char *key)
{
  char *name = g_strdup_printf("t/%s/%s", language->code, key);
  if (key[0] && strlen(name) <= KEY_BYTES) return name;
  g_free(name);
  return NULL;
}

gboolean repere_translations_of(xc_database *database, const RepereLanguage *language, const char *key,
                                GArray *found, guint *longest, xc_error *fault)
{
  xc_bytes value;
  g_autofree char *name = repere_translations_key(language, key);
  if (longest) *longest = 0;
  if (!name) return TRUE;
  if (xc_database_metadata(database, name, XC_NUL, &value, fault) != XC_OK) return FALSE;
  guint compound = repere_translations_unpack(value.data, value.size, found);
  if (longest) *longest = compound;
  return TRUE;
}

/* ---- the account ---- */

#define ACCOUNT "tm"
#define GROUP "lexicon"

void repere_lexicon_account_clear(RepereLexiconAccount *account)
{
  g_clear_pointer(&account->fingerprint, g_free);
  g_clear_pointer(&account->present, g_strfreev);
  g_clear_pointer(&account->absent, g_strfreev);
}

gboolean repere_lexicon_account_read(xc_database *database, RepereLexiconAccount *account, xc_error *fault)
{
  xc_bytes value;
  memset(account, 0, sizeof *account);
  if (xc_database_metadata(database, ACCOUNT, XC_NUL, &value, fault) != XC_OK) return FALSE;
  g_autoptr(GKeyFile) file = g_key_file_new();
  if (value.size == 0 || !g_key_file_load_from_data(file, value.data, value.size, G_KEY_FILE_NONE, NULL))
    return TRUE;
  account->fingerprint = g_key_file_get_string(file, GROUP, "fingerprint", NULL);
  account->revision = g_key_file_get_uint64(file, GROUP, "revision", NULL);
  account->present = g_key_file_get_string_list(file, GROUP, "present", NULL, NULL);
  account->absent = g_key_file_get_string_list(file, GROUP, "absent", NULL, NULL);
  for (guint i = 0; repere_language_at(i); i++)
    for (guint k = 0; repere_language_at(k); k++)
      account->entries[i][k] =
        (guint)g_key_file_get_uint64(file, repere_language_at(i)->code, repere_language_at(k)->code, NULL);
  return TRUE;
}

static void set_names(GKeyFile *file, const char *key, char **names)
{
  if (names && names[0])
    g_key_file_set_string_list(file, GROUP, key, (const char *const *)names, g_strv_length(names));
}

gboolean repere_lexicon_account_write(xc_writer *writer, const RepereLexiconAccount *account, xc_error *fault)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  gsize size;
  g_key_file_set_string(file, GROUP, "fingerprint", account->fingerprint ? account->fingerprint : "");
  g_key_file_set_uint64(file, GROUP, "revision", account->revision);
  set_names(file, "present", account->present);
  set_names(file, "absent", account->absent);
  for (guint i = 0; repere_language_at(i); i++)
    for (guint k = 0; repere_language_at(k); k++)
      if (account->entries[i][k])
        g_key_file_set_uint64(file, repere_language_at(i)->code, repere_language_at(k)->code,
                              account->entries[i][k]);
  g_autofree char *text = g_key_file_to_data(file, &size, NULL);
  return xc_writer_set_metadata(writer, ACCOUNT, XC_NUL, text, size, fault) == XC_OK;
}

/* freedict.c - see freedict.h */
#include "indexer/freedict.h"

#include <string.h>
#include <zlib.h>
#include "repere/error.h"

#define MOST_BYTES (64u << 20) /* of a list, unpacked; the largest of today has less than one */

static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static gboolean unpack(const char *path, GByteArray *text, GError **error)
{
  guint8 buffer[1 << 14];
  int n = -1;
  gzFile file = gzopen(path, "rb");
  while (file && (n = gzread(file, buffer, sizeof buffer)) > 0 && text->len < MOST_BYTES)
    g_byte_array_append(text, buffer, (guint)n);
  if (file) gzclose(file);
  if (n == 0) return TRUE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "%s: the word list cannot be read; install its package again.", path);
  return FALSE;
}

/* What stands in brackets says how a word is used. Cuts it off where it ends the text. */
static void strip_remarks(char *text)
{
  g_strstrip(text);
  gsize size = strlen(text);
  if (size && text[size - 1] == ')' && strrchr(text, '(')) *strrchr(text, '(') = '\0';
  if (text[0] == '(' && strchr(text, ')'))
    memmove(text, strchr(text, ')') + 1, strlen(strchr(text, ')') + 1) + 1);
  g_strstrip(text);
}

static void take_line(const char *word, char *line, guint *sense, RepereFreedictFunc each, gpointer data)
{
  char *at = line + strspn(line, " 0123456789");
  at = at > line && *at == '.' ? at + 1 : line; /* "2. law" */
  g_auto(GStrv) parts = g_strsplit_set(at, ",;", 0);
  for (guint i = 0; parts[i]; i++) {
    strip_remarks(parts[i]);
    if (parts[i][0]) each(word, parts[i], (*sense)++, data);
  }
}

void repere_freedict_entry(const char *text, gsize size, RepereFreedictFunc each, gpointer data)
{
  if (!size) return; /* nowhere, perhaps */
  g_autofree char *valid = g_utf8_make_valid(text, (gssize)size);
  g_auto(GStrv) lines = g_strsplit(valid, "\n", 0);
  guint sense = 0;
  if (!lines[0]) return;
  char *sound = strstr(lines[0], " /"), *grammar = strstr(lines[0], " <");
  if (sound) *sound = '\0';
  if (grammar) *grammar = '\0';
  strip_remarks(lines[0]);
  for (guint i = 1; lines[0][0] && lines[i]; i++) take_line(lines[0], lines[i], &sense, each, data);
}

static gboolean number(const char *digits, gsize *value)
{
  *value = 0;
  for (guint i = 0; digits[i]; i++) {
    const char *digit = strchr(DIGITS, digits[i]);
    if (!digit || i == 6) return FALSE;
    *value = *value << 6 | (gsize)(digit - DIGITS);
  }
  return digits[0] != '\0';
}

gboolean repere_freedict_read(const char *folder, const char *name, RepereFreedictFunc each, gpointer data,
                              GError **error)
{
  g_autofree char *base = g_build_filename(folder, name, NULL);
  g_autofree char *index_path = g_strconcat(base, ".index", NULL),
                  *text_path = g_strconcat(base, ".dict.dz", NULL);
  g_autofree char *index = NULL;
  g_autoptr(GByteArray) text = g_byte_array_new();
  GError *fault = NULL;
  if (!g_file_get_contents(index_path, &index, NULL, &fault)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s", fault->message);
    g_error_free(fault);
    return FALSE;
  }
  if (!unpack(text_path, text, error)) return FALSE;
  g_auto(GStrv) rows = g_strsplit(index, "\n", 0);
  for (guint i = 0; rows[i]; i++) {
    g_auto(GStrv) cells = g_strsplit(rows[i], "\t", 0);
    gsize start, size;
    if (g_strv_length(cells) < 3 || g_str_has_prefix(cells[0], "00"))
      continue; /* 00database…: about the list */
    if (!number(cells[1], &start) || !number(cells[2], &size) || start > text->len ||
        size > text->len - start)
      continue;
    repere_freedict_entry((const char *)text->data + start, size, each, data);
  }
  return TRUE;
}

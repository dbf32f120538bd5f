/* cursor.c - see cursor.h */
#include "cursor.h"

#include <math.h>
#include <string.h>

#define VERSION 1
/* version, order, revision, question, before, docid, key */
#define BYTES (1 + 1 + 8 + 8 + 4 + 4 + 8)
/* In base64, without the padding. */
#define LETTERS ((BYTES * 8 + 5) / 6)

static gint by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What is not added to the words: nothing where that is the default; their order means nothing. */
static void add_expansion(GChecksum *sum, const RepereQuestion *question)
{
  g_autoptr(GPtrArray) left_out = g_ptr_array_new();
  if (!question->q[0]) return;
  if (!question->expand) g_checksum_update(sum, (const guchar *)"off", -1);
  for (guint i = 0; question->expand && i < question->left_out->len; i++)
    if (!g_ptr_array_find_with_equal_func(left_out, question->left_out->pdata[i], g_str_equal, NULL))
      g_ptr_array_add(left_out, question->left_out->pdata[i]);
  g_ptr_array_sort(left_out, by_text);
  for (guint i = 0; i < left_out->len; i++) {
    g_checksum_update(sum, (const guchar *)"-", 1);
    g_checksum_update(sum, left_out->pdata[i], (gssize)strlen(left_out->pdata[i]) + 1);
  }
}

guint64 repere_cursor_question(const RepereQuestion *question)
{
  guint8 digest[32];
  gsize size = sizeof digest;
  guint64 hash;
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autoptr(GPtrArray) filters = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < question->filters->len; i++) { /* their order means nothing */
    const RepereFilter *filter = question->filters->pdata[i];
    g_ptr_array_add(filters, g_strdup_printf("%s\n%d\n%d\n%d\n%s", filter->facet, filter->exclude,
                                             filter->from, filter->to, filter->value ? filter->value : ""));
  }
  g_ptr_array_sort(filters, by_text);
  g_autofree char *head = g_strdup_printf("%s\n%d\n%d\n", question->lang, question->sort,
                                           question->spell && question->q[0]);
  g_checksum_update(sum, (const guchar *)head, -1);
  g_checksum_update(sum, (const guchar *)question->q, (gssize)strlen(question->q) + 1);
  add_expansion(sum, question);
  for (guint i = 0; i < filters->len; i++)
    g_checksum_update(sum, filters->pdata[i], (gssize)strlen(filters->pdata[i]) + 1);
  g_checksum_get_digest(sum, digest, &size);
  memcpy(&hash, digest, sizeof hash);
  return GUINT64_FROM_BE(hash);
}

static guint8 *put(guint8 *at, guint64 number, guint bytes)
{
  for (guint i = bytes; i-- > 0;) *at++ = (guint8)(number >> (8 * i));
  return at;
}

static guint64 get(const guint8 **at, guint bytes)
{
  guint64 number = 0;
  for (guint i = 0; i < bytes; i++) number = number << 8 | *(*at)++;
  return number;
}

char *repere_cursor_write(const RepereCursor *cursor)
{
  guint8 bytes[BYTES], *at = bytes;
  at = put(at, VERSION, 1);
  at = put(at, cursor->order, 1);
  at = put(at, cursor->revision, 8);
  at = put(at, cursor->question, 8);
  at = put(at, cursor->before, 4);
  at = put(at, cursor->docid, 4);
  put(at, cursor->key, 8);
  char *text = g_base64_encode(bytes, sizeof bytes);
  text[LETTERS] = '\0';
  for (char *letter = text; *letter; letter++)
    if (*letter == '+' || *letter == '/') *letter = *letter == '+' ? '-' : '_';
  return text;
}

static gboolean decode(const char *text, guint8 bytes[BYTES])
{
  char padded[LETTERS + 4] = {0};
  gsize length = strlen(text), size = 0;
  if (length != LETTERS) return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum(text[i]) && text[i] != '-' && text[i] != '_') return FALSE;
    padded[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
  }
  while (length % 4) padded[length++] = '=';
  g_autofree guint8 *decoded = g_base64_decode(padded, &size);
  if (size != BYTES) return FALSE;
  memcpy(bytes, decoded, BYTES);
  return TRUE;
}

gboolean repere_cursor_read(const char *text, RepereCursor *cursor)
{
  guint8 bytes[BYTES];
  const guint8 *at = bytes;
  if (!decode(text, bytes) || get(&at, 1) != VERSION) return FALSE;
  guint64 order = get(&at, 1);
  cursor->order = (RepereSort)order;
  cursor->revision = get(&at, 8);
  cursor->question = get(&at, 8);
  cursor->before = (guint32)get(&at, 4);
  cursor->docid = (guint32)get(&at, 4);
  cursor->key = get(&at, 8);
  if (order > REPERE_SORT_TITLE || cursor->docid == 0 || cursor->before == 0) return FALSE;
  double weight = repere_cursor_weight(cursor);
  return order != REPERE_SORT_RELEVANCE || (isfinite(weight) && weight >= 0);
}

double repere_cursor_weight(const RepereCursor *cursor)
{
  double weight;
  memcpy(&weight, &cursor->key, sizeof weight);
  return weight;
}

guint64 repere_cursor_weight_key(double weight)
{
  guint64 key;
  memcpy(&key, &weight, sizeof key);
  return key;
}

gboolean repere_cursor_fits(const char *text, const RepereQuestion *question)
{
  RepereCursor cursor;
  if (!repere_cursor_read(text, &cursor) || cursor.question != repere_cursor_question(question)) return FALSE;
  return cursor.order == question->sort ||
         (question->sort == REPERE_SORT_RELEVANCE && cursor.order == REPERE_SORT_NEWEST);
}

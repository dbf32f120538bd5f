/* fuzz_cursor.c - any bytes as a cursor: read or refused; what is read says the same when it is written
 * again. For libFuzzer. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean is_same(const RepereCursor *one, const RepereCursor *other)
{
  return one->order == other->order && one->revision == other->revision && one->question == other->question &&
         one->before == other->before && one->docid == other->docid && one->key == other->key;
}

/* Bytes as they come from strangers. */
static void check_text(const char *text, RepereQuestion *question)
{
  RepereCursor cursor, again;
  if (repere_cursor_fits(text, question) && !repere_cursor_read(text, &cursor)) abort();
  if (!repere_cursor_read(text, &cursor)) return;
  g_autofree char *written = repere_cursor_write(&cursor);
  if (!repere_cursor_read(written, &again) || !is_same(&cursor, &again)) abort();
  if (cursor.order == REPERE_SORT_RELEVANCE && !isfinite(repere_cursor_weight(&cursor))) abort();
}

/* The same bytes as the numbers of a cursor: what can be written can be read, or is no place in any hits. */
static void check_numbers(const uint8_t *data, RepereQuestion *question)
{
  RepereCursor cursor, again;
  memcpy(&cursor.revision, data, 8);
  memcpy(&cursor.before, data + 8, 4);
  memcpy(&cursor.docid, data + 12, 4);
  memcpy(&cursor.key, data + 16, 8);
  question->sort = cursor.order = (RepereSort)(data[24] % 4);
  cursor.question = repere_cursor_question(question);
  g_autofree char *written = repere_cursor_write(&cursor);
  double weight = repere_cursor_weight(&cursor);
  gboolean sound = cursor.docid && cursor.before &&
                   (cursor.order != REPERE_SORT_RELEVANCE || (isfinite(weight) && weight >= 0));
  if (repere_cursor_fits(written, question) != sound) abort();
  if (sound && (!repere_cursor_read(written, &again) || !is_same(&cursor, &again))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static RepereQuestion *question;
  if (!question) question = repere_question_new();
  g_autofree char *text = g_strndup((const char *)data, size);
  question->sort = REPERE_SORT_RELEVANCE;
  check_text(text, question);
  if (size >= 25) check_numbers(data, question);
  return 0;
}

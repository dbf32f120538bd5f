/* fuzz_layout.c - any text in any boxes as a page: nothing but white space comes or goes. For libFuzzer.
 *
 * Before the first zero byte stands the text; after it, two bytes say how each box lies: beside the one before, anywhere, or
 * nowhere. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/pdf_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gint by_letter(gconstpointer a, gconstpointer b)
{
  gunichar one = *(const gunichar *)a, other = *(const gunichar *)b;
  return (one > other) - (one < other);
}

/* What is seen, sorted: the layout moves it. Marks of direction go where their words go, or fall off. */
static GArray *letters_of(const char *text)
{
  GArray *letters = g_array_new(FALSE, FALSE, sizeof(gunichar));
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar letter = g_utf8_get_char(text);
    if (!g_ascii_isspace(*text) && (letter < 0x202A || letter > 0x202E)) g_array_append_val(letters, letter);
  }
  g_array_sort(letters, by_letter);
  return letters;
}

static GArray *boxes_of(const char *text, const uint8_t *data, size_t size)
{
  static const double odd[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 1e-300, 999999, 0};
  GArray *boxes = g_array_new(FALSE, FALSE, sizeof(PopplerRectangle));
  PopplerRectangle box = {0, 0, 6, 10};
  for (size_t at = 0; *text; text = g_utf8_next_char(text)) {
    gunichar letter = g_utf8_get_char(text);
    if (letter >= 0x202A && letter <= 0x202E) continue;
    guint how = at + 1 < size ? data[at] : 0, much = at + 1 < size ? data[at + 1] : 0;
    at += 2;
    box.x1 = how < 64 ? box.x2 : how < 128 ? 0 : box.x1;
    if (how >= 64) box.y1 = how < 192 ? box.y1 + much : 4.0 * much;
    if (how >= 160) box.x1 = 2.0 * (how - 160) + much / 3.0;
    box.x2 = box.x1 + 6;
    box.y2 = box.y1 + 10;
    PopplerRectangle own = box;
    if (how >= 250) own.x1 = odd[much % G_N_ELEMENTS(odd)], own.y2 = odd[much / 8 % G_N_ELEMENTS(odd)];
    g_array_append_val(boxes, own);
  }
  return boxes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const uint8_t *end = size ? memchr(data, 0, size) : NULL;
  size_t length = end ? (size_t)(end - data) : size;
  char *text = g_utf8_make_valid((const char *)data, (gssize)length);
  g_autoptr(GArray) boxes = boxes_of(text, data + length, size - length);
  g_autoptr(GArray) before = letters_of(text);
  RepereRepairs repairs = {0};
  g_autofree char *ordered = repere_pdf_layout(text, (const PopplerRectangle *)boxes->data, boxes->len, &repairs);
  g_autoptr(GArray) after = letters_of(ordered);
  g_assert_true(g_utf8_validate(ordered, -1, NULL));
  g_assert_cmpmem(before->data, before->len * sizeof(gunichar), after->data, after->len * sizeof(gunichar));
  return 0;
}

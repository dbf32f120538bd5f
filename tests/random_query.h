/* random_query.h - questions of pieces that mean something, pieces that do not, and any bytes. */
#ifndef TESTS_RANDOM_QUERY_H
#define TESTS_RANDOM_QUERY_H

#include <glib.h>

static inline char *random_query(void)
{
  static const char *const pieces[] = {
    "\"", "-", "(", ")", " ", " ", "\t", "«", "»", "“", "”", "„", "‘", "’", "‹", "›", "plan",
    "réintégration", "the", "l'",
    " AND ", " OR ", " NOT ", " NEAR/5 ", " NEAR ", " NEAR/0 ", "AND", "NEAR/999", "title:", "text:",
    "abstract:",
    "creator:(", "*", "~", "work*", "plna~", "re*", "\xff", "\xc3", "e\xcc\x81", "\xe2\x80", "O.I.M.",
    "A/RES/71",
    "2,018.5", "10\xc2\xa0" "000", "migrant(e)s", "migrant·e·s", " 東京 ", "ﬁ", "\xc2\xad", "…",
    "²", "😀", "ı", "İ", "ß", "x'東",
  };
  GString *q = g_string_new(NULL);
  for (gint n = g_test_rand_int_range(0, 18); n > 0; n--) {
    if (g_test_rand_int_range(0, 5) == 0) g_string_append_c(q, (char)g_test_rand_int_range(1, 256));
    else g_string_append(q, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
  }
  return g_string_free(q, FALSE);
}

#endif

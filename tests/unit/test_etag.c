/* Validators: what they tell apart, and the lists that clients send. */
#include <string.h>

#include "searchd/etag.h"

static const RepereIndexState index_now = { .revision = 42, .analysis = "c0ffee12", .works = 3 };

static void test_tags(void)
{
  g_autofree char *tag = etag_new(7, &index_now, "/v1/search?lang=en&q=a");
  g_autofree char *same = etag_new(7, &index_now, "/v1/search?lang=en&q=a");
  g_assert_cmpstr(tag, ==, same);
  g_assert_true(g_str_has_prefix(tag, "W/\"") && g_str_has_suffix(tag, "\""));
  RepereIndexState later = index_now, otherwise = index_now;
  later.revision++;
  g_strlcpy(otherwise.analysis, "c0ffee13", sizeof otherwise.analysis);
  g_autofree char *by_edition = etag_new(8, &index_now, "/v1/search?lang=en&q=a");
  g_autofree char *by_revision = etag_new(7, &later, "/v1/search?lang=en&q=a");
  g_autofree char *by_analysis = etag_new(7, &otherwise, "/v1/search?lang=en&q=a");
  g_autofree char *by_request = etag_new(7, &index_now, "/v1/search?lang=en&q=b");
  const char *others[] = { by_edition, by_revision, by_analysis, by_request };
  for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
    g_assert_cmpstr(tag, !=, others[i]);
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr(others[i], !=, others[k]);
  }
}

static void test_matches(void)
{
  static const struct {
    const char *header;
    gboolean expected;
  } headers[] = {
    { NULL, FALSE },
    { "", FALSE },
    { "*", FALSE },
    { " * ", FALSE },
    { "*, \"abc\"", FALSE },
    { "\"abc\"", TRUE },
    { "W/\"abc\"", TRUE },
    { "w/\"abc\"", FALSE },
    { "abc", FALSE },
    { "\"ab\"", FALSE },
    { "\"abcd\"", FALSE },
    { "\"ABC\"", FALSE },
    { "\"x\", W/\"y\" ,\t\"abc\"", TRUE },
    { "\"x\",\"abc\",", TRUE },
    { ", ,\"abc\"", TRUE },
    { "\"a,b\", \"abc\"", TRUE },
    { "\"x\" \"abc\"", FALSE },
    { "\"abc\" x", FALSE },
    { "\"abc", FALSE },
    { "\"x\", abc\"", FALSE },
    { "W/ \"abc\"", FALSE },
    { "\"\"", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(headers); i++) {
    if (etag_matches(headers[i].header, "W/\"abc\"") != headers[i].expected)
      g_error("“%s” does not do as it should", headers[i].header);
  }
  g_autofree char *tag = etag_new(7, &index_now, "/v1/search");
  RepereIndexState anew = index_now; /* an index made anew counts its revisions from 1 again */
  g_strlcpy(anew.uuid, "another", sizeof anew.uuid);
  g_autofree char *other = etag_new(7, &anew, "/v1/search");
  g_assert_false(etag_matches(tag, other));
  g_assert_true(etag_matches(tag, tag));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/etag/tags", test_tags);
  g_test_add_func("/etag/matches", test_matches);
  return g_test_run();
}

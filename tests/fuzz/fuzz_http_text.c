/* fuzz_http_text.c - any bytes as the headers that are read here: Accept-Encoding, Accept-Language,
 * If-None-Match. What comes out must be one of the few things that may, and have been asked for. For
 * libFuzzer. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "searchd/encoding.h"
#include "searchd/etag.h"
#include "searchd/languages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(gboolean condition, const char *what, const char *header)
{
  if (condition)
    return;
  g_printerr("%s: “%s”\n", what, header);
  abort();
}

static gboolean holds(const char *header, const char *word)
{
  g_autofree char *small = g_ascii_strdown(header, -1);
  return strstr(small, word) != NULL;
}

static void check_encoding(const char *header)
{
  gboolean identity_too;
  Encoding encoding = encoding_accept(header, &identity_too);
  require(encoding < ENCODINGS, "no coding", header);
  if (encoding != ENCODING_IDENTITY)
    require(holds(header, encoding_name(encoding)) || holds(header, "*"), "a coding nobody asked for", header);
  require(identity_too || holds(header, "q=0"), "identity is not forbidden", header);
}

static void check_etag(const char *header)
{
  static const char tag[] = "W/\"a1b2\"";
  gboolean matches = etag_matches(header, tag);
  require(!matches || holds(header, "\"a1b2\"") || holds(header, "*"), "a tag that is not there", header);
  /* A list stays one with the tag put before it, and then has it. */
  g_autofree char *longer = g_strconcat("\"a1b2\", ", header, NULL);
  if (matches && !strchr(header, '*'))
    require(etag_matches(longer, tag), "a list that is none any more", header);
}

static void check_language(const char *header)
{
  static char *languages[] = { (char *)"fr", (char *)"en", (char *)"es", NULL };
  const RepereLibrary library = { .languages = languages };
  const char *lang = languages_accept(&library, header);
  require(lang && g_strv_contains((const char *const *)languages, lang), "no language", header);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *header = g_strndup((const char *)data, size);
  check_encoding(header);
  check_etag(header);
  check_language(header);
  return 0;
}

/* What the tests of the C API over libxapian share: a folder that goes away, and documents for it. */
#ifndef XAPIAN_C_FIXTURE_H
#define XAPIAN_C_FIXTURE_H

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "tests/folder.h"
#include "xapian_c.h"

/* Not ours: Xapian 1.4.22 frees objects by a wrong size, and leaks a weight when a match fails early. */
#if defined(__SANITIZE_ADDRESS__)
/* The sanitizers look for these by name: they must be seen. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
  return "new_delete_type_mismatch=0";
}
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
  return "leak:Xapian::BM25Weight::clone";
}
#endif

#define CHECK(call)                                                                      \
  do {                                                                                   \
    xc_code code_ = (call);                                                              \
    if (code_ != XC_OK)                                                                  \
      g_error("%s:%d: %s: %s: %s", __FILE__, __LINE__, #call, xc_code_name(code_), error.message); \
  } while (0)

#define MADE(handle)                                                                 \
  do {                                                                               \
    if (!(handle))                                                                   \
      g_error("%s:%d: %s: %s: %s", __FILE__, __LINE__, #handle, xc_code_name(error.code), error.message); \
  } while (0)

#define FAILS(call, wanted)                                                       \
  do {                                                                            \
    memset(&error, 0, sizeof error);                                              \
    g_assert_cmpstr(xc_code_name(call), ==, xc_code_name(wanted));                \
    g_assert_cmpstr(xc_code_name(error.code), ==, xc_code_name(wanted));          \
    g_assert_true(fixture_is_sentence(error.message));                            \
  } while (0)

#define NOT_MADE(call, wanted)                                                    \
  do {                                                                            \
    memset(&error, 0, sizeof error);                                              \
    g_assert_null(call);                                                          \
    g_assert_cmpstr(xc_code_name(error.code), ==, xc_code_name(wanted));          \
    g_assert_true(fixture_is_sentence(error.message));                            \
  } while (0)

/* Ready to print: begins by what failed, ends with a full stop, is valid UTF-8. */
static inline gboolean fixture_is_sentence(const char *message)
{
  return g_str_has_prefix(message, "Cannot ") && g_str_has_suffix(message, ".") && !strstr(message, "..") &&
         g_utf8_validate(message, -1, NULL);
}

static inline gboolean fixture_is(xc_bytes bytes, const char *wanted)
{
  return bytes.size == strlen(wanted) && memcmp(bytes.data, wanted, bytes.size + 1) == 0; /* the zero too */
}

static inline xc_writer *fixture_writer(const char *path, xc_mode mode)
{
  xc_error error = XC_ERROR_INIT;
  const xc_shard shard = {.path = path};
  const xc_writer_options options = {.mode = mode, .flags = XC_NO_SYNC};
  xc_writer *writer = xc_writer_open(&shard, 1, &options, &error);
  MADE(writer);
  return writer;
}

static inline xc_database *fixture_open(const char *path)
{
  xc_error error = XC_ERROR_INIT;
  const xc_shard shard = {.path = path};
  xc_database *database = xc_database_open(&shard, 1, &error);
  MADE(database);
  return database;
}

/* A document of words at positions 1, 2, …; its value 0 is the key, its data the text. */
static inline xc_docid fixture_add(xc_writer *writer, const char *key, const char *words)
{
  xc_error error = XC_ERROR_INIT;
  xc_docid docid = 0;
  char **list = g_strsplit(words, " ", -1);
  xc_document *document = xc_document_new(&error);
  MADE(document);
  for (guint i = 0; list[i]; i++)
    CHECK(xc_document_add_posting(document, list[i], XC_NUL, i + 1, 1, &error));
  CHECK(xc_document_set_value(document, 0, key, XC_NUL, &error));
  CHECK(xc_document_set_data(document, words, XC_NUL, &error));
  CHECK(xc_writer_add(writer, document, &docid, &error));
  xc_document_free(document);
  g_strfreev(list);
  return docid;
}

#endif

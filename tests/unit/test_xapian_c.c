/* The C API over libxapian: databases, writing, errors. */
#include "xapian_c_fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>

static void test_names(void)
{
  g_assert_cmpstr(xc_code_name(XC_OK), ==, "XC_OK");
  g_assert_cmpstr(xc_code_name(XC_INTERNAL), ==, "XC_INTERNAL");
  g_assert_cmpstr(xc_code_name((xc_code)99), ==, "?");
  g_assert_true(g_ascii_isdigit(xc_xapian_version()[0]));
}

static void test_open_failures(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *missing = g_build_filename(folder, "missing", NULL);
  g_autofree char *deep = g_build_filename(folder, "missing", "db", NULL);
  g_autofree char *file = g_build_filename(folder, "file", NULL);
  g_autofree char *db = g_build_filename(folder, "db", NULL);
  xc_shard shard = {.path = missing};
  xc_writer_options options = {.mode = XC_OPEN};

  NOT_MADE(xc_database_open(&shard, 1, &error), XC_NO_DATABASE);
  g_assert_nonnull(strstr(error.message, missing));
  NOT_MADE(xc_writer_open(&shard, 1, &options, &error), XC_NO_DATABASE);
  shard.path = folder;
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_NO_DATABASE);
  g_assert_true(g_file_set_contents(file, "this is not a database\n", -1, NULL));
  shard.path = file;
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_CORRUPT);
  options.mode = XC_CREATE;
  shard.path = deep;
  NOT_MADE(xc_writer_open(&shard, 1, &options, &error), XC_IO);
  g_assert_cmpint(error.detail, ==, ENOENT);

  xc_writer_free(fixture_writer(db, XC_CREATE));
  shard.path = db;
  NOT_MADE(xc_writer_open(&shard, 1, &options, &error), XC_EXISTS);
  options.mode = XC_OPEN;
  options.block_size = 3000;
  NOT_MADE(xc_writer_open(&shard, 1, &options, &error), XC_INVALID);
  shard.host = "localhost";
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_INVALID);
  NOT_MADE(xc_database_open(NULL, 1, &error), XC_INVALID);
  NOT_MADE(xc_writer_open(NULL, 0, NULL, &error), XC_INVALID);
  g_assert_null(xc_database_open(NULL, 1, NULL));
  folder_free(folder);
}

static void test_lock(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  const xc_shard shard = {.path = path};
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_database *reader;
  bool locked = false;

  CHECK(xc_writer_commit(writer, &error));
  NOT_MADE(xc_writer_open(&shard, 1, NULL, &error), XC_LOCKED);
  g_assert_cmpstr(error.type, ==, "DatabaseLockError");
  reader = fixture_open(path);
  CHECK(xc_database_locked(reader, &locked, &error));
  g_assert_true(locked);
  CHECK(xc_writer_close(writer, &error));
  CHECK(xc_database_locked(reader, &locked, &error));
  g_assert_false(locked);
  FAILS(xc_writer_set_metadata(writer, "key", 3, "value", 5, &error), XC_CLOSED);
  xc_writer_free(writer);
  xc_database_free(reader);
  writer = fixture_writer(path, XC_OPEN);
  xc_writer_free(writer);
  folder_free(folder);
}

/* A reader sees what is committed, once it looks again; the writer sees its own. */
static void test_revisions(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_doccount count = 0;
  uint64_t before = 0, after = 0;
  bool changed = true;

  fixture_add(writer, "b", "one two two three");
  CHECK(xc_writer_commit(writer, &error));
  xc_database *reader = fixture_open(path);
  CHECK(xc_database_revision(reader, &before, &error));
  fixture_add(writer, "a", "two four");
  CHECK(xc_database_doccount(xc_writer_database(writer), &count, &error));
  g_assert_cmpuint(count, ==, 2);
  CHECK(xc_database_reopen(reader, &changed, &error));
  g_assert_false(changed);
  CHECK(xc_writer_commit(writer, &error));
  CHECK(xc_database_doccount(reader, &count, &error));
  g_assert_cmpuint(count, ==, 1);
  CHECK(xc_database_reopen(reader, &changed, &error));
  g_assert_true(changed);
  CHECK(xc_database_doccount(reader, &count, &error));
  g_assert_cmpuint(count, ==, 2);
  CHECK(xc_database_revision(reader, &after, &error));
  g_assert_cmpuint(after, >, before);
  xc_database_free(reader);
  xc_writer_free(writer);
  folder_free(folder);
}

static void assert_stats(xc_database *reader)
{
  xc_error error = XC_ERROR_INIT;
  xc_database_stats stats;
  xc_value_stats values;
  CHECK(xc_database_get_stats(reader, &stats, &error));
  g_assert_cmpuint(stats.documents, ==, 2);
  g_assert_cmpuint(stats.last_docid, ==, 2);
  g_assert_cmpfloat(stats.average_length, ==, 3.0);
  g_assert_cmpuint(stats.total_length, ==, 6);
  g_assert_cmpuint(stats.length_lower, <=, 2);
  g_assert_cmpuint(stats.length_upper, >=, 4);
  g_assert_true(stats.has_positions);
  CHECK(xc_database_value_stats(reader, 0, &values, &error));
  g_assert_cmpuint(values.documents, ==, 2);
  g_assert_true(fixture_is(values.lower, "a"));
  g_assert_true(fixture_is(values.upper, "b"));
}

static void test_stats(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_doccount count = 0;
  xc_termcount length = 0, unique = 0, bound = 0;
  uint64_t occurrences = 0;
  xc_bytes bytes;

  fixture_add(writer, "b", "one two two three");
  fixture_add(writer, "a", "two four");
  CHECK(xc_writer_close(writer, &error));
  xc_writer_free(writer);
  xc_database *reader = fixture_open(path);
  assert_stats(reader);
  CHECK(xc_database_term_frequency(reader, "two", 3, &count, &occurrences, &error));
  g_assert_cmpuint(count, ==, 2);
  g_assert_cmpuint(occurrences, ==, 3);
  CHECK(xc_database_term_frequency(reader, "none", XC_NUL, &count, NULL, &error));
  g_assert_cmpuint(count, ==, 0);
  CHECK(xc_database_wdf_upper_bound(reader, "two", 3, &bound, &error));
  g_assert_cmpuint(bound, >=, 2);
  CHECK(xc_database_document_length(reader, 1, &length, &unique, &error));
  g_assert_cmpuint(length, ==, 4);
  g_assert_cmpuint(unique, ==, 3);
  FAILS(xc_database_document_length(reader, 7, &length, NULL, &error), XC_NOT_FOUND);
  CHECK(xc_database_uuid(reader, &bytes, &error));
  g_assert_cmpuint(bytes.size, ==, 36);
  CHECK(xc_database_description(reader, &bytes, &error));
  g_assert_cmpuint(bytes.size, >, 0);
  CHECK(xc_database_keep_alive(reader, &error));
  CHECK(xc_database_close(reader, &error));
  FAILS(xc_database_term_frequency(reader, "two", 3, &count, NULL, &error), XC_CLOSED);
  FAILS(xc_database_doccount(NULL, &count, &error), XC_INVALID);
  g_assert_cmpint(xc_database_doccount(NULL, &count, NULL), ==, XC_INVALID);
  xc_database_free(reader);
  folder_free(folder);
}

static void test_writing(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  g_autofree char *too_long = g_strnfill(XC_TERM_MAX + 1, 'x');
  xc_writer *writer = fixture_writer(path, XC_CREATE_OR_OPEN);
  xc_database *view = xc_writer_database(writer);
  xc_document *document = xc_document_new(&error);
  xc_docid docid = 0;
  xc_doccount count = 0;

  CHECK(xc_document_add_boolean_term(document, "Q1", 2, &error));
  CHECK(xc_writer_replace_by_term(writer, "Q1", 2, document, &docid, &error));
  g_assert_cmpuint(docid, ==, 1);
  CHECK(xc_writer_replace_by_term(writer, "Q1", 2, document, &docid, &error));
  g_assert_cmpuint(docid, ==, 1);
  CHECK(xc_writer_replace(writer, 10, document, &error));
  FAILS(xc_writer_replace(writer, 0, document, &error), XC_INVALID);
  CHECK(xc_database_doccount(view, &count, &error));
  g_assert_cmpuint(count, ==, 2);
  CHECK(xc_writer_delete(writer, 10, &error));
  FAILS(xc_writer_delete(writer, 10, &error), XC_NOT_FOUND);
  CHECK(xc_writer_delete_by_term(writer, "Q1", 2, &error));
  CHECK(xc_writer_delete_by_term(writer, "Q1", 2, &error));
  CHECK(xc_database_doccount(view, &count, &error));
  g_assert_cmpuint(count, ==, 0);

  CHECK(xc_document_add_term(document, too_long, XC_TERM_MAX, 1, &error));
  CHECK(xc_writer_add(writer, document, NULL, &error));
  CHECK(xc_document_add_term(document, too_long, XC_TERM_MAX + 1, 1, &error));
  FAILS(xc_writer_add(writer, document, NULL, &error), XC_INVALID);
  FAILS(xc_writer_add(writer, NULL, NULL, &error), XC_INVALID);
  FAILS(xc_writer_add(NULL, document, NULL, &error), XC_INVALID);
  xc_document_free(document);

  FAILS(xc_writer_commit_transaction(writer, &error), XC_INVALID);
  CHECK(xc_writer_begin_transaction(writer, true, &error));
  fixture_add(writer, "k", "dropped");
  CHECK(xc_writer_cancel_transaction(writer, &error));
  CHECK(xc_database_term_frequency(view, "dropped", XC_NUL, &count, NULL, &error));
  g_assert_cmpuint(count, ==, 0);
  CHECK(xc_writer_begin_transaction(writer, true, &error));
  fixture_add(writer, "k", "kept");
  CHECK(xc_writer_commit_transaction(writer, &error));
  CHECK(xc_database_term_frequency(view, "kept", XC_NUL, &count, NULL, &error));
  g_assert_cmpuint(count, ==, 1);
  xc_writer_free(writer);

  writer = fixture_writer(path, XC_CREATE_OR_OVERWRITE);
  CHECK(xc_database_doccount(xc_writer_database(writer), &count, &error));
  g_assert_cmpuint(count, ==, 0);
  xc_writer_free(writer);
  g_assert_null(xc_writer_database(NULL));
  folder_free(folder);
}

static void test_in_memory(void)
{
  xc_error error = XC_ERROR_INIT;
  const xc_writer_options options = {.flags = XC_IN_MEMORY};
  const xc_shard shard = {.path = "/tmp"};
  xc_writer *writer = xc_writer_open(NULL, 0, &options, &error);
  xc_values *values;
  xc_bytes bytes;
  uint32_t docid = 0;

  MADE(writer);
  fixture_add(writer, "k", "a b c");
  values = xc_database_values(xc_writer_database(writer), 0, &error);
  MADE(values);
  xc_writer_free(writer);
  g_assert_cmpint(xc_values_next(values, &docid, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "k"));
  xc_values_free(values);
  NOT_MADE(xc_writer_open(&shard, 1, &options, &error), XC_INVALID);
}

static void test_metadata(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  g_autofree char *too_long = g_strnfill(300, 'k');
  char all[256], key[] = "bin\0ary";
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_database *db;
  xc_terms *keys;
  xc_bytes bytes;

  for (int i = 0; i < 256; i++)
    all[i] = (char)i;
  CHECK(xc_writer_set_metadata(writer, key, sizeof key, all, sizeof all, &error));
  CHECK(xc_writer_set_metadata(writer, "other", XC_NUL, "x", 1, &error));
  CHECK(xc_writer_set_metadata(writer, "bin2", XC_NUL, "y", 1, &error));
  CHECK(xc_writer_set_metadata(writer, "bin3", XC_NUL, "y", 1, &error));
  CHECK(xc_writer_set_metadata(writer, "bin3", XC_NUL, "", 0, &error));
  FAILS(xc_writer_set_metadata(writer, "", 0, "x", 1, &error), XC_INVALID);
  FAILS(xc_writer_set_metadata(writer, too_long, XC_NUL, "x", 1, &error), XC_INVALID);
  CHECK(xc_writer_close(writer, &error));
  xc_writer_free(writer);

  db = fixture_open(path);
  CHECK(xc_database_metadata(db, key, sizeof key, &bytes, &error));
  g_assert_cmpmem(bytes.data, bytes.size, all, sizeof all);
  CHECK(xc_database_metadata(db, "absent", XC_NUL, &bytes, &error));
  g_assert_cmpuint(bytes.size, ==, 0);
  g_assert_nonnull(bytes.data);
  FAILS(xc_database_metadata(db, "", 0, &bytes, &error), XC_INVALID);
  keys = xc_database_metadata_keys(db, "bin", 3, &error);
  MADE(keys);
  xc_database_free(db);
  g_assert_cmpint(xc_terms_next(keys, &bytes, &error), ==, XC_ITEM);
  g_assert_cmpmem(bytes.data, bytes.size, key, sizeof key);
  g_assert_cmpint(xc_terms_next(keys, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "bin2"));
  g_assert_cmpint(xc_terms_next(keys, &bytes, &error), ==, XC_END);
  xc_terms_free(keys);
  folder_free(folder);
}

static void test_synonyms_and_spelling(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_database *db;
  xc_terms *terms;
  xc_bytes bytes;
  xc_doccount frequency = 0;

  CHECK(xc_writer_add_synonym(writer, "ete", 3, "été", XC_NUL, &error));
  CHECK(xc_writer_add_synonym(writer, "ete", 3, "etés", XC_NUL, &error));
  CHECK(xc_writer_add_synonym(writer, "ete", 3, "no", 2, &error));
  CHECK(xc_writer_remove_synonym(writer, "ete", 3, "no", 2, &error));
  CHECK(xc_writer_add_synonym(writer, "gone", 4, "away", 4, &error));
  CHECK(xc_writer_clear_synonyms(writer, "gone", 4, &error));
  CHECK(xc_writer_add_spelling(writer, "migration", XC_NUL, 3, &error));
  CHECK(xc_writer_remove_spelling(writer, "migration", XC_NUL, 1, &error));
  CHECK(xc_writer_commit(writer, &error));
  db = fixture_open(path);
  CHECK(xc_database_suggest_spelling(db, "migratoin", XC_NUL, 0, &bytes, &error));
  g_assert_true(fixture_is(bytes, "migration"));
  CHECK(xc_database_suggest_spelling(db, "zzzzzz", XC_NUL, 1, &bytes, &error));
  g_assert_cmpuint(bytes.size, ==, 0);
  terms = xc_database_spellings(db, &error);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  CHECK(xc_terms_frequency(terms, &frequency, &error));
  g_assert_cmpuint(frequency, ==, 2);
  xc_terms_free(terms);
  terms = xc_database_synonym_keys(db, "", 0, &error);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "ete"));
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_END);
  xc_terms_free(terms);
  terms = xc_database_synonyms(db, "ete", 3, &error);
  xc_database_free(db);
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "etés"));
  g_assert_cmpint(xc_terms_skip_to(terms, "é", XC_NUL, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "été"));
  g_assert_cmpint(xc_terms_next(terms, &bytes, &error), ==, XC_END);
  xc_terms_free(terms);
  xc_writer_free(writer);
  folder_free(folder);
}

static void fill(xc_writer *writer, guint documents, const char *extra)
{
  for (guint i = 0; i < documents; i++) {
    g_autofree char *words = g_strdup_printf("common w%u %s%u filler%u", i % 97, extra, i, i % 13);
    g_autofree char *key = g_strdup_printf("%06u", i);
    fixture_add(writer, key, words);
  }
}

/* Reads all postings with their lengths and positions; the first failure's code. */
static xc_code walk(xc_database *db, xc_error *error)
{
  xc_postings *postings = xc_database_postings(db, "common", XC_NUL, error);
  xc_docid docid;
  int state = XC_FAILED;
  while (postings && (state = xc_postings_next(postings, &docid, error)) == XC_ITEM) {
    xc_document *document = xc_database_document(db, docid, 0, error);
    xc_bytes data;
    xc_code code = document ? xc_document_data(document, &data, error) : error->code;
    xc_document_free(document);
    if (code != XC_OK) {
      xc_postings_free(postings);
      return code;
    }
  }
  xc_postings_free(postings);
  return state == XC_FAILED ? error->code : XC_OK;
}

static void test_modified(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_database *db;
  bool changed = false;

  fill(writer, 1000, "a");
  CHECK(xc_writer_commit(writer, &error));
  db = fixture_open(path);
  for (int i = 0; i < 4; i++) {
    fill(writer, 1000, "b");
    CHECK(xc_writer_commit(writer, &error));
  }
  FAILS(walk(db, &error), XC_MODIFIED);
  CHECK(xc_database_reopen(db, &changed, &error));
  g_assert_true(changed);
  CHECK(walk(db, &error));
  xc_database_free(db);
  xc_writer_free(writer);
  folder_free(folder);
}

static int collect(void *user, const char *text, size_t size)
{
  g_string_append_len(user, text, (gssize)size);
  return 0;
}

static int refuse(void *user, const char *text, size_t size)
{
  g_assert_nonnull(text);
  g_assert_cmpuint(size, >, 0);
  return *(int *)user;
}

static void test_corrupt(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  g_autofree char *table = g_build_filename(path, "postlist.glass", NULL);
  g_autofree char *version = g_build_filename(path, "iamglass", NULL);
  g_autoptr(GString) output = g_string_new(NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0;
  size_t faults = 99;
  int answer = 7;
  const xc_shard shard = {.path = path};
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_database *db;

  fill(writer, 2000, "a");
  CHECK(xc_writer_close(writer, &error));
  xc_writer_free(writer);
  CHECK(xc_check(path, XC_CHECK_SHOW_STATS, collect, output, &faults, &error));
  g_assert_cmpuint(faults, ==, 0);
  g_assert_nonnull(strstr(output->str, "postlist"));
  FAILS(xc_check(path, 0, refuse, &answer, &faults, &error), XC_STOPPED);
  g_assert_cmpint(error.detail, ==, 7);

  g_assert_true(g_file_get_contents(table, &bytes, &size, NULL));
  g_assert_cmpuint(size, >, (gsize)3 * 8192);
  for (gsize i = 0; i < size; i++) /* every block's head and its middle */
    if (i % 8192 < 64 || (i % 8192 > 4000 && i % 8192 < 4600))
      bytes[i] = (char)~bytes[i];
  g_assert_true(g_file_set_contents(table, bytes, (gssize)size, NULL));
  xc_code code = xc_check(path, 0, NULL, NULL, &faults, &error);
  g_assert_true(code == XC_CORRUPT || (code == XC_OK && faults > 0));
  db = xc_database_open(&shard, 1, &error);
  if (db) {
    FAILS(walk(db, &error), XC_CORRUPT);
    xc_database_free(db);
  } else {
    g_assert_cmpint(error.code, ==, XC_CORRUPT);
  }
  g_assert_true(g_file_set_contents(table, bytes, 100, NULL));
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_CORRUPT);
  g_unlink(table);
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_CORRUPT);
  g_assert_true(g_file_set_contents(version, "short", -1, NULL));
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_CORRUPT);
  FAILS(xc_check("/nonexistent/db", 0, NULL, NULL, &faults, &error), XC_NO_DATABASE);
  FAILS(xc_check(NULL, 0, NULL, NULL, &faults, &error), XC_INVALID);
  folder_free(folder);
}

static int count_tables(void *user, const char *table, const char *status)
{
  g_assert_nonnull(table);
  g_assert_nonnull(status);
  return ++*(int *)user < 0;
}

static int stop_at_once(void *user, const char *table, const char *status)
{
  g_assert_nonnull(user);
  return table && status ? 3 : 0;
}

static void test_shards_and_compaction(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *a = g_build_filename(folder, "a", NULL), *b = g_build_filename(folder, "b", NULL);
  g_autofree char *merged = g_build_filename(folder, "merged", NULL);
  g_autofree char *single = g_build_filename(folder, "single", NULL);
  const xc_shard shards[] = {{.path = a}, {.path = b}};
  const xc_writer_options no_sync = {.mode = XC_CREATE, .flags = XC_NO_SYNC};
  int calls = 0;
  xc_compact_options options = {.level = XC_COMPACT_FULLER, .progress = count_tables, .user = &calls};
  xc_writer *writer = xc_writer_open(shards, 2, &no_sync, &error);
  xc_database *db;
  xc_doccount count = 0;
  uint64_t revision = 0;

  MADE(writer);
  fixture_add(writer, "k1", "one common");
  fixture_add(writer, "k2", "two common");
  fixture_add(writer, "k3", "three common");
  CHECK(xc_writer_close(writer, &error));
  xc_writer_free(writer);
  db = xc_database_open(shards, 2, &error);
  MADE(db);
  CHECK(xc_database_doccount(db, &count, &error));
  g_assert_cmpuint(count, ==, 3);
  FAILS(xc_database_revision(db, &revision, &error), XC_INVALID);
  CHECK(walk(db, &error));
  xc_values *values = xc_database_values(db, 0, &error);
  MADE(values);

  CHECK(xc_database_compact(db, merged, &options, &error));
  g_assert_cmpint(calls, >, 0);
  FAILS(xc_database_compact(db, merged, NULL, &error), XC_EXISTS);
  options = (xc_compact_options){.single_file = true, .progress = stop_at_once, .user = &calls};
  FAILS(xc_database_compact(db, single, &options, &error), XC_STOPPED);
  g_assert_cmpint(error.detail, ==, 3);
  g_unlink(single);
  options = (xc_compact_options){.single_file = true};
  CHECK(xc_database_compact(db, single, &options, &error));
  xc_database_free(db);
  for (guint i = 1; i <= 3; i++)
    g_assert_cmpint(xc_values_next(values, NULL, NULL, &error), ==, XC_ITEM);
  xc_values_free(values);
  db = fixture_open(merged);
  CHECK(xc_database_doccount(db, &count, &error));
  g_assert_cmpuint(count, ==, 3);
  xc_database_free(db);
  db = fixture_open(single);
  CHECK(walk(db, &error));
  xc_database_free(db);

  db = xc_database_open(NULL, 0, &error);
  MADE(db);
  CHECK(xc_database_doccount(db, &count, &error));
  g_assert_cmpuint(count, ==, 0);
  xc_database_free(db);
  folder_free(folder);
}

/* A port that nobody listens on at the moment. */
static guint16 free_port(void)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint(bind(fd, (struct sockaddr *)&address, size), ==, 0);
  g_assert_cmpint(getsockname(fd, (struct sockaddr *)&address, &size), ==, 0);
  close(fd);
  return ntohs(address.sin_port);
}

/* The server passes SIGTERM on to its whole process group. */
static void own_group(gpointer unused)
{
  (void)unused;
  setpgid(0, 0);
}

static void test_remote(void)
{
  xc_error error = XC_ERROR_INIT;
  g_autofree char *server = g_find_program_in_path("xapian-tcpsrv");
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  g_autofree char *port = NULL;
  xc_shard shard = {.host = "127.0.0.1", .port = free_port(), .timeout_ms = 20000};
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_database *db = NULL;
  xc_bytes bytes;
  GPid pid = 0;

  fill(writer, 10, "a");
  CHECK(xc_writer_close(writer, &error));
  xc_writer_free(writer);
  NOT_MADE(xc_database_open(&shard, 1, &error), XC_NETWORK);
  g_assert_cmpint(error.detail, ==, ECONNREFUSED);
  if (!server) {
    g_test_skip("xapian-tcpsrv is not installed");
    folder_free(folder);
    return;
  }
  port = g_strdup_printf("--port=%u", shard.port);
  char interface[] = "--interface=127.0.0.1", quiet[] = "--quiet";
  char *arguments[] = {server, interface, port, quiet, path, NULL};
  g_assert_true(g_spawn_async(NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, own_group, NULL, &pid, NULL));
  for (int i = 0; i < 100 && !db; i++) {
    db = xc_database_open(&shard, 1, &error);
    if (!db)
      g_usleep(50000);
  }
  MADE(db);
  CHECK(xc_database_keep_alive(db, &error));
  CHECK(walk(db, &error));
  xc_values *values = xc_database_values(db, 0, &error);
  MADE(values);
  g_assert_cmpint(xc_values_next(values, NULL, &bytes, &error), ==, XC_ITEM);
  g_assert_true(fixture_is(bytes, "000000"));
  xc_values_free(values);
  xc_database_free(db);
  kill(pid, SIGTERM);
  waitpid(pid, NULL, 0);
  g_spawn_close_pid(pid);
  folder_free(folder);
}

/* The tools that watch memory end the program where there is none left. */
static gboolean memory_is_watched(void)
{
#if defined(__SANITIZE_ADDRESS__)
  return TRUE;
#else
  const char *preload = g_getenv("LD_PRELOAD");
  return preload && strstr(preload, "vgpreload");
#endif
}

static void test_messages(void)
{
  xc_error error = XC_ERROR_INIT;
  char *folder = folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  g_autofree char *word = g_strnfill(300, 'y');
  xc_writer *writer = fixture_writer(path, XC_CREATE);
  xc_document *document = xc_document_new(&error);
  GString *accents = g_string_new("x");

  CHECK(xc_writer_close(writer, &error));
  FAILS(xc_writer_delete_by_term(writer, "te\"r\0m", 6, &error), XC_CLOSED);
  g_assert_nonnull(strstr(error.message, "te\\x22r\\x00m"));
  g_assert_nonnull(strstr(error.message, path));
  for (int i = 0; i < 200; i++)
    g_string_append(accents, "é");
  FAILS(xc_writer_delete_by_term(writer, accents->str, accents->len, &error), XC_CLOSED);
  g_assert_nonnull(strstr(error.message, "…"));
  FAILS(xc_document_remove_term(document, word, XC_NUL, &error), XC_INVALID);
  if (!memory_is_watched())
    FAILS(xc_document_set_data(document, "x", (size_t)1 << 60, &error), XC_NO_MEMORY);
  FAILS(xc_document_set_data(document, "x", (size_t)-2, &error), XC_INVALID);
  g_string_free(accents, TRUE);
  xc_document_free(document);
  xc_writer_free(writer);
  folder_free(folder);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/xapian_c/names", test_names);
  g_test_add_func("/xapian_c/open_failures", test_open_failures);
  g_test_add_func("/xapian_c/lock", test_lock);
  g_test_add_func("/xapian_c/revisions", test_revisions);
  g_test_add_func("/xapian_c/stats", test_stats);
  g_test_add_func("/xapian_c/writing", test_writing);
  g_test_add_func("/xapian_c/in_memory", test_in_memory);
  g_test_add_func("/xapian_c/metadata", test_metadata);
  g_test_add_func("/xapian_c/synonyms_and_spelling", test_synonyms_and_spelling);
  g_test_add_func("/xapian_c/modified", test_modified);
  g_test_add_func("/xapian_c/corrupt", test_corrupt);
  g_test_add_func("/xapian_c/shards_and_compaction", test_shards_and_compaction);
  g_test_add_func("/xapian_c/remote", test_remote);
  g_test_add_func("/xapian_c/messages", test_messages);
  return g_test_run();
}

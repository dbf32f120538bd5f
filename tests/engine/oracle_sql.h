/* oracle_sql.h - SQLite as the second opinion: the tables that a made-up library is put into, and small ways
 * of asking them.
 *
 *   work        a row each, with whether it may be seen
 *   work_facet  a row a work, facet and value; of a tree the values above as well
 *   occurrence  every word at every place: `run` is a stretch of text that phrases do not leave, `at` the
 * place in it spelling    the accented spellings in the library, and their stems in each language vocabulary
 * the words there are broader     the tree of themes matched     the works that match the words of the
 * question in hand passed      those of them that pass its filters counted     those that pass all but the
 * filters on the facet in hand */
#ifndef TESTS_ENGINE_ORACLE_SQL_H
#define TESTS_ENGINE_ORACLE_SQL_H

#include <glib.h>
#include <sqlite3.h>
#include <string.h>

static const char oracle_tables[] =
  "CREATE TABLE work (n INTEGER PRIMARY KEY, id TEXT UNIQUE, visible INT, issued TEXT);"
  "CREATE TABLE work_facet (facet TEXT, value TEXT, work INT, PRIMARY KEY (facet, value, work)) WITHOUT "
  "ROWID;"
  "CREATE INDEX by_work ON work_facet (facet, work);"
  "CREATE TABLE occurrence (work INT, run INT, at INT, field TEXT, lang TEXT, folded TEXT, written TEXT, "
  "stem TEXT);"
  "CREATE TABLE spelling (folded TEXT, written TEXT, lang TEXT, stem TEXT);"
  "CREATE TABLE vocabulary (word TEXT);"
  "CREATE TABLE broader (value TEXT, above TEXT);"
  "CREATE TEMP TABLE matched (n INTEGER PRIMARY KEY);"
  "CREATE TEMP TABLE passed (n INTEGER PRIMARY KEY);"
  "CREATE TEMP TABLE counted (n INTEGER PRIMARY KEY);";

/* Made when the tables are full. */
static const char oracle_indexes[] = "INSERT INTO vocabulary SELECT DISTINCT folded FROM occurrence;"
                                     "CREATE INDEX by_folded ON occurrence (folded, run, at, work, field);"
                                     "CREATE INDEX by_written ON occurrence (written, run, at, work, field);"
                                     "CREATE INDEX by_stem ON occurrence (stem, lang, work, field);"
                                     "CREATE INDEX by_spelling ON spelling (folded, lang);"
                                     "ANALYZE;";

static inline void sql_run(sqlite3 *db, const char *sql)
{
  char *problem = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &problem) != SQLITE_OK) g_error("%s: %s", problem, sql);
}

/* Runs what sqlite3_mprintf() makes of its arguments. */
static inline void sql_runf(sqlite3 *db, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  char *sql = sqlite3_vmprintf(format, args);
  va_end(args);
  sql_run(db, sql);
  sqlite3_free(sql);
}

/* edits(word, other): how many letters are changed, dropped, added, or swapped with the next (optimal string
 * alignment). */
static inline void sql_edits(sqlite3_context *context, int n, sqlite3_value **values)
{
  enum { MOST = 64 };
  const char *a = (const char *)sqlite3_value_text(values[0]),
             *b = (const char *)sqlite3_value_text(values[1]);
  int rows = (int)strlen(a), columns = (int)strlen(b), d[MOST][MOST];
  if (n != 2 || rows >= MOST || columns >= MOST) {
    sqlite3_result_int(context, MOST);
    return;
  }
  for (int i = 0; i <= rows; i++)
    for (int j = 0; j <= columns; j++) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      int changed = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      d[i][j] = MIN(changed, MIN(d[i - 1][j], d[i][j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
    }
  sqlite3_result_int(context, d[rows][columns]);
}

static inline sqlite3_stmt *sql_prepare(sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error("%s: %s", sqlite3_errmsg(db), sql);
  return statement;
}

static inline const char *sql_text(sqlite3_stmt *statement, int column)
{
  return (const char *)sqlite3_column_text(statement, column);
}

static inline gboolean sql_step(sqlite3 *db, sqlite3_stmt *statement)
{
  int state = sqlite3_step(statement);
  if (state != SQLITE_ROW && state != SQLITE_DONE)
    g_error("%s: %s", sqlite3_errmsg(db), sqlite3_sql(statement));
  return state == SQLITE_ROW;
}

static inline guint sql_number(sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = sql_prepare(db, sql);
  guint number = sql_step(db, statement) ? (guint)sqlite3_column_int(statement, 0) : 0;
  sqlite3_finalize(statement);
  return number;
}

/* The rows of a query with two columns: first (char *) -> second (a number). */
static inline GHashTable *sql_counts(sqlite3 *db, const char *sql)
{
  GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *statement = sql_prepare(db, sql);
  while (sql_step(db, statement))
    g_hash_table_insert(counts, g_strdup(sql_text(statement, 0)),
                        GUINT_TO_POINTER((guint)sqlite3_column_int(statement, 1)));
  sqlite3_finalize(statement);
  return counts;
}

/* Appends what sqlite3_mprintf() makes of the arguments. */
static inline void sql_add(GString *sql, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  char *part = sqlite3_vmprintf(format, args);
  va_end(args);
  g_string_append(sql, part);
  sqlite3_free(part);
}

#endif

/* records_fixture.h - a folder of records, and the works and problems that reading it gives. */
#ifndef RECORDS_FIXTURE_H
#define RECORDS_FIXTURE_H

#include "indexer/records.h"
#include "tests/folder.h"

typedef struct {
  char *folder;
  GPtrArray *works;    /* of RepereWork * */
  GPtrArray *problems; /* of RepereRecordProblem * */
} Fixture;

static inline void set_up(Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->folder = folder_new();
  fixture->works = g_ptr_array_new_with_free_func((GDestroyNotify)repere_work_free);
  fixture->problems = g_ptr_array_new_with_free_func((GDestroyNotify)repere_record_problem_free);
}

static inline void tear_down(Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_ptr_array_unref(fixture->works);
  g_ptr_array_unref(fixture->problems);
  folder_free(fixture->folder);
}

static inline void put(const Fixture *fixture, const char *name, const char *text, gssize size)
{
  folder_put(fixture->folder, name, text, size);
}

/* Reads a file or folder; `known` may be NULL. */
static inline void read_path(Fixture *fixture, const char *path, RepereKnownHash known, gpointer data)
{
  const char *const paths[] = {path, NULL};
  GError *error = NULL;
  RepereWork *work;
  g_ptr_array_set_size(fixture->works, 0);
  g_ptr_array_set_size(fixture->problems, 0);
  g_autoptr(RepereRecords) records = repere_records_open(paths, &error);
  g_assert_no_error(error);
  while ((work = repere_records_next(records, fixture->problems, known, data)))
    g_ptr_array_add(fixture->works, work);
  g_assert_null(repere_records_next(records, fixture->problems, known, data));
}

static inline void read_all(Fixture *fixture)
{
  read_path(fixture, fixture->folder, NULL, NULL);
}

#endif

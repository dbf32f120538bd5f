/* folder.h - a temporary folder of a test's own, what is put into it, and its end. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <glib.h>
#include <glib/gstdio.h>

/* g_free, after folder_remove(). */
static inline char *folder_new(void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp("repere-test-XXXXXX", &error);
  g_assert_no_error(error);
  return folder;
}

/* A file, or a folder with all that is in it; links are not followed. */
static inline void folder_remove(const char *path)
{
  if (g_file_test(path, G_FILE_TEST_IS_DIR) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while (folder && (name = g_dir_read_name(folder))) {
      g_autofree char *inner = g_build_filename(path, name, NULL);
      folder_remove(inner);
    }
  }
  g_remove(path);
}

/* Its end, with the name. */
static inline void folder_free(char *folder)
{
  folder_remove(folder);
  g_free(folder);
}

/* Writes a file; `size` -1: to the zero byte. Folders on the way are made. */
static inline void folder_put(const char *folder, const char *name, const char *bytes, gssize size)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  g_autoptr(GError) error = NULL;
  g_mkdir_with_parents(parent, 0777);
  g_file_set_contents(path, bytes, size, &error);
  g_assert_no_error(error);
}

#endif

/* ocr_store.c - see ocr_store.h */
#include "indexer/ocr_store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "repere/error.h"

enum { KEY_LENGTH = 64, HEAD_BYTES = 64, SUM_LENGTH = 16 };

#define HEX "0123456789abcdef"

static const char *const what_names[] = {[REPERE_OCR_TEXT] = "text", [REPERE_OCR_FAILED] = "failed",
                                         [REPERE_OCR_MEMORY] = "memory"};

void repere_ocr_entry_clear(RepereOcrEntry *entry)
{
  g_clear_pointer(&entry->text, g_free);
}

gboolean repere_ocr_key_is_valid(const char *key)
{
  return strlen(key) == KEY_LENGTH && strspn(key, HEX) == KEY_LENGTH;
}

/* ---- the form ---- */

/* By which a text is known to be whole. g_free. */
static char *sum_of(const char *text)
{
  char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  sum[SUM_LENGTH] = '\0';
  return sum;
}

/* The head line's fields; FALSE where it is none. */
static gboolean parse_head(const char *line, RepereOcrEntry *entry, char sum[SUM_LENGTH + 1])
{
  char what[8], language[4];
  guint confidence, allowed, kind = 0;
  if (sscanf(line, "repere-ocr 2 %7s %u %3s %u %16s", what, &confidence, language, &allowed, sum) != 5 ||
      confidence > 100)
    return FALSE;
  while (kind < G_N_ELEMENTS(what_names) && strcmp(what, what_names[kind]) != 0) kind++;
  if (kind == G_N_ELEMENTS(what_names)) return FALSE;
  entry->what = (RepereOcrWhat)kind;
  entry->confidence = (guint8)confidence;
  entry->allowed = allowed;
  g_strlcpy(entry->language, strcmp(language, "-") == 0 ? "" : language, sizeof entry->language);
  return TRUE;
}

static gboolean read_all(int file, char *to, gsize size)
{
  gsize have = 0;
  while (have < size) {
    ssize_t got = pread(file, to + have, size - have, (off_t)have);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return FALSE;
    have += (gsize)got;
  }
  return TRUE;
}

gboolean repere_ocr_entry_read(int file, RepereOcrEntry *entry)
{
  struct stat status;
  memset(entry, 0, sizeof *entry);
  if (fstat(file, &status) != 0 || status.st_size <= 0 || status.st_size > REPERE_OCR_TEXT_BYTES + HEAD_BYTES)
    return FALSE;
  gsize size = (gsize)status.st_size;
  g_autofree char *bytes = g_malloc(size + 1);
  if (!read_all(file, bytes, size)) return FALSE;
  bytes[size] = '\0';
  char *end = strchr(bytes, '\n');
  if (!end || end - bytes >= HEAD_BYTES) return FALSE;
  *end = '\0';
  char sum[SUM_LENGTH + 1];
  if (!parse_head(bytes, entry, sum)) return FALSE;
  gsize length = size - (gsize)(end + 1 - bytes);
  if (entry->what != REPERE_OCR_TEXT) return TRUE;
  if (!g_utf8_validate(end + 1, (gssize)length, NULL)) return FALSE;
  g_autofree char *its = sum_of(end + 1);
  if (strcmp(its, sum) != 0) return FALSE;
  entry->text = g_strdup(end + 1);
  return TRUE;
}

/* ---- the folder ---- */

static char *path_of(const char *folder, const char *key)
{
  return g_strdup_printf("%s/%.2s/%s", folder, key, key + 2);
}

int repere_ocr_store_find(const char *folder, const char *key)
{
  if (!repere_ocr_key_is_valid(key)) return -1;
  g_autofree char *path = path_of(folder, key);
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file >= 0) futimens(file, NULL);
  return file;
}

gboolean repere_ocr_store_keep(const char *folder, const char *key, const RepereOcrEntry *entry,
                               GError **error)
{
  g_autoptr(GError) cause = NULL;
  g_autofree char *path = path_of(folder, key);
  g_autofree char *parent = g_path_get_dirname(path);
  const char *text = entry->text ? entry->text : "";
  g_autofree char *sum = sum_of(text);
  g_autofree char *bytes =
    g_strdup_printf("repere-ocr 2 %s %u %s %u %s\n%s", what_names[entry->what], entry->confidence,
                    *entry->language ? entry->language : "-", entry->allowed, sum, text);
  gboolean made = g_mkdir_with_parents(parent, 0777) == 0;
  if (made && g_file_set_contents_full(path, bytes, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
    return TRUE;
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
              "%s: what was recognised cannot be kept (%s), and will have to be recognised again; check the "
              "folder's rights and free space.",
              folder, cause ? cause->message : g_strerror(errno));
  return FALSE;
}

/* ---- sweeping ---- */

static guint sweep_folder(const char *path, gint64 before)
{
  g_autoptr(GDir) opened = g_dir_open(path, 0, NULL);
  const char *name;
  guint removed = 0;
  while (opened && (name = g_dir_read_name(opened))) {
    g_autofree char *file = g_build_filename(path, name, NULL);
    struct stat status;
    gboolean entry = strlen(name) == KEY_LENGTH - 2 && strspn(name, HEX) == KEY_LENGTH - 2;
    if (lstat(file, &status) != 0 || !S_ISREG(status.st_mode) || (entry && status.st_mtime >= before))
      continue;
    if (unlink(file) == 0) removed++;
  }
  rmdir(path); /* goes where it is empty now */
  return removed;
}

guint repere_ocr_store_sweep(const char *folder, gint64 before)
{
  g_autoptr(GDir) opened = g_dir_open(folder, 0, NULL);
  const char *name;
  guint removed = 0;
  while (opened && (name = g_dir_read_name(opened))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    if (strlen(name) == 2 && strspn(name, HEX) == 2) removed += sweep_folder(path, before);
  }
  return removed;
}

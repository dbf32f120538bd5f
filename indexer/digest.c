/* digest.c - see digest.h */
#include "indexer/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "indexer/stop.h"

enum { PIECE = 1 << 18 };

char *repere_digest(int file, guint64 *size)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree guchar *piece = g_malloc(PIECE);
  off_t at = 0;
  for (;;) {
    if (repere_stop_asked()) {
      errno = ECANCELED;
      return NULL;
    }
    ssize_t got = pread(file, piece, PIECE, at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return NULL;
    if (got == 0) break;
    g_checksum_update(sum, piece, got);
    at += got;
  }
  if (size) *size = (guint64)at;
  return g_strdup(g_checksum_get_string(sum));
}

char *repere_digest_path(const char *path, guint64 *size)
{
  struct stat at;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return NULL;
  /* What is no file has the size of an empty one, and may have no end. */
  gboolean regular = fstat(file, &at) == 0 && S_ISREG(at.st_mode);
  if (!regular) errno = EINVAL;
  char *digest = regular ? repere_digest(file, size) : NULL;
  int cause = errno;
  close(file);
  errno = cause;
  return digest;
}

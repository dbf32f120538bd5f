/* listen.h - listening sockets, from the configuration or from systemd. */
#ifndef SEARCHD_LISTEN_H
#define SEARCHD_LISTEN_H

#include <glib.h>
#include <sys/types.h>

typedef struct {
  int fd;     /* listening, non-blocking */
  char *name; /* as one would write it into the configuration: "unix:PATH", "127.0.0.1:7321", "[::1]:7321" */
  char *path; /* of a Unix socket that is ours to remove, or NULL */
  dev_t device; /* of that path: another daemon's socket in its place is left alone */
  ino_t inode;
} Listener;

/* Closes the socket and removes its path. */
void listener_free(Listener *listener);

/* All of `addresses` ("unix:PATH", "HOST:PORT", "[V6]:PORT"; port 0: any free one) or none. A host with
 * several addresses is listened on at each. A Unix socket gets mode 0666: web servers run as somebody else,
 * and what may reach it is for its folder's rights to say. A socket nobody answers on is replaced.
 * REPERE_ERROR_CONFIG for what is no address, REPERE_ERROR_IO for what the system refuses. */
GPtrArray *listen_open(char *const *addresses, GError **error);

/* The sockets systemd passed (sd_listen_fds(3)); empty where there are none. An error for one that cannot be
 * served. */
GPtrArray *listen_passed(GError **error);

#endif

#include "searchd/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "repere/error.h"

void listener_free(Listener *listener)
{
  if (!listener)
    return;
  struct stat now;
  if (listener->path && lstat(listener->path, &now) == 0 && now.st_dev == listener->device &&
      now.st_ino == listener->inode)
    unlink(listener->path);
  if (listener->fd >= 0)
    close(listener->fd);
  g_free(listener->name);
  g_free(listener->path);
  g_free(listener);
}

static GPtrArray *no_listeners(void)
{
  return g_ptr_array_new_with_free_func((GDestroyNotify)listener_free);
}

/* A socket's address as one would configure it. */
static char *name_of(int fd)
{
  union {
    struct sockaddr any;
    struct sockaddr_un local;
    struct sockaddr_storage space;
  } address = { .space = { 0 } };
  socklen_t size = sizeof address;
  if (getsockname(fd, &address.any, &size) != 0)
    return g_strdup("?");
  if (address.any.sa_family == AF_UNIX) {
    gsize head = offsetof(struct sockaddr_un, sun_path);
    gsize length = size > head ? size - head : 0;
    if (length && !address.local.sun_path[0])
      return g_strdup_printf("unix:@%.*s", (int)length - 1, address.local.sun_path + 1);
    return g_strdup_printf("unix:%.*s", (int)length, address.local.sun_path);
  }
  char host[NI_MAXHOST], port[NI_MAXSERV];
  if (getnameinfo(&address.any, size, host, sizeof host, port, sizeof port,
                  NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return g_strdup("?");
  return g_strdup_printf(strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

static Listener *listener_new(int fd)
{
  Listener *listener = g_new0(Listener, 1);
  listener->fd = fd;
  listener->name = name_of(fd);
  return listener;
}

static void refused(GError **error, const char *address, const char *what, int number)
{
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: %s: %s.", address, what, g_strerror(number));
}

/* ---- Unix sockets ---- */

/* A socket file whose daemon is gone is in the way; a live one is another daemon's. */
static gboolean clear_path(const char *address, const struct sockaddr_un *where, GError **error)
{
  struct stat found;
  if (lstat(where->sun_path, &found) != 0) {
    if (errno == ENOENT)
      return TRUE;
    refused(error, address, "The socket's path cannot be looked at", errno);
    return FALSE;
  }
  if (!S_ISSOCK(found.st_mode)) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "%s: There is a file in the socket's place; move it away or name another path under listen.",
                address);
    return FALSE;
  }
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    refused(error, address, "No socket can be made", errno);
    return FALSE;
  }
  int number = connect(fd, (const struct sockaddr *)where, sizeof *where) == 0 ? 0 : errno;
  close(fd);
  if (number != ECONNREFUSED) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "%s: Another repere-searchd answers there; stop it, or name another path under listen.",
                address);
    return FALSE;
  }
  if (unlink(where->sun_path) != 0 && errno != ENOENT) {
    refused(error, address, "The socket left there by an earlier run cannot be removed", errno);
    return FALSE;
  }
  return TRUE;
}

static gboolean bind_path(int fd, const char *address, const struct sockaddr_un *where, GError **error)
{
  if (bind(fd, (const struct sockaddr *)where, sizeof *where) != 0) {
    if (errno == ENOENT)
      g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                  "%s: The socket's folder does not exist; make it, or name another path under listen.",
                  address);
    else
      refused(error, address, "The socket cannot be made there", errno);
    return FALSE;
  }
  if (chmod(where->sun_path, 0666) != 0 || listen(fd, SOMAXCONN) != 0) {
    refused(error, address, "The socket cannot be listened on", errno);
    unlink(where->sun_path);
    return FALSE;
  }
  return TRUE;
}

static gboolean open_path(GPtrArray *listeners, const char *address, GError **error)
{
  const char *path = address + strlen("unix:");
  struct sockaddr_un where = { .sun_family = AF_UNIX };
  if (!*path || strlen(path) >= sizeof where.sun_path) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG,
                "%s: A Unix socket's path has 1 to %zu bytes; name another one under listen.", address,
                sizeof where.sun_path - 1);
    return FALSE;
  }
  memcpy(where.sun_path, path, strlen(path));
  if (!clear_path(address, &where, error))
    return FALSE;

  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    refused(error, address, "No socket can be made", errno);
    return FALSE;
  }
  if (!bind_path(fd, address, &where, error)) {
    close(fd);
    return FALSE;
  }
  Listener *listener = listener_new(fd);
  struct stat made;
  if (lstat(path, &made) == 0) {
    listener->path = g_strdup(path);
    listener->device = made.st_dev;
    listener->inode = made.st_ino;
  }
  g_ptr_array_add(listeners, listener);
  return TRUE;
}

/* ---- TCP ---- */

/* Returns a listening socket, or -1 with errno. */
static int open_address(const struct addrinfo *info)
{
  int fd = socket(info->ai_family, info->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, info->ai_protocol);
  if (fd < 0)
    return -1;
  int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  /* [::]:PORT and 0.0.0.0:PORT may stand side by side. */
  if (info->ai_family == AF_INET6)
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, SOMAXCONN) != 0) {
    int number = errno;
    close(fd);
    errno = number;
    return -1;
  }
  return fd;
}

static gboolean split_host(const char *address, char **host, char **port)
{
  const char *colon = strrchr(address, ':');
  if (!colon || !g_ascii_isdigit(colon[1]))
    return FALSE;
  guint64 number;
  if (!g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &number, NULL))
    return FALSE;
  gsize length = (gsize)(colon - address);
  if (address[0] == '[') {
    if (length < 3 || colon[-1] != ']')
      return FALSE;
    *host = g_strndup(address + 1, length - 2);
  } else {
    if (!length || memchr(address, ':', length)) /* an IPv6 address wants its brackets */
      return FALSE;
    *host = g_strndup(address, length);
  }
  *port = g_strdup(colon + 1);
  return TRUE;
}

static void not_opened(GError **error, const char *address, int number)
{
  if (number == EADDRINUSE)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "%s: Another program listens there already; stop it, or name another port under listen.",
                address);
  else if (number == EACCES)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "%s: The system does not let this user listen there; ports below 1024 are for root. "
                "Name another port under listen.",
                address);
  else if (number == EADDRNOTAVAIL)
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "%s: This machine does not have that address; name one of its own under listen.", address);
  else
    refused(error, address, "The address cannot be listened on", number);
}

static gboolean open_host(GPtrArray *listeners, const char *address, GError **error)
{
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  if (!split_host(address, &host, &port)) {
    g_set_error(
      error, REPERE_ERROR, REPERE_ERROR_CONFIG,
      "%s: This is no address to listen on; write unix:PATH, HOST:PORT or [IPV6]:PORT under listen.",
      address);
    return FALSE;
  }
  struct addrinfo wanted = { .ai_flags = AI_PASSIVE, .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
  struct addrinfo *found = NULL;
  int failure = getaddrinfo(strcmp(host, "*") == 0 ? NULL : host, port, &wanted, &found);
  if (failure) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO, "%s: The host's address cannot be found: %s.", address,
                gai_strerror(failure));
    return FALSE;
  }
  guint opened = 0;
  int number = 0;
  for (const struct addrinfo *info = found; info; info = info->ai_next) {
    int fd = open_address(info);
    if (fd >= 0) {
      g_ptr_array_add(listeners, listener_new(fd));
      opened++;
      continue;
    }
    /* localhost is both 127.0.0.1 and ::1, also where a machine has no IPv6. */
    gboolean absent = errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL;
    if (!number || !absent)
      number = errno;
    if (!absent) {
      opened = 0;
      break;
    }
  }
  freeaddrinfo(found);
  if (!opened)
    not_opened(error, address, number);
  return opened > 0;
}

GPtrArray *listen_open(char *const *addresses, GError **error)
{
  g_autoptr(GPtrArray) listeners = no_listeners();
  for (; *addresses; addresses++) {
    gboolean local = g_str_has_prefix(*addresses, "unix:");
    if (!(local ? open_path : open_host)(listeners, *addresses, error))
      return NULL;
  }
  return g_steal_pointer(&listeners);
}

/* ---- systemd ---- */

GPtrArray *listen_passed(GError **error)
{
  g_autoptr(GPtrArray) listeners = no_listeners();
  int count = sd_listen_fds(1);
  if (count < 0) {
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_IO,
                "The sockets that systemd passes cannot be taken over: %s.", g_strerror(-count));
    return NULL;
  }
  for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; fd++) {
    if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) <= 0) {
      g_set_error(
        error, REPERE_ERROR, REPERE_ERROR_CONFIG,
        "The descriptor %d that systemd passes is no listening stream socket; use ListenStream= in the "
        "socket unit.",
        fd);
      return NULL;
    }
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0)
      fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    g_ptr_array_add(listeners, listener_new(fd));
  }
  return g_steal_pointer(&listeners);
}

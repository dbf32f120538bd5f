/* client.h - a plain HTTP client for tests: it sends what it is told to, and reads reply by reply. */
#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H

#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { CLIENT_SECONDS = 20 }; /* nothing here takes longer */

typedef struct {
  int fd;
  GString *in; /* read, not yet taken */
} Client;

typedef struct {
  guint status;
  char *head; /* status line and headers */
  char *body;
  gsize length; /* of the body */
} Reply;

static inline Client *client_new(int fd)
{
  Client *client = g_new0(Client, 1);
  client->fd = fd;
  client->in = g_string_new(NULL);
  struct timeval patience = { .tv_sec = CLIENT_SECONDS };
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return client;
}

/* "unix:PATH" or "127.0.0.1:PORT"; NULL where nobody listens. */
static inline Client *client_try(const char *address)
{
  gboolean local = g_str_has_prefix(address, "unix:");
  int fd = socket(local ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint(fd, >=, 0);
  int failed;
  if (local) {
    struct sockaddr_un where = { .sun_family = AF_UNIX };
    g_strlcpy(where.sun_path, address + 5, sizeof where.sun_path);
    failed = connect(fd, (struct sockaddr *)&where, sizeof where);
  } else {
    struct sockaddr_in where = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    where.sin_port = htons((guint16)g_ascii_strtoull(address + strlen("127.0.0.1:"), NULL, 10));
    failed = connect(fd, (struct sockaddr *)&where, sizeof where);
  }
  if (!failed)
    return client_new(fd);
  close(fd);
  return NULL;
}

static inline Client *client_connect(const char *address)
{
  Client *client = client_try(address);
  if (!client)
    g_error("%s: nobody listens: %s", address, g_strerror(errno));
  return client;
}

static inline void client_free(Client *client)
{
  if (!client)
    return;
  close(client->fd);
  g_string_free(client->in, TRUE);
  g_free(client);
}

/* FALSE where the other side has closed. */
static inline gboolean client_send(Client *client, const char *bytes, gsize length)
{
  for (gsize done = 0; done < length;) {
    gssize n = send(client->fd, bytes + done, length - done, MSG_NOSIGNAL);
    if (n < 0)
      return FALSE;
    done += (gsize)n;
  }
  return TRUE;
}

static inline void client_ask(Client *client, const char *method, const char *target, const char *headers)
{
  g_autofree char *text =
    g_strdup_printf("%s %s HTTP/1.1\r\nHost: test\r\n%s\r\n", method, target, headers ? headers : "");
  g_assert_true(client_send(client, text, strlen(text)));
}

/* FALSE at the end of the connection; a connection that says nothing for long ends the test. */
static inline gboolean client_more(Client *client)
{
  char bytes[16384];
  gssize n = recv(client->fd, bytes, sizeof bytes, 0);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
    g_error("no answer within %d s; so far: %.200s", CLIENT_SECONDS, client->in->str);
  if (n <= 0)
    return FALSE;
  g_string_append_len(client->in, bytes, n);
  return TRUE;
}

static inline void reply_free(Reply *reply)
{
  if (!reply)
    return;
  g_free(reply->head);
  g_free(reply->body);
  g_free(reply);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reply, reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Client, client_free)

/* A header's value, or NULL; g_free. */
static inline char *reply_header(const Reply *reply, const char *name)
{
  g_auto(GStrv) lines = g_strsplit(reply->head, "\r\n", -1);
  gsize length = strlen(name);
  for (char **line = lines; *line; line++) {
    if (g_ascii_strncasecmp(*line, name, length) == 0 && (*line)[length] == ':')
      return g_strdup(g_strstrip(*line + length + 1));
  }
  return NULL;
}

/* The next reply, or NULL where the connection ends before it. `bodiless`: it answers HEAD. */
static inline Reply *client_reply(Client *client, gboolean bodiless)
{
  const char *end;
  while (!(end = strstr(client->in->str, "\r\n\r\n"))) {
    if (!client_more(client))
      return NULL;
  }
  g_autoptr(Reply) reply = g_new0(Reply, 1);
  reply->head = g_strndup(client->in->str, (gsize)(end - client->in->str));
  g_string_erase(client->in, 0, end + 4 - client->in->str);
  g_assert_true(g_str_has_prefix(reply->head, "HTTP/1.1 "));
  reply->status = (guint)g_ascii_strtoull(reply->head + 9, NULL, 10);
  g_autofree char *length = reply_header(reply, "Content-Length");
  reply->length = length && !bodiless ? g_ascii_strtoull(length, NULL, 10) : 0;
  while (client->in->len < reply->length) {
    if (!client_more(client))
      return NULL;
  }
  reply->body = g_malloc(reply->length + 1); /* any bytes, and a zero behind them */
  memcpy(reply->body, client->in->str, reply->length);
  reply->body[reply->length] = '\0';
  g_string_erase(client->in, 0, (gssize)reply->length);
  return g_steal_pointer(&reply);
}

static inline Reply *client_get(Client *client, const char *target)
{
  client_ask(client, "GET", target, NULL);
  Reply *reply = client_reply(client, FALSE);
  g_assert_nonnull(reply);
  return reply;
}

/* One request on a connection of its own. */
static inline Reply *client_fetch(const char *address, const char *method, const char *target,
                                  const char *headers)
{
  g_autoptr(Client) client = client_connect(address);
  client_ask(client, method, target, headers);
  Reply *reply = client_reply(client, strcmp(method, "HEAD") == 0);
  g_assert_nonnull(reply);
  return reply;
}

/* TRUE where the other side closes within `seconds` without saying anything more. */
static inline gboolean client_closed(Client *client, guint seconds)
{
  struct timeval patience = { .tv_sec = seconds };
  setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  char byte;
  gssize n = recv(client->fd, &byte, 1, 0);
  return n == 0 || (n < 0 && errno == ECONNRESET);
}

#endif

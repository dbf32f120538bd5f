/* test_client_export.c - what becomes of an export that is whole, broken off, refused or no export at all. */
#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "client/export.h"

/* A peer that takes one connection, reads what comes first, writes `reply` and closes; it takes no other. */
typedef struct {
  GSocket *listener;
  const char *reply;
  char request[4096];
} Peer;

static gpointer peer_run(gpointer data)
{
  Peer *peer = data;
  g_autoptr(GSocket) socket = g_socket_accept(peer->listener, NULL, NULL);
  g_socket_close(peer->listener, NULL);
  gssize n = g_socket_receive(socket, peer->request, sizeof peer->request - 1, NULL, NULL);
  g_assert_cmpint(n, >, 0);
  peer->request[n] = '\0';
  g_socket_send(socket, peer->reply, strlen(peer->reply), NULL, NULL);
  return NULL;
}

typedef struct {
  char *folder, *socket, *file, *part;
  char *said; /* on standard error */
  char *out;  /* on standard output */
  int status;
  Peer peer;
} Run;

static void run_set_up(Run *run, gconstpointer data)
{
  (void)data;
  run->folder = g_dir_make_tmp("repere-export-XXXXXX", NULL);
  run->socket = g_build_filename(run->folder, "socket", NULL);
  run->file = g_build_filename(run->folder, "works.csv", NULL);
  run->part = g_strconcat(run->file, ".part", NULL);
}

static void run_tear_down(Run *run, gconstpointer data)
{
  (void)data;
  g_unlink(run->socket);
  g_unlink(run->file);
  g_unlink(run->part);
  g_assert_cmpint(g_rmdir(run->folder), ==, 0);
  char *strings[] = {run->folder, run->socket, run->file, run->part, run->said, run->out};
  for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
    free(strings[i]);
}

/* Exports from a peer that answers `reply`, to `output` or (NULL) to the standard output. */
static void run_export(Run *run, const char *reply, const char *output)
{
  g_autofree char *address = g_strconcat("unix:", run->socket, NULL);
  g_unlink(run->socket);
  g_autoptr(GSocketAddress) name = g_unix_socket_address_new(run->socket);
  g_autoptr(GSocket) listener =
      g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true(g_socket_bind(listener, name, FALSE, NULL) && g_socket_listen(listener, NULL));
  run->peer = (Peer){.listener = listener, .reply = reply};
  GThread *thread = g_thread_new("peer", peer_run, &run->peer);
  CliClient client;
  size_t said_size = 0, out_size = 0;
  free(run->said);
  free(run->out);
  cli_client_init(&client);
  client.address = g_strdup(address);
  client.err.stream = open_memstream(&run->said, &said_size);
  client.out.stream = open_memstream(&run->out, &out_size);
  g_auto(CliQuestion) question = CLI_QUESTION_INIT;
  question.output = g_strdup(output);
  char *words[] = {g_strdup("a"), g_strdup("b&c"), NULL};
  run->status = cli_export_run(&client, &question, words, CLI_FORMAT_CSV, TRUE);
  fclose(client.err.stream);
  fclose(client.out.stream);
  cli_client_clear(&client);
  g_thread_join(thread);
  g_free(words[0]);
  g_free(words[1]);
}

static void assert_file(const char *path, const char *text)
{
  g_autofree char *found = NULL;
  if (!text) {
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    return;
  }
  g_assert_true(g_file_get_contents(path, &found, NULL, NULL));
  g_assert_cmpstr(found, ==, text);
}

static void assert_says(const Run *run, const char *words)
{
  if (!strstr(run->said, words))
    g_test_message("'%s' is not in '%s'", words, run->said);
  g_assert_nonnull(strstr(run->said, words));
}

#define WHOLE                                                                                                \
  "HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"           \
  "4\r\nid\r\n\r\n3\r\n1\r\n\r\n0\r\n\r\n"
#define BROKEN                                                                                               \
  "HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"           \
  "4\r\nid\r\n\r\n3\r\n1\r\n\r\n"

static void test_whole(Run *run, gconstpointer data)
{
  (void)data;
  run_export(run, WHOLE, run->file);
  g_assert_cmpstr(run->said, ==, "");
  g_assert_cmpint(run->status, ==, EX_OK);
  assert_file(run->file, "id\r\n1\r\n");
  assert_file(run->part, NULL);
  g_assert_true(
      g_str_has_prefix(run->peer.request, "GET /v1/export?format=csv&bom=1&q=a%20b%26c HTTP/1.1\r\n"));
  run_export(run, WHOLE, NULL);
  g_assert_cmpstr(run->out, ==, "id\r\n1\r\n");
}

/* A link is written through, as a device is; a file that is replaced keeps its mode. */
static void test_replaced(Run *run, gconstpointer data)
{
  (void)data;
  struct stat state;
  g_assert_true(g_file_set_contents_full(run->file, "the one before", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  run_export(run, WHOLE, run->file);
  g_assert_cmpint(run->status, ==, EX_OK);
  g_assert_cmpint(stat(run->file, &state), ==, 0);
  g_assert_cmpuint(state.st_mode & 0777, ==, 0600);
  g_autofree char *link = g_build_filename(run->folder, "link", NULL);
  g_assert_cmpint(symlink(run->file, link), ==, 0);
  g_assert_true(g_file_set_contents(run->file, "", -1, NULL));
  run_export(run, WHOLE, link);
  g_assert_cmpint(run->status, ==, EX_OK);
  g_assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
  assert_file(run->file, "id\r\n1\r\n");
  g_unlink(link);
}

static void test_broken(Run *run, gconstpointer data)
{
  (void)data;
  g_assert_true(g_file_set_contents(run->file, "the one before", -1, NULL));
  run_export(run, BROKEN, run->file);
  g_assert_cmpint(run->status, ==, EX_UNAVAILABLE);
  assert_says(run, "broke off");
  assert_says(run, "incomplete: what came, 7 bytes");
  assert_says(run, run->part);
  assert_file(run->file, "the one before");
  assert_file(run->part, "id\r\n1\r\n");
  run_export(run, BROKEN, NULL);
  g_assert_cmpint(run->status, ==, EX_UNAVAILABLE);
  g_assert_cmpstr(run->out, ==, "id\r\n1\r\n");
  assert_says(run, "The export is incomplete");
}

static void test_refused(Run *run, gconstpointer data)
{
  (void)data;
  static const struct {
    const char *reply, *words;
    int status;
  } cases[] = {
      {"HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: 32\r\n\r\n"
       "{\"detail\":\"There is no such x.\"}",
       "There is no such x.", EX_DATAERR},
      {"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: "
       "16\r\n\r\n"
       "{\"detail\":\"Now\"}",
       "Now", EX_UNAVAILABLE},
      {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
       "is the address right?", EX_PROTOCOL},
      {"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 10\r\n\r\n", "broke off",
       EX_UNAVAILABLE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    run_export(run, cases[i].reply, run->file);
    assert_says(run, cases[i].words);
    g_assert_null(strstr(run->said, "incomplete"));
    g_assert_cmpint(run->status, ==, cases[i].status);
    assert_file(run->file, NULL);
    assert_file(run->part, NULL);
  }
}

static void test_unwritten(Run *run, gconstpointer data)
{
  (void)data;
  if (g_access("/dev/full", W_OK) == 0) {
    run_export(run, WHOLE, "/dev/full");
    g_assert_cmpint(run->status, ==, EX_IOERR);
    assert_says(run, "/dev/full could not be written: No space left on device.");
    g_assert_false(g_file_test("/dev/full.part", G_FILE_TEST_EXISTS));
  }
  run_export(run, WHOLE, "/dev/null");
  g_assert_cmpint(run->status, ==, EX_OK);
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8");
  g_test_init(&argc, &argv, NULL);
  g_test_add("/client-export/whole", Run, NULL, run_set_up, test_whole, run_tear_down);
  g_test_add("/client-export/replaced", Run, NULL, run_set_up, test_replaced, run_tear_down);
  g_test_add("/client-export/broken", Run, NULL, run_set_up, test_broken, run_tear_down);
  g_test_add("/client-export/refused", Run, NULL, run_set_up, test_refused, run_tear_down);
  g_test_add("/client-export/unwritten", Run, NULL, run_set_up, test_unwritten, run_tear_down);
  return g_test_run();
}

/* Bodies, codings and cross-origin headers, as a client sees them. */
#include <zlib.h>
#include <zstd.h>

#include "transport.h"

static Transport transport;

/* ---- request bodies ---- */

static void post(Client *client, const char *headers, const char *body, gsize length)
{
  g_autofree char *head = g_strdup_printf("POST /echo HTTP/1.1\r\nHost: a\r\n%s\r\n", headers);
  g_assert_true(client_send(client, head, strlen(head)));
  if (length)
    client_send(client, body, length); /* who is refused early may be cut off */
}

static void assert_echo(Client *client, const char *body, gsize length)
{
  g_autoptr(Reply) reply = client_reply(client, FALSE);
  g_assert_nonnull(reply);
  g_assert_cmpuint(reply->status, ==, 200);
  g_assert_cmpuint(reply->length, ==, length);
  g_assert_cmpint(memcmp(reply->body, body, length), ==, 0);
}

static void test_bodies(void)
{
  const char *addresses[] = { transport.local, transport.tcp };
  g_autofree char *large = g_malloc(BODY_BYTES);
  for (gsize i = 0; i < BODY_BYTES; i++)
    large[i] = (char)(i * 7 + i / 256); /* zero bytes too */
  for (guint a = 0; a < 2; a++) {
    g_autoptr(Client) client = client_connect(addresses[a]);
    post(client, "Content-Length: 5\r\n", "hello", 5);
    assert_echo(client, "hello", 5);
    post(client, "Content-Length: 0\r\n", "", 0);
    assert_echo(client, "", 0);
    post(client, "", "", 0);
    assert_echo(client, "", 0);
    g_autofree char *length = g_strdup_printf("Content-Length: %d\r\n", (int)BODY_BYTES);
    post(client, length, large, BODY_BYTES);
    assert_echo(client, large, BODY_BYTES);
    post(client, "Content-Length: 5\r\nContent-Length: 5\r\n", "again", 5);
    assert_echo(client, "again", 5);
    /* two requests in one go: the second begins where the first one's body ends */
    static const char both[] = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                               "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntwo";
    g_assert_true(client_send(client, both, sizeof both - 1));
    assert_echo(client, "one", 3);
    assert_echo(client, "two", 3);
  }
}

static void test_chunked(void)
{
  g_autoptr(Client) client = client_connect(transport.tcp);
  for (guint round = 0; round < 3; round++) {
    g_autoptr(GString) body = g_string_new(NULL);
    g_autoptr(GString) sent = g_string_new(NULL);
    for (guint i = 1; body->len < BODY_BYTES; i = i * 2 + 1) {
      gsize size = MIN(i, BODY_BYTES - body->len);
      g_autofree char *piece = g_malloc(size);
      memset(piece, 'a' + (int)(i % 26), size);
      g_string_append_len(body, piece, (gssize)size);
      g_string_append_printf(sent, "%zx%s\r\n", size, i % 3 ? "" : ";extension=1");
      g_string_append_len(sent, piece, (gssize)size);
      g_string_append(sent, "\r\n");
    }
    g_string_append(sent, "0\r\n\r\n");
    post(client, "Transfer-Encoding: chunked\r\n", "", 0);
    for (gsize done = 0; done < sent->len;) { /* as they come: in the middle of everything */
      gsize part = MIN(9973, sent->len - done);
      g_assert_true(client_send(client, sent->str + done, part));
      done += part;
    }
    assert_echo(client, body->str, body->len);
  }
}

static void assert_refused(const char *head, const char *body, gsize length, guint status)
{
  g_autoptr(Client) client = client_connect(transport.tcp);
  g_assert_true(client_send(client, head, strlen(head)));
  if (length)
    client_send(client, body, length);
  g_autoptr(Reply) reply = client_reply(client, FALSE);
  if (!reply)
    g_error("no answer to %s", head);
  if (reply->status != status)
    g_error("%u, not %u, to %s", reply->status, status, head);
}

static void test_refused_bodies(void)
{
  gsize too_long = BODY_BYTES + 1;
  g_autofree char *zeros = g_malloc0(too_long);
  static const struct {
    const char *head;
    guint status;
  } heads[] = {
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 262145\r\n\r\n", 413},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999\r\n\r\n", 413},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 262145\r\nExpect: 100-continue\r\n\r\n", 413},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
     400},
    {"POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc", 415},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\n", 400},
    {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n", 400},
    {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 400},
    {"PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
     200}, /* said to be taken, but not read */
    {"GET /text HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(heads); i++)
    assert_refused(heads[i].head, NULL, 0, heads[i].status);
  g_autoptr(GString) chunks = g_string_new(NULL);
  g_string_append_printf(chunks, "%zx\r\n", too_long);
  g_string_append_len(chunks, zeros, (gssize)too_long);
  g_string_append(chunks, "\r\n0\r\n\r\n");
  assert_refused("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", chunks->str,
                 chunks->len, 413);
  g_autofree char *extension = g_strnfill(100000, 'a'),
                  *extended = g_strdup_printf("2;%s\r\n{}\r\n0\r\n\r\n", extension);
  assert_refused("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", extended,
                 strlen(extended), 400);
}

/* What is no HTTP/1.1 is told so as any other error is, in a problem document. */
static void test_no_http(void)
{
  static const struct {
    const char *head;
    guint status;
  } heads[] = {
    { "GET /small HTTP/1.1\r\n\r\n", 400 },
    { "GET /small HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
    { "GET /small\r\n\r\n", 400 },
    { "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
    { "GET /small HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400 },
    { "GET /small HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\n", 400 },
    { "GET /small HTTP/2.0\r\nHost: a\r\n\r\n", 505 },
    { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
    g_autoptr(Client) client = client_connect(i % 2 ? transport.local : transport.tcp);
    g_assert_true(client_send(client, heads[i].head, strlen(heads[i].head)));
    g_autoptr(Reply) reply = client_reply(client, FALSE);
    if (!reply || reply->status != heads[i].status)
      g_error("%u, not %u, to %s", reply ? reply->status : 0, heads[i].status, heads[i].head);
    assert_header(reply, "Content-Type", "application/problem+json");
    g_assert_true(g_str_has_prefix(reply->body, "{\"type\":\"about:blank\""));
    g_assert_true(client_closed(client, 5));
  }
  g_autofree char *letters = g_strnfill(70000, 'a');
  g_autofree char *target = g_strdup_printf("GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", letters);
  g_autofree char *header = g_strdup_printf("GET / HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n", letters);
  assert_refused(target, NULL, 0, 414);
  assert_refused(header, NULL, 0, 431);
}

/* Who waits for permission gets it, and who is not going to get it is told before he sends. */
static void test_continue(void)
{
  g_autoptr(Client) client = client_connect(transport.local);
  post(client, "Content-Length: 5\r\nExpect: 100-continue\r\n", "", 0);
  g_autoptr(Reply) permission = client_reply(client, FALSE);
  g_assert_nonnull(permission);
  g_assert_cmpuint(permission->status, ==, 100);
  g_assert_true(client_send(client, "hello", 5));
  assert_echo(client, "hello", 5);
}

/* A body without end is not read without end. */
static void test_endless_body(void)
{
  g_autoptr(Client) client = client_connect(transport.tcp);
  post(client, "Transfer-Encoding: chunked\r\n", "", 0);
  g_autofree char *zeros = g_malloc0(1 << 20);
  guint sent = 0;
  while (sent < 100 && client_send(client, "100000\r\n", 8) && client_send(client, zeros, 1 << 20) &&
         client_send(client, "\r\n", 2))
    sent++;
  g_assert_cmpuint(sent, <, 100);
}

static void test_several_headers(void)
{
  g_autoptr(Reply) none = client_fetch(transport.tcp, "GET", "/header", NULL);
  g_assert_cmpstr(none->body, ==, "none");
  g_autoptr(Reply) one = client_fetch(transport.tcp, "GET", "/header", "X-Several: a, b\r\n");
  g_assert_cmpstr(one->body, ==, "a, b");
  g_autoptr(Reply) three =
    client_fetch(transport.tcp, "GET", "/header", "X-Several: a\r\nx-several:\r\nX-SEVERAL: c\r\n");
  g_assert_cmpstr(three->body, ==, "a, , c");
}

/* ---- codings ---- */

static char *unzip(const char *bytes, gsize length, gsize *size)
{
  char *text = g_malloc0(TEXT_BYTES + 1);
  z_stream z = { .next_in = (Bytef *)bytes, .avail_in = (uInt)length, .next_out = (Bytef *)text };
  z.avail_out = TEXT_BYTES;
  g_assert_cmpint(inflateInit2(&z, 15 + 16), ==, Z_OK);
  g_assert_cmpint(inflate(&z, Z_FINISH), ==, Z_STREAM_END);
  *size = z.total_out;
  inflateEnd(&z);
  return text;
}

static char *unzstd(const char *bytes, gsize length, gsize *size)
{
  char *text = g_malloc0(TEXT_BYTES + 1);
  *size = ZSTD_decompress(text, TEXT_BYTES, bytes, length);
  g_assert_false(ZSTD_isError(*size));
  return text;
}

static void test_codings(void)
{
  static const struct {
    const char *header, *coding;
  } wishes[] = {
    { NULL, NULL },
    { "Accept-Encoding: gzip\r\n", "gzip" },
    { "Accept-Encoding: gzip, deflate, br, zstd\r\n", "zstd" },
    { "Accept-Encoding: gzip\r\nAccept-Encoding: zstd;q=0.5\r\n", "gzip" },
    { "Accept-Encoding: br\r\n", NULL },
    { "Accept-Encoding: zstd;q=0, gzip;q=0\r\n", NULL },
  };
  g_autoptr(Reply) plain = client_fetch(transport.tcp, "GET", "/text", NULL);
  g_assert_cmpuint(plain->length, ==, TEXT_BYTES);
  for (gsize i = 0; i < G_N_ELEMENTS(wishes); i++) {
    g_autoptr(Reply) reply = client_fetch(transport.local, "GET", "/text", wishes[i].header);
    g_assert_cmpuint(reply->status, ==, 200);
    assert_header(reply, "Content-Encoding", wishes[i].coding);
    assert_header(reply, "Vary", "Accept-Encoding");
    g_autofree char *length = reply_header(reply, "Content-Length");
    g_autoptr(Reply) head = client_fetch(transport.local, "HEAD", "/text", wishes[i].header);
    assert_header(head, "Content-Length", length);
    assert_header(head, "Content-Encoding", wishes[i].coding);
    if (!wishes[i].coding) {
      g_assert_cmpmem(reply->body, reply->length, plain->body, plain->length);
      continue;
    }
    g_assert_cmpuint(reply->length, <, TEXT_BYTES / 2);
    gsize size = 0;
    gboolean zstd = strcmp(wishes[i].coding, "zstd") == 0;
    g_autofree char *text = (zstd ? unzstd : unzip)(reply->body, reply->length, &size);
    g_assert_cmpmem(text, size, plain->body, plain->length);
  }
}

static void test_not_coded(void)
{
  g_autoptr(Reply) small = client_fetch(transport.tcp, "GET", "/small", "Accept-Encoding: gzip, zstd\r\n");
  assert_header(small, "Content-Encoding", NULL);
  g_assert_cmpuint(small->length, ==, 100);
  g_autoptr(Reply) forced = client_fetch(transport.tcp, "GET", "/small", "Accept-Encoding: gzip, *;q=0\r\n");
  assert_header(forced, "Content-Encoding", "gzip");
  g_autoptr(Reply) picture =
    client_fetch(transport.tcp, "GET", "/picture", "Accept-Encoding: gzip, zstd\r\n");
  assert_header(picture, "Content-Encoding", NULL);
  assert_header(picture, "Vary", NULL);
  g_assert_cmpuint(picture->length, ==, TEXT_BYTES);
  g_autoptr(Reply) unchanged = client_fetch(transport.tcp, "GET", "/unchanged", "Accept-Encoding: gzip\r\n");
  g_assert_cmpuint(unchanged->status, ==, 304);
  assert_header(unchanged, "Content-Encoding", NULL);
  assert_header(unchanged, "Vary", "Accept-Encoding");
}

/* ---- origins ---- */

static const char here[] = "Origin: https://here.example\r\n";
static const char there[] = "Origin: https://there.example\r\n";
static const char preflight[] = "Origin: https://here.example\r\nAccess-Control-Request-Method: GET\r\n"
                                "Access-Control-Request-Headers: if-none-match\r\n";

static void test_no_origins(void)
{
  http_server_set_cors(transport.server, NULL);
  g_autoptr(Reply) reply = client_fetch(transport.tcp, "GET", "/picture", here);
  assert_header(reply, "Access-Control-Allow-Origin", NULL);
  assert_header(reply, "Vary", NULL);
  g_autoptr(Reply) asked = client_fetch(transport.tcp, "OPTIONS", "/text", preflight);
  g_assert_cmpuint(asked->status, ==, 204);
  assert_header(asked, "Access-Control-Allow-Methods", NULL);
  assert_header(asked, "Allow", "GET, HEAD, OPTIONS");
}

static void test_origins(void)
{
  const char *origins[] = { "https://else.example", "https://here.example", NULL };
  http_server_set_cors(transport.server, origins);
  static const char *const targets[] = { "/text", "/small", "/picture", "/unchanged", "/echo" };
  for (gsize i = 0; i < G_N_ELEMENTS(targets); i++) {
    g_autoptr(Reply) allowed = client_fetch(transport.tcp, "GET", targets[i], here);
    assert_header(allowed, "Access-Control-Allow-Origin", "https://here.example");
    assert_header(allowed, "Access-Control-Expose-Headers",
                  "Content-Disposition, Content-Language, ETag, Repere-Analysis, Repere-Match, "
                  "Repere-Revision, Retry-After");
    g_autofree char *vary = reply_header(allowed, "Vary");
    g_assert_nonnull(strstr(vary, "Origin"));
    g_autoptr(Reply) refused = client_fetch(transport.local, "GET", targets[i], there);
    assert_header(refused, "Access-Control-Allow-Origin", NULL);
    assert_header(refused, "Vary", vary);
    g_autoptr(Reply) none = client_fetch(transport.local, "GET", targets[i], NULL);
    assert_header(none, "Vary", vary); /* a shared cache must not give it to a page */
  }
  g_autoptr(Reply) asked = client_fetch(transport.tcp, "OPTIONS", "/text", preflight);
  g_assert_cmpuint(asked->status, ==, 204);
  assert_header(asked, "Access-Control-Allow-Origin", "https://here.example");
  assert_header(asked, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
  g_autofree char *headers = reply_header(asked, "Access-Control-Allow-Headers");
  g_assert_nonnull(strstr(headers, "If-None-Match"));
  assert_header(asked, "Access-Control-Max-Age", "86400");
  const char *all[] = { "*", NULL };
  http_server_set_cors(transport.server, all);
  g_autoptr(Reply) any = client_fetch(transport.tcp, "GET", "/picture", there);
  assert_header(any, "Access-Control-Allow-Origin", "*");
  assert_header(any, "Vary", NULL);
  http_server_set_cors(transport.server, NULL);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  transport_start(&transport, 2, &http_limits);
  g_test_add_func("/transport/bodies", test_bodies);
  g_test_add_func("/transport/chunked", test_chunked);
  g_test_add_func("/transport/refused-bodies", test_refused_bodies);
  g_test_add_func("/transport/no-http", test_no_http);
  g_test_add_func("/transport/continue", test_continue);
  g_test_add_func("/transport/endless-body", test_endless_body);
  g_test_add_func("/transport/several-headers", test_several_headers);
  g_test_add_func("/transport/codings", test_codings);
  g_test_add_func("/transport/not-coded", test_not_coded);
  g_test_add_func("/transport/no-origins", test_no_origins);
  g_test_add_func("/transport/origins", test_origins);
  int code = g_test_run();
  transport_stop(&transport);
  return code;
}

/* fuzz_request.c - any bytes as a request's target, and as the body of several searches: read or refused,
 * each with what it needs; and what is read is its own canonical form.
 *
 * The first byte chooses: what kind of request, or a body. */
#include <glib/gstdio.h>
#include <string.h>

#include "repere/library.h"
#include "searchd/base.h"
#include "searchd/request.h"

static RepereLibrary *library;

static RepereLibrary *load(void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("repere-XXXXXX.conf", &path, NULL);
  if (fd < 0 || !g_close(fd, NULL) || !g_file_set_contents(path, "[library]\n", -1, NULL))
    g_error("no configuration can be written.");
  GError *error = NULL;
  RepereLibrary *loaded = repere_library_load(path, &error);
  if (!loaded)
    g_error("%s", error->message);
  g_unlink(path);
  return loaded;
}

/* Requests by their paths, as the table of routes tells them apart. */
static const struct {
  RequestKind kind;
  guint parts; /* that the path needs */
} kinds[] = {
  { REQUEST_SEARCH, 2 },  { REQUEST_WORK, 3 },  { REQUEST_PAGE, 5 },  { REQUEST_SIMILAR, 4 },
  { REQUEST_SUGGEST, 2 }, { REQUEST_FACET, 3 }, { REQUEST_PIVOT, 2 }, { REQUEST_TREND, 2 },
  { REQUEST_EXPORT, 2 },  { REQUEST_FEED, 2 },  { REQUEST_MULTI, 2 }, { REQUEST_OPENSEARCH, 1 },
  { REQUEST_FACETS, 2 },
};

static void check_fault(const Fault *fault)
{
  g_assert_nonnull(fault);
  g_assert_cmpuint(fault->status, >=, 400);
  g_assert_true(g_utf8_validate(fault->detail, -1, NULL));
}

static Request *read_target(const char *raw, guint kind, Fault **fault)
{
  g_autoptr(Target) target = target_parse(raw, fault);
  if (!target || target->path->len < kinds[kind].parts)
    return NULL;
  return request_read(target, kinds[kind].kind, library, raw, fault);
}

static void check_target(const char *raw, guint kind)
{
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Request) request = read_target(raw, kind, &fault);
  if (!request) {
    if (fault)
      check_fault(fault);
    return;
  }
  g_assert_null(fault);
  g_autoptr(Request) again = read_target(request->canonical, kind, &fault);
  /* Encoded, the words may be more than what is read of a target; no other reason is one. */
  if (!again && strlen(request->canonical) < 1024)
    g_error("%s: %s", request->canonical, fault ? fault->detail : "no path");
  if (again)
    g_assert_cmpstr(again->canonical, ==, request->canonical);
  g_autofree char *next = request_target_at(request, raw);
  g_assert_nonnull(next);
}

static void check_body(const char *body, gsize length)
{
  g_autoptr(Fault) fault = NULL;
  g_autoptr(Request) request = multi_read(body, length, library, NULL, &fault);
  if (!request) {
    check_fault(fault);
    return;
  }
  g_assert_cmpuint(request->searches->len, >=, 1);
  g_assert_cmpuint(request->searches->len, <=, REQUEST_SEARCHES);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
  if (!library)
    library = load();
  if (!size)
    return 0;
  g_autofree char *text = g_strndup((const char *)data + 1, size - 1); /* up to a zero byte */
  guint choice = data[0] % (G_N_ELEMENTS(kinds) + 2);
  if (choice < G_N_ELEMENTS(kinds)) {
    check_target(text, choice);
  } else if (choice == G_N_ELEMENTS(kinds)) {
    g_autofree char *body = g_malloc0(size); /* with a zero behind it, as a body comes */
    memcpy(body, data + 1, size - 1);
    check_body(body, size - 1);
  } else {
    g_autofree char *base = base_from(text, text);
    g_assert_null(strpbrk(base, "<>\"' &"));
  }
  return 0;
}

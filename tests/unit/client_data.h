/* client_data.h - the answers kept in tests/unit/data, and terminals to print them on. */
#ifndef CLIENT_DATA_H
#define CLIENT_DATA_H

#include <json-glib/json-glib.h>

#include "client/term.h"

static inline CliTerm terminal(gboolean tty, gboolean utf8, CliAttributes attributes, guint width)
{
  return (CliTerm){.stream = stdout, .tty = tty, .utf8 = utf8, .attributes = attributes, .width = width};
}

/* g_free. */
static inline char *data_path(const char *name)
{
  const char *source = g_getenv("SOURCE");
  return g_build_filename(source ? source : ".", "tests", "unit", "data", name, NULL);
}

/* g_free. */
static inline char *read_data(const char *name)
{
  g_autofree char *path = data_path(name);
  char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_file_get_contents(path, &text, NULL, &error);
  g_assert_no_error(error);
  return text;
}

/* json_node_unref. */
static inline JsonNode *read_json(const char *name)
{
  g_autofree char *text = read_data(name);
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string(text, &error);
  g_assert_no_error(error);
  return node;
}

#endif

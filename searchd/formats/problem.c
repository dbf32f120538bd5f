#include "searchd/formats/problem.h"

#include "lib/json_writer.h"

static const struct {
  guint status;
  const char *phrase;
} phrases[] = {
  { 400, "Bad Request" },           { 404, "Not Found" },
  { 405, "Method Not Allowed" },    { 413, "Content Too Large" },
  { 414, "URI Too Long" },          { 415, "Unsupported Media Type" },
  { 431, "Request Header Fields Too Large" },
  { 499, "Client Closed Request" }, /* not of RFC 9110, but what proxies and their logs call it */
  { 500, "Internal Server Error" }, { 503, "Service Unavailable" },
  { 505, "HTTP Version Not Supported" },
};

static const char *phrase(guint status)
{
  for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++) {
    if (phrases[i].status == status)
      return phrases[i].phrase;
  }
  return status < 500 ? "Client Error" : "Server Error";
}

GString *problem_text(guint status, const char *detail, const char *parameter)
{
  GString *text = g_string_sized_new(256);
  RepereJson w = repere_json_on(text);
  repere_json_open(&w, '{');
  repere_json_member_string(&w, "type", "about:blank");
  repere_json_member_string(&w, "title", phrase(status));
  repere_json_member_uint(&w, "status", status);
  repere_json_member_string(&w, "detail", detail);
  if (parameter)
    repere_json_member_string(&w, "parameter", parameter);
  repere_json_close(&w, '}');
  g_string_append_c(text, '\n');
  return text;
}

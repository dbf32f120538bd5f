#include "client/json_print.h"

#include <string.h>
#include <unicode/uchar.h>

#define STEP 2u
#define DEEPEST 40u /* steps: what is nested deeper is not moved further to the right */
#define SHORTEST_ROOM 20u

/* `json` with all that a terminal would obey or hide written as escapes. Outside of strings JSON has no such
 * characters, so that this can be done without reading it. */
static GString *without_controls(const char *json, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid(json, (gssize)length);
  GString *out = g_string_sized_new(length);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    int8_t type = u_charType((UChar32)c);
    gboolean hidden = type == U_CONTROL_CHAR || type == U_FORMAT_CHAR;
    if (hidden && c <= 0xFFFF && c != '\n' && c != '\r' && c != '\t')
      g_string_append_printf(out, "\\u%04x", c);
    else if (hidden && c > 0xFFFF)
      g_string_append_printf(out, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
                             0xDC00 + ((c - 0x10000) & 0x3FF));
    else
      g_string_append_unichar(out, c);
  }
  return out;
}

/* Where the string that begins at `p` ends: after its closing quote. */
static const char *after_string(const char *p)
{
  for (p++; *p && *p != '"'; p++)
    if (*p == '\\' && p[1])
      p++;
  return *p ? p + 1 : p;
}

static gboolean is_space(char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Whether the list or object that begins at `p` holds no other and fits on a line of `room`; it is then
 * appended to `line`. Reads no further than that room. */
static const char *as_one_line(const char *p, guint room, GString *line)
{
  g_string_truncate(line, 0);
  g_string_append_c(line, *p++);
  while (*p && line->len <= room) {
    if (*p == '[' || *p == '{')
      return NULL;
    if (*p == ']' || *p == '}') {
      g_string_append_c(line, *p);
      return p + 1;
    }
    const char *end = *p == '"' ? after_string(p) : p + 1;
    if (end - p > room)
      return NULL;
    if (!is_space(*p))
      g_string_append_len(line, p, end - p);
    if (*p == ',' || *p == ':')
      g_string_append_c(line, ' ');
    p = end;
  }
  return NULL;
}

static void new_line(GString *out, guint depth)
{
  g_string_append_printf(out, "\n%*s", (int)(STEP * MIN(depth, DEEPEST)), "");
}

static const char *skip_space(const char *p)
{
  while (is_space(*p))
    p++;
  return p;
}

/* What begins a list or object: itself, whole where it fits; else its bracket, and the line goes on deeper.
 */
static const char *begin(GString *out, const char *p, guint *depth, guint width, GString *line)
{
  guint indent = STEP * MIN(*depth, DEEPEST);
  const char *end = as_one_line(p, MAX(width > indent ? width - indent : 0, SHORTEST_ROOM), line);
  if (end) {
    g_string_append_len(out, line->str, (gssize)line->len);
    return end;
  }
  g_string_append_c(out, *p);
  const char *next = skip_space(p + 1);
  if (*next == ']' || *next == '}')
    return next;
  new_line(out, ++*depth);
  return next;
}

static GString *indented(const char *p, guint width)
{
  GString *out = g_string_new(NULL);
  g_autoptr(GString) line = g_string_new(NULL);
  guint depth = 0;
  for (p = skip_space(p); *p; p = skip_space(p)) {
    if (*p == '[' || *p == '{') {
      p = begin(out, p, &depth, width, line);
    } else if (*p == ']' || *p == '}') {
      depth -= depth > 0;
      new_line(out, depth);
      g_string_append_c(out, *p++);
    } else if (*p == '"') {
      const char *end = after_string(p);
      g_string_append_len(out, p, end - p);
      p = end;
    } else {
      g_string_append_c(out, *p);
      if (*p == ',')
        new_line(out, depth);
      else if (*p == ':')
        g_string_append_c(out, ' ');
      p++;
    }
  }
  g_string_append_c(out, '\n');
  return out;
}

void cli_json_print(const CliTerm *term, const char *json, gsize length)
{
  if (!term->tty) {
    fwrite(json, 1, length, term->stream);
    return;
  }
  g_autoptr(GString) clean = without_controls(json, length);
  g_autoptr(GString) lines = indented(clean->str, term->width);
  fwrite(lines->str, 1, lines->len, term->stream);
}

void cli_json_print_flat(const CliTerm *term, const char *json, gsize length)
{
  g_autoptr(GString) clean =
      term->tty ? without_controls(json, length) : g_string_new_len(json, (gssize)length);
  fwrite(clean->str, 1, clean->len, term->stream);
}

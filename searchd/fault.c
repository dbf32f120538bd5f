#include "searchd/fault.h"

#include <stdarg.h>
#include <string.h>

/* Characters of somebody's own words that a sentence repeats. */
enum { QUOTED = 60 };

gboolean fault_set(Fault **fault, guint status, const char *parameter, const char *format, ...)
{
  Fault *made = g_new0(Fault, 1);
  made->status = status;
  made->parameter = g_strdup(parameter);
  va_list arguments;
  va_start(arguments, format);
  made->detail = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  *fault = made;
  return FALSE;
}

void fault_free(Fault *fault)
{
  if (!fault)
    return;
  g_free(fault->parameter);
  g_free(fault->detail);
  g_free(fault);
}

char *fault_quote(const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  GString *quoted = g_string_new("“");
  const char *p = valid;
  for (guint n = 0; *p && n < QUOTED; n++, p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    g_string_append_unichar(quoted, g_unichar_iscntrl(c) ? 0xfffd : c);
  }
  if (*p)
    g_string_append(quoted, "…");
  g_string_append(quoted, "”");
  return g_string_free(quoted, FALSE);
}

#include "searchd/message.h"

#include <unistd.h>

#include "lib/plain.h"

void message(const char *about, const char *format, ...)
{
  g_autoptr(GString) said = g_string_new("repere-searchd: ");
  if (about)
    g_string_append_printf(said, "%s: ", about);

  va_list arguments;
  va_start(arguments, format);
  g_string_append_vprintf(said, format, arguments);
  va_end(arguments);
  /* A line is a message to journald: what was read from outside must not start another one. */
  g_autofree char *shown = repere_plain_printable(said->str);
  g_autoptr(GString) line = g_string_new(shown);
  g_string_append_c(line, '\n');

  /* Whole lines in one call, so that threads never mix theirs. A failure has no place left to be told. */
  for (gsize done = 0; done < line->len;) {
    gssize n = write(STDERR_FILENO, line->str + done, line->len - done);
    if (n <= 0)
      break;
    done += (gsize)n;
  }
}

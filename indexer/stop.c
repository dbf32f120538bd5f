/* stop.c - see stop.h */
#include "indexer/stop.h"

#include <signal.h>

static volatile sig_atomic_t asked;

static void on_signal(int number G_GNUC_UNUSED)
{
  asked = 1;
}

void repere_stop_catch(void)
{
  if (asked) return;
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

gboolean repere_stop_asked(void)
{
  return asked != 0;
}

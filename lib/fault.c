/* fault.c - see fault.h */
#include "fault.h"

#include "disk.h"

static RepereErrorCode code_of(const xc_error *fault)
{
  if (fault->code == XC_IO && repere_disk_is_full(fault->detail)) return REPERE_ERROR_FULL;
  switch (fault->code) {
  case XC_NO_DATABASE: return REPERE_ERROR_NO_INDEX;
  case XC_LOCKED: return REPERE_ERROR_LOCKED;
  case XC_CORRUPT:
  case XC_FORMAT: return REPERE_ERROR_CORRUPT;
  case XC_IO:
  case XC_NETWORK:
  case XC_TIMEOUT:
  case XC_NO_MEMORY: return REPERE_ERROR_IO;
  case XC_NOT_FOUND: return REPERE_ERROR_NOT_FOUND;
  default: return REPERE_ERROR_INTERNAL;
  }
}

gboolean repere_fault(GError **error, const char *subject, const xc_error *fault)
{
  const char *colon = subject ? ": " : "";
  const char *advice = fault->code == XC_CORRUPT || fault->code == XC_FORMAT
                         ? " Make a new one with 'repere-indexer rebuild'." : "";
  g_set_error(error, REPERE_ERROR, code_of(fault), "%s%s%s%s", subject ? subject : "", colon, fault->message,
              advice);
  return FALSE;
}

/* error.c - see error.h */
#include "repere/error.h"
#include <sysexits.h>

G_DEFINE_QUARK(repere - error - quark, repere_error)

static int exit_code(RepereErrorCode code)
{
  switch (code) {
  case REPERE_ERROR_CONFIG:
    return EX_CONFIG;
  case REPERE_ERROR_INPUT:
    return EX_DATAERR;
  case REPERE_ERROR_NO_INDEX:
  case REPERE_ERROR_NOT_FOUND:
    return EX_OSFILE;
  case REPERE_ERROR_LOCKED:
  case REPERE_ERROR_DEADLINE:
  case REPERE_ERROR_CANCELLED:
  case REPERE_ERROR_UNAVAILABLE:
    return EX_TEMPFAIL;
  case REPERE_ERROR_PROTOCOL:
    return EX_PROTOCOL;
  case REPERE_ERROR_CORRUPT:
  case REPERE_ERROR_IO:
  case REPERE_ERROR_FULL:
    return EX_IOERR;
  case REPERE_ERROR_INTERNAL:
    break;
  }
  return EX_SOFTWARE;
}

int repere_error_exit_code(const GError *error)
{
  if (error == NULL)
    return EX_OK;
  if (error->domain == REPERE_ERROR)
    return exit_code((RepereErrorCode)error->code);
  if (error->domain == G_FILE_ERROR)
    return EX_IOERR;
  if (error->domain == G_KEY_FILE_ERROR)
    return EX_CONFIG;
  return EX_SOFTWARE;
}

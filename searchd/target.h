/* target.h - a request's target (RFC 9112, section 3.2) taken apart: path and parameters, each decoded by
 * itself.
 *
 * The path is split before it is decoded, so that an id may hold "%2F". In the query part "+" is a space, as
 * HTML forms write it; pieces are separated by "&", and a parameter may come any number of times. Bytes above
 * 0x7f are taken as they are, since many clients do not encode them. What comes out is UTF-8 without zero
 * bytes. */
#ifndef SEARCHD_TARGET_H
#define SEARCHD_TARGET_H

#include "searchd/fault.h"

typedef struct {
  char *name, *value;
} TargetParameter;

typedef struct {
  GPtrArray *path; /* of char *: what stands between the slashes; "/" has one part, "" */
  GPtrArray *
    parameters; /* of TargetParameter *, in the order of the request; those without name and value left out */
} Target;

/* A target has at most so many parameters. */
enum { TARGET_PARAMETERS = 1000 };

/* Origin form ("/v1/search?q=a") and absolute form ("http://host/v1/search?q=a"). */
Target *target_parse(const char *raw, Fault **fault);
void target_free(Target *target);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Target, target_free)

#endif

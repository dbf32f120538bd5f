/* schema.c - see schema.h */
#include "schema.h"

#include <string.h>

static const RepereFieldRow fields[REPERE_FIELDS] = {
  [REPERE_FIELD_TITLE] = {"title", "S"},
  [REPERE_FIELD_ABSTRACT] = {"abstract", "XB"},
  [REPERE_FIELD_CREATOR] = {"creator", "A"},
  [REPERE_FIELD_KEYWORD] = {"keyword", "K"},
  [REPERE_FIELD_TEXT] = {"text", ""},
};

const RepereFieldRow *repere_field_row(RepereTextField field)
{
  return &fields[field];
}

/* Terms over the limit keep what fits of their front, for people who look at the index, and end in a hash. */
static char *bounded_term(char *term)
{
  gsize size = strlen(term);
  if (size <= REPERE_TERM_BYTES) return term;
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, term, (gssize)size);
  gsize keep = REPERE_TERM_BYTES - 33;
  while (keep > 0 && (term[keep] & 0xc0) == 0x80) keep--;
  char *bounded = g_strdup_printf("%.*s#%.32s", (int)keep, term, hash);
  g_free(term);
  return bounded;
}

char *repere_term_id(const char *id)
{
  return bounded_term(g_strconcat(REPERE_TERM_ID, id, NULL));
}

char *repere_term_facet(const char *facet, const char *value)
{
  return bounded_term(g_strconcat("XF", facet, ":", value, NULL));
}

char *repere_term_concept(const char *vocabulary, const char *value)
{
  return bounded_term(g_strconcat("XC", vocabulary, ":", value, NULL));
}

char *repere_term_access(const char *access)
{
  return bounded_term(g_strconcat("XACCESS:", access, NULL));
}

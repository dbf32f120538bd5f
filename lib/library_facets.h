/* library_facets.h - one [facet NAME] group of repere.conf, and the facets there are without any. For
 * library.c. */
#ifndef REPERE_LIBRARY_FACETS_H
#define REPERE_LIBRARY_FACETS_H

#include "repere/library.h"

G_BEGIN_DECLS

/* The facet of `group` ("facet theme"), or NULL and REPERE_ERROR_CONFIG with a sentence that starts with
 * `path`. */
RepereFacet *repere_facet_read(GKeyFile *file, const char *group, const char *path, GError **error);

/* The facets of a library that declares none. A vocabulary is taken where `vocabularies` (a folder, may be
 * NULL) has it; without it a tree is plain terms. */
void repere_facets_add_defaults(GPtrArray *facets, const char *vocabularies);

void repere_facet_free(RepereFacet *facet);

G_END_DECLS
#endif

/* facet_faults.h - facets of the configuration that name what is not there, and so would stay empty in silence. */
#ifndef REPERE_FACET_FAULTS_H
#define REPERE_FACET_FAULTS_H

#include "repere/library.h"
#include "repere/vocabulary.h"

G_BEGIN_DECLS

/* Adds a sentence (char *) to `problems` for each vocabulary that the library does not have, and for each source that no
 * record can have. A vocabulary whose file is there and could not be read is left to who loaded it. */
void repere_facet_faults(const RepereLibrary *library, const RepereVocabularies *vocabularies, GPtrArray *problems);

G_END_DECLS
#endif

/* schema.h - THE table: what stands in the index under which name.
 *
 * Text field -> term prefix; facet -> term prefix and value slot; the metadata keys. Indexing and querying
 * both read it, and nothing else knows a prefix or a slot. Prefix letters follow Xapian's conventions
 * (xapian-applications/omega/docs/termprefixes.rst): Q the unique id, S title, A author, X… our own.
 *
 *   term                        what                                              positions
 *   word                        a word of any field, folded                       those in the text
 *   accented word               the same word as written, where accents differ    the same
 *   ZEN + stem                  its stem in its text's language                   no: its words have them
 *   S + …, XB + …, A + …, K + … the same three for title, abstract, creator, …    words: yes
 *   XN + any of the first three it stands in fields only, not in the text         no
 *   Q + id                      the work                                          no
 *   XFname: + value             a facet's value, in a tree also all above it      no
 *   XACCESS: + value            dcterms:accessRights, "public" where unsaid       no
 *   XCname: + value             a concept of that vocabulary, found in a text     no; wdf: how often, up to 255
 *
 * A phrase of the text is one over words, a phrase of a field one over that field's; a phrase anywhere is
 * either. A word of the text is the word without XN + word.
 *
 *   synonyms of                 are
 *   a folded word               its accented spellings
 *   ZEN + stem                  the words, folded, that have it: where a stem stands in a text, these do
 *
 *   slot 0      issued, as sortable text ("2021-06"); absent where undated
 *   slot 1..    title collation keys, a slot a language of the table
 *   slot 16..   a facet each: sorted, packed list of value numbers (values.h); of a facet that texts feed, another one:
 *               on how many pages each of those values is
 *
 *   metadata key             value
 *   schema, analysis, …      what made the index (index.h)
 *   reading                  how files were read, in the indexer's words: with another one some are read again
 *   revision                 decimal; grows by one a commit, over generations too
 *   f/NAME/KIND              the slot of the facet while it is of that kind, decimal
 *   f/NAME/KIND/pages        the slot of its values' pages
 *   v/NAME/%08x              the facet's value of that number
 *   wID                      a work's state: what it was made of (stored.h)
 *   l%08x                    the ledger of the work with that docid (stored.h)
 *   d%08x                    what that work's files are compared with others' by (likeness.h)
 *   duplicates               what was found by it last: version, revision, number of works (indexer/duplicates.h)
 *   p%08x.%x                 text of a page of that docid, zstd, numbered from 0 over the work
 *   t/LL/KEY, td/…, tm       what words are in other languages (translations.h) */
#ifndef REPERE_SCHEMA_H
#define REPERE_SCHEMA_H

#include <glib.h>
#include "repere/language.h"

G_BEGIN_DECLS

/* Grows by one when an index made before can no longer be read. */
#define REPERE_SCHEMA_VERSION 5

typedef enum {
  REPERE_FIELD_TITLE,
  REPERE_FIELD_ABSTRACT,
  REPERE_FIELD_CREATOR,  /* people and organizations */
  REPERE_FIELD_KEYWORD,  /* free subjects, series, programme */
  REPERE_FIELD_TEXT,     /* pages, and the record's own text */
  REPERE_FIELDS
} RepereTextField;

typedef struct {
  const char *name;      /* as the query language writes it: "title" */
  const char *prefix;    /* of its own terms, "" where it has none */
} RepereFieldRow;

const RepereFieldRow *repere_field_row(RepereTextField field);

enum { REPERE_SLOT_ISSUED = 0, REPERE_SLOT_TITLE = 1, REPERE_SLOT_FACET = 16 };

/* A term is at most 245 bytes in Xapian, and a zero byte counts twice. */
#define REPERE_TERM_BYTES 245

#define REPERE_TERM_ID "Q"
#define REPERE_TERM_ONLY_FIELDS "XN" /* prefix, see above */

/* The term of a work's id, and of a facet's value: whole where it fits, else cut and completed with a hash.
 * g_free. */
char *repere_term_id(const char *id);
char *repere_term_facet(const char *facet, const char *value);
char *repere_term_access(const char *access);

/* The same of a concept that was found in texts. */
char *repere_term_concept(const char *vocabulary, const char *value);

G_END_DECLS
#endif

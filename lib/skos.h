/* skos.h - what a vocabulary holds, and reading it from SKOS in RDF/XML. Shared by skos.c and
 * vocabular*.c only.
 *
 * SKOS: https://www.w3.org/TR/skos-reference/ ; RDF/XML: https://www.w3.org/TR/rdf-syntax-grammar/ . Node
 * elements may nest in property elements; skos:Concept and rdf:Description with that rdf:type are the same.
 * Read are notation, prefLabel, altLabel, broader, narrower, exactMatch, topConceptOf and hasTopConcept;
 * everything else is passed over. */
#ifndef REPERE_SKOS_H
#define REPERE_SKOS_H

#include "repere/vocabulary.h"

G_BEGIN_DECLS

#define REPERE_CONCEPT_NONE G_MAXUINT32 /* no place in `concepts` or `labels` */

typedef struct {
  const char *lang; /* ISO code or "" */
  const char *text;
  guint32 next; /* the concept's next label, or REPERE_CONCEPT_NONE */
  guint32 last; /* of a chain's first label: the chain's last */
  gboolean hidden; /* for lists only: in running text it mostly means something else */
} RepereLabel;

typedef struct {
  const char *uri;      /* NULL in ICU's vocabularies */
  const char *notation; /* or NULL */
  const char *value;    /* notation, else uri */
  guint32 parent;       /* the first broader concept, or REPERE_CONCEPT_NONE */
  guint32 further;      /* first of its further broader ones in `links`, or REPERE_CONCEPT_NONE */
  guint32 preferred;    /* first prefLabel in `labels`, or REPERE_CONCEPT_NONE */
  guint32 alternative;  /* first altLabel, likewise */
  guint32 matches;      /* first of its exact matches in `matches`, or REPERE_CONCEPT_NONE */
  guint line;           /* where the concept starts in its file; 0 where it is only pointed at */
} RepereConcept;

/* One of which nothing is known yet. */
#define REPERE_CONCEPT_INIT                                                                      \
  {                                                                                              \
    .parent = REPERE_CONCEPT_NONE, .further = REPERE_CONCEPT_NONE, .matches = REPERE_CONCEPT_NONE, \
    .preferred = REPERE_CONCEPT_NONE, .alternative = REPERE_CONCEPT_NONE                         \
  }

typedef struct {
  guint32 broad; /* place in `concepts` */
  guint32 next;  /* the narrower concept's next link, or REPERE_CONCEPT_NONE */
} RepereLink;

typedef struct {
  const char *uri; /* of a concept that is said to be the same, in whatever vocabulary */
  guint32 next;    /* the concept's next match, or REPERE_CONCEPT_NONE */
} RepereMatching;

typedef enum {
  REPERE_VOCABULARY_SKOS,      /* notations and URIs, as they are */
  REPERE_VOCABULARY_COUNTRIES, /* ISO 3166-1 codes, in any case */
  REPERE_VOCABULARY_LANGUAGES, /* ISO 639 codes of two or three letters, and tags with a region */
  REPERE_VOCABULARY_ALL        /* all file vocabularies in one; it has nothing of its own but `members` */
} RepereVocabularyKind;

typedef struct {
  guint16 member; /* in `members` */
  guint32 place;  /* there */
} RepereMember;

struct RepereVocabulary {
  char *name;
  RepereVocabularyKind kind;
  GStringChunk *strings; /* every string below */
  GArray *concepts;      /* of RepereConcept */
  GArray *labels;        /* of RepereLabel */
  GArray *links;         /* of RepereLink */
  GArray *matches;       /* of RepereMatching */
  GHashTable *places;    /* notation and URI -> place in `concepts` + 1 */
  const RepereVocabulary
    *countries; /* for concepts without a label whose value is a country's code; or NULL */
  GPtrArray *members; /* of const RepereVocabulary, borrowed; NULL in all but REPERE_VOCABULARY_ALL */
  GArray *unique;     /* of RepereMember: the members' concepts, each value once; NULL likewise */
  GPtrArray *numbers; /* by member: GArray of guint32, place there -> number in `unique`; NULL likewise */
  GArray *firsts;     /* of guint32: number -> the first one that is the same concept; NULL likewise, as are
                         these: */
  GArray *nexts;      /* of guint32: number -> the next one that is, or REPERE_CONCEPT_NONE */
  GArray *parents;    /* of guint32: number of a first one -> that of its parent, likewise */
};

/* One without concepts. repere_vocabulary_free(). */
RepereVocabulary *repere_vocabulary_new(const char *name, RepereVocabularyKind kind);
void repere_vocabulary_free(RepereVocabulary *vocabulary);

/* "*", in which several are one; without members as yet. */
RepereVocabulary *repere_vocabulary_all_new(void);
/* `member` must outlive `all`. Of a value that several members have, the first one's concept counts. */
void repere_vocabulary_add_member(RepereVocabulary *all, const RepereVocabulary *member);
/* Finds out which concepts of `all`, which has all its members, are the same: fills firsts, nexts and
 * parents. To be called once, before anything is asked of it. 0.2 s of CPU for two thesauri of 12 000
 * concepts. */
void repere_vocabulary_join_same(RepereVocabulary *all);

/* Appends a label to a concept's chain (`chain` is its preferred or alternative member). */
void repere_vocabulary_add_label(RepereVocabulary *vocabulary, guint32 *chain, const char *lang,
                                 const char *text);

/* Appends a concept that is its own value, without labels. Its place in `concepts`. */
guint32 repere_vocabulary_add_code(RepereVocabulary *vocabulary, const char *code);

/* Place of `written` in `concepts`, or REPERE_CONCEPT_NONE. */
guint32 repere_vocabulary_place(const RepereVocabulary *vocabulary, const char *written);

/* The vocabulary in the file `path`, called `name`; REPERE_ERROR_INPUT or _IO where it cannot be read. What
 * is doubtful in it is appended to `problems` (char *). */
RepereVocabulary *repere_skos_read(const char *path, const char *name, GPtrArray *problems, GError **error);

/* ICU's own vocabularies, with labels in every language of the language table. */
RepereVocabulary *repere_icu_countries(void);
RepereVocabulary *repere_icu_languages(void);

G_END_DECLS
#endif

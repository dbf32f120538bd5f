/* work.h - a work as its record states it: fields, files, places. Plain data, no index in it.
 *
 * A record's elements are kept under the name the configuration uses ("dcterms:title", "origin"), so that a new facet
 * needs no new code. A work is built by one thread and not changed once it is handed on. */
#ifndef REPERE_WORK_H
#define REPERE_WORK_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *element; /* interned (g_intern_string): "dcterms:subject"; elements without a namespace prefix: "origin" */
  char *lang;          /* ISO 639 code from xml:lang, lower case, or "" */
  char *value;         /* text, white space trimmed (and collapsed, but in "text") */
} RepereField;

typedef struct {
  char *href;          /* as in the record: relative to [library] files */
  char *lang;          /* or "" */
  char *media_type;    /* "application/pdf", "text/html", "text/plain" */
  char *url;           /* the address given to readers, or NULL: then [library] url + href */
} RepereFile;

typedef struct {
  double lat, lon;
} ReperePoint;

typedef struct {
  char *id;            /* dcterms:identifier */
  GPtrArray *fields;   /* of RepereField *, in the record's order; identifier and files are not among them */
  GPtrArray *files;    /* of RepereFile *, in the record's order; hits number them from 1 */
  GArray *points;      /* of ReperePoint */
  char *source;        /* path of the file with the record */
  guint line;          /* where the record starts in it */
  char *hash;          /* SHA-256 (hex) of the record's content: equal for an equal record, wherever it stands */
} RepereWork;

RepereWork *repere_work_new(const char *id);
void repere_work_free(RepereWork *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereWork, repere_work_free)

void repere_work_add_field(RepereWork *work, const char *element, const char *lang, const char *value);
void repere_work_add_file(RepereWork *work, const char *href, const char *lang, const char *media_type, const char *url);

/* The first value of `element` ("" language included), or NULL. Borrowed. */
const char *repere_work_first(const RepereWork *work, const char *element);

/* The value of `element` in `lang`, else in English, else the first one; NULL where there is none. Borrowed. */
const RepereField *repere_work_field(const RepereWork *work, const char *element, const char *lang);

/* "public" unless the record says otherwise. */
const char *repere_work_access(const RepereWork *work);

G_END_DECLS
#endif

/* csv_columns.h - the header row of a CSV file of records: which column says what. For csv_records.c.
 *
 * A column is named by an element of the record, as it is or without its prefix ("dcterms:title", "title"),
 * or by a word for it (id, series, country, access, file, …); after : or @ stands the language of what is in
 * it ("title:fr"). */
#ifndef REPERE_CSV_COLUMNS_H
#define REPERE_CSV_COLUMNS_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  REPERE_COLUMN_ONE,  /* the cell is the value */
  REPERE_COLUMN_LIST, /* the cell holds values */
  REPERE_COLUMN_FILE, /* hrefs of files */
  REPERE_COLUMN_URL,  /* their addresses, in the same order */
  REPERE_COLUMN_LAT,
  REPERE_COLUMN_LON,
  REPERE_COLUMN_NAMELESS, /* not taken, and named as soon as there is something in it */
  REPERE_COLUMN_IDLE      /* not taken */
} RepereColumnKind;

typedef struct {
  char *name; /* as written */
  RepereColumnKind kind;
  const char *element; /* of a record: "dcterms:title"; NULL where it is none by itself */
  char *lang;          /* "" where it says none */
} RepereColumn;

typedef struct {
  GPtrArray *all; /* of RepereColumn *, in the file's order */
  guint id;       /* the place of the identifier's */
} RepereColumns;

/* Reads the header's cells. What is wrong and can be gone on with is appended to `warnings` (char *,
 * sentences); NULL, and a sentence in *fault (g_free), where it cannot. */
RepereColumns *repere_columns_read(const GPtrArray *cells, GPtrArray *warnings, char **fault);
void repere_columns_free(RepereColumns *columns);

/* Column i. */
const RepereColumn *repere_columns_at(const RepereColumns *columns, guint i);

/* The first column of that kind, or NULL. */
const RepereColumn *repere_columns_of(const RepereColumns *columns, RepereColumnKind kind);

G_END_DECLS
#endif

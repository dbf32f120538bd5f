/* records.h - works as rows and references, one after the other: the forms of an export.
 *
 * A form is three functions that append text; it keeps nothing of the works it has written, so that any
 * number of them goes through in the same memory. Its hits are those of a walk, with all that one work has.
 */
#ifndef SEARCHD_FORMATS_RECORDS_H
#define SEARCHD_FORMATS_RECORDS_H

#include "repere/library.h"
#include "searchd/request.h"

typedef struct {
  const RepereLibrary *library;
  const Request *request;
  guint64 written; /* works before this one */
} Sheet;

typedef struct {
  const char *type;   /* media type */
  const char *ending; /* of a file's name, without the dot */
  void (*begin)(const Sheet *sheet, GString *out);
  void (*work)(const Sheet *sheet, const RepereHit *hit, GString *out);
  void (*end)(const Sheet *sheet, GString *out);
} RecordFormat;

extern const RecordFormat record_csv, record_jsonl, record_ris, record_bibtex, record_csl;

/* The form of an export. */
const RecordFormat *record_format(RequestFormat format);

#endif

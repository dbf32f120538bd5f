/* reason_rows.h - the words of each reason, for reason.c alone; reason.h says what stands in their holes, and what a row
 * whose words change owes to ledgers. A row's holes are the same in all languages and in one order, four at most. */
#ifndef REPERE_REASON_ROWS_H
#define REPERE_REASON_ROWS_H

#include "indexer/reason.h"

G_BEGIN_DECLS

typedef struct {
  const char *en, *fr, *es;
} RepereReasonRow;

extern const RepereReasonRow repere_reason_rows[REPERE_REASONS];

G_END_DECLS
#endif

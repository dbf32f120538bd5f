/* page_json.h - what the ledger and a page's own request both say of how its text was had. */
#ifndef REPERE_PAGE_JSON_H
#define REPERE_PAGE_JSON_H

#include "json_writer.h"
#include "repere/text.h"

G_BEGIN_DECLS

/* Members of the open object: "confidence", null where the page was not recognised, and "repaired", an
 * object with a count for each kind of repair that was done. */
void repere_page_json_members(RepereJson *json, guint8 confidence, const RepereRepairs *repairs);

G_END_DECLS
#endif

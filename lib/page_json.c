/* page_json.c - see page_json.h */
#include "page_json.h"

#include <string.h>
#include "repere/ledger.h"

void repere_page_json_members(RepereJson *json, guint8 confidence, const RepereRepairs *repairs)
{
  guint counts[REPERE_REPAIR_KINDS];
  memcpy(counts, repairs, sizeof counts);
  if (confidence != REPERE_CONFIDENCE_NONE) repere_json_member_uint(json, "confidence", confidence);
  else repere_json_member_null(json, "confidence");
  repere_json_member_open(json, "repaired", '{');
  for (guint i = 0; i < REPERE_REPAIR_KINDS; i++)
    if (counts[i]) repere_json_member_uint(json, repere_repair_name(i), counts[i]);
  repere_json_close(json, '}');
}

/* jsonl.c - works as JSON Lines: a hit an object, as a search has it and without passages; then what one work
 * alone has. */
#include "searchd/formats/json_parts.h"
#include "searchd/formats/records.h"

static void nothing(const Sheet *sheet, GString *out)
{
  (void)sheet;
  (void)out;
}

static void work(const Sheet *sheet, const RepereHit *hit, GString *out)
{
  (void)sheet;
  RepereJson w = repere_json_on(out);
  repere_json_open(&w, '{');
  json_hit_members(&w, hit);
  json_work_members(&w, hit);
  repere_json_close(&w, '}');
  g_string_append_c(out, '\n');
}

const RecordFormat record_jsonl = { "application/jsonl; charset=utf-8", "jsonl", nothing, work, nothing };

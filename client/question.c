#include "client/question.h"

#include <sysexits.h>

void cli_question_clear(CliQuestion *question)
{
  g_strfreev(question->filters);
  g_strfreev(question->facets);
  g_strfreev(question->expand);
  g_free(question->sort);
  g_free(question->match);
  g_free(question->format);
  g_free(question->output);
}

static gboolean is_negative(int number)
{
  return number < 0 && number != CLI_NOT_GIVEN;
}

gboolean cli_question_check(CliClient *client, const CliCommand *command, const CliQuestion *question,
                            CliFormat *format)
{
  if (!cli_client_format(client, command, question->format, question->json, format))
    return FALSE;
  if (!is_negative(question->limit) && !is_negative(question->offset) && !is_negative(question->passages))
    return TRUE;
  cli_client_misuse(client, command, "--limit, --offset and --passages take numbers from 0");
  return FALSE;
}

void cli_question_add_number(GString *target, const char *name, int number)
{
  if (number >= 0)
    cli_target_add_number(target, name, (guint64)number);
}

void cli_question_add(GString *target, const CliClient *client, const CliQuestion *question, char **words)
{
  g_autofree char *q = words ? g_strjoinv(" ", words) : NULL;
  g_autofree char *facets = question->facets ? g_strjoinv(",", question->facets) : NULL;
  cli_target_add(target, "q", q);
  cli_target_add(target, "lang", client->lang);
  cli_target_add_all(target, "filter", question->filters);
  cli_target_add(target, "facet", facets && *facets ? facets : NULL);
  cli_target_add(target, "sort", question->sort);
  cli_target_add(target, "match", question->match);
  cli_question_add_number(target, "limit", question->limit);
  cli_question_add_number(target, "offset", question->offset);
  cli_question_add_number(target, "passages", question->passages);
  cli_target_add(target, "explain", question->explain ? "1" : NULL);
  cli_target_add_all(target, "expand", question->expand);
  cli_target_add(target, "spell", question->no_spell ? "off" : NULL);
}

/* work.c - see work.h */
#include "repere/work.h"
#include "plain.h"
#include <string.h>

static void field_free(gpointer data)
{
  RepereField *field = data;
  g_free(field->lang);
  g_free(field->value);
  g_free(field);
}

static void file_free(gpointer data)
{
  RepereFile *file = data;
  g_free(file->href);
  g_free(file->lang);
  g_free(file->media_type);
  g_free(file->url);
  g_free(file);
}

RepereWork *repere_work_new(const char *id)
{
  RepereWork *work = g_new0(RepereWork, 1);
  work->id = g_strdup(id);
  work->fields = g_ptr_array_new_with_free_func(field_free);
  work->files = g_ptr_array_new_with_free_func(file_free);
  work->points = g_array_new(FALSE, FALSE, sizeof(ReperePoint));
  return work;
}

void repere_work_free(RepereWork *work)
{
  if (work == NULL)
    return;
  g_free(work->id);
  g_ptr_array_unref(work->fields);
  g_ptr_array_unref(work->files);
  g_array_unref(work->points);
  g_free(work->source);
  g_free(work->hash);
  g_free(work);
}

static char *language_of_tag(const char *tag)
{
  char code[REPERE_PLAIN_CODE];
  repere_plain_language(tag, code);
  return g_strdup(code);
}

void repere_work_add_field(RepereWork *work, const char *element, const char *lang, const char *value)
{
  RepereField *field = g_new(RepereField, 1);
  field->element = g_intern_string(element);
  field->lang = language_of_tag(lang);
  field->value = strcmp(element, "text") == 0 ? repere_plain_lines(value) : repere_plain_collapse(value);
  g_ptr_array_add(work->fields, field);
}

/* What a file is where its record does not say it. */
static const char *media_type_of_name(const char *href)
{
  static const char *const ENDINGS[][2] = {
    {".html", "text/html"}, {".htm", "text/html"}, {".xhtml", "text/html"}, {".txt", "text/plain"}};
  const char *point = strrchr(href, '.');
  for (gsize i = 0; point != NULL && i < G_N_ELEMENTS(ENDINGS); i++)
    if (g_ascii_strcasecmp(point, ENDINGS[i][0]) == 0)
      return ENDINGS[i][1];
  return "application/pdf";
}

void repere_work_add_file(RepereWork *work, const char *href, const char *lang, const char *media_type,
                          const char *url)
{
  RepereFile *file = g_new(RepereFile, 1);
  file->href = g_strstrip(g_strdup(href));
  file->lang = language_of_tag(lang);
  file->media_type = media_type != NULL && *media_type != '\0' ? g_strstrip(g_strdup(media_type))
                                                               : g_strdup(media_type_of_name(file->href));
  file->url = url != NULL && *url != '\0' ? g_strstrip(g_strdup(url)) : NULL;
  g_ptr_array_add(work->files, file);
}

static const RepereField *field_at(const RepereWork *work, guint i)
{
  return g_ptr_array_index(work->fields, i);
}

const char *repere_work_first(const RepereWork *work, const char *element)
{
  for (guint i = 0; i < work->fields->len; i++)
    if (strcmp(field_at(work, i)->element, element) == 0)
      return field_at(work, i)->value;
  return NULL;
}

const RepereField *repere_work_field(const RepereWork *work, const char *element, const char *lang)
{
  const RepereField *first = NULL, *english = NULL;
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = field_at(work, i);
    if (strcmp(field->element, element) != 0)
      continue;
    if (lang != NULL && strcmp(field->lang, lang) == 0)
      return field;
    if (english == NULL && strcmp(field->lang, "en") == 0)
      english = field;
    if (first == NULL)
      first = field;
  }
  return english != NULL ? english : first;
}

const char *repere_work_access(const RepereWork *work)
{
  const char *access = repere_work_first(work, "dcterms:accessRights");
  return access != NULL && *access != '\0' ? access : "public";
}

/* pdf_notes.c - see pdf_notes.h */
#include "indexer/pdf_notes.h"

#include <string.h>

enum { MOST_BYTES = 1 << 20 }; /* of one note: more is no note */

/* Consumes `note`, may be NULL. */
static void add_note(GString *text, char *note)
{
  g_autofree char *own = note;
  if (!own || !g_utf8_validate(own, -1, NULL) || !*g_strstrip(own)) return;
  if (strlen(own) > MOST_BYTES || strstr(text->str, own)) return;
  if (text->len > 0 && text->str[text->len - 1] != '\n') g_string_append_c(text, '\n');
  g_string_append(text, own);
}

static void add_choices(GString *text, PopplerFormField *field)
{
  for (int i = 0; i < poppler_form_field_choice_get_n_items(field); i++)
    if (poppler_form_field_choice_is_item_selected(field, i))
      add_note(text, poppler_form_field_choice_get_item(field, i));
  if (poppler_form_field_choice_is_editable(field)) add_note(text, poppler_form_field_choice_get_text(field));
}

static void add_fields(GString *text, PopplerPage *page)
{
  GList *fields = poppler_page_get_form_field_mapping(page);
  for (GList *at = fields; at; at = at->next) {
    PopplerFormField *field = ((PopplerFormFieldMapping *)at->data)->field;
    PopplerFormFieldType type = poppler_form_field_get_field_type(field);
    if (type == POPPLER_FORM_FIELD_TEXT && !poppler_form_field_text_is_password(field))
      add_note(text, poppler_form_field_text_get_text(field));
    else if (type == POPPLER_FORM_FIELD_CHOICE)
      add_choices(text, field);
  }
  poppler_page_free_form_field_mapping(fields);
}

static void add_free_texts(GString *text, PopplerPage *page)
{
  GList *notes = poppler_page_get_annot_mapping(page);
  for (GList *at = notes; at; at = at->next) {
    PopplerAnnot *note = ((PopplerAnnotMapping *)at->data)->annot;
    if (poppler_annot_get_annot_type(note) != POPPLER_ANNOT_FREE_TEXT) continue;
    if (poppler_annot_get_flags(note) & (POPPLER_ANNOT_FLAG_HIDDEN | POPPLER_ANNOT_FLAG_NO_VIEW)) continue;
    add_note(text, poppler_annot_get_contents(note));
  }
  poppler_page_free_annot_mapping(notes);
}

char *repere_pdf_with_notes(PopplerPage *page, char *text)
{
  if (!text) return NULL;
  GString *all = g_string_new(text);
  g_free(text);
  add_fields(all, page);
  add_free_texts(all, page);
  return g_string_free(all, FALSE);
}

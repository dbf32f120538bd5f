/* facet_numbers.c - see facet_numbers.h */
#include "facet_numbers.h"

#include "fault.h"
#include "index.h"
#include "schema.h"
#include "values.h"

/* ---- what the index knows ---- */

typedef struct {
  GHashTable *known; /* key -> slot */
  guint32 next;      /* the first that is free */
} Slots;

/* The slot that the index knows by `key`, else the next free one. */
static guint32 find_slot(Slots *slots, const char *key, gboolean *known)
{
  gpointer slot;
  *known = g_hash_table_lookup_extended(slots->known, key, NULL, &slot);
  return *known ? GPOINTER_TO_UINT(slot) : slots->next++;
}

static gboolean load_facet(GArray *facets, const RepereFacet *facet, const RepereVocabularies *vocabularies,
                           xc_database *database, Slots *slots, GError **error)
{
  RepereFacetNumbers values = {.facet = facet};
  values.numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (facet->vocabulary) values.vocabulary = repere_vocabularies_get(vocabularies, facet->vocabulary);
  g_autofree char *key = repere_facet_slot_key(facet);
  values.slot = find_slot(slots, key, &values.known);
  if (repere_facet_is_of_texts(facet)) {
    g_autofree char *pages = repere_facet_pages_key(facet);
    gboolean known;
    values.pages = find_slot(slots, pages, &known);
    values.known = values.known && known;
  }
  g_array_append_val(facets, values);
  g_autoptr(GPtrArray) known = repere_index_facet_values(database, facet->name, error);
  if (!known) return FALSE;
  for (guint i = 0; i < known->len; i++)
    g_hash_table_insert(values.numbers, g_strdup(known->pdata[i]), GUINT_TO_POINTER(i));
  return TRUE;
}

gboolean repere_facet_numbers_load(GArray *facets, const RepereLibrary *library,
                                   const RepereVocabularies *vocabularies, xc_database *database,
                                   GError **error)
{
  g_autoptr(GHashTable) known = repere_index_facet_slots(database, error);
  if (!known) return FALSE;
  Slots slots = {known, REPERE_SLOT_FACET};
  GHashTableIter iter;
  gpointer slot;
  g_hash_table_iter_init(&iter, known);
  while (g_hash_table_iter_next(&iter, NULL, &slot)) slots.next = MAX(slots.next, GPOINTER_TO_UINT(slot) + 1);
  for (guint i = 0; i < library->facets->len; i++)
    if (!load_facet(facets, library->facets->pdata[i], vocabularies, database, &slots, error)) return FALSE;
  return TRUE;
}

static void clear(gpointer data)
{
  g_hash_table_unref(((RepereFacetNumbers *)data)->numbers);
}

GArray *repere_facet_numbers_new(void)
{
  GArray *facets = g_array_new(FALSE, FALSE, sizeof(RepereFacetNumbers));
  g_array_set_clear_func(facets, clear);
  return facets;
}

/* ---- numbers for values ---- */

/* G_MAXUINT32 and an error where the index cannot be written. */
static guint32 value_number(RepereFacetNumbers *values, xc_writer *xapian, const char *value,
                            GError **error)
{
  gpointer number;
  if (values->facet->kind == REPERE_FACET_YEAR) return (guint32)g_ascii_strtoull(value, NULL, 10);
  if (g_hash_table_lookup_extended(values->numbers, value, NULL, &number)) return GPOINTER_TO_UINT(number);
  guint32 next = g_hash_table_size(values->numbers);
  if (!repere_index_write_facet_value(xapian, values->facet->name, next, value, error))
    return G_MAXUINT32;
  g_hash_table_insert(values->numbers, g_strdup(value), GUINT_TO_POINTER(next));
  return next;
}

/* The index learns of a slot with the first value in it. */
static gboolean make_known(RepereFacetNumbers *values, xc_writer *xapian, GError **error)
{
  if (values->known) return TRUE;
  g_autofree char *key = repere_facet_slot_key(values->facet);
  g_autofree char *pages = repere_facet_pages_key(values->facet);
  values->known = repere_index_write_facet_slot(xapian, key, values->slot, error) &&
                  (!values->pages || repere_index_write_facet_slot(xapian, pages, values->pages, error));
  return values->known;
}

gboolean repere_facet_numbers_add(RepereFacetNumbers *values, xc_writer *xapian, const GPtrArray *found,
                                  GArray *numbers, GError **error)
{
  for (guint i = 0; i < found->len; i++) {
    guint32 number = value_number(values, xapian, found->pdata[i], error);
    if (number == G_MAXUINT32) return FALSE;
    g_array_append_val(numbers, number);
  }
  return found->len == 0 || make_known(values, xapian, error);
}

/* ---- one value more or less ---- */

/* The document's numbers in the facet's slot, with `number` among them or not. */
static gboolean set_number(xc_document *document, const RepereFacetNumbers *values, guint32 number,
                           gboolean on, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_bytes slot;
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (xc_document_value(document, values->slot, &slot, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  if (!repere_values_unpack(slot.data, slot.size, numbers)) g_array_set_size(numbers, 0);
  for (guint i = numbers->len; i > 0; i--)
    if (g_array_index(numbers, guint32, i - 1) == number) g_array_remove_index(numbers, i - 1);
  if (on) g_array_append_val(numbers, number);
  g_autoptr(GByteArray) packed = repere_values_pack(numbers);
  if (xc_document_set_value(document, values->slot, (const char *)packed->data, packed->len, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  return TRUE;
}

static gboolean set_term(xc_document *document, const char *term, gboolean on, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  xc_code code = on ? xc_document_add_boolean_term(document, term, XC_NUL, &fault)
                    : xc_document_remove_term(document, term, XC_NUL, &fault);
  /* INVALID: it had none. */
  return code == XC_OK || (!on && code == XC_INVALID) ? TRUE : repere_fault(error, NULL, &fault);
}

gboolean repere_facet_numbers_set(RepereFacetNumbers *values, xc_writer *xapian, xc_document *document,
                                  const char *value, gboolean on, GError **error)
{
  g_autofree char *term = repere_term_facet(values->facet->name, value);
  guint32 number = value_number(values, xapian, value, error);
  return number != G_MAXUINT32 && make_known(values, xapian, error) &&
         set_number(document, values, number, on, error) && set_term(document, term, on, error);
}

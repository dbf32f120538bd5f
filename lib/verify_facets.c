/* verify_facets.c - that the slots of facets hold known values, and the terms of documents go with them. See verify.h */
#include "verify_private.h"

#include <string.h>
#include "repere/library.h"
#include "schema.h"
#include "values.h"

/* A facet while it is of one kind, as the index knows it: its configuration may be another one by now. */
typedef struct {
  char *name;
  gboolean years;     /* its numbers are the years themselves */
  guint32 slot;       /* 0: only that of its pages was met so far */
  guint32 pages_slot; /* 0: texts do not feed it */
  GPtrArray *values;  /* of char *, by number; NULL for years */
} Facet;

static void facet_free(gpointer data)
{
  Facet *facet = data;
  g_free(facet->name);
  g_clear_pointer(&facet->values, g_ptr_array_unref);
  g_free(facet);
}

/* ---- what the index knows ---- */

/* Reads "NAME/KIND" or "NAME/KIND/pages". FALSE where it is neither. */
static gboolean parse_key(const char *key, char **name, char **kind, gboolean *pages)
{
  g_auto(GStrv) parts = g_strsplit(key, "/", -1);
  guint n = g_strv_length(parts);
  *pages = n == 3 && g_str_equal(parts[2], "pages");
  if (n != 2 && !*pages) return FALSE;
  *name = g_strdup(parts[0]);
  *kind = g_strdup(parts[1]);
  return TRUE;
}

static Facet *find(RepereVerify *verify, GHashTable *facets, const char *name, const char *kind)
{
  g_autofree char *key = g_strconcat(name, "/", kind, NULL);
  Facet *facet = g_hash_table_lookup(facets, key);
  if (facet) return facet;
  facet = g_new0(Facet, 1);
  facet->name = g_strdup(name);
  facet->years = g_str_equal(kind, repere_facet_kind_name(REPERE_FACET_YEAR));
  g_hash_table_insert(facets, g_steal_pointer(&key), facet);
  g_ptr_array_add(verify->facets, facet);
  return facet;
}

static void take_slot(RepereVerify *verify, GHashTable *facets, GHashTable *taken, const char *key, guint32 slot)
{
  gboolean pages;
  g_autofree char *name = NULL, *kind = NULL;
  if (!parse_key(key, &name, &kind, &pages) || slot < REPERE_SLOT_FACET) {
    repere_verify_say(verify, REPERE_PART_FACETS, "The index has values of \"%s\" in slot %u, which is no facet's",
                      key, slot);
    return;
  }
  if (!g_hash_table_add(taken, GUINT_TO_POINTER(slot)))
    repere_verify_say(verify, REPERE_PART_FACETS, "The facet %s shares slot %u with another one", key, slot);
  Facet *facet = find(verify, facets, name, kind);
  if (pages) facet->pages_slot = slot;
  else facet->slot = slot;
}

static void load_values(RepereVerify *verify, Facet *facet)
{
  GError *error = NULL;
  gboolean whole = TRUE;
  if (!facet->slot) {
    repere_verify_say(verify, REPERE_PART_FACETS, "The index lost the slot of the facet %s", facet->name);
    return;
  }
  if (facet->years) return;
  facet->values = repere_index_facet_values_numbered(verify->database, facet->name, &whole, &error);
  if (!facet->values) repere_verify_say_error(verify, REPERE_PART_FACETS, "The values of a facet", error);
  else if (!whole)
    repere_verify_say(verify, REPERE_PART_FACETS, "The facet %s lost values: their numbers have gaps", facet->name);
}

void repere_verify_facets_load(RepereVerify *verify)
{
  GError *error = NULL;
  GHashTableIter iter;
  gpointer key, slot;
  verify->facets = g_ptr_array_new_with_free_func(facet_free);
  g_autoptr(GHashTable) slots = repere_index_facet_slots(verify->database, &error);
  if (!slots) {
    repere_verify_say_error(verify, REPERE_PART_FACETS, "The slots of the facets", error);
    return;
  }
  g_autoptr(GHashTable) facets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);
  g_hash_table_iter_init(&iter, slots);
  while (g_hash_table_iter_next(&iter, &key, &slot)) take_slot(verify, facets, taken, key, GPOINTER_TO_UINT(slot));
  for (guint i = 0; i < verify->facets->len; i++) load_values(verify, verify->facets->pdata[i]);
}

/* ---- one work ---- */

typedef struct {
  RepereVerify *verify;
  xc_document *document;
  GHashTable *terms; /* that its slots call for */
} Slots;

/* The bytes of a slot. FALSE: it cannot be read, which is told. */
static gboolean read_slot(const Slots *slots, guint32 slot, xc_bytes *value)
{
  xc_error fault = XC_ERROR_INIT;
  if (xc_document_value(slots->document, slot, value, &fault) == XC_OK) return TRUE;
  repere_verify_say_fault(slots->verify, REPERE_PART_FACETS, "a value of one of its facets", &fault);
  return FALSE;
}

static void call_for_term(const Slots *slots, const Facet *facet, guint32 number)
{
  char year[16];
  const char *value = year;
  if (facet->years) g_snprintf(year, sizeof year, "%04u", number);
  else if (!facet->values || number >= facet->values->len || !facet->values->pdata[number]) {
    repere_verify_say(slots->verify, REPERE_PART_FACETS, "its facet %s has value number %u, which no value has",
                      facet->name, number);
    return;
  } else {
    value = facet->values->pdata[number];
  }
  g_hash_table_add(slots->terms, repere_term_facet(facet->name, value));
}

static void verify_slot(const Slots *slots, const Facet *facet)
{
  xc_bytes value;
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  if (!facet->slot || !read_slot(slots, facet->slot, &value)) return;
  if (!repere_values_unpack(value.data, value.size, numbers)) {
    repere_verify_say(slots->verify, REPERE_PART_FACETS, "the slot of its facet %s is damaged", facet->name);
    return;
  }
  for (guint i = 0; i < numbers->len; i++) call_for_term(slots, facet, g_array_index(numbers, guint32, i));
  if (!facet->pages_slot || !read_slot(slots, facet->pages_slot, &value)) return;
  if (!repere_values_unpack_pages(value.data, value.size, numbers->len, pages))
    repere_verify_say(slots->verify, REPERE_PART_FACETS, "the pages of its facet %s do not go with its values",
                      facet->name);
}

static void compare_terms(const Slots *slots, const GPtrArray *found)
{
  GHashTableIter iter;
  gpointer term;
  for (guint i = 0; i < found->len; i++)
    if (!g_hash_table_remove(slots->terms, found->pdata[i]))
      repere_verify_say(slots->verify, REPERE_PART_FACETS,
                      "it is found by the facet value %s, which its slots do not have",
                        (const char *)found->pdata[i] + strlen("XF"));
  g_hash_table_iter_init(&iter, slots->terms);
  while (g_hash_table_iter_next(&iter, &term, NULL))
    repere_verify_say(slots->verify, REPERE_PART_FACETS, "it is not found by the facet value %s, which its slots have",
                      (const char *)term + strlen("XF"));
}

void repere_verify_facets(RepereVerify *verify, const RepereVerifyDocument *document)
{
  xc_error fault = XC_ERROR_INIT;
  Slots slots = {.verify = verify};
  slots.document = xc_database_document(verify->database, document->state->docid, 0, &fault);
  if (!slots.document) {
    repere_verify_say_fault(verify, REPERE_PART_FACETS, "its values", &fault);
    return;
  }
  slots.terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < verify->facets->len; i++) verify_slot(&slots, verify->facets->pdata[i]);
  compare_terms(&slots, document->facet_terms);
  g_hash_table_unref(slots.terms);
  xc_document_free(slots.document);
}

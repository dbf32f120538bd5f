/* stored.c - see stored.h */
#include "stored.h"

#include <string.h>
#include "serialised.h"

/* A document is (sssa(ss)a(ss)asasa(ssssyu)a(dd)a(uuuss)): so many members. */
#define MEMBERS 10
#define STATE_TYPE "(sssua(ssssxxyau))"

static GBytes *to_bytes(GVariant *floating)
{
  g_autoptr(GVariant) variant = g_variant_ref_sink(floating);
  return g_variant_get_data_as_bytes(variant);
}

/* A copy, since Xapian's bytes live only until the next call and GVariant wants them aligned. */
static GVariant *from_bytes(const char *type, const char *bytes, gsize size)
{
  g_autoptr(GBytes) copy = g_bytes_new(bytes, size);
  return g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(type), copy, FALSE));
}

static const char *text(const char *s)
{
  return s ? s : "";
}

/* People index arrays with it: a damaged one must stay within. */
static RepereOutcome outcome_of(guint8 stored)
{
  return stored < REPERE_OUTCOMES ? (RepereOutcome)stored : REPERE_OUTCOME_DAMAGED;
}

/* ---- the document's data ---- */

RepereStoredDocument *repere_stored_document_new(void)
{
  RepereStoredDocument *document = g_new0(RepereStoredDocument, 1);
  document->id = document->issued = document->type = "";
  document->titles = g_array_new(FALSE, FALSE, sizeof(RepereStoredText));
  document->abstracts = g_array_new(FALSE, FALSE, sizeof(RepereStoredText));
  document->creators = g_ptr_array_new();
  document->publishers = g_ptr_array_new();
  document->files = g_array_new(FALSE, FALSE, sizeof(RepereStoredFile));
  document->points = g_array_new(FALSE, FALSE, sizeof(ReperePoint));
  document->pages = g_array_new(FALSE, FALSE, sizeof(RepereStoredPage));
  return document;
}

void repere_stored_document_free(RepereStoredDocument *document)
{
  if (!document) return;
  g_array_unref(document->titles);
  g_array_unref(document->abstracts);
  g_ptr_array_unref(document->creators);
  g_ptr_array_unref(document->publishers);
  g_array_unref(document->files);
  g_array_unref(document->points);
  g_array_unref(document->pages);
  g_clear_pointer(&document->holder, g_bytes_unref);
  g_free(document);
}

static GVariant *pack_texts(const GArray *texts)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(ss)"));
  for (guint i = 0; i < texts->len; i++) {
    const RepereStoredText *t = &g_array_index(texts, RepereStoredText, i);
    g_variant_builder_add(&builder, "(ss)", t->lang, t->text);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *pack_strings(const GPtrArray *strings)
{
  return g_variant_new_strv((const char *const *)strings->pdata, strings->len);
}

static GVariant *pack_files(const GArray *files)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(ssssyu)"));
  for (guint i = 0; i < files->len; i++) {
    const RepereStoredFile *f = &g_array_index(files, RepereStoredFile, i);
    g_variant_builder_add(&builder, "(ssssyu)", f->href, f->lang, f->url, f->media_type, f->outcome,
                          f->pages);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *pack_pages(const GArray *pages)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(uuuss)"));
  for (guint i = 0; i < pages->len; i++) {
    const RepereStoredPage *p = &g_array_index(pages, RepereStoredPage, i);
    g_variant_builder_add(&builder, "(uuuss)", p->start, p->file, p->number, p->label, p->lang);
  }
  return g_variant_builder_end(&builder);
}

GBytes *repere_stored_document_pack(const RepereStoredDocument *document)
{
  GVariant *points = g_variant_new_fixed_array(G_VARIANT_TYPE("(dd)"), document->points->data,
                                               document->points->len, sizeof(ReperePoint));
  GVariant *fields[] = {
    g_variant_new_string(document->id),
    g_variant_new_string(document->issued),
    g_variant_new_string(document->type),
    pack_texts(document->titles),
    pack_texts(document->abstracts),
    pack_strings(document->creators),
    pack_strings(document->publishers),
    pack_files(document->files),
    points,
    pack_pages(document->pages),
  };
  return to_bytes(g_variant_new_tuple(fields, G_N_ELEMENTS(fields)));
}

static void unpack_texts(RepereSpan span, GArray *texts)
{
  RepereItems items = repere_items(span);
  RepereSpan item;
  while (repere_items_next(&items, 1, &item)) {
    RepereTuple tuple = repere_tuple(item, 1);
    RepereStoredText t = {repere_span_string(repere_tuple_variable(&tuple, 1)), NULL};
    t.text = repere_span_string(repere_tuple_last(&tuple, 1));
    g_array_append_val(texts, t);
  }
}

static void unpack_strings(RepereSpan span, GPtrArray *strings)
{
  RepereItems items = repere_items(span);
  RepereSpan item;
  while (repere_items_next(&items, 1, &item)) g_ptr_array_add(strings, (gpointer)repere_span_string(item));
}

static void unpack_files(RepereSpan span, GArray *files)
{
  RepereItems items = repere_items(span);
  RepereSpan item;
  while (repere_items_next(&items, 4, &item)) {
    RepereTuple tuple = repere_tuple(item, 4);
    RepereStoredFile f;
    f.href = repere_span_string(repere_tuple_variable(&tuple, 1));
    f.lang = repere_span_string(repere_tuple_variable(&tuple, 1));
    f.url = repere_span_string(repere_tuple_variable(&tuple, 1));
    f.media_type = repere_span_string(repere_tuple_variable(&tuple, 1));
    f.outcome = repere_tuple_byte(&tuple);
    f.pages = repere_tuple_u32(&tuple);
    g_array_append_val(files, f);
  }
}

static void unpack_points(RepereSpan span, GArray *points)
{
  gsize n = span.size % sizeof(ReperePoint) ? 0 : span.size / sizeof(ReperePoint);
  if (n == 0) return;
  g_array_set_size(points, (guint)n);
  memcpy(points->data, span.data, n * sizeof(ReperePoint));
}

static void unpack_pages(RepereSpan span, GArray *pages)
{
  RepereItems items = repere_items(span);
  RepereSpan item;
  while (repere_items_next(&items, 4, &item)) {
    RepereTuple tuple = repere_tuple(item, 1);
    RepereStoredPage p = {repere_tuple_u32(&tuple), 0, 0, NULL, NULL};
    p.file = repere_tuple_u32(&tuple);
    p.number = repere_tuple_u32(&tuple);
    p.label = repere_span_string(repere_tuple_variable(&tuple, 1));
    p.lang = repere_span_string(repere_tuple_last(&tuple, 1));
    g_array_append_val(pages, p);
  }
}

/* `whole`: with all that grows with the work's pages and files. The strings live in a copy, since Xapian's
 * bytes do so only until the next call. */
static RepereStoredDocument *unpack(const char *bytes, gsize size, gboolean whole)
{
  RepereStoredDocument *document = repere_stored_document_new();
  document->holder = g_bytes_new(bytes, size);
  RepereTuple tuple = repere_tuple((RepereSpan){g_bytes_get_data(document->holder, NULL), size}, MEMBERS - 1);
  document->id = repere_span_string(repere_tuple_variable(&tuple, 1));
  document->issued = repere_span_string(repere_tuple_variable(&tuple, 1));
  document->type = repere_span_string(repere_tuple_variable(&tuple, 1));
  unpack_texts(repere_tuple_variable(&tuple, 1), document->titles);
  unpack_texts(repere_tuple_variable(&tuple, 1), document->abstracts);
  unpack_strings(repere_tuple_variable(&tuple, 1), document->creators);
  unpack_strings(repere_tuple_variable(&tuple, 1), document->publishers);
  if (!whole) return document;
  unpack_files(repere_tuple_variable(&tuple, 4), document->files);
  unpack_points(repere_tuple_variable(&tuple, 8), document->points);
  unpack_pages(repere_tuple_last(&tuple, 4), document->pages);
  return document;
}

RepereStoredDocument *repere_stored_document_unpack(const char *bytes, gsize size)
{
  return unpack(bytes, size, TRUE);
}

RepereStoredDocument *repere_stored_document_unpack_head(const char *bytes, gsize size)
{
  return unpack(bytes, size, FALSE);
}

/* As they come: by what they begin with. */
void repere_stored_document_starts(const char *bytes, gsize size, GArray *pages)
{
  RepereTuple members = repere_tuple((RepereSpan){(const guint8 *)bytes, size}, MEMBERS - 1);
  RepereSpan item;
  for (guint i = 0; i < MEMBERS - 1; i++) repere_tuple_variable(&members, 1);
  RepereItems items = repere_items(repere_tuple_last(&members, 4));
  while (repere_items_next(&items, 4, &item)) {
    RepereTuple tuple = repere_tuple(item, 1);
    RepereStoredPage page = {repere_tuple_u32(&tuple), 0, 0, "", ""};
    g_array_append_val(pages, page);
  }
}

const RepereStoredText *repere_stored_text_in(const GArray *texts, const char *lang)
{
  const RepereStoredText *all = (const RepereStoredText *)(const void *)texts->data;
  const RepereStoredText *best = texts->len ? &all[0] : NULL;
  gboolean english = FALSE;
  for (guint i = 0; i < texts->len; i++) {
    if (g_str_equal(all[i].lang, lang)) return &all[i];
    if (!english && g_str_equal(all[i].lang, "en")) {
      best = &all[i];
      english = TRUE;
    }
  }
  return best;
}

char *repere_stored_page_label(const RepereStoredPage *page)
{
  return page->label[0] ? g_strdup(page->label) : g_strdup_printf("%u", page->number);
}

char *repere_stored_page_url(const RepereStoredFile *file, const RepereStoredPage *page)
{
  return g_str_equal(file->media_type, "application/pdf")
         ? g_strdup_printf("%s#page=%u", file->url, page->number)
         : g_strdup(file->url);
}

/* ---- limits ---- */

static gboolean is_cut(const guint32 cut[REPERE_LIMITS])
{
  for (guint i = 0; cut && i < REPERE_LIMITS; i++)
    if (cut[i]) return TRUE;
  return FALSE;
}

/* Nothing where no limit tells: that is so of nearly all files. */
static GVariant *pack_cut(const guint32 cut[REPERE_LIMITS])
{
  return g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, cut, is_cut(cut) ? REPERE_LIMITS : 0, sizeof *cut);
}

/* Fewer or more limits than are known now are no fault. */
static void unpack_cut(GVariant *packed, guint32 cut[REPERE_LIMITS])
{
  gsize n = 0;
  const guint32 *all = g_variant_get_fixed_array(packed, &n, sizeof *all);
  memset(cut, 0, REPERE_LIMITS * sizeof *cut);
  if (n) memcpy(cut, all, MIN(n, REPERE_LIMITS) * sizeof *all);
}

/* ---- the state ---- */

static void file_state_free(gpointer data)
{
  RepereFileState *file = data;
  g_free(file->href);
  g_free(file->lang);
  g_free(file->media_type);
  g_free(file->sha256);
  g_free(file->cut);
  g_free(file);
}

RepereWorkState *repere_work_state_new(const char *id)
{
  RepereWorkState *state = g_new0(RepereWorkState, 1);
  state->id = g_strdup(id);
  state->files = g_ptr_array_new_with_free_func(file_state_free);
  return state;
}

void repere_work_state_free(RepereWorkState *state)
{
  if (!state) return;
  g_free(state->id);
  g_free(state->hash);
  g_free(state->source);
  g_ptr_array_unref(state->files);
  g_free(state);
}

void repere_work_state_add_file(RepereWorkState *state, const char *href, const char *lang,
                                const char *media_type, const char *sha256, gint64 size, gint64 mtime,
                                RepereOutcome outcome, const guint32 cut[REPERE_LIMITS])
{
  RepereFileState *file = g_new0(RepereFileState, 1);
  *file = (RepereFileState){g_strdup(href), g_strdup(lang), g_strdup(media_type), g_strdup(text(sha256)),
                            size,           mtime,          outcome,
                            is_cut(cut) ? g_memdup2(cut, REPERE_LIMITS * sizeof *cut) : NULL};
  g_ptr_array_add(state->files, file);
}

GBytes *repere_work_state_pack(const RepereWorkState *state)
{
  GVariantBuilder files;
  g_variant_builder_init(&files, G_VARIANT_TYPE("a(ssssxxyau)"));
  for (guint i = 0; i < state->files->len; i++) {
    const RepereFileState *f = state->files->pdata[i];
    g_variant_builder_add(&files, "(ssssxxy@au)", f->href, f->lang, f->media_type, f->sha256, f->size,
                          f->mtime, (guint8)f->outcome, pack_cut(f->cut));
  }
  return to_bytes(
    g_variant_new(STATE_TYPE, state->id, text(state->hash), text(state->source), state->docid, &files));
}

RepereWorkState *repere_work_state_unpack(const char *bytes, gsize size)
{
  g_autoptr(GVariant) variant = from_bytes(STATE_TYPE, bytes, size);
  g_autoptr(GVariantIter) files = NULL;
  RepereWorkState *state = repere_work_state_new(NULL);
  g_variant_get(variant, STATE_TYPE, &state->id, &state->hash, &state->source, &state->docid, &files);
  const char *href, *lang, *media_type, *sha256;
  gint64 length, mtime;
  guint8 outcome;
  GVariant *packed;
  while (g_variant_iter_next(files, "(&s&s&s&sxxy@au)", &href, &lang, &media_type, &sha256, &length, &mtime,
                             &outcome, &packed)) {
    guint32 cut[REPERE_LIMITS];
    unpack_cut(packed, cut);
    g_variant_unref(packed);
    repere_work_state_add_file(state, href, lang, media_type, sha256, length, mtime, outcome_of(outcome),
                               cut);
  }
  return state;
}

/* ---- the ledger ---- */

#define LEDGER_PAGE_TYPE "(usssuyau)"
#define LEDGER_FILE_TYPE "(yssssasyyyyaua" LEDGER_PAGE_TYPE ")"

static GVariant *pack_ledger_pages(const GPtrArray *pages)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a" LEDGER_PAGE_TYPE));
  for (guint i = 0; i < pages->len; i++) {
    const ReperePage *p = pages->pdata[i];
    g_variant_builder_add(
      &builder, "(usssuy@au)", p->number, text(p->label), p->source, p->lang, p->characters, p->confidence,
      g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, &p->repairs, REPERE_REPAIR_KINDS, sizeof(guint32)));
  }
  return g_variant_builder_end(&builder);
}

GBytes *repere_ledger_pack(const GPtrArray *files)
{
  static const char *const nobody[] = {NULL};
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a" LEDGER_FILE_TYPE));
  for (guint i = 0; i < files->len; i++) {
    const RepereLedgerFile *f = files->pdata[i];
    g_variant_builder_add(&builder, "(yssss^asyyyy@au@a" LEDGER_PAGE_TYPE ")", (guint8)f->outcome,
                          text(f->reason), text(f->sha256), text(f->title), text(f->created),
                          f->creators ? f->creators : (char **)nobody, f->taken, f->title_from,
                          f->created_from, f->creators_from, pack_cut(f->cut), pack_ledger_pages(f->pages));
  }
  return to_bytes(g_variant_builder_end(&builder));
}

static char *unless_empty(const char *s)
{
  return s[0] ? g_strdup(s) : NULL;
}

/* Fewer or more kinds than are known now are no fault: the others are 0, or not told. */
static void unpack_repairs(GVariant *counts, RepereRepairs *repairs)
{
  gsize n = 0;
  const guint32 *all = g_variant_get_fixed_array(counts, &n, sizeof *all);
  if (n) memcpy(repairs, all, MIN(n, REPERE_REPAIR_KINDS) * sizeof *all);
}

static void unpack_ledger_pages(GVariantIter *iter, GPtrArray *pages)
{
  const char *label, *source, *lang;
  guint32 number, characters;
  guint8 confidence;
  GVariant *repairs;
  while (g_variant_iter_next(iter, "(u&s&s&suy@au)", &number, &label, &source, &lang, &characters,
                             &confidence, &repairs)) {
    ReperePage *page = repere_page_new(number);
    page->label = unless_empty(label);
    page->source = g_intern_string(source);
    page->lang = g_intern_string(lang);
    page->characters = characters;
    page->confidence = confidence;
    unpack_repairs(repairs, &page->repairs);
    g_variant_unref(repairs);
    g_ptr_array_add(pages, page);
  }
}

GPtrArray *repere_ledger_unpack(const char *bytes, gsize size)
{
  g_autoptr(GVariant) variant = from_bytes("a" LEDGER_FILE_TYPE, bytes, size);
  GPtrArray *files = g_ptr_array_new_with_free_func((GDestroyNotify)repere_ledger_file_free);
  GVariantIter iter, *pages;
  guint8 outcome, taken, title_from, created_from, creators_from;
  const char *reason, *sha256, *title, *created;
  char **creators;
  GVariant *cut;
  g_variant_iter_init(&iter, variant);
  while (g_variant_iter_next(&iter, "(y&s&s&s&s^asyyyy@aua" LEDGER_PAGE_TYPE ")", &outcome, &reason, &sha256,
                             &title, &created, &creators, &taken, &title_from, &created_from, &creators_from,
                             &cut, &pages)) {
    RepereLedgerFile *file = repere_ledger_file_new();
    file->outcome = outcome_of(outcome);
    file->reason = unless_empty(reason);
    file->sha256 = unless_empty(sha256);
    file->title = unless_empty(title);
    file->created = unless_empty(created);
    file->creators = creators;
    if (!creators[0]) g_clear_pointer(&file->creators, g_strfreev);
    file->taken = taken;
    file->title_from = title_from;
    file->created_from = created_from;
    file->creators_from = creators_from;
    unpack_cut(cut, file->cut);
    g_variant_unref(cut);
    unpack_ledger_pages(pages, file->pages);
    g_variant_iter_free(pages);
    g_ptr_array_add(files, file);
  }
  return files;
}

/* document.c - see document.h */
#include "document.h"

#include <string.h>
#include "collate.h"
#include "fault.h"
#include "index.h"
#include "plain.h"
#include "postings.h"
#include "schema.h"

/* Free positions between a field, a text or a file and the next: wider than any NEAR that people ask for. */
#define GAP 100

/* More occurrences of a concept weigh no more, and would only make the document look longer than it is. */
#define CONCEPT_MOST 255

struct RepereDocumentBuilder {
  const RepereLibrary *library;
  RepereAnalyzer *analyzer;
  RepereInverter *inverter;
  RepereConceptFinder *finder;
  GHashTable *known;      /* hashes of the synonyms that documents brought so far */
};

struct RepereDocument {
  RepereDocumentBuilder *builder;
  xc_document *xapian;
  RepereStoredDocument *stored;
  GStringChunk *strings;  /* what `stored` points to, where it is not the work's */
  GPtrArray *languages;   /* of const char *, NULL at the end */
  GPtrArray *pages;       /* of GBytes * or NULL */
  GPtrArray *synonyms;    /* of char *: key, synonym, … */
  GPtrArray *only_fields; /* of char *: the record's terms that no text has had yet, in byte order; NULL: it has */
  GArray *texts;          /* of RepereConceptText: those of the postings that are read next */
  RepereFoundConcepts *concepts;
  const char *issued;     /* or NULL */
  guint32 next;           /* first free position */
  gsize text_bytes;
};

RepereDocumentBuilder *repere_document_builder_new(const RepereLibrary *library, RepereConceptSource *concepts)
{
  RepereDocumentBuilder *builder = g_new0(RepereDocumentBuilder, 1);
  builder->library = library;
  builder->analyzer = repere_analyzer_new();
  builder->inverter = repere_inverter_new(builder->analyzer);
  builder->finder = repere_concept_finder_new(concepts);
  builder->known = g_hash_table_new(g_direct_hash, g_direct_equal);
  return builder;
}

void repere_document_builder_free(RepereDocumentBuilder *builder)
{
  if (!builder) return;
  repere_concept_finder_free(builder->finder);
  repere_inverter_free(builder->inverter);
  repere_analyzer_free(builder->analyzer);
  g_hash_table_unref(builder->known);
  g_free(builder);
}

static void bytes_or_null_free(gpointer bytes)
{
  if (bytes) g_bytes_unref(bytes);
}

static RepereDocument *document_new(RepereDocumentBuilder *builder)
{
  RepereDocument *document = g_new0(RepereDocument, 1);
  document->builder = builder;
  document->stored = repere_stored_document_new();
  document->strings = g_string_chunk_new(512);
  document->languages = g_ptr_array_new();
  document->pages = g_ptr_array_new_with_free_func(bytes_or_null_free);
  document->synonyms = g_ptr_array_new_with_free_func(g_free);
  document->only_fields = g_ptr_array_new_with_free_func(g_free);
  document->texts = g_array_new(FALSE, FALSE, sizeof(RepereConceptText));
  document->next = 1;
  return document;
}

void repere_document_free(RepereDocument *document)
{
  if (!document) return;
  xc_document_free(document->xapian);
  repere_stored_document_free(document->stored);
  g_string_chunk_free(document->strings);
  g_ptr_array_unref(document->languages);
  g_ptr_array_unref(document->pages);
  g_ptr_array_unref(document->synonyms);
  g_ptr_array_unref(document->only_fields);
  g_array_unref(document->texts);
  repere_found_concepts_free(document->concepts);
  g_free(document);
}

const char *const *repere_document_languages(const RepereDocument *document)
{
  return (const char *const *)document->languages->pdata;
}

const char *repere_document_issued(const RepereDocument *document)
{
  return document->issued;
}

const GPtrArray *repere_document_pages(const RepereDocument *document)
{
  return document->pages;
}

const GPtrArray *repere_document_synonyms(const RepereDocument *document)
{
  return document->synonyms;
}

const RepereFoundConcepts *repere_document_concepts(const RepereDocument *document)
{
  return document->concepts;
}

gsize repere_document_text_bytes(const RepereDocument *document)
{
  return document->text_bytes;
}

/* ---- pages ---- */

static GBytes *take_unless_empty(RepereInverter *inverter)
{
  GBytes *bytes = repere_inverter_take(inverter);
  if (g_bytes_get_size(bytes)) return bytes;
  g_bytes_unref(bytes);
  return NULL;
}

gboolean repere_document_builder_invert(RepereDocumentBuilder *builder, RepereLedgerFile *file, const char *lang,
                                        GBytes **postings, GError **error)
{
  gboolean sound = TRUE;
  for (guint i = 0; i < file->pages->len && sound; i++) {
    ReperePage *page = file->pages->pdata[i];
    gsize length = 0;
    page->positions = 0;
    if (!page->text) continue;
    g_autofree char *text = repere_page_decompress(page->text, &length);
    sound = text != NULL;
    if (!sound) break;
    page->lang = g_intern_string(repere_language_of_page(text, length, lang));
    page->positions = repere_inverter_add(builder->inverter, REPERE_FIELD_TEXT, text, length,
                                          repere_language(page->lang));
  }
  *postings = take_unless_empty(builder->inverter);
  repere_analyzer_trim(builder->analyzer);
  if (sound) return TRUE;
  g_clear_pointer(postings, g_bytes_unref);
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CORRUPT,
              "A page's text in the index is damaged; run 'repere-indexer rebuild', which reads all files again.");
  return FALSE;
}

static void add_page(RepereDocument *document, guint file, const ReperePage *page)
{
  RepereStoredPage stored = {document->next, file, page->number, "", page->lang};
  RepereConceptText text = {document->next, page->positions, repere_language(page->lang), document->stored->pages->len};
  g_array_append_val(document->texts, text);
  if (page->label) stored.label = g_string_chunk_insert(document->strings, page->label);
  g_array_append_val(document->stored->pages, stored);
  g_ptr_array_add(document->pages, page->text ? g_bytes_ref(page->text) : NULL);
  document->next += page->positions;
}

/* ---- postings ---- */

/* FNV-1a (Fowler, Noll, Vo), 64 bits. */
static guint64 hash_bytes(guint64 hash, const char *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++) hash = (hash ^ (guchar)bytes[i]) * 0x100000001b3ULL;
  return hash;
}

/* TRUE the first time that a document of the builder brings this pair. */
static gboolean is_news(RepereDocument *document, const char *key, gsize key_size, const char *word, gsize size)
{
  guint64 hash = hash_bytes(hash_bytes(0xcbf29ce484222325ULL, key, key_size), "|", 1);
  return g_hash_table_add(document->builder->known, GSIZE_TO_POINTER(hash_bytes(hash, word, size)));
}

/* An unaccented question finds the accented spellings of the library through its folded word. */
static void note_spelling(RepereDocument *document, const ReperePosting *posting)
{
  gsize ascii = 0;
  while (ascii < posting->size && !(posting->term[ascii] & 0x80)) ascii++;
  if (ascii == posting->size || !is_news(document, "", 0, posting->term, posting->size)) return;
  g_autofree char *word = g_strndup(posting->term, posting->size);
  g_autofree char *folded = repere_text_fold(word, -1);
  if (!folded[0] || g_str_equal(folded, word)) return;
  g_ptr_array_add(document->synonyms, g_steal_pointer(&folded));
  g_ptr_array_add(document->synonyms, g_steal_pointer(&word));
}

/* Where a stem stands in a text is known by its words. */
static void note_family(RepereDocument *document, const ReperePosting *posting)
{
  for (guint i = 0; i < posting->family_size; i++) {
    const RepereStemmed *of = &posting->family[i];
    if (!is_news(document, posting->term, posting->size, of->word, of->size)) continue;
    g_ptr_array_add(document->synonyms, g_strndup(posting->term, posting->size));
    g_ptr_array_add(document->synonyms, g_strndup(of->word, of->size));
  }
}

static gboolean is_only_in_fields(const ReperePosting *posting)
{
  gsize prefix = strlen(REPERE_TERM_ONLY_FIELDS);
  return posting->size > prefix && memcmp(posting->term, REPERE_TERM_ONLY_FIELDS, prefix) == 0;
}

/* The order in which a posting's term stands to another one. */
static int compare_term(const char *term, const ReperePosting *posting)
{
  int order = strncmp(term, posting->term, posting->size);
  return order ? order : term[posting->size] != '\0';
}

/* A file has a term: it is in a text, then. Both lists run in byte order; *at is how far that of the record was read. */
static void strike_out(RepereDocument *document, const ReperePosting *posting, guint *at)
{
  GPtrArray *terms = document->only_fields;
  for (; *at < terms->len; ++*at) {
    int order = terms->pdata[*at] ? compare_term(terms->pdata[*at], posting) : -1;
    if (order == 0) g_clear_pointer(&terms->pdata[*at], g_free);
    if (order > 0) return;
  }
}

static gboolean add_postings(RepereDocument *document, GBytes *postings, guint32 base, gboolean of_file, GError **error)
{
  guint at = 0;
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(ReperePostingsReader) reader = repere_postings_reader_new(postings);
  ReperePosting posting;
  document->text_bytes += g_bytes_get_size(postings);
  while (repere_postings_next(reader, &posting) == 1) {
    if (is_only_in_fields(&posting)) {
      gsize prefix = strlen(REPERE_TERM_ONLY_FIELDS);
      g_ptr_array_add(document->only_fields, g_strndup(posting.term + prefix, posting.size - prefix));
      continue;
    }
    if (of_file) strike_out(document, &posting, &at);
    xc_code code = xc_document_add_term(document->xapian, posting.term, posting.size, posting.wdf, &fault);
    for (guint i = 0; i < posting.count && code == XC_OK; i++)
      code = xc_document_add_posting(document->xapian, posting.term, posting.size, base + posting.positions[i], 0,
                                     &fault);
    if (code != XC_OK) return repere_fault(error, NULL, &fault);
    if (posting.family_size) note_family(document, &posting);
    else if (!g_ascii_isupper(posting.term[0])) note_spelling(document, &posting);
  }
  return TRUE;
}

/* Looks for concepts in the texts that came since the last time, whose words `postings` has. */
static void find_concepts(RepereDocument *document, GBytes *postings, guint32 base)
{
  const RepereConceptText *texts = (const RepereConceptText *)(const void *)document->texts->data;
  repere_concept_finder_read(document->builder->finder, postings, base, texts, document->texts->len);
  g_array_set_size(document->texts, 0);
}

static gboolean add_concepts(RepereDocument *document, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  document->concepts = repere_concept_finder_take(document->builder->finder);
  for (guint i = 0; i < document->concepts->counts->len; i++) {
    const RepereConceptCount *count = &g_array_index(document->concepts->counts, RepereConceptCount, i);
    g_autofree char *term = repere_concept_finder_term(document->builder->finder, count->concept);
    if (xc_document_add_term(document->xapian, term, XC_NUL, MIN(count->occurrences, CONCEPT_MOST), &fault) != XC_OK)
      return repere_fault(error, NULL, &fault);
  }
  return TRUE;
}

/* ---- what the record says ---- */

static const struct {
  const char *element;
  RepereTextField field;
} field_elements[] = {
  {"dcterms:title", REPERE_FIELD_TITLE},       {"dcterms:abstract", REPERE_FIELD_ABSTRACT},
  {"dcterms:creator", REPERE_FIELD_CREATOR},   {"dcterms:publisher", REPERE_FIELD_CREATOR},
  {"dcterms:subject", REPERE_FIELD_KEYWORD},   {"dcterms:isPartOf", REPERE_FIELD_KEYWORD},
  {"programme", REPERE_FIELD_KEYWORD},
};

static gboolean field_of(const RepereField *field, RepereTextField *id)
{
  /* A subject without a language is a notation. */
  if (!field->lang[0] && g_str_equal(field->element, "dcterms:subject")) return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(field_elements); i++)
    if (g_str_equal(field->element, field_elements[i].element)) {
      *id = field_elements[i].field;
      return TRUE;
    }
  return FALSE;
}

static void add_language(RepereDocument *document, const char *code)
{
  if (!code || !code[0]) return;
  for (guint i = 0; i < document->languages->len; i++)
    if (g_str_equal(document->languages->pdata[i], code)) return;
  g_ptr_array_add(document->languages, g_string_chunk_insert(document->strings, code));
}

static void invert_field(RepereDocument *document, RepereTextField id, const char *written, const char *lang)
{
  RepereInverter *inverter = document->builder->inverter;
  RepereConceptText text = {document->next, 0, repere_language(lang), REPERE_NO_PAGE};
  text.words = repere_inverter_add(inverter, id, written, strlen(written), text.language);
  if (id != REPERE_FIELD_CREATOR) g_array_append_val(document->texts, text); /* a name speaks of nothing */
  repere_inverter_skip(inverter, GAP);
  document->next += text.words + GAP;
}

/* Of titles and abstracts that do not say it: that of the first file, or the record's own. Names have none. */
static const char *own_language(const RepereWork *work, const RepereField *field)
{
  const RepereFile *first = work->files->len ? work->files->pdata[0] : NULL;
  const char *declared = repere_work_first(work, "dcterms:language");
  char code[REPERE_PLAIN_CODE] = "";
  if (field->lang[0] ||
      (!g_str_equal(field->element, "dcterms:title") && !g_str_equal(field->element, "dcterms:abstract")))
    return field->lang;
  if (first && first->lang[0]) return first->lang;
  if (declared) repere_plain_language(declared, code); /* "fr-CA" is "fr" */
  return g_intern_string(code);
}

static void add_fields(RepereDocument *document, const RepereWork *work)
{
  RepereStoredDocument *stored = document->stored;
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    RepereStoredText text = {own_language(work, field), field->value};
    RepereTextField id;
    if (field_of(field, &id)) invert_field(document, id, field->value, text.lang);
    if (g_str_equal(field->element, "dcterms:title")) g_array_append_val(stored->titles, text);
    if (g_str_equal(field->element, "dcterms:abstract")) g_array_append_val(stored->abstracts, text);
    if (g_str_equal(field->element, "dcterms:creator")) g_ptr_array_add(stored->creators, field->value);
    if (g_str_equal(field->element, "dcterms:publisher")) g_ptr_array_add(stored->publishers, field->value);
  }
  if (repere_work_first(work, "dcterms:type")) stored->type = repere_work_first(work, "dcterms:type");
  document->issued = repere_work_first(work, "dcterms:issued");
  if (work->points) g_array_append_vals(stored->points, work->points->data, work->points->len);
}

/* The text that stands in the record itself: a page a language, of file 0. */
static void add_record_texts(RepereDocument *document, RepereDocumentBuilder *builder, const RepereWork *work)
{
  guint number = 0;
  for (guint i = 0; i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    if (!g_str_equal(field->element, "text")) continue;
    ReperePage *page = repere_page_new(++number);
    g_autofree char *text = repere_text_repair(field->value, strlen(field->value), &page->repairs);
    gsize length = strlen(text);
    page->lang = g_intern_string(repere_language_of_page(text, length, field->lang));
    page->positions = repere_inverter_add(builder->inverter, REPERE_FIELD_TEXT, text, length,
                                          repere_language(page->lang));
    page->text = repere_page_compress(text, length);
    add_page(document, 0, page);
    repere_inverter_skip(builder->inverter, GAP);
    document->next += GAP;
    add_language(document, field->lang[0] ? field->lang : page->lang);
    repere_page_free(page);
  }
}

/* ---- what the files bring ---- */

/* The language that most pages of a file are in, where the record declares none. */
static const char *file_language(const RepereFile *file, const RepereLedgerFile *ledger)
{
  guint counts[REPERE_LANGUAGES_MAX] = {0}, best = 0;
  if (file->lang[0]) return file->lang;
  for (guint i = 0; i < ledger->pages->len; i++) {
    const RepereLanguage *language = repere_language(((ReperePage *)ledger->pages->pdata[i])->lang);
    if (language) counts[repere_language_index(language)]++;
  }
  for (guint i = 1; i < REPERE_LANGUAGES_MAX; i++)
    if (counts[i] > counts[best]) best = i;
  return counts[best] ? repere_language_at(best)->code : "";
}

static const char *file_url(RepereDocument *document, const RepereLibrary *library, const RepereFile *file)
{
  if (file->url) return file->url;
  g_autofree char *escaped = g_uri_escape_string(file->href, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
  g_autofree char *url = g_strconcat(library->url, escaped, NULL);
  return g_string_chunk_insert(document->strings, url);
}

static gboolean add_file(RepereDocument *document, const RepereLibrary *library, const RepereFile *file,
                         RepereFilePart *part, guint number, GError **error)
{
  guint32 base = document->next;
  const char *lang = file_language(file, part->ledger);
  RepereStoredFile stored = {file->href, g_string_chunk_insert(document->strings, lang),
                             file_url(document, library, file), file->media_type, (guint8)part->ledger->outcome,
                             part->ledger->pages->len};
  g_array_append_val(document->stored->files, stored);
  add_language(document, lang);
  for (guint i = 0; i < part->ledger->pages->len; i++) add_page(document, number, part->ledger->pages->pdata[i]);
  document->next += GAP;
  if (!part->postings) {
    g_array_set_size(document->texts, 0);
    return TRUE;
  }
  find_concepts(document, part->postings, base);
  return add_postings(document, part->postings, base, TRUE, error);
}

/* ---- what the record lacks ---- */

static void take_creators(RepereDocument *document, const RepereLedgerFile *ledger)
{
  for (char **name = ledger->creators; *name; name++) {
    char *kept = g_string_chunk_insert(document->strings, *name);
    g_ptr_array_add(document->stored->creators, kept);
    invert_field(document, REPERE_FIELD_CREATOR, kept, "");
  }
}

/* Nothing is taken from a file that is not there, or of whose pages none tells its language. */
static gboolean tells_language(const RepereLedgerFile *ledger)
{
  for (guint i = 0; i < ledger->pages->len; i++)
    if (*((const ReperePage *)ledger->pages->pdata[i])->lang) return TRUE;
  return FALSE;
}

static void take_from_files(RepereDocument *document, const RepereWork *work, const RepereFilePart *parts)
{
  RepereStoredDocument *stored = document->stored;
  gboolean no_creators = stored->creators->len == 0;
  for (guint i = 0; i < work->files->len; i++) {
    RepereLedgerFile *ledger = parts[i].ledger;
    gboolean said = ((RepereFile *)work->files->pdata[i])->lang[0] != '\0';
    ledger->taken = !said && tells_language(ledger) ? REPERE_TAKEN_LANGUAGE : 0;
    if (stored->titles->len == 0 && ledger->title) {
      ledger->taken |= REPERE_TAKEN_TITLE;
      RepereStoredText title = {((RepereFile *)work->files->pdata[i])->lang,
                                g_string_chunk_insert(document->strings, ledger->title)};
      g_array_append_val(stored->titles, title);
      invert_field(document, REPERE_FIELD_TITLE, title.text, title.lang);
    }
    if (no_creators && ledger->creators) {
      ledger->taken |= REPERE_TAKEN_CREATORS;
      take_creators(document, ledger);
      no_creators = FALSE;
    }
    if (!document->issued && ledger->created) {
      ledger->taken |= REPERE_TAKEN_DATE;
      document->issued = g_string_chunk_insert(document->strings, ledger->created);
    }
  }
  if (stored->titles->len == 0) {
    RepereStoredText title = {"", work->id};
    g_array_append_val(stored->titles, title);
  }
}

static void add_declared_languages(RepereDocument *document, const RepereWork *work)
{
  gboolean silent = document->languages->len == 0; /* no file and no text says it */
  for (guint i = 0; silent && i < work->fields->len; i++) {
    const RepereField *field = work->fields->pdata[i];
    char code[REPERE_PLAIN_CODE];
    if (!g_str_equal(field->element, "dcterms:language")) continue;
    repere_plain_language(field->value, code);
    add_language(document, code);
  }
  g_ptr_array_add(document->languages, NULL);
}

/* ---- terms and values of the whole ---- */

static gboolean add_sort_values(RepereDocument *document, const RepereLibrary *library, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  const GArray *titles = document->stored->titles;
  xc_code code = document->issued
                   ? xc_document_set_value(document->xapian, REPERE_SLOT_ISSUED, document->issued, XC_NUL, &fault)
                   : XC_OK;
  for (char **lang = library->languages; *lang && code == XC_OK; lang++) {
    const RepereLanguage *language = repere_language(*lang);
    const char *title = repere_stored_text_in(titles, *lang)->text;
    g_autofree char *key = repere_collation_key(title, *lang);
    if (language)
      code = xc_document_set_value(document->xapian, REPERE_SLOT_TITLE + repere_language_index(language), key, XC_NUL,
                                   &fault);
  }
  return code == XC_OK ? TRUE : repere_fault(error, NULL, &fault);
}

static gboolean add_boolean(RepereDocument *document, char *term, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  g_autofree char *owned = term;
  if (xc_document_add_boolean_term(document->xapian, owned, XC_NUL, &fault) == XC_OK) return TRUE;
  return repere_fault(error, NULL, &fault);
}

static gboolean add_only_fields(RepereDocument *document, GError **error)
{
  for (guint i = 0; i < document->only_fields->len; i++) {
    const char *term = document->only_fields->pdata[i];
    if (term && !add_boolean(document, g_strconcat(REPERE_TERM_ONLY_FIELDS, term, NULL), error)) return FALSE;
  }
  return TRUE;
}

RepereDocument *repere_document_build(RepereDocumentBuilder *builder, const RepereWork *work, RepereFilePart *parts,
                                      GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  g_autoptr(RepereDocument) document = document_new(builder);
  document->xapian = xc_document_new(&fault);
  if (!document->xapian) {
    repere_fault(error, work->id, &fault);
    return NULL;
  }
  document->stored->id = work->id;
  add_fields(document, work);
  take_from_files(document, work, parts);
  add_record_texts(document, builder, work);
  g_autoptr(GBytes) own = repere_inverter_take(builder->inverter);
  repere_analyzer_trim(builder->analyzer);
  find_concepts(document, own, 1);
  if (!add_postings(document, own, 1, FALSE, error)) return NULL;
  for (guint i = 0; i < work->files->len; i++)
    if (!add_file(document, builder->library, work->files->pdata[i], &parts[i], i + 1, error)) return NULL;
  add_declared_languages(document, work);
  document->stored->issued = document->issued ? document->issued : "";
  if (!add_only_fields(document, error) || !add_concepts(document, error) ||
      !add_sort_values(document, builder->library, error) ||
      !add_boolean(document, repere_term_id(work->id), error) ||
      !add_boolean(document, repere_term_access(repere_work_access(work)), error)) return NULL;
  return g_steal_pointer(&document);
}

gboolean repere_document_add_facet(RepereDocument *document, const char *facet, guint32 slot, const GByteArray *packed,
                                   const GPtrArray *values, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (xc_document_set_value(document->xapian, slot, (const char *)packed->data, packed->len, &fault) != XC_OK)
    return repere_fault(error, NULL, &fault);
  for (guint i = 0; i < values->len; i++)
    if (!add_boolean(document, repere_term_facet(facet, values->pdata[i]), error)) return FALSE;
  return TRUE;
}

gboolean repere_document_add_pages(RepereDocument *document, guint32 slot, const GByteArray *packed, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  if (xc_document_set_value(document->xapian, slot, (const char *)packed->data, packed->len, &fault) == XC_OK)
    return TRUE;
  return repere_fault(error, NULL, &fault);
}

gboolean repere_document_replace(RepereDocument *document, xc_writer *writer, guint32 docid, GError **error)
{
  xc_error fault = XC_ERROR_INIT;
  gsize size = 0;
  g_autoptr(GBytes) data = repere_stored_document_pack(document->stored);
  const char *bytes = g_bytes_get_data(data, &size);
  if (xc_document_set_data(document->xapian, bytes, size, &fault) != XC_OK ||
      xc_writer_replace(writer, docid, document->xapian, &fault) != XC_OK)
    return repere_fault(error, document->stored->id, &fault);
  return TRUE;
}

/* ---- of a document in the index ---- */

gboolean repere_document_count_pages(xc_database *database, guint32 docid, guint *pages, guint *of_record, GError **error)
{
  g_autoptr(RepereStoredDocument) stored = repere_index_document(database, docid, error);
  if (!stored) return FALSE;
  *pages = stored->pages->len;
  *of_record = 0;
  while (*of_record < *pages && g_array_index(stored->pages, RepereStoredPage, *of_record).file == 0) ++*of_record;
  return TRUE;
}

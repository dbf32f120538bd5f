/* ocr.c - see ocr.h */
#include "indexer/ocr.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/ocr_settings.h"
#include "indexer/ocr_store.h"
#include "indexer/reason.h"

enum { MODELS_MOST = 16 };

/* ---- models ---- */

typedef struct {
  const char *code; /* interned */
  gconstpointer bytes;
  gsize size;
} Model;

static Model models[MODELS_MOST]; /* the likeliest first */
static guint n_models;

static gboolean map_model(const char *path, Model *model)
{
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  gboolean fits = file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
  void *bytes = fits ? mmap(NULL, (gsize)status.st_size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  if (file >= 0) close(file);
  if (bytes == MAP_FAILED) return FALSE;
  model->bytes = bytes;
  model->size = (gsize)status.st_size;
  return TRUE;
}

void repere_ocr_prepare(const char *folder, const char *languages)
{
  g_auto(GStrv) codes = g_strsplit(languages, ";", -1);
  for (guint i = 0; codes[i] && *codes[i] && n_models < MODELS_MOST; i++) {
    g_autofree char *path = repere_ocr_model_path(folder, codes[i]);
    models[n_models].code = g_intern_string(codes[i]);
    if (map_model(path, &models[n_models])) n_models++;
  }
}

static const Model *model_of(const char *code)
{
  for (guint i = 0; code && i < n_models; i++)
    if (strcmp(models[i].code, code) == 0) return &models[i];
  return NULL;
}

/* One engine at a time: a file is in one language mostly. NULL where the model is none. */
static RepereOcrEngine *engine_for(RepereOcr *ocr, const Model *model)
{
  if (ocr->engine.engine && ocr->engine.code == model->code) return ocr->engine.engine;
  repere_ocr_engine_free(ocr->engine.engine);
  ocr->engine.engine = repere_ocr_engine_new(model->code, model->bytes, model->size);
  ocr->engine.code = model->code;
  return ocr->engine.engine;
}

/* ---- languages ---- */

void repere_ocr_note_text(RepereOcr *ocr, const char *text)
{
  const RepereLanguage *language = repere_language(repere_language_of_page(text, strlen(text), ""));
  if (language) ocr->letters[repere_language_index(language)] += strlen(text);
}

/* The model to begin with; there is one at least. */
static const Model *likeliest_model(const RepereOcr *ocr)
{
  const RepereLanguage *declared = repere_language(ocr->declared), *main = NULL;
  const Model *model = model_of(declared ? declared->code : ocr->declared);
  if (!model) model = model_of(ocr->found);
  gsize most = 0;
  for (guint i = 0; repere_language_at(i); i++) {
    if (ocr->letters[i] <= most) continue;
    most = ocr->letters[i];
    main = repere_language_at(i);
  }
  if (!model && main) model = model_of(main->code);
  return model ? model : &models[0];
}

/* ---- a page ---- */

/* What the text of a page depends on, but for file and models, which the pool knows: not on what came before
 * in the file, so that it is found again wherever in it the page is. */
static char *key_of(const RepereOcr *ocr, const RepereOcrPicture *picture)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree char *head =
    g_strdup_printf("repere-ocr 2\n%s\n%s\n%u %u %u\n", repere_ocr_version(), ocr->declared, picture->width,
                    picture->height, picture->dpi);
  g_checksum_update(sum, (const guchar *)head, -1);
  g_checksum_update(sum, picture->pixels, (gssize)picture->width * picture->height);
  return g_strdup(g_checksum_get_string(sum));
}

/* What is known of a page before it is rendered; the pool adds of which file it is. */
static char *place_of(const RepereOcr *ocr, guint number)
{
  g_autofree char *text =
    g_strdup_printf("repere-ocr place 1\npoppler %s\n%u %u\n", poppler_get_version(), ocr->dpi, number);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

static G_GNUC_NORETURN void leave(void)
{
  _exit(0); /* the pool is gone */
}

/* TRUE where the pool has an entry of that key. */
static gboolean recall(const RepereOcr *ocr, const char *key, gboolean of_place, RepereOcrEntry *entry)
{
  GVariant *question = g_variant_new(REPERE_WIRE_RECALL_TYPE, key, of_place);
  if (!repere_wire_send_variant(ocr->socket, REPERE_WIRE_RECALL, question)) leave();
  int file = -1;
  g_autoptr(GVariant) answer =
    repere_wire_receive(ocr->socket, REPERE_WIRE_RECALLED, REPERE_WIRE_RECALLED_TYPE, &file);
  if (!answer) leave();
  gboolean found = FALSE;
  g_variant_get(answer, REPERE_WIRE_RECALLED_TYPE, &found);
  if (file < 0) return FALSE;
  found = repere_ocr_entry_read(file, entry);
  close(file);
  return found;
}

static void tell(const RepereOcr *ocr, const RepereOcrEntry *entry)
{
  GVariant *frame = g_variant_new(REPERE_WIRE_RECOGNISED_TYPE, (guchar)entry->what, (guchar)entry->confidence,
                                  entry->language, entry->allowed, entry->text ? entry->text : "");
  if (!repere_wire_send_variant(ocr->socket, REPERE_WIRE_RECOGNISED, frame)) leave();
}

/* Reads with one model. FALSE where time ran out, or the model is none. */
static gboolean read_with(RepereOcr *ocr, const Model *model, const RepereOcrPicture *picture,
                          RepereOcrEntry *entry)
{
  RepereOcrEngine *engine = engine_for(ocr, model);
  gint64 left = ocr->deadline - repere_ocr_cpu();
  if (!engine || left <= 0) return FALSE;
  RepereOcrReading reading = repere_ocr_engine_read(engine, picture, left);
  if (!reading.text) return FALSE;
  if (strlen(reading.text) > REPERE_OCR_TEXT_BYTES || !g_utf8_validate(reading.text, -1, NULL))
    *reading.text = '\0';
  entry->what = REPERE_OCR_TEXT;
  entry->confidence = reading.confidence;
  entry->text = reading.text;
  g_strlcpy(entry->language, strlen(model->code) < sizeof entry->language ? model->code : "",
            sizeof entry->language);
  return TRUE;
}

/* Reads once more, and keeps it in place of `entry` where its confidence is that, and no less than before. */
static gboolean read_better(RepereOcr *ocr, const Model *model, const RepereOcrPicture *picture,
                            guint confidence, RepereOcrEntry *entry)
{
  RepereOcrEntry second = {.allowed = ocr->page_seconds};
  gboolean better =
    read_with(ocr, model, picture, &second) && second.confidence >= MAX(confidence, entry->confidence);
  if (better) {
    repere_ocr_entry_clear(entry);
    *entry = second;
  } else {
    repere_ocr_entry_clear(&second);
  }
  return better;
}

static void turn_upside_down(RepereOcrPicture *picture)
{
  guint8 *first = picture->pixels, *last = first + (gsize)picture->width * picture->height - 1;
  for (; first < last; first++, last--) {
    guint8 pixel = *first;
    *first = *last;
    *last = pixel;
  }
}

/* Recognises, once more where the page may lie upside down, or the text is clearly in another language than
 * was thought. Sheets that lie on their side Tesseract turns by itself, one way. */
static void recognise(RepereOcr *ocr, RepereOcrPicture *picture, RepereOcrEntry *entry)
{
  enum { DOUBTFUL = 60, CERTAIN = 75 };
  const Model *model = likeliest_model(ocr);
  *entry = (RepereOcrEntry){.what = REPERE_OCR_FAILED, .allowed = ocr->page_seconds};
  if (!read_with(ocr, model, picture, entry)) return;
  if (entry->confidence < DOUBTFUL) {
    turn_upside_down(picture);
    if (!read_better(ocr, model, picture, CERTAIN, entry)) turn_upside_down(picture);
  }
  const Model *other = model_of(repere_language_of_page(entry->text, strlen(entry->text), ""));
  if (other && other != model) read_better(ocr, other, picture, 0, entry);
}

static gboolean is_spared(const RepereOcr *ocr, guint number)
{
  for (guint i = 0; i < ocr->spared->len; i++)
    if (g_array_index(ocr->spared, guint32, i) == number) return TRUE;
  return FALSE;
}

/* More time, or memory, may do what less could not. */
static gboolean is_final(const RepereOcr *ocr, const RepereOcrEntry *entry)
{
  if (entry->what == REPERE_OCR_TEXT) return TRUE;
  return entry->allowed >= (entry->what == REPERE_OCR_MEMORY ? ocr->memory_mb : ocr->page_seconds);
}

/* An entry for the page's picture (which is turned, perhaps), from the pool or made now. */
static void find_entry(RepereOcr *ocr, RepereOcrPicture *picture, RepereOcrEntry *entry)
{
  gint64 page_us = (gint64)ocr->page_seconds * G_USEC_PER_SEC;
  g_autofree char *key = key_of(ocr, picture);
  gboolean had = recall(ocr, key, FALSE, entry);
  if (had && is_final(ocr, entry)) return;
  repere_ocr_entry_clear(entry);
  ocr->deadline = repere_ocr_cpu() + MIN(page_us, ocr->cpu_left);
  recognise(ocr, picture, entry);
  /* What the file's time broke off is no word about the page. */
  if (entry->what == REPERE_OCR_TEXT || ocr->cpu_left >= page_us) tell(ocr, entry);
}

static RepereOcrResult take_entry(RepereOcr *ocr, guint number, RepereOcrEntry *entry, char **text,
                                  guint8 *confidence)
{
  if (entry->what == REPERE_OCR_MEMORY) {
    if (ocr->starved++ == 0) ocr->first_starved = number;
    return REPERE_OCR_NOTHING;
  }
  if (entry->what != REPERE_OCR_TEXT) {
    if (ocr->unfinished++ == 0) ocr->first_unfinished = number;
    return REPERE_OCR_NOTHING;
  }
  if (!entry->text[strspn(entry->text, " \t\n\f")]) return REPERE_OCR_NOTHING;
  *confidence = entry->confidence;
  const char *told = repere_language_of_page(entry->text, strlen(entry->text), "");
  if (model_of(told)) ocr->found = told;
  ocr->recognised++;
  *text = g_steal_pointer(&entry->text);
  return REPERE_OCR_RECOGNISED;
}

/* An entry for the page: by its place, else by its picture, if there is one. FALSE: nothing can be said of
 * it. */
static gboolean find_page(RepereOcr *ocr, PopplerPage *page, guint number, RepereOcrEntry *entry)
{
  RepereOcrPicture picture = {0};
  g_autofree char *place = place_of(ocr, number);
  if (recall(ocr, place, TRUE, entry) && is_final(ocr, entry)) return TRUE;
  repere_ocr_entry_clear(entry);
  *entry = (RepereOcrEntry){.what = REPERE_OCR_TEXT};
  RepereOcrRendering rendering = repere_ocr_render(page, ocr->dpi, &picture);
  if (rendering == REPERE_OCR_UNRENDERED) return FALSE;
  if (rendering == REPERE_OCR_BLANK) {
    entry->text = g_strdup("");
    tell(ocr, entry);
    return TRUE;
  }
  find_entry(ocr, &picture, entry);
  repere_ocr_picture_clear(&picture);
  return TRUE;
}

RepereOcrResult repere_ocr_page(RepereOcr *ocr, PopplerPage *page, guint number, char **text,
                                guint8 *confidence)
{
  RepereOcrEntry entry = {0};
  RepereOcrResult result = REPERE_OCR_NOTHING;
  *text = NULL;
  *confidence = REPERE_CONFIDENCE_NONE;
  if (n_models == 0 || is_spared(ocr, number)) return result;
  if (ocr->cpu_left <= 0) {
    ocr->over++;
    return result;
  }
  gint64 start = repere_ocr_cpu();
  if (!repere_wire_send_variant(ocr->socket, REPERE_WIRE_RECOGNISING, g_variant_new("(u)", number))) leave();
  if (find_page(ocr, page, number, &entry)) result = take_entry(ocr, number, &entry, text, confidence);
  repere_ocr_entry_clear(&entry);
  if (!repere_wire_send_variant(ocr->socket, REPERE_WIRE_RECOGNISING, g_variant_new("(u)", 0))) leave();
  gint64 took = repere_ocr_cpu() - start;
  ocr->cpu_used += took;
  ocr->cpu_left -= took;
  return result;
}

/* ---- the file ---- */

void repere_ocr_complain(const RepereOcr *ocr, RepereExtract *extract)
{
  if (ocr->over > 0)
    repere_extract_cut(extract, REPERE_LIMIT_OCR_FILE_SECONDS,
                       repere_reason(REPERE_REASON_OCR_TIME, ocr->over));
  if (ocr->unfinished > 0)
    repere_extract_cut(extract, REPERE_LIMIT_OCR_PAGE_SECONDS,
                       repere_reason(REPERE_REASON_OCR_PAGE_TIME, ocr->page_seconds, ocr->unfinished,
                                     ocr->first_unfinished));
  if (ocr->starved > 0)
    repere_extract_cut(
      extract, REPERE_LIMIT_MEMORY_MB,
      repere_reason(REPERE_REASON_OCR_PAGE_MEMORY, ocr->memory_mb, ocr->starved, ocr->first_starved));
}

void repere_ocr_clear(RepereOcr *ocr)
{
  repere_ocr_engine_free(ocr->engine.engine);
  ocr->engine.engine = NULL;
  g_clear_pointer(&ocr->spared, g_array_unref);
}

/* ocr_engine.c - see ocr_engine.h */
#include "indexer/ocr_engine.h"

#include <string.h>
#include <time.h>
#include <unicode/uloc.h>

/* A paragraph below this is no text: bars of a chart, leaves of a tree. Tesseract's confidence in clean print is 85
 * to 96, in bad photocopies above 50. */
#define LEAST_CONFIDENCE 45.0

void repere_ocr_picture_clear(RepereOcrPicture *picture)
{
  g_clear_pointer(&picture->pixels, g_free);
  picture->width = picture->height = 0;
}

const char *repere_ocr_data_name(const char *code)
{
  const char *name = uloc_getISO3Language(code);
  return name && *name ? name : code;
}

gint64 repere_ocr_cpu(void)
{
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return (gint64)used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

#ifdef REPERE_OCR

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

struct RepereOcrEngine {
  TessBaseAPI *tesseract;
};

gboolean repere_ocr_built_in(void)
{
  return TRUE;
}

const char *repere_ocr_version(void)
{
  static char version[64];
  if (!*version) g_snprintf(version, sizeof version, "tesseract %s", TessVersion());
  return version;
}

RepereOcrEngine *repere_ocr_engine_new(const char *code, gconstpointer model, gsize size)
{
  TessBaseAPI *tesseract = TessBaseAPICreate();
  setMsgSeverity(L_SEVERITY_NONE);
  if (size > G_MAXINT || TessBaseAPIInit5(tesseract, model, (int)size, repere_ocr_data_name(code), OEM_LSTM_ONLY, NULL, 0,
                                          NULL, NULL, 0, TRUE) != 0) {
    TessBaseAPIDelete(tesseract);
    return NULL;
  }
  TessBaseAPISetPageSegMode(tesseract, PSM_AUTO);
  RepereOcrEngine *engine = g_new(RepereOcrEngine, 1);
  engine->tesseract = tesseract;
  return engine;
}

void repere_ocr_engine_free(RepereOcrEngine *engine)
{
  if (!engine) return;
  TessBaseAPIEnd(engine->tesseract);
  TessBaseAPIDelete(engine->tesseract);
  g_free(engine);
}

static bool out_of_time(void *deadline, int words)
{
  (void)words;
  return repere_ocr_cpu() > *(const gint64 *)deadline;
}

/* What begins with a small letter goes on from the paragraph before: Tesseract parts more than there are. */
static void append_paragraph(GString *text, const char *paragraph)
{
  gboolean goes_on = g_unichar_islower(g_utf8_get_char_validated(paragraph, -1));
  if (text->len > 0) g_string_append(text, goes_on ? "\n" : "\n\n");
  g_string_append(text, paragraph);
}

/* The page's paragraphs as one text, those left out that are none. Where none is text, the confidence is theirs. */
static RepereOcrReading take_paragraphs(TessBaseAPI *tesseract)
{
  GString *text = g_string_new(NULL);
  double sum[2] = {0, 0}, letters[2] = {0, 0}; /* of those left out, of those kept */
  TessResultIterator *at = TessBaseAPIGetIterator(tesseract);
  for (gboolean more = at != NULL; more; more = TessResultIteratorNext(at, RIL_PARA)) {
    char *paragraph = TessResultIteratorGetUTF8Text(at, RIL_PARA);
    double confidence = (double)TessResultIteratorConfidence(at, RIL_PARA);
    gsize length = paragraph ? strlen(g_strstrip(paragraph)) : 0;
    gboolean keep = confidence >= LEAST_CONFIDENCE;
    sum[keep] += confidence * (double)length;
    letters[keep] += (double)length;
    if (keep && length > 0) append_paragraph(text, paragraph);
    TessDeleteText(paragraph);
  }
  if (at) TessResultIteratorDelete(at);
  gboolean kept = letters[TRUE] > 0;
  double confidence = letters[kept] > 0 ? sum[kept] / letters[kept] : 0;
  return (RepereOcrReading){g_string_free(text, FALSE), (guint8)CLAMP(confidence + 0.5, 0, 100)};
}

RepereOcrReading repere_ocr_engine_read(RepereOcrEngine *engine, const RepereOcrPicture *picture, gint64 cpu_us)
{
  RepereOcrReading reading = {NULL, 0};
  gint64 deadline = repere_ocr_cpu() + cpu_us;
  TessBaseAPISetImage(engine->tesseract, picture->pixels, (int)picture->width, (int)picture->height, 1,
                      (int)picture->width);
  TessBaseAPISetSourceResolution(engine->tesseract, (int)picture->dpi);
  ETEXT_DESC *monitor = TessMonitorCreate();
  TessMonitorSetCancelThis(monitor, &deadline);
  TessMonitorSetCancelFunc(monitor, out_of_time);
  if (TessBaseAPIRecognize(engine->tesseract, monitor) == 0 && !out_of_time(&deadline, 0))
    reading = take_paragraphs(engine->tesseract);
  TessMonitorDelete(monitor);
  TessBaseAPIClear(engine->tesseract);
  return reading;
}

#else

gboolean repere_ocr_built_in(void)
{
  return FALSE;
}

const char *repere_ocr_version(void)
{
  return "";
}

RepereOcrEngine *repere_ocr_engine_new(const char *code, gconstpointer model, gsize size)
{
  (void)code, (void)model, (void)size;
  return NULL;
}

void repere_ocr_engine_free(RepereOcrEngine *engine)
{
  (void)engine;
}

RepereOcrReading repere_ocr_engine_read(RepereOcrEngine *engine, const RepereOcrPicture *picture, gint64 cpu_us)
{
  (void)engine, (void)picture, (void)cpu_us;
  return (RepereOcrReading){NULL, 0};
}

#endif

/* ocr_engine.h - Tesseract: a picture of a page in, its text out.
 *
 * A program built without Tesseract has all of this, and says FALSE or NULL. One thread; in the jail, from models that
 * were mapped before it. */
#ifndef REPERE_OCR_ENGINE_H
#define REPERE_OCR_ENGINE_H

#include <glib.h>

G_BEGIN_DECLS

gboolean repere_ocr_built_in(void);

/* What the outcome depends on besides the models: "tesseract 5.3.0". Borrowed. */
const char *repere_ocr_version(void);

/* How Tesseract's files name the language: "fra" of "fr"; as it is where ICU knows no other name. Borrowed. */
const char *repere_ocr_data_name(const char *code);

/* A page's picture: rows of one byte a pixel, 0 black to 255 white. */
typedef struct {
  guint8 *pixels; /* g_free */
  guint width, height, dpi;
} RepereOcrPicture;

void repere_ocr_picture_clear(RepereOcrPicture *picture);

typedef struct {
  char *text;         /* UTF-8, a blank line between paragraphs; NULL where time ran out. g_free */
  guint8 confidence;  /* 0 to 100: the mean of its paragraphs', by their letters */
} RepereOcrReading;

/* An engine for one language, from the bytes of its model, which must outlive it. NULL where they are no model. Takes a
 * tenth of a second and some 40 MB. */
typedef struct RepereOcrEngine RepereOcrEngine;
RepereOcrEngine *repere_ocr_engine_new(const char *code, gconstpointer model, gsize size);
void repere_ocr_engine_free(RepereOcrEngine *engine);

/* Recognises. `cpu_us`: of this process's CPU time, after which it is given up (between two words; finding the lines is
 * not broken off). Paragraphs that are none to judge by their confidence (parts of pictures) are left out. */
RepereOcrReading repere_ocr_engine_read(RepereOcrEngine *engine, const RepereOcrPicture *picture, gint64 cpu_us);

/* CPU time of this process in microseconds. */
gint64 repere_ocr_cpu(void);

G_END_DECLS
#endif

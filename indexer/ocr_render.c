/* ocr_render.c - a page of a PDF as a grey picture; see ocr.h */
#include <cairo.h>
#include <math.h>

#include "indexer/ocr.h"

/* Darkest and lightest pixels nearer to each other are paper alone. As many pixels at either end do not
 * count: dust. */
enum { LEAST_CONTRAST = 40, DUST = 60 };

/* Neither Cairo nor Tesseract takes a picture with a longer side. */
enum { SIDE_PIXELS = 32767 };

/* Pixels an inch for a sheet of this size, in points. */
static double fitting_dpi(double width, double height, guint dpi)
{
  double pixels = width / 72 * height / 72 * dpi * dpi;
  double fitting = pixels > REPERE_OCR_PIXELS ? dpi * sqrt(REPERE_OCR_PIXELS / pixels) : dpi;
  return MIN(fitting, SIDE_PIXELS * 72.0 / MAX(width, height));
}

/* Luma of ITU-R BT.601, in 16.16. */
static guint8 grey_of(guint32 rgb)
{
  return (guint8)((((rgb >> 16) & 0xFF) * 19595 + ((rgb >> 8) & 0xFF) * 38470 + (rgb & 0xFF) * 7471) >> 16);
}

static void take_grey(cairo_surface_t *surface, RepereOcrPicture *picture)
{
  const guint8 *data = cairo_image_surface_get_data(surface);
  gsize stride = (gsize)cairo_image_surface_get_stride(surface);
  picture->pixels = g_malloc0((gsize)picture->width * picture->height);
  for (guint y = 0; y < picture->height; y++) {
    const guint32 *row = (const guint32 *)(gconstpointer)(data + y * stride);
    guint8 *to = picture->pixels + (gsize)y * picture->width;
    for (guint x = 0; x < picture->width; x++) to[x] = grey_of(row[x]);
  }
}

static gboolean is_blank(const RepereOcrPicture *picture)
{
  gsize counts[256] = {0}, n = (gsize)picture->width * picture->height, below = 0, above = 0;
  guint dark = 0, light = 255;
  for (gsize i = 0; i < n; i++) counts[picture->pixels[i]]++;
  while (dark < 255 && (below += counts[dark]) <= DUST) dark++;
  while (light > 0 && (above += counts[light]) <= DUST) light--;
  return light < dark + LEAST_CONTRAST;
}

RepereOcrRendering repere_ocr_render(PopplerPage *page, guint dpi, RepereOcrPicture *picture)
{
  double width = 0, height = 0;
  poppler_page_get_size(page, &width, &height);
  if (!(width >= 1) || !(height >= 1) || width > 1e6 || height > 1e6) return REPERE_OCR_UNRENDERED;
  double fitting = fitting_dpi(width, height, dpi), scale = fitting / 72;
  picture->width = (guint)MAX(1, width * scale);
  picture->height = (guint)MAX(1, height * scale);
  picture->dpi = (guint)CLAMP(fitting, 70, 2400); /* the range that Tesseract believes */
  cairo_surface_t *surface =
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)picture->width, (int)picture->height);
  cairo_t *cairo = cairo_create(surface);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
  cairo_scale(cairo, scale, scale);
  poppler_page_render_for_printing(page, cairo);
  cairo_destroy(cairo);
  cairo_surface_flush(surface);
  gboolean rendered = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  if (rendered) take_grey(surface, picture);
  cairo_surface_destroy(surface);
  if (rendered && !is_blank(picture)) return REPERE_OCR_PICTURE;
  repere_ocr_picture_clear(picture);
  return rendered ? REPERE_OCR_BLANK : REPERE_OCR_UNRENDERED;
}

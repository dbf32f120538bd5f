/* sketch.h - what a file's text is compared with others' by: a few hundred numbers instead of the text.
 *
 * Two sets are sampled, each by the REPERE_SKETCH_HASHES smallest hashes of its members, their *bottom-k sketch* (A.
 * Broder, "On the resemblance and containment of documents", 1997; E. Cohen and H. Kaplan, "Summarizing data using
 * bottom-k sketches", 2007):
 *
 *   text    every run of five words, folded, over the ends of pages too: what a copy or another version has in common
 *   marks   what a translation leaves as it is: numbers from 10 on that do not merely count (10, 11, 12 in one text tell
 *           nothing), pairs of numbers that follow each other, and proper names: words with a capital within a sentence
 *           that the text never writes without
 *
 * The share of common members among all of two sets (Jaccard's) is that share among the smallest hashes of both
 * together: exact for sets that fit whole, else with a standard error of sqrt(J (1 - J) / REPERE_SKETCH_HASHES): 0.04
 * at most. How many members a set has is told by how close together its hashes lie (Z. Bar-Yossef et al., "Counting
 * distinct elements in a data stream", 2002), within some 9 %.
 *
 * A sketch is the same wherever and whenever it is made of the same texts. It is at most REPERE_SKETCH_BYTES long,
 * mostly half a KB to 1 KB. Measured over 74 PDFs: 9 ms a MB of text, 0.6 % of what extraction and analysis take
 * (the last line of `make bench-analysis`). */
#ifndef REPERE_SKETCH_H
#define REPERE_SKETCH_H

#include "repere/text.h"

G_BEGIN_DECLS

/* Grows by one when sketches of the same texts come out otherwise: those of other versions are read as none. */
#define REPERE_SKETCH_VERSION 1
#define REPERE_SKETCH_HASHES 128
#define REPERE_SKETCH_BYTES (4 + 2 * REPERE_SKETCH_HASHES * 4)

/* ---- making ---- */

typedef struct RepereSketcher RepereSketcher;

RepereSketcher *repere_sketcher_new(void);
void repere_sketcher_free(RepereSketcher *sketcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RepereSketcher, repere_sketcher_free)

/* The next page: its tokens follow, each given to repere_sketcher_token() (a RepereTokenFunc), in order. `text` is
 * borrowed until the last of them. */
void repere_sketcher_page(RepereSketcher *sketcher, const char *text);
void repere_sketcher_token(const RepereToken *token, gpointer sketcher);

/* The sketch of all pages since the last take; NULL where they have too little text to compare. */
GBytes *repere_sketcher_take(RepereSketcher *sketcher);

/* ---- comparing ---- */

typedef struct {
  guint n;                               /* how many hashes there are, up to REPERE_SKETCH_HASHES */
  guint32 hashes[REPERE_SKETCH_HASHES];  /* ascending; all of the set where there are fewer */
} RepereSample;

typedef struct {
  RepereSample text, marks;
} RepereSketch;

/* FALSE, with both samples empty, for bytes that are no sketch of this version. Any bytes are safe. */
gboolean repere_sketch_read(gconstpointer bytes, gsize size, RepereSketch *sketch);

/* The share of common members among all of both sets, 0 to 1; 0 where either is empty. Some 0.3 µs. */
double repere_sample_resemblance(const RepereSample *one, const RepereSample *other);
/* How many members the set has. */
double repere_sample_size(const RepereSample *sample);
/* How many members are in both sets, and the share that they are of the smaller one, by their resemblance. */
double repere_sample_common(const RepereSample *one, const RepereSample *other, double resemblance);
double repere_sample_containment(const RepereSample *one, const RepereSample *other, double resemblance);

G_END_DECLS
#endif

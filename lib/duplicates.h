/* duplicates.h - which of many files are copies, versions, translations or excerpts of each other, by their sketches.
 *
 * Pure: arrays in, pairs out. Files that may be alike are found by what they have in common, not by comparing each with
 * each: two samples that share one of their REPERE_DUPLICATES_INDEXED smallest hashes meet in that hash's group (with a
 * resemblance of 0.25, all but one pair in 10 000 do). Cost: linear in the files, but for hashes that many files have:
 * a run of words that is on more than 32 files joins each with the next two only, a mark that is on more than 32 joins
 * nobody.
 *
 * Nothing here is certain but REPERE_DUPLICATE_IDENTICAL; whether two works are one is for a curator to say. */
#ifndef REPERE_DUPLICATES_H
#define REPERE_DUPLICATES_H

#include "sketch.h"

G_BEGIN_DECLS

#define REPERE_DUPLICATES_INDEXED 32

/* The first that fits, in this order. */
typedef enum {
  REPERE_DUPLICATE_IDENTICAL,   /* "identical"   byte by byte, by SHA-256 */
  REPERE_DUPLICATE_NEAR,        /* "near"        nearly the same text, and no other numbers and names */
  REPERE_DUPLICATE_TRANSLATION, /* "translation" another language, the same numbers and names, about as long */
  REPERE_DUPLICATE_EXCERPT,     /* "excerpt"     most of one is in the other, which is longer */
  REPERE_DUPLICATE_VERSION,     /* "version"     much of the text in common: another edition, perhaps of another year */
  REPERE_DUPLICATE_KINDS
} RepereDuplicateKind;

const char *repere_duplicate_name(RepereDuplicateKind kind);

/* Thresholds on resemblances. A. Broder et al., "Syntactic clustering of the Web" (1997) call texts the same from
 * 0.5 on, with runs of ten words; runs of five, and labelled pairs (tests/bench/bench_duplicates.c) moved them here. */
#define REPERE_NEAR_TEXT 0.8       /* from here on nearly the same, */
#define REPERE_SAME_TEXT 0.95      /* from here on even where the years differ, */
#define REPERE_NEAR_MARKS 0.5      /* unless less of the numbers and names is in common than this */
#define REPERE_VERSION_TEXT 0.3
#define REPERE_EXCERPT_TEXT 0.7    /* of the shorter text, which a sample of this size tells within a fifth or so */
#define REPERE_EXCERPT_LEAST 0.1   /* with less in common it cannot */
#define REPERE_EXCERPT_LONGER 1.5  /* so much longer is what an excerpt is from */
#define REPERE_TRANSLATION_MARKS 0.25
#define REPERE_TRANSLATION_COMMON 8 /* as many marks at least */

typedef struct {
  guint work;           /* equal for the files of one work */
  guint number;         /* of the file in its work, from 0 */
  const char *declared; /* language that the record states; "" where none */
  const char *lang;     /* that most of the text is in; "" where unknown */
  guint32 pages, characters;
  guint32 year;         /* of the work; 0 where unknown */
  const char *digest;   /* SHA-256, 32 bytes; NULL where unknown */
  RepereSketch sketch;
} RepereDuplicateFile;

typedef struct {
  guint32 one, other;   /* files; one < other */
  RepereDuplicateKind kind;
  double similarity;    /* of the texts; of an excerpt the part of it that is in the other; of translations, of marks */
} ReperePair;

/* Pairs of files, ordered by their numbers, each once. Of one work: the same file twice, and nearly the same text
 * under two languages; that its files are translations of each other is as it should be. g_array_unref. */
GArray *repere_duplicates_find(const RepereDuplicateFile *files, guint n);

/* What two files are to each other. FALSE: nothing. */
gboolean repere_duplicates_compare(const RepereDuplicateFile *one, const RepereDuplicateFile *other, ReperePair *pair);

G_END_DECLS
#endif

/* bench_duplicates.c - how well translations are told from other works, and what finding duplicates costs.
 *
 *   bench_duplicates INDEX…      folders of indexes
 *
 * Labels come from the libraries themselves: two files of one work in different languages are translations, two files of
 * different works are none (a library may hold some that nobody knows of: they are printed, to be looked at). For
 * several thresholds on the marks' resemblance it prints how many of the translations would be found, and how many of the
 * others. Then the CPU time to read all sketches, to compare them, and to compare N=10000 works made of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/generation.h"
#include "lib/index.h"
#include "lib/likeness.h"

#define SWEPT_MOST 2000 /* files: each is compared with each */

/* Of this thread: other work on the machine does not count. */
static gint64 cpu_time(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double milliseconds(gint64 since)
{
  return (double)(cpu_time() - since) / 1000;
}

static double marks_of(const RepereDuplicateFile *one, const RepereDuplicateFile *other)
{
  ReperePair pair;
  double alike = repere_sample_resemblance(&one->sketch.marks, &other->sketch.marks);
  /* With what else is asked of a translation, the threshold aside, the comparison says no only for want of resemblance. */
  if (repere_duplicates_compare(one, other, &pair) && pair.kind != REPERE_DUPLICATE_TRANSLATION) return 0;
  if (MIN(one->sketch.marks.n, other->sketch.marks.n) < REPERE_TRANSLATION_COMMON) return 0;
  return repere_sample_common(&one->sketch.marks, &other->sketch.marks, alike) < REPERE_TRANSLATION_COMMON ? 0 : alike;
}

static void print_sweep(const GArray *files)
{
  static const double steps[] = {0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6};
  guint found[2][G_N_ELEMENTS(steps)] = {{0}}, all[2] = {0};
  for (guint i = 0; i < files->len; i++)
    for (guint k = i + 1; k < files->len; k++) {
      const RepereDuplicateFile *one = &g_array_index(files, RepereDuplicateFile, i);
      const RepereDuplicateFile *other = &g_array_index(files, RepereDuplicateFile, k);
      if (strcmp(one->lang, other->lang) == 0 || !one->characters || !other->characters) continue;
      guint label = one->work == other->work;
      double alike = marks_of(one, other);
      all[label]++;
      for (guint s = 0; s < G_N_ELEMENTS(steps); s++) found[label][s] += alike >= steps[s];
    }
  printf("%u translations, %u other pairs of files in different languages\n", all[1], all[0]);
  printf("threshold   translations found   others   precision   recall\n");
  for (guint s = 0; s < G_N_ELEMENTS(steps); s++)
    printf("%9.2f %20u %8u %11.3f %8.3f\n", steps[s], found[1][s], found[0][s],
           (double)found[1][s] / MAX(found[1][s] + found[0][s], 1), (double)found[1][s] / MAX(all[1], 1));
}

static void print_missed(const RepereLikenesses *all)
{
  for (guint i = 0; i < all->files->len; i++)
    for (guint k = i + 1; k < all->files->len; k++) {
      const RepereDuplicateFile *one = &g_array_index(all->files, RepereDuplicateFile, i);
      const RepereDuplicateFile *other = &g_array_index(all->files, RepereDuplicateFile, k);
      ReperePair pair = {0};
      if (one->work != other->work || strcmp(one->lang, other->lang) == 0) continue;
      if (repere_duplicates_compare(one, other, &pair) && pair.kind == REPERE_DUPLICATE_TRANSLATION) continue;
      printf("  not found: %s, %s (%u p., %u marks) and %s (%u p., %u marks): %.2f\n",
             g_array_index(all->works, RepereLikeWork, one->work).id, one->lang, one->pages, one->sketch.marks.n, other->lang,
             other->pages, other->sketch.marks.n, repere_sample_resemblance(&one->sketch.marks, &other->sketch.marks));
    }
}

static gboolean run(const char *folder, GArray *files, GError **error)
{
  g_autofree char *path = repere_generation_current(folder, error);
  xc_database *database = path ? repere_index_open(path, error) : NULL;
  if (!database) return FALSE;
  gint64 start = cpu_time();
  RepereLikenesses *all = repere_likenesses_read(database, error);
  double reading = milliseconds(start);
  xc_database_free(database);
  if (!all) return FALSE;
  start = cpu_time();
  g_autoptr(GArray) pairs = repere_likenesses_pairs(all);
  printf("\n%s: %u works, %u files; read in %.1f ms, compared in %.1f ms; %u pairs told\n", folder, all->works->len,
         all->files->len, reading, milliseconds(start), pairs->len);
  if (all->files->len <= SWEPT_MOST) {
    print_sweep(all->files);
    print_missed(all);
  }
  g_array_append_vals(files, all->files->data, all->files->len); /* their strings are not looked at again */
  repere_likenesses_free(all);
  return TRUE;
}

/* Copies of the sketches that have nothing in common with each other, but for every eighth hash. */
static void print_large(const GArray *files, guint n)
{
  RepereDuplicateFile *many = g_new0(RepereDuplicateFile, n);
  for (guint i = 0; i < n; i++) {
    many[i] = g_array_index(files, RepereDuplicateFile, i % files->len);
    many[i].work = i;
    many[i].declared = many[i].lang = i % 2 ? "en" : "fr";
    many[i].digest = NULL;
    guint32 copy = (i / files->len) * 0x01000193u;
    RepereSample *samples[] = {&many[i].sketch.text, &many[i].sketch.marks};
    for (guint s = 0; s < 2; s++)
      for (guint k = 0; k + 1 < samples[s]->n; k++) {
        guint32 room = samples[s]->hashes[k + 1] - samples[s]->hashes[k];
        if (k % 8 && room > 1) samples[s]->hashes[k] += copy % room;
      }
  }
  gint64 start = cpu_time();
  g_autoptr(GArray) pairs = repere_duplicates_find(many, n);
  printf("\n%u files made of them: compared in %.0f ms, %u pairs\n", n, milliseconds(start), pairs->len);
  g_free(many);
}

int main(int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(RepereDuplicateFile));
  for (int i = 1; i < argc; i++)
    if (!run(argv[i], files, &error)) {
      g_printerr("bench_duplicates: %s\n", error->message);
      return 1;
    }
  const char *n = g_getenv("N");
  if (files->len) print_large(files, n ? (guint)strtoul(n, NULL, 10) : 10000);
  return 0;
}

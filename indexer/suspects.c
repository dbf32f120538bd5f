/* suspects.c - see suspects.h */
#include "indexer/suspects.h"

#include <string.h>
#include "indexer/report_words.h"

typedef struct {
  const RepereInspection *inspection;
  const RepereLikenesses *all;
  const char *lang;
} Finder;

/* ---- words ---- */

static int place_of(const RepereSuspects *suspects)
{
  return suspects->same_work ? REPERE_DUPLICATE_KINDS : (int)suspects->kind;
}

const char *repere_suspects_kind(const RepereSuspects *suspects, const char *lang)
{
  return repere_say_in(lang, (RepereSay)(SAY_IS_IDENTICAL + place_of(suspects)));
}

const char *repere_suspects_advice(const RepereSuspects *suspects, const char *lang)
{
  return repere_say_in(lang, (RepereSay)(SAY_DO_IDENTICAL + place_of(suspects)));
}

/* ---- sides ---- */

static void suspect_clear(RepereSuspect *suspect)
{
  g_free(suspect->title);
  g_free(suspect->title_lang);
  g_free(suspect->issued);
  g_free(suspect->languages);
  g_free(suspect->file);
}

/* The languages of a work's files, each once. A work's files stand side by side; `place` is one of them. */
static char *languages_of(const Finder *finder, guint place)
{
  const RepereDuplicateFile *all = (const RepereDuplicateFile *)(const void *)finder->all->files->data;
  g_autoptr(GPtrArray) codes = g_ptr_array_new();
  guint first = place - MIN(place, all[place].number);
  for (guint i = first; i < finder->all->files->len && all[i].work == all[place].work; i++) {
    const RepereDuplicateFile *file = &all[i];
    if (!file->lang[0] || g_ptr_array_find_with_equal_func(codes, file->lang, g_str_equal, NULL)) continue;
    g_ptr_array_add(codes, (gpointer)file->lang);
  }
  g_ptr_array_add(codes, NULL);
  return g_strjoinv(", ", (char **)codes->pdata);
}

static gboolean fill(const Finder *finder, guint place, guint file_place, RepereSuspect *suspect, GError **error)
{
  const RepereLikeWork *work = &g_array_index(finder->all->works, RepereLikeWork, place);
  const RepereDuplicateFile *file = &g_array_index(finder->all->files, RepereDuplicateFile, file_place);
  const RepereWorkState *state = g_hash_table_lookup(finder->inspection->holder, work->id);
  g_autoptr(RepereStoredDocument) document = repere_index_document_head(finder->inspection->database, work->docid, error);
  if (!document) return FALSE;
  const RepereStoredText *title = repere_stored_text_in(document->titles, finder->lang);
  gboolean named = state && file->number < state->files->len;
  *suspect = (RepereSuspect){.id = work->id,
                             .title = g_strdup(title ? title->text : ""),
                             .title_lang = g_strdup(title ? title->lang : ""),
                             .issued = g_strdup(document->issued),
                             .languages = languages_of(finder, file_place),
                             .file = g_strdup(named ? ((RepereFileState *)state->files->pdata[file->number])->href : ""),
                             .lang = file->lang,
                             .pages = file->pages};
  return TRUE;
}

static gboolean show(const Finder *finder, const RepereLikePair *pair, RepereSuspectsFunc each, gpointer data,
                     GError **error)
{
  RepereSuspects suspects = {.kind = pair->kind,
                             .similarity = pair->similarity,
                             .duplicate = repere_like_pair_is_duplicate(pair),
                             .same_work = pair->one == pair->other};
  gboolean done = fill(finder, pair->one, pair->files[0], &suspects.sides[0], error) &&
                  fill(finder, pair->other, pair->files[1], &suspects.sides[1], error);
  if (done) each(&suspects, data);
  for (guint i = 0; i < G_N_ELEMENTS(suspects.sides); i++) suspect_clear(&suspects.sides[i]);
  return done;
}

gboolean repere_suspects_each(const RepereInspection *inspection, const char *lang, RepereSuspectsFunc each,
                              gpointer data, GError **error)
{
  g_autoptr(RepereLikenesses) all = repere_likenesses_read(inspection->database, error);
  if (!all) return FALSE;
  g_autoptr(GArray) pairs = repere_likenesses_pairs(all);
  Finder finder = {inspection, all, lang};
  for (guint i = 0; i < pairs->len; i++)
    if (!show(&finder, &g_array_index(pairs, RepereLikePair, i), each, data, error)) return FALSE;
  return TRUE;
}

/* suspects.c - see suspects.h */
#include "indexer/suspects.h"

#include <string.h>

typedef struct {
  const RepereInspection *inspection;
  const RepereLikenesses *all;
  const char *lang;
} Finder;

/* ---- words ---- */

const char *repere_suspects_kind(const RepereSuspects *suspects)
{
  static const char *const kinds[REPERE_DUPLICATE_KINDS] = {
    [REPERE_DUPLICATE_IDENTICAL] = "the same file",
    [REPERE_DUPLICATE_NEAR] = "nearly the same text",
    [REPERE_DUPLICATE_TRANSLATION] = "a translation, by its numbers and names",
    [REPERE_DUPLICATE_VERSION] = "another version: much of the text is the same",
    [REPERE_DUPLICATE_EXCERPT] = "an excerpt: one text is in the other",
  };
  return kinds[suspects->kind];
}

static const char *advice_of(const RepereSuspects *suspects)
{
  static const char *const advices[REPERE_DUPLICATE_KINDS] = {
    [REPERE_DUPLICATE_IDENTICAL] =
      "Keep one of the records, with what the other one says more, and take the other out. If both are to stay, name the "
      "other's identifier in dcterms:relation of one of them.",
    [REPERE_DUPLICATE_NEAR] =
      "Keep the better file's record and take the other out. If they are two editions, name the older one's identifier in "
      "dcterms:replaces of the newer one's record.",
    [REPERE_DUPLICATE_TRANSLATION] =
      "File the second one's file as a further dcterms:hasFormat of the first, with its xml:lang, and take the second record "
      "out. If they are two works, name the other's identifier in dcterms:relation of one of them.",
    [REPERE_DUPLICATE_VERSION] =
      "Nothing, if they are two editions; name the older one's identifier in dcterms:replaces of the newer one's record, and "
      "they are no longer listed here.",
    [REPERE_DUPLICATE_EXCERPT] =
      "Nothing, if both are wanted; name the other's identifier in dcterms:relation of one of them, and they are no longer "
      "listed here.",
  };
  if (!suspects->same_work) return advices[suspects->kind];
  return suspects->kind == REPERE_DUPLICATE_IDENTICAL
           ? "One work has the same file twice: put the right file in the place of one, or take that dcterms:hasFormat out."
           : "One work declares two languages for what is nearly the same text: put the right file in the place of one, or "
             "correct its xml:lang.";
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

/* The languages of a work's files, each once. */
static char *languages_of(const Finder *finder, guint work)
{
  g_autoptr(GPtrArray) codes = g_ptr_array_new();
  for (guint i = 0; i < finder->all->files->len; i++) {
    const RepereDuplicateFile *file = &g_array_index(finder->all->files, RepereDuplicateFile, i);
    if (file->work != work || !file->lang[0] || g_ptr_array_find_with_equal_func(codes, file->lang, g_str_equal, NULL)) continue;
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
                             .languages = languages_of(finder, place),
                             .file = g_strdup(named ? ((RepereFileState *)state->files->pdata[file->number])->href : ""),
                             .lang = file->lang,
                             .pages = file->pages};
  return TRUE;
}

static gboolean show(const Finder *finder, const RepereLikePair *pair, RepereSuspectsFunc each, gpointer data, GError **error)
{
  RepereSuspects suspects = {.kind = pair->kind,
                             .similarity = pair->similarity,
                             .duplicate = repere_like_pair_is_duplicate(pair),
                             .same_work = pair->one == pair->other};
  gboolean done = fill(finder, pair->one, pair->files[0], &suspects.sides[0], error) &&
                  fill(finder, pair->other, pair->files[1], &suspects.sides[1], error);
  suspects.advice = advice_of(&suspects);
  if (done) each(&suspects, data);
  for (guint i = 0; i < G_N_ELEMENTS(suspects.sides); i++) suspect_clear(&suspects.sides[i]);
  return done;
}

gboolean repere_suspects_each(const RepereInspection *inspection, const char *lang, RepereSuspectsFunc each, gpointer data,
                              GError **error)
{
  g_autoptr(RepereLikenesses) all = repere_likenesses_read(inspection->database, error);
  if (!all) return FALSE;
  g_autoptr(GArray) pairs = repere_likenesses_pairs(all);
  Finder finder = {inspection, all, lang};
  for (guint i = 0; i < pairs->len; i++)
    if (!show(&finder, &g_array_index(pairs, RepereLikePair, i), each, data, error)) return FALSE;
  return TRUE;
}

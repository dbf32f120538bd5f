/* respell_parts.c - which words of a question look misspelt; see respell_private.h */
#include <string.h>

#include "respell_private.h"
#include "spelled.h"
#include "translations.h"

#define LETTERS 4        /* fewer are near to everything */
#define RARE 2           /* so many works may have a misspelling, */
#define RARE_AMONG 20000 /* or one among so many; */
#define RARE_LETTERS 6   /* then it has so many letters */

/* ---- how many works have a word ---- */

static gboolean frequency(const Respell *respell, const char *term, guint32 *works)
{
  xc_doccount count = 0;
  if (xc_database_term_frequency(respell->lane->database, term, XC_NUL, &count, NULL, respell->fault) !=
      XC_OK)
    return FALSE;
  *works = MAX(*works, count);
  return TRUE;
}

static guint32 rare_works(const Respell *respell)
{
  return MAX(RARE, respell->lane->snapshot->documents / RARE_AMONG);
}

/* In how many works the word is, as written or by its stem; not counted further where it is not rare. */
static gboolean works_of(const Respell *respell, const RepereQueryWord *word, guint32 *works)
{
  guint number;
  const RepereLexicon *lexicon = respell->lane->snapshot->words;
  const RepereLanguage *language = respell->match->query->language;
  gboolean there = repere_lexicon_find(lexicon, word->folded, &number);
  *works = there ? repere_lexicon_documents(lexicon, number) : 0;
  if (*works > rare_works(respell)) return TRUE;
  if (there && !repere_spelled_works(respell->lane, number, works, respell->fault)) return FALSE;
  if (!language || !word->stem) return TRUE;
  g_autofree char *stem = g_strconcat(language->term_prefix, word->stem, NULL);
  return frequency(respell, stem, works);
}

/* Whether a concept is named by the word. */
static gboolean names_concept(const Respell *respell, const RepereQueryWord *word)
{
  const GPtrArray *expansions = respell->match->plan->expansions;
  for (guint i = 0; i < expansions->len; i++) {
    const RepereExpansion *expansion = expansions->pdata[i];
    if (!expansion->concept) continue;
    if (strstr(expansion->words, word->written ? word->written : word->folded)) return TRUE;
  }
  return FALSE;
}

/* Whether the word is known by what it means: then works of another language may say it. */
static gboolean has_meaning(const Respell *respell, const RepereQueryWord *word, gboolean *meaning)
{
  const RepereLanguage *language = respell->match->query->language;
  g_autoptr(GArray) translations = repere_translations_new();
  *meaning = names_concept(respell, word);
  if (!language || *meaning) return TRUE;
  if (!repere_translations_of(respell->lane->database, language, word->stem ? word->stem : word->folded,
                              translations, NULL, respell->fault))
    return FALSE;
  *meaning = translations->len > 0;
  return TRUE;
}

/* ---- words ---- */

static gboolean may_be_misspelt(const RepereQueryWord *word)
{
  if (word->stop || word->end == 0 || g_utf8_strlen(word->folded, -1) < LETTERS) return FALSE;
  for (const char *at = word->folded; *at; at = g_utf8_next_char(at))
    if (!g_unichar_isalpha(g_utf8_get_char(at))) return FALSE;
  return !repere_language_is_stop(NULL, word->folded, strlen(word->folded));
}

static gboolean is_in_titles(const Respell *respell, const RepereQueryWord *word)
{
  guint number;
  return repere_lexicon_find(respell->lane->snapshot->title_words, word->folded, &number);
}

static void add_part(Respell *respell, const RepereNode *leaf, const RepereQueryWord *word, guint32 end,
                     gboolean plain)
{
  RespellPart part = {leaf, word, word->start, end, 0, FALSE, plain, NULL};
  part.candidates = g_array_new(FALSE, FALSE, sizeof(RespellCandidate));
  g_array_set_clear_func(part.candidates, respell_candidate_clear);
  g_array_append_val(respell->parts, part);
}

static gboolean look_at_word(Respell *respell, const RepereNode *leaf, const RepereQueryWord *word,
                             gboolean plain)
{
  guint32 works = 0;
  gboolean meaning = FALSE;
  if (!may_be_misspelt(word)) return TRUE;
  if (!works_of(respell, word, &works)) return FALSE;
  if (works > rare_works(respell)) return TRUE;
  if (works > 0 &&
      (!respell->few || g_utf8_strlen(word->folded, -1) < RARE_LETTERS || is_in_titles(respell, word)))
    return TRUE;
  if (!has_meaning(respell, word, &meaning)) return FALSE;
  if (meaning) return TRUE;
  add_part(respell, leaf, word, word->end, plain);
  RespellPart *part = &g_array_index(respell->parts, RespellPart, respell->parts->len - 1);
  part->works = works;
  part->rare = works > 0;
  return TRUE;
}

static gboolean look_at_leaf(Respell *respell, const RepereNode *leaf, gboolean plain)
{
  if (leaf->kind == REPERE_NODE_BEGINNING || leaf->kind == REPERE_NODE_SPELLING) return TRUE;
  plain = plain && leaf->kind == REPERE_NODE_WORD && leaf->field == REPERE_FIELDS;
  for (guint i = 0; i < leaf->words->len && respell->parts->len <= RESPELL_PARTS; i++)
    if (!look_at_word(respell, leaf, leaf->words->pdata[i], plain)) return FALSE;
  return TRUE;
}

/* ---- words cut in two ---- */

static gboolean is_plain_word(const RepereNode *node)
{
  if (!node || node->kind != REPERE_NODE_WORD || node->exclude || node->field != REPERE_FIELDS) return FALSE;
  return ((const RepereQueryWord *)node->words->pdata[0])->end > 0;
}

static gboolean is_pair_at(const RepereNode *node, guint i)
{
  const GPtrArray *children = node->children;
  if (node->kind != REPERE_NODE_AND || i + 1 >= children->len) return FALSE;
  return is_plain_word(children->pdata[i]) && is_plain_word(children->pdata[i + 1]);
}

static gboolean is_space(const char *text, guint32 start, guint32 end)
{
  for (const char *at = text + start; at < text + end; at = g_utf8_next_char(at))
    if (!g_unichar_isspace(g_utf8_get_char(at))) return FALSE;
  return start < end;
}

/* Whether the two are one word, which more works have than the rarer of them: then it is a part. */
static gboolean look_at_pair(Respell *respell, const RepereNode *leaf, const RepereNode *next,
                             gboolean *joined)
{
  const RepereQueryWord *one = leaf->words->pdata[0], *other = next->words->pdata[0];
  const RepereLexicon *lexicon = respell->lane->snapshot->words;
  guint number;
  guint32 works, others;
  *joined = FALSE;
  if (!is_space(respell->typed, one->end, other->start) || (one->stop && other->stop)) return TRUE;
  g_autofree char *whole = g_strconcat(one->folded, other->folded, NULL);
  if (g_utf8_strlen(whole, -1) < RARE_LETTERS || !repere_lexicon_find(lexicon, whole, &number)) return TRUE;
  if (!works_of(respell, one, &works) || !works_of(respell, other, &others)) return FALSE;
  gboolean known = works > 0 && others > 0;
  if (known && (!respell->few || one->stop || other->stop)) return TRUE;
  if (repere_lexicon_documents(lexicon, number) <= MIN(works, others)) return TRUE;
  add_part(respell, leaf, one, other->end, TRUE);
  RespellPart *part = &g_array_index(respell->parts, RespellPart, respell->parts->len - 1);
  part->works = MIN(works, others);
  part->rare = known;
  if (!respell_add_word(respell, part, number, 1)) return FALSE;
  *joined = part->candidates->len > 0;
  if (!*joined) g_array_set_size(respell->parts, respell->parts->len - 1);
  return TRUE;
}

/* ---- the tree ---- */

static gboolean look_at(Respell *respell, const RepereNode *node, gboolean plain)
{
  if (node->exclude) return TRUE;
  if (!node->children) return look_at_leaf(respell, node, plain);
  plain = plain && node == respell->match->query->root;
  for (guint i = 0; i < node->children->len && respell->parts->len <= RESPELL_PARTS; i++) {
    const RepereNode *child = node->children->pdata[i];
    gboolean joined = FALSE;
    if (is_pair_at(node, i) && !look_at_pair(respell, child, node->children->pdata[i + 1], &joined))
      return FALSE;
    if (joined) i++;
    else if (!look_at(respell, child, plain)) return FALSE;
  }
  return TRUE;
}

gboolean respell_parts(Respell *respell)
{
  if (!look_at(respell, respell->match->query->root, TRUE)) return FALSE;
  /* With more words that nobody knows it is in another language, or meant for another library. */
  if (respell->parts->len > RESPELL_PARTS) g_array_set_size(respell->parts, 0);
  return TRUE;
}

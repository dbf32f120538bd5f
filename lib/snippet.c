/* snippet.c - cutting and marking the text of a passage: repere_passage_html() of passages.h */
#include "passages.h"

#include <string.h>

/* How long a passage is, in bytes of text without marks: some two lines on a page of hits. */
#define SNIPPET_BYTES 280
/* So much of a page is looked through: beyond it are no printed pages but texts of many MB in one piece, which would cost
 * a question its time. */
#define LOOK_BYTES (1u << 20)
/* How far a cut may move to stand at a sentence's begin instead of amid one. */
#define SENTENCE_SLACK 80

/* A token of the text that belongs to a match. */
typedef struct {
  guint32 start, end; /* bytes */
  guint clause;       /* in the evidence */
} Match;

typedef struct {
  const GPtrArray *evidence;
  GHashTable *terms;   /* index term -> clause + 1, of single words */
  GArray *matches;     /* of Match, by start */
  GArray *tokens;      /* of RepereToken, where a phrase is looked for; else NULL */
} Marker;

static guint clause_of(const Marker *marker, const RepereWord *word)
{
  guint clause = GPOINTER_TO_UINT(g_hash_table_lookup(marker->terms, word->folded));
  if (!clause && word->written) clause = GPOINTER_TO_UINT(g_hash_table_lookup(marker->terms, word->written));
  return clause;
}

static void see_token(const RepereToken *token, gpointer data)
{
  Marker *marker = data;
  guint clause = clause_of(marker, token->word), also = token->also ? clause_of(marker, token->also) : 0;
  Match match = {also ? token->also_start : token->start, token->end, (also ? also : clause) - 1};
  if (marker->tokens) g_array_append_val(marker->tokens, *token);
  if (clause || also) g_array_append_val(marker->matches, match);
}

static gboolean phrase_at(const GArray *tokens, guint at, const GPtrArray *words)
{
  if (at + words->len > tokens->len) return FALSE;
  for (guint w = 0; w < words->len; w++) {
    const RepereWord *word = g_array_index(tokens, RepereToken, at + w).word;
    if (!g_str_equal(word->folded, words->pdata[w]) && g_strcmp0(word->written, words->pdata[w]) != 0) return FALSE;
  }
  return TRUE;
}

/* A phrase is marked whole, from its first word to its last. */
static void find_phrases(Marker *marker)
{
  for (guint c = 0; c < marker->evidence->len; c++) {
    const RepereEvidence *evidence = marker->evidence->pdata[c];
    if (!evidence->phrase) continue;
    for (guint i = 0; i < marker->tokens->len; i++) {
      if (!phrase_at(marker->tokens, i, evidence->terms)) continue;
      Match match = {g_array_index(marker->tokens, RepereToken, i).start,
                     g_array_index(marker->tokens, RepereToken, i + evidence->terms->len - 1).end, c};
      g_array_append_val(marker->matches, match);
    }
  }
}

static gint by_start(gconstpointer a, gconstpointer b)
{
  const Match *one = a, *other = b;
  if (one->start != other->start) return one->start < other->start ? -1 : 1;
  return (one->end < other->end) - (one->end > other->end);
}

static GArray *find_matches(const char *text, gsize length, const char *lang, const GPtrArray *evidence,
                            RepereAnalyzer *analyzer)
{
  Marker marker = {evidence, g_hash_table_new(g_str_hash, g_str_equal),
                   g_array_new(FALSE, FALSE, sizeof(Match)), NULL};
  for (guint c = 0; c < evidence->len; c++) {
    const RepereEvidence *clause = evidence->pdata[c];
    if (clause->phrase && !marker.tokens) marker.tokens = g_array_new(FALSE, FALSE, sizeof(RepereToken));
    for (guint t = 0; !clause->phrase && t < clause->terms->len; t++)
      g_hash_table_insert(marker.terms, clause->terms->pdata[t], GUINT_TO_POINTER(c + 1));
    for (guint t = 0; clause->translated && t < clause->translated->len; t++)
      if (!g_hash_table_contains(marker.terms, clause->translated->pdata[t]))
        g_hash_table_insert(marker.terms, clause->translated->pdata[t], GUINT_TO_POINTER(c + 1));
  }
  repere_analyze(analyzer, text, length, repere_language(lang), see_token, &marker);
  if (marker.tokens) {
    find_phrases(&marker);
    g_array_unref(marker.tokens);
  }
  g_array_sort(marker.matches, by_start); /* a word of several parts is known at its last */
  g_hash_table_unref(marker.terms);
  return marker.matches;
}

/* ---- the window ---- */

/* The worth of the matches that fit into a window from match `first` on: each clause counts once for what it tells, and
 * repeats a little. */
static double window_score(const GArray *matches, guint first, const GPtrArray *evidence, guint32 *end)
{
  double score = 0;
  guint64 seen = 0;
  guint32 start = g_array_index(matches, Match, first).start;
  for (guint i = first; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    guint64 bit = 1ULL << (match->clause % 64);
    if (i > first && match->end > start + SNIPPET_BYTES) break;
    double weight = ((RepereEvidence *)evidence->pdata[match->clause])->weight;
    score += seen & bit ? 0.1 * weight : weight;
    seen |= bit;
    *end = match->end;
  }
  return score;
}

static guint32 back_to_space(const char *text, guint32 at, guint32 lowest)
{
  while (at > lowest && !g_ascii_isspace(text[at - 1])) at--;
  return at;
}

static guint32 on_to_space(const char *text, guint32 at, guint32 length)
{
  while (at < length && !g_ascii_isspace(text[at])) at++;
  return at;
}

/* A sentence that begins shortly before is a better place to begin. */
static guint32 back_to_sentence(const char *text, guint32 at)
{
  guint32 lowest = at > SENTENCE_SLACK ? at - SENTENCE_SLACK : 0;
  for (guint32 i = at; i > lowest; i--) {
    gboolean ends = i >= 2 && strchr(".!?\n", text[i - 2]) && g_ascii_isspace(text[i - 1]);
    if (ends || i == 1) return i == 1 ? 0 : i;
  }
  return at;
}

static guint32 at_character(const char *text, guint32 at)
{
  while (at > 0 && ((guchar)text[at] & 0xc0) == 0x80) at--;
  return at;
}

static void choose_window(const char *text, guint32 length, const GArray *matches, const GPtrArray *evidence,
                          guint32 *start, guint32 *end)
{
  double best = -1;
  for (guint i = 0; i < matches->len; i++) {
    guint32 last = 0;
    double score = window_score(matches, i, evidence, &last);
    if (score <= best) continue;
    best = score;
    *start = g_array_index(matches, Match, i).start;
    *end = last;
  }
  guint32 taken = *end - *start, first = *start, last = *end;
  guint32 room = taken < SNIPPET_BYTES ? SNIPPET_BYTES - taken : 0;
  *start = back_to_sentence(text, at_character(text, first > room / 2 ? first - room / 2 : 0));
  *start = back_to_space(text, *start, 0);
  *end = at_character(text, MIN(length, MAX(last, *start + SNIPPET_BYTES)));
  *end = on_to_space(text, *end, length);
  /* Text without spaces (or one endless word) must not bring a whole page. */
  if (first - *start > 2 * SNIPPET_BYTES) *start = at_character(text, first - SNIPPET_BYTES);
  if (*end > last && *end - *start > 3 * SNIPPET_BYTES) *end = at_character(text, MAX(last, *start + SNIPPET_BYTES));
}

/* ---- writing ---- */

/* Escapes, and makes one space of every run of white space. */
static void append_escaped(GString *html, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    char c = text[i];
    if (c == '&') g_string_append(html, "&amp;");
    else if (c == '<') g_string_append(html, "&lt;");
    else if (c == '>') g_string_append(html, "&gt;");
    else if (c == '"') g_string_append(html, "&quot;");
    else if (c == '\'') g_string_append(html, "&#39;");
    else if (!g_ascii_isspace(c)) g_string_append_c(html, c);
    else if (html->len && html->str[html->len - 1] != ' ') g_string_append_c(html, ' ');
  }
}

static char *write_html(const char *text, guint32 length, const GArray *matches, guint32 start, guint32 end)
{
  GString *html = g_string_new(start > 0 ? "… " : "");
  guint32 at = start;
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    if (match->start < at || match->end > end) continue; /* outside, or within a phrase that is marked */
    append_escaped(html, text + at, match->start - at);
    g_string_append(html, "<mark>");
    append_escaped(html, text + match->start, match->end - match->start);
    g_string_append(html, "</mark>");
    at = match->end;
  }
  append_escaped(html, text + at, end - at);
  while (html->len && html->str[html->len - 1] == ' ') g_string_truncate(html, html->len - 1);
  if (end < length) g_string_append(html, " …");
  return g_string_free(html, FALSE);
}

/* The words of the phrases, each for itself: where a phrase runs over the end of the page, its parts are marked. */
static GPtrArray *parts_of(const GPtrArray *evidence)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < evidence->len; i++) {
    const RepereEvidence *clause = evidence->pdata[i];
    RepereEvidence part = {FALSE, FALSE, clause->terms, NULL, clause->weight}; /* borrows the terms */
    if (clause->phrase) g_ptr_array_add(parts, g_memdup2(&part, sizeof part));
  }
  return parts;
}

char *repere_passage_html(const char *text, gsize whole, const char *lang, const GPtrArray *evidence,
                          RepereAnalyzer *analyzer)
{
  gsize length = whole > LOOK_BYTES ? at_character(text, LOOK_BYTES) : whole;
  g_autoptr(GArray) matches = find_matches(text, length, lang, evidence, analyzer);
  g_autoptr(GPtrArray) parts = parts_of(evidence);
  if (matches->len == 0 && parts->len) {
    g_array_unref(matches);
    matches = find_matches(text, length, lang, parts, analyzer);
    evidence = parts;
  }
  guint32 start = 0, end = 0;
  if (matches->len == 0) return NULL;
  choose_window(text, (guint32)length, matches, evidence, &start, &end);
  return write_html(text, (guint32)length, matches, start, end);
}

/* test_reason.c - the ledger's sentences: each has its wording in every language, with what it holds kept. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "indexer/reason.h"

static const char *const languages[] = {"en", "fr", "es"};

/* The words of a row in a language with their holes filled: numbers 7, 8, 9 ..., texts "Xa", "Xb" ..., and
 * what a row must word with such a row. g_free. */
static char *filled(RepereReason reason, const char *lang)
{
  const char *words = repere_reason_words_in(reason, lang);
  GString *text = g_string_new(NULL);
  for (guint hole = 0; *words; hole++) {
    const char *brace = strchr(words, '{');
    g_string_append_len(text, words, brace ? brace - words : (gssize)strlen(words));
    if (!brace) break;
    if (brace[1] == 'n') g_string_append_printf(text, "%u", 7 + hole);
    else if (brace[1] == 's') g_string_append(text, repere_reason_words_in(REPERE_REASON_PART_FOLDER, lang));
    else g_string_append_printf(text, "X%c", 'a' + (int)hole);
    words = strchr(brace, '}') + 1;
  }
  return g_string_free(text, FALSE);
}

/* Their kinds, in their order: "n," for a number, "}," for a text ... g_free. */
static char *holes(const char *words)
{
  GString *kinds = g_string_new(NULL);
  for (const char *brace = strchr(words, '{'); brace; brace = strchr(brace + 1, '{')) {
    g_assert_true(brace[1] == '}' || (strchr("nws", brace[1]) && brace[2] == '}'));
    g_string_append_printf(kinds, "%c,", brace[1]);
  }
  return g_string_free(kinds, FALSE);
}

/* A row that is missing, or a language of it, would show as an empty sentence in a curator's report. */
static void test_all_languages(void)
{
  for (guint i = 0; i < REPERE_REASONS; i++) {
    const char *english = repere_reason_words((RepereReason)i);
    g_assert_nonnull(english);
    g_autofree char *wanted = holes(english);
    g_assert_cmpuint(strlen(wanted), <=, 2 * 4); /* what reason.c has room for */
    for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
      const char *words = repere_reason_words_in((RepereReason)i, languages[l]);
      g_assert_true(words && *words && g_utf8_validate(words, -1, NULL));
      g_autofree char *kinds = holes(words);
      g_assert_cmpstr(kinds, ==, wanted);
      gboolean ends = g_str_has_suffix(words, ".") || g_str_has_suffix(words, ". {}");
      g_assert_cmpint(ends, ==, g_str_has_suffix(english, ".") || g_str_has_suffix(english, ". {}"));
    }
  }
}

/* No row takes another one's sentence for its own. */
static void test_found_again(void)
{
  for (guint i = 0; i < REPERE_REASONS; i++) {
    g_autofree char *sentence = filled((RepereReason)i, "en");
    for (guint l = 0; l < G_N_ELEMENTS(languages); l++) {
      g_autofree char *wanted = filled((RepereReason)i, languages[l]);
      g_autofree char *worded = repere_reason_in(sentence, languages[l]);
      g_assert_cmpstr(worded, ==, wanted);
    }
  }
}

static void assert_worded(char *sentence, const char *english, const char *french, const char *spanish)
{
  g_autofree char *given = sentence;
  g_autofree char *fr = repere_reason_in(given, "fr"), *es = repere_reason_in(given, "es");
  g_assert_cmpstr(given, ==, english);
  g_assert_cmpstr(fr, ==, french);
  g_assert_cmpstr(es, ==, spanish);
}

static void test_made(void)
{
  assert_worded(repere_reason(REPERE_REASON_PAGES_MOST, 20u, 300u),
                "Pages read: 20 of 300; max-pages in [indexer] allows no more.",
                "Pages lues : 20 sur 300 ; max-pages, dans [indexer], n’en permet pas davantage.",
                "Páginas leídas: 20 de 300; max-pages, en [indexer], no permite más.");
  assert_worded(
    repere_reason(REPERE_REASON_TOO_LARGE, "12.5", 10u),
    "The file has 12.5 MB, more than the 10 MB that max-file-mb in [indexer] allows: raise it, or put a "
    "smaller file there.",
    "Le fichier a 12,5 Mo, plus que les 10 Mo que permet max-file-mb, dans [indexer] : relevez cette "
    "limite, ou mettez un fichier plus petit à sa place.",
    "El archivo tiene 12,5 MB, más de los 10 MB que permite max-file-mb, en [indexer]: suba ese límite, o "
    "ponga en su lugar un archivo más pequeño.");
}

/* Sentences within sentences, parts within parts: no English is left but what another program said. */
static void test_parts(void)
{
  g_autofree char *page = repere_reason(REPERE_REASON_PART_PAGE, 3u);
  g_autofree char *end =
    repere_reason(REPERE_REASON_PART_SIGNAL_SAYS, "SIGSEGV", "free(): invalid pointer (core)");
  g_autofree char *crash =
    repere_reason(REPERE_REASON_CRASHED, page, repere_reason_words(REPERE_REASON_PART_TWICE), end);
  assert_worded(
    repere_reason(REPERE_REASON_LEFT_OUT, 3u, crash),
    "Page 3 is left out. The reader crashed while page 3 was read, twice (signal SIGSEGV: \"free(): invalid "
    "pointer (core)\").",
    "La page 3 est laissée de côté. Le lecteur est tombé pendant la lecture de la page 3, deux fois (signal "
    "SIGSEGV : « free(): invalid pointer (core) »).",
    "La página 3 se omite. El lector se cayó durante la lectura de la página 3, dos veces (señal SIGSEGV: "
    "«free(): invalid pointer (core)»).");
  assert_worded(
    repere_reason(REPERE_REASON_OPEN_REFUSED, repere_reason_errno(EACCES)),
    "The system refuses to open the file (Permission denied): see to its rights and those of its folders.",
    "Le système refuse d’ouvrir le fichier (permission refusée) : vérifiez ses droits et ceux de ses "
    "dossiers.",
    "El sistema se niega a abrir el archivo (permiso denegado): revise sus permisos y los de sus carpetas.");
  g_autofree char *remedy =
    repere_reason(REPERE_REASON_PART_ADVICE, repere_reason_words(REPERE_REASON_PART_SWITCH_ON));
  assert_worded(
    repere_reason(REPERE_REASON_GARBAGE, 1u, 9u, 4u, remedy),
    "1 of 9 pages (the first is page 4) have a text layer that is no text: their fonts carry no usable "
    "encoding. To have them recognised, switch ocr on in [indexer]; or export the file anew.",
    "Pages dont la couche de texte n’en est pas : 1 sur 9 (la première est la page 4) ; leurs polices "
    "n’ont pas d’encodage utilisable. Pour les faire reconnaître, activez ocr dans [indexer] ; ou "
    "exportez à nouveau le fichier.",
    "Páginas cuya capa de texto no es texto: 1 de 9 (la primera es la página 4); sus fuentes no tienen "
    "una codificación utilizable. Para que se reconozcan, active ocr en [indexer]; o exporte de nuevo el "
    "archivo.");
}

/* What is wrong with a record, with its place, one after the other; with one that no row words, all stays
 * English. */
static void test_records(void)
{
  static const char message[] =
    "/r/a.xml:31: record \"x\": element dcterms:issued has \"soon\", which is no date; write YYYY, "
    "YYYY-MM or YYYY-MM-DD. Also: element point has no attribute lat; write <point lat=\"-25.97\" "
    "lon=\"32.58\"/>. Line 33: element titel is unknown; did you mean dcterms:title? And 2 more.";
  g_autofree char *spanish = repere_reason_in(message, "es");
  g_assert_cmpstr(
    spanish, ==,
    "/r/a.xml:31: registro «x»: el elemento dcterms:issued tiene «soon», que no es una fecha; escriba AAAA, "
    "AAAA-MM o AAAA-MM-DD. También: el elemento point no tiene el atributo lat; escriba <point "
    "lat=\"-25.97\" lon=\"32.58\"/>. Línea 33: el elemento titel no se conoce; ¿quería decir "
    "dcterms:title? Otros fallos: 2.");
  g_autofree char *unknown = repere_reason_in("/r/a.xml:31: record \"x\": the weather is fine.", "es");
  g_assert_null(unknown);
  g_autofree char *two_words = repere_reason_in("element of surprise", "es");
  g_assert_null(two_words);
}

/* The system's words are English in every locale, and each error that opening a file meets is worded. */
static void test_errors(void)
{
  static const int numbers[] = {EACCES, EIO, ELOOP, ENAMETOOLONG, EMFILE, ENOMEM};
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autofree char *worded = repere_reason_in(repere_reason_errno(numbers[i]), "fr");
    g_assert_nonnull(worded);
    g_assert_cmpstr(worded, !=, repere_reason_errno(numbers[i]));
  }
}

/* What no row has is left to be shown as the English that it is; what a hostile file says takes no time. */
static void test_unknown(void)
{
  g_autofree char *number = repere_reason_in("Page many is left out. So it is.", "fr");
  g_autofree char *cut = repere_reason_in("The PDF is damaged and cannot", "es");
  g_autofree char *empty = repere_reason_in("", "fr"), *english = repere_reason_in("Anything.", "en");
  g_assert_null(number);
  g_assert_null(cut);
  g_assert_null(empty);
  g_assert_cmpstr(english, ==, "Anything.");
  GString *hostile = g_string_new(NULL);
  for (guint i = 0; i < 4000; i++) g_string_append(hostile, "Page 1 is left out. The reader crashed while was read (");
  clock_t start = clock();
  g_autofree char *worded = repere_reason_in(hostile->str, "fr");
  g_assert_cmpint(clock() - start, <, CLOCKS_PER_SEC);
  g_string_free(hostile, TRUE);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/reason/languages", test_all_languages);
  g_test_add_func("/reason/found-again", test_found_again);
  g_test_add_func("/reason/made", test_made);
  g_test_add_func("/reason/parts", test_parts);
  g_test_add_func("/reason/records", test_records);
  g_test_add_func("/reason/errors", test_errors);
  g_test_add_func("/reason/unknown", test_unknown);
  return g_test_run();
}

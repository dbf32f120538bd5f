/* test_garbage.c - text layers that are no text are known, and no text is taken for one. */
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "lib/garbage.h"

/* ---- texts ---- */

static const char prose_en[] =
  "Returning migrants who had been given help with a small business were more likely to have stayed two years "
  "later than those who had only been given cash. The families told us that the first months were the hardest, "
  "because work was scarce and the neighbours expected gifts. Counsellors visited every household three times.";
static const char prose_fr[] =
  "Les familles qui étaient revenues au village ont d'abord vécu chez des parents. L'aide à la réintégration leur "
  "a permis d'acheter des outils, de louer un atelier et d'envoyer les enfants à l'école. Après deux années, la "
  "plupart d'entre elles n'avaient plus besoin de l'assistance des associations locales.";
static const char prose_sq[] =
  "Familjet që u kthyen në fshat jetuan në fillim te të afërmit e tyre. Ndihma për riintegrim u dha mundësi të "
  "blinin vegla pune, të merrnin me qira një punishte dhe t'i dërgonin fëmijët në shkollë. Pas dy vitesh shumica "
  "e tyre nuk kishin më nevojë për ndihmën e shoqatave vendore.";
static const char prose_fa[] =
  "خانواده هایی که به روستا بازگشتند در آغاز نزد خویشاوندان خود زندگی می کردند. کمک برای بازگشت به آنان اجازه داد "
  "ابزار بخرند، کارگاهی اجاره کنند و کودکان را به مکتب بفرستند. پس از دو سال بیشتر آنان به کمک نیاز نداشتند.";
static const char numbers[] =
  "Table 3 2016 2017 2018 2019\nMen 1,204 1,318 1,402 998 12.4 % 13.1 %\nWomen 998 1,005 1,117 876 +3.2 % -1.8 %\n"
  "0-14 112 98 131 77 <5 >10 $1,200 $ 3,400 €500 ±2.1\n15-24 402 377 420 301 8.1% 9.4% 10.0% 7.7% 33% 12% 1% 0%\n";
static const char contents[] =
  "Contents\n1 Introduction ................................................................ 1\n"
  "2 Method ............................................................................ 7\n"
  "3 Results . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . . 12\n";
static const char references[] =
  "IOM (2019). World Migration Report 2020. Geneva: IOM. doi:10.18356/b1710e30-en.\nUN DESA. 2017. ST/ESA/SER.A/403. "
  "New York.\nKing, R., & Lulle, A. (2016). EUR 27422 EN. ISBN 978-92-79-50113-5. https://ec.europa.eu/info/x?id=7&y=2\n"
  "Black, R., Gent, S. (2006) Int. Migr. 44(3), pp. 15-38.\n";
static const char program[] =
  "static int read_all(FILE *in, char **out)\n{\n  size_t n = 0, room = 4096;\n  char *buf = malloc(room);\n"
  "  while (!feof(in) && buf) {\n    n += fread(buf + n, 1, room - n, in);\n    if (n == room) buf = realloc(buf, "
  "room *= 2);\n  }\n  *out = buf;\n  return buf ? (int)n : -1;\n}\n";
static const char formulas[] =
  "Let f(x) = \xE2\x88\x91 a_i x^i and g(x) = \xE2\x88\xAB f(t) dt. Then \xE2\x88\x80 \xCE\xB5 > 0 \xE2\x88\x83 \xCE\xB4 "
  "> 0 : |x - y| < \xCE\xB4 \xE2\x87\x92 |f(x) - f(y)| < \xCE\xB5. Hence \xE2\x80\x96" "f\xE2\x80\x96 \xE2\x89\xA4 1 and "
  "the sum of the squares converges, as had been shown in section 2.1 for all k \xE2\x88\x88 K.";

static const char *const prose[] = {prose_en, prose_fr, prose_sq};

static gboolean is_garbage(const char *text)
{
  return repere_text_is_garbage(text, strlen(text));
}

static void test_text(void)
{
  static const char *const texts[] = {prose_en, prose_fr,   prose_sq, prose_fa, numbers,
                                      contents, references, program,  formulas, ""};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_test_message("%.40s", texts[i]);
    g_assert_false(is_garbage(texts[i]));
    g_autofree char *upper = g_utf8_strup(texts[i], -1);
    g_assert_false(is_garbage(upper));
  }
}

/* A page of text that the reader's recognition took badly is text still. */
static void test_recognised_badly(void)
{
  g_assert_false(is_garbage(
    "Retuming rnigrants vvho had heen given heIp with a srnall busin ess were rnore likeIy to have stayed tvvo years "
    "Iater than those vvho had oniy been qiven cash . Tbe farnilies toId us that the flrst rnonths vvere the hardest , "
    "becau se w0rk was scarce and the neiqhbours expected qifts . Counseilors visited every househo1d three tirnes ."));
}

/* ---- made garbage ---- */

typedef gunichar (*Encode)(gunichar c, guint key);

static gunichar turned(gunichar c, guint key) /* of 26 letters */
{
  if (c >= 'a' && c <= 'z') return 'a' + (c - 'a' + key) % 26;
  return c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + key) % 26 : c;
}

static gunichar shifted(gunichar c, guint key) /* of the printable ones; white space stays */
{
  return c > 0x20 && c < 0x7F ? 0x21 + (c - 0x21 + key) % 94 : c;
}

/* Numbers of glyphs, as TrueType fonts have them: all of ASCII less 29, the space is a control. */
static gunichar glyph(gunichar c, guint key)
{
  (void)key;
  return c >= 0x20 && c < 0x7F ? c - 29 : c;
}

static gunichar private_use(gunichar c, guint key)
{
  return c > 0x20 ? 0xE000 + c + key : c;
}

static gunichar symbol_font(gunichar c, guint key)
{
  (void)key;
  return c > 0x20 ? 0xF000 + (c & 0xFF) : c;
}

static gunichar replaced(gunichar c, guint key)
{
  (void)key;
  return c > 0x20 ? 0xFFFD : c;
}

static gunichar one_letter(gunichar c, guint key)
{
  return c > 0x20 ? 'a' + key % 26 : c;
}

/* Taken for characters of every script there is. */
static gunichar far_glyph(gunichar c, guint key)
{
  static const guint16 blocks[] = {0x61, 0x3B1, 0x430, 0x5D0, 0x628, 0x915, 0xE01, 0x10D0};
  return c > 0x20 ? blocks[(c + key) % 8] + c % 20 : c;
}

static char *encode(const char *text, Encode how, guint key)
{
  GString *out = g_string_new(NULL);
  for (; *text; text = g_utf8_next_char(text)) g_string_append_unichar(out, how(g_utf8_get_char(text), key));
  return g_string_free(out, FALSE);
}

/* Of the prose in all keys from `first` to `last`, this share is known. Accents are off: a font's numbers know none. */
static double known_of(Encode how, guint first, guint last)
{
  guint known = 0, tried = 0;
  for (guint i = 0; i < G_N_ELEMENTS(prose); i++)
    for (guint key = first; key <= last; key++) {
      g_autofree char *plain = g_str_to_ascii(prose[i], "C");
      g_autofree char *garbage = encode(plain, how, key);
      gboolean found = is_garbage(garbage);
      if (!found) g_test_message("not known: %u %.60s", key, garbage);
      known += found;
      tried++;
    }
  return (double)known / tried;
}

static void test_garbage(void)
{
  g_assert_cmpfloat(known_of(turned, 1, 25), >, 0.95);
  g_assert_cmpfloat(known_of(shifted, 1, 93), >, 0.7);
  g_assert_cmpfloat(known_of(glyph, 0, 0), ==, 1);
  g_assert_cmpfloat(known_of(private_use, 0, 3), ==, 1);
  g_assert_cmpfloat(known_of(symbol_font, 0, 0), ==, 1);
  g_assert_cmpfloat(known_of(replaced, 0, 0), ==, 1);
  g_assert_cmpfloat(known_of(one_letter, 0, 25), ==, 1);
  g_assert_cmpfloat(known_of(far_glyph, 0, 7), ==, 1);
}

/* Letters exchanged at random, as in fonts numbered by first use. */
static void test_exchanged(void)
{
  guint known = 0, tried = 300;
  for (guint i = 0; i < tried; i++) {
    char letters[27] = "abcdefghijklmnopqrstuvwxyz";
    for (gint n = 25; n > 0; n--) {
      gint j = g_test_rand_int_range(0, n + 1);
      char kept = letters[n];
      letters[n] = letters[j];
      letters[j] = kept;
    }
    g_autofree char *text = g_utf8_strdown(prose[i % 3], -1);
    for (char *at = text; *at; at++)
      if (*at >= 'a' && *at <= 'z') *at = letters[*at - 'a'];
    known += is_garbage(text);
  }
  g_test_message("%u of %u", known, tried);
  g_assert_cmpuint(known, >, tried * 95 / 100);
}

/* Half of a page that is text, as where a figure's font is to blame, is worth more than none. */
static void test_half(void)
{
  g_autofree char *figure = encode("Source: own figure", glyph, 0);
  g_autofree char *page = g_strconcat(prose_fr, "\n", figure, "\n", prose_en, NULL);
  g_assert_false(is_garbage(page));
}

static void test_short(void)
{
  static const char *const texts[] = {"* * *", "1", "\xEF\xBF\xBD", "\xEE\x80\x81\xEE\x80\x82", "@#$%", "xqzvk wqxj"};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) g_assert_false(is_garbage(texts[i]));
  g_assert_true(is_garbage("\xEE\x80\x81\xEE\x80\x82\xEE\x80\x83\xEE\x80\x84\xEE\x80\x81\xEE\x80\x82\xEE\x80\x83\xEE\x80\x84"
                           "\xEE\x80\x81\xEE\x80\x82\xEE\x80\x83\xEE\x80\x84\xEE\x80\x81\xEE\x80\x82\xEE\x80\x83\xEE\x80\x84"
                           "\xEE\x80\x81\xEE\x80\x82\xEE\x80\x83\xEE\x80\x84\xEE\x80\x81\xEE\x80\x82\xEE\x80\x83\xEE\x80\x84"));
}

static void test_bytes(void)
{
  for (guint i = 0; i < 2000; i++) {
    guchar bytes[400];
    guint size = (guint)g_test_rand_int_range(0, sizeof bytes);
    for (guint k = 0; k < size; k++) bytes[k] = (guchar)g_test_rand_int_range(0, 256);
    g_autofree char *copy = g_memdup2(bytes, size); /* as long as it is: reading on would be seen */
    gboolean garbage = repere_text_is_garbage(copy, size);
    if (size > 200) g_assert_true(garbage);
  }
}

/* ---- all languages ---- */

static char *names_in(const char *locale)
{
  GString *text = g_string_new(NULL);
  guint own = 0;
  for (const char *const *code = uloc_getISOCountries(); *code; code++) {
    g_autofree char *place = g_strdup_printf("und_%s", *code);
    UChar name[200];
    char utf8[800];
    int32_t size = 0;
    UErrorCode status = U_ZERO_ERROR;
    uloc_getDisplayCountry(place, locale, name, G_N_ELEMENTS(name), &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) continue;
    u_strToUTF8(utf8, sizeof utf8, &size, name, -1, &status);
    g_string_append(text, utf8);
    g_string_append_c(text, ++own % 8 ? ' ' : '\n');
  }
  return g_string_free(text, FALSE);
}

/* The names of all countries, in each language that ICU has: none of them is garbage. */
static void test_languages(void)
{
  guint seen = 0;
  for (int32_t i = 0; i < uloc_countAvailable(); i++) {
    const char *locale = uloc_getAvailable(i);
    if (strchr(locale, '_') && strlen(strchr(locale, '_')) < 5) continue; /* a country's, not a script's */
    g_autofree char *names = names_in(locale);
    if (strlen(names) < 200) continue;
    g_test_message("%s", locale);
    g_assert_false(is_garbage(names));
    seen++;
  }
  g_assert_cmpuint(seen, >, 100);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/garbage/text", test_text);
  g_test_add_func("/garbage/recognised-badly", test_recognised_badly);
  g_test_add_func("/garbage/garbage", test_garbage);
  g_test_add_func("/garbage/exchanged", test_exchanged);
  g_test_add_func("/garbage/half", test_half);
  g_test_add_func("/garbage/short", test_short);
  g_test_add_func("/garbage/bytes", test_bytes);
  g_test_add_func("/garbage/languages", test_languages);
  return g_test_run();
}

/* In what order a PDF page's text comes out: pages drawn here, through a real worker; what no page may do. */
#include "indexer/pdf_layout.h"

#include <math.h>

#include "pool_fixture.h"

/* ---- pages ---- */

/* Draws lines from (x, y) on, counted from the page's upper left corner. */
static void draw(GString *page, double x, double y, double size, const char *lines)
{
  g_auto(GStrv) each = g_strsplit(lines, "\n", -1);
  for (guint i = 0; each[i]; i++)
    g_string_append_printf(page, "BT /F %g Tf %g %g Td (%s) Tj ET\n", size, x, 800 - y - 1.2 * size * i, each[i]);
}

/* Takes `page`. */
static void assert_order(GString *page, const char *wanted)
{
  FixturePdf pdf = fixture_pdf_begin(1);
  fixture_page(&pdf, "", "", page->str, page->len);
  g_autofree char *path = fixture_pdf_end(&pdf, "layout.pdf");
  ReperePoolLimits limits = fixture_limits();
  Answer answer = fixture_read(&limits, path, "application/pdf");
  g_autofree char *text = answer_text(&answer, 0);
  g_assert_cmpstr(g_strstrip(text), ==, wanted);
  answer_clear(&answer);
  g_string_free(page, TRUE);
}

static const char left_column[] = "The families that came home in the\n"
                                  "spring found their houses standing\n"
                                  "but empty, and the fields had been\n"
                                  "left to grass for three years and\n"
                                  "more. Seed was lent by the neigh-";
static const char right_column[] = "bours, who asked for nothing but a\n"
                                   "share of the first harvest. In the\n"
                                   "second year most of them could pay\n"
                                   "back what they owed, and some were\n"
                                   "able to send children to school.";

/* A word that the end of a column cuts goes on in the next. */
static void test_columns(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 60, 18, "Coming home after the long war in the north");
  draw(page, 50, 100, 10, left_column);
  draw(page, 320, 96, 10, right_column);
  draw(page, 50, 200, 10, "What stands under both columns and is as wide as the page is read after them, not before.");
  assert_order(page, "Coming home after the long war in the north\n"
                     "The families that came home in the\nspring found their houses standing\n"
                     "but empty, and the fields had been\nleft to grass for three years and\n"
                     "more. Seed was lent by the neighbours,\nwho asked for nothing but a\n"
                     "share of the first harvest. In the\nsecond year most of them could pay\n"
                     "back what they owed, and some were\nable to send children to school.\n"
                     "What stands under both columns and is as wide as the page is read after them, not before.");
}

/* Columns that are so close that a space is as wide. */
static void test_three_columns(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "one begins the first\ncolumn and two follows\nit, then three is read");
  draw(page, 170, 100, 10, "and four begins the\nmiddle one, where five\nis, and after it six");
  draw(page, 290, 100, 10, "stands over seven in\nthe last one, in which\neight and nine stand");
  assert_order(page, "one begins the first\ncolumn and two follows\nit, then three is read\n"
                     "and four begins the\nmiddle one, where five\nis, and after it six\n"
                     "stands over seven in\nthe last one, in which\neight and nine stand");
}

/* Notes at the foot of a column do not part it from the next one. */
static void test_notes(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, left_column);
  draw(page, 50, 180, 7, "1 Survey of the northern districts, 2014.\n2 The same, second part.");
  draw(page, 320, 100, 10, right_column);
  assert_order(page, "The families that came home in the\nspring found their houses standing\n"
                     "but empty, and the fields had been\nleft to grass for three years and\n"
                     "more. Seed was lent by the neighbours,\nwho asked for nothing but a\n"
                     "share of the first harvest. In the\nsecond year most of them could pay\n"
                     "back what they owed, and some were\nable to send children to school.\n"
                     "1 Survey of the northern districts, 2014.\n2 The same, second part.");
}

/* A box that text runs around does not cut its sentence. */
static void test_box(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "Most of those who came back had no papers, and without papers there was no land, no loan and no");
  draw(page, 50, 112, 10, "school place to be had. It took the new office in the\ntown two years to give each family what it needed,\n"
                          "and in that time many had left again for the\ncoast. Those who stayed did so because their");
  draw(page, 380, 115, 8, "Box 1: A voice\nWe began with a goat,\na roof and some time.");
  draw(page, 50, 160, 10, "parents were too old to travel, or because they had found work on the new road to the harbour.");
  assert_order(page, "Most of those who came back had no papers, and without papers there was no land, no loan and no\n"
                     "school place to be had. It took the new office in the\ntown two years to give each family what it needed,\n"
                     "and in that time many had left again for the\ncoast. Those who stayed did so because their\n"
                     "parents were too old to travel, or because they had found work on the new road to the harbour.\n"
                     "Box 1: A voice\nWe began with a goat,\na roof and some time.");
}

/* Letters set apart make words; single letters that are none stay apart. */
static void test_letters_apart(void)
{
  static const char *const apart[] = {"2 Tc", "3 Tc", "5 Tc"};
  for (guint i = 0; i < G_N_ELEMENTS(apart); i++) {
    GString *page = g_string_new(NULL);
    g_string_append_printf(page, "%s\n", apart[i]);
    draw(page, 50, 60, 14, "REINTEGRATION HANDBOOK, MODULE 2");
    g_string_append(page, "0 Tc\n");
    draw(page, 50, 100, 10, "The families of groups A B C D E F G and H were asked.\nA B C D E F G H I J K L M N\n"
                            "x y z u v w n m k p q r");
    assert_order(page, "REINTEGRATION HANDBOOK, MODULE 2\n"
                       "The families of groups A B C D E F G and H were asked.\nA B C D E F G H I J K L M N\n"
                       "x y z u v w n m k p q r");
  }
}

/* Capitals of two sizes are one word; a word space between them is one. */
static void test_small_capitals(void)
{
  GString *page = g_string_new(NULL);
  g_string_append(page, "BT 1 0 0 1 50 700 Tm /F 10 Tf (L) Tj 1.3 0 Td /F 7.5 Tf 1 0 0 1 57 700 Tm (AROCHE) Tj "
                        "/F 10 Tf 1 0 0 1 100 700 Tm (A) Tj /F 7.5 Tf 1 0 0 1 110 700 Tm (NEW WAY) Tj ET\n");
  assert_order(page, "LAROCHE A NEW WAY");
}

/* ---- tables and lists ---- */

static void test_table(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "Origin\nMozambique\nMalawi\nZambia");
  draw(page, 250, 100, 10, "Host\nSouth Africa\nTanzania\nBotswana");
  draw(page, 450, 100, 10, "Families\n1 204\n\n88");
  draw(page, 50, 170, 9, "Table 2: Families by origin and host");
  draw(page, 50, 200, 10, "The table shows that most families came from one country, and went back to one.");
  assert_order(page, "Origin Host Families\nMozambique South Africa 1 204\nMalawi Tanzania\nZambia Botswana 88\n"
                     "Table 2: Families by origin and host\n"
                     "The table shows that most families came from one country, and went back to one.");
}

/* Cells of several lines stay whole, row by row. */
static void test_cells(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "Water");
  draw(page, 150, 100, 10, "Wells are dug by those\nwho will use them, with\nmaterial from the state");
  draw(page, 330, 100, 10, "Every village has its\nown by 2020");
  draw(page, 50, 150, 10, "Health");
  draw(page, 150, 150, 10, "Nurses visit once\na month");
  draw(page, 330, 150, 10, "No child is more than\na day from a nurse, and\neach is seen in its\nfirst year");
  draw(page, 50, 212, 10, "Roads");
  draw(page, 150, 212, 10, "The coast road is made\nnew, and bridges are\nbuilt for the rains");
  draw(page, 330, 212, 10, "Markets are reached\nin one day");
  assert_order(page, "Water\nWells are dug by those\nwho will use them, with\nmaterial from the state\n"
                     "Every village has its\nown by 2020\n"
                     "Health\nNurses visit once\na month\n"
                     "No child is more than\na day from a nurse, and\neach is seen in its\nfirst year\n"
                     "Roads\nThe coast road is made\nnew, and bridges are\nbuilt for the rains\n"
                     "Markets are reached\nin one day");
}

/* A list's numbers stand before what they count. */
static void test_labels(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "1.\n\n2.\n3.");
  draw(page, 80, 100, 10, "Whoever came back before the first of May is asked\nto show a paper that says so.\n"
                          "Whoever came later needs none, and is entered in the list.\nThe list is open to all.");
  assert_order(page, "1. Whoever came back before the first of May is asked\nto show a paper that says so.\n"
                     "2. Whoever came later needs none, and is entered in the list.\n3. The list is open to all.");
}

/* Headings of rows stand before all that is said of them, also where that is in several blocks. */
static void test_row_headings(void)
{
  GString *page = g_string_new(NULL);
  static const char *const names[] = {"Wells for the\nvillages that have\nnone", "Roads to the\nharbour", "Schools of the\nnorth"};
  GString *wanted = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *text = i == 1 ? "The road is made by those who live beside it,\nwho are paid for each mile that is done\n"
                                "before the rains, and keep it afterwards."
                              : "Each family gives ten days of work a year, and\nthe state gives what must be bought. What is\n"
                                "made belongs to the village that made it.";
    g_autofree char *funds = g_strdup_printf("Funding: the state, part %u.", i + 1);
    draw(page, 50, 100 + 80 * i, 10, names[i]);
    draw(page, 180, 100 + 80 * i, 10, text);
    draw(page, 180, 152 + 80 * i, 10, funds);
    g_string_append_printf(wanted, "%s%s\n%s\n%s", i ? "\n" : "", names[i], text, funds);
  }
  assert_order(page, wanted->str);
  g_string_free(wanted, TRUE);
}

/* What stands in the middle of a row goes with both lines beside it. */
static void test_middle_of_rows(void)
{
  static const char *const names[] = {"first", "second", "third", "fourth", "fifth"};
  GString *page = g_string_new(NULL), *wanted = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *number = g_strdup_printf("%u", 1000 + i), *kind = g_strdup_printf("kind %u", i);
    const double y = 100 + 23 * i;
    draw(page, 50, y, 10, names[i]);
    draw(page, 130, y, 10, number);
    draw(page, 200, y, 10, kind);
    draw(page, 270, i % 2 ? y : y - 6, 10, i % 2 ? "Made in one year" : "Made by those who live\nin the next village");
    g_string_append_printf(wanted, i % 2 ? "%s%s %s %s %s" : "%s%s\n%s\n%s\n%s", i ? "\n" : "", names[i], number, kind,
                           i % 2 ? "Made in one year" : "Made by those who live\nin the next village");
  }
  assert_order(page, wanted->str);
  g_string_free(wanted, TRUE);
}

/* Lists in the order of the alphabet go down the columns, tables sorted by their first column across. */
static void test_alphabet(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "Algeria\nBotswana\nBurundi\nChad\nCongo\nEgypt");
  draw(page, 200, 100, 10, "Gabon\nGhana\nKenya\nLesotho\nLibya\nMalawi");
  draw(page, 350, 100, 10, "Namibia\nNiger\nSenegal\nSudan\nTogo\nZambia");
  assert_order(page, "Algeria\nBotswana\nBurundi\nChad\nCongo\nEgypt\nGabon\nGhana\nKenya\nLesotho\nLibya\nMalawi\n"
                     "Namibia\nNiger\nSenegal\nSudan\nTogo\nZambia");
  page = g_string_new(NULL);
  draw(page, 50, 100, 10, "Algeria\nBotswana\nBurundi\nChad\nCongo\nEgypt");
  draw(page, 200, 100, 10, "Algiers\nGaborone\nGitega\nN'Djamena\nKinshasa\nCairo");
  draw(page, 350, 100, 10, "dinar\npula\nfranc\nfranc\nfranc\npound");
  assert_order(page, "Algeria Algiers dinar\nBotswana Gaborone pula\nBurundi Gitega franc\nChad N'Djamena franc\n"
                     "Congo Kinshasa franc\nEgypt Cairo pound");
}

/* Dots that lead to a page's number do not hide that what is before them is a title. */
static void test_contents(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 50, 100, 10, "1\n1.1\n1.2\n1.2.1\n1.2.2\n2");
  draw(page, 80, 100, 10, "Coming home . . . . . . . . . . . . . . . . .\nThe way back . . . . . . . . . . . . . . . .\n"
                          "The first year . . . . . . . . . . . . . . .\nwork . . . . . . . . . . . . . . . . . . . . . .\n"
                          "school . . . . . . . . . . . . . . . . . . . .\nStaying . . . . . . . . . . . . . . . . . . . .");
  draw(page, 400, 100, 10, "3\n4\n6\n6\n7\n9");
  g_autofree char *dots = NULL;
  FixturePdf pdf = fixture_pdf_begin(1);
  fixture_page(&pdf, "", "", page->str, page->len);
  g_autofree char *path = fixture_pdf_end(&pdf, "contents.pdf");
  ReperePoolLimits limits = fixture_limits();
  Answer answer = fixture_read(&limits, path, "application/pdf");
  g_autofree char *text = answer_text(&answer, 0);
  g_autoptr(GRegex) leaders = g_regex_new("[ .]+(?=[ ][0-9]+$)", G_REGEX_MULTILINE, 0, NULL);
  dots = g_regex_replace_literal(leaders, g_strstrip(text), -1, 0, "", 0, NULL);
  g_assert_cmpstr(dots, ==, "1 Coming home 3\n1.1 The way back 4\n1.2 The first year 6\n1.2.1 work 6\n"
                            "1.2.2 school 7\n2 Staying 9");
  answer_clear(&answer);
  g_string_free(page, TRUE);
}

/* A figure in large type is read with what it counts. */
static void test_cards(void)
{
  GString *page = g_string_new(NULL);
  draw(page, 60, 100, 24, "1204");
  draw(page, 60, 135, 10, "families came home\nin the first year");
  draw(page, 220, 100, 24, "88 %");
  draw(page, 220, 135, 10, "of them have a house\nof their own by now");
  draw(page, 400, 100, 24, "17");
  draw(page, 400, 135, 10, "villages have a well\nand a school");
  assert_order(page, "1204\nfamilies came home\nin the first year\n88 %\nof them have a house\nof their own by now\n"
                     "17\nvillages have a well\nand a school");
}

/* ---- directions ---- */

/* A page whose text runs upward is read as if it were turned. */
static void test_turned(void)
{
  GString *page = g_string_new("q 0 1 -1 0 600 0 cm\n"); /* its width is 800, its height 600 */
  draw(page, 50, 300, 10, left_column);
  draw(page, 420, 300, 10, right_column);
  g_string_append(page, "Q\n");
  assert_order(page, "The families that came home in the\nspring found their houses standing\n"
                     "but empty, and the fields had been\nleft to grass for three years and\n"
                     "more. Seed was lent by the neighbours,\nwho asked for nothing but a\n"
                     "share of the first harvest. In the\nsecond year most of them could pay\n"
                     "back what they owed, and some were\nable to send children to school.");
}

/* Text with boxes, as poppler gives them, made by hand. */
typedef struct {
  GString *text;
  GArray *boxes;
} Drawn;

static Drawn drawn_new(void)
{
  return (Drawn){g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(PopplerRectangle))};
}

static void drawn_add(Drawn *drawn, const char *character, double x, double y, double size)
{
  PopplerRectangle box = {x, y, x + 0.5 * size, y + size};
  g_string_append(drawn->text, character);
  g_array_append_val(drawn->boxes, box);
}

/* Takes `drawn`. */
static char *drawn_lay_out(Drawn *drawn, RepereRepairs *repairs)
{
  char *text = repere_pdf_layout(g_string_free(drawn->text, FALSE), (const PopplerRectangle *)drawn->boxes->data,
                                 drawn->boxes->len, repairs);
  g_array_unref(drawn->boxes);
  return text;
}

/* A line from right to left, with the marks that poppler sets. */
static void drawn_hebrew(Drawn *drawn, const char *const *letters, double x, double y)
{
  g_string_append(drawn->text, "\xE2\x80\xAB");
  for (guint i = 0; letters[i]; i++) drawn_add(drawn, letters[i], x - 5.0 * i, y, 10);
  g_string_append(drawn->text, "\xE2\x80\xAC");
  drawn_add(drawn, "\n", 0, y, 10);
}

static void drawn_word(Drawn *drawn, const char *word, double x, double size)
{
  for (guint i = 0; word[i]; i++) drawn_add(drawn, (char[]){word[i], '\0'}, x + 0.5 * size * i, 100, size);
}

/* What stands apart with nothing between stays two words beside one that is put together. */
static void test_apart_beside(void)
{
  Drawn drawn = drawn_new();
  drawn_word(&drawn, "L ", 0, 10);
  drawn_word(&drawn, "AROCHE", 6, 7.5);
  drawn_word(&drawn, "Paris", 32, 10);
  RepereRepairs repairs = {0};
  g_autofree char *text = drawn_lay_out(&drawn, &repairs);
  g_assert_cmpstr(text, ==, "LAROCHE Paris");
  g_assert_cmpuint(repairs.letters_closed, ==, 1);
}

static void test_right_to_left(void)
{
  static const char *const first[] = {"ש", "ל", "ו", "ם", " ", "ע", "ו", "ל", "ם", NULL};
  static const char *const second[] = {"ב", "י", "ת", NULL};
  Drawn drawn = drawn_new();
  for (guint i = 0; i < 4; i++) drawn_hebrew(&drawn, second, 200, 100 + 12 * i); /* the left column */
  for (guint i = 0; i < 4; i++) drawn_hebrew(&drawn, first, 400, 100 + 12 * i);
  RepereRepairs repairs = {0};
  g_autofree char *text = drawn_lay_out(&drawn, &repairs);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, 4); /* short pieces at one height: rows, read from the right */
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr(lines[i], ==, "\xE2\x80\xABשלום עולם\xE2\x80\xAC \xE2\x80\xABבית\xE2\x80\xAC");
  g_assert_cmpuint(repairs.lines_moved, >, 0);
}

/* ---- what no page may do ---- */

static int by_character(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(gunichar));
}

/* All characters but white space, sorted. */
static GArray *characters_of(const char *text)
{
  GArray *characters = g_array_new(FALSE, TRUE, sizeof(gunichar));
  for (; *text; text = g_utf8_next_char(text)) {
    gunichar character = g_utf8_get_char(text);
    if (!g_ascii_isspace(*text)) g_array_append_val(characters, character);
  }
  g_array_sort(characters, by_character);
  return characters;
}

static void assert_same_characters(const char *before, const char *after)
{
  g_autoptr(GArray) first = characters_of(before), second = characters_of(after);
  g_assert_cmpmem(first->data, first->len * sizeof(gunichar), second->data, second->len * sizeof(gunichar));
}

static double random_place(void)
{
  switch (g_test_rand_int_range(0, 40)) {
  case 0: return g_test_rand_double_range(-1e9, 1e9);
  case 1: return 0.0 / 0.0;
  case 2: return 1.0 / 0.0;
  default: return g_test_rand_int_range(0, 60) * 10;
  }
}

/* Whatever stands wherever, each character comes out once. */
static void test_random(void)
{
  static const char *const characters[] = {"a", "B", "é", "7", "-", " ", " ", "\n", "\n", "漢"};
  for (guint round = 0; round < 500; round++) {
    Drawn drawn = drawn_new();
    gboolean wild = round % 10 == 0;
    double x = 0, y = 0, size = 10;
    for (guint i = 0, n = (guint)g_test_rand_int_range(0, 600); i < n; i++) {
      const char *character = characters[g_test_rand_int_range(0, G_N_ELEMENTS(characters))];
      drawn_add(&drawn, character, x, y, size);
      x += size * (g_test_rand_int_range(0, 20) ? 0.5 : 3);
      if (*character != '\n') continue;
      x = wild ? random_place() : g_test_rand_int_range(0, 6) * 100;
      y = wild ? random_place() : g_test_rand_int_range(0, 60) * 12;
      size = g_test_rand_int_range(6, 14);
    }
    g_autofree char *before = g_strdup(drawn.text->str);
    g_autofree char *after = drawn_lay_out(&drawn, NULL);
    assert_same_characters(before, after);
  }
}

/* A page of 200 000 characters, and one of nearly as many pieces as are put in order at all. */
static void test_large(void)
{
  for (guint per_line = 1; per_line <= 25; per_line += 24) {
    Drawn drawn = drawn_new();
    guint lines = per_line == 1 ? 7900 : 8000;
    for (guint i = 0; i < lines; i++) {
      for (guint j = 0; j < per_line; j++)
        drawn_add(&drawn, "x", (i * 7919 % 101) * 9 + 5.0 * j, (i * 104729 % 997) * 3.0, 10);
      drawn_add(&drawn, "\n", 0, 0, 10);
    }
    g_autofree char *before = g_strdup(drawn.text->str);
    g_test_timer_start();
    g_autofree char *after = drawn_lay_out(&drawn, NULL);
    g_assert_cmpfloat(g_test_timer_elapsed(), <, 10);
    assert_same_characters(before, after);
  }
}

/* Where the boxes are not the text's, nobody knows where it stands. */
static void test_unlike(void)
{
  const PopplerRectangle boxes[] = {{0, 0, 5, 10}, {5, 0, 10, 10}};
  g_autofree char *text = repere_pdf_layout(g_strdup("one\ntwo"), boxes, 2, NULL);
  g_assert_cmpstr(text, ==, "one\ntwo");
  g_autofree char *none = repere_pdf_layout(g_strdup(""), boxes, 0, NULL);
  g_assert_cmpstr(none, ==, "");
}

/* A page with a box that is nowhere keeps the order it has. */
static void test_nowhere(void)
{
  const double nowhere[] = {INFINITY, -INFINITY, NAN, 1e300};
  for (guint i = 0; i < G_N_ELEMENTS(nowhere); i++) {
    PopplerRectangle boxes[] = {{0, 50, 5, 60}, {5, 50, 5, 60}, {0, 0, 5, 10}, {5, 0, 5, 10}, {0, 90, 5, 100}};
    RepereRepairs repairs = {0};
    g_autofree char *whole = repere_pdf_layout(g_strdup("b\na\nc"), boxes, G_N_ELEMENTS(boxes), &repairs);
    g_assert_cmpstr(whole, ==, "a\nb\nc");
    g_assert_cmpuint(repairs.lines_moved, >, 0);
    boxes[4].x1 = nowhere[i];
    repairs.lines_moved = 0;
    g_autofree char *text = repere_pdf_layout(g_strdup("b\na\nc"), boxes, G_N_ELEMENTS(boxes), &repairs);
    g_assert_cmpstr(text, ==, "b\na\nc");
    g_assert_cmpuint(repairs.lines_moved, ==, 0);
  }
}

static void assert_page(PopplerPage *page)
{
  g_autofree char *before = poppler_page_get_text(page);
  PopplerRectangle *boxes = NULL;
  guint n = 0;
  if (poppler_page_get_text_layout(page, &boxes, &n)) {
    g_autofree char *after = repere_pdf_layout(g_strdup(before), boxes, n, NULL);
    assert_same_characters(before, after);
  }
  g_free(boxes);
}

/* What poppler says of a file is not this test's matter. */
static void pass_over(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  (void)domain, (void)level, (void)message, (void)data;
}

/* The first pages of all PDFs of the library. */
static void test_library(void)
{
  enum { PAGES = 3 };
  const char *shared = g_getenv("REPERE_SHARED");
  g_autofree char *folder = g_build_filename(shared ? shared : "/nowhere", "library", "files", NULL);
  g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
  if (!files) {
    g_test_skip("REPERE_SHARED names no folder with library/files in it");
    return;
  }
  g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, pass_over, NULL);
  for (const char *name = g_dir_read_name(files); name; name = g_dir_read_name(files)) {
    g_autofree char *path = g_build_filename(folder, name, NULL), *uri = g_filename_to_uri(path, NULL, NULL);
    PopplerDocument *document = poppler_document_new_from_file(uri, NULL, NULL);
    int pages = document ? poppler_document_get_n_pages(document) : 0;
    for (int i = 0; i < MIN(PAGES, pages); i++) {
      PopplerPage *page = poppler_document_get_page(document, i);
      assert_page(page);
      g_object_unref(page);
    }
    g_clear_object(&document);
  }
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "--worker") == 0)
    repere_worker_main((int)g_ascii_strtoll(argv[2], NULL, 10));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/layout/columns", test_columns);
  g_test_add_func("/layout/columns/three", test_three_columns);
  g_test_add_func("/layout/notes", test_notes);
  g_test_add_func("/layout/box", test_box);
  g_test_add_func("/layout/letters-apart", test_letters_apart);
  g_test_add_func("/layout/small-capitals", test_small_capitals);
  g_test_add_func("/layout/table", test_table);
  g_test_add_func("/layout/table/cells", test_cells);
  g_test_add_func("/layout/labels", test_labels);
  g_test_add_func("/layout/row-headings", test_row_headings);
  g_test_add_func("/layout/middle-of-rows", test_middle_of_rows);
  g_test_add_func("/layout/alphabet", test_alphabet);
  g_test_add_func("/layout/contents", test_contents);
  g_test_add_func("/layout/cards", test_cards);
  g_test_add_func("/layout/turned", test_turned);
  g_test_add_func("/layout/small-capitals/beside", test_apart_beside);
  g_test_add_func("/layout/right-to-left", test_right_to_left);
  g_test_add_func("/layout/random", test_random);
  g_test_add_func("/layout/large", test_large);
  g_test_add_func("/layout/unlike", test_unlike);
  g_test_add_func("/layout/nowhere", test_nowhere);
  g_test_add_func("/layout/library", test_library);
  int failed = g_test_run();
  fixture_remove_folder();
  return failed;
}

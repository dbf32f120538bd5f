/* test_contents.c - tables of contents: their leaders go, and their pages are known. */
#include <string.h>

#include "lib/contents.h"
#include "repere/text.h"

static void test_leaders(void)
{
  static const struct {
    const char *raw, *clean;
    guint dropped;
  } cases[] = {
    {"Introduction ........ 5", "Introduction 5", 1},
    {"Introduction........5\nMethod . . . . . . . . 12\n", "Introduction 5\nMethod 12\n", 2},
    {"Préambule\t……………… iv", "Préambule iv", 1},
    {"A ....... 1 B ....... 2", "A 1 B 2", 2},
    {"Annex .......\n7", "Annex\n7", 1},
    {"....... 7", "7", 1},
    {"Name: ............", "Name:", 1},
    {"Point · · · · · 3", "Point 3", 1},
    {"and so on... or not", "and so on... or not", 0},
    {"what …. then", "what …. then", 0},
    {"e.g. A.B.C.D.E.F.", "e.g. A.B.C.D.E.F.", 0},
    {"1 . 2 . 3", "1 . 2 . 3", 0},
    {"2.1.3.4.5.6 Results", "2.1.3.4.5.6 Results", 0},
    {".....", "", 1},
    {"", "", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    RepereRepairs repairs = {0};
    g_autofree char *clean = repere_text_repair(cases[i].raw, strlen(cases[i].raw), &repairs);
    g_assert_cmpstr(clean, ==, cases[i].clean);
    g_assert_cmpuint(repairs.leaders_dropped, ==, cases[i].dropped);
  }
}

static gboolean is_contents(const char *text)
{
  return repere_text_is_contents(text, strlen(text));
}

static void test_contents(void)
{
  g_assert_true(is_contents("Contents\nPreface 3\n1 Introduction 5\n1.1 Who came back, and to which of the villages of the\n"
                            "valley 7\n1.2 Why 9\n2 Method 9\n2.1 Interviews 11\n3 Results 24\nAnnex 80\n"));
  g_assert_true(is_contents("Sommaire\nPréambule\n3\nContexte national 5\nMesures\n8\nAdaptation 12\nCoûts 15\nFinancement\n21\n"));
}

/* Prose with a few numbers at its lines' ends. */
static const char prose[] =
  "The families came back in the spring of 2019\nand lived with their parents until 2020.\nThen they built a house\n"
  "and found work in one of the 12\nworkshops of the next village,\nwhere 3 others had gone before\nin the year of 2017\n";

static void test_no_contents(void)
{
  static const char *const texts[] = {
    "", "\n\n\n",
    /* a table: its numbers do not grow */
    "Country 2019\nFrance 120\nSpain 80\nMorocco 340\nMali 12\nSenegal 44\nNiger 7\nChad 90\n",
    /* an index */
    "aid 4, 77\nborder 12\nbusiness 5\nchildren 90\ncounselling 3\nfamily 41\nhouse 2\nwork 8, 9\n",
    prose,
    /* years and long numbers are no pages of such a document */
    "Budget of 12000\nBudget of 13000\nBudget of 14000\nBudget of 15000\nBudget of 16000\nBudget of 17000\n",
    /* too few */
    "Annexes\nA 12\nB 13\nC 15\n"};
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_test_message("%.40s", texts[i]);
    g_assert_false(is_contents(texts[i]));
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/contents/leaders", test_leaders);
  g_test_add_func("/contents/contents", test_contents);
  g_test_add_func("/contents/no-contents", test_no_contents);
  return g_test_run();
}

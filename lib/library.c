/* library.c - see repere/library.h */
#include "repere/library.h"
#include "library_facets.h"
#include "library_ranking.h"
#include "plain.h"
#include "repere/language.h"
#include <stdarg.h>
#include <string.h>

static const char DEFAULT_LISTEN[] = "127.0.0.1:7321";

/* A number of [indexer] or [searchd]: its key, where it goes, its range and its default, to which the number
 * of cores may be added. */
typedef struct {
  const char *group, *key;
  gsize offset;
  guint least, most, preset;
  gboolean cores;
} Limit;

#define INDEXER(member) G_STRUCT_OFFSET(RepereLibrary, indexer.member)
#define SEARCHD(member) G_STRUCT_OFFSET(RepereLibrary, searchd.member)

static const Limit LIMITS[] = {
  {"indexer", "workers", INDEXER(workers), 1, 256, 0, TRUE},
  {"indexer", "file-seconds", INDEXER(file_seconds), 1, 86400, 60, FALSE},
  {"indexer", "file-memory-mb", INDEXER(file_memory_mb), 64, 1048576, 1024, FALSE},
  {"indexer", "max-file-mb", INDEXER(max_file_mb), 1, 1048576, 500, FALSE},
  {"indexer", "max-text-mb", INDEXER(max_text_mb), 1, 64, 64, FALSE},
  {"indexer", "max-pages", INDEXER(max_pages), 1, 1000000, 20000, FALSE},
  {"indexer", "ocr-dpi", INDEXER(ocr_dpi), 100, 600, 300, FALSE},
  {"indexer", "ocr-page-seconds", INDEXER(ocr_page_seconds), 1, 3600, 60, FALSE},
  {"indexer", "ocr-file-seconds", INDEXER(ocr_file_seconds), 1, 86400, 3600, FALSE},
  {"indexer", "commit-mb", INDEXER(commit_mb), 1, 1024, 4, FALSE},
  {"indexer", "watch-seconds", INDEXER(watch_seconds), 1, 86400, 3, FALSE},
  {"indexer", "poll-seconds", INDEXER(poll_seconds), 1, 86400, 60, FALSE},
  {"indexer", "harvest-tries", INDEXER(harvest_tries), 1, 100, 6, FALSE},
  {"indexer", "harvest-wait-ms", INDEXER(harvest_wait_ms), 1, 3600000, 2000, FALSE},
  {"indexer", "harvest-seconds", INDEXER(harvest_seconds), 1, 86400, 300, FALSE},
  {"indexer", "harvest-mb", INDEXER(harvest_mb), 1, 1024, 64, FALSE},
  {"searchd", "threads", SEARCHD(threads), 1, 1024, 2, TRUE},
  {"searchd", "queue", SEARCHD(queue), 1, 1000000, 256, FALSE},
  {"searchd", "deadline-ms", SEARCHD(deadline_ms), 10, 3600000, 2000, FALSE},
  {"searchd", "streams", SEARCHD(streams), 1, 10000, 16, FALSE},
  {"searchd", "cache-mb", SEARCHD(cache_mb), 0, 1048576, 32, FALSE},
  {"searchd", "sets-mb", SEARCHD(sets_mb), 0, 1048576, 64, FALSE},
};

static const char *const GROUPS[] = {"library", "indexer", "searchd", "ranking", NULL};
static const char *const LIBRARY_KEYS[] = {"records",   "files", "vocabularies", "index", "url",
                                           "languages", NULL};
/* The keys beside the numbers. */
static const char *const INDEXER_LISTS[] = {"translate", "apertium", "freedict",      "harvest",
                                            "ocr",       "ocr-data", "ocr-languages", NULL};
static const char *const SEARCHD_LISTS[] = {"listen", "cors", NULL};

typedef struct {
  GKeyFile *file;
  RepereLibrary *library;
  char *folder; /* of the configuration file */
} Loader;

static gboolean refuse(const Loader *loader, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

static gboolean refuse(const Loader *loader, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *sentence = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG, "%s: %s", loader->library->path, sentence);
  return FALSE;
}

/* ---- names of groups and keys ---- */

static gboolean refuse_name(const Loader *loader, const char *what, const char *name,
                            const char *const *known, GError **error)
{
  const char *close = repere_plain_closest(name, known);
  g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)known);
  if (close != NULL)
    return refuse(loader, error, "%s is unknown; did you mean \"%s\"?", what, close);
  return refuse(loader, error, "%s is unknown; known are: %s.", what, all);
}

static gboolean check_keys(const Loader *loader, const char *group, const char *const *known, GError **error)
{
  g_auto(GStrv) keys = g_key_file_get_keys(loader->file, group, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    if (g_strv_contains(known, keys[i]))
      continue;
    g_autofree char *what = g_strdup_printf("the key \"%s\" in [%s]", keys[i], group);
    return refuse_name(loader, what, keys[i], known, error);
  }
  return TRUE;
}

static gboolean check_limit_keys(const Loader *loader, const char *group, const char *const *further,
                                 GError **error)
{
  const char *known[G_N_ELEMENTS(LIMITS) + G_N_ELEMENTS(INDEXER_LISTS)];
  guint n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(LIMITS); i++)
    if (strcmp(LIMITS[i].group, group) == 0)
      known[n++] = LIMITS[i].key;
  for (; *further != NULL; further++)
    known[n++] = *further;
  known[n] = NULL;
  return check_keys(loader, group, known, error);
}

/* A value with a byte that is no UTF-8 or a backslash that escapes nothing would read as if it were not
 * there. */
static gboolean check_values(const Loader *loader, const char *group, GError **error)
{
  g_auto(GStrv) keys = g_key_file_get_keys(loader->file, group, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autoptr(GError) cause = NULL;
    g_autofree char *value = g_key_file_get_string(loader->file, group, keys[i], &cause);
    if (cause != NULL)
      return refuse(loader, error,
                    "the value of \"%s\" in [%s] cannot be read; write it in UTF-8, and a backslash as "
                    "\\\\.",
                    keys[i], group);
  }
  return TRUE;
}

static gboolean check_names(const Loader *loader, GError **error)
{
  g_auto(GStrv) groups = g_key_file_get_groups(loader->file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    if (!check_values(loader, groups[i], error))
      return FALSE;
    if (g_str_has_prefix(groups[i], "facet ") || g_strv_contains(GROUPS, groups[i]))
      continue;
    if (strcmp(groups[i], "facet") == 0)
      return refuse(loader, error, "the group [facet] has no name; write [facet NAME], as in [facet theme].");
    g_autofree char *what = g_strdup_printf("the group [%s]", groups[i]);
    static const char *const known[] = {"library", "indexer", "searchd", "ranking", "facet NAME", NULL};
    return refuse_name(loader, what, groups[i], known, error);
  }
  return check_keys(loader, "library", LIBRARY_KEYS, error) &&
         check_limit_keys(loader, "indexer", INDEXER_LISTS, error) &&
         check_limit_keys(loader, "searchd", SEARCHD_LISTS, error) &&
         check_keys(loader, "ranking", repere_ranking_keys(), error);
}

/* ---- values ---- */

static char *absolute(const Loader *loader, const char *path)
{
  return g_canonicalize_filename(path, loader->folder);
}

/* The value of a key without white space around it, or NULL where the key is missing. */
static char *get_value(const Loader *loader, const char *group, const char *key)
{
  char *value = g_key_file_get_string(loader->file, group, key, NULL);
  return value != NULL ? g_strstrip(value) : NULL;
}

/* The parts of a list, stripped, empty ones left out; NULL where the key is missing. */
static char **get_list(const Loader *loader, const char *group, const char *key)
{
  g_auto(GStrv) parts = g_key_file_get_string_list(loader->file, group, key, NULL, NULL);
  if (parts == NULL)
    return NULL;
  GPtrArray *list = g_ptr_array_new();
  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip(parts[i]) != '\0')
      g_ptr_array_add(list, g_strdup(parts[i]));
  g_ptr_array_add(list, NULL);
  return (char **)g_ptr_array_free(list, FALSE);
}

/* A path that must not be empty where its key is there. */
static gboolean read_path(const Loader *loader, const char *key, const char *preset, char **path,
                          GError **error)
{
  g_autofree char *value = get_value(loader, "library", key);
  if (value != NULL && *value == '\0')
    return refuse(loader, error, "the key \"%s\" in [library] is empty; give a path or leave the key out.",
                  key);
  const char *chosen = value != NULL ? value : preset;
  *path = chosen != NULL ? absolute(loader, chosen) : NULL;
  return TRUE;
}

static gboolean read_paths(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  library->records = get_list(loader, "library", "records");
  if (library->records == NULL)
    library->records = g_strsplit("records", ";", 0);
  if (library->records[0] == NULL)
    return refuse(loader, error,
                  "the key \"records\" in [library] names nothing; give files or folders of *.xml.");
  for (char **path = library->records; *path != NULL; path++) {
    char *full = absolute(loader, *path);
    g_free(*path);
    *path = full;
  }
  g_autofree char *beside = absolute(loader, "vocabularies");
  const char *vocabularies = g_file_test(beside, G_FILE_TEST_IS_DIR) ? beside : NULL;
  return read_path(loader, "files", "files", &library->files, error) &&
         read_path(loader, "vocabularies", vocabularies, &library->vocabularies, error) &&
         read_path(loader, "index", "index", &library->index, error);
}

/* The codes of the table of languages. */
static char **all_languages(void)
{
  g_autoptr(GStrvBuilder) codes = g_strv_builder_new();
  for (guint i = 0; repere_language_at(i) != NULL; i++)
    g_strv_builder_add(codes, repere_language_at(i)->code);
  return g_strv_builder_end(codes);
}

static gboolean read_languages(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  library->languages = get_list(loader, "library", "languages");
  if (library->languages == NULL)
    library->languages = all_languages();
  if (library->languages[0] == NULL)
    return refuse(loader, error,
                  "the key \"languages\" in [library] names no language; write, say, en;fr;es.");
  for (guint i = 0; library->languages[i] != NULL; i++) {
    const char *code = library->languages[i];
    const RepereLanguage *language = repere_language(code);
    if (language == NULL || strcmp(language->code, code) != 0) {
      GString *known = g_string_new(NULL);
      for (guint k = 0; repere_language_at(k) != NULL; k++)
        g_string_append_printf(known, "%s%s", k > 0 ? ", " : "", repere_language_at(k)->code);
      refuse(loader, error,
             "[library] languages has \"%s\", which is no language that can be analysed; known are: %s.",
             code, known->str);
      g_string_free(known, TRUE);
      return FALSE;
    }
    for (guint k = 0; k < i; k++)
      if (strcmp(library->languages[k], code) == 0)
        return refuse(loader, error, "[library] languages has \"%s\" twice; name it once.", code);
  }
  return TRUE;
}

static gboolean read_url(const Loader *loader, GError **error)
{
  char *url = get_value(loader, "library", "url");
  loader->library->url = url != NULL ? url : g_strdup("");
  if (strpbrk(loader->library->url, " \t\"<>\\") != NULL)
    return refuse(loader, error,
                  "[library] url has \"%s\", which is no address; write, say, https://example.org/files/.",
                  loader->library->url);
  return TRUE;
}

static gboolean read_limit(const Loader *loader, const Limit *limit, GError **error)
{
  guint *number = G_STRUCT_MEMBER_P(loader->library, limit->offset);
  *number = limit->preset + (limit->cores ? g_get_num_processors() : 0);
  g_autofree char *value = get_value(loader, limit->group, limit->key);
  if (value == NULL)
    return TRUE;
  guint64 read = 0;
  if (!g_ascii_string_to_unsigned(value, 10, limit->least, limit->most, &read, NULL))
    return refuse(loader, error, "[%s] %s has \"%s\"; write a whole number from %u to %u.", limit->group,
                  limit->key, value, limit->least, limit->most);
  *number = (guint)read;
  return TRUE;
}

static gboolean read_limits(const Loader *loader, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS(LIMITS); i++)
    if (!read_limit(loader, &LIMITS[i], error))
      return FALSE;
  return TRUE;
}

static gboolean read_folder(const Loader *loader, const char *key, const char *preset, char **path,
                            GError **error)
{
  g_autofree char *value = get_value(loader, "indexer", key);
  if (value != NULL && *value == '\0')
    return refuse(loader, error, "the key \"%s\" in [indexer] is empty; give a path or leave the key out.",
                  key);
  *path = absolute(loader, value != NULL ? value : preset);
  return TRUE;
}

static gboolean read_translate(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  g_autofree char *value = get_value(loader, "indexer", "translate");
  library->indexer.translate = value == NULL || strcmp(value, "on") == 0;
  if (!library->indexer.translate && strcmp(value, "off") != 0)
    return refuse(loader, error, "[indexer] translate has \"%s\"; write on or off.", value);
  return read_folder(loader, "apertium", "/usr/share/apertium", &library->indexer.apertium, error) &&
         read_folder(loader, "freedict", "/usr/share/dictd", &library->indexer.freedict, error);
}

static gboolean is_language_code(const char *code)
{
  gsize length = strspn(code, "abcdefghijklmnopqrstuvwxyz");
  return (length == 2 || length == 3) && code[length] == '\0';
}

static gboolean read_ocr_languages(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  library->indexer.ocr_languages = get_list(loader, "indexer", "ocr-languages");
  if (library->indexer.ocr_languages == NULL)
    library->indexer.ocr_languages = g_strdupv(library->languages);
  if (library->indexer.ocr_languages[0] == NULL)
    return refuse(loader, error, "[indexer] ocr-languages names no language; write, say, en;fr;es.");
  for (char **code = library->indexer.ocr_languages; *code != NULL; code++)
    if (!is_language_code(*code))
      return refuse(
        loader, error,
        "[indexer] ocr-languages has \"%s\", which is no code of a language; write, say, en;fr;es.", *code);
  return TRUE;
}

static gboolean read_ocr(const Loader *loader, GError **error)
{
  static const char *const modes[] = {
    [REPERE_OCR_AUTO] = "auto", [REPERE_OCR_ON] = "on", [REPERE_OCR_OFF] = "off"};
  RepereLibrary *library = loader->library;
  g_autofree char *value = get_value(loader, "indexer", "ocr");
  guint mode = REPERE_OCR_AUTO;
  while (value != NULL && mode < G_N_ELEMENTS(modes) && strcmp(value, modes[mode]) != 0)
    mode++;
  if (mode == G_N_ELEMENTS(modes))
    return refuse(loader, error, "[indexer] ocr has \"%s\"; write auto, on or off.", value);
  library->indexer.ocr = (RepereOcrMode)mode;
  if (g_key_file_has_key(loader->file, "indexer", "ocr-data", NULL) &&
      !read_folder(loader, "ocr-data", "", &library->indexer.ocr_data, error))
    return FALSE;
  return read_ocr_languages(loader, error);
}

/* HOST:PORT with a host; an IPv6 address stands in square brackets. */
static gboolean is_host_port(const char *address)
{
  const char *colon = strrchr(address, ':');
  if (colon == NULL || colon == address)
    return FALSE;
  gsize host = (gsize)(colon - address);
  gboolean bracketed = address[0] == '[' && colon[-1] == ']';
  if (!bracketed && memchr(address, ':', host) != NULL)
    return FALSE;
  for (gsize i = 0; i < host; i++)
    if (!g_ascii_isgraph(address[i]) || address[i] == '/')
      return FALSE;
  return g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, NULL, NULL);
}

static gboolean read_listen(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  library->searchd.listen = get_list(loader, "searchd", "listen");
  if (library->searchd.listen == NULL)
    library->searchd.listen = g_strsplit(DEFAULT_LISTEN, ";", 0);
  if (library->searchd.listen[0] == NULL)
    return refuse(loader, error, "[searchd] listen names nothing; write unix:PATH or HOST:PORT, as in %s.",
                  DEFAULT_LISTEN);
  for (char **where = library->searchd.listen; *where != NULL; where++) {
    if (g_str_has_prefix(*where, "unix:") && (*where)[5] != '\0') {
      g_autofree char *path = absolute(loader, *where + 5);
      g_free(*where);
      *where = g_strconcat("unix:", path, NULL);
    } else if (!is_host_port(*where)) {
      return refuse(loader, error, "[searchd] listen has \"%s\"; write unix:PATH or HOST:PORT, as in %s.",
                    *where, DEFAULT_LISTEN);
    }
  }
  return TRUE;
}

/* An origin as browsers send it (RFC 6454, section 6.2): scheme, host and perhaps a port, nothing behind. One
 * that no browser ever sends would be configured for nothing, and in silence. */
static gboolean is_origin(const char *origin)
{
  const char *host = g_str_has_prefix(origin, "https://")  ? origin + 8
                     : g_str_has_prefix(origin, "http://") ? origin + 7
                                                           : NULL;
  if (host == NULL || *host == '\0' || *host == ':')
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!(g_ascii_islower(*p) || g_ascii_isdigit(*p) || strchr("-._:[]", *p) != NULL))
      return FALSE;
  return TRUE;
}

static gboolean read_cors(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  library->searchd.cors = get_list(loader, "searchd", "cors");
  if (library->searchd.cors == NULL)
    library->searchd.cors = g_new0(char *, 1);
  for (char **origin = library->searchd.cors; *origin != NULL; origin++)
    if (strcmp(*origin, "*") != 0 && !is_origin(*origin))
      return refuse(loader, error,
                    "[searchd] cors has \"%s\"; write origins as browsers do, in small letters and with "
                    "nothing behind the host and port, as in https://example.org, or * for all.",
                    *origin);
  return TRUE;
}

/* ---- the whole ---- */

static gboolean read_facets(const Loader *loader, GError **error)
{
  RepereLibrary *library = loader->library;
  g_auto(GStrv) groups = g_key_file_get_groups(loader->file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    if (!g_str_has_prefix(groups[i], "facet "))
      continue;
    RepereFacet *facet = repere_facet_read(loader->file, groups[i], library->path, error);
    if (facet == NULL)
      return FALSE;
    g_ptr_array_add(library->facets, facet);
    if (repere_library_facet(library, facet->name) != facet)
      return refuse(loader, error, "the facet \"%s\" is there twice; give one of them another name.",
                    facet->name);
  }
  if (library->facets->len == 0)
    repere_facets_add_defaults(library->facets, library->vocabularies);
  return TRUE;
}

static gboolean read_all(const Loader *loader, GError **error)
{
  return check_names(loader, error) && read_paths(loader, error) && read_languages(loader, error) &&
         read_url(loader, error) && read_limits(loader, error) &&
         read_translate(loader, error) && read_ocr(loader, error) &&
         read_folder(loader, "harvest", "harvested", &loader->library->indexer.harvest, error) &&
         read_listen(loader, error) && read_cors(loader, error) && read_facets(loader, error) &&
         repere_ranking_read(loader->file, loader->library->path, &loader->library->ranking, error);
}

static char *find_file(const char *path)
{
  static const char EVERYWHERE[] = "/etc/repere/repere.conf";
  if (path != NULL)
    return g_canonicalize_filename(path, NULL);
  char *here = g_canonicalize_filename("repere.conf", NULL);
  if (g_file_test(here, G_FILE_TEST_EXISTS) || !g_file_test(EVERYWHERE, G_FILE_TEST_EXISTS))
    return here;
  g_free(here);
  return g_strdup(EVERYWHERE);
}

static gboolean open_file(GKeyFile *file, const char *path, gboolean named, GError **error)
{
  g_autoptr(GError) cause = NULL;
  if (g_key_file_load_from_file(file, path, G_KEY_FILE_KEEP_TRANSLATIONS, &cause))
    return TRUE;
  if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG, "%s: there is no such file; %s", path,
                named ? "name the configuration with -c FILE."
                      : "nor is there /etc/repere/repere.conf. Write one, or name it with -c FILE.");
  else
    g_set_error(error, REPERE_ERROR, REPERE_ERROR_CONFIG, "%s: the configuration cannot be read: %s%s", path,
                cause->message, g_str_has_suffix(cause->message, ".") ? "" : ".");
  return FALSE;
}

/* What was wrong with a file may be in what is said about it. */
static void show_whole(GError **error)
{
  g_autofree char *said = error && *error ? (*error)->message : NULL;
  if (said) (*error)->message = repere_plain_printable(said);
}

RepereLibrary *repere_library_load(const char *path, GError **error)
{
  RepereLibrary *library = g_new0(RepereLibrary, 1);
  library->facets = g_ptr_array_new_with_free_func((GDestroyNotify)repere_facet_free);
  library->path = find_file(path);
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autofree char *folder = g_path_get_dirname(library->path);
  Loader loader = {file, library, folder};
  if (open_file(file, library->path, path != NULL, error) && read_all(&loader, error))
    return library;
  show_whole(error);
  repere_library_free(library);
  return NULL;
}

void repere_library_free(RepereLibrary *library)
{
  if (library == NULL)
    return;
  g_free(library->path);
  g_strfreev(library->records);
  g_free(library->files);
  g_free(library->vocabularies);
  g_free(library->index);
  g_free(library->url);
  g_strfreev(library->languages);
  g_ptr_array_unref(library->facets);
  g_free(library->indexer.apertium);
  g_free(library->indexer.freedict);
  g_strfreev(library->indexer.ocr_languages);
  g_free(library->indexer.ocr_data);
  g_free(library->indexer.harvest);
  g_strfreev(library->searchd.listen);
  g_strfreev(library->searchd.cors);
  g_free(library);
}

guint repere_library_facet_index(const RepereLibrary *library, const char *name)
{
  for (guint i = 0; i < library->facets->len; i++) {
    const RepereFacet *facet = g_ptr_array_index(library->facets, i);
    if (strcmp(facet->name, name) == 0)
      return i;
  }
  return G_MAXUINT;
}

const RepereFacet *repere_library_facet(const RepereLibrary *library, const char *name)
{
  guint i = repere_library_facet_index(library, name);
  return i != G_MAXUINT ? g_ptr_array_index(library->facets, i) : NULL;
}

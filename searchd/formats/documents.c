#include "searchd/formats/documents.h"

#include <gio/gio.h>
#include <string.h>

#include "searchd/formats/xml.h"
#include "searchd/openapi.h"

/* Hits are counted from 0 where an address has {startIndex}; the standard's own beginning is 1. */
static void address(GString *out, const char *type, const char *rel, const char *base, const char *path,
                    const char *lang)
{
  g_autofree char *template = g_strconcat(base, path, lang, NULL);
  const char *first = strstr(path, "{startIndex") ? "0" : NULL;
  xml_element(out, "Url", NULL,
              XML({ "type", type }, { "rel", rel }, { "template", template }, { "indexOffset", first }));
}

static const char *description(const char *lang)
{
  if (g_str_equal(lang, "fr"))
    return "Chercher dans une bibliothèque de publications, en anglais, en français et en espagnol";
  if (g_str_equal(lang, "es"))
    return "Buscar en una biblioteca de publicaciones, en inglés, francés y español";
  return "Search a library of publications, in English, French and Spanish";
}

GString *documents_opensearch(const Request *request, const RepereLibrary *library, const char *base)
{
  const char *lang = request->question->lang;
  GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                              "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
  xml_element(out, "ShortName", "Repère", NULL); /* 16 characters at most */
  xml_element(out, "Description", description(lang), NULL);
  address(out, "application/json", "results", base,
          "/v1/search?q={searchTerms}&limit={count?}&offset={startIndex?}&lang=", lang);
  address(out, "application/atom+xml", "results", base,
          "/v1/feed.atom?q={searchTerms}&limit={count?}&lang=", lang);
  address(out, "application/x-suggestions+json", "suggestions", base,
          "/v1/suggest?q={searchTerms}&format=opensearch&lang=", lang);
  address(out, "application/opensearchdescription+xml", "self", base, "/opensearch.xml?lang=", lang);
  for (char **code = library->languages; *code; code++)
    xml_element(out, "Language", *code, NULL);
  xml_element(out, "InputEncoding", "UTF-8", NULL);
  xml_element(out, "OutputEncoding", "UTF-8", NULL);
  g_string_append(out, "</OpenSearchDescription>\n");
  return out;
}

GString *documents_openapi(void)
{
  g_autoptr(GBytes) bytes = g_resource_lookup_data(openapi_get_resource(), "/repere/openapi.json",
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_return_val_if_fail(bytes, g_string_new("{}"));
  gsize length = 0;
  const char *text = g_bytes_get_data(bytes, &length);
  GString *out = g_string_new_len(text, (gssize)length);
  g_string_replace(out, "@version@", REPERE_VERSION, 1);
  return out;
}

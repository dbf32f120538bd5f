#include "searchd/formats/documents.h"

#include <gio/gio.h>

#include "searchd/formats/xml.h"
#include "searchd/openapi.h"

static void address(GString *out, const char *base, const char *type, const char *rel, const char *format,
                    const char *lang)
{
  g_autofree char *path = g_strdup_printf(format, lang);
  g_autofree char *template = g_strconcat(base, path, NULL);
  xml_element(out, "Url", NULL, "type", type, "rel", rel, "template", template, NULL);
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
  address(out, base, "application/json", "results",
          "/v1/search?q={searchTerms}&lang=%s&limit={count?}&offset={startIndex?}", lang);
  address(out, base, "application/atom+xml", "results", "/v1/feed.atom?q={searchTerms}&lang=%s&limit={count?}", lang);
  address(out, base, "application/x-suggestions+json", "suggestions",
          "/v1/suggest?q={searchTerms}&lang=%s&format=opensearch", lang);
  address(out, base, "application/opensearchdescription+xml", "self", "/opensearch.xml?lang=%s", lang);
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

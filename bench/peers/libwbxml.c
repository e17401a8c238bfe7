/* libwbxml in process. Usage: libwbxml parse|tree|to-xml|from-xml MILLISECONDS FILE... */
#include <wbxml/wbxml.h>
#include "batches.h"

/* Exported by the library but missing from its installed headers. */
typedef struct WBXMLTree_s WBXMLTree;
typedef struct WBXMLParser_s WBXMLParser;
WBXMLError wbxml_tree_from_wbxml(WB_UTINY *, WB_ULONG, WBXMLLanguage, WBXMLCharsetMIBEnum, WBXMLTree **);
void wbxml_tree_destroy(WBXMLTree *);
WBXMLParser *wbxml_parser_create(void);
WBXMLError wbxml_parser_parse(WBXMLParser *, WB_UTINY *, WB_ULONG);
void wbxml_parser_destroy(WBXMLParser *);

static void expect_ok(const char *what, WBXMLError error) {
  if (error != WBXML_OK) fail(what, (const char *)wbxml_errors_string(error));
}

/* The parser with no handlers. */
static void parse(const Document *document) {
  WBXMLParser *parser = wbxml_parser_create();
  expect_ok("parse", wbxml_parser_parse(parser, document->bytes, document->length));
  wbxml_parser_destroy(parser);
}

static void tree(const Document *document) {
  WBXMLTree *root = NULL;
  expect_ok("tree", wbxml_tree_from_wbxml(document->bytes, document->length, WBXML_LANG_UNKNOWN,
                                          WBXML_CHARSET_UNKNOWN, &root));
  wbxml_tree_destroy(root);
}

/* Compact, white space kept, like our own conversion. */
static void to_xml(const Document *document) {
  WBXMLConvWBXML2XML *converter = NULL;
  WB_UTINY *xml = NULL;
  WB_ULONG length = 0;
  expect_ok("to-xml", wbxml_conv_wbxml2xml_create(&converter));
  wbxml_conv_wbxml2xml_set_gen_type(converter, WBXML_GEN_XML_COMPACT);
  wbxml_conv_wbxml2xml_enable_preserve_whitespaces(converter);
  expect_ok("to-xml", wbxml_conv_wbxml2xml_run(converter, document->bytes, document->length, &xml, &length));
  free(xml);
  wbxml_conv_wbxml2xml_destroy(converter);
}

/* WBXML 1.2 without a string table, white space kept. */
static void from_xml(const Document *document) {
  WBXMLConvXML2WBXML *converter = NULL;
  WB_UTINY *wbxml = NULL;
  WB_ULONG length = 0;
  expect_ok("from-xml", wbxml_conv_xml2wbxml_create(&converter));
  wbxml_conv_xml2wbxml_set_version(converter, WBXML_VERSION_12);
  wbxml_conv_xml2wbxml_enable_preserve_whitespaces(converter);
  wbxml_conv_xml2wbxml_disable_string_table(converter);
  expect_ok("from-xml", wbxml_conv_xml2wbxml_run(converter, document->bytes, document->length, &wbxml, &length));
  free(wbxml);
  wbxml_conv_xml2wbxml_destroy(converter);
}

int main(int count, char **arguments) {
  static const struct {
    const char *name;
    void (*run)(const Document *);
  } subcommands[] = {{"parse", parse}, {"tree", tree}, {"to-xml", to_xml}, {"from-xml", from_xml}};
  if (count == 2 && !strcmp(arguments[1], "version")) return puts(WBXML_LIB_VERSION) < 0;
  for (size_t index = 0; count > 3 && index < sizeof subcommands / sizeof *subcommands; index++)
    if (!strcmp(arguments[1], subcommands[index].name))
      return time_batches(subcommands[index].run, count - 2, arguments + 2), 0;
  fail("usage", "libwbxml parse|tree|to-xml|from-xml MILLISECONDS FILE...");
}

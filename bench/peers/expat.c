/* expat in process, without namespaces: with no handlers or with counting ones. Usage: expat parse|count MILLISECONDS FILE... */
#include <expat.h>
#include "batches.h"

typedef struct {
  unsigned long elements, ends, bytes;
} Counts;

static void count_start(void *counts, const XML_Char *name, const XML_Char **attributes) {
  (void)name, (void)attributes;
  ((Counts *)counts)->elements++;
}

static void count_end(void *counts, const XML_Char *name) {
  (void)name;
  ((Counts *)counts)->ends++;
}

static void count_text(void *counts, const XML_Char *text, int length) {
  (void)text;
  ((Counts *)counts)->bytes += (unsigned long)length;
}

static void read_into(XML_Parser parser, const Document *document) {
  if (XML_Parse(parser, (const char *)document->bytes, (int)document->length, 1) != XML_STATUS_OK)
    fail("expat", XML_ErrorString(XML_GetErrorCode(parser)));
  XML_ParserFree(parser);
}

static void parse(const Document *document) { read_into(XML_ParserCreate(NULL), document); }

static void count(const Document *document) {
  Counts counts = {0, 0, 0};
  XML_Parser parser = XML_ParserCreate(NULL);
  XML_SetUserData(parser, &counts);
  XML_SetElementHandler(parser, count_start, count_end);
  XML_SetCharacterDataHandler(parser, count_text);
  read_into(parser, document);
  if (counts.elements == 0 || counts.elements != counts.ends) fail("expat", "elements were not counted");
}

int main(int given, char **arguments) {
  if (given == 2 && !strcmp(arguments[1], "version")) return puts(XML_ExpatVersion()) < 0;
  if (given > 3 && !strcmp(arguments[1], "parse")) return time_batches(parse, given - 2, arguments + 2), 0;
  if (given > 3 && !strcmp(arguments[1], "count")) return time_batches(count, given - 2, arguments + 2), 0;
  fail("usage", "expat parse|count MILLISECONDS FILE...");
}

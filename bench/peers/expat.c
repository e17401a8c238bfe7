/* expat in process, without handlers and without namespaces. Usage: expat parse MILLISECONDS FILE... */
#include <expat.h>
#include "batches.h"

static void parse(const Document *document) {
  XML_Parser parser = XML_ParserCreate(NULL);
  if (XML_Parse(parser, (const char *)document->bytes, (int)document->length, 1) != XML_STATUS_OK)
    fail("expat", XML_ErrorString(XML_GetErrorCode(parser)));
  XML_ParserFree(parser);
}

int main(int count, char **arguments) {
  if (count == 2 && !strcmp(arguments[1], "version")) return puts(XML_ExpatVersion()) < 0;
  if (count < 4 || strcmp(arguments[1], "parse")) fail("usage", "expat parse MILLISECONDS FILE...");
  time_batches(parse, count - 2, arguments + 2);
}

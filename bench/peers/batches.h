/* Shared by the C peers, which read the documents of a fixture and time batches of calls as timing.ts does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH_NANOSECONDS 2e6
#define MOST_BATCHES 4096
#define MOST_DOCUMENTS 1024

typedef struct {
  unsigned char *bytes;
  size_t length;
} Document;

static void fail(const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static Document read_document(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path, "cannot be read");
  fseek(file, 0, SEEK_END);
  Document document = {NULL, (size_t)ftell(file)};
  rewind(file);
  document.bytes = malloc(document.length + 1);
  if (fread(document.bytes, 1, document.length, file) != document.length) fail(path, "cannot be read");
  document.bytes[document.length] = 0;
  fclose(file);
  return document;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int ascending(const void *one, const void *other) {
  double a = *(const double *)one, b = *(const double *)other;
  return (a > b) - (a < b);
}

static double call_all(void (*run)(const Document *), const Document *documents, int count, long calls) {
  double started = now();
  for (long call = 0; call < calls; call++)
    for (int index = 0; index < count; index++) run(&documents[index]);
  return now() - started;
}

/* PROGRAM SUBCOMMAND MILLISECONDS FILE... : one warm-up batch, then batches for that long. */
static void time_batches(void (*run)(const Document *), int count, char **arguments) {
  static Document documents[MOST_DOCUMENTS];
  static double batches[MOST_BATCHES];
  double budget = atof(arguments[0]) * 1e6, elapsed = 0, bytes = 0;
  int files = count - 1, taken = 0;
  long calls = 1;
  if (files > MOST_DOCUMENTS) fail(arguments[1], "too many documents");
  for (int index = 0; index < files; index++) {
    documents[index] = read_document(arguments[index + 1]);
    bytes += (double)documents[index].length;
  }
  double took;
  while ((took = call_all(run, documents, files, calls)) < BATCH_NANOSECONDS) calls *= 2;
  /* A call that fills the time by itself is the only one: at that length warm-up does not matter. */
  if (took >= budget) elapsed = batches[taken++] = took / (double)calls;
  while (elapsed < budget && taken < MOST_BATCHES) {
    took = call_all(run, documents, files, calls);
    batches[taken++] = took / (double)calls;
    elapsed += took;
  }
  qsort(batches, (size_t)taken, sizeof(double), ascending);
  printf("{\"bytes\":%.0f,\"sample\":{\"best\":%.1f,\"median\":%.1f}}\n", bytes, batches[0], batches[taken / 2]);
}

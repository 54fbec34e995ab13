// Reading a whole file, for the example and the tests.
#ifndef FILES_H
#define FILES_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  uint8_t *bytes;
  size_t length;
} file_bytes;

// Ends the program, saying which file, if it cannot be read.
static inline file_bytes read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) {
    perror(path);
    exit(2);
  }
  long length = ftell(file);
  rewind(file);
  file_bytes result = {malloc(length > 0 ? (size_t)length : 1), (size_t)length};
  if (length < 0 || !result.bytes || fread(result.bytes, 1, result.length, file) != result.length) {
    perror(path);
    exit(2);
  }
  fclose(file);
  return result;
}

#endif

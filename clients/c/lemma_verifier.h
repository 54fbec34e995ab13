// Checks that a reply, a class or an embedding really came from the model that was named. docs/clients.md explains; example.c shows.
#ifndef LEMMA_VERIFIER_H
#define LEMMA_VERIFIER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Why a proof is declined: docs/protocol.md, section 14. Codes never change their meaning; treat one that is not listed as a rejection.
enum {
  LEMMA_VALID = 0,
  LEMMA_TRUNCATED = 1,
  LEMMA_TRAILING_BYTES = 2,
  LEMMA_NOT_CANONICAL = 3,
  LEMMA_UNKNOWN_VERSION = 4,
  LEMMA_UNKNOWN_PROFILE = 5,
  LEMMA_MALFORMED_KEY = 6,
  LEMMA_MALFORMED_STATEMENT = 7,
  LEMMA_MALFORMED_PROOF = 8,
  LEMMA_TOO_LARGE = 9,
  LEMMA_ANOTHER_MODEL = 20,
  LEMMA_EMPTY_PROMPT_OR_REPLY = 21,
  LEMMA_TOKEN_OUTSIDE_VOCABULARY = 22,
  LEMMA_CONTEXT_EXCEEDED = 23,
  LEMMA_WRONG_ENDING = 24,
  LEMMA_WRONG_OUTPUT = 25,
  LEMMA_UNSOUND_PARAMETERS = 40,
  LEMMA_PROOF_OF_WORK = 41,
  LEMMA_FRACTIONS_DO_NOT_CANCEL = 42,
  LEMMA_ZERO_DENOMINATOR = 43,
  LEMMA_FRACTION_LAYER = 44,
  LEMMA_LEAF_NUMERATORS = 45,
  LEMMA_LEAF_DENOMINATORS = 46,
  LEMMA_LINEAR_RELATION = 47,
  LEMMA_SUMCHECK = 48,
  LEMMA_OPEN_CLAIM = 49,
  LEMMA_MISSING_CLAIM = 50,
  LEMMA_CLAIM_OUTSIDE_ORACLE = 60,
  LEMMA_MERKLE_ROOT = 61,
  LEMMA_FINAL_MESSAGE = 62,
  LEMMA_FINAL_SUM = 63,
};

// Whole: there is no end to come to, since the prompt was read at once.
enum { LEMMA_ENDING_STOP = 0, LEMMA_ENDING_LENGTH = 1, LEMMA_ENDING_WHOLE = 2 };

enum { LEMMA_FORM_DECODER = 0, LEMMA_FORM_ENCODER = 1, LEMMA_FORM_ENCODER_DECODER = 2 };

// What is said of the prompt.
enum {
  LEMMA_KIND_REPLY = 0,          // these tokens are the greedy reply to it
  LEMMA_KIND_TOKENS = 1,         // these tokens are the likeliest at these of its positions
  LEMMA_KIND_CLASS = 2,          // it is of this class, a number
  LEMMA_KIND_EMBEDDING = 3,      // it has these values; there is no reply
};

// Places in `sections`; 6 and 7 are zero.
enum {
  LEMMA_SECTION_HEAD = 0,       // statement, schedule, commitment
  LEMMA_SECTION_LOOKUPS = 1,
  LEMMA_SECTION_SUMCHECKS = 2,
  LEMMA_SECTION_COLUMNS = 3,    // of the opening
  LEMMA_SECTION_SIBLINGS = 4,   // of the opening
  LEMMA_SECTION_OPENING = 5,    // its rounds and the rest
};

// What a verification found. Numbers are little-endian in memory, on every machine.
typedef struct lemma_report {
  uint32_t rejection;            // LEMMA_VALID, or why not
  uint32_t ending;
  uint32_t prompt_tokens;
  uint32_t reply_entries;        // tokens, or one class
  uint32_t security_millibits;   // 1000 times the bits that the proven bounds add up to, rounded down; 0 if rejected
  uint32_t has_statement;        // 1 if key and statement could be read: the fields below, ending and lists hold
  uint32_t key_bytes;
  uint32_t proof_bytes;
  uint8_t model[32];             // as the statement names it; of a valid proof, Keccak-256 of the key
  uint8_t context[32];           // what the proof is bound to
  uint8_t tokenizer[32];         // provenance, from the key
  uint8_t settings[32];
  uint8_t checkpoint[32];
  uint32_t sections[8];          // bytes of the proof by section; of a rejected one, as far as it was read
  uint32_t form;
  uint32_t kind;
  uint32_t second_segment;       // the first row of the prompt's second text; prompt_tokens if there is one text
  uint32_t positions;            // how many: as many as the reply has tokens, if their rows in the prompt are stated, else 0
  uint32_t values;               // how many
  uint32_t fraction_bits;        // each value is an integer / 2^fraction_bits
  uint32_t name_bytes;           // of what the key calls the values
  uint32_t lists[];              // prompt, reply, positions, values, then the name's bytes
} lemma_report;

static inline const uint32_t *lemma_prompt(const lemma_report *report) { return report->lists; }

static inline const uint32_t *lemma_reply(const lemma_report *report) { return report->lists + report->prompt_tokens; }

// Rows of the prompt, one for each token of the reply.
static inline const uint32_t *lemma_positions(const lemma_report *report) { return lemma_reply(report) + report->reply_entries; }

// An embedding; or probabilities, of each entry of the reply or, if there are more, of every class.
static inline const int32_t *lemma_values(const lemma_report *report) {
  return (const int32_t *)(lemma_positions(report) + report->positions);
}

// "probabilities", "sentence embedding": name_bytes bytes of a key that may be anyone's, meant as UTF-8, without a zero at the end.
static inline const char *lemma_value_name(const lemma_report *report) { return (const char *)(lemma_values(report) + report->values); }

// A block of memory, or NULL when there is none. Inputs need not lie in such blocks, except under WebAssembly.
uint8_t *lemma_allocate(size_t bytes);

// Gives back what lemma_allocate or lemma_verify returned; NULL is fine.
void lemma_release(void *block);

// Checks a proof file against a verifying key, whatever their bytes. Returns a report, to be released, or NULL if memory is short.
//
// A proof is good for the caller if the report says valid, and model and context are those that the caller expects.
lemma_report *lemma_verify(const uint8_t *key, size_t key_length, const uint8_t *proof, size_t proof_length);

// Keccak-256 as in Ethereum.
void lemma_keccak256(const uint8_t *bytes, size_t length, uint8_t digest[32]);

// The version of these functions and the report: 2. Keys and proofs have their own.
uint32_t lemma_version(void);

#ifdef __cplusplus
}
#endif

#endif

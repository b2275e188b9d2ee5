/* Upper and lower case of the letters a cue is written in, without the C locale.
 *
 * Latin (with Extended A, B and Additional), Greek, Cyrillic, Armenian and full-width Latin, from the general categories
 * Lu, Lt and Ll of Unicode 14. Every other letter counts as having no case: Chinese, Japanese, Arabic, Hebrew, Hindi …
 */
#ifndef FOUNTAIN_LETTER_CASE_H
#define FOUNTAIN_LETTER_CASE_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    NO_CASE,
    UPPER,
    LOWER,
    EVEN, /* upper case at even code points, lower case at odd ones */
    ODD,  /* upper case at odd code points, lower case at even ones */
} LetterCase;

typedef struct {
    uint16_t first;
    uint16_t last;
    uint8_t kind;
} CaseRange;

/* In order of code points. */
static const CaseRange CASE_RANGES[] = {
    {0x00B5, 0x00B5, LOWER}, {0x00C0, 0x00D6, UPPER}, {0x00D8, 0x00DE, UPPER}, {0x00DF, 0x00F6, LOWER},
    {0x00F8, 0x00FF, LOWER}, {0x0100, 0x0137, EVEN}, {0x0138, 0x0148, ODD}, {0x0149, 0x0178, EVEN},
    {0x0179, 0x017E, ODD}, {0x017F, 0x0180, LOWER}, {0x0181, 0x0182, UPPER}, {0x0183, 0x0186, EVEN},
    {0x0187, 0x0187, UPPER}, {0x0188, 0x0188, LOWER}, {0x0189, 0x018B, UPPER}, {0x018C, 0x018D, LOWER},
    {0x018E, 0x0191, UPPER}, {0x0192, 0x0192, LOWER}, {0x0193, 0x0194, UPPER}, {0x0195, 0x0195, LOWER},
    {0x0196, 0x0198, UPPER}, {0x0199, 0x019B, LOWER}, {0x019C, 0x019D, UPPER}, {0x019E, 0x019E, LOWER},
    {0x019F, 0x01A0, UPPER}, {0x01A1, 0x01A6, EVEN}, {0x01A7, 0x01AA, ODD}, {0x01AB, 0x01AE, EVEN},
    {0x01AF, 0x01AF, UPPER}, {0x01B0, 0x01B0, LOWER}, {0x01B1, 0x01B3, UPPER}, {0x01B4, 0x01B7, ODD},
    {0x01B8, 0x01B8, UPPER}, {0x01B9, 0x01BA, LOWER}, {0x01BC, 0x01BC, UPPER}, {0x01BD, 0x01BF, LOWER},
    {0x01C4, 0x01C5, UPPER}, {0x01C6, 0x01C6, LOWER}, {0x01C7, 0x01C8, UPPER}, {0x01C9, 0x01C9, LOWER},
    {0x01CA, 0x01CB, UPPER}, {0x01CC, 0x01DC, ODD}, {0x01DD, 0x01EF, EVEN}, {0x01F0, 0x01F0, LOWER},
    {0x01F1, 0x01F2, UPPER}, {0x01F3, 0x01F6, EVEN}, {0x01F7, 0x01F8, UPPER}, {0x01F9, 0x0233, EVEN},
    {0x0234, 0x0239, LOWER}, {0x023A, 0x023B, UPPER}, {0x023C, 0x023C, LOWER}, {0x023D, 0x023E, UPPER},
    {0x023F, 0x0240, LOWER}, {0x0241, 0x0241, UPPER}, {0x0242, 0x0242, LOWER}, {0x0243, 0x0246, UPPER},
    {0x0247, 0x024F, EVEN}, {0x0370, 0x0373, EVEN}, {0x0376, 0x0376, UPPER}, {0x0377, 0x0377, LOWER},
    {0x037B, 0x037D, LOWER}, {0x037F, 0x037F, UPPER}, {0x0386, 0x0386, UPPER}, {0x0388, 0x038A, UPPER},
    {0x038C, 0x038C, UPPER}, {0x038E, 0x038F, UPPER}, {0x0390, 0x0390, LOWER}, {0x0391, 0x03A1, UPPER},
    {0x03A3, 0x03AB, UPPER}, {0x03AC, 0x03CE, LOWER}, {0x03CF, 0x03CF, UPPER}, {0x03D0, 0x03D1, LOWER},
    {0x03D2, 0x03D4, UPPER}, {0x03D5, 0x03D7, LOWER}, {0x03D8, 0x03EF, EVEN}, {0x03F0, 0x03F3, LOWER},
    {0x03F4, 0x03F4, UPPER}, {0x03F5, 0x03F5, LOWER}, {0x03F7, 0x03F7, UPPER}, {0x03F8, 0x03F8, LOWER},
    {0x03F9, 0x03FA, UPPER}, {0x03FB, 0x03FC, LOWER}, {0x03FD, 0x042F, UPPER}, {0x0430, 0x045F, LOWER},
    {0x0460, 0x0481, EVEN}, {0x048A, 0x04C0, EVEN}, {0x04C1, 0x04CE, ODD}, {0x04CF, 0x052F, EVEN},
    {0x0531, 0x0556, UPPER}, {0x0560, 0x0588, LOWER}, {0x1E00, 0x1E95, EVEN}, {0x1E96, 0x1E9D, LOWER},
    {0x1E9E, 0x1EFF, EVEN}, {0xFF21, 0xFF3A, UPPER}, {0xFF41, 0xFF5A, LOWER},
};

/* Returns UPPER, LOWER or NO_CASE for a code point; anything that is no code point has NO_CASE. */
static LetterCase letter_case(int32_t c) {
    if (c < 0x80) {
        if (c >= 'A' && c <= 'Z') return UPPER;
        if (c >= 'a' && c <= 'z') return LOWER;
        return NO_CASE;
    }
    size_t low = 0, high = sizeof CASE_RANGES / sizeof CASE_RANGES[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const CaseRange *range = &CASE_RANGES[middle];
        if (c > range->last) {
            low = middle + 1;
        } else if (c < range->first) {
            high = middle;
        } else if (range->kind == EVEN) {
            return c % 2 == 0 ? UPPER : LOWER;
        } else if (range->kind == ODD) {
            return c % 2 == 1 ? UPPER : LOWER;
        } else {
            return (LetterCase)range->kind;
        }
    }
    return NO_CASE;
}

#endif

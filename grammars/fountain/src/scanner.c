/* The scanner of the Fountain grammar: it says what each line is.
 *
 * It works on *lines as a writer means them*: notes `[[ ]]` and boneyards are passed over whole, so a line ends at the
 * first line end outside of them. For each such line it goes through two steps.
 *
 *   1. `open_line` skips blank lines, surveys the line and the start of the next one (`survey`), decides what the line
 *      is (`classify`), and emits the token of no width that opens it. What the pieces need is kept in the state.
 *   2. `next_piece` emits the line's leaves one by one, with no look ahead beyond the line, until the line ends.
 *
 * Why this is linear: a line is surveyed once, and read once more for its pieces. Two searches may run further than
 * the line. A `[[` without its `]]` costs one search per paragraph, because the failure is remembered in `notes_left`.
 * A boneyard without its end runs to the end of the file and takes all of it. A wrapped parenthetical looks at most
 * MOST_TURNS lines ahead.
 *
 * The scanner never asks which tokens are valid: the grammar accepts whatever it emits, in any order.
 */
#include "letter_case.h"
#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* In the order of `externals` in grammar.js. */
enum TokenType {
    BLANK,
    CONTINUE,
    TITLE_ENTRY_START,
    TITLE_VALUE_START,
    HEADING_START,
    ACTION_START,
    CENTERED_START,
    TRANSITION_START,
    SPEECH_START,
    DUAL_SPEECH_START,
    SPEECH_END,
    DIALOGUE_START,
    PARENTHETICAL_START,
    LYRIC_START,
    SECTION_START,
    SYNOPSIS_START,
    PAGE_BREAK_START,
    ASIDE_START,
    MARK,
    END_MARK,
    PAGE_BREAK_MARK,
    SECTION_MARK,
    TEXT,
    TITLE_KEY,
    SCENE_NUMBER,
    CUE_NAME,
    CUE_EXTENSION,
    DUAL_MARK,
    NOTE,
    BONEYARD,
    UNCLOSED_BONEYARD,
};

/* What the line is whose pieces are being emitted; some lines go through several of these from left to right. */
typedef enum {
    NO_LINE,       /* between lines */
    LINE_PLAIN,    /* text and asides */
    LINE_HEADING,  /* text, then perhaps `#`; `end_marks_left` finds it */
    LINE_NUMBER,   /* the scene number after that `#` */
    LINE_CENTERED, /* text, then `<`; `end_marks_left` finds it */
    LINE_CUE,      /* names and extensions, then perhaps `^`; `end_marks_left` finds it */
    LINE_SECTION,
    LINE_PAGE_BREAK,
    LINE_PARENTHETICAL, /* text over `turns_left` further lines */
    LINE_TITLE_KEY,
    LINE_TITLE_COLON,
    LINE_TITLE_REST,  /* after the colon, before the first character of a value */
    LINE_ASIDE_FIRST, /* one boneyard at the start of a line; what follows it is classified by itself */
} Line;

/* The block that the next line may continue. */
typedef enum { NO_BLOCK, BLOCK_ACTION, BLOCK_DIALOGUE } Block;

enum {
    AT_START = 1 << 0,     /* no text yet: a title page may begin */
    IN_TITLE = 1 << 1,     /* in the title page */
    IN_SPEECH = 1 << 2,    /* after a cue, before the blank line that ends the speech */
    AFTER_BLANK = 1 << 3,  /* the next line counts as having a blank line before it */
    INDENTED = 1 << 4,     /* the line has three or more columns of white space before it */
    MARK_NEXT = 1 << 5,    /* the next character that is no aside is the mark that forces the line */
    HAS_END_MARK = 1 << 6, /* `end_marks_left` is meant */
    IN_EXTENSION = 1 << 7, /* a cue extension was interrupted by a note */
};

/* All that is remembered between two tokens; serialised byte by byte, so it has no padding. */
typedef struct {
    uint32_t notes_left;     /* notes that close before the first `[[` of the paragraph that does not, or UNKNOWN */
    uint32_t end_marks_left; /* how often the character of the end mark comes as plain text before it */
    uint16_t turns_left;     /* line ends inside a wrapped parenthetical */
    uint8_t line;
    uint8_t block;
    uint32_t flags;
} State;

_Static_assert(sizeof(State) == 16, "the state is serialised as it lies in memory");

#define UNKNOWN UINT32_MAX

/* A parenthetical that is longer than this is taken for dialogue with a missing bracket. */
#define MOST_TURNS 8

/* A title page key that is longer than this is taken for text. */
#define LONGEST_KEY 40

/* ---- Characters ------------------------------------------------------------------------------------------------- */

static bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static bool is_line_end(int32_t c) { return c == '\n' || c == '\r'; }

static bool is_space(int32_t c) {
    if (c < 0x80) return c == ' ' || c == '\t' || c == '\v' || c == '\f';
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

/* A colon after a title page key, also as Chinese and Japanese writers type it. */
static bool is_colon(int32_t c) { return c == ':' || c == 0xFF1A; }

static char ascii_upper(int32_t c) {
    if (c < 0 || c >= 0x80) return '?';
    return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

static bool is_number_char(int32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

/* Passes one line end: LF, CR or CRLF. */
static void pass_line_end(TSLexer *lexer, bool skip) {
    bool carriage_return = lexer->lookahead == '\r';
    lexer->advance(lexer, skip);
    if (carriage_return && lexer->lookahead == '\n') lexer->advance(lexer, skip);
}

/* Passes white space within a line and returns its width in columns; a tab is four. */
static uint32_t pass_spaces(TSLexer *lexer, bool skip) {
    uint32_t columns = 0;
    while (is_space(lexer->lookahead)) {
        if (columns < 1000) columns += lexer->lookahead == '\t' ? 4 : 1;
        lexer->advance(lexer, skip);
    }
    return columns;
}

/* Two spaces on an otherwise empty line keep a speech and a note open ("Dialogue" and "Notes" in the specification). */
static bool holds_open(uint32_t columns) { return columns >= 2; }

/* ---- Notes and boneyards ---------------------------------------------------------------------------------------- */

/* Passes a note from after its `[[`; returns false if a blank line or the end of the file comes before `]]`. */
static bool pass_note(TSLexer *lexer) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (c == ']') {
            advance(lexer);
            if (lexer->lookahead != ']') continue;
            advance(lexer);
            return true;
        }
        if (is_line_end(c)) {
            pass_line_end(lexer, false);
            uint32_t columns = pass_spaces(lexer, false);
            if (is_line_end(lexer->lookahead) && !holds_open(columns)) return false;
            continue;
        }
        if (at_end(lexer)) return false;
        advance(lexer);
    }
}

/* Passes a boneyard from after its opening mark; returns false if the file ends before the boneyard does. */
static bool pass_boneyard(TSLexer *lexer) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (c == '*') {
            advance(lexer);
            if (lexer->lookahead != '/') continue;
            advance(lexer);
            return true;
        }
        if (at_end(lexer)) return false;
        advance(lexer);
    }
}

/* ---- Surveying a line ------------------------------------------------------------------------------------------- */

/* The longest heading prefix with the character after it is `INT/EXT.`. */
#define PREFIX 8

/* What is known of a line after looking at it once, its asides left out. */
typedef struct {
    bool boneyard_first; /* opens with a boneyard; nothing else was looked at */
    bool has_aside;

    uint32_t characters; /* white space not counted; 0 for a line of asides */
    int32_t first;
    int32_t second; /* may be white space */
    int32_t last;
    char prefix[PREFIX]; /* ASCII in upper case, anything else as `?` */
    uint8_t prefix_length;
    uint32_t tail; /* the last four characters in ASCII, the last one lowest; a run of white space counts as one */
    bool space_before_next;

    bool upper;      /* outside of brackets */
    bool lower;      /* outside of brackets */
    bool lower_open; /* inside of a bracket that is still open */
    bool in_bracket;
    bool lower_anywhere;

    uint32_t hashes;         /* how many `#` in all, and below: which of them opens a scene number */
    uint32_t number_hash;    /* counted from 0 */
    uint32_t number_length;  /* characters since the last `#`, if all of them can be in a scene number */
    bool number_open;
    bool number_closed;
    uint32_t leading_hashes;
    int32_t after_hashes;
    uint32_t angles; /* how many `<` */
    uint32_t carets; /* how many `^` */
    bool only_equals;

    uint32_t depth;     /* of round brackets */
    bool outside_text;  /* something stands outside of them */
    uint16_t turns;     /* line ends inside of them */
    bool parenthetical; /* the survey went on to the end of a parenthetical */

    char key[LONGEST_KEY + 1]; /* before the first colon, if that can be a title page key; ASCII in upper case */
    uint8_t key_length;
    bool key_possible;
    bool key_found;
    bool key_wide; /* the colon is full-width, which no script in Latin letters has */
    bool key_upper;
    bool key_lower;
} Survey;

/* What stands under a line, boneyards passed over. */
typedef enum { NEXT_BLANK, NEXT_HELD_OPEN, NEXT_TEXT, NEXT_HEADING } Next;

/* Takes note of a possible title page key, character by character. */
static void survey_key(Survey *it, int32_t c) {
    if (it->key_found) {
        it->key_found = c != '/'; /* `https://…` is a value */
        it->key_possible = false;
        return;
    }
    if (is_colon(c)) {
        while (it->key_length > 0 && it->key[it->key_length - 1] == ' ') it->key_length--;
        it->key[it->key_length] = '\0';
        it->key_found = it->key_length > 0 && !it->has_aside;
        it->key_possible = it->key_found;
        it->key_wide = c != ':';
        return;
    }
    LetterCase letter = letter_case(c);
    bool inner = (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '\'' || c == '&' || c == ' ';
    bool allowed = c >= 0x80 || letter != NO_CASE || (inner && it->key_length > 0);
    if (!allowed || it->key_length >= LONGEST_KEY) {
        it->key_possible = false;
        return;
    }
    it->key[it->key_length++] = ascii_upper(c);
    it->key_upper = it->key_upper || letter == UPPER;
    it->key_lower = it->key_lower || letter == LOWER;
}

/* Takes note of a possible scene number at the end of the line. */
static void survey_number(Survey *it, int32_t c) {
    if (c == '#') {
        it->number_closed = it->number_open && it->number_length > 0;
        if (it->number_closed) it->number_hash = it->hashes - 1;
        it->hashes++;
        it->number_open = true;
        it->number_length = 0;
        return;
    }
    it->number_closed = false;
    if (!is_number_char(c)) it->number_open = false;
    it->number_length++;
}

/* Takes note of round brackets, for parentheticals; those of a cue are followed in `survey_character`. */
static void survey_brackets(Survey *it, int32_t c) {
    if (c == '(') {
        it->depth++;
    } else if (c == ')' && it->depth > 0) {
        it->depth--;
    } else if (it->depth == 0) {
        it->outside_text = true;
    }
}

/* Takes note of one character that is no line end and in no aside. */
static void survey_character(Survey *it, int32_t c) {
    if (it->key_possible && (it->characters > 0 || !is_space(c))) survey_key(it, c);
    if (it->characters > 0 && it->prefix_length < PREFIX) {
        it->prefix[it->prefix_length++] = is_space(c) ? ' ' : ascii_upper(c);
    }
    if (it->characters == 1 && it->second == 0) it->second = c;
    if (it->leading_hashes > 0 && it->after_hashes == 0 && c != '#') it->after_hashes = c;
    if (is_space(c)) {
        it->space_before_next = true;
        it->number_open = false;
        return;
    }

    if (it->characters == 0) {
        it->first = c;
        it->prefix[it->prefix_length++] = ascii_upper(c);
        it->only_equals = c == '=';
    }
    if (it->space_before_next && it->characters > 0) {
        it->tail = it->tail << 8 | ' ';
        it->only_equals = false;
    }
    it->space_before_next = false;
    it->tail = it->tail << 8 | (c > 0 && c < 0x80 ? (uint32_t)c : '?');
    if (c != '=') it->only_equals = false;
    if (c == '#' && it->after_hashes == 0 && it->leading_hashes == it->characters) it->leading_hashes++;
    it->characters++;
    it->last = c;

    LetterCase letter = letter_case(c);
    if (letter == LOWER) it->lower_anywhere = true;
    if (it->in_bracket) {
        it->lower_open = it->lower_open || letter == LOWER;
        if (c == ')') {
            it->in_bracket = false;
            it->lower_open = false;
        }
    } else if (c == '(') {
        it->in_bracket = true;
    } else if (letter == UPPER) {
        it->upper = true;
    } else if (letter == LOWER) {
        it->lower = true;
    }

    if (c == '<') it->angles++;
    if (c == '^') it->carets++;
    survey_number(it, c);
    survey_brackets(it, c);
}

/* Passes the white space under a line end; returns true if there is text, and stands before it. */
static bool pass_to_next_text(TSLexer *lexer, Next *next) {
    if (at_end(lexer)) return false;
    pass_line_end(lexer, false);
    uint32_t columns = pass_spaces(lexer, false);
    if (is_line_end(lexer->lookahead)) {
        *next = holds_open(columns) ? NEXT_HELD_OPEN : NEXT_BLANK;
        return false;
    }
    return !at_end(lexer);
}

/* Tells whether `text` starts like a scene heading: one of the known words, then a dot or a space. */
static bool is_heading_prefix(const char *text, uint8_t length) {
    static const char *const WORDS[] = {"INT", "EXT", "EST", "INT/EXT", "EXT/INT", "I/E", "I./E"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t word = strlen(WORDS[i]);
        if (length > word && memcmp(text, WORDS[i], word) == 0 && (text[word] == '.' || text[word] == ' ')) return true;
    }
    return false;
}

/* Looks at the line under the one just surveyed. Boneyards there are passed over, and lines that hold nothing else. */
static Next look_below(TSLexer *lexer) {
    Next next = NEXT_BLANK;
    while (pass_to_next_text(lexer, &next)) {
        char prefix[PREFIX];
        uint8_t length = 0;
        while (lexer->lookahead == '/') {
            advance(lexer);
            if (lexer->lookahead != '*') return NEXT_TEXT;
            advance(lexer);
            if (!pass_boneyard(lexer)) return NEXT_BLANK;
            pass_spaces(lexer, false);
        }
        if (is_line_end(lexer->lookahead)) continue;
        if (at_end(lexer)) return NEXT_BLANK;
        while (length < PREFIX && !is_line_end(lexer->lookahead) && !at_end(lexer)) {
            int32_t c = lexer->lookahead;
            prefix[length++] = is_space(c) ? ' ' : c > 0 && c < 0x80 ? (char)c : '?';
            advance(lexer);
        }
        return is_heading_prefix(prefix, length) ? NEXT_HEADING : NEXT_TEXT;
    }
    return next;
}

/* Surveys the rest of a line, from any point of it. Returns false if a `[[` turned out not to close; then
 * `state->notes_left` says so, and the survey has to be made again from the start of the line. */
static bool survey_line(State *state, TSLexer *lexer, Survey *it, uint32_t *notes) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (is_line_end(c) || at_end(lexer)) return true;
        advance(lexer);
        if (c == '[' && lexer->lookahead == '[' && *notes < state->notes_left) {
            advance(lexer);
            if (!pass_note(lexer)) {
                bool again = state->notes_left == UNKNOWN;
                state->notes_left = again ? *notes : 0;
                return !again;
            }
            ++*notes;
        } else if (c == '/' && lexer->lookahead == '*') {
            advance(lexer);
            if (!pass_boneyard(lexer)) return true;
        } else {
            survey_character(it, c);
            continue;
        }
        it->has_aside = true;
        it->space_before_next = true;
        it->number_open = false;
    }
}

/* Goes on from the end of a line that opens a bracket, to the line that closes it. */
static bool survey_parenthetical(State *state, TSLexer *lexer, Survey *it, uint32_t *notes) {
    for (;;) {
        if (it->outside_text) return true;
        if (it->depth == 0 || it->last == ')') {
            it->parenthetical = true;
            return true;
        }
        Next next;
        if (it->turns == MOST_TURNS || !pass_to_next_text(lexer, &next) || lexer->lookahead == '(') return true;
        it->turns++;
        if (!survey_line(state, lexer, it, notes)) return false;
    }
}

/* ---- Deciding --------------------------------------------------------------------------------------------------- */

static bool has(const State *state, uint32_t flag) { return (state->flags & flag) != 0; }

static void set(State *state, uint32_t flag, bool on) { state->flags = on ? state->flags | flag : state->flags & ~flag; }

static bool ends_in_to(const Survey *it) { return (it->tail & 0xFFFFFF) == ((uint32_t)'T' << 16 | 'O' << 8 | ':'); }

static bool is_heading(const Survey *it) { return is_heading_prefix(it->prefix, it->prefix_length); }

static bool starts_with(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

/* `FADE IN:` and `Cut to:` open many scripts and look like a title page key; `Dedicated to: Ada` is one. */
static bool is_transition_key(const Survey *it) {
    if (!it->key_found || (it->key_lower && !is_colon(it->last))) return false;
    if (starts_with(it->key, "FADE")) return true;
    return it->key_length >= 2 && memcmp(it->key + it->key_length - 2, "TO", 2) == 0;
}

static bool is_known_key(const Survey *it) {
    static const char *const KEYS[] = {
        "TITLE",    "SUBTITLE",    "CREDIT",    "CREDITS",  "AUTHOR",   "AUTHORS", "WRITER",   "WRITERS",
        "SOURCE",   "BASED ON",    "DRAFT",     "DRAFT DATE", "DATE",   "CONTACT", "CONTACTS", "COPYRIGHT",
        "NOTE",     "NOTES",       "REVISION",  "REVISIONS", "HEADER",  "FOOTER",  "WATERMARK", "FORMAT",
        "FONT",     "EPISODE",     "EPISODE TITLE", "SERIES", "SEASON", "VERSION", "COMPANY",  "LANGUAGE",
        "DIRECTOR", "PRODUCER",    "LOGLINE",   "GENRE",    "WRITTEN BY", "SCREENPLAY", "SCREENPLAY BY", "STORY",
        "STORY BY", "TELEPLAY BY", "ADAPTED BY", "DIRECTED BY", "PRODUCED BY",
    };
    if (!it->key_found) return false;
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (strcmp(it->key, KEYS[i]) == 0) return true;
    }
    return false;
}

/* Tells whether the first line of the file opens a title page. A key that nobody knows must not be all upper case:
 * `SUPER: 1942` is no key. */
static bool opens_title_page(const Survey *it) {
    if (is_known_key(it)) return true;
    return it->key_found && !it->key_wide && !is_heading(it) && !is_transition_key(it) && (it->key_lower || !it->key_upper);
}

/* Makes the line one of text and asides. */
static int plain(State *state, int token) {
    state->line = LINE_PLAIN;
    return token;
}

/* Makes the line one that starts with its mark. */
static int marked(State *state, int token) {
    set(state, MARK_NEXT, true);
    return plain(state, token);
}

/* Makes the line end in a mark: the one that comes after `before` other characters of its kind. */
static void end_in_mark(State *state, uint32_t before) {
    set(state, HAS_END_MARK, true);
    state->end_marks_left = before;
}

static int heading(State *state, const Survey *it) {
    state->line = LINE_HEADING;
    if (it->number_closed) end_in_mark(state, it->number_hash);
    return HEADING_START;
}

static int cue(State *state, const Survey *it) {
    state->line = LINE_CUE;
    set(state, IN_SPEECH, true);
    if (it->last != '^') return SPEECH_START;
    end_in_mark(state, it->carets - 1);
    return DUAL_SPEECH_START;
}

/* Adds a line to an action paragraph, or starts one. */
static int action(State *state) {
    bool more = state->block == BLOCK_ACTION;
    state->block = BLOCK_ACTION;
    return plain(state, more ? CONTINUE : ACTION_START);
}

static bool is_forcing(int32_t c) {
    return c == '.' || c == '!' || c == '@' || c == '>' || c == '~' || c == '#' || c == '=';
}

/* Decides on a line in the title page; returns -1 if the title page ended before it. */
static int classify_title(State *state, const Survey *it, bool after_blank) {
    bool indented = has(state, INDENTED);
    bool heading_like = is_heading(it) || is_transition_key(it);
    bool entry = !indented && !heading_like && (after_blank ? is_known_key(it) : it->key_found);
    if (entry) {
        state->line = LINE_TITLE_KEY;
        return TITLE_ENTRY_START;
    }
    bool value = indented || !heading_like;
    if (after_blank) {
        bool shouted = it->last == ':' && !it->lower_anywhere; /* `FADE IN:` at the right margin */
        value = indented && !heading_like && !shouted && it->characters > 0 && !is_forcing(it->first);
    }
    if (value) return plain(state, TITLE_VALUE_START);
    set(state, IN_TITLE, false);
    return -1;
}

/* Decides on a line that holds nothing but notes and boneyards. */
static int classify_asides(State *state, bool after_blank) {
    if (has(state, IN_SPEECH)) return plain(state, state->block == BLOCK_DIALOGUE ? CONTINUE : ASIDE_START);
    set(state, AFTER_BLANK, true);
    if (state->block == BLOCK_ACTION && !after_blank) return plain(state, CONTINUE);
    state->block = NO_BLOCK;
    return plain(state, ASIDE_START);
}

/* Decides on a line in a speech. The marks `!` and `>` and a page break end a speech even without a blank line; the
 * line is then looked at again. */
static int classify_speech(State *state, const Survey *it) {
    if (it->first == '!' || it->first == '>' || (it->only_equals && it->characters >= 3)) {
        set(state, IN_SPEECH, false);
        state->block = NO_BLOCK;
        return SPEECH_END;
    }
    if (it->first == '~') {
        state->block = NO_BLOCK;
        return marked(state, LYRIC_START);
    }
    if (it->parenthetical) {
        state->block = NO_BLOCK;
        state->line = LINE_PARENTHETICAL;
        state->turns_left = it->turns;
        return PARENTHETICAL_START;
    }
    bool more = state->block == BLOCK_DIALOGUE;
    state->block = BLOCK_DIALOGUE;
    return plain(state, more ? CONTINUE : DIALOGUE_START);
}

/* Decides on a line that its first character may force to be something; returns -1 if it does not. */
static int classify_forced(State *state, const Survey *it, bool after_blank) {
    /* In the midst of an action paragraph a wrapped line may start with `#tag` or `=`; `# Title` is clear. */
    bool mid_action = state->block == BLOCK_ACTION && !after_blank;
    switch (it->first) {
        case '!':
            state->block = BLOCK_ACTION;
            return marked(state, ACTION_START);
        case '~':
            state->block = NO_BLOCK;
            return marked(state, LYRIC_START);
        case '>':
            state->block = NO_BLOCK;
            if (it->last == '<' && it->characters >= 2) {
                state->line = LINE_CENTERED;
                set(state, MARK_NEXT, true);
                end_in_mark(state, it->angles - 1);
                return CENTERED_START;
            }
            set(state, AFTER_BLANK, true);
            return marked(state, TRANSITION_START);
        case '=':
            if (it->only_equals && it->characters >= 3) {
                state->block = NO_BLOCK;
                state->line = LINE_PAGE_BREAK;
                set(state, AFTER_BLANK | MARK_NEXT, true);
                return PAGE_BREAK_START;
            }
            if (it->second == '=' || (mid_action && !is_space(it->second))) return -1;
            state->block = NO_BLOCK;
            set(state, AFTER_BLANK, true);
            return marked(state, SYNOPSIS_START);
        case '#':
            if (it->leading_hashes > 6 || (mid_action && !is_space(it->after_hashes))) return -1;
            state->block = NO_BLOCK;
            state->line = LINE_SECTION;
            set(state, AFTER_BLANK | MARK_NEXT, true);
            return SECTION_START;
        case '.':
            if (!after_blank || it->second == '.' || it->second == 0 || is_space(it->second)) return -1;
            state->block = NO_BLOCK;
            set(state, MARK_NEXT, true);
            return heading(state, it);
        default:
            return -1;
    }
}

/* Decides on a line outside of speech and title page. */
static int classify_body(State *state, TSLexer *lexer, const Survey *it, bool after_blank) {
    int forced = classify_forced(state, it, after_blank);
    if (forced >= 0) return forced;
    if (!after_blank) return action(state);

    if (is_heading(it)) {
        state->block = NO_BLOCK;
        return heading(state, it);
    }
    bool forced_cue = it->first == '@' && it->characters >= 2;
    bool upper_case = it->upper && !it->lower && !it->lower_open;
    if (!forced_cue && !upper_case) return action(state);

    Next next = look_below(lexer);
    bool transition = ends_in_to(it) && !it->lower_anywhere && !forced_cue;
    if (transition && (next == NEXT_BLANK || next == NEXT_HEADING)) {
        state->block = NO_BLOCK;
        set(state, AFTER_BLANK, true);
        return plain(state, TRANSITION_START);
    }
    /* `FADE IN:` right above `INT. HOUSE`: neither cue and dialogue nor one paragraph of action. */
    if (next == NEXT_HEADING && !forced_cue) {
        int token = action(state);
        set(state, AFTER_BLANK, true);
        return token;
    }
    bool fade = it->last == ':' && (starts_with(it->prefix, "FADE IN") || starts_with(it->prefix, "FADE OUT"));
    if (next == NEXT_BLANK || transition || fade) return action(state);
    state->block = NO_BLOCK;
    if (forced_cue) set(state, MARK_NEXT, true);
    return cue(state, it);
}

/* Decides what the surveyed line is, prepares the state for its pieces and for the line after it, and returns the
 * token that opens it. */
static int classify(State *state, TSLexer *lexer, const Survey *it) {
    bool after_blank = has(state, AFTER_BLANK);
    if (it->boneyard_first) {
        set(state, IN_TITLE, false);
        state->block = NO_BLOCK;
        state->line = LINE_ASIDE_FIRST;
        return ASIDE_START;
    }
    bool at_start = has(state, AT_START) && it->characters > 0;
    if (at_start) {
        set(state, AT_START, false);
        if (opens_title_page(it)) {
            set(state, IN_TITLE, true);
            set(state, AFTER_BLANK, false);
            state->line = LINE_TITLE_KEY;
            return TITLE_ENTRY_START;
        }
    }
    set(state, AFTER_BLANK, false);
    if (has(state, IN_TITLE)) {
        int token = classify_title(state, it, after_blank);
        if (token >= 0) return token;
        after_blank = true;
    }
    if (it->characters == 0) return classify_asides(state, after_blank);
    if (has(state, IN_SPEECH)) return classify_speech(state, it);
    return classify_body(state, lexer, it, after_blank);
}

/* ---- Emitting --------------------------------------------------------------------------------------------------- */

/* Marks the end of the token here and names it. */
static bool emit(TSLexer *lexer, int token) {
    lexer->mark_end(lexer);
    lexer->result_symbol = (TSSymbol)token;
    return true;
}

/* Opens the next line: from the end of a line, the start of the file, or the end of a leading boneyard. The token it
 * emits has no width and stands before the first character of the line. */
static bool open_line(State *state, TSLexer *lexer, bool moved) {
    /* At the start of the file, and only there, the white space before the cursor is a line of its own. */
    bool whole_line = has(state, AT_START);
    bool blank = false, held_open = false;
    for (;;) {
        if (is_space(lexer->lookahead)) {
            moved = true;
            set(state, INDENTED, false);
        }
        uint32_t columns = pass_spaces(lexer, true);
        if (columns >= 3) set(state, INDENTED, true);
        if (!is_line_end(lexer->lookahead)) break;
        if (whole_line) {
            if (holds_open(columns)) {
                held_open = true;
            } else {
                blank = true;
            }
        }
        pass_line_end(lexer, true);
        set(state, INDENTED, false);
        whole_line = true;
        moved = true;
    }
    bool end = at_end(lexer);

    if (has(state, IN_SPEECH) && (blank || end)) {
        /* The end was marked before the white space, where the last word of the speech ends. */
        set(state, IN_SPEECH, false);
        state->block = NO_BLOCK;
        lexer->result_symbol = SPEECH_END;
        return true;
    }
    if (end) return moved && emit(lexer, BLANK);
    if (blank || held_open) state->block = NO_BLOCK;
    if (blank) state->notes_left = UNKNOWN;
    if (blank || (held_open && !has(state, IN_SPEECH))) set(state, AFTER_BLANK, true);

    lexer->mark_end(lexer);
    Survey it;
    memset(&it, 0, sizeof it);
    it.key_possible = has(state, AT_START) || has(state, IN_TITLE);
    uint32_t notes = 0;
    bool complete = true;
    if (lexer->lookahead == '/' && has(state, AFTER_BLANK) && !has(state, IN_SPEECH)) {
        advance(lexer);
        if (lexer->lookahead == '*') {
            it.boneyard_first = true;
        } else {
            survey_character(&it, '/');
        }
    }
    if (!it.boneyard_first) {
        complete = survey_line(state, lexer, &it, &notes);
        if (complete && it.first == '(' && has(state, IN_SPEECH)) {
            complete = survey_parenthetical(state, lexer, &it, &notes);
        }
    }
    lexer->result_symbol = (TSSymbol)(complete ? classify(state, lexer, &it) : BLANK);
    return true;
}

/* Emits a note or boneyard; the cursor stands after its opening mark. */
static bool emit_aside(State *state, TSLexer *lexer, bool note) {
    if (state->line == LINE_ASIDE_FIRST) state->line = NO_LINE;
    if (!note) {
        bool closed = pass_boneyard(lexer);
        return emit(lexer, closed ? BONEYARD : UNCLOSED_BONEYARD);
    }
    lexer->mark_end(lexer);
    if (pass_note(lexer)) {
        if (state->notes_left != UNKNOWN) state->notes_left--;
        return emit(lexer, NOTE);
    }
    /* The survey has made sure that this note closes. Should it not, its `[[` is text. */
    state->notes_left = 0;
    lexer->result_symbol = state->line == LINE_CUE ? CUE_NAME : TEXT;
    return true;
}

/* Returns the character of the mark that ends a line of this kind, or 0. */
static int32_t end_mark_of(const State *state) {
    if (!has(state, HAS_END_MARK)) return 0;
    switch (state->line) {
        case LINE_HEADING:
            return '#';
        case LINE_CENTERED:
            return '<';
        case LINE_CUE:
            return '^';
        default:
            return 0;
    }
}

/* Emits text up to the end of the line, an aside, the end mark or, in a cue, a bracket. White space at the end of it
 * is left out. `inside` says that the cursor stands after the first character already. */
static bool emit_text(State *state, TSLexer *lexer, bool inside, int token) {
    int32_t end_mark = end_mark_of(state);
    bool at_word_end = false; /* the end of the token is marked, and only white space was passed since */
    for (;;) {
        int32_t c = lexer->lookahead;
        if (is_line_end(c) || at_end(lexer)) break;
        if (token == TITLE_KEY && is_colon(c)) break;
        if (token == CUE_NAME && c == '(') break;
        if (end_mark != 0 && c == end_mark) {
            if (state->end_marks_left == 0) break;
            state->end_marks_left--;
        }
        bool may_open = c == '[' || c == '/';
        if ((is_space(c) || may_open) && inside && !at_word_end) {
            lexer->mark_end(lexer);
            at_word_end = true;
        }
        advance(lexer);
        if (is_space(c)) continue;
        if (may_open && inside) {
            bool note = c == '[' && lexer->lookahead == '[' && state->notes_left > 0;
            bool boneyard = c == '/' && lexer->lookahead == '*';
            if (note || boneyard) {
                if (token == CUE_EXTENSION) set(state, IN_EXTENSION, true);
                break;
            }
        }
        inside = true;
        at_word_end = false;
        if (token == CUE_EXTENSION && c == ')') break;
    }
    if (!at_word_end) lexer->mark_end(lexer);
    lexer->result_symbol = (TSSymbol)token;
    return true;
}

/* Emits a run of one character, at most `most` of them. */
static bool emit_run(TSLexer *lexer, int32_t character, uint32_t most, int token) {
    while (most > 0 && lexer->lookahead == character) {
        advance(lexer);
        most--;
    }
    return emit(lexer, token);
}

static bool emit_number(TSLexer *lexer) {
    while (is_number_char(lexer->lookahead)) advance(lexer);
    return emit(lexer, SCENE_NUMBER);
}

/* Emits the mark that forces a line. */
static bool emit_mark(State *state, TSLexer *lexer) {
    set(state, MARK_NEXT, false);
    if (state->line == LINE_SECTION) return emit_run(lexer, '#', 6, SECTION_MARK);
    if (state->line == LINE_PAGE_BREAK) return emit_run(lexer, '=', UINT32_MAX, PAGE_BREAK_MARK);
    advance(lexer);
    return emit(lexer, MARK);
}

/* Emits the mark that ends a line, or the `#` after a scene number. */
static bool emit_end_mark(State *state, TSLexer *lexer) {
    set(state, HAS_END_MARK, false);
    if (state->line == LINE_HEADING) state->line = LINE_NUMBER;
    int token = state->line == LINE_CUE ? DUAL_MARK : END_MARK;
    advance(lexer);
    return emit(lexer, token);
}

/* Emits the next leaf of the line, or returns false at its end. `*moved` is set if white space was passed. */
static bool next_piece(State *state, TSLexer *lexer, bool *moved) {
    for (;;) {
        if (is_space(lexer->lookahead)) {
            *moved = true;
            pass_spaces(lexer, true);
        }
        if (!is_line_end(lexer->lookahead) || state->turns_left == 0) break;
        pass_line_end(lexer, true);
        *moved = true;
        state->turns_left--;
    }
    int32_t c = lexer->lookahead;
    if (is_line_end(c) || at_end(lexer)) {
        state->line = NO_LINE;
        set(state, MARK_NEXT | HAS_END_MARK | IN_EXTENSION, false);
        state->turns_left = 0;
        return false;
    }
    if (state->line == LINE_TITLE_REST) return emit(lexer, plain(state, TITLE_VALUE_START));

    bool inside = false;
    if (c == '[' || c == '/') {
        advance(lexer);
        bool note = c == '[' && lexer->lookahead == '[' && state->notes_left > 0;
        bool boneyard = c == '/' && lexer->lookahead == '*';
        if (note || boneyard) {
            advance(lexer);
            return emit_aside(state, lexer, note);
        }
        inside = true;
    } else if (has(state, MARK_NEXT)) {
        return emit_mark(state, lexer);
    } else if (c != 0 && c == end_mark_of(state) && state->end_marks_left == 0) {
        return emit_end_mark(state, lexer);
    }

    switch (state->line) {
        case LINE_TITLE_KEY:
            state->line = LINE_TITLE_COLON;
            return emit_text(state, lexer, inside, TITLE_KEY);
        case LINE_TITLE_COLON:
            state->line = LINE_TITLE_REST;
            advance(lexer);
            return emit(lexer, MARK);
        case LINE_NUMBER:
            if (is_number_char(c)) return emit_number(lexer);
            state->line = LINE_PLAIN;
            return c == '#' ? emit_end_mark(state, lexer) : emit_text(state, lexer, inside, TEXT);
        case LINE_CUE:
            if (c == '(' || has(state, IN_EXTENSION)) {
                set(state, IN_EXTENSION, false);
                return emit_text(state, lexer, inside, CUE_EXTENSION);
            }
            return emit_text(state, lexer, inside, CUE_NAME);
        default:
            return emit_text(state, lexer, inside, TEXT);
    }
}

/* ---- What tree-sitter calls ------------------------------------------------------------------------------------- */

void *tree_sitter_fountain_external_scanner_create(void) { return ts_calloc(1, sizeof(State)); }

void tree_sitter_fountain_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_fountain_external_scanner_serialize(void *payload, char *buffer) {
    memcpy(buffer, payload, sizeof(State));
    return sizeof(State);
}

void tree_sitter_fountain_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    State *state = payload;
    memset(state, 0, sizeof *state);
    if (length == sizeof *state) {
        memcpy(state, buffer, sizeof *state);
    } else {
        state->notes_left = UNKNOWN;
        state->flags = AT_START | AFTER_BLANK;
    }
}

bool tree_sitter_fountain_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
    (void)valid_symbols;
    State *state = payload;
    bool moved = false;
    lexer->mark_end(lexer); /* a token of no width ends here unless marked again */
    if (state->line != NO_LINE && next_piece(state, lexer, &moved)) return true;
    return open_line(state, lexer, moved);
}

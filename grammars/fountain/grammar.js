/**
 * Fountain 1.1, the screenplay markup (https://fountain.io/syntax).
 *
 * The scanner in src/scanner.c reads the text: it looks at a whole line and the start of the next, decides what the
 * line is, and opens it with a token of no width (`_action_start`, `_continue`, …). This file only nests what the
 * scanner has named, so each rule accepts its parts in any order and number: no text may end in an ERROR.
 */

/// <reference types="tree-sitter-cli/dsl" />

// What may stand anywhere inside a line.
const asides = $ => [$.note, $.boneyard, $.unclosed_boneyard];

export default grammar({
  name: 'fountain',

  // `_blank` carries white space at the end of the file, and nothing where the scanner wants to look at a line again.
  extras: $ => [$._blank],

  // In the order of `enum TokenType` in src/scanner.c.
  externals: $ => [
    $._blank,
    $._continue,
    $._title_entry_start,
    $._title_value_start,
    $._heading_start,
    $._action_start,
    $._centered_start,
    $._transition_start,
    $._speech_start,
    $._dual_speech_start,
    $._speech_end,
    $._dialogue_start,
    $._parenthetical_start,
    $._lyric_start,
    $._section_start,
    $._synopsis_start,
    $._page_break_start,
    $._aside_start,
    $._mark,
    $._end_mark,
    $._page_break_mark,
    $.section_mark,
    $.text,
    $.title_key,
    $.scene_number,
    $.cue_name,
    $.cue_extension,
    $.dual_mark,
    $.note,
    $.boneyard,
    $.unclosed_boneyard,
  ],

  rules: {
    source_file: $ => repeat(choice(
      $.title_page,
      $.scene_heading,
      $.action,
      $.centered,
      $.transition,
      $.speech,
      $.dual_speech,
      $.lyric,
      $.section,
      $.synopsis,
      $.page_break,
      $._aside,
    )),

    title_page: $ => prec.right(repeat1($.title_entry)),
    title_entry: $ => seq($._title_entry_start, $.title_key, alias($._mark, ':'), repeat($.title_value)),
    title_value: $ => seq($._title_value_start, repeat1($._inline)),

    scene_heading: $ => seq($._heading_start, repeat1(choice(
      alias($._mark, '.'),
      alias($._end_mark, '#'),
      $.scene_number,
      $._inline,
    ))),

    action: $ => seq($._action_start, repeat1(choice(alias($._mark, '!'), $._continue, $._inline))),
    centered: $ => seq($._centered_start, repeat1(choice(alias($._mark, '>'), alias($._end_mark, '<'), $._inline))),
    transition: $ => seq($._transition_start, repeat1(choice(alias($._mark, '>'), $._inline))),

    speech: $ => seq($._speech_start, $._speech_parts),
    dual_speech: $ => seq($._dual_speech_start, $._speech_parts),
    _speech_parts: $ => seq(
      $.cue,
      repeat(choice($.dialogue, $.parenthetical, $.lyric, $._aside)),
      $._speech_end,
    ),

    cue: $ => repeat1(choice(alias($._mark, '@'), $.cue_name, $.cue_extension, $.dual_mark, ...asides($))),
    dialogue: $ => seq($._dialogue_start, repeat1(choice($._continue, $._inline))),
    parenthetical: $ => seq($._parenthetical_start, repeat1($._inline)),
    lyric: $ => seq($._lyric_start, repeat1(choice(alias($._mark, '~'), $._inline))),

    section: $ => seq($._section_start, repeat1(choice($.section_mark, $._inline))),
    synopsis: $ => seq($._synopsis_start, repeat1(choice(alias($._mark, '='), $._inline))),
    page_break: $ => seq($._page_break_start, repeat1(choice($._page_break_mark, ...asides($)))),

    // Notes and boneyards that stand alone are children of what holds them, without a node of their own around them.
    _aside: $ => seq($._aside_start, repeat1(choice(...asides($)))),
    _inline: $ => choice($.text, ...asides($)),
  },
});

; Roles of a screenplay, in the capture names that editors know.

(title_key) @property
(title_value (text) @string)

(scene_heading (text) @markup.heading)
(scene_number) @number

(cue (cue_name) @function)
(cue_extension) @attribute
(dual_mark) @operator
(parenthetical (text) @comment.documentation)
(lyric (text) @markup.italic)

(transition (text) @keyword)
(centered (text) @markup.strong)
(page_break) @punctuation.special

(section (section_mark) @punctuation.special)
(section (text) @markup.heading)
(synopsis (text) @markup.quote)

(note) @comment
(boneyard) @comment
(unclosed_boneyard) @comment.error

["." "!" "@" ">" "<" "~" "=" "#" ":"] @punctuation.delimiter

'use strict';
module.exports = { description: 'ferry boards', prompts: ['a bell, rust, pier', "file://booth.txt"], providers: ['house:picture-1'] };

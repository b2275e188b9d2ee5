#!/bin/sh
# clearslate-hook: @HOOK@
# Stops what needs written approval and has none on record. `clearslate hook install` put this file here;
# `clearslate hook uninstall` takes it away and puts back what stood here before.

# The hook that stood here before is called first. The variable keeps two hooks that keep each other from going in circles.
kept="${0%/*}/@HOOK@.before-clearslate"
if [ -x "$kept" ] && [ "${CLEARSLATE_KEPT-}" != "$kept" ]; then
    CLEARSLATE_KEPT="$kept" "$kept" "$@" || exit
fi

# Programs with windows start git with a PATH that lacks most folders: the place of the program stands here first.
program=@PROGRAM@
if [ ! -x "$program" ]; then
    program=$(command -v clearslate) || {
        echo 'This commit is stopped, because it could not be checked: the program clearslate cannot be found.' >&2
        echo '  next   install Clearslate again, then run: clearslate hook install' >&2
        echo "         or, to work without the check, delete the file $0" >&2
        exit 5
    }
fi
exec "$program" check --staged --hook @HOOK@

#!/bin/sh
# clearslate-hook: @HOOK@
# Tells the author of a commit that went past the check (--no-verify, rebase, cherry-pick). Stops nothing: the commit is made.
# `clearslate hook install --post-commit` put this file here; `clearslate hook uninstall` takes it away and puts back what
# stood here before.

kept="${0%/*}/@HOOK@.before-clearslate"
if [ -x "$kept" ] && [ "${CLEARSLATE_KEPT-}" != "$kept" ]; then
    CLEARSLATE_KEPT="$kept" "$kept" "$@"
fi

# The first commit has nothing to be compared with, and a merge was checked by its own hook.
git rev-parse --quiet --verify 'HEAD^1' >/dev/null || exit 0
git rev-parse --quiet --verify 'HEAD^2' >/dev/null && exit 0

program=@PROGRAM@
if [ ! -x "$program" ]; then
    program=$(command -v clearslate) || exit 0
fi
report=$("$program" check --base 'HEAD^1') || printf '%s\n' 'This commit went past the check.' "$report" >&2
exit 0

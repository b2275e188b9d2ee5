#!/bin/sh
# The server with a real Neovim: sh tests/editors/neovim.sh [NVIM] [CLEARSLATE]
#
# Exit status: 0 as expected, 1 not, 77 skipped because no Neovim is there.
set -eu
nvim=${1:-nvim}
CLEARSLATE=${2:-$(command -v clearslate || true)}
here=$(cd "$(dirname "$0")" && pwd)
PLUGIN=$here/../../editors/neovim
command -v "$nvim" >/dev/null || { echo "SKIPPED: there is no $nvim"; exit 77; }
[ -x "$CLEARSLATE" ] || { echo "SKIPPED: no clearslate program was given"; exit 77; }
CLEARSLATE=$(cd "$(dirname "$CLEARSLATE")" && pwd)/$(basename "$CLEARSLATE")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
OUT=$work/out.json
export CLEARSLATE PLUGIN OUT
mkdir "$work/show" && cd "$work/show" && git init -q
printf 'INT. BAR - NIGHT\n\nThe evening news runs on the set above the bar.\n\n🎬 ANDERSON COOPER (ON TV)\nThe harbor is closed tonight.\n' >a.fountain
HOME=$work timeout 60 "$nvim" --clean --headless a.fountain -c "luafile $here/neovim.lua" 2>"$work/log" || { cat "$work/log"; exit 1; }

"$nvim" --version | head -n 1
cat "$OUT" && echo
# Neovim counts columns in bytes: the cue stands behind an emoji of four and a space.
for wanted in '"code": "FAB-01"' '"column": 5' '"line": 4' '"filetype": "fountain"' '"gone": true' 'What clears it'; do
  grep -qF "$wanted" "$OUT" || { echo "FAILED: no $wanted"; exit 1; }
done
echo ok

#!/usr/bin/env bash
# Writes who gained or lost what since $BASE to $RUNNER_TEMP/access.md and to the job's summary, and says whether somebody gained.
set -uo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
LOCALAWS=${LOCALAWS:-$here/localaws.sh}
bash "$LOCALAWS" diff "$BASE" --template "$TEMPLATE" --format markdown >"$RUNNER_TEMP/access.md"
case $? in
  0) gained=false ;;
  1) gained=true ;;
  *) exit 1 ;; # A template that cannot be read; the tool has said why.
esac
echo "gained=$gained" >>"$GITHUB_OUTPUT"
{ echo "### Who gained or lost what access"; echo; cat "$RUNNER_TEMP/access.md"; } | tee -a "$GITHUB_STEP_SUMMARY"

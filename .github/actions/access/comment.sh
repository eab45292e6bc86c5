#!/usr/bin/env bash
# Keeps one comment of the pull request $PULL_REQUEST as $RUNNER_TEMP/access.md says: made once, changed from then on.
set -euo pipefail
marker='<!-- localaws: access -->'
limit=60000 # GitHub takes 65,536 characters.
body=$(printf '%s\n### Who gained or lost what access\n\n%s\n' "$marker" "$(head -c "$limit" "$RUNNER_TEMP/access.md")")
comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments
own=$(gh api --paginate "$comments" --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -n 1)
if [ -n "$own" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --raw-field body="$body" --silent
else
  gh api --method POST "$comments" --raw-field body="$body" --silent
fi

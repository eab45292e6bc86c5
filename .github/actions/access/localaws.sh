#!/usr/bin/env bash
# The tool, as the action has built it from the revision of this repository that the workflow names.
exec dotnet "$(dirname "${BASH_SOURCE[0]}")/../../../artifacts/bin/LocalAws/release/LocalAws.dll" "$@"

#!/usr/bin/env bash
# Publishes the program into a folder: the step of the Dockerfile that builds, which runs without Docker too.
set -euo pipefail
[ $# = 1 ] || { echo "usage: docker/publish.sh FOLDER" >&2; exit 2; }
target=$(realpath -m "$1")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet publish src/KnowledgeGraph.Server --configuration Release --output "$target"

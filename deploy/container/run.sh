#!/bin/sh
# Runs the cadastre command. For variables that are secret, NAME_FILE names a file, such as a secret
# that the container engine mounts, whose content is the value of NAME.
set -eu

for name in CADASTRE_DATABASE_URL CADASTRE_ROOT_ACCOUNT_ID CADASTRE_ROOT_ACCESS_KEY_ID \
  CADASTRE_ROOT_ACCESS_KEY_SECRET; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done

exec node --max-semi-space-size=32 "$(dirname "$0")/../../packages/cli/bin/cadastre.js" "$@"

# Sourced by the commands that need the database's passwords: takes them from the files that URU_..._FILE names.
for secret in URU_DATABASE_SUPERUSER_PASSWORD URU_DATABASE_OWNER_PASSWORD URU_DATABASE_PASSWORD; do
  file=${secret}_FILE
  if [[ -n ${!file:-} ]]; then
    export "$secret=$(<"${!file}")"
  fi
done

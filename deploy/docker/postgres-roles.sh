#!/bin/bash
# Run once by the image of PostgreSQL, when the folder of data is new: roles that may do what they need and no more.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner="${UNSTIR_DATABASE_PASSWORD:?}" -v grafana="${UNSTIR_GRAFANA_DATABASE_PASSWORD:?}" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE unstir LOGIN PASSWORD :'owner';
CREATE DATABASE unstir OWNER unstir;
REVOKE CONNECT ON DATABASE unstir FROM PUBLIC;
CREATE ROLE unstir_reader NOLOGIN;
GRANT CONNECT ON DATABASE unstir TO unstir_reader;
CREATE ROLE grafana LOGIN PASSWORD :'grafana' IN ROLE unstir_reader;
ALTER ROLE grafana SET default_transaction_read_only = on;
ALTER ROLE grafana SET statement_timeout = '30s';
SQL

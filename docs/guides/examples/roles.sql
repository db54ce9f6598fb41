-- Run once as PostgreSQL's administrator: sudo -u postgres psql -v ON_ERROR_STOP=1 -f roles.sql
-- The owner migrates. The runtime role serves: it owns nothing and cannot pass row security.
CREATE ROLE parvis_owner LOGIN PASSWORD 'owner-password';
CREATE ROLE parvis_runtime LOGIN PASSWORD 'runtime-password';
CREATE DATABASE parvis OWNER parvis_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE parvis FROM PUBLIC;
GRANT CONNECT ON DATABASE parvis TO parvis_runtime;

-- What PostgreSQL lacks of the functions that the views use; SQLite gets its own from WeiFunctions.

-- The value at a path like $.name as text; nothing where there is none.
CREATE FUNCTION json_extract(args text, path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT args::json #>> string_to_array(substr(path, 3), '.') $$;

CREATE FUNCTION hex(bytes bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT encode(bytes, 'hex') $$;

CREATE FUNCTION add_wei(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
AS $$ SELECT (one::numeric + other::numeric)::text $$;

CREATE FUNCTION wei_plus(total numeric, more text) RETURNS numeric LANGUAGE sql IMMUTABLE
AS $$ SELECT total + coalesce(more::numeric, 0) $$;

CREATE FUNCTION wei_most(most numeric, other text) RETURNS numeric LANGUAGE sql IMMUTABLE
AS $$ SELECT greatest(most, other::numeric) $$;

CREATE FUNCTION wei_text(wei numeric) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT wei::text $$;

CREATE AGGREGATE sum_wei(text) (SFUNC = wei_plus, STYPE = numeric, FINALFUNC = wei_text, INITCOND = '0');
CREATE AGGREGATE max_wei(text) (SFUNC = wei_most, STYPE = numeric, FINALFUNC = wei_text, INITCOND = '0');

-- The id of a job, the two bytes of a round and, if any, the byte of a unit.
CREATE FUNCTION part_key(args text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT
AS $$
  SELECT decode(substr(a ->> 'jobId', 3), 'hex')
         || substr(int4send((a ->> 'round')::int), 3, 2)
         || coalesce(substr(int4send((a ->> 'unit')::int), 4, 1), ''::bytea)
  FROM (SELECT args::json AS a) AS parsed
$$;

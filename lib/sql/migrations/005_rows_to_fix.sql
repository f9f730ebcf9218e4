-- A rejected row can be put right on the page: its known cells by column key, complete without the file around it.

alter table quarantine add column texts varchar;            -- JSON object: column key -> text; null for rows from before

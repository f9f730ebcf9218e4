-- Whether a choice of codes takes a code: '*' takes all, nothing else takes what is not known.
create or replace macro main.takes(codes, code) as
    array_contains(codes, '*') or coalesce(array_contains(codes, code), false)

-- What each batch is found by: its number, and the name of its file as it is and without marks.
-- What parts the words of a file's name becomes a space.
-- grain: one row per batch
create or replace view batch_words as
select
    batch_id,
    file_name,
    cast(batch_id as varchar) as number,
    lower(file_name) as words,
    translate(
        lower(file_name),
        'àáảãạăằắẳẵặâầấẩẫậđðèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ_-.',
        'aaaaaaaaaaaaaaaaaddeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy   '
    ) as bare
from batches

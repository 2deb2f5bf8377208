-- What a search of the panel reads of each subscriber, without the rest of the row.
CREATE INDEX subscribers_searched ON subscribers (id, search_text);

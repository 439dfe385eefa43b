CREATE TABLE blob_indexings (
    store      text PRIMARY KEY CHECK (store <> ''),
    indexed_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE blob_indexings IS 'Of which stores all blobs have a row in blobs. Without its row a store is gone through at the next start: as of a new database, or when somebody deletes the row to have it done.';
COMMENT ON COLUMN blob_indexings.store IS 'The folder, or s3://bucket/prefix.';
COMMENT ON COLUMN blob_indexings.indexed_at IS 'When that was done.';

COMMENT ON TABLE blobs IS 'What lies in the blob store. The bytes are the truth; this is their index, written after they are safe and made anew from them where it was lost.';

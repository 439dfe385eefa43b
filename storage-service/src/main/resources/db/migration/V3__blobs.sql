CREATE TABLE blobs (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    created_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE blobs IS 'What lies in the blob folder. The files are the truth; this is their index, written after the file is safe on disk.';

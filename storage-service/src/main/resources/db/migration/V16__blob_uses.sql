-- When somebody last put a blob or asked whether it is there, which is what goes before naming it.
ALTER TABLE blobs ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();

CREATE INDEX blobs_by_use ON blobs (used_at);

COMMENT ON COLUMN blobs.used_at IS 'When the blob was last put or asked for by HEAD. One that no row names is removed when this is longer ago than unstir.blobs.keep-unnamed.';

CREATE TABLE blob_owners (
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    tenant text NOT NULL CHECK (tenant <> ''),
    since  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sha256, tenant)
);

COMMENT ON TABLE blob_owners IS 'For whom a blob was put: an upload, an image on its way into images, a picture of a training. Equal bytes are one blob with many owners.';

-- Until now whoever reached the gateway could read every upload, and all of them were the default tenant.
INSERT INTO blob_owners (sha256, tenant) SELECT sha256, 'default' FROM blobs;

package io.unstir.storage.blob;

import io.unstir.storage.fixture.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stores over a bucket, configured as a person would. */
final class Buckets {
    private Buckets() {}

    static S3Store of(S3Server server, Path folder, String prefix) throws IOException {
        return of(S3Server.BUCKET, folder, prefix, settings(server.endpoint(), S3Server.SECRET_KEY));
    }

    static S3Store of(String bucket, Path folder, String prefix, BlobConfig.S3 settings) throws IOException {
        var incoming = Incoming.in(new DurableFiles(folder), BlobStoreContract.LIMIT, 0);
        return new S3Store(S3Clients.open(settings), bucket, prefix, incoming, BlobStoreContract.IN_MEMORY);
    }

    static BlobConfig.S3 settings(URI endpoint, String secretKey) {
        return new Settings(endpoint, secretKey, Duration.ofSeconds(20));
    }

    static BlobConfig.S3 impatient(URI endpoint, Duration readTimeout) {
        return new Settings(endpoint, S3Server.SECRET_KEY, readTimeout);
    }

    private record Settings(URI server, String secret, Duration readTimeout) implements BlobConfig.S3 {
        @Override
        public Optional<String> bucket() {
            return Optional.of(S3Server.BUCKET);
        }

        @Override
        public String prefix() {
            return "blobs/";
        }

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(server);
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of(S3Server.ACCESS_KEY);
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of(secret);
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(60);
        }

        @Override
        public int attempts() {
            return 3;
        }
    }
}

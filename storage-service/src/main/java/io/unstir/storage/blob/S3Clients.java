package io.unstir.storage.blob;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A client of the configured server that asks of it no more than all of them can. */
final class S3Clients {
    private S3Clients() {}

    static S3Client open(BlobConfig.S3 config) {
        var client = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(config.connectTimeout())
                        .socketTimeout(config.readTimeout()))
                .overrideConfiguration(calls -> calls.apiCallTimeout(config.timeout())
                        .retryStrategy(retries -> retries.maxAttempts(config.attempts())))
                // Blobs carry a digest of their own; newer checksums and chunked signatures are more than some servers
                // know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                .forcePathStyle(config.endpoint().isPresent());
        config.endpoint().ifPresent(client::endpointOverride);
        return client.build();
    }

    private static AwsCredentialsProvider credentials(BlobConfig.S3 config) {
        if (config.accessKey().isPresent() != config.secretKey().isPresent()) {
            throw new IllegalArgumentException(
                    "of unstir.blobs.s3.access-key and unstir.blobs.s3.secret-key one is set, must be both or none");
        }
        Optional<AwsCredentialsProvider> given = config.accessKey()
                .map(key -> AwsBasicCredentials.create(key, config.secretKey().orElseThrow()))
                .map(StaticCredentialsProvider::create);
        return given.orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}

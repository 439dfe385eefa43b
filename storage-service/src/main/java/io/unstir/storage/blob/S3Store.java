package io.unstir.storage.blob;

import io.unstir.storage.blob.Incoming.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket, named as a {@link FolderStore} names files. Bytes wait on the local disk until their digest is known, on the way in
 * and out. docs/decisions/0018-s3-through-the-aws-sdk.md says what is asked of the server.
 */
final class S3Store implements BlobStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int LARGEST_PAGE = 1000;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final Incoming incoming;
    private final int inMemory;
    private final BlobLocks locks = new BlobLocks();

    private volatile boolean bucketSeen;

    S3Store(S3Client client, String bucket, String prefix, Incoming incoming, int inMemory) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.incoming = incoming;
        this.inMemory = inMemory;
    }

    @Override
    public Stored put(Sha256 digest, InputStream bytes) throws IOException {
        try (var received = incoming.receive(digest, bytes)) {
            return new Stored(received.size(), locks.locked(digest, () -> adopt(received)));
        }
    }

    @Override
    public Optional<Long> size(Sha256 digest) throws IOException {
        return ask(() -> client.headObject(request -> request.bucket(bucket).key(keyOf(digest)))
                .contentLength());
    }

    @Override
    public Optional<BlobContent> read(Sha256 digest) throws IOException {
        var request =
                GetObjectRequest.builder().bucket(bucket).key(keyOf(digest)).build();
        return ask(() -> client.getObject(request, (response, bytes) -> {
            try {
                return response.contentLength() <= inMemory ? inMemory(digest, bytes) : onDisk(digest, bytes);
            } catch (BlobException e) {
                throw e;
            } catch (IOException e) {
                throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
            }
        }));
    }

    @Override
    public void remove(Sha256 digest) throws IOException {
        locks.locked(
                digest,
                () -> ask(() ->
                        client.deleteObject(request -> request.bucket(bucket).key(keyOf(digest)))));
    }

    @Override
    public List<Listed> list(String after, int most) throws IOException {
        var found = new ArrayList<Listed>();
        var last = after.isEmpty() ? prefix : keyOf(new Sha256(after));
        boolean more = true;
        while (more && found.size() < most) {
            var page = page(last, Math.min(LARGEST_PAGE, most - found.size()));
            for (var object : page.contents()) {
                last = object.key();
                digestOf(last).ifPresent(digest -> found.add(new Listed(digest, object.size())));
            }
            more = Boolean.TRUE.equals(page.isTruncated());
        }
        return found;
    }

    private ListObjectsV2Response page(String after, int most) throws IOException {
        return ask(() -> client.listObjectsV2(request ->
                        request.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(most)))
                .orElseThrow(this::missing);
    }

    @Override
    public String place() {
        return "s3://%s/%s".formatted(bucket, prefix);
    }

    @Override
    public void close() {
        client.close();
    }

    private static BlobContent inMemory(Sha256 digest, InputStream bytes) throws IOException {
        var all = bytes.readAllBytes();
        Sha256.of(all).requireFor(digest);
        return new BlobContent.InMemory(all);
    }

    private BlobContent onDisk(Sha256 digest, InputStream bytes) throws IOException {
        var received = incoming.fetch(bytes);
        try {
            received.digest().requireFor(digest);
            Files.delete(received.file());
            return BlobContent.OnDisk.of(received.channel());
        } catch (IOException | RuntimeException e) {
            received.close();
            throw e;
        }
    }

    /** Written only where there is none, or a damaged one: a second look settles who was first where another process came between. */
    private boolean adopt(Received received) throws IOException {
        var kept = look(received.digest());
        if (kept == Kept.ABSENT) {
            if (upload(received, true)) {
                return true;
            }
            kept = look(received.digest());
        }
        return kept != Kept.INTACT && upload(received, false);
    }

    private enum Kept {
        ABSENT,
        INTACT,
        DAMAGED
    }

    private Kept look(Sha256 digest) throws IOException {
        try {
            var content = read(digest);
            if (content.isEmpty()) {
                return Kept.ABSENT;
            }
            content.get().stream().close();
            return Kept.INTACT;
        } catch (BlobException.Corrupt e) {
            return Kept.DAMAGED;
        }
    }

    /** Returns false where another process wrote it meanwhile, or this one in a try whose answer was lost. */
    private boolean upload(Received received, boolean onlyIfAbsent) throws IOException {
        var request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(keyOf(received.digest()))
                .contentType("application/octet-stream")
                .contentMD5(md5Of(received.file()));
        if (onlyIfAbsent) {
            request.ifNoneMatch("*");
        }
        try {
            client.putObject(request.build(), RequestBody.fromFile(received.file()));
            return true;
        } catch (S3Exception e) {
            if (onlyIfAbsent && (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT)) {
                return false;
            }
            // A server that knows no conditions: the same bytes once more do no harm.
            if (onlyIfAbsent && e.statusCode() == NOT_IMPLEMENTED) {
                return upload(received, false);
            }
            throw S3Problems.of(e);
        } catch (SdkException e) {
            throw S3Problems.of(e);
        }
    }

    /** What every server compares with what it got, over whatever connection. */
    private static String md5Of(Path file) throws IOException {
        try {
            var md5 = MessageDigest.getInstance("MD5");
            try (var bytes = new DigestInputStream(Files.newInputStream(file), md5)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return Base64.getEncoder().encodeToString(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private interface Question<T> {
        T ask() throws SdkException;
    }

    /** Empty where there is no such object. A bucket that is not there looks the same, and is not. */
    private <T> Optional<T> ask(Question<T> question) throws IOException {
        try {
            var answer = Optional.of(question.ask());
            bucketSeen = true;
            return answer;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND && (bucketSeen || seeBucket())) {
                return Optional.empty();
            }
            throw S3Problems.of(e);
        } catch (SdkException e) {
            throw S3Problems.of(e);
        }
    }

    private boolean seeBucket() throws IOException {
        try {
            client.headBucket(request -> request.bucket(bucket));
            bucketSeen = true;
            return true;
        } catch (S3Exception e) {
            throw e.statusCode() == NOT_FOUND ? missing() : S3Problems.of(e);
        } catch (SdkException e) {
            throw S3Problems.of(e);
        }
    }

    private BlobException missing() {
        return new BlobException.Unavailable("there is no bucket " + bucket);
    }

    private String keyOf(Sha256 digest) {
        return prefix + digest.path();
    }

    /** Empty where the object is somebody else's. */
    private Optional<Sha256> digestOf(String key) {
        return Sha256.parse(key.substring(key.lastIndexOf('/') + 1))
                .filter(digest -> keyOf(digest).equals(key));
    }
}

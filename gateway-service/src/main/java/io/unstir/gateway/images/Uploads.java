package io.unstir.gateway.images;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.quota.RequestRates;
import io.unstir.gateway.storage.StorageClient;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes image files in: looked at, bounded, and kept by storage under their digest. */
@Singleton
class Uploads {
    private static final Logger LOG = Logger.getLogger(Uploads.class);

    private final StorageClient storage;
    private final RequestRates rates;
    private final long maxBytes;

    Uploads(StorageClient storage, RequestRates rates, GatewayConfig config) {
        this.storage = storage;
        this.rates = rates;
        this.maxBytes = config.gateway().maxUploadBytes();
    }

    /** @param created false where the tenant had the file already */
    record Stored(UploadedImage image, boolean created) {}

    /** @param announcedBytes what the client says it will send; negative where it does not say */
    Stored accept(Caller caller, String contentType, long announcedBytes, InputStream body) {
        rates.countUpload(caller);
        var announced = format(contentType);
        if (announcedBytes > maxBytes) {
            throw Spool.tooLarge(Long.toString(announcedBytes), maxBytes);
        }
        try (var spool = Spool.receive(body, maxBytes)) {
            requireIs(announced, spool);
            PixelLimit.require(header(announced, spool));
            boolean created = storage.putBlob(caller.tenant(), spool.sha256(), spool.size(), spool::bytes);
            LOG.infof("image uploaded sha256=%s bytes=%d created=%s", spool.sha256(), spool.size(), created);
            return new Stored(new UploadedImage(spool.sha256(), spool.size(), announced.mediaType()), created);
        }
    }

    /** Enough for most files that are too large, so that their senders learn why. */
    long mostDiscarded() {
        return 4 * maxBytes;
    }

    private static ImageFormat format(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return ImageFormat.named(mediaType)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        new FieldError(
                                "Content-Type",
                                contentType,
                                ImageFormat.MEDIA_TYPES,
                                "Content-Type must be " + ImageFormat.MEDIA_TYPES)));
    }

    private static ImageHeader header(ImageFormat announced, Spool spool) {
        return ImageHeader.of(announced, spool.bytes())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        new FieldError(
                                "",
                                HexFormat.of().formatHex(spool.start()),
                                announced.mediaType() + " whose header tells its width and height",
                                "The body begins as %s does and is none: no width and height are in it"
                                        .formatted(announced.mediaType()))));
    }

    private static void requireIs(ImageFormat announced, Spool spool) {
        if (!ImageFormat.of(spool.start()).equals(Optional.of(announced))) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    new FieldError(
                            "",
                            HexFormat.of().formatHex(spool.start()),
                            announced.mediaType(),
                            "The body does not begin as %s does".formatted(announced.mediaType())));
        }
    }
}

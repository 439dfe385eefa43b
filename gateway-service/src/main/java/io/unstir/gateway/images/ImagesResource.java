package io.unstir.gateway.images;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/images/{sha256}}: a PNG by the digest of its bytes, which is why it may be kept for ever. */
@Path("/v1/images")
@Tag(name = "images")
class ImagesResource {
    private static final String MEDIA_TYPE = "image/png";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final StorageClient storage;

    ImagesResource(StorageClient storage) {
        this.storage = storage;
    }

    @GET
    @Path("{sha256}")
    @Produces({MEDIA_TYPE, Problem.MEDIA_TYPE})
    @RunOnVirtualThread
    @Operation(summary = "An image's bytes")
    @APIResponse(responseCode = "200", content = @Content(mediaType = MEDIA_TYPE))
    @APIResponse(
            responseCode = "404",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response get(String sha256, @Context Request request) {
        requireImage(sha256);
        var tag = new EntityTag(sha256);
        var unchanged = request.evaluatePreconditions(tag);
        return unchanged != null ? cached(unchanged, tag) : cached(bytes(sha256), tag);
    }

    /** Its own method, because GET's would open a stream that nobody reads. */
    @HEAD
    @Path("{sha256}")
    @Produces({MEDIA_TYPE, Problem.MEDIA_TYPE})
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response head(String sha256) {
        requireImage(sha256);
        return cached(Response.ok().type(MEDIA_TYPE), new EntityTag(sha256));
    }

    /** Asking for the image and not just for the bytes keeps model files and other blobs in the house. */
    private void requireImage(String sha256) {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError(
                            "sha256", sha256, "64 digits 0-9 a-f", "sha256 must be 64 hexadecimal digits, lower case"));
        }
        if (storage.image(sha256).isEmpty()) {
            throw unknown(sha256);
        }
    }

    private Response.ResponseBuilder bytes(String sha256) {
        var blob = storage.blob(sha256).orElseThrow(() -> unknown(sha256));
        var response = Response.ok(blob.bytes(), MEDIA_TYPE);
        blob.length().ifPresent(length -> response.header(HttpHeaders.CONTENT_LENGTH, length));
        return response;
    }

    private static Response cached(Response.ResponseBuilder response, EntityTag tag) {
        return response.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static ProblemException unknown(String sha256) {
        return new ProblemException(
                ProblemCode.NOT_FOUND,
                new FieldError("sha256", sha256, "the digest of an image", "There is no image " + sha256));
    }
}

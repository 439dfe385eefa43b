package io.unstir.gateway.images;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.storage.StorageClient;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/images/sample}: some images at random, to look whether all is well with them. */
@Path("/v1/images/sample")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "images")
class SampleResource {
    private static final int MOST = 1000;
    private static final int USUAL = 20;
    /** JSON's numbers are exact up to there. */
    private static final long LARGEST_SEED = (1L << 53) - 1;

    private final StorageClient storage;
    private final CurrentCaller caller;
    private final SecureRandom random = new SecureRandom();

    SampleResource(StorageClient storage, CurrentCaller caller) {
        this.storage = storage;
        this.caller = caller;
    }

    /** Digests of images. */
    @Schema(name = "ImageSample")
    record Sample(
            @Schema(description = "With which the same store gives the same images")
            long seed,

            @Schema(description = "Digests of different images; all there are where there are no more")
            List<String> images) {}

    @GET
    @Needs(Scope.READ)
    @Operation(
            summary = "Images at random",
            description = "Each of the images that were made is as likely as any other.")
    @Parameter(
            name = "count",
            in = ParameterIn.QUERY,
            description = "How many",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "20"))
    @Parameter(
            name = "seed",
            in = ParameterIn.QUERY,
            description = "Left out, one is drawn",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "9007199254740991"))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Sample.class)))
    @APIResponse(
            responseCode = "4XX",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Sample sample(@Context UriInfo uri) {
        var query = new Query(uri);
        long count = query.whole("count", 1, MOST).orElse((long) USUAL);
        long seed = query.whole("seed", 0, LARGEST_SEED).orElseGet(() -> random.nextLong(LARGEST_SEED));
        query.end();
        var numbers = Map.of("count", Long.toString(count), "seed", Long.toString(seed));
        var images = new ArrayList<String>();
        storage.list("/images/sample", caller.tenant(), numbers)
                .path("images")
                .forEach(image -> images.add(image.asText()));
        return new Sample(seed, images);
    }
}

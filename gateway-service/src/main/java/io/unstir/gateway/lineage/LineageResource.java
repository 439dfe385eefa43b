package io.unstir.gateway.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.images.ImageDigest;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/images/{sha256}/lineage}. */
@Path("/v1/images/{sha256}/lineage")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "images")
class LineageResource {
    private final StorageClient storage;
    private final ObjectMapper json;
    private final CurrentCaller caller;

    LineageResource(StorageClient storage, ObjectMapper json, CurrentCaller caller) {
        this.storage = storage;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Needs(Scope.READ)
    @Operation(
            summary = "Where an image comes from",
            description =
                    "Data set, training, checkpoint, job and the pictures it started from, and where those come from in turn. "
                            + "An image that was uploaded and not made here has none and is a 404.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Lineage.class)))
    public Lineage lineage(String sha256) {
        ImageDigest.require(sha256);
        return storage.lineage(caller.tenant(), sha256)
                .map(this::read)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND,
                        new FieldError(
                                "sha256",
                                sha256,
                                "the digest of an image made here",
                                "No job made an image " + sha256)));
    }

    private Lineage read(JsonNode document) {
        try {
            return json.treeToValue(document, Lineage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("storage sent a lineage that cannot be read", e);
        }
    }
}

package io.unstir.gateway.keys;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/keys}, {@code GET /v1/keys} and {@code DELETE /v1/keys/{id}}: the operator's, for every tenant. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "keys")
class KeysResource {
    private final JsonBody body;
    private final Keys keys;
    private final CurrentCaller caller;

    KeysResource(JsonBody body, Keys keys, CurrentCaller caller) {
        this.body = body;
        this.keys = keys;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an API key",
            description = "The answer is the only place that ever shows the key; only a digest of it is kept.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = KeyRequestBody.class)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Key.class)))
    @APIResponse(responseCode = "409", description = "With keys off none can be made")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(InputStream content) {
        var key = keys.create(caller.get(), KeyRequest.read(body.read(content), Instant.now()));
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(key)
                .build();
    }

    @GET
    @Needs(Scope.ADMIN)
    @Operation(summary = "All API keys, newest first, those revoked included")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = KeyList.class)))
    @APIResponse(
            responseCode = "409",
            description = "With keys off there are none",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public KeyList list() {
        return new KeyList(keys.list());
    }

    @DELETE
    @Path("{id}")
    @Needs(Scope.ADMIN)
    @Operation(
            summary = "Revoke an API key",
            description = "Within a second it works at no gateway any more. Revoking it again changes nothing.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Key.class)))
    @APIResponse(responseCode = "409", description = "With keys off there are none")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Key revoke(String id) {
        return keys.revoke(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND,
                        new FieldError("id", id, "the id of a key", "There is no key with this id")));
    }
}

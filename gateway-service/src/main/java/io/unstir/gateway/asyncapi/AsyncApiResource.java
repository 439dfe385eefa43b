package io.unstir.gateway.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.NonBlocking;
import io.unstir.gateway.auth.Open;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /asyncapi}. */
@Path("/asyncapi")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "documents")
class AsyncApiResource {
    private final JsonNode document = AsyncApiDocument.make();

    @GET
    @Open
    @NonBlocking
    @Operation(summary = "The topics on Kafka", description = "An AsyncAPI 3.0 document with the Protobuf schemas.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public JsonNode document() {
        return document;
    }
}

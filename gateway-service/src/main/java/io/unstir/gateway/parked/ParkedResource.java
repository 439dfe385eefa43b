package io.unstir.gateway.parked;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.problem.Problem;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/parked}, {@code POST /v1/parked/{id}/retry} and {@code DELETE /v1/parked/{id}}: the operator's, for every tenant. */
@Path("/v1/parked")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "parked")
class ParkedResource {
    private final ParkedJobs parked;

    ParkedResource(ParkedJobs parked) {
        this.parked = parked;
    }

    @GET
    @Needs(Scope.ADMIN)
    @Operation(
            summary = "Jobs that no sampler could take to an end, those parked last first",
            description = "They have failed; here they wait for somebody to retry or drop them.")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ParkedJob.Page.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public ParkedJob.Page list(@Context UriInfo uri) {
        return parked.page(new Query(uri));
    }

    @POST
    @Path("{id}/retry")
    @Needs(Scope.ADMIN)
    @Operation(
            summary = "Submit a parked job again",
            description =
                    "As a new job with the same request, checkpoint, tenant, key and webhook, which counts against "
                            + "that key's limits. 202 means that the broker has it for good and that the parked one is off the list. "
                            + "A parked job becomes one new job at most, however often this is asked for.")
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ParkedRetry.class)))
    @APIResponse(
            responseCode = "409",
            description = "What was parked cannot be read as a job",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response retry(String id) {
        var retried = parked.retry(id);
        return Response.accepted(retried)
                .header(HttpHeaders.LOCATION, retried.urls().job())
                .build();
    }

    @DELETE
    @Path("{id}")
    @Needs(Scope.ADMIN)
    @Operation(summary = "Drop a parked job", description = "It stays failed, and what was parked of it is gone.")
    @APIResponse(responseCode = "204", description = "It is off the list")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public void drop(String id) {
        parked.drop(id);
    }
}

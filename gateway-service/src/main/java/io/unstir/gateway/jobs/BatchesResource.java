package io.unstir.gateway.jobs;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.Fields;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/batches}. */
@Path("/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
class BatchesResource {
    static final int MOST_JOBS = 100;

    private final JsonBody body;
    private final JobIntake intake;
    private final CurrentCaller caller;

    BatchesResource(JsonBody body, JobIntake intake, CurrentCaller caller) {
        this.body = body;
        this.intake = intake;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Submit many jobs",
            description =
                    "None is submitted where anything is wrong with one. Under an Idempotency-Key each is the job of "
                            + "the key and its place in the batch; without one, a batch that ends in 503 may have been "
                            + "submitted in part.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchBody.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Batch.class)))
    @APIResponse(
            responseCode = "422",
            description = "A model or image is not there, or the idempotency key belongs to another request")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response submit(@HeaderParam(IdempotencyKey.HEADER) String idempotencyKey, InputStream content) {
        var key = IdempotencyKey.of(idempotencyKey);
        var requests = requests(body.read(content));
        return Response.accepted(new Batch(intake.acceptAll(caller.get(), requests, key)))
                .build();
    }

    static List<JobRequest> requests(Fields fields) {
        var requests = fields
                .require("jobs", "an array of 1 to %d JSON objects".formatted(MOST_JOBS))
                .objects("jobs", 1, MOST_JOBS)
                .stream()
                .map(JobRequest::parse)
                .toList();
        fields.end();
        return requests.stream().flatMap(Optional::stream).toList();
    }

    /** The jobs in the order they were sent. */
    @Schema(name = "BatchOfJobs")
    record Batch(
            @Schema(required = true, description = "As they were sent")
            List<Job> jobs) {}
}

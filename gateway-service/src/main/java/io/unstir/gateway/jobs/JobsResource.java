package io.unstir.gateway.jobs;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/jobs}, {@code GET /v1/jobs/{id}} and {@code POST /v1/jobs/{id}/cancel}. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
class JobsResource {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final JsonBody body;
    private final JobIntake intake;
    private final JobReader jobs;
    private final JobCancellation cancellation;
    private final CurrentCaller caller;

    JobsResource(JsonBody body, JobIntake intake, JobReader jobs, JobCancellation cancellation, CurrentCaller caller) {
        this.body = body;
        this.intake = intake;
        this.jobs = jobs;
        this.cancellation = cancellation;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Submit a job", description = "202 means that the broker has the job for good.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = JobRequestBody.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(
            responseCode = "4XX",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response submit(@HeaderParam("Idempotency-Key") String idempotencyKey, InputStream content) {
        if (idempotencyKey != null && !IDEMPOTENCY_KEY.matcher(idempotencyKey).matches()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError(
                            "Idempotency-Key",
                            idempotencyKey,
                            "1 to 255 visible ASCII characters",
                            "Idempotency-Key must be 1 to 255 visible ASCII characters"));
        }
        var request = JobRequest.read(body.read(content));
        Job job = idempotencyKey == null
                ? intake.accept(caller.get(), request)
                : intake.accept(caller.get(), request, idempotencyKey);
        return Response.accepted(job)
                .header(HttpHeaders.LOCATION, Job.path(job.id()))
                .build();
    }

    @GET
    @Needs(Scope.READ)
    @Path("{id}")
    @Operation(summary = "A job as it stands")
    public Job get(String id) {
        return SubmissionId.parse(id)
                .flatMap(known -> jobs.find(caller.tenant(), known))
                .map(KnownJob::job)
                .orElseThrow(() -> unknown(id));
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Path("{id}/cancel")
    @Operation(
            summary = "Cancel a job",
            description =
                    "202 means that the samplers are asked; the job's status becomes canceled when one says so, or "
                            + "what it was about to become. 200 means that the job had ended before, and its status says how.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(
            responseCode = "4XX",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response cancel(String id) {
        Job job = SubmissionId.parse(id)
                .flatMap(known -> cancellation.request(caller.tenant(), known))
                .orElseThrow(() -> unknown(id));
        return job.hasEnded()
                ? Response.ok(job).build()
                : Response.accepted(job).build();
    }

    static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemCode.NOT_FOUND, new FieldError("id", id, "the id of a job", "There is no job with this id"));
    }
}

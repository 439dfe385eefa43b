package io.unstir.gateway.jobs;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.list.Query;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST} and {@code GET /v1/jobs}, {@code GET /v1/jobs/{id}} and {@code POST /v1/jobs/{id}/cancel}. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "jobs")
class JobsResource {
    private final JsonBody body;
    private final JobIntake intake;
    private final JobReader jobs;
    private final JobLists lists;
    private final JobWaiting waiting;
    private final JobCancellation cancellation;
    private final CurrentCaller caller;

    JobsResource(
            JsonBody body,
            JobIntake intake,
            JobReader jobs,
            JobLists lists,
            JobWaiting waiting,
            JobCancellation cancellation,
            CurrentCaller caller) {
        this.lists = lists;
        this.waiting = waiting;
        this.body = body;
        this.intake = intake;
        this.jobs = jobs;
        this.cancellation = cancellation;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Submit a job",
            description =
                    "202 means that the broker has the job for good. With Prefer: wait=N the answer comes when the job "
                            + "has ended, which is 200, or after N seconds; N is at most 60.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = JobRequestBody.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(
            responseCode = "422",
            description = "A model or image is not there, or the idempotency key belongs to another request")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response submit(
            @HeaderParam(IdempotencyKey.HEADER) String idempotencyKey,
            @HeaderParam(Prefer.HEADER) List<String> preferences,
            InputStream content) {
        var key = IdempotencyKey.of(idempotencyKey);
        var request = JobRequest.read(body.read(content));
        Job job =
                key.isEmpty() ? intake.accept(caller.get(), request) : intake.accept(caller.get(), request, key.get());
        var preferred = Prefer.waiting(preferences);
        var response = preferred
                .map(prefer -> waited(waiting.awaitAccepted(caller.tenant(), job, prefer.patience()), prefer))
                .orElseGet(() -> Response.accepted(job));
        return response.header(HttpHeaders.LOCATION, Job.path(job.id())).build();
    }

    /** 200 tells a client that waited that it need not ask again. */
    private static Response.ResponseBuilder waited(Job job, Prefer prefer) {
        return Response.status(job.hasEnded() ? Response.Status.OK : Response.Status.ACCEPTED)
                .entity(job)
                .header(Prefer.APPLIED, prefer.applied());
    }

    @GET
    @Needs(Scope.READ)
    @Operation(summary = "Jobs, newest first", description = "Page by page; a job is listed a moment after its 202.")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only jobs of this status",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"queued", "processing", "succeeded", "failed", "canceled"}))
    @Parameter(
            name = "model",
            in = ParameterIn.QUERY,
            description = "A model's id, or its name for all its versions",
            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
    @Parameter(
            name = "prompt",
            in = ParameterIn.QUERY,
            description = "Words that begin words of the prompt, whatever their case",
            schema = @Schema(type = SchemaType.STRING, maxLength = 200))
    @Parameter(
            name = "created_after",
            in = ParameterIn.QUERY,
            description = "Only jobs accepted later",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "created_before",
            in = ParameterIn.QUERY,
            description = "Only jobs accepted earlier",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
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
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JobList.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public JobList list(@Context UriInfo uri) {
        return lists.page(caller.tenant(), new Query(uri));
    }

    @GET
    @Needs(Scope.READ)
    @Path("{id}")
    @Operation(
            summary = "A job as it stands",
            description =
                    "With Prefer: wait=N, as it stands when it has ended, which is 200, or after N seconds, which is "
                            + "202 where it has not.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Job.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response get(String id, @HeaderParam(Prefer.HEADER) List<String> preferences) {
        var job = SubmissionId.parse(id).orElseThrow(() -> unknown(id));
        var preferred = Prefer.waiting(preferences);
        if (preferred.isEmpty()) {
            return Response.ok(
                            jobs.find(caller.tenant(), job).map(KnownJob::job).orElseThrow(() -> unknown(id)))
                    .build();
        }
        return waited(
                        waiting.await(caller.tenant(), job, preferred.get().patience())
                                .orElseThrow(() -> unknown(id)),
                        preferred.get())
                .build();
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

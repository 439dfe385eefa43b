package io.unstir.gateway.trainings;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.body.TextLimit;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.quota.RequestRates;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/trainings}, {@code GET /v1/trainings}, {@code GET /v1/trainings/{id}} and {@code POST …/cancel}. */
@Path("/v1/trainings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "trainings")
class TrainingsResource {
    private static final TextLimit CONFIG = TextLimit.bytes(1, 64 * 1024);
    private static final Pattern LIMIT = Pattern.compile("[1-9]\\d?|100");
    private static final String LIMIT_TEXT = "a whole number from 1 to 100";
    private static final int PAGE = 20;
    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9_-]{1,400}");

    private final JsonBody body;
    private final Trainings trainings;
    private final TrainingCancellation cancellation;
    private final RequestRates rates;
    private final CurrentCaller caller;

    TrainingsResource(
            JsonBody body,
            Trainings trainings,
            TrainingCancellation cancellation,
            RequestRates rates,
            CurrentCaller caller) {
        this.body = body;
        this.rates = rates;
        this.trainings = trainings;
        this.cancellation = cancellation;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.TRAIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Submit a training", description = "202 means that the broker has the request for good.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrainingRequestBody.class)))
    @APIResponse(
            responseCode = "202",
            description = "The training, queued",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Training.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response submit(InputStream content) {
        var fields = body.read(content);
        var config = fields.require("config", CONFIG.toString()).text("config", CONFIG);
        fields.end();
        rates.countTraining(caller.get());
        var training = trainings.accept(caller.tenant(), config.orElseThrow());
        return Response.accepted(training)
                .header(HttpHeaders.LOCATION, Training.path(training.id()))
                .build();
    }

    @GET
    @Needs(Scope.READ)
    @Operation(
            summary = "Trainings, newest first",
            description = "A training is listed a moment after it was accepted, when storage has read of it.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrainingList.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public TrainingList list(
            @Parameter(
                            description = "How many",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "100",
                                            defaultValue = "20"))
                    @QueryParam("limit")
                    String limit,
            @Parameter(
                            description = "The `next_cursor` of the page before",
                            schema = @Schema(type = SchemaType.STRING, pattern = "[A-Za-z0-9_-]{1,400}"))
                    @QueryParam("cursor")
                    String cursor) {
        if (limit != null && !LIMIT.matcher(limit).matches()) {
            throw invalid("limit", limit, LIMIT_TEXT);
        }
        if (cursor != null && !CURSOR.matcher(cursor).matches()) {
            throw noCursor(cursor);
        }
        return trainings
                .page(caller.tenant(), limit == null ? PAGE : Integer.parseInt(limit), Optional.ofNullable(cursor))
                .orElseThrow(() -> noCursor(cursor));
    }

    @GET
    @Needs(Scope.READ)
    @Path("{id}")
    @Operation(summary = "A training as it stands")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Training.class)))
    @APIResponse(
            responseCode = "404",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Training get(String id) {
        return SubmissionId.parse(id)
                .flatMap(known -> trainings.find(caller.tenant(), known.toString()))
                .orElseThrow(() -> unknown(id));
    }

    @POST
    @Needs(Scope.TRAIN)
    @Path("{id}/cancel")
    @Operation(
            summary = "Cancel a training",
            description =
                    "202 means that the trainers are asked; the training ends as canceled before its next step, or as what it "
                            + "was about to become. Its trainer keeps the state it has come to. 200 means that it had ended before, "
                            + "and its status says how.")
    @APIResponse(
            responseCode = "200",
            description = "It had ended before",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Training.class)))
    @APIResponse(
            responseCode = "202",
            description = "The trainers are asked",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Training.class)))
    @APIResponse(
            responseCode = "404",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response cancel(String id) {
        var training = SubmissionId.parse(id)
                .flatMap(known -> cancellation.request(caller.tenant(), known.toString()))
                .orElseThrow(() -> unknown(id));
        return (training.hasEnded() ? Response.ok(training) : Response.accepted(training)).build();
    }

    static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemCode.NOT_FOUND,
                new FieldError("id", id, "the id of a training", "There is no training with this id"));
    }

    private static ProblemException noCursor(String cursor) {
        return invalid("cursor", cursor, "the next_cursor of an earlier page");
    }

    private static ProblemException invalid(String field, String value, String limit) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST, new FieldError(field, value, limit, field + " must be " + limit));
    }
}

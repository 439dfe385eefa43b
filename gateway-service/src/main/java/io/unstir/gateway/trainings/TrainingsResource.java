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
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/trainings} and {@code GET /v1/trainings/{id}}. */
@Path("/v1/trainings")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "trainings")
class TrainingsResource {
    private static final TextLimit CONFIG = TextLimit.bytes(1, 64 * 1024);

    private final JsonBody body;
    private final Trainings trainings;
    private final CurrentCaller caller;

    TrainingsResource(JsonBody body, Trainings trainings, CurrentCaller caller) {
        this.body = body;
        this.trainings = trainings;
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
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Training.class)))
    @APIResponse(
            responseCode = "4XX",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response submit(InputStream content) {
        var fields = body.read(content);
        var config = fields.require("config", CONFIG.toString()).text("config", CONFIG);
        fields.end();
        var training = trainings.accept(caller.tenant(), config.orElseThrow());
        return Response.accepted(training)
                .header(HttpHeaders.LOCATION, Training.path(training.id()))
                .build();
    }

    @GET
    @Needs(Scope.READ)
    @Path("{id}")
    @Operation(summary = "A training as it stands")
    public Training get(String id) {
        return SubmissionId.parse(id)
                .flatMap(known -> trainings.find(caller.tenant(), known.toString()))
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND,
                        new FieldError("id", id, "the id of a training", "There is no training with this id")));
    }
}

package io.unstir.gateway.trainings;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.sse.NothingMore;
import io.unstir.gateway.sse.OpenStreams;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/trainings/{id}/events}. */
@Path("/v1/trainings/{id}/events")
@RunOnVirtualThread
@Tag(name = "trainings")
class TrainingEventsResource {
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");
    private static final long FROM_THE_START = -1;

    private final Trainings trainings;
    private final OpenStreams streams;
    private final TrainingEventFormat format;
    private final CurrentCaller caller;

    TrainingEventsResource(Trainings trainings, OpenStreams streams, ObjectMapper json, CurrentCaller caller) {
        this.trainings = trainings;
        this.streams = streams;
        this.caller = caller;
        this.format = new TrainingEventFormat(json);
    }

    @GET
    @Blocking
    @Needs(Scope.READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Watch a training",
            description =
                    "Server-sent events. First `status`, the training as it stands; then, from its beginning, `status` as "
                            + "it begins or goes on after an interruption, `progress` with step and loss, `samples` with the addresses "
                            + "of a sheet of samples and of the loss curve, and at the end `done`, the whole training. Of a long history "
                            + "every n-th `progress` and `samples` are sent, at most 500 of each. With Last-Event-ID, at any gateway: "
                            + "`status`, then what came after that event.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "204", description = "The training has ended and the client has all of it")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> events(
            String id,
            @HeaderParam(LAST_EVENT_ID) String lastEventId,
            @Context Sse sse,
            @Context HttpServerRequest request) {
        long after = offset(lastEventId);
        var history = SubmissionId.parse(id)
                .flatMap(known -> trainings.history(caller.tenant(), known.toString(), after))
                .orElseThrow(() -> TrainingsResource.unknown(id));
        var stream = streams.open(caller.get(), sse, request);
        new TrainingWatch(trainings, format, caller.tenant(), id, after, stream).begin(history);
        if (stream.isOver()) {
            stream.cancel();
            throw new NothingMore();
        }
        return Multi.createFrom().publisher(stream);
    }

    private static long offset(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return FROM_THE_START;
        }
        if (!OFFSET.matcher(lastEventId).matches()) {
            String limit = "the id of an event of a training";
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError(LAST_EVENT_ID, lastEventId, limit, "Last-Event-ID must be " + limit));
        }
        return Long.parseLong(lastEventId);
    }
}

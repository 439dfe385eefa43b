package io.unstir.gateway.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.sse.EventStream;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/jobs/{id}/events}. */
@Path("/v1/jobs/{id}/events")
@RunOnVirtualThread
@Tag(name = "jobs")
class JobEventsResource {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final JobWatches watches;
    private final OpenStreams streams;
    private final JobEventFormat format;
    private final CurrentCaller caller;

    JobEventsResource(JobWatches watches, OpenStreams streams, ObjectMapper json, CurrentCaller caller) {
        this.watches = watches;
        this.streams = streams;
        this.caller = caller;
        this.format = new JobEventFormat(json);
    }

    @GET
    @Blocking
    @Needs(Scope.READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Watch a job",
            description =
                    "Server-sent events. First `status`, the job as it stands, and `image` for each image it has; then "
                            + "`status`, `progress`, `preview` and `image` as they happen, and `done`, the whole job, at the end. "
                            + "With Last-Event-ID, at any gateway: `status`, then each event after that one. Previews have no id "
                            + "and are not sent again. To a client slower than the job, only the newest progress and the newest "
                            + "preview of each image are sent.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class)))
    @APIResponse(responseCode = "204", description = "The job has ended and the client has all of it")
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> events(
            String id,
            @HeaderParam(LAST_EVENT_ID) String lastEventId,
            @Context Sse sse,
            @Context HttpServerRequest request) {
        var job = SubmissionId.parse(id).orElseThrow(() -> JobsResource.unknown(id));
        var after = place(lastEventId);
        var stream = streams.open(caller.get(), sse, request);
        stream.onClose(leave(job, after, stream).orElseThrow(() -> JobsResource.unknown(id)));
        if (stream.isOver()) {
            stream.cancel();
            throw new NothingMore();
        }
        return Multi.createFrom().publisher(stream);
    }

    private Optional<Runnable> leave(SubmissionId job, Optional<Place> after, EventStream stream) {
        boolean found = false;
        try {
            var leave = watches.watch(caller.tenant(), job, after, news -> format.tell(news, stream));
            found = leave.isPresent();
            return leave;
        } finally {
            if (!found) {
                stream.cancel();
            }
        }
    }

    private static Optional<Place> place(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Place.parse(lastEventId)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_REQUEST,
                        new FieldError(
                                LAST_EVENT_ID, lastEventId, Place.LIMIT, "Last-Event-ID must be " + Place.LIMIT))));
    }
}

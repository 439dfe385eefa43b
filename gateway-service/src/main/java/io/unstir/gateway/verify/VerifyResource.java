package io.unstir.gateway.verify;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.images.ImageDigest;
import io.unstir.gateway.list.Query;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.proto.v1.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/images/{sha256}/verify} and what came of it. */
@Path("/v1/images/{sha256}/verify")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "images")
class VerifyResource {
    private final Verifications verifications;
    private final CurrentCaller caller;

    VerifyResource(Verifications verifications, CurrentCaller caller) {
        this.verifications = verifications;
        this.caller = caller;
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Operation(
            summary = "Make an image again and compare",
            description =
                    "Runs the image's job again, with the same request and the same checkpoint, as a job of its own. "
                            + "The outcome is recorded, whoever waits for it.")
    @Parameter(
            name = "priority",
            in = ParameterIn.QUERY,
            description = "Of the new job; left out, that of the first one",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"interactive", "bulk"}))
    @APIResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Verification.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response verify(String sha256, @Context UriInfo uri) {
        ImageDigest.require(sha256);
        var query = new Query(uri);
        var priority = query.choice("priority", List.of("interactive", "bulk"))
                .map(name -> Priority.valueOf(name.toUpperCase(Locale.ROOT)));
        query.end();
        var started = verifications.start(caller.get(), sha256, priority).orElseThrow(() -> notMadeHere(sha256));
        return Response.accepted(started)
                .header(HttpHeaders.LOCATION, started.urls().self())
                .build();
    }

    @GET
    @Needs(Scope.READ)
    @Operation(summary = "The verifications of an image")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Verification.Page.class)))
    @APIResponse(
            responseCode = "4XX",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Verification.Page list(String sha256) {
        ImageDigest.require(sha256);
        return new Verification.Page(verifications.all(caller.get(), sha256).orElseThrow(() -> notMadeHere(sha256)));
    }

    @GET
    @Path("{job}")
    @Needs(Scope.READ)
    @Operation(
            summary = "A verification as it stands",
            description = "Of a job that was asked for to make the image again.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Verification.class)))
    public Verification get(String sha256, String job) {
        ImageDigest.require(sha256);
        return SubmissionId.parse(job)
                .flatMap(id -> verifications.find(caller.get(), sha256, id))
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND,
                        new FieldError(
                                "job", job, "a job that verifies the image", "No such job verifies this image")));
    }

    private static ProblemException notMadeHere(String sha256) {
        return new ProblemException(
                ProblemCode.NOT_FOUND,
                new FieldError("sha256", sha256, "the digest of an image made here", "No job made an image " + sha256));
    }
}

package io.unstir.gateway.openai;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.gateway.auth.CurrentCaller;
import io.unstir.gateway.auth.Needs;
import io.unstir.gateway.auth.Scope;
import io.unstir.gateway.body.JsonBody;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.jobs.IdempotencyKey;
import io.unstir.gateway.jobs.Job;
import io.unstir.gateway.openai.ImageGenerationRequest.Format;
import io.unstir.gateway.problem.Problem;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/images/generations}, as OpenAI's: a job that its client waits for. */
@Path("/v1/images/generations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "OpenAI")
class ImageGenerationResource {
    private final JsonBody body;
    private final ImageGeneration generation;
    private final StorageClient storage;
    private final GatewayConfig.Gateway config;
    private final CurrentCaller caller;

    ImageGenerationResource(
            JsonBody body,
            ImageGeneration generation,
            StorageClient storage,
            GatewayConfig config,
            CurrentCaller caller) {
        this.body = body;
        this.generation = generation;
        this.storage = storage;
        this.config = config.gateway();
        this.caller = caller;
    }

    @POST
    @Needs(Scope.SUBMIT)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Images from a prompt, as OpenAI's API",
            description =
                    "Submits a job, waits for its end and answers with its images. A client that hangs up cancels its job, "
                            + "unless it sent an Idempotency-Key to come again with. Errors are problem documents that also hold OpenAI's "
                            + "`error`.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImageGenerationBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "The images",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GeneratedImages.class)))
    @APIResponse(responseCode = "404", description = "The model is not there")
    @APIResponse(responseCode = "409", description = "Somebody canceled the job")
    @APIResponse(responseCode = "422", description = "The idempotency key belongs to another request")
    @APIResponse(
            responseCode = "500",
            description = "The job failed, and would again",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = OpenAiProblem.class)))
    @APIResponse(
            responseCode = "503",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = OpenAiProblem.class)))
    @APIResponse(
            responseCode = "504",
            description = "The job is not done yet and goes on; the message names it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = OpenAiProblem.class)))
    public GeneratedImages generate(
            @HeaderParam(IdempotencyKey.HEADER) String idempotencyKey,
            InputStream content,
            @Context RoutingContext exchange,
            @Context UriInfo uri) {
        var key = IdempotencyKey.of(idempotencyKey);
        var request =
                ImageGenerationRequest.read(body.read(content), config.openai().standIns());
        var hungUp = new CompletableFuture<Void>();
        exchange.addEndHandler(_ -> hungUp.complete(null));
        Job job = generation.run(caller.get(), request, key, hungUp);
        return answer(job, request, uri);
    }

    private GeneratedImages answer(Job job, ImageGenerationRequest request, UriInfo uri) {
        var items = job.images().stream()
                .map(image -> new GeneratedImages.Item(
                        request.wants(Format.B64_JSON) ? base64(image.sha256()) : null,
                        request.wants(Format.URL) ? address(image.url(), uri) : null,
                        image.sha256()))
                .toList();
        var first = job.images().getFirst();
        return new GeneratedImages(
                job.createdAt().getEpochSecond(),
                items,
                "opaque",
                "png",
                first.width() + "x" + first.height(),
                job.id(),
                job.model(),
                job.input().seed());
    }

    private String base64(String sha256) {
        var blob = storage.blob(caller.tenant(), sha256)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.STORAGE_UNAVAILABLE, "The image %s is not in storage".formatted(sha256)));
        try (var bytes = blob.bytes()) {
            return Base64.getEncoder().encodeToString(bytes.readAllBytes());
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.STORAGE_UNAVAILABLE, "The storage service broke off; send the request again");
        }
    }

    /** What the client reached this gateway by, unless the installation says what it is known as. */
    private String address(String path, UriInfo uri) {
        URI base = config.publicUrl().orElseGet(uri::getBaseUri);
        return base.resolve(path).toString();
    }
}
